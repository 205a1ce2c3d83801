"""Boulders: rounded blocks, broken along planes, weathered, wet where they stand in water."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import sample_points
from moviola.engines.place.props.polygons import Mesh, sheet
from moviola.engines.place.textures import textures

_AROUND, _UP = 72, 40
_SNOW = (0.80, 0.83, 0.89)


def _noise(points: Picture, scale: float, shift: float) -> Picture:
    """Noise on a surface, read along three axes."""
    soft, out = textures().soft, np.zeros(points.shape[:2], np.float32)
    flat = points.reshape(-1, 3).astype(np.float64) * scale + 400 + shift
    for a, b in ((0, 1), (1, 2), (2, 0)):
        out += sample_points(soft, flat[:, a] % 1000, flat[:, b] % 1000).reshape(out.shape) / 3
    return out


@lru_cache(maxsize=64)
def boulder(
    seed: int, wide: float, high: float, colour: tuple[float, float, float], snow: float, wet: float
) -> Mesh:
    """A boulder around its own origin, half sunk at height 0; ``wet``: metres above it that water darkens."""
    random = np.random.default_rng((seed, 61))
    turn, climb = np.meshgrid(
        np.linspace(0, 2 * math.pi, _AROUND), np.linspace(-0.5 * math.pi, 0.5 * math.pi, _UP)
    )
    unit = np.stack([np.cos(climb) * np.cos(turn), np.sin(climb), np.cos(climb) * np.sin(turn)], -1)
    reach = np.full(turn.shape, 1.0)
    # broken faces
    for _ in range(9):
        face = random.normal(size=3)
        face[1] = abs(face[1]) * 0.8
        face /= np.linalg.norm(face)
        away = unit @ face
        cut = float(random.uniform(0.62, 0.9)) / np.maximum(away, 1e-3)
        reach = np.where(away > 0.2, -np.logaddexp(-reach * 14, -cut * 14) / 14, reach)
    points = (unit * reach[..., None]).astype(np.float32)
    rough = _noise(points, 60.0, seed % 97)
    fine = _noise(points, 260.0, seed % 89)
    points *= (1 + 0.07 * rough + 0.022 * fine)[..., None]
    points[:, -1] = points[:, 0]
    lean = float(random.uniform(0.75, 1.3))
    points *= np.array([wide * 0.5 * lean, high, wide * 0.5 / lean], np.float32)
    points[..., 1] -= high * 0.18
    mesh = sheet(points, np.zeros(8, np.float32))
    middle = points[:-1, :-1] * 0.5 + points[1:, 1:] * 0.5
    stain = _noise(middle, 34.0 / max(wide, 0.5), 50.0)
    lichen = _noise(middle, 150.0 / max(wide, 0.5), 90.0)
    tone = 0.92 + 0.16 * stain + 0.14 * lichen
    made = np.zeros((*middle.shape[:2], 8), np.float32)
    made[..., :3] = np.array(colour, np.float32) * np.clip(tone, 0.45, 1.5)[..., None]
    made[..., 0] *= 1 + 0.10 * np.clip(stain, -1, 1)
    made[..., 2] *= 1 - 0.08 * np.clip(stain, -1, 1)
    # close to the ground little sky is seen, and water leaves its mark
    low = middle[..., 1] + 0.05 * rough[:-1, :-1]
    shade = np.clip(0.45 + low / (0.5 * high + 0.05), 0.35, 1)
    shade *= np.where(low < wet, 0.42, np.clip(0.42 + (low - wet) / 0.05, 0.42, 1))
    made[..., :3] *= shade[..., None]
    if snow > 0:
        flat = mesh.normals.reshape(_UP, _AROUND, 3)[:-1, :-1, 1]
        lies = (
            np.clip((np.abs(flat) - 0.42 + 0.1 * lichen) / 0.15, 0, 1) * (middle[..., 1] > wet + 0.05) * snow
        )
        made[..., :3] += (np.array(_SNOW, np.float32) - made[..., :3]) * lies[..., None]
    each = made.reshape(-1, 8)
    return mesh._replace(made=np.concatenate([each, each]).astype(np.float32))
