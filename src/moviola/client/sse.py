"""Server-sent events as they come in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import EventSource

from moviola.errors import Fault


@dataclass(frozen=True)
class ServerEvent:
    """One event of a session: its number and its JSON."""

    seq: int
    data: dict[str, Any]

    @property
    def run_id(self) -> str:
        """The run that the event belongs to."""
        return str(self.data.get("invocationId") or "")

    @property
    def text(self) -> str:
        """The words of the event, empty when it has none."""
        content = self.data.get("content") or {}
        return "".join(part.get("text", "") for part in content.get("parts", ()))

    @property
    def is_partial(self) -> bool:
        return bool(self.data.get("partial"))

    @property
    def is_final(self) -> bool:
        return bool(self._metadata.get("final")) or "error" in self.data

    @property
    def is_failure(self) -> bool:
        return "error" in self.data

    @property
    def progress(self) -> dict[str, Any] | None:
        """``percent``, ``stage``, ``tool``, ``index`` and ``count`` of a progress event."""
        found: dict[str, Any] | None = self._metadata.get("progress")
        return found

    @property
    def media(self) -> list[dict[str, Any]]:
        """Media that the event tells of, from a tool's answer or the final event."""
        found: list[dict[str, Any]] = list(self._metadata.get("media") or ())
        for part in (self.data.get("content") or {}).get("parts", ()):
            found += (part.get("functionResponse") or {}).get("response", {}).get("media") or ()
        return found

    @property
    def _metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data.get("customMetadata") or {}
        return found


def read(response: httpx.Response) -> Iterator[ServerEvent]:
    """Events of an open stream; heartbeats are comments and do not show."""
    for event in EventSource(response).iter_sse():
        if not event.data:
            continue
        try:
            data = json.loads(event.data)
        except ValueError as error:
            raise Fault("The server sent an event that is not JSON. Is this a Moviola server?") from error
        yield ServerEvent(int(event.id) if event.id.isdigit() else 0, data)
