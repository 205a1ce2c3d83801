"""Stones and logs as cut-outs, lit by their relief."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.strew import Cutout
from moviola.engines.place.resample import fit, soften


def _relieved(opacity: Picture, height: Picture, tone: Picture, mossy: Picture, strength: float) -> Cutout:
    """A cut-out of something solid from its relief in pixels towards the camera."""
    slope_y, slope_x = np.gradient(height)
    length = np.sqrt(slope_x**2 * strength**2 + slope_y**2 * strength**2 + 1)
    right, up = -slope_x * strength / length, slope_y * strength / length
    moss = np.clip((up * 0.9 + mossy - 0.35) * 4, 0, 1)
    rows = opacity.shape[0]
    ground = np.clip((rows - np.arange(rows)) / rows * 3, 0.4, 1)[:, None] * np.ones_like(opacity)
    planes = [
        np.ones_like(opacity), tone * (1 - moss) + moss * (0.4 + 0.5 * tone), moss, np.clip(tone * 0.9, 0, 1),
        0.5 + right * 0.47, 0.5 + up * 0.47, ground, np.clip((up - 0.1) * 3, 0, 1),
    ]  # fmt: skip
    return np.ascontiguousarray(np.clip(np.stack(planes, 2) * opacity[..., None], 0, 1) * 255).astype(
        np.uint8
    )


def _rough(rows: int, columns: int, seed: int, octaves: int, fade: float = 0.5) -> Picture:
    random = np.random.default_rng(seed)
    total = np.zeros((rows, columns), np.float32)
    gain, cells = 1.0, 3
    for _ in range(octaves):
        plane = random.normal(size=(cells * rows // columns + 3, cells + 2)).astype(np.float32)
        total += fit(plane, (columns, rows), 2) * np.float32(gain)
        gain *= fade
        cells *= 2
    return total


def stone(seed: int, mossy: float = 0.10, width: int = 420, height: int = 260) -> Cutout:
    """A boulder sunk into the ground, broken along planes, its upper side more or less ``mossy``."""
    random = np.random.default_rng(seed + 700)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rough = _rough(height, width, seed, 6)
    grain = _rough(height, width, seed + 9, 7, 0.85)
    across = (x / width - 0.5) * 2.1 + 0.035 * rough
    up = (height - y) / height * 1.10 + 0.03 * _rough(height, width, seed + 21, 5)
    low = float(random.uniform(0.62, 1.0))
    dome = np.full_like(x, 9.0)
    for n in range(15):
        turn = math.pi * (n + random.uniform(0.15, 0.85)) / 15
        lean = float(random.uniform(0.15, 1.1)) if n % 3 else float(random.uniform(0.02, 0.25))
        right, rise = math.cos(turn) * math.cos(lean), math.sin(turn) * math.cos(lean) / low
        reach = float(random.uniform(0.80, 0.98))
        dome = np.minimum(dome, (reach - across * right - up * rise) / max(math.sin(lean), 0.06))
    inside = np.clip(dome * width * 0.10, 0, 1)
    tone = np.clip(0.48 + 0.09 * rough + 0.12 * grain, 0.1, 1)
    relief = np.clip(dome, 0, 1.1) * width * 0.42
    # edges are worn round
    relief = soften(relief, 2.2) + grain * 1.3 + rough * 1.5
    return _relieved(inside, soften(relief, 0.9), tone, mossy + 0.22 * rough, 0.9)


def log(seed: int, width: int = 900, height: int = 170) -> Cutout:
    """A fallen trunk, seen from its side, broken at one end and half sunk into the ground."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rough = _rough(height, width, seed, 6)
    stretched = fit(_rough(height * 3, width // 4, seed + 3, 6, 0.7), (width, height), 1)
    share = x / width
    middle = height * 0.58 + np.sin(share * 2.6 + seed) * height * 0.06
    radius = height * (0.36 - 0.15 * share) + rough * 2.2
    across = (y - middle) / radius
    # a round cut face to the left, splinters to the right
    cut = np.clip(1 - across**2, 0, 1) ** 0.5 * height * 0.10
    ends = np.clip((x - width * 0.05 + cut - rough * 3) / 2, 0, 1)
    ends *= np.clip((width * 0.93 - x - stretched * 34 - 40 * across) / 3, 0, 1)
    face = np.clip((width * 0.05 + cut - x + 2) / 3, 0, 1)
    opacity = np.clip((1 - np.abs(across)) * radius * 0.7, 0, 1) * ends
    dome = np.sqrt(np.maximum(1 - across**2, 0)) * radius + stretched * 2.2
    tone = np.clip(0.46 + 0.17 * stretched + 0.07 * rough, 0.05, 1)
    tone = tone + (np.clip(0.85 + 0.10 * rough, 0, 1) - tone) * face
    return _relieved(opacity, dome, tone, -0.28 + 0.30 * rough - face, 1.0)
