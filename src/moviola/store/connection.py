"""One SQLAlchemy engine, set up for SQLite in WAL or for Postgres."""

from __future__ import annotations

import json
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

#: Execution option of a connection whose transaction will write.
WRITES = "moviola_writes"

#: How long a writer waits for another process's write, in milliseconds.
BUSY_MS = 15_000


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def connect(url: str) -> Engine:
    """An engine for ``url``. Postgres is spoken through psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, json_serializer=_compact, pool_size=8, max_overflow=32, pool_pre_ping=True
        )
    engine = create_engine(
        parsed,
        json_serializer=_compact,
        pool_size=8,
        max_overflow=56,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: Any, _record: Any) -> None:
    # The driver's own transactions start too late (at the first write) and would turn a lost race into an
    # error in the middle of the work; we start them ourselves.
    raw.isolation_level = None
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    _use_wal(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")
    # FULL: a transfer that was answered for survives a power cut.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Switch a new file to WAL; it stays so. Where there can be no WAL the file works without.

    SQLite does not wait for the lock that the switch needs, whatever the busy timeout, so that several who open a
    new file at once have to try again.
    """
    end = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
        time.sleep(0.02)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
