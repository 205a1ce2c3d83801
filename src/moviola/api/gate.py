"""Who may speak to a server whose requests need no token.

On loopback a request without a token acts as the machine's own user. Any page in the person's browser can
send requests to loopback, and DNS rebinding can make them look like the server's own; so the Host must be
this machine and the Origin, where one is sent, too.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from moviola.api import faults
from moviola.errors import Forbidden
from moviola.settings import LOOPBACK, Settings

#: What a page on this machine may call from another port (the ADK Web UI does).
LOOPBACK_ORIGIN = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?"


class Gate:
    """Refuses foreign hosts and origins."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._known = {*LOOPBACK, settings.host}
        if public := urlsplit(settings.web_url).hostname:
            self._known.add(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if self._name(f"//{headers.get('host', '')}") not in self._known:
                refusal = "This server answers to this machine's own names only (127.0.0.1, localhost)."
                await faults.reply(Forbidden(refusal))(scope, receive, send)
                return
            if origin is not None and self._name(origin) not in self._known:
                refusal = "Pages from elsewhere may not use this server."
                await faults.reply(Forbidden(refusal))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    @staticmethod
    def _name(address: str) -> str | None:
        try:
            return urlsplit(address).hostname
        except ValueError:
            return None
