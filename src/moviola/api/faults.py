"""Every failure in one shape: ``{"code","message","detail"}`` with an HTTP status that fits."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moviola.api.replies import CompactResponse
from moviola.errors import BadRequest, FileTooLarge, Forbidden, MoviolaError, NotFound, Unauthorized

logger = logging.getLogger("moviola.api")

#: Codes for what the web framework itself refuses, by HTTP status.
_CODES = {401: Unauthorized.code, 403: Forbidden.code, 404: NotFound.code, 413: FileTooLarge.code}


def body_of(error: MoviolaError) -> dict[str, Any]:
    """The JSON body of an error."""
    body: dict[str, Any] = {"code": error.code, "message": error.message, "detail": error.message}
    if error.data is not None:
        body["data"] = error.data
    return body


def reply(error: MoviolaError) -> Response:
    """The HTTP answer to an error. Faults of ours carry a ``request_id`` that the log knows."""
    body = body_of(error)
    headers: dict[str, str] = {}
    if error.retry_after is not None or error.status == 429:
        headers["Retry-After"] = str(error.retry_after or 30)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.code == 5000:
        body["request_id"] = secrets.token_hex(8)
        logger.error("request %s: %s: %s", body["request_id"], type(error).__name__, error.message)
    return CompactResponse(body, error.status, headers)


def install(app: FastAPI) -> None:
    """Give ``app`` the one error shape."""
    app.add_exception_handler(MoviolaError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)


async def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, MoviolaError)
    return reply(error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The input is not repeated: it can be huge, or not be JSON at all.
    detail = [{key: one[key] for key in ("type", "loc", "msg")} for one in error.errors()]
    first = detail[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    message = f"{where}: {first['msg']}"
    kind = request.headers.get("content-type", "")
    if first["loc"] == ("body",) and "json" not in kind:
        message = f"{message}. Send JSON with the header Content-Type: application/json."
    body = {"code": BadRequest.code, "message": message, "detail": jsonable_encoder(detail)}
    return CompactResponse(body, 400)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    message = str(error.detail)
    if status == 404:
        message = f"There is nothing at {request.url.path[:200]}. The paths are listed at /openapi.json."
    elif status == 405:
        message = f"{request.method} is not possible at {request.url.path[:200]}."
    body = {"code": _CODES.get(status, BadRequest.code), "message": message, "detail": message}
    return CompactResponse(body, status, error.headers)


class Shield:
    """The outermost layer: nothing leaves as a stack trace, and no token is accepted in an address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refusal := _refuse_address(scope):
            await reply(refusal)(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:
            request_id = secrets.token_hex(8)
            logger.exception("request %s: %s %s", request_id, scope["method"], scope["path"])
            if started:
                raise
            message = (
                f"Something went wrong on our side. Try again; if it stays, report request {request_id}."
            )
            body = {"code": 5000, "message": message, "detail": message, "request_id": request_id}
            await CompactResponse(body, 500)(scope, receive, watch)


def _refuse_address(scope: Scope) -> MoviolaError | None:
    path: str = scope["path"]
    query: bytes = scope["query_string"]
    if "\0" in path or b"%00" in query:
        return NotFound("There is nothing at an address with a NUL character.")
    if "nmv_usr_" in path or b"nmv_usr_" in query.replace(b"%5F", b"_").replace(b"%5f", b"_"):
        return BadRequest(
            "A token does not belong in an address, where logs and histories keep it. "
            "Send it in the header Authorization: Bearer, and get a new one: this one may have been seen."
        )
    return None
