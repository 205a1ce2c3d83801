"""Warm child processes, one per kind of work, killed to cancel.

A task is a function ``"module:name"`` taking ``(payload: dict, progress)`` and giving a JSON-able dict. Tasks with
the same ``key`` share one process and wait for each other, so that an engine stays loaded and memory is bounded.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import connection, resource_tracker
from multiprocessing.process import BaseProcess
from typing import Any

from moviola.errors import Cancelled, EngineFailed
from moviola.jobs.child import serve
from moviola.jobs.turns import Turns


class Interrupted(BaseException):
    """The program is closing: the work stays unfinished and goes on at the next start.

    Not an ``Exception``, so that nothing on the way records it as a failure.
    """


Report = Callable[[float, str], None]

#: A child that had nothing to do for this many seconds is ended, to give its memory back.
IDLE_SECONDS = 600.0
#: How often the parent of a silent child looks whether its job was cancelled, in seconds.
_TICK = 0.1


def _outcome(kind: str, value: Any) -> dict[str, Any]:
    if kind == "failed":
        raise value
    result: dict[str, Any] = value
    return result


def _silent(fraction: float, stage: str) -> None:
    """Drop progress."""


class _Line:
    """One warm child and the line of those that wait for it."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.process: BaseProcess | None = None
        self.pipe: connection.Connection | None = None
        self.job: str | None = None
        self.used = time.monotonic()

    def start(self) -> connection.Connection:
        if self.process is not None and self.process.is_alive() and self.pipe is not None:
            return self.pipe
        self.stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # daemon: a normal exit of the parent ends the child; a killed parent is noticed by the child itself.
        process = context.Process(target=serve, args=(theirs,), daemon=True)
        # The child inherits the mask: Ctrl-C in a terminal reaches it too, and must not meet it while it starts.
        # Starting multiprocessing's own helper would lift the mask again, so that goes first.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        self.process, self.pipe = process, ours
        return ours

    def exit_code(self) -> int | None:
        if self.process is None:
            return None
        self.process.join(1)
        return self.process.exitcode

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join(5)
            # At the program's end multiprocessing waits for the child too, and who waits second is told nothing.
            with contextlib.suppress(ValueError):
                self.process.close()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


class Workers:
    """The child processes of one server or one command."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._cancelled: set[str] = set()
        self._guard = threading.Lock()
        self._closed = threading.Event()
        self._reaper: threading.Thread | None = None

    def run(
        self, key: str, target: str, payload: dict[str, Any], *, job_id: str, progress: Report = _silent
    ) -> dict[str, Any]:
        """Run one task and wait for it; call from a thread.

        Raises:
            Cancelled: :meth:`cancel` was called for ``job_id``.
            Interrupted: the workers were closed.
            MoviolaError: raised by the task itself.
            EngineFailed: the child process died.
        """
        line = self._line(key)
        try:
            line.turns.take(lambda: self._check(job_id))
            try:
                line.job = job_id
                return _outcome(*self._converse(line, target, payload, job_id, progress))
            finally:
                line.job = None
                line.used = time.monotonic()
                line.turns.leave()
        finally:
            with self._guard:
                self._cancelled.discard(job_id)

    def cancel(self, job_id: str) -> None:
        """Stop the work of ``job_id`` now, whether it runs or waits."""
        with self._guard:
            self._cancelled.add(job_id)
            lines = list(self._lines.values())
        for line in lines:
            line.turns.nudge()

    def forget(self, job_id: str) -> None:
        """Take a cancellation back that met no running job."""
        with self._guard:
            self._cancelled.discard(job_id)

    def close(self) -> None:
        """Kill every child."""
        self._closed.set()
        with self._guard:
            lines = list(self._lines.values())
        for line in lines:
            if line.turns.take_if_free():
                line.stop()
                line.turns.leave()
                continue
            line.turns.nudge()
            # The thread that waits for this child sees the pipe close and cleans up; it may be doing so now.
            with contextlib.suppress(ValueError, AttributeError):
                line.process.kill()  # type: ignore[union-attr]

    def _line(self, key: str) -> _Line:
        with self._guard:
            if self._closed.is_set():
                raise Interrupted
            if self._reaper is None:
                self._reaper = threading.Thread(target=self._reap, name="worker-reaper", daemon=True)
                self._reaper.start()
            return self._lines.setdefault(key, _Line())

    def _check(self, job_id: str) -> None:
        if self._closed.is_set():
            raise Interrupted
        if job_id in self._cancelled:
            raise Cancelled("The work was stopped.")

    def _converse(
        self, line: _Line, target: str, payload: dict[str, Any], job_id: str, progress: Report
    ) -> tuple[str, Any]:
        pipe = line.start()
        try:
            pipe.send((target, payload))
            while True:
                while not pipe.poll(_TICK):
                    self._check(job_id)
                kind, *rest = pipe.recv()
                self._check(job_id)
                if kind != "progress":
                    return kind, rest[0]
                progress(rest[0], rest[1])
        except (EOFError, OSError) as error:
            code = line.exit_code()
            line.stop()
            self._check(job_id)
            raise EngineFailed(
                f"The engine's process ended unexpectedly (exit code {code}); it may have run out of memory. Try again."
            ) from error
        except BaseException:
            # Cancelled, Ctrl-C or a failing listener: what the child would still say belongs to nobody.
            line.stop()
            raise

    def _reap(self) -> None:
        while not self._closed.wait(IDLE_SECONDS / 10):
            with self._guard:
                lines = list(self._lines.values())
            for line in lines:
                if time.monotonic() - line.used > IDLE_SECONDS and line.turns.take_if_free():
                    try:
                        line.stop()
                    finally:
                        line.turns.leave()
