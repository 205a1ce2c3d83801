"""The mountains around a village: a valley with a flat floor, carved once per variant and kept."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import fractal, sample_points
from moviola.engines.place.props.sprites import Flock
from moviola.engines.place.resample import CUBIC, LINEAR, fit, soften
from moviola.engines.place.shelf import kept
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.erosion import erode
from moviola.engines.place.terrain.ground import Maps
from moviola.engines.place.textures import textures
from moviola.engines.place.village.shadow import sunlit

VARIANTS = 4
_VERSION = 2
_EXTENT = 13_000.0
_SIZE = 1536
_PEAK = 1350.0
#: Height of the valley's floor, above any water.
FLOOR = 8.0

GRID = Grid(_EXTENT / _SIZE, -_EXTENT / 2, -_EXTENT * 0.13)

_Floats = NDArray[np.float64]


def _metres(size: int) -> tuple[_Floats, _Floats]:
    at = (np.arange(size) + 0.5) / size * _EXTENT
    x, z = np.meshgrid(at + GRID.west, at + GRID.south)
    return x, z


def _floor(size: int, variant: int) -> NDArray[np.bool_]:
    x, z = _metres(size)
    random = np.random.default_rng(500 + variant)
    sway, phase = random.uniform(120, 320), random.uniform(0, 6)
    wobble = fractal(size, 7.0, 4, 31 + variant * 19, 0.5, False, False)
    middle = sway * np.sin(z / 1500.0 + phase) - sway * math.sin(phase) + 60 * wobble
    half = 560 + 150 * wobble + 0.06 * np.maximum(z, 0)
    flat = (np.abs(x - middle) < half) & (z < random.uniform(1900, 2700) + 300 * wobble)
    flat |= np.hypot(x, z - 150) < 420
    rim = max(1, size // 128)
    flat[:rim] = flat[-rim:] = True
    flat[:, :rim] = flat[:, -rim:] = True
    return np.asarray(flat)


def _uplift(size: int, variant: int) -> _Floats:
    x, z = _metres(size)
    random = np.random.default_rng(900 + variant)

    def hill(at_x: float, at_z: float, wide: float, deep: float, gain: float) -> _Floats:
        return np.asarray(gain * np.exp(-(((x - at_x) / wide) ** 2) - ((z - at_z) / deep) ** 2))

    side = 1.0 if variant % 2 else -1.0
    rise = 0.20 + hill(side * random.uniform(500, 1000), random.uniform(5000, 6000), 1300, 1300, 1.6)
    rise += hill(
        -side * random.uniform(1400, 2100), random.uniform(5800, 7200), 1300, 1500, random.uniform(0.7, 1.1)
    )
    rise += hill(-side * 2900, 3000, 1200, 2000, random.uniform(0.35, 0.6))
    rise += hill(side * 3000, 3200, 1200, 2200, random.uniform(0.4, 0.65)) + hill(0, 8800, 3600, 1200, 0.8)
    rise = rise * (1 + 0.45 * fractal(size, 9.0, 5, 55 + variant * 7, 0.5, False, False))
    return np.asarray(np.maximum(rise, 0.03) * 1.1e-3)


def _carve(variant: int) -> dict[str, Picture]:
    land = erode(
        lambda size: _uplift(size, variant),
        lambda size: _floor(size, variant),
        _EXTENT,
        77 + variant * 31,
        1.0,
    )
    return {"land": np.asarray(land * (_PEAK / np.percentile(land, 99.97)), np.float32)}


@lru_cache(maxsize=2)
def mountains(variant: int) -> Maps:
    """Maps of a variant; ``sunlit`` is left at 1."""
    land = kept(f"village-{_VERSION}-{variant}", ("land",), lambda: _carve(variant))["land"]
    height = soften(fit(land, (_SIZE, _SIZE), CUBIC), 0.9)
    height = np.maximum(height, 0)
    # the foot of the mountains runs out gently
    height = height * np.clip(height / 70, 0.25, 1)
    slope_z, slope_x = np.gradient(height, GRID.cell)
    steep = soften(np.hypot(slope_x, slope_z), 2)
    book = textures()
    at = (np.arange(_SIZE) + 131 * variant) % len(book.ridges)
    rough = book.ridges[np.ix_(at, at)]
    high = np.clip(height / 120, 0, 1)
    height = height + rough * 9 * np.minimum(steep, 1.2) * high + FLOOR
    height = np.ascontiguousarray(height, np.float32)
    slope_z, slope_x = np.gradient(height, GRID.cell)
    small = fit(height, (_SIZE // 4, _SIZE // 4))
    wide = fit(soften(small, 15 / 4), (_SIZE, _SIZE), CUBIC)
    near = soften(height, 3)
    a, b = (near - height) / (6 * GRID.cell), (wide - height) / (30 * GRID.cell)
    openness = np.clip(1 - 0.9 * np.maximum(a, -0.15) - np.maximum(b, -0.2), 0.25, 1.15)
    patch = 0.36 * book.soft[np.ix_((at * 2) % len(book.soft), at)]
    wooded = np.clip((620 + 260 * patch - height) / 160, 0, 1) * np.clip((0.95 - steep) * 4, 0, 1)
    x, z = _metres(_SIZE)
    rising = np.clip((height - FLOOR - 5 + 6 * patch) / 10, 0, 1)
    groves = np.clip((patch - 0.26) * 4, 0, 0.8) * np.clip((np.hypot(x, z) + 330 * patch - 560) / 160, 0, 1)
    wooded *= np.maximum(rising * np.clip(0.55 + 1.3 * patch + 0.0012 * height, 0, 1), groves)
    planes = (height, slope_x, slope_z, np.ones_like(height), openness, wooded, np.clip(a, -1, 1))
    return Maps(*(np.ascontiguousarray(plane, np.float32) for plane in planes))


def lit(maps: Maps, sun: tuple[float, float, float]) -> Maps:
    """``maps`` with the shadows of a sun in that direction."""
    # shadows of mountains are soft: a third of the map's resolution shows them
    small = fit(maps.height, (_SIZE // 3, _SIZE // 3))
    seen = sunlit(small, GRID.cell * 3, sun[0], max(sun[1], 0.02), sun[2], 0.035)
    return maps._replace(sunlit=fit(seen, (_SIZE, _SIZE), LINEAR))


def height_at(maps: Maps, x: _Floats, z: _Floats) -> Picture:
    """Height of the land at points of any shape."""
    shape = x.shape
    columns, rows = (x.ravel() - GRID.west) / GRID.cell, (z.ravel() - GRID.south) / GRID.cell
    return sample_points(maps.height, columns, rows).reshape(shape)


def forest(maps: Maps, half: float, start: float, seed: int) -> Flock:
    """Trees on the slopes within a view of slope ``half`` from ``start`` metres on, far to near."""
    random = np.random.default_rng(seed)
    count = 46_000
    # as many to a pixel near as far
    depth = start * (5200 / start) ** random.random(count)
    x = (random.random(count) * 2 - 1) * (half * 1.25) * depth
    columns, rows = (x - GRID.west) / GRID.cell, (depth - GRID.south) / GRID.cell
    wooded = sample_points(maps.forest, columns, rows)
    keep = wooded > random.random(count) * 0.9 + 0.05
    x, depth = x[keep], depth[keep]
    order = np.argsort(-depth)
    x, depth = x[order], depth[order]
    size = len(x)
    tall = random.uniform(11, 22, size)
    sunshine = sample_points(maps.sunlit, (x - GRID.west) / GRID.cell, (depth - GRID.south) / GRID.cell)
    return Flock(
        x, depth, height_at(maps, x, depth).astype(np.float64) - 0.5 - 0.08 * tall, tall,
        random.integers(0, 4, size), sunshine, random.uniform(0.75, 1.15, size),
    )  # fmt: skip
