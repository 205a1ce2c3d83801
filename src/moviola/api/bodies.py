"""Request bodies: how large one may be, and what counts as JSON."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import anyio
from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moviola.api import faults
from moviola.errors import FileTooLarge

MEGABYTE = 1 << 20
#: Largest body other than an upload, in bytes.
LIMIT = 24 * MEGABYTE
#: How much of a refused body is still read, so that the sender reads our answer and no broken pipe.
DRAIN_BYTES, DRAIN_SECONDS = 512 * MEGABYTE, 15


class _JSONRequest(Request):
    async def json(self) -> Any:
        # Stricter than the standard library: no NaN, no lone surrogates, bounded depth.
        try:
            return from_json(await self.body(), allow_inf_nan=False)
        except ValueError as error:
            raise HTTPException(400, f"The body is not valid JSON: {error}") from None


class StrictRoute(APIRoute):
    """A route that reads JSON strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(_JSONRequest(request.scope, request.receive))

        return strict


class BodyLimit:
    """Refuses bodies over :data:`LIMIT`; uploads have limits of their own and pass."""

    def __init__(self, app: ASGIApp, unlimited: str) -> None:
        self._app = app
        self._unlimited = unlimited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._unlimited):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > LIMIT:
            if "100-continue" not in headers.get("expect", "").lower():
                await drain(receive)
            await faults.reply(_too_large())(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LIMIT:
                await drain(receive)
                # Of all exceptions, the framework passes only this kind on while it reads a body.
                raise HTTPException(413, _too_large().message)
            return message

        await self._app(scope, counted, send)


async def drain(receive: Receive) -> None:
    """Read on to the end of the body, within :data:`DRAIN_BYTES` and :data:`DRAIN_SECONDS`."""
    read = 0
    with anyio.move_on_after(DRAIN_SECONDS):
        while read < DRAIN_BYTES:
            message = await receive()
            read += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body", False):
                return


def _too_large() -> FileTooLarge:
    return FileTooLarge(
        f"The request is larger than {LIMIT // MEGABYTE} MB. Upload files instead of sending them here."
    )
