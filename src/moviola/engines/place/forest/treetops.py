"""A sea of treetops seen from above: thousands of crowns on the hills."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest.growing import Grower
from moviola.engines.place.forest.land import ground_at
from moviola.engines.place.forest.spots import pair_of
from moviola.engines.place.kernels import Vector
from moviola.engines.place.plants.species import CROWNS, SPECIES


def clothe(grower: Grower) -> None:
    """Cover the hills with trees, thinner far away where they merge."""
    random, layout = grower.random, grower.layout
    near, middle, far = 24.0, 480.0, 2300.0
    dense, thin = 7400, 8600
    # evenly over the land as far as single trees can be told, thinner beyond
    z = np.concatenate(
        [
            np.sqrt(random.uniform(near**2, middle**2, dense)),
            random.uniform(middle, far, thin),
        ]
    )
    x = random.uniform(-1, 1, len(z)) * (grower.half * 1.08 * z + 12)
    foot = ground_at(grower.floor, layout, x.copy(), z.copy())
    shares = np.array([share for _, share in grower.scene.trees])
    kinds = random.choice(len(shares), size=len(x), p=shares / shares.sum())
    bright = _sunlit(grower, x, z, foot)
    patch = np.sin(x * 0.011 + 1.3 * np.sin(z * 0.008)) * 0.5 + np.sin(z * 0.017 + x * 0.006) * 0.5
    looks = {name: [pair_of(SPECIES[name], grower.scene, random) for _ in range(24)] for name in grower.names}
    for k in range(len(x)):
        name = grower.names[int(kinds[k])]
        species = SPECIES[name]
        size = (
            random.uniform(0.6, 1.05)
            * species.height[1]
            * grower.size
            * 0.8
            * (1 + max(z[k] - middle, 0.0) / 2600)
            * (1.35 if species.node else 1.0)
        )
        low = species.crown.clear
        grower.rows.add(
            float(x[k]), float(z[k]), float(foot[k]) - size * low * 0.8, size,
            grower.starts[name] + int(random.integers(CROWNS)), 1 - 2.0 * random.integers(2),
            _shaded(looks[name][int(random.integers(24))], float(bright[k]), float(patch[k])),
        )  # fmt: skip


def _shaded(look: tuple[float, ...], bright: float, patch: float) -> tuple[float, ...]:
    """Leaf colours on a slope that is so ``bright``; woods are lighter and yellower here, darker and bluer there."""
    red, green, blue = (
        bright * (1 + 0.22 * patch), bright * (1 + 0.10 * patch), bright * (1 - 0.10 * patch) * (1.25 - 0.25 * bright),
    )  # fmt: skip
    return look[0] * red, look[1] * green, look[2] * blue, look[3] * red, look[4] * green, look[5] * blue


def _sunlit(grower: Grower, x: Vector, z: Vector, foot: Vector) -> Vector:
    """How bright slopes are, from a shadow to one that faces the sun, at points."""
    right, up, ahead = grower.scene.heaven.direction
    flat = math.hypot(right, ahead) + 1e-6
    across = ground_at(grower.floor, grower.layout, x + 9.0, z) - ground_at(
        grower.floor, grower.layout, x - 9.0, z
    )
    along = ground_at(grower.floor, grower.layout, x, z + 9.0) - ground_at(
        grower.floor, grower.layout, x, z - 9.0
    )
    facing = (up - (across * right + along * ahead) / 18.0) / np.hypot(np.hypot(across, along) / 18.0, 1.0)
    seen = np.ones_like(x)
    away = 22.0
    while away < 900:
        there = ground_at(grower.floor, grower.layout, x + right / flat * away, z + ahead / flat * away)
        seen = np.minimum(
            seen, np.clip((foot + 8 + away * max(up, 0.08) / flat - there) / (0.05 * away + 6) + 0.5, 0, 1)
        )
        away *= 1.35
    return np.asarray(0.34 + 1.05 * np.clip(facing * 1.25 + 0.10, 0, 1) * seen, np.float64)
