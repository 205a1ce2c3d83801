"""The land of a desert: far and near heights, and the light that falls on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from moviola.engines.place.desert.mesa import MESA_FIELDS, PYRAMID_FIELDS, RANGE_FIELDS, raise_rock
from moviola.engines.place.desert.patterns import smooth
from moviola.engines.place.desert.relief import RANK_FIELDS, RIDGE_FIELDS, fill_sand
from moviola.engines.place.desert.shade import Lit
from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.resample import CUBIC, LINEAR, fit, soften
from moviola.engines.place.terrain.cascade import Cascade
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.shadow import openness, shadow_heights, sunlit
from moviola.engines.place.terrain.stones import STONE_CELLS, stones
from moviola.engines.place.textures import textures

_FAR = 2048
_NEAR = 832
_NEAR_CELL = 0.40
#: Cells of the far map around the camera's view that are filled one by one; beyond them every second is.
_FINE = 448
#: Metres behind the camera that the maps reach.
_BEHIND_NEAR, _BEHIND_FAR = 50.0, 500.0

_Row = tuple[float, ...]


@dataclass(frozen=True)
class Ground:
    """What the heights are made of; fields as in :mod:`.relief` and :mod:`.mesa`.

    ``at``: point among the dunes where the camera stands; ``cell``: metres of the far map's cells. ``pool``: x, z,
    half width and half depth of a pool, or nothing; ``floor``: metres that everything is lowered, so that level ground
    floods; ``gain``: of the stones; ``trail``: x, z where footprints begin and end, and metres that they swerve.
    """

    ranks: tuple[_Row, ...] = ()
    swell: float = 10.0
    at: tuple[float, float] = (0.0, 0.0)
    ridges: tuple[_Row, ...] = ()
    mesas: tuple[_Row, ...] = ()
    pyramids: tuple[_Row, ...] = ()
    ranges: tuple[_Row, ...] = ()
    cell: float = 4.0
    pool: _Row = ()
    floor: float = 0.0
    gain: float = 0.0
    trail: _Row = ()


def _table(rows: tuple[_Row, ...], fields: int) -> Vector:
    return np.array(rows, np.float64).reshape(len(rows), fields)


def _fill(ground: Ground, size: int, grid: Grid) -> Picture:
    book = textures()
    out = np.empty((size, size), np.float32)
    ranks, ridges = _table(ground.ranks, RANK_FIELDS), _table(ground.ridges, RIDGE_FIELDS)
    fill_sand(out, grid, *ground.at, smooth(), book.soft, ranks, ridges, float(ground.swell))
    if ground.mesas or ground.pyramids or ground.ranges:
        mesas, pyramids = _table(ground.mesas, MESA_FIELDS), _table(ground.pyramids, PYRAMID_FIELDS)
        raise_rock(
            out, grid, smooth(), book.soft, book.ridges, mesas, pyramids, _table(ground.ranges, RANGE_FIELDS)
        )
    if ground.pool:
        x, z, wide, deep = ground.pool
        at = np.arange(size, dtype=np.float32) * grid.cell
        u, v = np.meshgrid((at + grid.west - x) / wide, (at + grid.south - z) / deep)
        u += 0.16 * np.sin(v * 3.1 + 1) + 0.07 * np.sin(v * 8.3)
        away = np.hypot(u, v) + 0.08 * np.sin(u * 5 + 2) + 0.03 * np.sin(u * 13 + v * 9)
        bowl = (away - 1) * min(wide, deep) * 0.09
        near = np.clip(2.6 - away, 0, 1) ** 2
        out += near * (np.clip(bowl, -2.5, 60) - out) * (away < 2.6)
    # an edge finer than a cell would show the cells as teeth
    out = soften(out, 1.3 if grid.cell < 1 else 0.7)
    if ground.floor:
        out += np.float32(ground.floor)
    return out


def _fill_far(ground: Ground, grid: Grid) -> Picture:
    """The far map: fine where the view begins, coarser where a cell is less than a pixel."""
    cell = grid.cell
    # the middles of coarse cells lie between those of fine ones
    coarse = Grid(cell * 2, grid.west + cell / 2, grid.south + cell / 2)
    out = fit(_fill(ground, _FAR // 2, coarse), (_FAR, _FAR), CUBIC)
    first, row = (_FAR - _FINE) // 2, int((_BEHIND_FAR - 100) / cell)
    window = Grid(cell, grid.west + first * cell, grid.south + row * cell)
    fine = _fill(ground, _FINE, window)
    edge = np.clip((np.arange(_FINE) + 1) / 24, 0, 1)
    edge = np.minimum(edge, edge[::-1])
    share = np.minimum(edge[:, None], edge[None, :]).astype(np.float32)
    place = out[row : row + _FINE, first : first + _FINE]
    place += (fine - place) * share
    return out


def _tread(near: Picture, grid: Grid, trail: _Row) -> None:
    """Press footprints into the near map, left and right of a line that swerves."""
    x0, z0, x1, z1, swerve = trail
    length = float(np.hypot(x1 - x0, z1 - z0))
    ahead = np.array([x1 - x0, z1 - z0]) / length
    aside = np.array([ahead[1], -ahead[0]])
    for number in range(int(length / 0.85)):
        t = number * 0.85 / length
        away = swerve * np.sin(t * 4.4) + (0.30 if number % 2 else -0.30) + 0.08 * np.sin(number * 2.4)
        x, z = np.array([x0, z0]) + ahead * (t * length) + aside * away
        column, row = int((x - grid.west) / grid.cell), int((z - grid.south) / grid.cell)
        if 3 <= column < _NEAR - 3 and 3 <= row < _NEAR - 3:
            v, u = np.mgrid[row - 2 : row + 3, column - 2 : column + 3]
            square = ((u * grid.cell + grid.west - x) / 0.42) ** 2 + (
                (v * grid.cell + grid.south - z) / 0.42
            ) ** 2
            # a hollow with a raised rim
            print_ = -0.15 * np.exp(-square) + 0.055 * np.exp(-((np.sqrt(square) - 1.7) ** 2) * 3)
            near[row - 2 : row + 3, column - 2 : column + 3] += print_.astype(np.float32)


@lru_cache(maxsize=2)
def build(ground: Ground) -> Cascade:
    """The heights of a desert around the camera, which stands at x = z = 0 and looks along z."""
    far = Grid(ground.cell, -ground.cell * _FAR / 2, -_BEHIND_FAR)
    near = Grid(_NEAR_CELL, -_NEAR_CELL * _NEAR / 2, -_BEHIND_NEAR)
    close = _fill(ground, _NEAR, near)
    if ground.trail:
        _tread(close, near, ground.trail)
    return Cascade(
        _fill_far(ground, far),
        *far,
        close,
        *near,
        stones().height,
        STONE_CELLS,
        ground.gain,
    )


@lru_cache(maxsize=2)
def light(ground: Ground, sun: tuple[float, float, float]) -> Lit:
    """Sun and open sky on the land of ``ground``; ``sun``: unit vector towards it."""
    land = build(ground)
    # half of the far map's resolution is enough, for slopes shade themselves
    half = fit(land.far, (_FAR // 2, _FAR // 2))
    cell = land.far_cell * 2
    shade = shadow_heights(half, cell, sun)
    sun_far = fit(sunlit(half, shade, 1.6), (_FAR, _FAR), LINEAR)
    open_far = fit(openness(half, cell, 60.0, 1.0), (_FAR, _FAR), LINEAR)
    at = land.near_west + np.arange(_NEAR) * _NEAR_CELL
    ahead = land.near_south + np.arange(_NEAR) * _NEAR_CELL
    columns = np.clip(((at - land.far_west) / cell).astype(int), 0, _FAR // 2 - 1)
    rows = np.clip(((ahead - land.far_south) / cell).astype(int), 0, _FAR // 2 - 1)
    arriving = shade[np.ix_(rows, columns)]
    shade_near = shadow_heights(land.near, _NEAR_CELL, sun, arriving)
    return Lit(
        sun_far, sunlit(land.near, shade_near, 0.22), open_far, openness(land.near, _NEAR_CELL, 9.0, 0.9)
    )


def _grid(land: Cascade, near: bool) -> Grid:
    if near:
        return Grid(land.near_cell, land.near_west, land.near_south)
    return Grid(land.far_cell, land.far_west, land.far_south)


def height_of(land: Cascade, x: float, z: float) -> float:
    """Height of the ground at a point, in metres."""
    for plane, grid in ((land.near, _grid(land, True)), (land.far, _grid(land, False))):
        column, row = (x - grid.west) / grid.cell, (z - grid.south) / grid.cell
        if 1 <= column < plane.shape[1] - 2 and 1 <= row < plane.shape[0] - 2:
            i, j = int(column), int(row)
            u, v = column - i, row - j
            top = float(plane[j, i]) * (1 - u) + float(plane[j, i + 1]) * u
            low = float(plane[j + 1, i]) * (1 - u) + float(plane[j + 1, i + 1]) * u
            return top * (1 - v) + low * v
    return 0.0
