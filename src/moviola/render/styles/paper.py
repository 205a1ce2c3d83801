"""What a picture is painted on: canvas, paper, and the noise of pigment and graphite; the same for a seed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]


def noise(rows: int, columns: int, size: float, seed: int) -> Picture:
    """Smooth noise [rows, columns] with a standard deviation of 1 and blots of ``size`` pixels."""
    random = np.random.default_rng(seed)
    small = max(int(rows / size), 2), max(int(columns / size), 2)
    plane = random.standard_normal(small).astype(np.float32)
    wide = cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return np.asarray(wide / max(float(wide.std()), 1e-6), np.float32)


def cloudy(rows: int, columns: int, size: float, seed: int) -> Picture:
    """Noise over four octaves, the widest of ``size`` pixels."""
    total = np.zeros((rows, columns), np.float32)
    for octave in range(4):
        total += noise(rows, columns, max(size / 2**octave, 1.5), seed + octave) * np.float32(0.55**octave)
    return np.asarray(total / max(float(total.std()), 1e-6), np.float32)


def grain(rows: int, columns: int, scale: float, seed: int) -> Picture:
    """Tooth of watercolour paper, about −1…1. ``scale``: the picture's shorter edge in units of 1080 pixels."""
    rough = cloudy(rows, columns, 7 * scale, seed)
    fine = noise(rows, columns, max(1.6 * scale, 1.0), seed + 9)
    return np.asarray(np.clip(0.65 * rough + 0.45 * fine, -2.2, 2.2) / 2.2, np.float32)
