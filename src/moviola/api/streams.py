"""Following a session's events as Server-Sent Events."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from moviola.api.links import Links
from moviola.api.replies import compact
from moviola.api.rooms import House
from moviola.errors import MoviolaError

logger = logging.getLogger("moviola.api")

#: Seconds between heartbeats, of life of a stream, and between looks for what another process wrote.
HEARTBEAT, LONGEST, POLL = 10.0, 900.0, 1.0
#: Events read at once: bounds what a slow reader can hold in memory.
BATCH = 100

Event = dict[str, Any]


@dataclass(frozen=True)
class Following:
    """What to follow: the events of ``session_id`` after ``seq``.

    With ``run_id`` only that run's, to its last one; without, everything until nothing runs any more, or for
    as long as the stream may live when ``forever``. ``partial``: with the pieces that later events repeat.
    """

    user_id: str
    session_id: str
    seq: int
    run_id: str | None = None
    partial: bool = True
    forever: bool = False


@dataclass(frozen=True)
class _Look:
    events: list[tuple[int, Event]]
    seq: int
    over: bool


async def follow(house: House, links: Links, what: Following) -> AsyncIterator[tuple[int, Event] | None]:
    """Events with their numbers, in order, none missing and none twice; None where a heartbeat is due."""
    seq, end, quiet_since = what.seq, time.monotonic() + LONGEST, time.monotonic()
    with house.store.bell.listen(what.session_id) as listener:
        while True:
            look = await run_in_threadpool(_look, house, links, what, seq)
            seq = look.seq
            for numbered in look.events:
                yield numbered
                quiet_since = time.monotonic()
            if look.over or house.store.bell.closed:
                return
            if len(look.events) < BATCH:
                await listener.wait(POLL)
            now = time.monotonic()
            if now >= end:
                return
            if now - quiet_since >= HEARTBEAT:
                quiet_since = now
                yield None


def _look(house: House, links: Links, what: Following, seq: int) -> _Look:
    # One read transaction is one moment: a run that has ended in it has all its events in it.
    with house.store.read() as tx:
        busy = bool(tx.runs.active(what.session_id))
        found = tx.events.after(what.session_id, seq, BATCH)
        ended = what.run_id is not None and tx.runs.get(what.run_id).status not in ("queued", "running")
        mine = [
            (number, links.add(tx, what.user_id, event))
            for number, event in found
            if (what.run_id is None or event.get("invocationId") == what.run_id)
            and (what.partial or not event.get("partial"))
        ]
    last = found[-1][0] if found else seq
    drained = len(found) < BATCH
    if what.run_id is None:
        return _Look(mine, last, drained and not busy and not what.forever)
    for place, (_, event) in enumerate(mine):
        metadata = event.get("customMetadata") or {}
        if metadata.get("final") and metadata.get("runId") == what.run_id:
            return _Look(mine[: place + 1], last, True)
    return _Look(mine, last, drained and ended)


class EventStream(Response):
    """Sends what ``follow`` gives. A reader that goes away ends the stream, and nothing else."""

    media_type = "text/event-stream"

    def __init__(
        self,
        events: Callable[[], AsyncIterator[tuple[int, Event] | None]],
        run_id: str | None = None,
        status_code: int = 200,
    ) -> None:
        headers = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
        if run_id is not None:
            # The run's first event can be long in coming; a client that follows the session knows it by this.
            headers["X-Run-Id"] = run_id
        super().__init__(status_code=status_code, headers=headers)
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with anyio.create_task_group() as group:

            async def leave_with_reader() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(leave_with_reader)
            await self._send_all(send)
            group.cancel_scope.cancel()

    async def _send_all(self, send: Send) -> None:
        async def write(text: str, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": text.encode(), "more_body": more})

        try:
            async for numbered in self._events():
                if numbered is None:
                    await write(": heartbeat\n\n")
                else:
                    await write(f"id: {numbered[0]}\ndata: {compact(numbered[1])}\n\n")
        except MoviolaError as error:
            await write(f"data: {compact(_failure(type(error).__name__, error.message))}\n\n")
        except Exception as error:
            logger.exception("an event stream failed")
            said = "The stream failed on our side. Resume it with the header Last-Event-ID."
            await write(f"data: {compact(_failure(type(error).__name__, said))}\n\n")
        await write("", more=False)


def _failure(kind: str, message: str) -> Event:
    details = {"error_type": kind, "error_message": message, "timestamp": time.time()}
    return {"error": message, "error_details": details}
