"""What a process keeps between requests: what the last family cached, and no more than fits.

Places cache their land, trees and houses in memory, so that a picture after its preview, or the next of four
variations, need not build them again. A process that serves one family after another would keep them all.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress
from pathlib import Path

_PACKAGE = "moviola.engines.place."
#: Megabytes in memory above which the caches of other families are emptied.
_ROOMY = 550.0
#: Families by the folder of their code, where that has another name.
_FOLDERS = {"sky": "heights"}
#: Small tables that every request reads.
_LASTING = ("words", "textures", "post")


def make_room(family: str) -> None:
    """Before a place of ``family`` is built: empty the caches of other families, where much is in memory."""
    if resident() < _ROOMY:
        return
    forget(_FOLDERS.get(family, family))
    trim()


def forget(*kept: str) -> None:
    """Empty the caches of all rooms of this package, but for those in the folders ``kept``."""
    spared = (*kept, *_LASTING)
    for name, module in list(sys.modules.items()):
        if not name.startswith(_PACKAGE) or name.removeprefix(_PACKAGE).split(".")[0] in spared:
            continue
        for value in list(vars(module).values()):
            clear = getattr(value, "cache_clear", None)
            if clear is not None and getattr(value, "__module__", "") == name:
                clear()


def trim() -> None:
    """Give freed memory back to the system, where its allocator would keep it."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):
        # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)


def resident() -> float:
    """Megabytes of this process in memory now; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0
    )
