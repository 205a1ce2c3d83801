"""The land of the mountain lake: eroded once per variant, kept, and dressed for a view."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.columns import Grid
from moviola.engines.place.erosion import erode
from moviola.engines.place.ground import Maps, Stones
from moviola.engines.place.kernels import Index, Picture, parallel, prange
from moviola.engines.place.noise import fractal, sample_points
from moviola.engines.place.resample import AREA, CUBIC, fit, soften
from moviola.engines.place.shelf import kept
from moviola.engines.place.sprites import Flock
from moviola.engines.place.textures import Textures

#: Different lands; a seed takes one of them, so that most places start from the cache.
VARIANTS = 6
_VERSION = 1
_EXTENT = 14_000.0
_ERODED = 1024
_SIZE = 2048
_PEAK = 1750.0
_STONES_METRES = 40.0

GRID = Grid(_EXTENT / _SIZE, -_EXTENT / 2, -_EXTENT * 0.12)
#: Cells of the stone map to a metre.
STONE_CELLS = 1024 / _STONES_METRES


class Shape(NamedTuple):
    """Where the variant's mountains and the gap for the sun lie. ``gap`` is the tangent of its azimuth."""

    gap: float
    hero_x: float
    hero_z: float
    hero: float
    second: float
    right: float
    left: float
    back: float


def shape(variant: int) -> Shape:
    """The composition of a variant."""
    if variant == 0:
        return Shape(-0.165, 1500, 6600, 1.25, 0.85, 0.75, 0.80, 0.80)
    random = np.random.default_rng(1000 + variant)
    return Shape(
        gap=-0.165 + float(random.uniform(-0.05, 0.07)),
        hero_x=1500 + float(random.uniform(-250, 500)),
        hero_z=6600 + float(random.uniform(-700, 500)),
        hero=1.25 * float(random.uniform(0.85, 1.1)),
        second=0.85 * float(random.uniform(0.6, 1.25)),
        right=0.75 * float(random.uniform(0.6, 1.2)),
        left=0.80 * float(random.uniform(0.6, 1.2)),
        back=0.80 * float(random.uniform(0.7, 1.3)),
    )


