"""Wakes those who follow a session when something new was committed."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator


class Listener:
    """One follower. A ring between two waits is not lost: the next wait returns at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rung = asyncio.Event()

    def wake(self) -> None:
        # The loop may have closed while the server stops; then nobody is left to wake.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, timeout: float) -> bool:
        """True when rung, False after ``timeout`` seconds."""
        try:
            await asyncio.wait_for(self._rung.wait(), timeout)
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Bell:
    """A bell for each session. ``ring`` and ``close`` may be called from any thread."""

    def __init__(self) -> None:
        # Reentrant: a signal handler may close the bell while its own thread holds the lock.
        self._lock = threading.RLock()
        self.closed = False
        self._listeners: dict[str, set[Listener]] = {}

    def ring(self, session_id: str) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(session_id, ()))
        for listener in listeners:
            listener.wake()

    def close(self) -> None:
        """Wake everyone for the last time: followers see ``closed`` and go."""
        self.closed = True
        with self._lock:
            everyone = [listener for listeners in self._listeners.values() for listener in listeners]
        for listener in everyone:
            listener.wake()

    @contextlib.contextmanager
    def listen(self, session_id: str) -> Iterator[Listener]:
        """Listen first, then read, then wait: nothing falls between."""
        listener = Listener(asyncio.get_running_loop())
        with self._lock:
            self._listeners.setdefault(session_id, set()).add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                left = self._listeners[session_id]
                left.discard(listener)
                if not left:
                    del self._listeners[session_id]

    async def wait(self, session_id: str, timeout: float) -> None:
        """Return at the next ring of ``session_id`` or after ``timeout`` seconds."""
        with self.listen(session_id) as listener:
            await listener.wait(timeout)
