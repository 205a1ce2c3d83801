"""The land of the mountain lake, dressed for one layout and one season."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.kernels import Index, Picture, parallel, prange
from moviola.engines.place.lake.bank import Bank
from moviola.engines.place.lake.massif import GRID, SIZE, massif
from moviola.engines.place.noise import sample_points
from moviola.engines.place.props.sprites import Flock
from moviola.engines.place.resample import AREA, LINEAR, fit, soften
from moviola.engines.place.terrain.alpine import Cover
from moviola.engines.place.terrain.cascade import Cascade
from moviola.engines.place.terrain.shadow import openness, shadow_heights, sunlit
from moviola.engines.place.terrain.stones import PEBBLE_CELLS, STONE_CELLS, pebbles, stones
from moviola.engines.place.textures import textures

_NEAR, _NEAR_CELL, _BEHIND = 768, 0.42, 40.0
_COVER = SIZE // 2
#: The near shore is laid into the land within this many metres.
_LAID = 560.0


@dataclass(frozen=True)
class Site:
    """What the land of a picture depends on; ``tree_line`` in metres, ``density`` −1…1, ``gain`` of near stones;
    ``turn``, ``aside``, ``along``, ``pebbly`` as in :class:`~moviola.engines.place.lake.scene.LakeScene`."""

    massif: str
    bank: Bank
    spread: float
    tree_line: float
    density: float
    gain: float
    scale: float = 1.0
    turn: float = 0.0
    aside: float = 0.0
    along: float = 0.0
    pebbly: bool = False


def _seen_from(far: Picture, site: Site) -> Picture:
    """The heights around a camera that is turned and moved from the massif's own origin."""
    if not (site.turn or site.aside or site.along):
        return far
    sine, cosine = math.sin(site.turn), math.cos(site.turn)
    west, south = GRID.west / GRID.cell, GRID.south / GRID.cell
    across = -west + site.aside / GRID.cell
    ahead = -south + site.along / GRID.cell
    places = np.array(
        [
            [cosine, sine, cosine * west + sine * south + across],
            [-sine, cosine, -sine * west + cosine * south + ahead],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(
        far, places, (SIZE, SIZE), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=-20
    )
    return np.asarray(turned, np.float32)


class Land(NamedTuple):
    """The heights and what grows on them."""

    ground: Cascade
    forest: Picture
    hollow: Picture
    openness: Picture


def _laid(height: Picture, cell: float, west: float, south: float, site: Site) -> None:
    """Lay the near shore into ``height`` where it is close enough to the camera."""
    rows, columns = height.shape
    first_row, end_row = max(int((-_LAID - south) / cell), 0), min(int((_LAID - south) / cell) + 1, rows)
    first, end = max(int((-_LAID - west) / cell), 0), min(int((_LAID - west) / cell) + 1, columns)
    x, z = np.meshgrid(np.arange(first, end) * cell + west, np.arange(first_row, end_row) * cell + south)
    blend = np.clip((1 - np.hypot(x, z) / _LAID) * 3.4, 0, 1)
    blend = blend * blend * (3 - 2 * blend)
    window = height[first_row:end_row, first:end]
    window[:] = window * (1 - blend) + site.bank.height(x, z, site.spread) * blend


@lru_cache(maxsize=2)
def build(site: Site) -> Land:
    """The land of a site."""
    far = _seen_from(massif(site.massif), site)
    if site.scale != 1:
        far = np.where(far > 0, far * np.float32(site.scale), far)
    _laid(far, *GRID, site)
    near = np.empty((_NEAR, _NEAR), np.float32)
    west = -_NEAR_CELL * _NEAR / 2
    rows = (np.arange(_NEAR) * _NEAR_CELL - _BEHIND - GRID.south) / GRID.cell
    columns = (np.arange(_NEAR) * _NEAR_CELL + west - GRID.west) / GRID.cell
    u, v = np.meshgrid(columns, rows)
    near = sample_points(far, u.ravel(), v.ravel()).reshape(_NEAR, _NEAR)
    _laid(near, _NEAR_CELL, west, -_BEHIND, site)
    soft = textures().soft
    near += 0.05 * soft[:_NEAR, :_NEAR] * np.clip(near + 0.5, 0, 1)
    ground = Cascade(
        far,
        *GRID,
        np.ascontiguousarray(near),
        _NEAR_CELL,
        west,
        -_BEHIND,
        (pebbles() if site.pebbly else stones()).height,
        PEBBLE_CELLS if site.pebbly else STONE_CELLS,
        site.gain,
    )
    half = fit(far, (_COVER, _COVER), AREA)
    cell = GRID.cell * 2
    along, across = np.gradient(half, cell)
    steep = soften(np.hypot(along, across).astype(np.float32), 1.2)
    hollow = np.clip((soften(half, 2.2) - half) / np.float32(9), -1, 1)
    forest = _forest(half, steep, soft, site.tree_line, site.density)
    return Land(ground, forest, hollow, openness(half, cell, 320.0, 1.1))


@parallel
def _forest(height: Picture, steep: Picture, soft: Picture, tree_line: float, density: float) -> Picture:
    """How densely trees stand, 0–1: below the tree line, off steep rock, in patches and along gullies."""
    size = height.shape[0]
    out = np.empty((size, size), np.float32)
    for j in prange(size):
        for i in range(size):
            patch = soft[(j * 2) & 1023, (i * 2) & 1023]
            broad = soft[(j // 3 + 300) & 1023, (i // 3 + 70) & 1023]
            lowered = height[j, i] - (patch * 0.6 + broad) * tree_line * 0.14 + steep[j, i] * tree_line * 0.28
            room = (tree_line - lowered) / (tree_line * 0.22)
            level = min(max((1.25 - steep[j, i]) / 0.25, 0.0), 1.0)
            dry = min(max((height[j, i] - 1.2) / 3, 0.0), 1.0)
            much = min(max(0.66 + patch * 0.4 + broad * 0.25 + density, 0.0), 1.0)
            out[j, i] = min(max(room, 0.0), 1.0) * level * dry * much
    return out


@lru_cache(maxsize=2)
def cover(site: Site, sun: tuple[float, float, float]) -> Cover:
    """Sun and open sky on the land of a site; ``sun``: unit vector towards it."""
    land = build(site)
    half = fit(land.ground.far, (_COVER, _COVER), AREA)
    cell = GRID.cell * 2
    shade = shadow_heights(half, cell, sun)
    at = np.arange(_NEAR) * _NEAR_CELL
    columns = ((at + land.ground.near_west - GRID.west) / cell).astype(int)
    rows = ((at + land.ground.near_south - GRID.south) / cell).astype(int)
    near = shadow_heights(land.ground.near, _NEAR_CELL, sun, shade[np.ix_(rows, columns)])
    lit = soften(sunlit(half, shade, 14.0), 0.8)
    return Cover(
        lit,
        land.openness,
        land.forest,
        land.hollow,
        cell,
        fit(sunlit(land.ground.near, near, 0.4), (_NEAR, _NEAR), LINEAR),
    )


def height_of(land: Land, x: float, z: float) -> float:
    """Height of the ground at a point, in metres."""
    ground = land.ground
    column, row = (x - ground.near_west) / ground.near_cell, (z - ground.near_south) / ground.near_cell
    plane = ground.near
    if not (1 <= column < _NEAR - 2 and 1 <= row < _NEAR - 2):
        column, row, plane = (x - GRID.west) / GRID.cell, (z - GRID.south) / GRID.cell, ground.far
        column, row = min(max(column, 0.0), SIZE - 2.0), min(max(row, 0.0), SIZE - 2.0)
    i, j = int(column), int(row)
    u, v = column - i, row - j
    top = float(plane[j, i]) * (1 - u) + float(plane[j, i + 1]) * u
    low = float(plane[j + 1, i]) * (1 - u) + float(plane[j + 1, i + 1]) * u
    return top * (1 - v) + low * v


def skyline(land: Land, eye: float, half: float) -> float:
    """Slope from a camera ``eye`` metres up to the highest land that it sees, ``half`` its view's half width."""
    ahead = np.geomspace(700.0, 11_000.0, 160)[:, None]
    across = np.linspace(-half, half, 61)[None, :] * ahead
    u = (across - GRID.west) / GRID.cell
    v = np.broadcast_to((ahead - GRID.south) / GRID.cell, u.shape)
    height = sample_points(land.ground.far, u.ravel(), v.ravel()).reshape(u.shape)
    return float(((height - eye) / ahead).max())


def trees(
    land: Land, lit: Cover, half: float, tree_line: float, kinds: tuple[tuple[int, int, float], ...]
) -> Flock:
    """The trees in view, far to near, thinner with the distance.

    ``kinds``: first cut-out, how many, and share of the trees; those after the first stand in patches of their own.
    """
    random = np.random.default_rng(21)
    parts = []
    for spacing, first, last in ((5.5, 24.0, 900.0), (8.0, 900.0, 2600.0), (12.0, 2600.0, 7000.0)):
        wide = last * half * 1.05
        x, z = np.meshgrid(np.arange(-wide, wide, spacing), np.arange(first, last, spacing))
        x = (x + random.uniform(-0.5, 0.5, x.shape) * spacing * 1.3).ravel()
        z = (z + random.uniform(-0.5, 0.5, z.shape) * spacing * 1.3).ravel()
        inside = np.abs(x) < z * half * 1.04 + 20
        x, z = x[inside], z[inside]
        column, row = (x - GRID.west) / lit.cell, (z - GRID.south) / lit.cell
        held = (column > 1) & (row > 1) & (column < _COVER - 2) & (row < _COVER - 2)
        x, z, column, row = x[held], z[held], column[held], row[held]
        dense = land.forest[row.astype(int), column.astype(int)]
        grows = random.random(len(x)) < dense
        parts.append(np.stack([x[grows], z[grows], dense[grows]], 1))
    points = np.concatenate(parts)
    points = points[np.argsort(-points[:, 1], kind="stable")]
    x, z, dense = (np.ascontiguousarray(points[:, k]) for k in range(3))
    foot = sample_points(land.ground.far, (x - GRID.west) / GRID.cell, (z - GRID.south) / GRID.cell).astype(
        np.float64
    )
    height = random.uniform(7, 22, len(x)) * (0.6 + 0.4 * dense)
    height *= np.clip((tree_line * 1.1 - foot) / (tree_line * 0.4), 0.45, 1)
    sun = np.maximum(
        sample_points(lit.sunlit, (x - GRID.west) / lit.cell, (z - GRID.south) / lit.cell), np.float32(0.03)
    )
    soft = textures().soft
    patch = (
        soft[(z / 14).astype(int) & 1023, (x / 14).astype(int) & 1023] * 0.28 + random.random(len(x)) - 0.5
    )
    kind: Index = np.zeros(len(x), np.int64)
    order = np.argsort(np.argsort(-patch)) / max(len(x), 1)
    begin = 0.0
    for first_kind, count, share in (*kinds[1:], kinds[0]):
        chosen = (order >= begin) & (order < begin + share if first_kind != kinds[0][0] else order <= 1)
        kind[chosen] = first_kind + random.integers(0, count, int(chosen.sum()))
        begin += share
    keep = foot > 0.6
    flock = (x, z, foot - 0.3, height, kind, sun, random.uniform(0.65, 1.35, len(x)))
    return Flock(*(np.ascontiguousarray(part[keep]) for part in flock))


def unit(azimuth: float) -> tuple[float, float]:
    """Horizontal direction of an azimuth in degrees, 0 ahead and 90 to the right."""
    return math.sin(math.radians(azimuth)), math.cos(math.radians(azimuth))
