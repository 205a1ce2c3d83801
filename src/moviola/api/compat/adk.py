"""The rest of Google ADK's HTTP surface: server facts, sessions, artifacts."""

from __future__ import annotations

import base64
import platform
import re
from importlib.metadata import version as version_of
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import Field

from moviola.api import fields
from moviola.api.bodies import StrictRoute
from moviola.api.callers import Caller, Reader, TheHouse, Writer
from moviola.api.links import Links
from moviola.api.replies import CompactResponse
from moviola.api.routes.account import full_state
from moviola.api.streams import BATCH
from moviola.errors import BadRequest, NotFound
from moviola.store import Transaction
from moviola.store.rows import FileRow, SessionRow

router = APIRouter(tags=["adk"], route_class=StrictRoute)

SESSIONS = "/apps/{app}/users/{user}/sessions"
ARTIFACTS = SESSIONS + "/{session_id}/artifacts"
#: Artifacts up to this size are sent inside the JSON, larger ones by address, in bytes.
INLINE = 16 << 20
DESCRIPTION = "Portraits, images and finished video from plain words."


class NewADKSession(fields.CamelRequest):
    session_id: fields.Id | None = None
    state: dict[str, Any] | None = None


class Patch(fields.CamelRequest):
    state_delta: dict[str, Any] = Field(default_factory=dict)


@router.get("/health")
def health() -> Response:
    return CompactResponse({"status": "ok"})


@router.get("/version")
def version() -> Response:
    return CompactResponse(
        {
            "version": version_of("moviola"),
            "language": "python",
            "language_version": platform.python_version(),
        }
    )


@router.get("/list-apps")
def list_apps(detailed: Annotated[bool, Query()] = False) -> Response:
    """The one agent there is."""
    if not detailed:
        return CompactResponse([fields.APP])
    app = {"name": fields.APP, "rootAgentName": fields.APP, "description": DESCRIPTION, "language": "python"}
    return CompactResponse({"apps": [app]})


@router.get("/dev-ui/assets/config/runtime-config.json")
def runtime_config() -> Response:
    return CompactResponse({"backendUrl": ""})


@router.get("/config/telemetry", operation_id="telemetry")
@router.get("/dev-ui/config/telemetry", include_in_schema=False)
def telemetry() -> Response:
    """Nothing is measured about anyone."""
    return CompactResponse({"enabled": False})


@router.get(SESSIONS)
def sessions(app: str, user: str, house: TheHouse, caller: Reader) -> Response:
    """The caller's sessions, without their events."""
    _check(caller, app, user)
    with house.store.read() as tx:
        rows = tx.sessions.of_user(caller.user_id)
    return CompactResponse([_session(row, _outline(row), []) for row in rows])


@router.post(SESSIONS)
def new_session(
    app: str, user: str, house: TheHouse, caller: Writer, body: Annotated[NewADKSession | None, Body()] = None
) -> Response:
    """A new session, with an id of the server's choice or 19 digits of the client's."""
    _check(caller, app, user)
    wanted = body or NewADKSession()
    return _create(house, caller, wanted.session_id, wanted.state)


@router.get(SESSIONS + "/{session_id}")
def session(
    request: Request, app: str, user: str, session_id: str, house: TheHouse, caller: Reader
) -> Response:
    """A session with its state and all its whole events."""
    _check(caller, app, user)
    links = Links(house, request)
    state = full_state(house, links, caller.user_id, session_id)["state"]
    with house.store.read() as tx:
        row = tx.sessions.get(session_id, caller.user_id)
        events = [links.add(tx, caller.user_id, event) for event in _whole_events(tx, session_id)]
    return CompactResponse(_session(row, {**_outline(row), **state}, events))


@router.post(SESSIONS + "/{session_id}")
def new_session_with_id(
    app: str,
    user: str,
    session_id: str,
    house: TheHouse,
    caller: Writer,
    state: Annotated[dict[str, Any] | None, Body()] = None,
) -> Response:
    """A new session with an id of the client's choice."""
    _check(caller, app, user)
    inner = state.get("state") if state else None
    return _create(house, caller, session_id, inner if isinstance(inner, dict) else state)


@router.patch(SESSIONS + "/{session_id}")
def patch_session(
    app: str, user: str, session_id: str, house: TheHouse, caller: Writer, body: Patch
) -> Response:
    """Set or, with null, remove keys that the client keeps in the session; the project is not touched."""
    _check(caller, app, user)
    with house.store.begin() as tx:
        row = tx.sessions.get(session_id, caller.user_id)
        merged = {**row.client_state, **body.state_delta}
        kept = {key: value for key, value in merged.items() if value is not None}
        if len(kept) > 1000:
            raise BadRequest("A session keeps at most 1000 keys of a client.")
        tx.sessions.save_client_state(session_id, kept)
        row = tx.sessions.get(session_id, caller.user_id)
    return CompactResponse(_session(row, _outline(row), []))


@router.delete(SESSIONS + "/{session_id}")
def delete_session(app: str, user: str, session_id: str, house: TheHouse, caller: Writer) -> Response:
    """Stop what runs in the session, and delete it."""
    _check(caller, app, user)
    with house.store.read() as tx:
        tx.sessions.get(session_id, caller.user_id)
    house.runner.cancel(caller.user_id, session_id)
    with house.store.begin() as tx:
        tx.sessions.delete(session_id, caller.user_id)
    return CompactResponse(None)


