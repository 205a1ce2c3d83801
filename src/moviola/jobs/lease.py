"""Who is alive on this machine: one locked file per process.

A process that dies loses its lock with it, even by ``kill -9``; the next one to start takes over its id and with it
the work that it left. Two living processes never share an id.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import uuid
from pathlib import Path


class Lease:
    """An executor id held by a file lock until it is let go of, or the process ends."""

    def __init__(self, executor_id: str, path: Path, handle: int):
        self.executor_id = executor_id
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Unlock the id but leave its file, so that the next process takes over work left unfinished."""
        os.close(self._handle)

    def retire(self) -> None:
        """Remove the id for good: nothing is left under it."""
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(self._handle)


def _lock(path: Path) -> int | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The file may have been removed by its holder between our open and our lock.
        if os.fstat(handle).st_nlink == 0:
            raise BlockingIOError
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def take(folder: Path) -> Lease:
    """Take over the id of a dead process, or a new one when none is dead."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.lock")):
        handle = _lock(path)
        if handle is not None:
            return Lease(path.stem, path, handle)
    executor_id = uuid.uuid4().hex
    path = folder / f"{executor_id}.lock"
    handle = _lock(path)
    if handle is None:  # a fresh random name cannot be held by anyone else
        raise RuntimeError(f"cannot lock {path}")
    return Lease(executor_id, path, handle)


def dead(folder: Path) -> list[Lease]:
    """Every further id whose process is gone, locked for the caller."""
    found = []
    for path in sorted(folder.glob("*.lock")):
        handle = _lock(path)
        if handle is not None:
            found.append(Lease(path.stem, path, handle))
    return found


def living(folder: Path) -> int:
    """How many ids are held now, the caller's included."""
    count = 0
    for path in folder.glob("*.lock"):
        handle = _lock(path)
        if handle is None:
            count += 1
        else:
            os.close(handle)
    return count
