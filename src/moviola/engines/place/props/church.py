"""Village churches: a nave and a tower with a spire, an onion dome or a saddle roof."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np

from moviola.engines.place.props.house import House
from moviola.engines.place.props.house_roof import SNOW_WHITE, gable
from moviola.engines.place.props.house_wall import LAMPLIGHT
from moviola.engines.place.props.mesh import (
    BOARDS,
    GLASS,
    LAMP,
    PAINT,
    PLASTER,
    SHINGLES,
    SNOW,
    STONE,
    Builder,
    Colour,
    placed,
)

_DARK: Colour = (0.055, 0.05, 0.05)
_GOLD: Colour = (0.75, 0.50, 0.16)
_TRIM: Colour = (0.45, 0.42, 0.38)
NEEDLE, ONION, SADDLE = range(3)


def _arch(
    build: Builder, x: float, y: float, wide: float, tall: float, glow: float, chance: float, trim: Colour
) -> None:
    """A round-headed window on a wall that looks towards −z."""
    turn = np.linspace(0, math.pi, 9)
    head = [(x + math.cos(a) * wide / 2, y + tall + math.sin(a) * wide / 2) for a in turn]
    outline = [(x - wide / 2, y), (x + wide / 2, y), *head]
    high = tall + wide / 2
    for k in range(1, len(outline) - 1):
        three = [outline[0], outline[k], outline[k + 1], outline[k + 1]]
        build.quad(
            [(p[0], p[1], -0.02) for p in three], GLASS, (chance, 0, 0), glow=glow,
            texture=[(0.5 + (p[0] - x) / wide * 0.5, 0.3 + 0.6 * (p[1] - y) / high) for p in three],
        )  # fmt: skip
    ring = [(x + math.cos(a) * (wide / 2 + 0.14), y + tall + math.sin(a) * (wide / 2 + 0.14)) for a in turn]
    for p, q, r, s in zip(head, head[1:], ring[1:], ring, strict=False):
        build.quad([(v[0], v[1], -0.05) for v in (p, q, r, s)], PAINT, trim)
    for side in (-1.0, 1.0):
        a, b = sorted((x + side * wide / 2, x + side * (wide / 2 + 0.14)))
        build.boxes([(a, y, -0.05)], [(b, y + tall, 0.0)], PAINT, trim)
    build.boxes([(x - wide / 2 - 0.2, y - 0.14, -0.12)], [(x + wide / 2 + 0.2, y, 0.0)], PAINT, trim)
    build.boxes([(x - 0.025, y, -0.04)], [(x + 0.025, y + high, -0.01)], PAINT, trim)
    rows = np.arange(y + 0.5, y + tall, 0.55)
    low = np.stack([np.full_like(rows, x - wide / 2), rows, np.full_like(rows, -0.035)], 1)
    build.boxes(low, low + np.array([wide, 0.03, 0.025]), PAINT, trim)


@lru_cache(maxsize=16)
def church(pick: int, snow: float, lit: float, near: bool) -> House:
    """A church with its tower and door towards −z; one of three kinds."""
    random = np.random.default_rng(pick + 77)
    wall: Colour = ((0.60, 0.58, 0.54), (0.62, 0.56, 0.44), (0.55, 0.53, 0.50))[pick % 3]
    wide, long, eaves, pitch = 8.4, 15.0, 6.2, 1.15
    side, top = 4.6, (13.0, 15.0, 13.5)[pick % 3]
    build = Builder()
    shines: list[list[float]] = []
    for number, turn in enumerate((0.0, math.pi / 2, math.pi, -math.pi / 2)):
        half = (wide if number % 2 == 0 else long) / 2
        away = (long if number % 2 == 0 else wide) / 2
        part = Builder()
        part.boxes([(-half - 0.08, -3, -0.08)], [(half + 0.08, 0.9, 0)], STONE, (0.34, 0.33, 0.31))
        part.quad(
            [(-half, 0.9, 0), (half, 0.9, 0), (half, eaves, 0), (-half, eaves, 0)], PLASTER, wall,
            openness=(0.95, 0.95, 0.6, 0.6),
        )  # fmt: skip
        if number % 2 == 0:
            part.polygon(
                [(-half, eaves, 0), (half, eaves, 0), (0, eaves + pitch * half, 0)], PLASTER, wall, 0.75
            )
        else:
            for k in range(4):
                x = (k - 1.5) * 3.3
                glow = lit * float(random.uniform(0.7, 1.0)) if lit > 0 else 0.0
                _arch(part, x, 2.1, 1.15, 2.3, glow, 0.8 + 0.05 * k, _TRIM)
                if glow > 0:
                    z = -away - 0.2
                    cosine, sine = math.cos(turn), math.sin(turn)
                    shines.append(
                        [x * cosine - z * sine, 3.4, x * sine + z * cosine, sine, 0.0, -cosine, glow * 2.2]
                    )
        build.add(placed(part.mesh(), math.sin(turn) * away, 0.0, -math.cos(turn) * away, turn))
    gable(build, random, wide, long, eaves, pitch, 0.45, (0.13, 0.10, 0.09), (0.16, 0.12, 0.09), snow, near)
    tower_z = -long / 2 - side / 2 + 0.5
    tower = Builder()
    for number, turn in enumerate((0.0, math.pi / 2, math.pi, -math.pi / 2)):
        part = Builder()
        half = side / 2
        part.boxes([(-half - 0.1, -3, -0.1)], [(half + 0.1, 1.1, 0)], STONE, (0.34, 0.33, 0.31))
        for low, high in ((1.1, 6.0), (6.0, top)):
            part.quad([(-half, low, 0), (half, low, 0), (half, high, 0), (-half, high, 0)], PLASTER, wall)
        part.boxes(
            [(-half - 0.1, 5.9, -0.12), (-half - 0.2, top - 0.25, -0.22)],
            [(half + 0.1, 6.1, 0), (half + 0.2, top, 0)],
            PAINT,
            _TRIM,
        )
        for x in (-half, half - 0.35):
            part.boxes([(x, 1.1, -0.05)], [(x + 0.35, top - 0.25, 0)], STONE, (0.46, 0.44, 0.41))
        for x in (-0.62, 0.62):
            _arch(part, x, top - 3.6, 0.8, 1.5, lit * 0.45, 0.82, _TRIM)
            if lit <= 0 or near:
                for y in np.arange(top - 3.5, top - 2.0, 0.22):
                    part.boxes([(x - 0.4, y, -0.07)], [(x + 0.4, y + 0.09, -0.02)], BOARDS, _DARK)
        turns = np.linspace(0, 2 * math.pi, 21)
        dial = [(math.cos(a) * 0.85, top - 5.2 + math.sin(a) * 0.85, -0.06) for a in turns[:-1]]
        part.polygon(dial, LAMP if lit > 0 else PAINT, (0.85, 0.74, 0.52))
        for a, reach in ((0.6, 0.5), (2.4, 0.7)):
            part.beam(
                (0, top - 5.2, -0.08),
                (math.cos(a) * reach, top - 5.2 + math.sin(a) * reach, -0.08),
                0.07,
                0.03,
                PAINT,
                _DARK,
            )
        if number == 0:
            part.boxes([(-0.8, 0.2, -0.06)], [(0.8, 2.7, 0)], BOARDS, (0.10, 0.055, 0.035))
            _arch(part, 0.0, 3.3, 0.8, 0.6, lit * 0.8, 0.85, _TRIM)
            part.boxes([(1.2, 2.3, -0.3)], [(1.4, 2.65, -0.1)], LAMP, LAMPLIGHT, glow=lit * 2.2)
        tower.add(placed(part.mesh(), math.sin(turn) * half, 0.0, -math.cos(turn) * half, turn))
    _crown(tower, pick % 3, side, top, snow)
    build.add(placed(tower.mesh(), 0.0, 0.0, tower_z))
    if lit > 0:
        shines.append([1.3, 2.4, tower_z - side / 2 - 0.4, 0.0, 0.0, 0.0, lit * 1.3])
        # floodlights at the foot of the tower
        shines.extend([x, 0.7, tower_z - 4.8, 0.0, 0.0, 0.0, lit * 2.0] for x in (-5.0, 5.0))
    return House(
        build.mesh(), np.asarray(shines, np.float64).reshape(-1, 7), np.zeros((0, 3)), wide, long + side, eaves, pitch,
        (0.0, tower_z - side / 2 - 1.5),
    )  # fmt: skip


def _crown(build: Builder, kind: int, side: float, top: float, snow: float) -> None:
    """What stands on the tower."""
    half = side / 2 + 0.25
    if kind == ONION:
        at = np.array([0.0, 0.06, 0.2, 0.36, 0.5, 0.62, 0.72, 0.82, 0.9, 1.0])
        out = np.array([1.0, 1.0, 1.06, 0.98, 0.72, 0.40, 0.22, 0.15, 0.09, 0.03]) * half * 1.08
        turn = np.linspace(0, 2 * math.pi, 25)
        points = np.stack([
            np.cos(turn)[None, :] * out[:, None], np.broadcast_to((top + at * 6.4)[:, None], (10, 25)),
            np.sin(turn)[None, :] * out[:, None],
        ], -1)  # fmt: skip
        build.grid(points, SHINGLES, (0.10, 0.16, 0.14))
        peak = top + 6.4
        if snow > 0:
            build.ball((0, top + 0.15, 0), (half * 1.12, 0.22, half * 1.12), SNOW, SNOW_WHITE, 16)
    elif kind == SADDLE:
        part = Builder()
        random = np.random.default_rng(5)
        for z in (-side / 2, side / 2):
            part.polygon(
                [(-side / 2, top, z), (side / 2, top, z), (0, top + 1.5 * side / 2, z)],
                PLASTER,
                (0.55, 0.53, 0.50),
            )
        gable(part, random, side, side, top, 1.5, 0.35, (0.13, 0.10, 0.09), (0.16, 0.12, 0.09), snow, False)
        build.add(part.mesh())
        peak = top + 1.5 * side / 2 + 0.3 + snow
    else:
        tall = 11.5
        ring = [
            (half * math.cos(a), half * math.sin(a))
            for a in np.linspace(math.pi / 8, 2 * math.pi + math.pi / 8, 9)
        ]
        flare = 1.18
        for (ax, az), (bx, bz) in pairwise(ring):
            low = [(ax * flare, top, az * flare), (bx * flare, top, bz * flare)]
            neck = [(bx * 0.78, top + 1.7, bz * 0.78), (ax * 0.78, top + 1.7, az * 0.78)]
            build.quad([*low, *neck], SHINGLES, (0.11, 0.10, 0.10))
            build.quad(
                [neck[1], neck[0], (0, top + tall, 0), (0, top + tall, 0)], SHINGLES, (0.11, 0.10, 0.10)
            )
            if snow > 0:
                # snow holds on the flare and in patches above it
                lift = 0.10
                build.quad([(p[0] * 1.03, p[1] + lift, p[2] * 1.03) for p in low] + [(p[0] * 1.04, p[1] - 0.5,
                p[2] * 1.04) for p in neck],
                           SNOW, SNOW_WHITE)  # fmt: skip
        peak = top + tall
    build.ball((0, peak + 0.15, 0), (0.2, 0.2, 0.2), PAINT, _GOLD, 8)
    build.boxes(
        [(-0.05, peak + 0.3, -0.05), (-0.42, peak + 1.1, -0.05)],
        [(0.05, peak + 1.7, 0.05), (0.42, peak + 1.2, 0.05)],
        PAINT,
        _GOLD,
    )