@router.get(ARTIFACTS)
def artifacts(app: str, user: str, session_id: str, house: TheHouse, caller: Reader) -> Response:
    """Names of the session's files."""
    _check(caller, app, user)
    with house.store.read() as tx:
        return CompactResponse(list(_artifacts(tx, caller, session_id)))


@router.get(ARTIFACTS + "/{name}/versions")
def artifact_versions(
    app: str, user: str, session_id: str, name: str, house: TheHouse, caller: Reader
) -> Response:
    """Numbers of the versions, from 0."""
    _check(caller, app, user)
    with house.store.read() as tx:
        return CompactResponse(list(range(len(_versions(tx, caller, session_id, name)))))


@router.get(ARTIFACTS + "/{name}/versions/metadata")
def artifact_versions_metadata(
    request: Request, app: str, user: str, session_id: str, name: str, house: TheHouse, caller: Reader
) -> Response:
    _check(caller, app, user)
    links = Links(house, request)
    with house.store.read() as tx:
        rows = _versions(tx, caller, session_id, name)
    return CompactResponse([_metadata(number, row, links) for number, row in enumerate(rows)])


@router.get(ARTIFACTS + "/{name}/versions/{number}/metadata")
def artifact_metadata(
    request: Request,
    app: str,
    user: str,
    session_id: str,
    name: str,
    number: str,
    house: TheHouse,
    caller: Reader,
) -> Response:
    _check(caller, app, user)
    with house.store.read() as tx:
        place, row = _version(_versions(tx, caller, session_id, name), number)
    return CompactResponse(_metadata(place, row, Links(house, request)))


@router.get(ARTIFACTS + "/{name}/versions/{number}")
def artifact_version(
    request: Request,
    app: str,
    user: str,
    session_id: str,
    name: str,
    number: str,
    house: TheHouse,
    caller: Reader,
) -> Response:
    """One version, as a part."""
    _check(caller, app, user)
    with house.store.read() as tx:
        _, row = _version(_versions(tx, caller, session_id, name), number)
    return _part(house, row, Links(house, request))


@router.get(ARTIFACTS + "/{name}")
def artifact(
    request: Request,
    app: str,
    user: str,
    session_id: str,
    name: str,
    house: TheHouse,
    caller: Reader,
    number: Annotated[str, Query(alias="version")] = "latest",
) -> Response:
    """The newest version, or the one asked for, as a part."""
    _check(caller, app, user)
    with house.store.read() as tx:
        _, row = _version(_versions(tx, caller, session_id, name), number)
    return _part(house, row, Links(house, request))


def _check(caller: Caller, app: str, user: str) -> None:
    fields.check_app(app)
    caller.owns(user)


def _create(
    house: TheHouse, caller: Caller, session_id: str | None, state: dict[str, Any] | None
) -> Response:
    if session_id is not None and not re.fullmatch(r"[1-9]\d{18}", session_id):
        raise BadRequest(
            "A session id is 19 digits and does not begin with 0. Leave it out and one is chosen for you."
        )
    with house.store.begin() as tx:
        row = tx.sessions.create(caller.user_id, "Untitled", None, state, session_id)
    return CompactResponse(_session(row, _outline(row), []))


def _outline(row: SessionRow) -> dict[str, Any]:
    return {**row.client_state, "task_id": row.task_id, "task_name": row.task_name}


def _session(row: SessionRow, state: dict[str, Any], events: list[Any]) -> dict[str, Any]:
    return {
        "id": row.session_id,
        "appName": fields.APP,
        "userId": row.user_id,
        "state": state,
        "events": events,
        "lastUpdateTime": row.updated_at,
    }


def _whole_events(tx: Transaction, session_id: str) -> list[dict[str, Any]]:
    found, seq = [], 0
    while batch := tx.events.after(session_id, seq, BATCH):
        found += [event for _, event in batch if not event.get("partial")]
        seq = batch[-1][0]
    return found


def _artifacts(tx: Transaction, caller: Caller, session_id: str) -> dict[str, list[FileRow]]:
    tx.sessions.get(session_id, caller.user_id)
    found: dict[str, list[FileRow]] = {}
    for row in tx.files.of_session(session_id):
        if row.source != "preview":
            found.setdefault(row.name, []).append(row)
    return found


def _versions(tx: Transaction, caller: Caller, session_id: str, name: str) -> list[FileRow]:
    rows = _artifacts(tx, caller, session_id).get(name)
    if rows is None:
        raise NotFound("There is no such artifact in this session.")
    return rows


def _version(rows: list[FileRow], number: str) -> tuple[int, FileRow]:
    if number == "latest":
        return len(rows) - 1, rows[-1]
    if not number.isdecimal() or len(number) > 9 or int(number) >= len(rows):
        raise NotFound(f"There is no such version. Versions are 0 to {len(rows) - 1}, or 'latest'.")
    return int(number), rows[int(number)]


def _metadata(number: int, row: FileRow, links: Links) -> dict[str, Any]:
    return {
        "version": number,
        "canonicalUri": links.media(row.sha256, row.mime, row.name),
        "customMetadata": {"sha256": row.sha256, "size": row.size, "source": row.source},
        "createTime": row.created_at,
        "mimeType": row.mime,
    }


def _part(house: TheHouse, row: FileRow, links: Links) -> Response:
    if row.size > INLINE:
        address = links.media(row.sha256, row.mime, row.name)
        return CompactResponse({"fileData": {"fileUri": address, "mimeType": row.mime}})
    with house.store.blobs.open(row.sha256) as file:
        data = base64.b64encode(file.read()).decode()
    return CompactResponse({"inlineData": {"data": data, "mimeType": row.mime, "displayName": row.name}})
