"""A client of the agent API: one person, one server."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

import httpx
from httpx_sse import SSEError

from moviola import __version__, errors
from moviola.client import sse
from moviola.client.sse import ServerEvent

#: Seconds to wait for an answer; streams may be silent for a little more than two heartbeats.
TIMEOUT = httpx.Timeout(30.0, read=40.0)
#: An export that does not end in this many seconds is given up, not resent.
EXPORT_PATIENCE = 900.0
#: Seconds to wait before each try to follow a stream that ended early.
RESUME_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)

_ERRORS: dict[int, type[errors.MoviolaError]] = {
    400: errors.BadRequest,
    402: errors.PlanRequired,
    429: errors.RateLimited,
    1001: errors.Unauthorized,
    1002: errors.NoSession,
    1003: errors.NotFound,
    1004: errors.Forbidden,
    1009: errors.Conflict,
    2001: errors.OutOfCredits,
    4001: errors.UnsupportedFile,
    4002: errors.FileTooLarge,
    4003: errors.Refused,
}


class Client(AbstractContextManager["Client"]):
    """Calls of the API. ``token`` may be empty against a server on this machine."""

    def __init__(self, url: str, token: str = "", *, transport: httpx.BaseTransport | None = None):
        headers = {
            "X-Skill-Source": "moviola-cli",
            "X-Skill-Version": __version__,
            "X-Skill-Platform": "terminal",
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.url = url.rstrip("/")
        try:
            self._http = httpx.Client(
                base_url=self.url,
                headers=headers,
                timeout=TIMEOUT,
                transport=transport,
                follow_redirects=True,
            )
        except httpx.InvalidURL as error:
            raise errors.BadRequest(f"'{url}' is not an address: {error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def anonymous_token(self, client_id: str) -> str:
        """A token for a new or known anonymous person, used for all further calls."""
        headers = {"X-Client-Id": client_id}
        data = self._call("POST", "/api/auth/anonymous-token", needs="token", headers=headers)
        token = str(data["token"])
        self._http.headers["Authorization"] = f"Bearer {token}"
        return token

    def create_session(self, name: str, language: str | None = None) -> dict[str, Any]:
        """``task_id``, ``session_id`` and ``user_id`` of a new session."""
        body = {"task_name": name} | ({"language": language} if language else {})
        path = "/api/tasks/me/with-session/nemo_agent"
        return self._call("POST", path, needs="session_id", json=body)

    def upload(self, session_id: str, path: Path) -> dict[str, Any]:
        """Send a file; gives its row of ``files``."""
        with path.open("rb") as handle:
            data = self._call(
                "POST",
                f"/api/upload-video/nemo_agent/me/{session_id}",
                needs="files",
                files={"files": (path.name, handle)},
                timeout=httpx.Timeout(600.0),
            )
        row: dict[str, Any] = data["files"][0]
        return row

    def run(self, session_id: str, text: str) -> Iterator[ServerEvent]:
        """Send a message and follow the events of its run until the last one.

        A stream that ends early, as with a server that is stopped, is followed on from where it ended, for the
        run goes on when the server is back.

        Raises:
            Fault: the server is gone, or the run's end did not come.
        """
        body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": session_id,
            "new_message": {"parts": [{"text": text}]},
            "streaming": True,
        }
        run_id, last = "", 0
        try:
            for event in self._stream("POST", "/run_sse", json=body):
                yield event
                if event.is_final:
                    return
                run_id, last = event.run_id or run_id, max(last, event.seq)
        except errors.Fault:
            if not last:
                raise
        lost = errors.Fault(
            f"{self.url} stopped answering before the end. Look at `moviola status` before sending again."
        )
        for pause in RESUME_PAUSES if last else ():
            time.sleep(pause)
            try:
                for event in self.follow(session_id, last):
                    last = max(last, event.seq)
                    if event.run_id == run_id:
                        yield event
                        if event.is_final:
                            return
            except errors.Fault as error:
                lost = error
        raise lost

    def follow(self, session_id: str, after: int) -> Iterator[ServerEvent]:
        """Events of a session after the one numbered ``after``; starts nothing."""
        headers = {"Last-Event-ID": str(after)}
        yield from self._stream("GET", f"/api/sessions/{session_id}/events", headers=headers)

    def cancel(self, session_id: str) -> None:
        """Stop what runs in the session."""
        self._call("POST", f"/api/sessions/{session_id}/cancel")

    def state(self, session_id: str) -> dict[str, Any]:
        """The session's state, draft included."""
        return self._call("GET", f"/api/state/nemo_agent/me/{session_id}/latest", needs="state")

    def credits(self) -> dict[str, Any]:
        """``available``, ``frozen`` and ``total``."""
        return self._call("GET", "/api/credits/balance/simple", needs="available")

    def export(
        self,
        session_id: str,
        output: dict[str, Any],
        progress: Callable[[int, str], None] | None = None,
    ) -> dict[str, Any]:
        """Render the current draft and wait for it; gives the finished status.

        Raises:
            Fault: the render failed, or took longer than the patience above.
        """
        render_id = f"cli-{uuid.uuid4().hex}"
        body = {"id": render_id, "sessionId": session_id, "output": output}
        self._call("POST", "/api/render/proxy/lambda", json=body)
        end = time.monotonic() + EXPORT_PATIENCE
        pause = 0.25
        while time.monotonic() < end:
            status = self._call("GET", f"/api/render/proxy/lambda/{render_id}", needs="status")
            if progress is not None:
                progress(int(status.get("progress") or 0), str(status.get("status")))
            if status["status"] == "completed":
                return status
            if status["status"] in ("failed", "cancelled"):
                raise errors.Fault(str(status.get("error") or "The export did not finish. Try again."))
            time.sleep(pause)
            pause = min(pause * 1.5, 2.0)
        raise errors.Fault("The export takes too long. Ask `moviola status` whether it has finished.")

    def download(self, url: str, target: Path) -> int:
        """Fetch a result to ``target``; gives its size in bytes. No half file is left.

        Raises:
            StorageFull: the file cannot be written.
        """
        # A name of its own: that of the target may already be as long as a name can be.
        part = target.with_name(f".moviola-{uuid.uuid4().hex[:12]}.part")
        try:
            with self._http.stream("GET", url) as response:
                self._check(response)
                with part.open("wb") as handle:
                    for chunk in response.iter_bytes():
                        handle.write(chunk)
            size = part.stat().st_size
            part.replace(target)
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        except OSError as error:
            raise errors.StorageFull(
                f"Cannot write {target}: {error.strerror}. Choose another place."
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return size

    def _stream(self, method: str, path: str, **kwargs: Any) -> Iterator[ServerEvent]:
        try:
            with self._http.stream(method, path, **kwargs) as response:
                self._check(response)
                yield from sse.read(response)
        except httpx.RequestError as error:
            raise self._unreachable(error) from error

    def _call(self, method: str, path: str, needs: str = "", **kwargs: Any) -> dict[str, Any]:
        """The answer's data, which must have the field ``needs``."""
        try:
            response = self._http.request(method, path, **kwargs)
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        self._check(response)
        try:
            body = response.json()
        except ValueError as error:
            raise errors.Fault(f"{self.url} did not answer with JSON. Is this a Moviola server?") from error
        data = body.get("data", body) if isinstance(body, dict) else {}
        data = data if isinstance(data, dict) else {}
        if needs and needs not in data:
            raise errors.Fault(f"{self.url} did not answer as Moviola does. Is this a Moviola server?")
        return data

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        response.read()
        try:
            body = response.json()
            kind = _ERRORS.get(int(body["code"]), errors.Fault)
            raise kind(str(body["message"]), data=body.get("data"))
        except (ValueError, KeyError, TypeError):
            raise errors.Fault(
                f"{self.url} answered {response.status_code}. Is this a Moviola server?"
            ) from None

    def _unreachable(self, error: httpx.RequestError) -> errors.MoviolaError:
        if isinstance(error, httpx.UnsupportedProtocol):
            return errors.BadRequest(f"'{self.url}' is not an address. Write it like http://127.0.0.1:8765")
        if isinstance(error, SSEError):
            return errors.Fault(f"{self.url} did not answer with events. Is this a Moviola server?")
        if isinstance(error, httpx.ConnectError):
            return errors.Fault(f"No server answers at {self.url}. Start one with: moviola serve")
        if isinstance(error, httpx.TimeoutException):
            return errors.Fault(
                f"{self.url} does not answer in time. Look at `moviola status` before sending again."
            )
        return errors.Fault(
            f"The connection to {self.url} broke. Look at `moviola status` before sending again."
        )
