"""The moon: its seas and craters, its phase, the light around it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens

#: Seas as (right, up, radius, depth) on the face, −1…1, after the real ones.
_SEAS = (
    (-0.35, 0.48, 0.30, 1.0), (-0.55, 0.10, 0.34, 1.0), (-0.30, -0.30, 0.20, 0.9), (0.22, 0.42, 0.22, 1.0),
    (0.36, 0.14, 0.22, 1.0), (0.58, 0.28, 0.12, 0.9), (0.58, -0.06, 0.17, 0.9), (0.38, -0.22, 0.12, 0.8),
    (-0.05, 0.80, 0.16, 0.6), (-0.62, -0.32, 0.10, 0.8), (0.0, 0.12, 0.13, 0.5),
)  # fmt: skip
#: Bright rayed craters.
_RAYS = ((-0.12, -0.68, 0.22), (-0.33, 0.16, 0.10), (-0.60, 0.14, 0.07))


@dataclass(frozen=True)
class Moon:
    """Azimuth and elevation in degrees, angular radius in radians, lit share 0–1, brightness, tilt in radians."""

    azimuth: float
    elevation: float
    radius: float
    phase: float = 1.0
    gain: float = 1.0
    tilt: float = 0.35
    warm: float = 0.0

    @property
    def direction(self) -> tuple[float, float, float]:
        """Unit vector towards it."""
        up, round_ = math.radians(self.elevation), math.radians(self.azimuth)
        return math.cos(up) * math.sin(round_), math.sin(up), math.cos(up) * math.cos(round_)


def _face(p: NDArray[np.float64], q: NDArray[np.float64], soft: Picture) -> NDArray[np.float64]:
    """How bright the ground is at a place of the face."""

    def noise(scale: float, shift: int) -> NDArray[np.float64]:
        return np.asarray(
            soft[
                (q * scale + shift).astype(np.int64) & 1023, (p * scale + shift * 2).astype(np.int64) & 1023
            ],
            np.float64,
        )

    wide, fine = noise(70, 111), noise(260, 57)
    sea = np.zeros_like(p)
    for x, y, radius, depth in _SEAS:
        away = np.hypot(p - x, q - y) / radius + 0.16 * wide
        sea = np.maximum(sea, depth / (1 + np.exp((away - 1) * 9)))
    bright = np.zeros_like(p)
    for x, y, radius in _RAYS:
        away = np.hypot(p - x, q - y)
        angle = np.arctan2(q - y, p - x)
        bright += np.exp(-away / radius) * (0.7 + 0.3 * np.cos(angle * 9))
    return np.clip(0.92 - 0.46 * sea + 0.22 * bright + 0.07 * wide * (1 - sea) + 0.05 * fine, 0.1, 1.4)


def paint_moon(
    out: Picture, lens: Lens, moon: Moon, soft: Picture, light: tuple[float, float, float]
) -> None:
    """Add the moon and its halo to ``out`` [H, W, 3]; its face at ``light``."""
    x, y, z = moon.direction
    if z <= 0.05:
        return
    rows, columns = out.shape[:2]
    across, slope = x / z, y / z
    column, row = lens.centre + across * lens.focal, lens.horizon - slope * lens.focal
    reach = int(lens.focal * 0.34) + 8
    left, right = max(int(column) - reach, 0), min(int(column) + reach, columns)
    top, bottom = max(int(row) - reach, 0), min(int(row) + reach, rows)
    if left >= right or top >= bottom:
        return
    tint = np.array(light) * np.array([1.0, 1 - 0.25 * moon.warm, 1 - 0.5 * moon.warm]) * moon.gain
    right_of = (np.arange(left, right) + 0.5 - column) / lens.focal
    above = (row - np.arange(top, bottom) - 0.5) / lens.focal
    away = np.hypot(right_of[None, :], above[:, None])
    lit = 0.25 + 0.75 * moon.phase
    inner = np.exp(-away / 0.030) * 0.020 + np.exp(-away / 0.010) * 0.055
    fade = np.clip((0.34 - away) / 0.1, 0, 1)
    glow = (inner + np.exp(-away / 0.085) * 0.012) * lit * fade
    patch = out[top:bottom, left:right]
    patch += (glow[..., None] * tint).astype(np.float32)
    near = int(moon.radius * lens.focal) + 2
    a, b = max(int(column) - near, left), min(int(column) + near + 1, right)
    c, d = max(int(row) - near, top), min(int(row) + near + 1, bottom)
    if a >= b or c >= d:
        return
    u = (np.arange(a, b) + 0.5 - column) / lens.focal / moon.radius
    v = (row - np.arange(c, d) - 0.5) / lens.focal / moon.radius
    p, q = np.meshgrid(u, v)
    round_ = p * p + q * q
    edge = moon.radius * lens.focal
    inside = np.clip((1 - np.sqrt(round_)) * edge + 0.5, 0, 1)
    depth = np.sqrt(np.maximum(1 - round_, 0))
    cosine, sine = math.cos(moon.tilt), math.sin(moon.tilt)
    face = _face(p * cosine + q * sine, -p * sine + q * cosine, soft)
    # the sun that lights it: behind the eye when full, behind the moon when new
    angle = math.acos(min(max(2 * moon.phase - 1, -1), 1))
    day = (p * cosine - q * sine) * math.sin(angle) + depth * math.cos(angle)
    day = np.clip(day / 0.22, 0, 1) ** 0.6 if moon.phase < 0.96 else 0.78 + 0.22 * depth
    shown = face * (day + 0.016) * inside
    spot = out[c:d, a:b]
    spot += (shown[..., None] * tint).astype(np.float32)
