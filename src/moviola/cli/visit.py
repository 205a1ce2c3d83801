"""A visit to a server: the client, the token and the session that was used last."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from moviola.client import Client
from moviola.errors import NoSession
from moviola.settings import LOOPBACK, settings


@dataclass(frozen=True)
class Visit:
    """A client and the session it works in (empty when none was asked for)."""

    client: Client
    session_id: str


def _memory() -> Path:
    return settings().home / "client.json"


def recall() -> dict[str, Any]:
    """What the last visit left: ``sessions`` by address, ``client_id``."""
    try:
        known = json.loads(_memory().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def remember(url: str, session_id: str) -> None:
    """Keep the session for the next command."""
    known = recall()
    known.setdefault("sessions", {})[url] = session_id
    _write(known)


def _write(known: dict[str, Any]) -> None:
    path = _memory()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{uuid.uuid4().hex[:8]}.part")
    part.write_text(json.dumps(known), "utf-8")
    part.chmod(0o600)
    part.replace(path)


def _client_id() -> str:
    known = recall()
    if "client_id" not in known:
        known["client_id"] = uuid.uuid4().hex
        _write(known)
    return str(known["client_id"])


@contextmanager
def visit(url: str, token: str, session: str | None, *, needs_session: bool = True) -> Iterator[Visit]:
    """Talk to the server at ``url``; off this machine an anonymous token is asked for when none is given.

    Raises:
        NoSession: a session is needed and none was used before.
    """
    known = recall().get("sessions", {}).get(url)
    chosen = session or known or ""
    if needs_session and not chosen:
        raise NoSession("There is no session yet. Begin one with: moviola chat")
    with Client(url, token) as client:
        if not token and httpx.URL(url).host not in LOOPBACK:
            client.anonymous_token(_client_id())
        yield Visit(client, chosen)
