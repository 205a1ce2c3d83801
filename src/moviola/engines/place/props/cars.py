"""Cars as lofted bodies: saloons, hatchbacks, vans and taxis, with lights, glass and wheels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.props.polygons import Mesh, joined, sheet

KINDS = ("saloon", "hatch", "van", "taxi")
PAINTS: tuple[tuple[float, float, float], ...] = (
    (0.008, 0.008, 0.010), (0.055, 0.056, 0.058), (0.024, 0.025, 0.028), (0.075, 0.007, 0.006), (0.010, 0.018, 0.042),
    (0.012, 0.012, 0.013), (0.016, 0.020, 0.018), (0.15, 0.15, 0.148),
)  # fmt: skip
_TAXI = (0.17, 0.092, 0.010)

#: By kind: length, then (metres from the tail, height) of belt line and of roof, and half the width.
_LINES = {
    "saloon": (4.6, ((0, 0.74), (0.12, 0.93), (1.0, 0.98), (3.2, 0.95), (4.1, 0.80), (4.5, 0.66), (4.6, 0.55)),
               ((0.55, 0.98), (1.35, 1.37), (2.0, 1.44), (2.7, 1.39), (3.55, 0.92)), 0.90),
    "hatch": (4.1, ((0, 0.80), (0.1, 1.00), (1.0, 1.04), (2.9, 1.00), (3.7, 0.88), (4.0, 0.74), (4.1, 0.60)),
              ((0.12, 1.02), (0.45, 1.46), (1.3, 1.55), (2.3, 1.50), (3.15, 0.98)), 0.89),
    "van": (4.7, ((0, 0.85), (0.06, 1.05), (1.0, 1.08), (3.9, 1.05), (4.45, 0.90), (4.6, 0.78), (4.7, 0.6)),
            ((0.03, 1.06), (0.14, 1.80), (1.2, 1.92), (3.1, 1.88), (4.2, 1.02)), 0.93),
}  # fmt: skip


def _made(
    colour: tuple[float, float, float], mirror: float, light: tuple[float, float, float] = (0, 0, 0)
) -> Picture:
    return np.array([*colour, mirror, *light, 0.0], np.float32)


_GLASS = _made((0.008, 0.009, 0.010), 0.09)
_RUBBER = _made((0.012, 0.012, 0.012), 0.0)
_DARK = _made((0.014, 0.014, 0.015), 0.03)
_CHROME = _made((0.16, 0.16, 0.165), 0.10)


def _soft(values: Vector, times: int) -> Vector:
    for _ in range(times):
        values = np.concatenate([values[:1], (values[:-2] + 2 * values[1:-1] + values[2:]) / 4, values[-1:]])
    return values


@lru_cache(maxsize=48)
def car(kind: str, paint: int, headlights: bool = True, fine: bool = True) -> Mesh:
    """A car standing on its middle, its nose along z; ``headlights`` also lights its tail; ``fine`` for near ones."""
    shape = "saloon" if kind == "taxi" else kind
    colour = _TAXI if kind == "taxi" else PAINTS[paint % len(PAINTS)]
    length, belt_line, roof_line, half = _LINES[shape]
    count = 54 if fine else 28
    z = np.linspace(0, length, count)
    belt = _soft(np.interp(z, *np.array(belt_line).T), 2)
    roof = np.where((z < roof_line[0][0]) | (z > roof_line[-1][0]), 0.0, np.interp(z, *np.array(roof_line).T))
    wide = half * np.interp(
        z / length, (0, 0.03, 0.12, 0.5, 0.85, 0.96, 1.0), (0.80, 0.92, 0.985, 1.0, 0.975, 0.88, 0.70)
    )
    wide = _soft(wide, 2)
    low = np.interp(z / length, (0, 0.06, 0.15, 0.88, 0.96, 1), (0.42, 0.30, 0.24, 0.22, 0.26, 0.34))
    body = _made(colour, 0.10)
    # cross-section of the body, from sill to sill over the bonnet
    shape_x = np.array([0.60, 0.90, 0.975, 1.0, 1.0, 0.985, 0.955, 0.86, 0.55, 0.0])
    shape_y = np.array([0.0, 0.01, 0.10, 0.32, 0.62, 0.80, 0.93, 0.985, 1.015, 1.03])
    x = np.concatenate([-shape_x, shape_x[-2::-1]])
    y = np.concatenate([shape_y, shape_y[-2::-1]])
    points = np.stack([
        wide[:, None] * x[None], low[:, None] + (belt - low)[:, None] * y[None],
        np.broadcast_to(z[:, None], (count, len(x))),
    ], -1)  # fmt: skip
    parts = [sheet(points.astype(np.float32), body)]
    for k, at in ((0, 0.0), (-1, length)):
        # the ends bulge a little
        rim = points[k]
        middle = np.array([0, (low[k] + belt[k]) / 2, at + (0.03 if k else -0.03)])
        cap = np.stack([rim, rim * 0.55 + middle * 0.45, rim * 0 + middle])
        cap[1, :, 2] = middle[2]
        parts.append(sheet(cap.astype(np.float32), body))
    parts.append(_cabin(z, belt, roof, wide, body, shape == "van"))
    parts += _wheels(length, half)
    parts += _lights(length, half, float(belt[1]), float(belt[-3]), headlights)
    if kind == "taxi":
        parts.append(
            _plate(0, 1.50, length * 0.46, 0.26, 0.10, _made((0.5, 0.4, 0.2), 0.0, (1.6, 1.25, 0.6)), 1)
        )
        parts.append(
            _plate(0, 1.50, length * 0.46, 0.26, 0.10, _made((0.5, 0.4, 0.2), 0.0, (1.6, 1.25, 0.6)), -1)
        )
    mesh = joined(parts)
    mesh.points[:, 2] -= length / 2
    return mesh


def _cabin(z: Vector, belt: Vector, roof: Vector, wide: Vector, body: Picture, tall: bool) -> Mesh:
    inside = np.flatnonzero(roof > belt + 0.01)
    first, last = max(inside[0] - 1, 0), inside[-1] + 2
    zs, base = z[first:last], belt[first:last] - 0.02
    top = np.maximum(_soft(roof[first:last], 2), base + 0.005)
    top[0], top[-1] = base[0], base[-1]
    w = wide[first:last]
    shape_x = (
        np.array([0.955, 0.93, 0.87, 0.80, 0.70, 0.45, 0.0])
        if not tall
        else np.array([0.97, 0.955, 0.93, 0.89, 0.80, 0.5, 0])
    )
    shape_y = np.array([0.0, 0.08, 0.48, 0.86, 0.965, 1.0, 1.01])
    x = np.concatenate([-shape_x, shape_x[-2::-1]])
    y = np.concatenate([shape_y, shape_y[-2::-1]])
    points = np.stack([
        w[:, None] * x[None], base[:, None] + (top - base)[:, None] * y[None],
        np.broadcast_to(zs[:, None], (len(zs), len(x))),
    ], -1)  # fmt: skip
    made = np.broadcast_to(body, (len(zs) - 1, len(x) - 1, 8)).copy()
    middle = (zs[:-1] + zs[1:]) / 2
    rise = np.diff(top) / np.diff(zs)
    share = (middle - zs[0]) / (zs[-1] - zs[0])
    side = np.zeros(len(x) - 1, np.bool_)
    side[[1, 2, -3, -2]] = True
    pillar = (
        (np.abs(share - 0.50) < 0.018) | (share < 0.10) | (share > 0.93) | ((share > 0.22) & (share < 0.25))
    )
    if tall:
        pillar |= share < 0.45
    made[np.ix_(~pillar, side)] = _GLASS
    # front and rear screens, where the roof falls steeply
    steep = np.abs(rise) > 0.28
    screen = np.zeros(len(x) - 1, np.bool_)
    screen[4:-4] = True
    made[np.ix_(steep, screen)] = _GLASS
    return sheet(points.astype(np.float32), made)


def _disc(x: float, y: float, z: float, radius: float, made: Picture, inner: float = 0.0) -> Mesh:
    angle = np.linspace(0, 2 * np.pi, 17)
    ring = np.stack([np.full(17, x), y + np.cos(angle) * radius, z + np.sin(angle) * radius], -1)
    core = np.stack([np.full(17, x), y + np.cos(angle) * inner, z + np.sin(angle) * inner], -1)
    mesh = sheet(np.stack([ring, core]).astype(np.float32), made)
    normals = np.zeros_like(mesh.normals)
    normals[:, 0] = np.sign(x)
    return mesh._replace(normals=normals)


def _wheels(length: float, half: float) -> list[Mesh]:
    parts = []
    for z in (0.17 * length, 0.81 * length):
        for side in (-1.0, 1.0):
            edge = side * (half + 0.004)
            parts.append(_disc(edge, 0.34, z, 0.385, _RUBBER))
            parts.append(_disc(edge + side * 0.012, 0.32, z, 0.22, _CHROME, 0.05))
            angle = np.linspace(0, 2 * np.pi, 17)
            rim = np.stack([np.zeros(17), 0.32 + np.cos(angle) * 0.32, z + np.sin(angle) * 0.32], -1)
            inner, outer = rim.copy(), rim.copy()
            inner[:, 0], outer[:, 0] = side * (half - 0.24), side * (half - 0.02)
            parts.append(sheet(np.stack([inner, outer]).astype(np.float32), _RUBBER))
            parts.append(_disc(side * (half + 0.008), 0.32, z, 0.32, _RUBBER, 0.22))
            parts.append(_disc(side * (half - 0.24), 0.32, z, 0.32, _RUBBER))
    return parts


def _plate(x: float, y: float, z: float, half_x: float, half_y: float, made: Picture, way: int) -> Mesh:
    """A rectangle across the car, rounded at its corners, seen from the way it faces."""
    angle = np.linspace(0, 2 * np.pi, 21)
    ring = np.stack([
        x + half_x * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.4,
        y + half_y * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.4, np.full(21, z),
    ], -1)  # fmt: skip
    mesh = sheet(np.stack([ring, np.broadcast_to([x, y, z], ring.shape)]).astype(np.float32), made)
    normals = np.zeros_like(mesh.normals)
    normals[:, 2] = way
    return mesh._replace(normals=normals)


def _lights(length: float, half: float, tail: float, nose: float, on: bool) -> list[Mesh]:
    front = (9.0, 8.0, 6.2) if on else (0.0, 0.0, 0.0)
    rear = (3.4, 0.10, 0.04) if on else (0.0, 0.0, 0.0)
    lamp = _made((0.4, 0.4, 0.4), 0.25, front)
    red = _made((0.16, 0.008, 0.006), 0.10, rear)
    parts = []
    for side in (-1.0, 1.0):
        parts.append(_plate(side * half * 0.66, nose - 0.09, length + 0.035, 0.16, 0.065, lamp, 1))
        parts.append(_plate(side * half * 0.70, tail - 0.12, -0.035, 0.17, 0.075, red, -1))
        parts.append(_plate(side * half * 0.93, 1.02, length * 0.66, 0.13, 0.08, _DARK, -1))
    parts.append(_plate(0, nose - 0.22, length + 0.036, 0.52, 0.09, _DARK, 1))
    parts.append(
        _plate(0, tail - 0.30, -0.036, 0.26, 0.06, _made((0.42, 0.42, 0.38), 0.05, (0.05, 0.05, 0.045)), -1)
    )
    parts.append(_plate(0, 0.36, -0.034, half * 0.75, 0.07, _DARK, -1))
    return parts