def _metres(size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    at = (np.arange(size) + 0.5) / size * _EXTENT
    x, z = np.meshgrid(at + GRID.west, at + GRID.south)
    return x, z


def _lake(size: int, variant: int) -> NDArray[np.bool_]:
    x, z = _metres(size)
    wobble = fractal(size, 6.0, 5, 77 + variant * 13, 0.5, False, False)
    middle = 250 * np.sin(z / 1700.0) + wobble * 260 - 60
    half = 560 + 330 * np.sin(np.clip(z / 4300, 0, 1) * math.pi) + wobble * 190
    wet = (np.abs(x - middle) < half) & (z > -700) & (z < 4300 + wobble * 500 + np.sin(x / 300) * 120)
    rim = max(1, size // 128)
    wet[:rim] = wet[-rim:] = True
    wet[:, :rim] = wet[:, -rim:] = True
    return np.asarray(wet)


def _uplift(size: int, variant: int) -> NDArray[np.float64]:
    x, z = _metres(size)
    form = shape(variant)

    def hill(at_x: float, at_z: float, wide: float, deep: float, gain: float) -> NDArray[np.float64]:
        return np.asarray(gain * np.exp(-(((x - at_x) / wide) ** 2) - ((z - at_z) / deep) ** 2))

    rise = 0.22 + hill(form.hero_x, form.hero_z, 1500, 1500, form.hero)
    rise += hill(-1900, 7600, 1500, 1700, form.second) + hill(3300, 4200, 1300, 2600, form.right)
    rise += hill(-3300, 4200, 1500, 2800, form.left) + hill(-300, 9600, 2500, 1500, form.back)
    gap = np.exp(-(((x - z * form.gap + 100) / (620 + z * 0.06)) ** 2)) * np.clip((z - 3500) / 1500, 0, 1)
    rise = rise * (1 + 0.45 * fractal(size, 9.0, 5, 5 + variant * 7, 0.5, False, False)) * (1 - 0.90 * gap)
    return np.asarray(np.maximum(rise, 0.03) * 1.1e-3)


def _erode(variant: int) -> dict[str, Picture]:
    land = erode(
        lambda size: _uplift(size, variant),
        lambda size: _lake(size, variant),
        _EXTENT,
        21 + variant * 101,
        1.0,
    )
    wet = _lake(_ERODED, variant)
    land = land * (_PEAK / np.percentile(land, 99.97))
    inward = cv2.distanceTransform(wet.astype(np.uint8), cv2.DIST_L2, 5) * (_EXTENT / _ERODED)
    return {
        "land": np.where(wet, -np.minimum(inward * 0.12, 30) - 0.3, np.maximum(land, 0.2)).astype(np.float32)
    }


@parallel
def _roughen(height: Picture, steep: Picture, ridges: Picture, soft: Picture, amplitude: float) -> None:
    """Add rock detail that erosion's grid is too coarse for, on slopes above the shore."""
    size = height.shape[0]
    for j in prange(size):
        for i in range(size):
            if height[j, i] > 2:
                detail = ridges[(j * 5) & 1023, (i * 5) & 1023] * 0.9
                detail += ridges[(j * 2 + 500) & 1023, (i * 2) & 1023] * 0.55
                detail += soft[(j * 11) & 1023, (i * 11) & 1023] * 0.30
                detail += ridges[(j * 17 + 17) & 1023, (i * 17 + 99) & 1023] * 0.22
                height[j, i] += amplitude * min(steep[j, i], 1.3) * detail


@parallel
def _bend(
    height: Picture, near: Picture, wide: Picture, cell: float, openness: Picture, curvature: Picture
) -> None:
    size = height.shape[0]
    for j in prange(size):
        for i in range(size):
            a = (near[j, i] - height[j, i]) / (6 * cell)
            b = (wide[j, i] - height[j, i]) / (30 * cell)
            openness[j, i] = min(max(1 - 0.9 * max(a, -0.15) - 1.0 * max(b, -0.2), 0.25), 1.15)
            curvature[j, i] = min(max(a, -1.0), 1.0)


@parallel
def sunlight(
    height: Picture, cell: float, sun_x: float, sun_y: float, sun_z: float, softness: float
) -> Picture:
    """How much of the sun each cell sees, 0–1, with soft shadow edges."""
    size = height.shape[0]
    out = np.empty((size, size), np.float32)
    flat = math.sqrt(sun_x * sun_x + sun_z * sun_z)
    ux = sun_x / flat
    uz = sun_z / flat
    climb = sun_y / flat
    for j in prange(size):
        for i in range(size):
            here = height[j, i]
            t = 1.5
            seen = 1.0
            for _ in range(90):
                x = i + ux * t
                z = j + uz * t
                if x < 0 or z < 0 or x > size - 2 or z > size - 2:
                    break
                gap = here + climb * t * cell - height[int(z + 0.5), int(x + 0.5)]
                seen = min(seen, gap / (softness * t * cell) + 0.5)
                if seen <= 0:
                    seen = 0.0
                    break
                t = t * 1.055 + 0.5
            out[j, i] = seen
    return out


def _shore(height: Picture, spread: float) -> None:
    """A gentle bank around the camera that runs off to the left, ``spread`` times as wide as in a 16:9 view."""
    reach = int(340 / GRID.cell) + 2
    column, row = int(-GRID.west / GRID.cell), int(-GRID.south / GRID.cell)
    window = height[row - reach : row + reach, column - reach : column + reach]
    x = (np.arange(column - reach, column + reach) + 0.5) * GRID.cell + GRID.west
    z = (np.arange(row - reach, row + reach) + 0.5) * GRID.cell + GRID.south
    gx, gz = np.meshgrid(x, z)
    blend = np.clip((1 - np.hypot(gx, gz) / 330) * 2.6, 0, 1)
    blend = blend * blend * (3 - 2 * blend)
    window[:] = window * (1 - blend) + bank(gx, gz, spread) * blend


def bank(x: NDArray[np.float64], z: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """Height of the near bank in metres."""
    left = np.maximum(-x - 4.5 * spread, 0) * 2.4 / spread
    line = 10.5 + left + np.maximum(x - 9 * spread, 0) * 0.45 / spread + 0.9 * np.sin(x / 3.1)
    return np.asarray(np.clip((line - z) * 0.075, -6, 5))


def build(variant: int, spread: float, book: Textures, tree_line: float, density: float) -> Maps:
    """Maps of a variant; ``sunlit`` is left at 1 for :func:`sunlight` to replace."""
    land = kept(f"lake-{_VERSION}-{variant}", ("land",), lambda: _erode(variant))["land"]
    height = soften(fit(land, (_SIZE, _SIZE), CUBIC), 0.8)
    height = np.ascontiguousarray(height)
    slope_x, slope_z = _slopes(height)
    steep = soften(np.hypot(slope_x, slope_z), 2)
    _roughen(height, steep, book.ridges, book.soft, 9.0)
    _shore(height, spread)
    slope_x, slope_z = _slopes(height)
    openness = np.empty_like(height)
    curvature = np.empty_like(height)
    near, wide = soften(height, 4), _wide_blur(height)
    _bend(height, near, wide, GRID.cell, openness, curvature)
    steep = soften(np.hypot(slope_x, slope_z), 1.5)
    forest = _forest(height, steep, book.soft, tree_line, density)
    return Maps(height, slope_x, slope_z, np.ones_like(height), openness, forest, curvature)


def _slopes(height: Picture) -> tuple[Picture, Picture]:
    slope_z, slope_x = np.gradient(height, GRID.cell)
    return np.asarray(slope_x, np.float32), np.asarray(slope_z, np.float32)


def _wide_blur(height: Picture) -> Picture:
    small = fit(height, (_SIZE // 8, _SIZE // 8), AREA)
    small = soften(small, 22 / 8)
    return fit(small, (_SIZE, _SIZE), CUBIC)


@parallel
def _forest(height: Picture, steep: Picture, soft: Picture, tree_line: float, density: float) -> Picture:
    """How densely trees stand, 0–1: below the tree line, off steep rock, in patches."""
    size = height.shape[0]
    out = np.empty((size, size), np.float32)
    for j in prange(size):
        for i in range(size):
            patch = soft[j & 1023, i & 1023]
            lowered = height[j, i] - patch * tree_line * 0.16 + steep[j, i] * tree_line * 0.25
            room = (tree_line - lowered) / (tree_line * 0.22)
            level = min(max((1.35 - steep[j, i]) / 0.25, 0.0), 1.0)
            dry = min(max((height[j, i] - 2.5) / 5, 0.0), 1.0)
            out[j, i] = (
                min(max(room, 0.0), 1.0) * level * dry * min(max(0.62 + patch * 0.5 + density, 0.0), 1.0)
            )
    return out


def trees(maps: Maps, half_view: float, tree_line: float, seed: int, kinds: int) -> Flock:
    """The trees in view, far to near, thinner with the distance."""
    random = np.random.default_rng(seed)
    size = maps.height.shape[0]
    parts = []
    for spacing, first, last in ((5.5, 4.0, 900.0), (8.0, 900.0, 2600.0), (11.0, 2600.0, 8000.0)):
        half = last * half_view * 1.05
        x, z = np.meshgrid(np.arange(-half, half, spacing), np.arange(first, last, spacing))
        x = (x + random.uniform(-0.5, 0.5, x.shape) * spacing * 1.3).ravel()
        z = (z + random.uniform(-0.5, 0.5, z.shape) * spacing * 1.3).ravel()
        inside = np.abs(x) < z * half_view * 1.04 + 20
        column, row = (x - GRID.west) / GRID.cell, (z - GRID.south) / GRID.cell
        inside &= (column > 1) & (row > 1) & (column < size - 2) & (row < size - 2)
        x, z, column, row = x[inside], z[inside], column[inside], row[inside]
        dense = maps.forest[row.astype(int), column.astype(int)]
        grows = random.random(len(x)) < dense
        parts.append(np.stack([x[grows], z[grows], dense[grows]], 1))
    points = np.concatenate(parts)
    points = points[np.argsort(-points[:, 1], kind="stable")]
    x, z, dense = (np.ascontiguousarray(points[:, k]) for k in range(3))
    column, row = ((x - GRID.west) / GRID.cell), ((z - GRID.south) / GRID.cell)
    foot = sample_points(maps.height, column, row).astype(np.float64)
    height = random.uniform(8, 21, len(x)) * (0.6 + 0.4 * dense)
    height *= np.clip((tree_line * 1.1 - foot) / (tree_line * 0.4), 0.45, 1)
    sunlit = np.maximum(sample_points(maps.sunlit, column, row), np.float32(0.03))
    kind: Index = random.integers(0, kinds, len(x)).astype(np.int64)
    return Flock(x, z, foot - 0.3, height, kind, sunlit, random.uniform(0.65, 1.35, len(x)))


def stones(book: Textures) -> Stones:
    """A repeating patch of stones, some the size of a hand, few to the knee."""
    size = 1024
    random = np.random.default_rng(5)
    height = np.zeros((size, size), np.float32)
    for _ in range(900):
        radius = min(0.06 * random.pareto(1.5) + 0.07, 1.05)
        cells = radius / _STONES_METRES * size
        column, row = random.integers(0, size, 2)
        reach = min(int(cells * 1.5) + 2, 63)
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        turn = random.uniform(0, 2 * math.pi)
        a = (x * math.cos(turn) + y * math.sin(turn)) / cells
        b = (-x * math.sin(turn) + y * math.cos(turn)) / (cells * random.uniform(0.55, 0.95))
        rough = book.soft[(y * 2 + row * 7) & 1023, (x * 2 + column * 3) & 1023] * 0.16
        away = np.maximum(np.abs(a), np.abs(b)) * 0.45 + np.hypot(a, b) * 0.6 + rough
        dome = (
            radius * random.uniform(0.45, 0.8) * np.sqrt(np.clip(1 - away * away, 0, 1)) * (1 + rough * 0.4)
        )
        rows, columns = (row + y) % size, (column + x) % size
        height[rows, columns] = np.maximum(height[rows, columns], dome)
    height += 0.012 * np.maximum(book.soft, -1)
    cell = _STONES_METRES / size
    slope_z = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * cell)
    slope_x = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * cell)
    return Stones(height, slope_x.astype(np.float32), slope_z.astype(np.float32))


def ground_at(maps: Maps, x: float, z: float) -> float:
    """Height of the land at a point, in metres."""
    size = maps.height.shape[0] - 2
    column = min(max((x - GRID.west) / GRID.cell, 0), size)
    row = min(max((z - GRID.south) / GRID.cell, 0), size)
    i, j = int(column), int(row)
    fx, fy = column - i, row - j
    a, b, c, d = (float(maps.height[j + q, i + p]) for q in (0, 1) for p in (0, 1))
    return float((a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy)


def shadows(maps: Maps, sun: tuple[float, float, float]) -> Maps:
    """``maps`` with ``sunlit`` for a sun or moon in that direction."""
    return maps._replace(sunlit=sunlight(maps.height, GRID.cell, sun[0], max(sun[1], 0.015), sun[2], 0.035))
