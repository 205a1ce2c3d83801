"""Buildings of a modern city, from terraces to towers with setbacks and crowns."""

from __future__ import annotations

import math
from dataclasses import replace

from moviola.engines.place.city.builder import RED_LAMP, Builder, Wall
from moviola.engines.place.city.fields import BAND, CURTAIN, OFFICE, PIERS, PUNCHED, RIBBON

#: Roofs nearer than this to the camera are furnished.
_NEAR = 480.0
_MACHINES = Wall(colour=(0.20, 0.20, 0.20))


def roof(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """What stands on a flat roof: machine rooms, a parapet of its own tone, a lamp."""
    random = city.random
    for _ in range(int(random.integers(1, 3))):
        at_x, at_z = float(random.uniform(-0.4, 0.4)) * half_x, float(random.uniform(-0.4, 0.4)) * half_z
        wide, deep = half_x * float(random.uniform(0.18, 0.45)), half_z * float(random.uniform(0.18, 0.45))
        city.solid(
            x + at_x, z + at_z, wide, deep, top, top + float(random.uniform(2.0, 5.5)), _MACHINES, turn=turn
        )
    if math.hypot(x, z) < _NEAR and min(half_x, half_z) > 5:
        _clutter(city, x, z, half_x, half_z, top, turn)
    if top > 75 and random.random() < 0.35:
        city.lamp(x, top + 6, z, 0.5, RED_LAMP, blink=float(random.uniform(0.35, 0.6)))


def _clutter(
    city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float
) -> None:
    """What a camera sees on a roof near by: a parapet, units in rows, a tank on legs, a mast."""
    random = city.random
    cosine, sine = math.cos(turn), math.sin(turn)

    def at(u: float, v: float) -> tuple[float, float]:
        return x + cosine * u - sine * v, z + sine * u + cosine * v

    rim = Wall(colour=city.pick(((0.36, 0.35, 0.33), (0.24, 0.23, 0.22))))
    for sign in (-1, 1):
        city.solid(*at(sign * (half_x - 0.2), 0), 0.2, half_z, top, top + 0.9, rim, turn=turn)
        city.solid(*at(0, sign * (half_z - 0.2)), half_x, 0.2, top, top + 0.9, rim, turn=turn)
    steel = Wall(colour=(0.34, 0.35, 0.36))
    row = float(random.uniform(-0.7, 0.3)) * half_z
    for k in range(int(random.integers(2, 7))):
        u = -half_x * 0.75 + k * 2.6
        if u < half_x * 0.8:
            city.solid(*at(u, row), 0.85, 0.6, top, top + 1.3, steel, turn=turn)
    if random.random() < 0.35:
        # a water tank on legs
        wood = Wall(colour=(0.16, 0.115, 0.08))
        u, v = float(random.uniform(-0.5, 0.5)) * half_x, float(random.uniform(0.2, 0.6)) * half_z
        for a in (-1.2, 1.2):
            for b in (-1.2, 1.2):
                city.solid(*at(u + a, v + b), 0.12, 0.12, top, top + 3.0, _MACHINES, turn=turn)
        city.solid(*at(u, v), 1.9, 1.9, top + 3.0, top + 6.4, wood, is_round=True)
        city.solid(*at(u, v), 2.0, 2.0, top + 6.4, top + 7.8, _MACHINES, is_round=True, taper=0.05)
    elif random.random() < 0.4:
        city.solid(*at(0.3 * half_x, 0.2 * half_z), 0.08, 0.08, top, top + 7, _MACHINES)


def low(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """A house of a few floors."""
    wall = (
        city.flats()
        if city.random.random() < 0.62
        else city.office(int(city.random.choice([PUNCHED, RIBBON, CURTAIN])))
    )
    city.solid(x, z, half_x, half_z, 0, top, wall, turn=turn)
    roof(city, x, z, half_x, half_z, top, turn)


def slab(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """A plain tower of flats or offices, often on a podium."""
    random = city.random
    wall = (
        city.flats()
        if random.random() < 0.38
        else city.office(int(random.choice([RIBBON, PUNCHED, CURTAIN, CURTAIN, PIERS])))
    )
    if top > 60 and random.random() < 0.6:
        city.solid(x, z, half_x, half_z, 0, float(random.uniform(9, 20)), city.office(CURTAIN), turn=turn)
        half_x, half_z = half_x * 0.78, half_z * 0.78
    city.solid(x, z, half_x, half_z, 0, top, city.crowned(wall, 0.03), turn=turn)
    roof(city, x, z, half_x, half_z, top, turn)


def glass(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """A tower of glass: straight, tapered, round or bundled of volumes of different heights."""
    random = city.random
    wall = city.office(CURTAIN)
    kind = random.random()
    if kind < 0.30:
        city.solid(
            x,
            z,
            half_x,
            half_z,
            0,
            top,
            city.crowned(wall, 0.08),
            turn=turn,
            taper=float(random.uniform(0.62, 1)),
        )
        roof(city, x, z, half_x * 0.6, half_z * 0.6, top, turn)
    elif kind < 0.45:
        city.solid(x, z, half_x, half_z, 0, top, city.crowned(wall, 0.10), turn=turn, is_round=True,
                   taper=float(random.choice([1.0, 0.85, 0.7])))  # fmt: skip
        city.solid(x, z, half_x * 0.5, half_z * 0.5, top, top + 5, _MACHINES, is_round=True)
    else:
        # volumes side by side, each ending at its own height
        for sign_x in (-1, 1):
            for sign_z in (-1, 1):
                own = top * float(random.choice([1.0, 0.93, 0.82, 0.7]))
                u, v = sign_x * half_x * 0.46, sign_z * half_z * 0.46
                at_x, at_z = (
                    x + math.cos(turn) * u - math.sin(turn) * v,
                    z + math.sin(turn) * u + math.cos(turn) * v,
                )
                city.solid(at_x, at_z, half_x * 0.5, half_z * 0.5, 0, own, wall, turn=turn)
        city.solid(x, z, half_x * 0.5, half_z * 0.5, 0, top * 1.03, city.crowned(wall, 0.2), turn=turn)
    if top > 150 and random.random() < 0.4:
        city.mast(x, z, top, float(random.uniform(0.10, 0.24)) * top)


def stepped(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """A stone tower with setbacks, a pyramid or lantern, and a spire."""
    random = city.random
    wall = city.office(int(random.choice([PIERS, PIERS, PUNCHED])))
    steps = int(random.integers(2, 5))
    bottom, wide, deep = 0.0, half_x, half_z
    for step in range(steps):
        end = top * (0.48 + 0.52 * ((step + 1) / steps) ** 0.8)
        last = step == steps - 1
        city.solid(x, z, wide, deep, bottom, end, city.crowned(wall, 0.36 if last else 0.05), turn=turn)
        bottom = end
        shrink = float(random.uniform(0.70, 0.86))
        wide, deep = wide * shrink, deep * shrink
    kind = random.random()
    if kind < 0.4:
        peak = top + wide * float(random.uniform(1.2, 2.8))
        city.solid(
            x, z, wide, deep, top, peak, replace(city.crowned(wall, 0.5), style=PIERS), turn=turn, taper=0.08
        )
        if random.random() < 0.7:
            city.mast(x, z, peak - 2, float(random.uniform(8, 30)), 0.6)
    elif kind < 0.65:
        lantern = replace(wall, style=BAND, bright=0.55, cool=0.25, storey=5.0)
        city.solid(x, z, wide * 0.8, deep * 0.8, top, top + 10, lantern, turn=turn)
        city.solid(x, z, wide * 0.6, deep * 0.6, top + 10, top + 24, wall, turn=turn, taper=0.1)
    else:
        roof(city, x, z, wide, deep, top, turn)


def tall(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """One of the towers of the core."""
    kind = city.random.random()
    (glass if kind < 0.5 else stepped if kind < 0.78 else slab)(city, x, z, half_x, half_z, top, turn)


def landmark(city: Builder, x: float, z: float, top: float, turn: float, kind: int) -> None:
    """A tower that the skyline is known by."""
    random = city.random
    if kind == 0:
        # needle: a stone shaft with many setbacks and a long spire
        wall = replace(city.office(PIERS), lit=0.6, bright=0.9)
        for bottom, end, half in ((0, 0.28, 34), (0.28, 0.62, 25), (0.62, 0.80, 20), (0.80, 0.90, 14)):
            own = replace(wall, wash=0.9) if end > 0.7 else wall
            city.solid(x, z, half, half * 0.8, bottom * top, end * top, own, turn=turn)
        city.solid(x, z, 9, 8, 0.9 * top, top, replace(wall, wash=1.3), turn=turn, taper=0.35)
        city.mast(x, z, top, 0.20 * top, 1.4)
    elif kind == 1:
        # a tall glass obelisk, chamfered by two turned volumes
        wall = replace(city.office(CURTAIN), mirror=0.34, lit=0.55, bright=0.9, cool=0.5)
        city.solid(x, z, 27, 27, 0, 22, city.office(CURTAIN), turn=turn)
        city.solid(x, z, 25, 25, 0, top, replace(wall, wash=0.5), turn=turn, taper=0.60)
        city.solid(x, z, 25, 25, 0, top * 0.985, wall, turn=turn + 0.7854, taper=0.60)
        city.mast(x, z, top, 0.24 * top, 1.8)
    elif kind == 2:
        # a broadcasting tower: shaft, pod, mast
        shaft = Wall(colour=(0.40, 0.40, 0.39), wash=0.4)
        city.solid(x, z, 9, 9, 0, top * 0.72, shaft, is_round=True, taper=0.55)
        pod = Wall(
            style=BAND, seed=7, storey=4.2, bay=2.0, use=OFFICE, bright=0.8, cool=0.35, colour=(0.3, 0.3, 0.3)
        )
        city.solid(
            x, z, 9, 9, top * 0.66, top * 0.69, Wall(colour=(0.35, 0.35, 0.35)), is_round=True, taper=2.0
        )
        city.solid(x, z, 18, 18, top * 0.69, top * 0.715, pod, is_round=True)
        city.solid(
            x, z, 18, 18, top * 0.715, top * 0.745, Wall(colour=(0.4, 0.4, 0.4)), is_round=True, taper=0.35
        )
        city.solid(x, z, 3.5, 3.5, top * 0.74, top * 0.85, shaft, is_round=True, taper=0.6)
        city.mast(x, z, top * 0.85, top * 0.25, 1.6)
    else:
        # four quarters of glass that end one after the other, turning upwards
        wall = replace(city.office(CURTAIN), lit=0.5)
        cosine, sine = math.cos(turn), math.sin(turn)
        quarters = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        first = int(random.integers(4))
        for k, share in enumerate((1.0, 0.88, 0.76, 0.66)):
            a, b = quarters[(first + k) % 4]
            at_x, at_z = x + 14 * (a * cosine - b * sine), z + 14 * (a * sine + b * cosine)
            own = replace(wall, wash=0.5) if k == 0 else wall
            city.solid(at_x, at_z, 14, 14, 0, top * share, own, turn=turn, taper=0.9)
            if k == 0:
                city.mast(at_x, at_z, top, 0.14 * top)
