"""What stands and lies on a beach: old posts of a groyne, and trunks that the sea has left."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit

_FINE = 2


def _grain(random: np.random.Generator, rows: int, columns: int, along: int) -> NDArray[np.float32]:
    """Fibres of weathered wood, deviation about 1, running down the rows or, with ``along`` 1, across them."""
    noise = random.normal(size=(rows, columns)).astype(np.float32)
    long, short = max(rows, columns) * 0.12, 0.8
    across, down = (long, short) if along else (short, long)
    plane = cv2.GaussianBlur(noise, (0, 0), sigmaX=across, sigmaY=down)
    return np.asarray(plane / max(float(plane.std()), 1e-6), np.float32)


def _cutout(
    opacity: NDArray[np.float32],
    shade: NDArray[np.float32],
    normal: NDArray[np.float32],
    size: tuple[int, int],
) -> Picture:
    planes = np.stack([opacity, shade * opacity, normal * opacity, np.zeros_like(opacity)], 2)
    small = fit(planes, size, AREA)
    small[..., 1:3] /= np.maximum(small[..., :1], 1e-3)
    return np.ascontiguousarray(small, np.float32)


def post(seed: int, height: int) -> Picture:
    """A worn post [height, width, 4]: opacity, shade, normal across; dark and weedy where the tide reaches."""
    random = np.random.default_rng((seed, 71))
    width = max(round(height * 0.22), 6)
    rows, columns = height * _FINE, width * _FINE
    y = ((np.arange(rows) + 0.5) / rows)[:, None]
    x = ((np.arange(columns) + 0.5) / columns * 2 - 1)[None]
    grain = _grain(random, rows, columns, 0)
    wide = 0.74 - 0.10 * (1 - y) + 0.05 * np.sin(y * 9 + seed)
    lean = 0.10 * random.normal() * (1 - y)
    across = (x - lean) / wide
    # the top is split and rounded by the weather
    top = 0.02 + 0.03 * across**2 + 0.025 * np.abs(np.sin(across * 3.1 + seed)) * (0.5 + random.random())
    opacity = ((np.abs(across) < 1) & (y > top)).astype(np.float32)
    tide = np.clip((y - 0.42 - 0.05 * grain) / 0.2, 0, 1)
    shade = (0.95 + 0.20 * grain) * (1 - 0.62 * tide)
    return _cutout(
        opacity, np.clip(shade, 0.15, 1.5).astype(np.float32), np.clip(across, -0.97, 0.97).astype(np.float32),
        (width, height),
    )  # fmt: skip


def trunk(seed: int, height: int) -> Picture:
    """A bleached trunk with the stumps of its boughs [height, 5 · height, 4], lying on its side."""
    random = np.random.default_rng((seed, 72))
    width = height * 5
    rows, columns = height * _FINE, width * _FINE
    opacity = np.zeros((rows, columns), np.float32)
    normal = np.zeros_like(opacity)
    share = np.linspace(0, 1, 90)
    bow = 0.10 * np.sin(share * 3 + random.uniform(0, 3))
    limbs = [(np.stack([0.04 + 0.92 * share, 0.72 + bow], 1), 0.46 * (1 - 0.6 * share))]
    for _ in range(int(random.integers(3, 6))):
        at = int(random.integers(20, 84))
        long = random.uniform(0.05, 0.14)
        way = random.uniform(0.5, 2.2)
        start = limbs[0][0][at]
        end = start + np.array([long * np.cos(way) * 0.8, -long * 5 * np.sin(way) * 0.55])
        limbs.append((np.linspace(start, end, 16), np.linspace(0.17, 0.05, 16) * (1 - 0.4 * at / 90)))
    # the root plate
    for _ in range(9):
        end = limbs[0][0][0] + np.array([random.uniform(-0.035, 0.05), random.uniform(-0.55, 0.2)])
        limbs.append((np.linspace(limbs[0][0][2], end, 12), np.linspace(0.20, 0.05, 12)))
    for points, thick in reversed(limbs):
        line = points * (columns, rows)
        for k in range(len(line) - 1):
            wide = max(float(thick[k]) * rows, 1.0)
            for part in np.linspace(-0.9, 0.9, 7):
                from_, to = (
                    (int(p[0] * 16), int((p[1] + part * wide * 0.5) * 16)) for p in (line[k], line[k + 1])
                )
                cv2.line(opacity, from_, to, 1.0, max(round(wide * 0.26), 1), cv2.LINE_AA, 4)
                # its upper side meets the sky
                cv2.line(normal, from_, to, float(-part), max(round(wide * 0.26), 1), cv2.LINE_AA, 4)
    grain = _grain(random, rows, columns, 1)
    shade = np.clip((0.82 + 0.16 * grain) * (0.72 + 0.34 * normal), 0.15, 1.5)
    return _cutout(
        opacity,
        shade.astype(np.float32),
        np.clip(normal * 0.3, -0.9, 0.9).astype(np.float32),
        (width, height),
    )
