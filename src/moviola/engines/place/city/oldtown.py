"""Buildings of an old town: stone houses under hipped roofs, churches, domes and bell towers."""

from __future__ import annotations

import math
from dataclasses import replace

from moviola.engines.place.city.builder import Builder, Wall
from moviola.engines.place.city.fields import FLATS, PUNCHED

_TILES = ((0.26, 0.12, 0.075), (0.30, 0.15, 0.09), (0.20, 0.10, 0.07), (0.16, 0.15, 0.15))
_PLASTER = (
    (0.50, 0.42, 0.30),
    (0.46, 0.36, 0.24),
    (0.42, 0.39, 0.34),
    (0.52, 0.46, 0.38),
    (0.44, 0.31, 0.24),
)
_COPPER = (0.16, 0.27, 0.23)


def plaster(city: Builder) -> Wall:
    """Walls of an old house."""
    random = city.random
    return replace(
        city.flats(), style=PUNCHED, use=FLATS, colour=city.pick(_PLASTER), storey=3.5,
        bay=float(random.uniform(2.2, 3.4)), lit=float(random.uniform(0.15, 0.4)),
        bright=float(random.uniform(0.5, 0.9)), cool=0.05,
    )  # fmt: skip


def house(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """A house under a hipped roof."""
    tiles = Wall(colour=city.pick(_TILES))
    city.solid(x, z, half_x, half_z, 0, top, plaster(city), turn=turn)
    city.solid(
        x,
        z,
        half_x * 1.04,
        half_z * 1.04,
        top,
        top + min(half_x, half_z) * 0.75,
        tiles,
        turn=turn,
        taper=0.25,
    )
    if city.random.random() < 0.5:
        city.solid(
            x + half_x * 0.4, z, 0.8, 0.8, top, top + min(half_x, half_z) * 0.9, Wall(colour=(0.3, 0.2, 0.15))
        )


def church(city: Builder, x: float, z: float, top: float, turn: float) -> None:
    """A nave with a tall steeple."""
    wall = replace(
        plaster(city), colour=(0.46, 0.41, 0.33), storey=9.0, bay=6.0, lit=0.5, wash=0.35, wash_hue=-1.0
    )
    slate = Wall(
        colour=(0.13, 0.14, 0.15) if city.random.random() < 0.6 else _COPPER, wash=0.15, wash_hue=-1.0
    )
    nave = top * 0.30
    sine, cosine = math.sin(turn), math.cos(turn)
    city.solid(x + 26 * cosine, z + 26 * sine, 26, 10, 0, nave, wall, turn=turn)
    city.solid(x + 26 * cosine, z + 26 * sine, 26, 10.5, nave, nave + 11, slate, turn=turn, taper=0.3)
    city.solid(x, z, 6.5, 6.5, 0, top * 0.58, replace(wall, wash=0.7), turn=turn)
    city.solid(x, z, 6.8, 6.8, top * 0.58, top, slate, turn=turn, taper=0.03)


def dome(city: Builder, x: float, z: float, top: float, turn: float) -> None:
    """A domed church."""
    wall = replace(
        plaster(city), colour=(0.48, 0.44, 0.37), storey=8.0, bay=5.0, lit=0.3, wash=0.5, wash_hue=-1.0
    )
    copper = Wall(
        colour=_COPPER if city.random.random() < 0.5 else (0.30, 0.30, 0.31), wash=0.25, wash_hue=-1.0
    )
    half = top * 0.30
    city.solid(x, z, half * 1.3, half, 0, top * 0.36, wall, turn=turn)
    city.solid(x, z, half * 0.62, half * 0.62, top * 0.36, top * 0.56, replace(wall, wash=0.8), is_round=True)
    rings = 7
    for k in range(rings):
        low, high = math.radians(90 * k / rings), math.radians(90 * (k + 1) / rings)
        wide = half * 0.64 * math.cos(low)
        city.solid(x, z, wide, wide, top * (0.56 + 0.27 * math.sin(low)), top * (0.56 + 0.27 * math.sin(high)), copper,
                   is_round=True, taper=max(math.cos(high) / math.cos(low), 0.08))  # fmt: skip
    city.solid(x, z, half * 0.1, half * 0.1, top * 0.82, top * 0.92, replace(wall, wash=1.0), is_round=True)
    city.solid(x, z, half * 0.11, half * 0.11, top * 0.92, top, copper, is_round=True, taper=0.05)


def bell_tower(city: Builder, x: float, z: float, top: float, turn: float) -> None:
    """A slim tower with an open bell chamber and a pyramid."""
    wall = replace(
        plaster(city), colour=(0.36, 0.24, 0.17), storey=9.0, bay=4.0, lit=0.1, wash=0.6, wash_hue=-1.0
    )
    city.solid(x, z, 5, 5, 0, top * 0.72, wall, turn=turn)
    city.solid(x, z, 5.5, 5.5, top * 0.72, top * 0.82, replace(wall, lit=0.9, bright=1.2), turn=turn)
    city.solid(x, z, 5.5, 5.5, top * 0.82, top, Wall(colour=_COPPER), turn=turn, taper=0.03)
