"""Files that people bring."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field, ValidationError
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool

from moviola.api import fields
from moviola.api.bodies import drain
from moviola.api.callers import Caller, TheHouse, Uploader
from moviola.api.links import Links
from moviola.api.parts import MOST_FILES, Receiver, too_large
from moviola.api.replies import ok
from moviola.api.rooms import House
from moviola.api.routes.run import scratch
from moviola.errors import BadRequest, FileTooLarge, UnsupportedFile
from moviola.media.names import safe_name
from moviola.store.rows import FileRow

#: Uploads carry their own limits.
PREFIX = "/api/upload-video/"
#: Room for the boundaries and headers around the files of one request.
OVERHEAD = 1 << 20
URL_BODY = 256 * 1024

router = APIRouter(tags=["upload"])


class FromURLs(fields.Request):
    urls: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=4096)]], Field(min_length=1, max_length=MOST_FILES)
    ]
    source_type: Literal["url"] = "url"


BODIES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            },
            "application/json": {"schema": FromURLs.model_json_schema()},
        },
    }
}


@router.post(PREFIX + "{app}/{user}/{session_id}", openapi_extra=BODIES)
async def upload(
    request: Request, app: str, user: str, session_id: str, house: TheHouse, caller: Uploader
) -> Response:
    """Files by multipart (field ``files``, repeatable; ``file`` too), or by address in JSON."""
    caller.owns(user)
    fields.check_app(app)
    await run_in_threadpool(_check_session, house, caller, session_id)
    if request.headers.get("content-type", "").startswith("multipart/"):
        rows = await _from_parts(request, house, caller, session_id)
    else:
        rows = await _from_urls(request, house, caller, session_id)
    links = Links(house, request)
    return ok({"files": [describe(row, links) for row in rows], "session_state_applied": True})


def describe(row: FileRow, links: Links) -> dict[str, Any]:
    """A file as upload and state show it."""
    return {
        "filename": row.name,
        "file_type": row.kind,
        "cdn_url": links.media(row.sha256, row.mime, row.name),
        "duration": row.duration_ms / 1000,
        "width": row.width,
        "height": row.height,
        "fps": row.fps,
        "hash": row.sha256,
        "file_id": row.file_id,
        "size": row.size,
    }


def _check_session(house: House, caller: Caller, session_id: str) -> None:
    with house.store.read() as tx:
        tx.sessions.get(session_id, caller.user_id)


async def _from_parts(request: Request, house: House, caller: Caller, session_id: str) -> list[FileRow]:
    limit = house.uploads.limit_bytes
    declared = request.headers.get("content-length", "")
    folder = Path(tempfile.mkdtemp(prefix="upload-", dir=scratch(house)))
    try:
        try:
            if declared.isdecimal() and int(declared) > MOST_FILES * limit + OVERHEAD:
                raise too_large(limit)
            parts = await Receiver(folder, limit).receive(request)
        except FileTooLarge:
            if "100-continue" not in request.headers.get("expect", "").lower():
                await drain(request.receive)
            raise
        if not parts:
            raise BadRequest("There is no file in the request. Send it in the field 'files'.")
        rows: list[FileRow] = []
        for part in parts:
            with _which(safe_name(part.filename), len(rows), len(parts)):
                add = house.uploads.add
                rows.append(
                    await run_in_threadpool(add, caller.user_id, session_id, part.path, part.filename)
                )
        return rows
    finally:
        await run_in_threadpool(shutil.rmtree, folder, True)


async def _from_urls(request: Request, house: House, caller: Caller, session_id: str) -> list[FileRow]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > URL_BODY:
            raise FileTooLarge("A list of addresses is at most 256 KB. Send files as multipart/form-data.")
    try:
        wanted = FromURLs.model_validate(from_json(bytes(body), allow_inf_nan=False))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRequest(
            f'{where or "body"}: {first["msg"]}. Send {{"urls":[…],"source_type":"url"}}.'
        ) from None
    except ValueError as error:
        raise BadRequest(f"The body is neither multipart/form-data nor valid JSON: {error}") from None
    rows: list[FileRow] = []
    for url in wanted.urls:
        with _which(url, len(rows), len(wanted.urls)):
            rows.append(await run_in_threadpool(house.uploads.add_url, caller.user_id, session_id, url))
    return rows


@contextmanager
def _which(name: str, taken: int, of: int) -> Iterator[None]:
    """Of several files in one request: says which one is refused, and that those before it are kept."""
    try:
        yield
    except (BadRequest, UnsupportedFile, FileTooLarge) as error:
        if of == 1:
            raise
        kept = f" The {taken} before it in the request {'is' if taken == 1 else 'are'} kept." if taken else ""
        raise type(error)(f"{name}: {error.message}{kept}", data=error.data) from error
