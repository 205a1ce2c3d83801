"""Meadow flowers as cut-outs: heads on thin stalks."""

from __future__ import annotations

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit

_FINE = 3


def flower(seed: int, width: int, height: int) -> Picture:
    """A handful of flowers [height, width, 4]; the palette's colour is that of their heads, stalks are dark in it."""
    random = np.random.default_rng(800 + seed)
    shape = np.zeros((height * _FINE, width * _FINE), np.uint8)
    tone = shape.copy()
    for _ in range(9):
        x = width * float(np.clip(0.5 + random.normal() * 0.17, 0.1, 0.9))
        top_x = x + float(random.normal()) * width * 0.07
        top = height * float(random.uniform(0.08, 0.5))
        start, end = (int(x * _FINE), height * _FINE - 1), (int(top_x * _FINE), int(top * _FINE))
        cv2.line(shape, start, end, 255, _FINE, cv2.LINE_AA)
        cv2.line(tone, start, end, 26, _FINE, cv2.LINE_8)
        size = height * float(random.uniform(0.035, 0.062)) * _FINE
        flat = float(random.uniform(0.45, 0.9))
        for k in range(6):
            turn = k * np.pi / 3 + float(random.random())
            at = (int(end[0] + np.cos(turn) * size * 0.6), int(end[1] + np.sin(turn) * size * 0.6 * flat))
            axes = (max(int(size * 0.62), 2), max(int(size * 0.5 * flat), 2))
            light = int(random.uniform(150, 255) * (1.0 if np.sin(turn) < 0.2 else 0.75))
            cv2.ellipse(shape, at, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
            cv2.ellipse(tone, at, axes, 0, 0, 360, light, -1, cv2.LINE_AA)
        cv2.circle(tone, end, max(int(size * 0.3), 1), 90, -1, cv2.LINE_AA)
    opacity = fit(shape, (width, height), AREA).astype(np.float32) / 255
    bright = fit(tone, (width, height), AREA).astype(np.float32) / 255
    out = np.zeros((height, width, 4), np.float32)
    out[..., 0] = opacity
    out[..., 1] = np.where(opacity > 0.02, bright / np.maximum(opacity, 0.02), 0)
    return out
