"""The compiler's decorators. Kernels are compiled once per machine and kept (see :mod:`.compiled`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.types import unliteral
from numpy.typing import NDArray

from moviola.engines.place.compiled import Kept

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


#: Every kernel that has been defined in this process.
KERNELS: list[Any] = []


def _compiled(function: _Function, **options: bool) -> _Function:
    compiler = cast(Any, numba.njit)
    dispatcher = compiler(fastmath=True, nogil=True, error_model="numpy", **options)(function)
    dispatcher._cache = Kept(dispatcher.py_func)
    typed = dispatcher.get_call_template

    def plainly(args: Any, kws: Any) -> Any:
        # a number written into a call would make a kernel of its own for each number
        return typed(tuple(map(unliteral, args)), dict(zip(kws, map(unliteral, kws.values()), strict=True)))

    dispatcher.get_call_template = plainly
    KERNELS.append(dispatcher)
    return cast(_Function, dispatcher)


def kernel(function: _Function) -> _Function:
    """Compile for one thread."""
    return _compiled(function)


def parallel(function: _Function) -> _Function:
    """Compile for all cores: the ``prange`` loops of the function are shared out."""
    return _compiled(function, parallel=True)


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
