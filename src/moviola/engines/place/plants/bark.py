"""Bark of several trees, as repeating tiles: tone, hue (towards a second colour), slopes."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.tiles import Tiles, relief, tiles
from moviola.engines.place.resample import soften
from moviola.engines.place.textures import textures

_Any = NDArray[np.floating[Any]]

FURROWED, SCALY, SMOOTH, BIRCH, CANE, RINGED, PLATED = range(7)
_SIZE = 1024


def _noise(across: int, along: int, shift: int = 0) -> Picture:
    """Repeating noise, stretched by whole numbers."""
    v, u = np.mgrid[0:_SIZE, 0:_SIZE] * (1024 // _SIZE)
    return np.asarray(
        textures().soft[(v * along + shift) % 1024, (u * across + shift * 3) % 1024], np.float32
    )


def _warped(plane: Picture, by: Picture, pixels: float) -> Picture:
    v, u = np.mgrid[0:_SIZE, 0:_SIZE]
    return np.asarray(plane[v, (u + by * pixels * (_SIZE / 512)).astype(int) % _SIZE], np.float32)


def _plane(tone: _Any, hue: _Any, height: _Any, gain: float) -> Picture:
    across, along = relief(np.asarray(height, np.float32), gain)
    return np.stack([np.clip(tone, 0, 1), np.clip(hue, 0, 1), across, along], 2).astype(np.float32)


def _plates(count: int, seed: int) -> tuple[Picture, Picture]:
    """Cells that repeat: metres from their cracks (in cells, 0–1), and a number 0–1 of each."""
    random = np.random.default_rng(seed)
    places = random.uniform(0, _SIZE, (count, 2))
    rim = _SIZE // 4
    wide = _SIZE + 2 * rim
    seeds = np.full((wide, wide), 255, np.uint8)
    values = np.zeros((wide, wide), np.float32)
    shades = random.random(count)
    for shift_x in (-_SIZE, 0, _SIZE):
        for shift_y in (-_SIZE, 0, _SIZE):
            at = (places + np.array([shift_x + rim, shift_y + rim])).astype(int)
            inside = ((at >= 0) & (at < wide)).all(1)
            seeds[at[inside, 1], at[inside, 0]] = 0
            values[at[inside, 1], at[inside, 0]] = shades[inside]
    _, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, cv2.DIST_MASK_PRECISE, labelType=cv2.DIST_LABEL_PIXEL
    )
    lookup = np.zeros(int(labels.max()) + 1, np.float32)
    lookup[labels[seeds == 0]] = values[seeds == 0]
    shade = lookup[labels]
    crack = (shade != np.roll(shade, 1, 0)) | (shade != np.roll(shade, 1, 1))
    away = cv2.distanceTransform((~crack).astype(np.uint8), cv2.DIST_L2, 5)
    middle = slice(rim, rim + _SIZE)
    cell = _SIZE / np.sqrt(count)
    return np.asarray(away[middle, middle] / (0.5 * cell), np.float32), np.asarray(
        shade[middle, middle], np.float32
    )


def _both(plane: Picture, pixels: float, shift: int) -> Picture:
    """``plane`` with its straight lines broken."""
    v, u = np.mgrid[0:_SIZE, 0:_SIZE]
    down = _noise(2, 2, shift) * 0.6 + _noise(5, 5, shift + 70) * 0.35
    across = _noise(2, 2, shift + 150) * 0.6 + _noise(5, 5, shift + 220) * 0.35
    return np.asarray(
        plane[(v + down * pixels).astype(int) % _SIZE, (u + across * pixels).astype(int) % _SIZE], np.float32
    )


def _furrowed() -> Picture:
    # ridges that run up the stem, break and join again
    away, shade = (_both(plane, 30.0, 205) for plane in _plates(300, 21))
    fine = _noise(9, 3, 77) * 0.6 + _noise(17, 7, 160) * 0.4
    ridge = np.clip(away * 1.7 - 0.05, 0, 1) ** 0.8
    tone = 0.07 + 0.46 * ridge + 0.14 * shade * ridge + 0.08 * fine
    return _plane(tone, 0.25 + 0.4 * shade + 0.2 * ridge, ridge + fine * 0.08, 9.0)


def _scaly() -> Picture:
    # small flakes that curl off at their edges, over larger ones
    away, shade = (_both(plane, 11.0, 31) for plane in _plates(640, 3))
    large, other = (_both(plane, 20.0, 77) for plane in _plates(120, 5))
    fine = _noise(7, 5, 19) * 0.6 + _noise(15, 9, 190) * 0.4
    flake = np.clip(away * 2.2, 0, 1) ** 0.6 * (0.45 + 0.55 * shade)
    deep = np.clip(large * 3.5, 0, 1) ** 0.7
    height = flake * 0.55 + deep * 0.75 + fine * 0.07
    tone = 0.09 + 0.30 * deep + 0.30 * flake * deep + 0.07 * fine
    return _plane(tone, 0.25 + 0.45 * shade + 0.2 * other, height, 9.0)


def _plated() -> Picture:
    # long plates between dark furrows, each of several thin layers
    away, shade = (_both(plane, 26.0, 45) for plane in _plates(130, 9))
    flakes, tint = (_both(plane, 12.0, 15) for plane in _plates(900, 11))
    fine = _noise(6, 4, 120) * 0.6 + _noise(15, 7, 33) * 0.4
    plate = np.clip(away * 2.6 - 0.12, 0, 1) ** 0.75
    layer = np.floor(np.clip(away * 1.6 + 0.22 * fine, 0, 0.99) * 4) / 4
    height = plate * 1.1 + layer * 0.35 + np.clip(flakes * 3, 0, 1) * 0.16 + fine * 0.06
    tone = 0.05 + plate * (0.36 + 0.16 * shade + 0.12 * tint * np.clip(flakes * 4, 0, 1)) + 0.06 * fine
    return _plane(tone, 0.15 + 0.5 * shade + 0.3 * layer, height, 10.0)


def _smooth() -> Picture:
    fine = _noise(4, 4, 5)
    rings = np.clip(_noise(1, 6, 33) - 1.1, 0, 1)
    blotch = _noise(1, 1, 140)
    lichen = np.clip(_noise(2, 2, 400) * 1.4 - 0.9, 0, 1)
    height = fine * 0.05 - rings * 0.3 + blotch * 0.04
    streak = _noise(3, 1, 222)
    tone = 0.56 + 0.035 * blotch + 0.05 * fine + 0.05 * streak - 0.26 * rings + 0.12 * lichen
    return _plane(tone, 0.40 + 0.2 * streak, height + streak * 0.05, 4.5)


def _birch() -> Picture:
    random = np.random.default_rng(8)
    dark = np.zeros((_SIZE, _SIZE), np.float32)

    def oval(x: float, y: float, wide: float, high: float, much: float) -> None:
        for shift in (-_SIZE, 0, _SIZE):
            for lift in (-_SIZE, 0, _SIZE):
                at = (int((x + shift) * 16), int((y + lift) * 16))
                axes = (max(int(wide * 16), 8), max(int(high * 16), 8))
                cv2.ellipse(dark, at, axes, 0, 0, 360, much, -1, cv2.LINE_AA, 4)

    for _ in range(260):
        x, y = random.uniform(0, _SIZE, 2)
        oval(
            x,
            y,
            random.exponential(9) + 2,
            random.uniform(0.5, 1.3),
            random.uniform(0.4, 0.9),
        )
    for _ in range(16):
        x, y = random.uniform(0, _SIZE, 2)
        for _ in range(14):
            oval(
                x + random.normal() * 13, y + random.normal() * 5, random.uniform(3, 18), random.uniform(1, 6),
                random.uniform(0.7, 1.0),
            )  # fmt: skip
    dark = np.clip(soften(dark, 0.8) + 0.10 * (_noise(2, 6, 61) > 1.3), 0, 1)
    fine = _noise(3, 5, 9)
    tone = (0.80 + 0.04 * fine + 0.05 * _noise(1, 1, 250)) * (1 - 0.88 * dark)
    return _plane(tone, 0.25 + 0.25 * _noise(1, 2, 170), -dark * 0.5 + fine * 0.05, 4.0)


def _cane() -> Picture:
    lines = _noise(4, 0, 7)
    return _plane(
        0.62 + 0.05 * lines + 0.06 * _noise(1, 1, 30), 0.4 + 0.35 * _noise(1, 1, 90), lines * 0.03, 3.0
    )  # fmt: skip


def _ringed() -> Picture:
    rings = np.clip(np.abs(_warped(_noise(1, 4, 5), _noise(1, 1, 9), 4.0)), 0, 1.4)
    dash = np.clip(_noise(1, 7, 120) - 1.2, 0, 1)
    fine = _noise(4, 4, 200)
    height = rings * 0.3 + dash * 0.5 + fine * 0.1
    return _plane(0.34 + 0.16 * rings + 0.25 * dash + 0.07 * fine, 0.4 + 0.3 * _noise(1, 1, 60), height, 4.5)


@cache
def barks() -> Tiles:
    """All barks, in the order of their names above."""
    return tiles([_furrowed(), _scaly(), _smooth(), _birch(), _cane(), _ringed(), _plated()])
