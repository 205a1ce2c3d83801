"""The low land under a large sky: meadows, hills and mountains from layered noise, fine before the camera."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.heights.layouts import Form, Layout
from moviola.engines.place.heights.massif import mountains
from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import sample_points
from moviola.engines.place.terrain.cascade import Cascade
from moviola.engines.place.terrain.shadow import shadow_heights, sunlit
from moviola.engines.place.textures import textures

_FAR, _FAR_CELL = 896, 16.0
_NEAR, _NEAR_CELL = 384, 0.42
_SOUTH = -260.0

_Plane = NDArray[np.float64]


class Land(NamedTuple):
    """``heights`` in both maps, ``sun`` 0–1 that reaches the far map, and the height of the ground at the camera."""

    heights: Cascade
    sun: Picture
    ground: float


def _noise(plane: Picture, x: _Plane, z: _Plane, metres: float, shift: float) -> _Plane:
    """Repeating noise with cells of so many metres."""
    scale = 128.0 / metres
    u = np.asarray((x * scale + shift * 137.0) % 1024, np.float32)
    v = np.asarray((z * scale + shift * 71.0) % 1024, np.float32)
    return np.asarray(cv2.remap(plane, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float64)


def _smooth(low: float, high: float, value: _Plane) -> _Plane:
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _heights(layout: Layout, x: _Plane, z: _Plane) -> _Plane:
    """Height of the land in metres, about 0 before the camera."""
    book, shift = textures(), float(layout.seed * 7 % 61)
    away = np.hypot(x, z)
    out = _noise(book.soft, x, z, 46.0, shift) * 0.30 + _noise(book.soft, x, z, 9.0, shift) * 0.045
    form = layout.form
    if form == "above":
        return _islands(layout, x, z)
    if form == "plain":
        out += _noise(book.soft, x, z, 420.0, shift) * 1.5 * _smooth(30, 300, away)
        rise = _smooth(3200, 7500, z + 900 * _noise(book.soft, x, z, 3000.0, shift + 5))
        out += rise * layout.tall * (0.55 + 0.30 * _noise(book.soft, x, z, 2600.0, shift + 9))
    elif form == "hills":
        roll = _noise(book.soft, x, z, 1250.0, shift + 2)
        out += (roll * 26.0 + _noise(book.soft, x, z, 420.0, shift + 4) * 5.0 - 16.0) * _smooth(40, 520, away)
        rise = _smooth(1800, 7000, z)
        out += rise * layout.tall * (0.62 + 0.34 * _noise(book.soft, x, z, 2300.0, shift + 9))
    else:
        valley = -55.0 * _smooth(60, 420, z) * (1 - 0.4 * _smooth(1500, 4000, z))
        out += valley + _noise(book.soft, x, z, 620.0, shift + 4) * 9.0 * _smooth(60, 500, away)
        first = _smooth(900, 2600, z) * (1 - _smooth(3400, 4600, z)) * 0.12
        second = _smooth(3000, 6400, z)
        # mountains are lower towards the light and behind the hero, who stands before the sky
        gap = np.exp(-(((x - z * np.tan(np.radians(layout.toward))) / (500 + 0.16 * z)) ** 2)) * 0.45
        gap = np.maximum(gap, np.exp(-(((x - z * layout.side * layout.wide) / (300 + 0.13 * z)) ** 2)) * 0.62)
        out += (first + second) * (1 - gap) * layout.tall * mountains(x, z, layout.seed)
    reach = layout.away
    at_x, at_z = layout.side * layout.wide * reach, reach
    # the hero stands on a rise that runs off to its own side
    side = np.sign(layout.side)
    outward = np.where((x - at_x) * side > 0, 2.2, 1.0)
    swell = np.exp(-((((x - at_x) / outward) / 13.0) ** 2) - ((z - at_z) / 15.0) ** 2)
    out = out * (1 - 0.6 * swell) + layout.knoll * swell
    # nothing rises right before the camera
    return np.asarray(out - 0.5 * np.exp(-((away / 7.0) ** 2)))


#: Height of the sea of clouds' base in metres; land is lower wherever no peak stands.
CLOUD_BASE = 1000.0


def _islands(layout: Layout, x: _Plane, z: _Plane) -> _Plane:
    """Peaks that stand out of the clouds: one at a third of the view, lesser ones around and behind it."""
    return np.asarray(300 + _rise(layout, x, z) / _crest(layout) * (CLOUD_BASE + 100 + layout.tall))


@lru_cache(maxsize=8)
def _crest(layout: Layout) -> float:
    """The highest point of a layout's peaks."""
    x, z = np.meshgrid(np.linspace(-6000, 6000, 300), np.linspace(900, 9500, 240))
    return float(_rise(layout, x, z).max())


