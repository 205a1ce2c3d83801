"""A fresh store for each test; on Postgres too where ``MOVIOLA_TEST_POSTGRES`` names a server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from moviola.settings import Settings
from moviola.store import Store

POSTGRES = os.environ.get("MOVIOLA_TEST_POSTGRES", "")
BACKENDS = ["sqlite", *(["postgres"] if POSTGRES else [])]


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database; empty text: SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    admin = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"moviola_{secrets.token_hex(6)}"
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"CREATE DATABASE {name}"))
    yield admin.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as db:
        db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def settings_of(tmp_path: Path, database_url: str) -> Callable[..., Settings]:
    """Settings of this test's data folder, with some of them changed."""

    def make(**changes: object) -> Settings:
        return Settings(**{"home": tmp_path / "home", "database_url": database_url, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def store(settings_of: Callable[..., Settings]) -> Iterator[Store]:
    opened = Store.open(settings_of())
    yield opened
    opened.close()


@pytest.fixture
def user(store: Store) -> str:
    with store.begin() as tx:
        return tx.accounts.anonymous("tester", "203.0.113.7").user_id


@pytest.fixture
def session(store: Store, user: str) -> str:
    with store.begin() as tx:
        return tx.sessions.create(user, "A test", None).session_id
