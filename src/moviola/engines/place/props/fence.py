"""Fences, a wooden bridge, street lamps, strings of bulbs, a snowman: small things that make a village lived in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.props.house_roof import SNOW_WHITE
from moviola.engines.place.props.mesh import BOARDS, LAMP, PAINT, PLANKS, SNOW, Builder, Colour, Mesh

_WOOD: Colour = (0.12, 0.09, 0.07)
_IRON: Colour = (0.025, 0.025, 0.028)
_WARM: Colour = (1.0, 0.64, 0.28)


def fence(points: NDArray[np.float64], rails: int, snow: float, seed: int) -> Mesh:
    """A fence whose posts stand at ``points`` [N, 3]; ``rails`` 0 makes pickets. ``snow``: metres on it."""
    random = np.random.default_rng(seed)
    build = Builder()
    tall = 1.05
    tops = []
    for x, y, z in points:
        lean = random.normal(0, 0.025, 2)
        high = tall + float(random.normal(0, 0.05))
        build.cone((x, y - 0.4, z), 0.075, (x + lean[0], y + high, z + lean[1]), 7, PLANKS, _WOOD, 0.065)
        tops.append((x + lean[0], y + high, z + lean[1]))
        if snow > 0:
            build.ball(
                (tops[-1][0], y + high - 0.02, tops[-1][2]),
                (0.095, 0.05 + 0.09 * snow + 0.04 * float(random.random()), 0.095),
                SNOW,
                SNOW_WHITE,
                12,
                dome=True,
            )
    for (ax, ay, az), (bx, by, bz) in pairwise(points):
        for k in range(max(rails, 2)):
            high = 0.86 - k * 0.62 / max(rails, 2) + float(random.normal(0, 0.02))
            build.beam(
                (ax, ay + high, az),
                (bx, by + high + float(random.normal(0, 0.03)), bz),
                0.05,
                0.11,
                PLANKS,
                _WOOD,
            )
            if snow > 0 and k == 0:
                _ridge(
                    build, (ax, ay + high + 0.05, az), (bx, by + high + 0.05, bz), 0.05, 0.05 + 0.14 * snow
                )
        if rails == 0:
            for t in np.arange(0.08, 1.0, 0.085):
                x, y, z = ax + (bx - ax) * t, ay + (by - ay) * t, az + (bz - az) * t
                build.boxes(
                    [(x - 0.045, y, z - 0.045)],
                    [(x + 0.045, y + 0.95 + float(random.normal(0, 0.015)), z - 0.02)],
                    BOARDS,
                    _WOOD,
                )
    return build.mesh()


def _ridge(build: Builder, start: Sequence[float], end: Sequence[float], wide: float, tall: float) -> None:
    """Snow lying along a rail."""
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    side = np.cross(b - a, [0, 1.0, 0])
    side = side / max(np.linalg.norm(side), 1e-6)
    t = np.linspace(0.01, 0.99, 9)
    turn = np.linspace(0, math.pi, 6)
    shape = tall * np.clip(1 - np.abs(2 * t - 1) ** 8, 0, 1) * (1 + 0.2 * np.sin(t * 9 + a[0]))
    points = a + (b - a) * t[:, None, None] + side * (np.cos(turn) * wide)[None, :, None]
    points = points + np.array([0, 1.0, 0]) * (np.sin(turn)[None, :] * shape[:, None])[..., None]
    build.grid(points, SNOW, SNOW_WHITE)


def street_lamp(snow: float, glow: float, kind: int) -> tuple[Mesh, tuple[float, float, float]]:
    """A lamp post at the origin, and where its light is."""
    build = Builder()
    if kind == 0:
        build.cone((0, -0.3, 0), 0.09, (0, 0.5, 0), 8, PAINT, _IRON, 0.07)
        build.cone((0, 0.5, 0), 0.055, (0, 3.0, 0), 8, PAINT, _IRON, 0.04)
        y = 3.25
        build.boxes([(-0.10, y - 0.2, -0.10)], [(0.10, y + 0.17, 0.10)], LAMP, _WARM, glow=glow * 2)
        for a in (-0.12, 0.12):
            for b in (-0.12, 0.12):
                build.beam((a * 0.9, y - 0.22, b * 0.9), (a, y + 0.22, b), 0.025, 0.025, PAINT, _IRON)
        build.boxes([(-0.16, y - 0.25, -0.16)], [(0.16, y - 0.2, 0.16)], PAINT, _IRON)
        build.cone((0, y + 0.2, 0), 0.26, (0, y + 0.48, 0), 8, PAINT, _IRON)
        if snow > 0:
            build.ball(
                (0, y + 0.28, 0), (0.22, 0.16 + 0.10 * snow, 0.22), SNOW, (0.6, 0.61, 0.63), 14, dome=True
            )
        return build.mesh(), (0.0, y, 0.0)
    build.cone((0, -0.3, 0), 0.085, (0, 4.2, 0), 8, PAINT, _IRON, 0.05)
    build.beam((0, 4.15, 0), (0, 4.35, -0.8), 0.05, 0.05, PAINT, _IRON)
    build.cone((0, 4.12, -0.8), 0.30, (0, 4.38, -0.8), 12, PAINT, _IRON)
    build.ball((0, 4.10, -0.8), (0.11, 0.11, 0.11), LAMP, (1.0, 0.66, 0.32), 14)
    if snow > 0:
        build.ball((0, 4.20, -0.8), (0.25, 0.18 + 0.1 * snow, 0.25), SNOW, (0.6, 0.61, 0.63), 14, dome=True)
    mesh = build.mesh()
    mesh.glow[mesh.made == LAMP] = glow * 2
    return mesh, (0.0, 4.0, -0.8)


def bulbs(
    start: Sequence[float], end: Sequence[float], sag: float, glow: float, spacing: float = 0.8
) -> tuple[Mesh, NDArray[np.float64]]:
    """A hanging string of bulbs, and their places [N, 3]."""
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    count = max(int(np.linalg.norm(b - a) / spacing), 3)
    t = np.linspace(0, 1, count + 1)
    line = a + (b - a) * t[:, None]
    line[:, 1] -= sag * 4 * t * (1 - t)
    build = Builder()
    for p, q in pairwise(line):
        build.beam(p, q, 0.018, 0.018, PAINT, _IRON)
    for p in line[1:-1]:
        build.ball((p[0], p[1] - 0.09, p[2]), (0.055, 0.075, 0.055), LAMP, _WARM, 6)
    mesh = build.mesh()
    mesh.glow[mesh.made == LAMP] = glow * 2.6
    return mesh, line[1:-1]


def footbridge(long: float, wide: float, snow: float) -> Mesh:
    """An arched wooden bridge at the origin, its way along z."""
    build = Builder()
    at = np.linspace(-long / 2, long / 2, 15)
    high = 0.55 + 0.5 * np.cos(at / long * math.pi)
    for k in range(14):
        a, b = (at[k], high[k]), (at[k + 1], high[k + 1])
        build.quad(
            [
                (-wide / 2, a[1], a[0]),
                (wide / 2, a[1], a[0]),
                (wide / 2, b[1], b[0]),
                (-wide / 2, b[1], b[0]),
            ],
            PLANKS,
            _WOOD,
        )
        for side in (-wide / 2, wide / 2):
            build.beam((side, a[1] - 0.15, a[0]), (side, b[1] - 0.15, b[0]), 0.14, 0.34, PLANKS, _WOOD)
            build.beam((side, a[1] + 0.95, a[0]), (side, b[1] + 0.95, b[0]), 0.08, 0.10, PLANKS, _WOOD)
            build.beam((side, a[1] + 0.5, a[0]), (side, b[1] + 0.5, b[0]), 0.06, 0.08, PLANKS, _WOOD)
            if k % 3 == 0:
                build.boxes(
                    [(side - 0.06, a[1] - 0.3, a[0] - 0.06)],
                    [(side + 0.06, a[1] + 1.05, a[0] + 0.06)],
                    PLANKS,
                    _WOOD,
                )
            if snow > 0:
                _ridge(build, (side, a[1] + 1.0, a[0]), (side, b[1] + 1.0, b[0]), 0.07, 0.16)
    if snow > 0:
        across = np.linspace(-1, 1, 9)[:, None]
        y = high[None, :] + (0.06 + 0.2 * snow) * np.sqrt(np.clip(1 - across**8, 0, 1)) * (
            1 - 0.35 * np.exp(-((across / 0.4) ** 2))
        )
        build.grid(
            np.stack([across * wide / 2 * np.ones_like(y), y, at[None, :] * np.ones_like(y)], -1),
            SNOW,
            SNOW_WHITE,
        )
    return build.mesh()


def jetty(long: float, wide: float, snow: float) -> Mesh:
    """A landing stage from the origin along z; its deck is at 0, posts reach down into the water."""
    build = Builder()
    build.boxes([(-wide / 2, -0.10, 0.0)], [(wide / 2, 0.0, long)], PLANKS, _WOOD)
    for z in np.arange(0.4, long + 0.1, 2.4):
        for x in (-wide / 2, wide / 2):
            build.cone((x, -3.0, z), 0.11, (x, 0.55, z), 9, PLANKS, (0.09, 0.07, 0.055), 0.10)
            if snow > 0:
                build.ball((x, 0.55, z), (0.13, 0.16, 0.13), SNOW, SNOW_WHITE, 12, dome=True)
            else:
                build.cone((x, 0.549, z), 0.10, (x, 0.55, z), 9, PLANKS, _WOOD)
    if snow > 0:
        across, at = np.linspace(-1, 1, 17)[:, None], np.linspace(0, 1, 22)[None, :]
        ends = np.sqrt(np.clip(1 - np.abs(at * 2 - 1) ** 14, 0, 1))
        tread = 0.62 * np.exp(-(((across - 0.12 * np.sin(at * 9)) / 0.42) ** 2))
        y = (
            0.26
            * np.sqrt(np.clip(1 - across**8, 0, 1))
            * ends
            * (1 - tread)
            * (1 + 0.12 * np.sin(at * 23 + across * 4))
        )
        build.grid(
            np.stack([across * wide * 0.53 * np.ones_like(y), y, at * long * np.ones_like(y)], -1),
            SNOW,
            SNOW_WHITE,
        )
    return build.mesh()


def snowman() -> Mesh:
    """A snowman at the origin that looks towards −z."""
    build = Builder()
    build.ball((0, 0.42, 0), (0.52, 0.50, 0.52), SNOW, SNOW_WHITE, 22)
    build.ball((0.01, 1.10, 0), (0.38, 0.36, 0.38), SNOW, SNOW_WHITE, 20)
    build.ball((-0.01, 1.60, 0), (0.26, 0.25, 0.26), SNOW, SNOW_WHITE, 18)
    build.cone((0, 1.60, -0.24), 0.045, (0.02, 1.57, -0.52), 8, PAINT, (0.62, 0.20, 0.03))
    coal: Colour = (0.02, 0.02, 0.02)
    for x in (-0.09, 0.09):
        build.ball((x, 1.68, -0.235), (0.03, 0.03, 0.03), PAINT, coal, 6)
    for y in (0.95, 1.12, 1.28):
        build.ball((0.01, y, -0.37 + abs(y - 1.12) * 0.25), (0.03, 0.03, 0.03), PAINT, coal, 6)
    build.cone((0, 1.79, 0), 0.27, (0, 1.815, 0), 14, PAINT, coal, 0.27)
    build.cone((0, 1.80, 0), 0.18, (0, 2.10, 0), 14, PAINT, coal, 0.17)
    build.cone((0, 2.0995, 0), 0.17, (0, 2.10, 0), 14, PAINT, coal, 0.0)
    build.cone((0, 1.34, 0), 0.29, (0, 1.46, 0), 14, PLANKS, (0.35, 0.03, 0.025), 0.25)
    build.boxes([(0.10, 0.98, -0.36)], [(0.20, 1.42, -0.29)], PLANKS, (0.35, 0.03, 0.025))
    for side in (-1.0, 1.0):
        build.beam((side * 0.33, 1.2, 0), (side * 0.85, 1.5, -0.05), 0.03, 0.03, PAINT, _WOOD)
        build.beam((side * 0.68, 1.40, -0.03), (side * 0.78, 1.58, -0.03), 0.018, 0.018, PAINT, _WOOD)
    return build.mesh()