def _rise(layout: Layout, x: _Plane, z: _Plane) -> _Plane:
    dice = np.random.default_rng((layout.seed, 17))
    hero_z = float(dice.uniform(4600, 6200))
    places = [(layout.side * layout.wide * 0.66 * hero_z, hero_z, 1650.0, 1.0)]
    for _ in range(int(dice.integers(2, 5))):
        at_z = float(dice.uniform(5400, 9000))
        at_x = float(dice.uniform(-1.0, 1.0)) * layout.wide * at_z
        places.append((at_x, at_z, float(dice.uniform(900, 1700)), float(dice.uniform(0.50, 0.80))))
    share = np.zeros_like(x)
    for at_x, at_z, wide, gain in places:
        away = np.hypot((x - at_x) / wide, (z - at_z) / (wide * 0.8))
        share = np.maximum(share, gain * np.clip(1 - away * 0.55, 0, 1))
    # nothing rises before the camera
    share *= _smooth(900, 2600, z)
    return np.asarray(share * (0.50 + 0.62 * mountains(x, z, layout.seed)))


def _grid(size: int, cell: float, west: float, south: float) -> tuple[_Plane, _Plane]:
    at = np.arange(size) * cell
    x, z = np.meshgrid(at + west, at + south)
    return np.asarray(x, np.float64), np.asarray(z, np.float64)


@lru_cache(maxsize=3)
def _maps(layout: Layout) -> Cascade:
    west = -_FAR * _FAR_CELL / 2
    far = _heights(layout, *_grid(_FAR, _FAR_CELL, west, _SOUTH))
    near_west, near_south = -_NEAR * _NEAR_CELL / 2, -4.0
    near = _heights(layout, *_grid(_NEAR, _NEAR_CELL, near_west, near_south))
    nothing = np.zeros((2, 2), np.float32)
    return Cascade(
        np.ascontiguousarray(far, np.float32), _FAR_CELL, west, _SOUTH, np.ascontiguousarray(near, np.float32),
        _NEAR_CELL, near_west, near_south, nothing, 1.0, 0.0,
    )  # fmt: skip


def build(layout: Layout, sun: tuple[float, float, float]) -> Land:
    """The land of a layout under a sun in that direction."""
    heights = _maps(layout)
    shade = shadow_heights(heights.far, _FAR_CELL, (sun[0], max(sun[1], 0.02), sun[2]))
    return Land(heights, sunlit(heights.far, shade, 14.0), height_of(heights, 0.0, 0.0))


def height_of(land: Cascade, x: float, z: float) -> float:
    """Height at a point near the camera, in metres."""
    near = land.near
    column = min(max((x - land.near_west) / land.near_cell, 0), near.shape[1] - 1.001)
    row = min(max((z - land.near_south) / land.near_cell, 0), near.shape[0] - 1.001)
    i, j = int(column), int(row)
    fx, fz = column - i, row - j
    top = near[j, i] * (1 - fx) + near[j, i + 1] * fx
    bottom = near[j + 1, i] * (1 - fx) + near[j + 1, i + 1] * fx
    return float(top * (1 - fz) + bottom * fz)


def near_height(land: Cascade, x: _Plane, z: _Plane) -> _Plane:
    """Heights of the near map at points, in metres; beyond it those of its border."""
    column, row = (x - land.near_west) / land.near_cell, (z - land.near_south) / land.near_cell
    return np.asarray(sample_points(land.near, column, row), np.float64)


def far_height(land: Cascade, x: _Plane, z: _Plane) -> _Plane:
    """Heights of the far map at points, in metres."""
    column = np.clip((x - land.far_west) / land.far_cell, 0, land.far.shape[1] - 1)
    row = np.clip((z - land.far_south) / land.far_cell, 0, land.far.shape[0] - 1)
    return np.asarray(land.far[row.astype(np.int64), column.astype(np.int64)], np.float64)


def is_dry(form: Form) -> bool:
    """Whether a form has land to stand on."""
    return form not in ("sea", "above")
