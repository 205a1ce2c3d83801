"""The city as a map of heights: what shades what, how deep the streets are, and what glass mirrors."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.city.fields import BOTTOM, COS, HALF_X, HALF_Z, SIN, TAPER, TOP, X, Z
from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.resample import soften

#: Metres of a cell, and how far the map reaches from its middle.
CELL = 6.0
_MOST = 760


class Relief(NamedTuple):
    """Square maps of ``cell`` metres from (x, z): height, height below which the sun does not reach, mean height."""

    height: Picture
    shadow: Picture
    around: Picture
    x: float
    z: float
    cell: float


@parallel
def _sweep(height: Picture, dx: float, dz: float, drop: float, steps: int, out: Picture) -> None:
    """Highest shadow over every cell: towards the sun, cells of ``dx``, ``dz``, each ``drop`` metres less."""
    rows, columns = height.shape
    for j in prange(rows):
        for i in range(columns):
            best = 0.0
            for k in range(1, steps):
                x = int(i + dx * k + 0.5)
                z = int(j + dz * k + 0.5)
                if x < 0 or z < 0 or x >= columns or z >= rows:
                    break
                best = max(best, height[z, x] - drop * k)
            out[j, i] = best


def relief(towers: Vector, sun: tuple[float, float, float]) -> Relief:
    """The maps of ``towers`` [n, FIELDS] for a ``sun`` in a unit direction."""
    reach = np.hypot(towers[:, HALF_X], towers[:, HALF_Z])
    left, right = float((towers[:, X] - reach).min()), float((towers[:, X] + reach).max())
    front, back = float((towers[:, Z] - reach).min()), float((towers[:, Z] + reach).max())
    cell = max(CELL, (right - left) / _MOST, (back - front) / _MOST)
    columns, rows = int((right - left) / cell) + 3, int((back - front) / cell) + 3
    height = np.zeros((rows, columns), np.float32)
    solid = towers[towers[:, BOTTOM] < 60]
    solid = solid[np.argsort(solid[:, TOP])]
    for tower in solid:
        share = 0.5 * (1 + tower[TAPER])
        wide, deep = tower[HALF_X] * share, tower[HALF_Z] * share
        corners = [
            (
                (tower[X] + a * wide * tower[COS] - b * deep * tower[SIN] - left) / cell,
                (tower[Z] + a * wide * tower[SIN] + b * deep * tower[COS] - front) / cell,
            )
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        cv2.fillConvexPoly(height, np.round(corners).astype(np.int32), float(tower[TOP]))
    flat = math.hypot(sun[0], sun[2])
    shadow = np.zeros_like(height)
    if sun[1] > 0.005:
        dx, dz = sun[0] / flat, sun[2] / flat
        steps = int(min(420 * flat / sun[1], 2200.0) / cell) + 2
        _sweep(height, dx, dz, sun[1] / flat * cell, steps, shadow)
        shadow = soften(shadow, 0.7)
    else:
        shadow += 1e4
    return Relief(soften(height, 0.9), shadow, soften(height, 36 / cell), left, front, cell)
