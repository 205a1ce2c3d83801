"""Street furniture: lamp posts, traffic lights, hydrants and bollards, as meshes that stand at the origin."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.props.polygons import Mesh, joined, sheet, tube

Colour = tuple[float, float, float]


def made(colour: Colour, mirror: float, light: Colour = (0.0, 0.0, 0.0)) -> Picture:
    """A material; see :class:`polygons.Mesh`."""
    return np.array([*colour, mirror, *light, 0.0], np.float32)


_IRON = made((0.030, 0.032, 0.034), 0.04)
_STEEL = made((0.13, 0.13, 0.135), 0.06)


def _sphere(x: float, y: float, z: float, radius: float, flat: float) -> Picture:
    up = np.linspace(-np.pi / 2, np.pi / 2, 9)[:, None]
    round_ = np.linspace(0, 2 * np.pi, 13)[None]
    return np.stack([
        x + radius * np.cos(up) * np.cos(round_), y + radius * flat * np.sin(up) + 0 * round_,
        z + radius * np.cos(up) * np.sin(round_),
    ], -1).astype(np.float32)  # fmt: skip


def _ball(x: float, y: float, z: float, radius: float, stuff: Picture, flat: float = 1.0) -> Mesh:
    return sheet(_sphere(x, y, z, radius, flat), stuff)


def _line(points: list[tuple[float, float, float]]) -> Picture:
    return np.array(points, np.float32)


@lru_cache(maxsize=16)
def lamp_post(kind: str, height: float, light: Colour) -> tuple[Mesh, tuple[float, float, float]]:
    """A lamp whose arm reaches along +x, and where its light is: ``kind`` "arm", "globe" or "gas"."""
    if kind == "arm":
        bend = np.linspace(0, np.pi / 2, 8)
        arm = np.stack([1.6 * (1 - np.cos(bend)), height - 0.9 + 0.9 * np.sin(bend), 0 * bend], 1)
        arm = np.concatenate([arm, [[2.1, height + 0.02, 0]]]).astype(np.float32)
        parts = [
            tube(
                _line([(0, 0, 0), (0, 0.9, 0), (0, 1.0, 0), (0, height - 0.9, 0)]),
                np.array([0.11, 0.11, 0.075, 0.055]),
                _STEEL,
            ),
            tube(np.asarray(arm, np.float32), 0.042, _STEEL),
            _ball(2.3, height + 0.02, 0, 0.34, _STEEL, 0.28),
            _ball(2.3, height - 0.05, 0, 0.24, made((0.5, 0.5, 0.5), 0.0, light), 0.30),
        ]
        return joined(parts), (2.3, height - 0.15, 0)
    if kind == "globe":
        parts = [
            tube(
                _line([(0, 0, 0), (0, 0.5, 0), (0, 0.6, 0), (0, height - 0.2, 0)]),
                np.array([0.13, 0.11, 0.06, 0.045]),
                _IRON,
            ),
            _ball(0, height, 0, 0.21, made((0.5, 0.5, 0.5), 0.02, light)),
        ]
        return joined(parts), (0, height, 0)
    parts = [
        tube(_line([(0, 0, 0), (0, 0.25, 0), (0, 0.8, 0), (0, 1.0, 0), (0, height - 0.5, 0), (0, height - 0.42, 0)]),
             np.array([0.16, 0.13, 0.10, 0.055, 0.045, 0.09]), _IRON),
        tube(_line([(-0.28, height - 0.75, 0), (0.28, height - 0.75, 0)]), 0.018, _IRON),
        tube(_line([(0, height - 0.42, 0), (0, height + 0.02, 0)]), np.array([0.10, 0.17]),
             made((0.5, 0.4, 0.3), 0.05, light), 6),
        tube(_line([(0, height + 0.02, 0), (0, height + 0.20, 0), (0, height + 0.26, 0)]),
             np.array([0.20, 0.07, 0.03]), _IRON, 6),
    ]  # fmt: skip
    for k in range(6):
        angle = k * np.pi / 3
        parts.append(tube(_line([
            (0.105 * np.cos(angle), height - 0.42, 0.105 * np.sin(angle)),
            (0.175 * np.cos(angle), height + 0.02, 0.175 * np.sin(angle)),
        ]), 0.009, _IRON, 4))  # fmt: skip
    return joined(parts), (0, height - 0.15, 0)


@lru_cache(maxsize=8)
def traffic_light(colour: str) -> Mesh:
    """A light on a pole whose arm reaches along +x, its lamps towards −z."""
    parts = [
        tube(_line([(0, 0, 0), (0, 5.4, 0)]), 0.075, _STEEL),
        tube(_line([(0, 5.2, 0), (3.2, 5.5, 0)]), 0.045, _STEEL),
    ]
    lamps: dict[str, Colour] = {"red": (3.2, 0.12, 0.06), "amber": (3.0, 1.3, 0.1), "green": (0.2, 2.6, 1.3)}
    for x, y in ((3.0, 4.75), (0.14, 2.6)):
        parts.append(tube(_line([(x, y, 0), (x, y + 1.0, 0)]), 0.16, _IRON, 8))
        for k, name in enumerate(("green", "amber", "red")):
            light = lamps[name] if name == colour else (0.0, 0.0, 0.0)
            parts.append(_ball(x, y + 0.2 + k * 0.3, -0.13, 0.10, made((0.05, 0.05, 0.05), 0.05, light)))
    return joined(parts)


@lru_cache(maxsize=2)
def bollard() -> Mesh:
    """A short iron post."""
    return joined([
        tube(_line([(0, 0, 0), (0, 0.08, 0), (0, 0.12, 0), (0, 0.8, 0), (0, 0.88, 0)]),
             np.array([0.10, 0.10, 0.06, 0.055, 0.03]), _IRON),
    ])  # fmt: skip


@lru_cache(maxsize=2)
def hydrant() -> Mesh:
    """A red hydrant."""
    red = made((0.24, 0.022, 0.016), 0.05)
    return joined([
        tube(_line([(0, 0, 0), (0, 0.07, 0), (0, 0.09, 0), (0, 0.55, 0), (0, 0.68, 0), (0, 0.74, 0)]),
             np.array([0.15, 0.15, 0.10, 0.10, 0.11, 0.03]), red),
        tube(_line([(-0.18, 0.45, 0), (0.18, 0.45, 0)]), 0.05, red),
    ])  # fmt: skip


@lru_cache(maxsize=8)
def lantern(light: Colour) -> Mesh:
    """A paper lantern hanging from the origin."""
    # paper on hoops: the flame is behind its middle, and every hoop draws a line
    share = np.array([0.34, 0.62, 0.88, 1.12, 1.12, 0.88, 0.62, 0.34], np.float32)
    paper = np.repeat(made((0.3, 0.1, 0.06), 0.0, light)[None, None], 8, axis=0).repeat(12, axis=1)
    paper[..., 4:7] *= share[:, None, None]
    body = sheet(_sphere(0, -0.26, 0, 0.21, 1.05), paper)
    return joined([
        body,
        tube(_line([(0, -0.02, 0), (0, -0.06, 0)]), 0.10, _IRON),
        tube(_line([(0, -0.47, 0), (0, -0.51, 0)]), 0.09, _IRON),
        tube(_line([(0, -0.51, 0), (0, -0.75, 0)]), 0.016, made((0.3, 0.06, 0.04), 0.0), 4),
    ])  # fmt: skip
