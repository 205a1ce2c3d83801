"""A night sky: stars by a power law of brightness, and the band of the Milky Way with its dust lanes."""

from __future__ import annotations

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import soften


def night_sky(width: int, height: int, soft: Picture, seed: int) -> Picture:
    """Light [height, width] to add to the sky of a canvas."""
    random = np.random.default_rng(seed + 2)
    out = np.zeros((height, width), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u = (x - width * 0.44) / width
    v = (y - height * 0.55) / width
    across = u * 0.80 + v * 0.60
    along = -u * 0.6 + v * 0.8
    wide = cv2.remap(soft, (x / width * 420) % 1023, (y / width * 420) % 1023, cv2.INTER_LINEAR)
    fine = cv2.remap(soft, (x / width * 1900) % 1023, (y / width * 1900) % 1023, cv2.INTER_LINEAR)
    band = np.exp(-(((across + 0.018 * wide) / 0.085) ** 2)) * (0.75 + 0.5 * np.exp(-((along / 0.22) ** 2)))
    dust = np.exp(-(((across + 0.012 + 0.03 * wide) / 0.022) ** 2))
    dust *= 0.5 + 0.5 * np.clip(wide + fine * 0.5 + 0.4, 0, 1)
    milky = np.maximum(band * (0.55 + 0.20 * wide + 0.12 * fine) - dust * 0.55 * band, 0)
    count = 9000
    column = random.uniform(0, width, count).astype(int)
    row = random.uniform(0, height, count).astype(int)
    bright = np.minimum(random.pareto(1.25, count) * 0.05, 3.0) * (0.5 + 1.6 * milky[row, column])
    scale = width / 1920
    np.add.at(out, (row, column), (bright * scale * scale * 1.6).astype(np.float32))
    out = soften(out, max(0.6 * scale, 0.35)) * 2.2
    faint = np.where(random.random((height, width)) < milky * 0.04, 0.16, 0)
    return np.asarray((out + milky * 0.13 + faint) * 0.55, np.float32)
