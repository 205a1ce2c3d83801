"""Buildings of a city to come: twisting towers with seams of light, terraced mountains of flats, bridges in the air."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.city.builder import RED_LAMP, Builder, Wall
from moviola.engines.place.city.fields import BAND, CURTAIN, MEDIA, OFFICE, RIBBON

#: Hues that go together on one city's lines of light (cyan .52, blue .58, magenta .86, amber .09, white −1).
PALETTES: tuple[tuple[float, ...], ...] = (
    (0.52, 0.52, -1.0, 0.09), (0.58, 0.58, 0.86, -1.0), (-1.0, -1.0, 0.52), (0.86, 0.52, 0.52, 0.58),
    (0.09, 0.09, -1.0, 0.55), (0.55, -1.0, 0.80),
)  # fmt: skip

_PALE = ((0.46, 0.46, 0.45), (0.38, 0.37, 0.35), (0.30, 0.31, 0.32))


def skin(city: Builder, hue: float, lines: float) -> Wall:
    """Dark glass, some of it with luminous lines; a tower is mostly dark, or mostly at work."""
    random = city.random
    kind = random.random()
    lit = random.uniform(0.06, 0.16) if kind < 0.38 else random.uniform(0.25, 0.5) if kind < 0.8 else 0.75
    wall = city.office(CURTAIN)
    if random.random() < 0.28:
        # pale decks with bands of glass
        wall = replace(wall, style=RIBBON, colour=city.pick(_PALE))
    return replace(
        wall,
        storey=3.8,
        bay=float(random.uniform(1.5, 2.4)),
        lit=float(lit),
        bright=float(np.clip(random.lognormal(-0.6, 0.5), 0.25, 1.6)),
        cool=float(random.choice([0.08, 0.2, 0.35, 0.75])) + float(random.uniform(-0.06, 0.1)),
        mirror=float(random.uniform(0.2, 0.4)),
        corner=lines,
        corner_hue=hue,
    )


def twisting(city: Builder, x: float, z: float, half: float, top: float, hue: float, turn: float) -> None:
    """A tower that turns as it rises and swells in the middle."""
    random = city.random
    wall = replace(
        skin(city, hue, 0.0), seam=-half * float(random.choice([0.25, 0.4, 0.7])), lit=float(random.uniform(0.25, 0.5)),
        wash=0.8, wash_hue=hue,
    )  # fmt: skip
    steps = max(int(top / 13), 8)
    twist = float(random.uniform(0.9, 1.9)) * (1 if random.random() < 0.5 else -1)
    swell = float(random.uniform(0.0, 0.28))
    end = float(random.uniform(0.30, 0.6))

    def width(share: float) -> float:
        return half * (
            1 - (1 - end) * math.pow(share, 1.5) + swell * math.sin(math.pi * min(share * 1.15, 1.0))
        )

    for k in range(steps):
        low, high = k / steps, (k + 1) / steps
        wide = width(low)
        city.solid(x, z, wide, wide * 0.72, low * top, high * top, wall, turn=turn + twist * low,
                   taper=width(high) / wide, crest=top)  # fmt: skip
    city.mast(x, z, top, 0.16 * top, 1.2)


def needle(city: Builder, x: float, z: float, half: float, top: float, hue: float) -> None:
    """A round shaft that runs out into a point, ringed with seams and decks."""
    random = city.random
    wall = replace(skin(city, hue, 0.55), seam=float(random.choice([46.0, 70.0])), wash=0.7, wash_hue=hue)
    steps = 9
    for k in range(steps):
        low, high = k / steps, (k + 1) / steps
        wide, next_ = half * (1 - low) ** 0.75 + 1.5, half * (1 - high) ** 0.75 + 1.5
        city.solid(
            x, z, wide, wide, low * top, high * top, wall, is_round=True, taper=next_ / wide, crest=top
        )
    for share in random.choice([0.34, 0.46, 0.55, 0.66], int(random.integers(1, 3)), replace=False):
        wide = half * (1 - float(share)) ** 0.75 + 7
        deck = Wall(style=BAND, seed=9, storey=4.2, bay=3.0, bright=0.75, cool=0.6, colour=(0.2, 0.2, 0.22))
        city.solid(
            x, z, wide, wide, float(share) * top - 5, float(share) * top, Wall(), is_round=True, taper=1.25
        )
        city.solid(
            x, z, wide * 1.25, wide * 1.25, float(share) * top, float(share) * top + 5, deck, is_round=True
        )
    city.lamp(x, top, z, 1.2, RED_LAMP, blink=0.4)


def mountain(city: Builder, x: float, z: float, half: float, top: float, hue: float, turn: float) -> None:
    """A terraced city in one building: tiers of light that step back as they rise."""
    random = city.random
    tiers = int(random.integers(6, 10))
    is_round = bool(random.random() < 0.4)
    wall = replace(
        city.flats(), style=CURTAIN, colour=(0.22, 0.22, 0.23), bay=3.2, storey=3.8, lit=0.6, mirror=0.2
    )
    for k in range(tiers):
        low, high = (k / tiers) ** 0.9 * top, ((k + 1) / tiers) ** 0.9 * top
        wide = half * (1 - 0.82 * k / tiers)
        tier = Wall(
            style=BAND, seed=k + 3, storey=4.4, bay=3.4, bright=0.75, cool=0.2, colour=(0.24, 0.24, 0.24)
        )
        city.solid(x, z, wide, wide * 0.8, low, high - 5, wall, turn=turn, is_round=is_round, taper=0.93)
        city.solid(x, z, wide * 0.99, wide * 0.79, high - 5, high, tier, turn=turn, is_round=is_round)
    spire = replace(skin(city, hue, 0.8), seam=32.0)
    city.solid(x, z, half * 0.16, half * 0.14, top, top * 1.5, spire, turn=turn, taper=0.3)
    city.mast(x, z, top * 1.5, top * 0.15, 1.0)


def twins(city: Builder, x: float, z: float, half: float, top: float, hue: float, turn: float) -> None:
    """Two slabs that lean together, with bridges between them."""
    wall = replace(skin(city, hue, 0.7), seam=-half * 0.5)
    gap = half * 2.6
    for side, share in ((-1, 1.0), (1, 0.84)):
        at_x, at_z = x + side * gap * math.cos(turn), z + side * gap * math.sin(turn)
        city.solid(
            at_x,
            at_z,
            half,
            half * 0.8,
            0,
            top * share,
            replace(wall, wash=0.4, wash_hue=hue),
            turn=turn,
            taper=0.5,
        )
        city.mast(at_x, at_z, top * share, 0.12 * top, 0.9)
    bridge = Wall(style=BAND, seed=4, storey=4.0, bay=2.6, bright=0.8, cool=0.5, colour=(0.2, 0.2, 0.22))
    for share in (0.34, 0.56):
        city.solid(x, z, gap, 4.0, share * top, share * top + 5.5, bridge, turn=turn)


def screen(city: Builder, x: float, z: float, half: float, bottom: float, top: float, turn: float) -> None:
    """A panel of moving colour that hangs on a wall."""
    hue = float(city.random.choice([*(v for v in city.hues if v > 0.3), 0.5, 0.66]))
    wall = Wall(
        style=MEDIA, seed=int(city.random.integers(1, 1 << 20)), use=OFFICE, colour=(0.045, 0.045, 0.05), bright=0.7,
        corner_hue=hue,
    )  # fmt: skip
    city.solid(x, z, half, 1.2, bottom, top, wall, turn=turn)


def tower(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """One of many towers, tapered and lined with light."""
    random = city.random
    hue = float(random.choice(city.hues))
    lines = float(random.uniform(0.4, 0.9)) if random.random() < 0.22 and top > 105 else 0.0
    wall = skin(city, hue, lines)
    if lines:
        wall = replace(wall, seam=float(random.choice([0.0, 46.0, 72.0, -half_x * 0.3, -half_x * 0.6])))
    elif top > 110 and random.random() < 0.34:
        wall = replace(
            wall, wash=float(random.uniform(0.4, 1.3)), wash_hue=hue if random.random() < 0.4 else -1.0
        )
    kind = random.random()
    if kind < 0.35:
        city.solid(x, z, half_x, half_z, 0, top, wall, turn=turn, taper=float(random.uniform(0.35, 0.8)))
    elif kind < 0.5:
        city.solid(x, z, half_x, half_z, 0, top, wall, is_round=True, taper=float(random.uniform(0.4, 0.9)))
    else:
        share = float(random.uniform(0.45, 0.7))
        city.solid(x, z, half_x, half_z, 0, top * share, wall, turn=turn, taper=0.9)
        city.solid(
            x,
            z,
            half_x * 0.7,
            half_z * 0.7,
            top * share,
            top,
            wall,
            turn=turn,
            taper=float(random.uniform(0.3, 0.9)),
        )
    if top > 90 and random.random() < 0.5:
        city.mast(x, z, top, float(random.uniform(0.08, 0.2)) * top)
    if top > 60 and random.random() < 0.10:
        screen(city, x, z - max(half_x, half_z) - 1, half_x * 0.7, top * 0.3, top * 0.55, turn)


def traffic(city: Builder, distance: float, reach: float) -> None:
    """Craft in lanes of the air, a light ahead and one behind."""
    random = city.random
    for lane in range(4):
        height = float(random.uniform(60, 190))
        pace = float(random.uniform(26, 52)) * (1 if lane % 2 else -1)
        depth = distance * float(random.uniform(0.55, 1.05))
        for _ in range(int(random.integers(14, 30))):
            x, y = float(random.uniform(-reach, reach)), height + float(random.normal() * 2.5)
            z = depth + float(random.normal() * 14)
            ahead = 3.2 if pace > 0 else -3.2
            city.lamp(x + ahead, y, z, 0.34, (3.0, 3.2, 3.6), speed=pace)
            city.lamp(x, y, z, 0.28, (3.4, 0.4, 0.25), speed=pace)
