"""The far side of a worker: a loop in a child process that runs one task at a time.

The parent writes ``(target, payload)``; the child answers ``("progress", fraction, stage)`` as often as it
likes and then ``("done", result)`` or ``("failed", error)``. Everything on the pipe is small: media travel
as files.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import threading
import time
from multiprocessing import connection, parent_process
from typing import Any

from moviola.errors import EngineFailed, MoviolaError, StorageFull

#: The parent is told of progress at most this often, in seconds.
PROGRESS_INTERVAL = 0.1


def serve(pipe: connection.Connection) -> None:
    """Run tasks from ``pipe`` until it closes."""
    # Ctrl-C is the parent's to handle: it kills this process when the work must stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output is the parent's: what a native library prints there would spoil what a program reads from it.
    os.dup2(2, 1)
    _die_with_parent()
    while True:
        try:
            target, payload = pipe.recv()
        except (EOFError, OSError):
            return
        answer = _attempt(pipe, target, payload)
        try:
            pipe.send(answer)
        except OSError:
            return


def _attempt(pipe: connection.Connection, target: str, payload: dict[str, Any]) -> tuple[Any, ...]:
    try:
        module, _, name = target.partition(":")
        function = getattr(importlib.import_module(module), name)
        return ("done", function(payload, _Reporter(pipe)))
    except MoviolaError as error:
        return ("failed", error)
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            return (
                "failed",
                StorageFull("The disk is full. Free some space and try again; nothing was lost."),
            )
        return ("failed", _fault(target, error))
    except MemoryError:
        return ("failed", EngineFailed("The work needed more memory than there is. Try a smaller size."))
    except Exception as error:
        return ("failed", _fault(target, error))


def _fault(target: str, error: Exception) -> EngineFailed:
    logging.getLogger(__name__).exception("%s failed", target)
    kind = type(error).__name__
    return EngineFailed(
        f"The engine stopped with an internal error ({kind}). Try again; the log has the details."
    )


class _Reporter:
    """Sends progress: whenever a stage begins, and not too often within it."""

    def __init__(self, pipe: connection.Connection):
        self._pipe = pipe
        self._last = 0.0
        self._stage = ""

    def __call__(self, fraction: float, stage: str) -> None:
        now = time.monotonic()
        if now - self._last >= PROGRESS_INTERVAL or fraction >= 1.0 or stage != self._stage:
            self._last, self._stage = now, stage
            self._pipe.send(("progress", min(max(float(fraction), 0.0), 1.0), stage))


def _die_with_parent() -> None:
    """End this process when the parent is gone, even in the middle of native code."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
