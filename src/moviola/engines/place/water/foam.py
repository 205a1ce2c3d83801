"""A repeating texture of foam: a lace of bubbles around open cells, as surf leaves it behind."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.noise import fractal, hashed
from moviola.engines.place.shelf import kept

_VERSION = 1
_SIZE = 512


@kernel
def _walls(x: float, y: float, period: int, seed: int) -> float:
    """How near a point is to the wall between two cells: 1 on it. After S. Worley, 1996."""
    x0 = math.floor(x)
    y0 = math.floor(y)
    first = 9.0
    second = 9.0
    for dy in range(-1, 2):
        for dx in range(-1, 2):
            i = x0 + dx
            j = y0 + dy
            a = i + hashed(int(i % period), int(j % period), seed) - x
            b = j + hashed(int(i % period), int(j % period), seed + 7) - y
            away = math.sqrt(a * a + b * b)
            if away < first:
                second = first
                first = away
            elif away < second:
                second = away
    return max(1 - (second - first) * 2.2, 0.0)


@parallel
def _cells(size: int, warp: Picture) -> Picture:
    out = np.empty((size, size), np.float32)
    for j in prange(size):
        for i in range(size):
            bend = warp[j, i] * 0.35
            twist = warp[(j + size // 2) % size, (i + size // 3) % size] * 0.35
            total = 0.0
            for octave in range(3):
                period = 7 << octave
                x = i * period / size + bend * (octave + 1)
                y = j * period / size + twist * (octave + 1)
                total += _walls(x, y, period, 31 + octave) * (0.55 if octave == 0 else 0.42)
            out[j, i] = total + 0.22 * warp[(j * 3) % size, (i * 3) % size]
    return out


def _compute() -> dict[str, Picture]:
    warp = fractal(_SIZE, 6.0, 6, 12, 0.6, False, True)
    warp = np.asarray((warp - warp.mean()) / warp.std(), np.float32)
    cells = _cells(_SIZE, warp)
    # the share of the plane that lies lower: a threshold of 1 − c then leaves the share c
    ranks = np.empty(cells.size, np.float32)
    ranks[np.argsort(cells, axis=None)] = np.linspace(0, 1, cells.size, dtype=np.float32)
    return {"lace": ranks.reshape(cells.shape)}


@cache
def lace() -> Picture:
    """Foam [512, 512]: the share of the plane that is thinner, 0–1."""
    return kept(f"foam-{_VERSION}", ("lace",), _compute)["lace"]
