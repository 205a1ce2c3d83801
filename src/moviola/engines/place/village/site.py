"""The ground of a village as maps: drifts, waded and cleared ways, light of lamps, shadows."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import soften
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.ground import Maps
from moviola.engines.place.textures import Textures
from moviola.engines.place.village import backdrop
from moviola.engines.place.village.plan import Path, Plan, along, relief

#: Cells along an edge.
SIZE = 1024
_Floats = NDArray[np.float64]


class Site(NamedTuple):
    """Maps [1024, 1024] of the square in detail.

    ``height`` of the ground, ``tops`` of what stands on it, ``trodden``, ``road`` and ``ice`` 0–1, ``openness`` 0–1.
    """

    height: Picture
    tops: Picture
    trodden: Picture
    road: Picture
    ice: Picture
    openness: Picture


class Footprint(NamedTuple):
    """What a building covers: middle, turn, half sizes, foot, eaves and pitch of its roof, in metres."""

    x: float
    z: float
    turn: float
    half_x: float
    half_z: float
    foot: float
    eaves: float
    pitch: float


def grid_of(plan: Plan) -> Grid:
    """Where the maps lie: a little of the square is behind the camera."""
    return Grid(plan.extent / SIZE, -plan.extent / 2, -plan.extent * 0.06)


def base_height(plan: Plan, land: Maps, x: _Floats, z: _Floats) -> _Floats:
    """Height of the ground before snow drifts and people change it; a lake's surface is at 0."""
    floor = backdrop.height_at(land, x, z).astype(np.float64)
    if plan.shore is not None:
        floor = floor - backdrop.FLOOR
    return np.asarray(floor + relief(plan, x, z))


def _way(path: Path, grid: Grid) -> Picture:
    line = along(path.points, 1.0)
    rim = np.zeros((SIZE, SIZE), np.uint8)
    at = ((line - [grid.west, grid.south]) / grid.cell * 16).astype(np.int32)
    cv2.polylines(
        rim, [at.reshape(-1, 1, 2)], False, 255, max(round(path.width / grid.cell), 1), cv2.LINE_AA, 4
    )
    return np.asarray(rim / np.float32(255), np.float32)


