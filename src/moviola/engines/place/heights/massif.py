"""A range of mountains carved once and kept; every picture sees another part of it, turned or mirrored."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import fractal
from moviola.engines.place.shelf import kept
from moviola.engines.place.terrain.erosion import erode

_VERSION = 1
#: Metres that the carved square spans; beyond its borders it goes on mirrored.
_EXTENT = 15_000.0


def _uplift(size: int) -> NDArray[np.float64]:
    noise = fractal(size, 5.0, 5, 907, 0.5, False, False)
    return np.asarray(np.clip(0.62 + 0.75 * noise, 0.10, 2.0) * 1.1e-3, np.float64)


def _rim(size: int) -> NDArray[np.bool_]:
    wet = np.zeros((size, size), np.bool_)
    wet[:2] = wet[-2:] = True
    wet[:, :2] = wet[:, -2:] = True
    return wet


def _carve() -> dict[str, Picture]:
    land = erode(_uplift, _rim, _EXTENT, 419, 1.05)
    # the rim slopes to the sea; what is used lies inside it
    inside = land[120:-120, 120:-120]
    low, high = np.percentile(inside, [3, 99.95])
    return {"land": np.asarray((inside - low) / (high - low), np.float32)}


@cache
def _massif() -> Picture:
    return kept(f"massif-{_VERSION}", ("land",), _carve)["land"]


def mountains(x: NDArray[np.float64], z: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Heights 0–1 at points in metres, from the part of the range that a seed sees."""
    dice = np.random.default_rng((seed, 81))
    land = _massif()
    size = land.shape[0]
    angle = float(dice.uniform(0, 2 * np.pi))
    scale = size / (_EXTENT * size / 1024) * float(dice.uniform(0.85, 1.15))
    cosine, sine = np.cos(angle), np.sin(angle)
    u = (x * cosine - z * sine) * scale + float(dice.uniform(0, size))
    v = (x * sine + z * cosine) * scale + float(dice.uniform(0, size))
    return np.asarray(
        cv2.remap(
            land,
            np.asarray(u, np.float32),
            np.asarray(v, np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT,
        ),
        np.float64,
    )
