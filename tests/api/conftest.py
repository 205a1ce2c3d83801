"""A running server over a small house, and people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from moviola.settings import Settings
from tests.api.house import SmallHouse, serving


class Person:
    """One user with a token and a session."""

    def __init__(self, base: str, client_id: str) -> None:
        self.http = httpx.Client(base_url=base, timeout=30)
        issued = self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id}).json()[
            "data"
        ]
        self.user_id: str = issued["user_id"]
        self.token: str = issued["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        made = self.http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"}).json()[
            "data"
        ]
        self.session: str = made["session_id"]
        self.task: str = made["task_id"]

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        return {
            "app_name": "nemo_agent",
            "session_id": self.session,
            "new_message": {"parts": [{"text": text}]},
            **more,
        }


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def house_with(tmp_path: Path, stack: ExitStack) -> Callable[..., SmallHouse]:
    def make(**changes: Any) -> SmallHouse:
        house = SmallHouse(Settings(**{"home": tmp_path / "home", **changes}))
        stack.callback(house.store.close)
        return house

    return make


@pytest.fixture
def house(house_with: Callable[..., SmallHouse]) -> SmallHouse:
    """Off loopback by its settings, so that a token is always needed."""
    return house_with(host="0.0.0.0")


@pytest.fixture
def base(house: SmallHouse, stack: ExitStack) -> str:
    return stack.enter_context(serving(house))


@pytest.fixture
def person(base: str, stack: ExitStack) -> Person:
    who = Person(base, "client 1")
    stack.callback(who.http.close)
    return who


@pytest.fixture
def stranger(base: str, stack: ExitStack) -> Person:
    who = Person(base, "client 2")
    stack.callback(who.http.close)
    return who
