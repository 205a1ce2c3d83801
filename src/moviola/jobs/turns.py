"""First come, first served: who may use a child process next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

#: A waiting thread looks at least this often whether it should go on waiting, in seconds.
TICK = 0.5


class Turns:
    """A lock whose waiters are served in the order in which they came, and may give up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[object] = deque()

    def take(self, check: Callable[[], None]) -> None:
        """Wait until it is this thread's turn. ``check`` raises to give up; :meth:`nudge` has it asked at once."""
        ticket = object()
        with self._changed:
            self._line.append(ticket)
            try:
                while self._line[0] is not ticket:
                    check()
                    self._changed.wait(TICK)
                check()
            except BaseException:
                self._line.remove(ticket)
                self._changed.notify_all()
                raise

    def take_if_free(self) -> bool:
        """Take the turn when nobody has it or waits for it."""
        with self._changed:
            if self._line:
                return False
            self._line.append(object())
            return True

    def leave(self) -> None:
        """Give the turn to the next in line."""
        with self._changed:
            self._line.popleft()
            self._changed.notify_all()

    def nudge(self) -> None:
        """Have everyone who waits ask ``check`` now."""
        with self._changed:
            self._changed.notify_all()
