"""Messages, and the events that answer them."""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from moviola.api import fields
from moviola.api.bodies import StrictRoute
from moviola.api.callers import Caller, Reader, TheHouse, Writer
from moviola.api.links import Links
from moviola.api.replies import CompactResponse, ok
from moviola.api.rooms import House, Submitted
from moviola.api.streams import EventStream, Following, follow
from moviola.errors import BadRequest

router = APIRouter(tags=["run"], route_class=StrictRoute)

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-Sent Events",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
LastEventId = Annotated[str | None, Header(description="number of the last event that the client has")]


class Inline(fields.CamelRequest):
    data: str
    mime_type: str = ""
    display_name: str | None = None


class Part(fields.CamelRequest):
    text: fields.Words | None = None
    inline_data: Inline | None = None


class Message(fields.CamelRequest):
    parts: list[Part] = Field(default_factory=list, max_length=64)


class RunRequest(fields.CamelRequest):
    app_name: str
    user_id: str | None = None
    session_id: fields.Id
    new_message: Message | None = None
    streaming: bool = False
    want: str | None = Field(None, pattern="^(image|video|audio)$", description="what the client will save")

    @property
    def text(self) -> str:
        parts = self.new_message.parts if self.new_message else []
        return "\n".join(part.text for part in parts if part.text).strip()


@router.post("/run_sse", response_class=EventStream, responses=STREAM)
async def run_sse(
    request: Request, house: TheHouse, caller: Writer, body: RunRequest, last_event_id: LastEventId = None
) -> Response:
    """Send a message and follow its run; with ``Last-Event-ID`` and no parts, follow and start nothing."""
    _check(caller, body)
    last = _number(last_event_id)
    links = Links(house, request)
    if last is not None and not (body.new_message and body.new_message.parts):
        await run_in_threadpool(_own_session, house, caller.user_id, body.session_id)
        return _stream(house, links, Following(caller.user_id, body.session_id, last, partial=body.streaming))
    taken = await run_in_threadpool(_submit, house, caller, body)
    seq = last if last is not None and taken.attached else taken.seq
    return _stream(
        house,
        links,
        Following(caller.user_id, body.session_id, seq, run_id=taken.run_id, partial=body.streaming),
    )


@router.post("/run")
async def run(request: Request, house: TheHouse, caller: Writer, body: RunRequest) -> Response:
    """Send a message and wait: all events of its run in one array."""
    _check(caller, body)
    taken = await run_in_threadpool(_submit, house, caller, body)
    what = Following(caller.user_id, body.session_id, taken.seq, run_id=taken.run_id, partial=False)
    events = [one[1] async for one in follow(house, Links(house, request), what) if one is not None]
    return CompactResponse(events)


@router.get("/api/sessions/{session_id}/events", response_class=EventStream, responses=STREAM)
async def events(
    request: Request,
    session_id: str,
    house: TheHouse,
    caller: Reader,
    last_event_id: LastEventId = None,
    after: Annotated[int | None, Query(ge=0, le=2**31 - 1)] = None,
    forever: Annotated[bool, Query(alias="follow", description="stay when nothing runs")] = False,
) -> Response:
    """All events after ``Last-Event-ID`` (or ``after``), until nothing runs any more."""
    await run_in_threadpool(_own_session, house, caller.user_id, session_id)
    last = _number(last_event_id)
    seq = last if last is not None else (after or 0)
    return _stream(house, Links(house, request), Following(caller.user_id, session_id, seq, forever=forever))


@router.post("/api/sessions/{session_id}/cancel")
def cancel(session_id: str, house: TheHouse, caller: Writer) -> Response:
    """Stop what runs in the session; its run ends with an event that says so."""
    _own_session(house, caller.user_id, session_id)
    return ok({"cancelled": house.runner.cancel(caller.user_id, session_id)})


def _check(caller: Caller, body: RunRequest) -> None:
    fields.check_app(body.app_name)
    if body.user_id:
        caller.owns(body.user_id)


def _own_session(house: House, user_id: str, session_id: str) -> None:
    with house.store.read() as tx:
        tx.sessions.get(session_id, user_id)


def _submit(house: House, caller: Caller, body: RunRequest) -> Submitted:
    _own_session(house, caller.user_id, body.session_id)
    if not body.text:
        raise BadRequest("The message has no words. Send new_message.parts[].text.")
    assert body.new_message is not None
    for part in body.new_message.parts:
        if part.inline_data is not None:
            _keep_inline(house, caller, body.session_id, part.inline_data)
    want: Any = body.want
    taken = house.runner.submit(caller.user_id, body.session_id, body.text, want=want)
    caller.log("run", taken.run_id)
    return taken


def _keep_inline(house: House, caller: Caller, session_id: str, inline: Inline) -> None:
    # The ADK Web UI attaches files this way, in either base64 alphabet.
    try:
        content = base64.b64decode(inline.data.replace("-", "+").replace("_", "/") + "==", validate=False)
    except binascii.Error:
        raise BadRequest("An attached file is not valid base64.") from None
    with tempfile.TemporaryDirectory(prefix="inline-", dir=scratch(house)) as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        house.uploads.add(caller.user_id, session_id, path, inline.display_name or "attachment")


def scratch(house: House) -> Path:
    """A folder for files on their way in, on the disk that keeps them."""
    folder = house.settings.home / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _stream(house: House, links: Links, what: Following) -> EventStream:
    return EventStream(lambda: follow(house, links, what), what.run_id)


def _number(header: str | None) -> int | None:
    if header is None or not header.strip():
        return None
    if not header.strip().isdecimal() or len(header) > 10:
        raise BadRequest("The header Last-Event-ID must be the number of an event.")
    return int(header)
