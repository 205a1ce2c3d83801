"""Mountains carved by water: stream-power erosion with slope collapse, coarse to fine.

G. Cordonnier et al., "Large Scale Terrain Generation from Tectonic Uplift and Fluvial Erosion", 2016: the
implicit solver of Braun and Willett (2013) on the steepest-descent tree.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Index, Mask, Picture, kernel, parallel, prange
from moviola.engines.place.noise import fractal
from moviola.engines.place.resample import CUBIC, NEAREST, fit

#: Grid size and number of steps, coarse to fine.
_LEVELS = ((256, 60), (512, 18), (1024, 5))
#: Erodibility, area exponent and years of a step.
_ERODIBILITY = 2.2e-5
_AREA_EXPONENT = 0.45
_YEARS = 2.5e5


@kernel
def _carve(
    height: Picture,
    uplift: Picture,
    base: Mask,
    order: Index,
    cell: float,
    erodibility: float,
    exponent: float,
    years: float,
) -> None:
    """One implicit step; ``order`` lists the cells from low to high."""
    size = height.shape[0]
    count = size * size
    flat = height.reshape(count)
    fixed = base.reshape(count)
    rise = uplift.reshape(count)
    receiver = np.empty(count, np.int32)
    length = np.empty(count, np.float32)
    area = np.empty(count, np.float32)
    for i in range(count):
        y = i // size
        x = i - y * size
        here = flat[i]
        target = i
        steepest = 0.0
        span = cell
        if fixed[i] == 0:
            for k in range(9):
                dy = k // 3 - 1
                dx = k - (k // 3) * 3 - 1
                ny = y + dy
                nx = x + dx
                if (dx == 0 and dy == 0) or ny < 0 or nx < 0 or ny >= size or nx >= size:
                    continue
                step = cell * (1.41421356 if dx * dy != 0 else 1.0)
                slope = (here - flat[ny * size + nx]) / step
                if slope > steepest:
                    steepest = slope
                    target = ny * size + nx
                    span = step
        receiver[i] = target
        length[i] = span
        area[i] = cell * cell
    for q in range(count - 1, -1, -1):
        i = order[q]
        if receiver[i] != i:
            area[receiver[i]] += area[i]
    for q in range(count):
        i = order[q]
        if fixed[i] != 0:
            continue
        raised = flat[i] + rise[i] * years
        if receiver[i] == i:
            flat[i] = raised
        else:
            pull = erodibility * years * area[i] ** exponent / length[i]
            flat[i] = (raised + pull * flat[receiver[i]]) / (1 + pull)


@parallel
def _collapse(height: Picture, base: Mask, limit: float, rate: float, out: Picture) -> None:
    """Move material off slopes whose step to a neighbour exceeds ``limit`` metres."""
    size = height.shape[0]
    for y in prange(size):
        for x in range(size):
            moved = 0.0
            here = height[y, x]
            if base[y, x] == 0:
                for q in range(4):
                    ny = min(max(y + (1 if q == 0 else -1 if q == 1 else 0), 0), size - 1)
                    nx = min(max(x + (1 if q == 2 else -1 if q == 3 else 0), 0), size - 1)
                    step = height[ny, nx] - here
                    if step > limit:
                        moved += step - limit
                    elif step < -limit:
                        moved += step + limit
            out[y, x] = here + rate * moved


def erode(
    uplift: Callable[[int], NDArray[np.float64]],
    base: Callable[[int], NDArray[np.bool_]],
    extent: float,
    seed: int,
    talus: float,
    levels: tuple[tuple[int, int], ...] = _LEVELS,
    start: Callable[[int], Picture] | None = None,
) -> Picture:
    """Height in metres of a square of ``extent`` metres, of the size of the last of ``levels`` (sizes and steps).

    Args:
        uplift: metres a year on a grid of the given size; this is what composes the landscape.
        base: where water already lies at height 0 or below.
        talus: steepest stable slope.
        start: heights to begin with; ground that falls towards the water drains from the first step on.
    """
    height: Picture | None = None
    for size, steps in levels:
        cell = extent / size
        if height is None:
            rough = fractal(size, 12.0, 5, seed, 0.5, False, False)
            height = rough * 20 + 20 if start is None else start(size) + rough * 4
        else:
            rough = fractal(size, 96.0, 3, seed + size, 0.5, False, False)
            height = fit(height, (size, size), CUBIC) + rough * (cell * 0.22)
        wet = base(size)
        height[wet] = np.minimum(height[wet], 0)
        height = np.ascontiguousarray(height, np.float32)
        fixed = wet.astype(np.uint8)
        rise = uplift(size).astype(np.float32)
        other = np.empty_like(height)
        for _ in range(steps):
            order = np.argsort(height, axis=None).astype(np.int64)
            _carve(height, rise, fixed, order, cell, _ERODIBILITY, _AREA_EXPONENT, _YEARS)
            for _ in range(2):
                _collapse(height, fixed, talus * cell, 0.2, other)
                height, other = other, height
    assert height is not None
    return height


def relaxed(height: Picture, base: NDArray[np.bool_], extent: float, steepest: float) -> Picture:
    """``height`` [n, n] of a square of ``extent`` metres after rockfall: hardly any slope beyond ``steepest`` remains.

    Where ``base`` is True nothing moves. Coarse grids go first, which carries rock far in few rounds.
    """
    out = height
    size = height.shape[0]
    for coarse, rounds in ((8, 90), (4, 60), (2, 40), (1, 24)):
        small = size // coarse
        low = fit(out, (small, small))
        fixed = fit(base.astype(np.uint8), (small, small), NEAREST)
        moved, other = low.copy(), np.empty_like(low)
        for _ in range(rounds):
            # finer grids see steps that coarser ones average: let them keep some of their crags
            _collapse(moved, fixed, steepest * (1 + 0.05 * (8 - coarse)) * extent / small, 0.2, other)
            moved, other = other, moved
        change = moved - low
        out = out + (change if coarse == 1 else fit(change, (size, size), CUBIC))
    return np.ascontiguousarray(np.where(base, height, out), np.float32)
