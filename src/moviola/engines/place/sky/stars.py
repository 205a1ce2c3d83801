"""Stars: numbers that triple from magnitude to magnitude, and the colours of their temperatures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import LINEAR, fit

#: Stars in the whole frame that is drawn from, and its reach as slopes to the sides and up.
_COUNT = 30_000
_WIDE, _HIGH = 1.5, 1.6
#: Points that the crowds of the Milky Way are chosen from.
_CROWD = 150_000
#: Brightness against number, as a power law: N(> f) ~ f^-1.05.
_POWER = 1.05
#: Colours from cool to hot stars, and how often each is met.
_COLOURS = np.array(
    [[1.25, 0.85, 0.55], [1.15, 0.95, 0.75], [1.0, 1.0, 0.98], [0.86, 0.96, 1.18], [0.75, 0.92, 1.3]]
)
_OFTEN = (0.12, 0.2, 0.3, 0.26, 0.12)


_Row = NDArray[np.float64]


def star_list(
    seed: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Across and slope, brightness (about 0.01–10) and colour [N, 3] of every star."""
    dice = np.random.default_rng((seed, 21))
    across = dice.uniform(-_WIDE, _WIDE, _COUNT)
    slope = dice.uniform(0.0, _HIGH, _COUNT)
    light = np.minimum((1 - dice.random(_COUNT)) ** (-1 / _POWER) * 0.007, 3.5)
    colour = _COLOURS[dice.choice(len(_COLOURS), _COUNT, p=_OFTEN)] * dice.uniform(0.92, 1.08, (_COUNT, 3))
    return across, slope, light, colour


def paint_stars(out: Picture, lens: Lens, seed: int, gain: float, band: Picture | None) -> None:
    """Add the stars to ``out`` [H, W, 3]; ``band`` [h, w] 0–1 (the Milky Way) adds crowds of faint ones."""
    across, slope, light, colour = star_list(seed)
    _spread(out, lens, across, slope, light * gain, colour)
    if band is None:
        return
    dice = np.random.default_rng((seed, 22))
    across, slope = dice.uniform(-_WIDE, _WIDE, _CROWD), dice.uniform(0.0, _HIGH, _CROWD)
    column = (lens.centre + across * lens.focal) * band.shape[1] / out.shape[1]
    row = (lens.horizon - slope * lens.focal) * band.shape[0] / out.shape[0]
    inside = (column >= 0) & (column < band.shape[1]) & (row >= 0) & (row < band.shape[0])
    bright = np.zeros(_CROWD)
    bright[inside] = band[row[inside].astype(np.int64), column[inside].astype(np.int64)]
    kept = dice.random(_CROWD) < bright * 1.1
    light = np.minimum((1 - dice.random(_CROWD)) ** (-1 / _POWER) * 0.020, 0.7)
    colour = _COLOURS[dice.choice(len(_COLOURS), _CROWD, p=_OFTEN)]
    _spread(out, lens, across[kept], slope[kept], light[kept] * gain, colour[kept])


def _spread(out: Picture, lens: Lens, across: _Row, slope: _Row, light: _Row, colour: _Row) -> None:
    """Add points of light, each as wide as a lens makes it: at least a pixel, and a share of the picture."""
    rows, columns = out.shape[:2]
    x, y = lens.centre + across * lens.focal, lens.horizon - slope * lens.focal
    inside = (x >= 3) & (x < columns - 4) & (y >= 3) & (y < rows - 4)
    x, y, colour = x[inside], y[inside], colour[inside]
    # the air takes light near the horizon
    light = light[inside] * np.exp(-0.10 / np.maximum(slope[inside], 0.02))
    size = max(lens.focal / 2500.0, 0.36)
    flat = out.reshape(-1, 3)
    for reach, chosen in ((1, light < 0.4), (3, light >= 0.4)):
        spots = np.flatnonzero(chosen)
        width = size * (1 + 0.22 * np.minimum(light[spots], 4.0) ** 0.35)
        column, row = x[spots].astype(np.int64), y[spots].astype(np.int64)
        peak = light[spots] * (1.4 + 1.4 * min(max(size - 0.36, 0.0) / 0.5, 1.0))
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                away = (column + dx + 0.5 - x[spots]) ** 2 + (row + dy + 0.5 - y[spots]) ** 2
                share = peak * np.exp(-away / (2 * width * width))
                seen = share > 2e-4
                place = (row[seen] + dy) * columns + column[seen] + dx
                np.add.at(flat, place, (share[seen, None] * colour[spots[seen]]).astype(np.float32))


def haze_stars(band: Picture, width: int, height: int) -> Picture:
    """Unresolved stars [height, width, 3] of a band [h, w, 3]: its light with a grain of many faint points."""
    light = fit(band, (width, height), LINEAR)
    dice = np.random.default_rng(9)
    grain = dice.random((512, 512)).astype(np.float32)
    specks = np.maximum(grain - 0.965, 0) * 26
    specks = cv2.GaussianBlur(specks, (0, 0), 0.55)
    tall, wide = -(-height // 512), -(-width // 512)
    light *= (0.86 + 0.55 * np.tile(specks, (tall, wide))[:height, :width])[..., None]
    return light
