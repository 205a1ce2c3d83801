"""The compiler's decorators, and where compiled kernels are kept.

Kernels are compiled once per machine and kept in the cache folder, so that the source tree stays clean. Numba
recompiles a kernel when its own file changes; a change in a module whose functions are linked into the kernels
of other files starts a new folder (see ``_LINKED``).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core import config
from numpy.typing import NDArray

from moviola.settings import settings

#: Modules whose functions are linked into kernels of other modules.
_LINKED = ("kernels.py", "noise.py", "air.py", "lens.py")

#: [H, W] and [H, W, C] pictures, linear light.
Picture = NDArray[np.float32]
Mask = NDArray[np.uint8]
Vector = NDArray[np.float64]
Index = NDArray[np.int64]
#: [rows, 2]: the first column of each row that matters, and the one after the last.
Spans = NDArray[np.int64]

#: Depth of a pixel that shows the sky.
FAR = 1e9

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _folder() -> Path:
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join((here / name).read_bytes() for name in _LINKED)).hexdigest()[:12]
    return settings().cache / "kernels" / f"place-{digest}"


vars(config)["CACHE_DIR"] = str(_folder())


def kernel(function: _Function) -> _Function:
    """Compile for one thread."""
    return cast(_Function, numba.njit(cache=True, fastmath=True, nogil=True, error_model="numpy")(function))


def parallel(function: _Function) -> _Function:
    """Compile for all cores: the ``prange`` loops of the function are shared out."""
    return cast(
        _Function,
        numba.njit(cache=True, fastmath=True, nogil=True, error_model="numpy", parallel=True)(function),
    )


#: Single precision inside a kernel, where a bare number would make double precision of what it meets.
f32 = cast(Callable[[float], float], np.float32)
#: A signed index, where loops over all cores count without a sign and would compile what they call twice.
i64 = cast(Callable[[int], int], np.int64)
#: A loop over all cores inside :func:`parallel`.
prange = numba.prange


def share_evenly() -> None:
    """Hand rows out in fours on this thread: below a horizon only half of the rows have work to do.

    Call it before the first kernel: helpers that wait for rows must sleep, for the film's encoder needs their core.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    numba.set_parallel_chunksize(4)
