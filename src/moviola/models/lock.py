"""One process at a time per model folder: a lock on a file, freed by the system when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def hold(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file ``path`` inside the block.

    ``waiting`` is called ten times a second while another process holds it; what it raises ends the wait.
    """
    with path.open("ab") as file:
        while True:
            with suppress(OSError):
                _take(file)
                break
            waiting()
            time.sleep(0.1)
        # Closing the file frees the lock, also when the process is killed.
        yield
