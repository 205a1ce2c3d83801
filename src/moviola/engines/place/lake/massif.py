"""The mountains around a lake, of several kinds: raised, eroded, and kept once computed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import fractal
from moviola.engines.place.resample import CUBIC, fit
from moviola.engines.place.shelf import kept
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.crags import bent, raise_crags
from moviola.engines.place.terrain.erosion import erode, relaxed
from moviola.engines.place.terrain.gullies import carve_gullies
from moviola.engines.place.textures import textures

_VERSION = 4
EXTENT = 14_000.0
SIZE = 2048
_LEVELS = ((256, 84), (512, 12))
#: Heights are kept in steps of 5 cm above the deepest water.
_STEP, _LOWEST = 0.05, -40.0

#: Where the land lies: the camera stands at x = z = 0 and looks along z.
GRID = Grid(EXTENT / SIZE, -EXTENT / 2, -EXTENT * 0.12)

_Floats = NDArray[np.float64]
_Map = tuple[_Floats, _Floats]


@dataclass(frozen=True)
class Massif:
    """One kind of land.

    ``hills``: x, z, half width, half depth, gain of what is raised; ``lake``: half width at the camera, more of it in
    the middle, length; ``gap``: tangents of the azimuths where a low sun shows. ``peak``: metres of the highest top;
    ``talus``: steepest slope that water leaves, ``steepest`` that rockfall leaves; ``apron``: slope of the ground
    around the lake; ``rough``: unevenness of the rise; ``crags`` and ``beds``: gains of
    :func:`~moviola.engines.place.terrain.crags.raise_crags`; ``cone``: x, z, radius of a volcano.
    """

    hills: tuple[tuple[float, float, float, float, float], ...]
    lake: tuple[float, float, float] = (560.0, 330.0, 4300.0)
    gap: float = -0.165
    peak: float = 1750.0
    base: float = 0.22
    talus: float = 1.0
    steepest: float = 0.82
    rough: float = 0.45
    depth: float = 0.050
    sharp: float = 0.35
    beds: float = 0.35
    crags: float = 1.0
    apron: float = 0.09
    cone: tuple[float, float, float] = (0.0, 0.0, 0.0)
    bend: float = 250.0


MASSIFS: dict[str, Massif] = {
    "classic": Massif(
        (
            (1500, 6600, 1500, 1500, 1.25), (-1900, 7600, 1500, 1700, 0.85), (3300, 4200, 1300, 2600, 0.75),
            (-3300, 4200, 1500, 2800, 0.80), (-300, 9600, 2500, 1500, 0.80),
        ),
    ),
    "cirque": Massif(
        (
            (-2300, 3600, 1000, 1500, 1.1), (-1100, 5200, 1000, 900, 1.2), (600, 5600, 900, 800, 0.85),
            (1900, 4700, 1000, 1000, 1.25), (2700, 2900, 900, 1500, 1.0),
        ),
        lake=(620.0, 420.0, 2600.0), gap=0.02, peak=1500.0, base=0.10, bend=60.0,
    ),
    "fjord": Massif(
        (
            (-1900, 3000, 1050, 3800, 1.15), (2000, 3600, 1050, 3600, 1.2), (-1800, 7600, 1000, 1500, 1.2),
            (1900, 8200, 1100, 1500, 1.0), (300, 10800, 2600, 900, 1.0),
        ),
        lake=(640.0, 150.0, 8200.0), gap=-0.03, peak=1500.0, steepest=1.05, base=0.05, beds=0.6, apron=0.8,
        bend=330.0,
    ),
    "cone": Massif(
        ((-3600, 5200, 1700, 1700, 0.42), (3700, 5600, 1500, 2000, 0.35), (-200, 10500, 4500, 1200, 0.3)),
        lake=(760.0, 500.0, 3600.0), gap=-0.36, peak=620.0, base=0.10, depth=0.055, beds=0.0, crags=0.25,
        cone=(700, 7000, 3300),
    ),
    "spires": Massif(
        (
            (-1500, 4900, 520, 520, 1.7), (-550, 4700, 420, 420, 1.5), (350, 4900, 480, 460, 2.1),
            (1150, 4700, 420, 420, 1.6),
            (1950, 4900, 520, 500, 1.8), (2900, 4700, 620, 700, 1.3), (-2500, 4700, 700, 800, 1.2),
            (0, 5600, 3200, 700, 0.5),
        ),
        lake=(520.0, 260.0, 2700.0), gap=-0.30, peak=1700.0, talus=1.6, steepest=1.5, base=0.10, rough=0.85,
        sharp=0.55, depth=0.06, bend=120.0,
    ),
    "foothills": Massif(
        (
            (-2800, 9800, 1500, 1000, 1.15), (-900, 10000, 1200, 900, 1.35), (900, 9900, 1300, 900, 1.1),
            (2700, 9700, 1300, 1000, 1.3),
            (4600, 9600, 1500, 1200, 1.0), (-1900, 4300, 1300, 900, 0.16), (2300, 4600, 1500, 1000, 0.18),
            (300, 6300, 2200, 700, 0.15),
        ),
        lake=(600.0, 620.0, 3000.0), gap=0.20, peak=2050.0, base=0.06, steepest=0.85, depth=0.035,
    ),
    "horn": Massif(
        (
            (-900, 6000, 520, 520, 2.1), (-1700, 6600, 1000, 800, 0.8), (200, 6700, 1100, 700, 0.65),
            (3000, 4700, 1100, 2300, 0.7),
            (-3400, 4300, 1200, 2400, 0.7), (1800, 8600, 1700, 1000, 0.85),
        ),
        lake=(520.0, 300.0, 3300.0), gap=0.17, peak=2000.0, steepest=1.15, base=0.12, rough=0.40, sharp=0.5, crags=0.65,
    ),
    "wall": Massif(
        (
            (-2700, 5300, 900, 700, 1.0), (-1500, 5700, 600, 900, 1.7), (-300, 5300, 650, 500, 0.9),
            (450, 5900, 600, 1000, 1.75),
            (1500, 5300, 650, 650, 1.4), (2500, 4500, 800, 900, 1.3), (3000, 2600, 900, 1300, 0.9),
            (-3200, 3000, 900, 1400, 0.7),
        ),
        lake=(480.0, 420.0, 2900.0), gap=-0.44, peak=1350.0, steepest=0.80, base=0.08, rough=1.1, beds=0.6,
        depth=0.030,
        sharp=0.25, bend=160.0,
    ),
}  # fmt: skip


def _metres(size: int) -> _Map:
    at = (np.arange(size) + 0.5) / size * EXTENT
    x, z = np.meshgrid(at + GRID.west, at + GRID.south)
    return x, z


def _lake(size: int, form: Massif, seed: int) -> NDArray[np.bool_]:
    x, z = _metres(size)
    wobble = fractal(size, 6.0, 5, 77 + seed, 0.5, False, False)
    narrow, more, length = form.lake
    middle = form.bend * np.sin(z / 1700.0) + wobble * min(260, narrow * 0.4) - 60
    half = narrow + more * np.sin(np.clip(z / length, 0, 1) * math.pi) + wobble * 190
    wet = (np.abs(x - middle) < half) & (z > -700) & (z < length + wobble * 500 + np.sin(x / 300) * 120)
    rim = max(1, size // 128)
    wet[:rim] = wet[-rim:] = True
    wet[:, :rim] = wet[:, -rim:] = True
    return np.asarray(wet)


def _away(wet: NDArray[np.bool_]) -> Picture:
    """Metres to the nearest water."""
    cells = cv2.distanceTransform((~wet).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(cells * (EXTENT / wet.shape[0]), np.float32)


def _uplift(size: int, form: Massif, seed: int) -> _Floats:
    x, z = _metres(size)
    rise = np.full_like(x, form.base)
    for at_x, at_z, wide, deep, gain in form.hills:
        rise += gain * np.exp(-(((x - at_x) / wide) ** 2) - ((z - at_z) / deep) ** 2)
    gap = np.exp(-(((x - z * form.gap + 100) / (560 + z * 0.05)) ** 2)) * np.clip((z - 3000) / 1500, 0, 1)
    rise = rise * (1 + form.rough * fractal(size, 9.0, 5, 5 + seed, 0.5, False, False)) * (1 - 0.82 * gap)
    return np.asarray(np.maximum(rise, 0.03) * 1.1e-3)


def _volcano(height: Picture, form: Massif) -> Picture:
    at_x, at_z, radius = form.cone
    x, z = _metres(height.shape[0])
    away = np.hypot(x - at_x, z - at_z)
    share = np.clip(1 - away / radius, 0, 1)
    top = 1780 * (0.42 * share + 0.58 * share**2.3)
    crater = 1560 - np.clip(150 - away, 0, 150) * 0.35
    return np.asarray(np.where(height > 0, np.maximum(height, np.minimum(top, crater)), height), np.float32)


def _raise(name: str) -> dict[str, Picture]:
    form = MASSIFS[name]
    seed = 7 * list(MASSIFS).index(name)

    def uplift(size: int) -> _Floats:
        return _uplift(size, form, seed)

    def shores(size: int) -> Picture:
        return _away(_lake(size, form, seed)) * np.float32(0.06) + 2

    land = erode(uplift, lambda size: _lake(size, form, seed), EXTENT, 21 + seed, form.talus, _LEVELS, shores)
    wet = _lake(land.shape[0], form, seed)
    land = np.maximum(land, np.float32(0.2)) * np.float32(form.peak / float(np.percentile(land, 99.97)))
    # wooded ground rises gently from the shore to where the rock begins
    outward = _away(wet)
    most = 3 + form.apron * outward + 1500 * (outward / (2500 if form.apron < 0.5 else 1200)) ** 3
    gentle = np.asarray(most * (1 - np.exp(-land / most)), np.float32)
    land = relaxed(gentle, wet, EXTENT, form.steepest)
    land = land * min(form.peak / float(np.percentile(land, 99.97)), 1.15)
    # low ground behind the camera, which else would stand before a sun that lights the view from there
    behind = np.clip((_metres(land.shape[0])[1] + 1000) / 1300, 0, 1)
    land = land * np.asarray(0.04 + 0.96 * behind * behind * (3 - 2 * behind), np.float32)
    inward = _away(~wet)
    land = np.where(wet, -np.minimum(inward * 0.12, 30) - 0.3, np.maximum(land, 0.2)).astype(np.float32)
    height = fit(land, (SIZE, SIZE), CUBIC)
    # what stands by the water and the low gap for the sun stay where they are
    held = np.clip(1.6 - _away(_lake(SIZE, form, seed)) / 260, 0, 1)
    bend = bent(height, GRID.cell, np.asarray(held, np.float32), 300 + seed)
    height = raise_crags(bend, GRID.cell, form.crags, form.beds, 500 + seed)
    if form.cone[2]:
        height = _volcano(height, form)
    height = carve_gullies(
        height, GRID.cell, (210.0, 92.0, 44.0), form.depth, form.sharp, textures().soft, 0.0, 3 + seed
    )
    # talus gathers at the foot of the rock
    height = np.where(bend > 1, np.maximum(height, 0.3 + bend * 0.2), np.minimum(bend, height)).astype(
        np.float32
    )
    steps = np.clip((height - _LOWEST) / _STEP, 0, 65535).astype(np.uint16)
    return {"steps": steps}


def massif(name: str) -> Picture:
    """Heights in metres [SIZE, SIZE] of a kind of land, below 0 under water."""
    number = list(MASSIFS).index(name)
    stored = kept(f"lake-{_VERSION}-{number}", ("steps",), lambda: _raise(name))["steps"]
    return np.asarray(stored, np.float32) * np.float32(_STEP) + np.float32(_LOWEST)
