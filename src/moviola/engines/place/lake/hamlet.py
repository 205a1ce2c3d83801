"""A few houses and a church on a far shore."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.props.polygons import Mesh, joined, placed

_WARM = (1.0, 0.55, 0.20)
_WALLS = ((0.46, 0.43, 0.38), (0.20, 0.125, 0.075), (0.40, 0.34, 0.26), (0.15, 0.10, 0.07))
_ROOFS = ((0.12, 0.075, 0.06), (0.085, 0.08, 0.08), (0.16, 0.085, 0.06))

_Corner = tuple[float, float, float]
_Tint = tuple[float, float, float]


def _plane(corners: list[_Corner], colour: _Tint, glow: float = 0.0) -> Mesh:
    points = np.array(corners, np.float32)
    normal = np.cross(points[1] - points[0], points[2] - points[0])
    normal /= np.linalg.norm(normal)
    fan = np.array([[0, k, k + 1] for k in range(1, len(corners) - 1)], np.int32)
    made = np.array([*colour, 0.0, *(glow * tint for tint in _WARM), 0.0], np.float32)
    normals = np.tile(normal, (len(points), 1)).astype(np.float32)
    return Mesh(points, normals, fan, np.tile(made, (len(fan), 1)))


def _house(random: np.random.Generator, glow: float, snow: float) -> list[Mesh]:
    wide, deep = float(random.uniform(6, 9.5)), float(random.uniform(7, 11))
    wall, ridge = float(random.uniform(3.4, 6.5)), float(random.uniform(2.4, 3.8))
    colour = _WALLS[int(random.integers(len(_WALLS)))]
    roof = (0.80, 0.83, 0.89) if snow > 0 else _ROOFS[int(random.integers(len(_ROOFS)))]
    x, z, top = wide / 2, deep / 2, wall + ridge
    parts = [
        _plane([(-x, -2, -z), (x, -2, -z), (x, wall, -z), (0, top, -z), (-x, wall, -z)], colour),
        _plane([(-x, -2, -z), (-x, -2, z), (-x, wall, z), (-x, wall, -z)], colour),
        _plane([(x, -2, -z), (x, -2, z), (x, wall, z), (x, wall, -z)], colour),
    ]
    over = 0.8
    for side in (-1, 1):
        eave = (side * (x + over), wall - over * ridge / x, 0.0)
        parts.append(
            _plane(
                [(0, top, -z - over), (eave[0], eave[1], -z - over), (eave[0], eave[1], z), (0, top, z)], roof
            )
        )
    for storey in range(2 if wall > 4.6 else 1):
        for column in (-0.27, 0.27):
            lit = glow if random.random() < 0.6 else 0.0
            u, v = column * wide, 1.0 + storey * 2.5
            pane = [
                (u - 0.7, v, -z - 0.06),
                (u + 0.7, v, -z - 0.06),
                (u + 0.7, v + 1.4, -z - 0.06),
                (u - 0.7, v + 1.4, -z - 0.06),
            ]
            parts.append(_plane(pane, (0.03, 0.03, 0.034), lit))
    return parts


def _church(glow: float) -> list[Mesh]:
    parts, half = [], 2.3
    for x0, z0, x1, z1 in (
        (-half, -half, half, -half),
        (half, -half, half, half),
        (-half, -half, -half, half),
    ):
        parts.append(_plane([(x0, -2, z0), (x1, -2, z1), (x1, 17, z1), (x0, 17, z0)], (0.50, 0.47, 0.42)))
        parts.append(_plane([(x0, 17, z0), (x1, 17, z1), (0, 30, 0)], (0.075, 0.08, 0.085)))
    parts.append(
        _plane(
            [(-0.7, 12.5, -2.4), (0.7, 12.5, -2.4), (0.7, 15, -2.4), (-0.7, 15, -2.4)],
            (0.03, 0.03, 0.03),
            glow,
        )
    )
    return parts


@lru_cache(maxsize=4)
def hamlet(seed: int, glow: float, snow: float) -> tuple[tuple[Mesh, float, float], ...]:
    """Houses, each around its own origin, and where they stand: metres across and ahead of the middle."""
    random = np.random.default_rng((seed, 63))
    out: list[tuple[Mesh, float, float]] = []
    for k in range(15):
        # in loose rows along the water
        x = float(random.uniform(-58, 58))
        z = (k % 3) * 12.0 + float(random.uniform(-3, 3))
        if any(abs(x - other[1]) < 9 and abs(z - other[2]) < 9 for other in out):
            continue
        house = joined(_house(random, glow, snow))
        out.append((placed(house, 0.0, 0.0, float(random.uniform(-0.6, 0.6))), x, z))
    out.append(
        (placed(joined(_church(glow)), 0.0, 0.0, math.pi * 0.06), float(random.uniform(-25, 25)), 26.0)
    )
    return tuple(sorted(out, key=lambda entry: -entry[2]))
