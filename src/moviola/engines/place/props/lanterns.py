"""Lamps and windows as lights on what stands near them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Index, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.noise import sample
from moviola.engines.place.terrain.columns import Grid

#: Most lights that count at one place.
_MOST = 6


class Glows(NamedTuple):
    """Lights, and which of them matter where.

    ``lights`` [L, 10]: place, the direction that a window looks (0 for a lamp), colour, size in metres. ``cells``
    [G, G, 6]: numbers of the lights that matter in a cell, −1 where there are fewer; ``cell`` metres wide, from the
    corner at ``west`` and ``south``.
    """

    lights: Vector
    cells: Index
    cell: float
    west: float
    south: float


@kernel
def _received(
    lights: Vector, n: int, x: float, y: float, z: float, nx: float, ny: float, nz: float, wrap: float
) -> float:
    """What share of light ``n`` a face with normal (nx, ny, nz) at (x, y, z) receives."""
    tx = lights[n, 0] - x
    ty = lights[n, 1] - y
    tz = lights[n, 2] - z
    square = tx * tx + ty * ty + tz * tz
    inverse = 1 / math.sqrt(square + 1e-9)
    cosine = (tx * nx + ty * ny + tz * nz) * inverse
    cosine = (cosine + wrap) / (1 + wrap)
    if cosine <= 0:
        return 0.0
    if lights[n, 3] != 0 or lights[n, 5] != 0:
        away = -(tx * lights[n, 3] + ty * lights[n, 4] + tz * lights[n, 5]) * inverse
        if away <= 0:
            return 0.0
        cosine *= away
    size = lights[n, 9]
    return float(cosine / (square + size * size))


@kernel
def lamplight(
    glows: Glows, x: float, y: float, z: float, nx: float, ny: float, nz: float, wrap: float
) -> tuple[float, float, float]:
    """Light of the lamps on a face at (x, y, z), without shadows."""
    red = 0.0
    green = 0.0
    blue = 0.0
    side = glows.cells.shape[0]
    i = int((x - glows.west) / glows.cell)
    j = int((z - glows.south) / glows.cell)
    if i < 0 or j < 0 or i >= side or j >= side:
        return red, green, blue
    for k in range(_MOST):
        n = glows.cells[j, i, k]
        if n < 0:
            break
        share = _received(glows.lights, n, x, y, z, nx, ny, nz, wrap)
        red += glows.lights[n, 6] * share
        green += glows.lights[n, 7] * share
        blue += glows.lights[n, 8] * share
    return red, green, blue


@parallel
def bake(
    lights: Vector, land: Picture, tops: Picture, grid: Grid, reach: float, step: int, out: Picture
) -> None:
    """Fill ``out`` [H, W, 3] with the light of lamps on the land, and shadows of what stands in their way.

    Args:
        land: [H·step, W·step] height of the ground, and ``tops`` that of what stands on it.
        reach: metres over which a light matters.
    """
    rows, columns = out.shape[0], out.shape[1]
    cell = grid.cell * step
    for j in prange(rows):
        z = grid.south + (j + 0.5) * cell
        for i in range(columns):
            for c in range(3):
                out[j, i, c] = 0
        for n in range(lights.shape[0]):
            dz = lights[n, 2] - z
            far = reach * min(1.0, 0.4 + 0.6 * (lights[n, 6] + 0.05))
            if abs(dz) > far:
                continue
            half = math.sqrt(far * far - dz * dz)
            first = max(int((lights[n, 0] - half - grid.west) / cell), 0)
            last = min(int((lights[n, 0] + half - grid.west) / cell) + 1, columns)
            for i in range(first, last):
                x = grid.west + (i + 0.5) * cell
                map_x = (x - grid.west) / grid.cell
                map_z = (z - grid.south) / grid.cell
                y = sample(land, map_x, map_z)
                if sample(tops, map_x, map_z) > y + 0.6:
                    continue
                share = _received(lights, n, x, y, z, 0.0, 1.0, 0.0, 0.12)
                away = math.sqrt((lights[n, 0] - x) ** 2 + dz * dz)
                share *= max(1 - away / far, 0.0)
                if share * lights[n, 6] < 2e-4:
                    continue
                seen = 1.0
                for k in range(1, 13):
                    t = k / 13.5
                    height = y + (lights[n, 1] - y) * t
                    here_x = map_x + (lights[n, 0] - x) * t / grid.cell
                    here_z = map_z + dz * t / grid.cell
                    over = sample(tops, here_x, here_z) - height
                    # the last step may touch the wall that the window is in
                    seen = min(seen, max(1 - max(over, 0.0) * (2.0 if t < 0.86 else 0.0), 0.0))
                for c in range(3):
                    out[j, i, c] += lights[n, 6 + c] * share * seen


def gathered(
    lights: Vector, west: float, south: float, extent: float, cell: float = 6.0, reach: float = 26.0
) -> Glows:
    """``lights`` with the strongest of them listed for every cell of a square."""
    side = max(math.ceil(extent / cell), 1)
    cells = np.full((side, side, _MOST), -1, np.int64)
    best = np.zeros((side, side, _MOST))
    for n, light in enumerate(lights):
        column, row = (light[0] - west) / cell, (light[2] - south) / cell
        wide = reach / cell
        i0, i1 = max(int(column - wide), 0), min(int(column + wide) + 1, side)
        j0, j1 = max(int(row - wide), 0), min(int(row + wide) + 1, side)
        if i0 >= i1 or j0 >= j1:
            continue
        x, z = np.meshgrid(np.arange(i0, i1) + 0.5 - column, np.arange(j0, j1) + 0.5 - row)
        power = light[6:9].sum() / ((x * x + z * z) * cell * cell + 4)
        block, index = best[j0:j1, i0:i1], cells[j0:j1, i0:i1]
        stronger = np.concatenate([block, power[..., None]], 2)
        numbers = np.concatenate([index, np.full((*power.shape, 1), n)], 2)
        order = np.argsort(-stronger, axis=2)[..., :_MOST]
        best[j0:j1, i0:i1] = np.take_along_axis(stronger, order, 2)
        cells[j0:j1, i0:i1] = np.take_along_axis(numbers, order, 2)
    return Glows(
        np.asarray(lights, np.float64).reshape(-1, 10), cells, float(cell), float(west), float(south)
    )
