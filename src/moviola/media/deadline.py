"""An end to a connection that would go on for ever."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any


class Deadline:
    """Ends a connection when the time is up, even while its other end sends a byte now and then.

    A context manager around the request, which carries :meth:`trace` as its extension ``trace``.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(seconds,), daemon=True)

    def __enter__(self) -> Deadline:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """httpcore's trace hook: keep hold of the socket in use."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _watch(self, seconds: float) -> None:
        wait = seconds
        while not self._over.wait(wait):
            self.expired = True
            wait = 0.1
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