def build_site(
    plan: Plan, land: Maps, prints: tuple[Footprint, ...], book: Textures, snow: float, seed: int
) -> Site:
    """The ground around ``prints``; ``snow``: how deep it lies, 0–1."""
    grid = grid_of(plan)
    coarse = np.linspace(0.5, SIZE - 0.5, 129) * grid.cell
    x, z = np.meshgrid(coarse + grid.west, coarse + grid.south)
    base = base_height(plan, land, x, z).astype(np.float32)
    at = (np.arange(SIZE, dtype=np.float32) * (128 / (SIZE - 1))).astype(np.float32)
    height = cv2.remap(
        base, *np.meshgrid(at, at), interpolation=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    shift = (seed * 389) % 1024, (seed * 157) % 1024
    rolling = soften(np.roll(book.soft, shift, (0, 1)), 2.2)
    dunes = soften(np.roll(book.ridges, shift, (1, 0)), 2.5, 5.0)
    wild = np.ones((SIZE, SIZE), np.float32)
    trodden = np.zeros_like(wild)
    road = np.zeros_like(wild)
    for path in plan.paths:
        way = _way(path, grid)
        if path.road:
            road = np.maximum(road, way)
        else:
            trodden = np.maximum(trodden, way)
    covered, roofs = _standing(prints, grid)
    scale = np.float32(0.25 * grid.cell / 0.25)
    wild -= 0.75 * soften(np.maximum(np.maximum(trodden, road), covered), max(5 / grid.cell, 1))
    height = height + (rolling * 0.30 + dunes * 0.10 * snow) * np.sqrt(scale / 0.25) * np.clip(wild, 0.1, 1)
    # the wind leaves drifts against walls, a little away from them
    distance = cv2.distanceTransform((covered < 0.5).astype(np.uint8), cv2.DIST_L2, 3) * np.float32(grid.cell)
    drift = np.exp(-((distance / 0.9) ** 2)) * 0.46 + np.exp(-(((distance - 2.2) / 1.3) ** 2)) * 0.12
    drift = drift * (0.55 + 0.35 * np.clip(rolling, -1, 1.5)) * snow
    ways = np.clip(soften(np.maximum(trodden, road), 1.2), 0, 1)
    height = height + drift * (1 - ways)
    # waded paths sink in between low banks; roads are cleared, with what was shovelled beside them
    sunk = soften(trodden, max(0.25 / grid.cell, 0.8))
    clods = np.roll(book.soft, (13, 71), (0, 1))
    height -= sunk * (0.38 + 0.07 * clods) * snow
    bank = np.clip(soften(road, max(1.6 / grid.cell, 1.0)) * 2.2, 0, 1) * (
        1 - np.clip(soften(road, 1.2) * 1.5, 0, 1)
    )
    flat = soften(height, max(2.5 / grid.cell, 1.0))
    smooth_road = np.clip(soften(road, 1.4), 0, 1)
    height = height * (1 - 0.85 * smooth_road) + (flat - 0.20 * snow) * 0.85 * smooth_road
    height += bank * (0.38 + 0.14 * rolling + 0.12 * clods) * snow
    ice = np.zeros_like(wild)
    if plan.stream:
        ice, height = _stream(plan, height, grid, rolling)
    tops = np.where(covered > 0, np.maximum(roofs, height), height).astype(np.float32)
    _trees(plan, tops, height, grid)
    near, wide = soften(tops, max(0.9 / grid.cell, 0.8)), soften(tops, max(3.5 / grid.cell, 1.0))
    openness = np.clip(
        1 - 0.30 * np.maximum(near - height, -0.2) - 0.16 * np.maximum(wide - height, -0.5), 0.30, 1.06
    )
    hollow = soften(height, max(0.55 / grid.cell, 0.8)) - height
    openness = openness * np.clip(1 - 1.5 * np.maximum(hollow, -0.06), 0.45, 1.08)
    return Site(
        *(np.ascontiguousarray(plane, np.float32) for plane in (height, tops, trodden, road, ice, openness))
    )


def _standing(prints: tuple[Footprint, ...], grid: Grid) -> tuple[Picture, Picture]:
    """Which cells buildings cover, and the height of their roofs there."""
    covered = np.zeros((SIZE, SIZE), np.float32)
    tops = np.zeros((SIZE, SIZE), np.float32)
    for foot in prints:
        reach = math.hypot(foot.half_x, foot.half_z) + 1
        i0, i1 = (int(np.clip((foot.x + s * reach - grid.west) / grid.cell, 0, SIZE)) for s in (-1, 1))
        j0, j1 = (int(np.clip((foot.z + s * reach - grid.south) / grid.cell, 0, SIZE)) for s in (-1, 1))
        if i0 >= i1 or j0 >= j1:
            continue
        x = (np.arange(i0, i1) + 0.5) * grid.cell + grid.west - foot.x
        z = (np.arange(j0, j1) + 0.5) * grid.cell + grid.south - foot.z
        gx, gz = np.meshgrid(x, z)
        cosine, sine = math.cos(foot.turn), math.sin(foot.turn)
        across, deep = np.abs(gx * cosine + gz * sine), np.abs(-gx * sine + gz * cosine)
        inside = (across < foot.half_x) & (deep < foot.half_z)
        roof = foot.foot + foot.eaves + foot.pitch * (foot.half_x - across)
        covered[j0:j1, i0:i1] = np.maximum(covered[j0:j1, i0:i1], inside)
        tops[j0:j1, i0:i1] = np.where(inside, np.maximum(roof, tops[j0:j1, i0:i1]), tops[j0:j1, i0:i1])
    return covered, tops


def _stream(plan: Plan, height: Picture, grid: Grid, rolling: Picture) -> tuple[Picture, Picture]:
    """A frozen stream sunk between its banks."""
    line = Path(plan.stream, 2.6)
    bed = soften(_way(line, grid), max(0.5 / grid.cell, 0.8))
    wide = np.clip(soften(_way(Path(plan.stream, 5.0), grid), max(1.0 / grid.cell, 1.0)), 0, 1)
    level = soften(height, max(6 / grid.cell, 1.0)) - 0.75
    share = np.clip(bed * 1.6 - 0.2, 0, 1)
    sunk = height * (1 - wide) + (level + 0.25 + 0.06 * rolling) * wide
    return np.asarray(share, np.float32), np.asarray(sunk * (1 - share) + level * share, np.float32)


def _trees(plan: Plan, tops: Picture, height: Picture, grid: Grid) -> None:
    """Let trees throw shadows: cones in the map of what stands."""
    for x, z, tall in plan.trees:
        radius = tall * 0.20
        column, row = (x - grid.west) / grid.cell, (z - grid.south) / grid.cell
        wide = radius / grid.cell
        i0, i1 = int(max(column - wide, 0)), int(min(column + wide + 1, SIZE))
        j0, j1 = int(max(row - wide, 0)), int(min(row + wide + 1, SIZE))
        if i0 >= i1 or j0 >= j1:
            continue
        gx, gz = np.meshgrid(np.arange(i0, i1) + 0.5 - column, np.arange(j0, j1) + 0.5 - row)
        away = np.hypot(gx, gz) / wide
        block = tops[j0:j1, i0:i1]
        cone = height[j0:j1, i0:i1] + np.clip(1 - away, 0, 1) * tall * 0.92
        block[:] = np.where(away < 1, np.maximum(block, cone), block)
