"""What stands at and on the water: the quay with its lamps, ferries, a bridge of cables, a Ferris wheel."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.city.builder import RED_LAMP, Builder, Wall
from moviola.engines.place.city.fields import BAND, RIBBON
from moviola.engines.place.city.layout import Layout, bridge_line
from moviola.engines.place.scene import Scene

WARM = (5.2, 3.0, 1.25)
COOL = (3.6, 3.7, 3.6)
#: Paint of bridges: grey, pale green, red lead, blue.
_STEEL = ((0.30, 0.30, 0.30), (0.24, 0.29, 0.27), (0.27, 0.11, 0.075), (0.20, 0.25, 0.30))
_DARK = (0.030, 0.030, 0.034)


def banks(city: Builder, layout: Layout, wish: Scene) -> None:
    """The far quay: its wall, its lamps and the traffic along it."""
    random = city.random
    reach = layout.far_bank * layout.wide * 1.4 + 200
    step = 30.0
    for x in np.arange(-reach, reach, step):
        z0, z1 = layout.shore(float(x)), layout.shore(float(x + step))
        turn = math.atan2(z1 - z0, step)
        city.solid(
            float(x + step / 2),
            (z0 + z1) / 2 + 2,
            step * 0.56,
            2.0,
            0,
            2.3,
            Wall(colour=(0.24, 0.23, 0.21)),
            turn=turn,
        )
    gap = 19.0 if layout.kind != "tele" else 34.0
    for x in np.arange(-reach, reach, gap):
        at = float(x + random.normal() * 1.2)
        colour = WARM if wish.era == "old" or random.random() < 0.82 else COOL
        city.lamp(at, 6.5, layout.shore(at) + 3, 0.52 if layout.kind != "tele" else 0.95, colour)
    for _ in range(0 if wish.era == "old" else 40):
        right = random.random() < 0.5
        x = float(random.uniform(-reach, reach))
        city.lamp(
            x, 3.2, layout.shore(x) + 12, 0.33, (3.4, 3.2, 2.8) if right else (3.4, 0.35, 0.16),
            speed=float(random.uniform(8, 13)) * (1 if right else -1),
        )  # fmt: skip


def ferries(city: Builder, layout: Layout, wish: Scene) -> None:
    """Ferries and boats on the water."""
    random = city.random
    asked = wish.has("boat") or wish.has("ship") or wish.has("ferry")
    if layout.far_bank - layout.bank < (100 if asked else 250) or (not asked and random.random() < 0.45):
        return
    if "boat" in wish.without or layout.bank > 200:
        return
    hull = Wall(colour=(0.42, 0.42, 0.42))
    deck = Wall(style=BAND, seed=5, storey=2.7, bay=2.0, bright=0.38, cool=0.15, colour=(0.45, 0.45, 0.45))
    for k in range(2 if asked else 1):
        z = layout.bank + (layout.far_bank - layout.bank) * float(random.uniform(0.42, 0.7))
        x = -layout.side * layout.wide * z * float(random.uniform(0.25, 0.7)) * (1 if k == 0 else -0.9)
        turn = float(random.uniform(-0.25, 0.25))
        long = float(random.uniform(15, 24)) * (0.5 if wish.era == "old" else 1.0)
        city.solid(x, z, long, 4.2, 0.2, 2.6, hull, turn=turn, taper=1.06)
        city.solid(x, z, long * 0.82, 3.5, 2.6, 5.2, deck, turn=turn, base=2.6)
        city.solid(x, z, long * 0.6, 3.2, 5.2, 7.8, deck, turn=turn, base=2.6)
        city.solid(x + long * 0.3, z, long * 0.12, 2.2, 7.8, 10.2, deck, turn=turn, base=2.6)
        city.lamp(x, 13.0, z, 0.3, COOL)
        city.lamp(x - long, 3.0, z, 0.25, (3.0, 0.3, 0.2))


def _aerial(city: Builder, layout: Layout) -> list[tuple[float, ...]]:
    """A mast with its stays, at the edge of the roof that the camera is on."""
    quay, random = layout.quay, city.random
    if quay is None or layout.front != "roof":
        return []
    side = -layout.side

    def at(along: float, off: float) -> tuple[float, float]:
        return quay.x + quay.nz * along + quay.nx * off, quay.z - quay.nx * along + quay.nz * off

    edge = side * layout.wide * quay.z
    x, z = at(edge * 0.88, -0.6)
    tall = 1.9 + 0.34 * layout.horizon * layout.wide * quay.z * float(random.uniform(0.9, 1.8))
    top = quay.height + tall + 0.8
    strokes: list[tuple[float, ...]] = [(x, quay.height, z, x, top, z, 0.06, *_DARK)]
    strokes += [(x - 0.45, top - k, z, x + 0.45, top - k, z, 0.025, *_DARK) for k in (0.15, 0.4, 0.65)]
    for along in (-1.4, 1.4):
        foot = at(edge * 0.88 + along, -1.2)
        strokes.append((foot[0], quay.height, foot[1], x, top - 0.8, z, 0.012, *_DARK))
    return strokes


def furnish(city: Builder, layout: Layout, wish: Scene) -> list[tuple[float, ...]]:
    """Cables and spokes as strokes; adds the solids and lamps that belong to them."""
    strokes = _aerial(city, layout)
    if layout.bridge and wish.era == "old":
        _arches(city, layout)
    elif layout.bridge:
        strokes += _bridge(city, layout)
    if wish.has("ferris_wheel") and layout.wet:
        strokes += _wheel(city, layout)
    return strokes


def _bridge(city: Builder, layout: Layout) -> list[tuple[float, ...]]:
    """A suspension bridge that leads from this bank into the city."""
    start, end = bridge_line(layout)
    dx, dz = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dz)
    turn = math.atan2(dz, dx)
    height, top = 34.0, 104.0
    deck = Wall(colour=(0.20, 0.21, 0.22))
    steel = Wall(colour=city.pick(_STEEL), wash=0.25)
    ux, uz = dx / length, dz / length
    px, pz = -uz, ux
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    city.solid(*middle, length / 2 + 40, 9.0, height - 3.0, height, deck, turn=turn)
    rail = Wall(style=BAND, seed=8, storey=1.6, bay=2.4, bright=0.30, cool=0.12, colour=(0.2, 0.2, 0.2))
    city.solid(*middle, length / 2 + 40, 9.3, height - 1.2, height + 0.4, rail, turn=turn, base=height - 1.2)
    pylons = (0.24, 0.74)
    for share in pylons:
        x, z = start[0] + dx * share, start[1] + dz * share
        for across in (-8.6, 8.6):
            city.solid(x + px * across, z + pz * across, 3.0, 2.0, 0, top, steel, turn=turn, taper=0.75)
            city.lamp(x + px * across, top + 2, z + pz * across, 0.6, RED_LAMP, blink=0.4)
        for level in (height - 6, 66.0, top - 7):
            city.solid(x, z, 1.6, 8.6, level, level + 4.5, steel, turn=turn)
        city.solid(x, z, 6.0, 13.0, 0, 7.0, Wall(colour=(0.30, 0.29, 0.27)), turn=turn)
    strokes: list[tuple[float, ...]] = []
    for across in (-8.6, 8.6):
        before: tuple[float, float, float] | None = None
        for k in range(97):
            share = -0.02 + 1.02 * k / 96
            low, high = pylons
            if share < low:
                y = top - (top - height - 4) * ((low - share) / low) ** 1.4
            elif share < high:
                at = (share - (low + high) / 2) / ((high - low) / 2)
                y = height + 6 + (top - height - 6) * at * at
            else:
                y = top - (top - height - 4) * ((share - high) / (1 - high)) ** 1.4
            here = (start[0] + dx * share + px * across, y, start[1] + dz * share + pz * across)
            if before is not None:
                strokes.append((*before, *here, 0.85, *_DARK))
                if k % 2 == 0:
                    strokes.append((*here, here[0], height, here[2], 0.22, *_DARK))
                city.lamp(here[0], y + 1.0, here[2], 0.34, (4.6, 3.5, 2.1))
            before = here
    return strokes


def _arches(city: Builder, layout: Layout) -> None:
    """A stone bridge on many piers that widen towards its roadway, with lanterns."""
    side = -layout.side
    start = (side * layout.wide * 60 * 1.7, 42.0)
    end_x = side * layout.wide * layout.far_bank * 0.25
    end = (end_x, layout.shore(end_x) + 8)
    dx, dz = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dz)
    turn = math.atan2(dz, dx)
    stone = Wall(colour=(0.34, 0.30, 0.24), wash=0.25)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    city.solid(*middle, length / 2 + 30, 4.0, 7.0, 9.0, stone, turn=turn)
    count = max(int(length / 25), 3)
    for k in range(count + 1):
        x, z = start[0] + dx * k / count, start[1] + dz * k / count
        city.solid(x, z, 1.8, 4.4, 0, 2.5, stone, turn=turn)
        for low, high, half, grow in ((2.5, 4.5, 1.8, 1.5), (4.5, 6.0, 2.7, 1.8), (6.0, 7.1, 4.86, 2.0)):
            city.solid(x, z, half, 3.6, low, high, stone, turn=turn, taper=grow)
        for across in (-3.7, 3.7):
            city.lamp(x - dz / length * across, 12.0, z + dx / length * across, 0.20, WARM)


def _wheel(city: Builder, layout: Layout) -> list[tuple[float, ...]]:
    """A Ferris wheel on the far bank, with lamps on its rim."""
    x = -layout.side * layout.wide * layout.far_bank * 0.45
    z = layout.shore(x) + 24
    radius = max(0.13 * layout.horizon * 1.125 * layout.wide * layout.far_bank * 2.2, 42.0)
    hub = radius + 9
    hue = (2.6, 2.9, 4.6) if city.random.random() < 0.5 else (4.4, 1.4, 2.6)
    strokes: list[tuple[float, ...]] = []
    count = 48
    pale = (0.10, 0.10, 0.11)
    for k in range(count):
        a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
        here = (x + radius * math.cos(a), hub + radius * math.sin(a), z)
        next_ = (x + radius * math.cos(b), hub + radius * math.sin(b), z)
        strokes.append((*here, *next_, 0.9, *pale))
        if k % 2 == 0:
            strokes.append((x, hub, z, *here, 0.18, *pale))
        city.lamp(*here, 0.55, hue)
        city.lamp(x + radius * 0.9 * math.cos(a), hub + radius * 0.9 * math.sin(a), z, 0.25, hue)
        if k % 2 == 1:
            cabin = Wall(
                style=RIBBON, seed=k, storey=3.0, bay=3.0, lit=0.9, bright=0.7, colour=(0.5, 0.5, 0.5)
            )
            city.solid(here[0], here[2] - 1, 1.5, 1.5, here[1] - 2.6, here[1], cabin, base=here[1] - 2.6)
    strokes += [(x, hub, z - 2, x + lean * radius, 2.0, z - 2, 1.6, *pale) for lean in (-0.5, 0.5)]
    return strokes
