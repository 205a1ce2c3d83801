"""A canyon between the megatowers of a city to come: podiums, shafts that grow out of the view, bridges, air lanes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.city import houses, marvels
from moviola.engines.place.city.builder import RED_LAMP, Builder, Wall
from moviola.engines.place.city.fields import BAND, CURTAIN
from moviola.engines.place.city.layout import Layout

#: Metres from the street's middle to the walls.
HALF_STREET = 40.0


def pitch(random: np.random.Generator) -> tuple[float, float]:
    """Metres between the streets across and ahead."""
    return float(random.uniform(150, 180)), float(random.uniform(96, 128))


def block(city: Builder, layout: Layout, x: float, z: float, half_x: float, half_z: float, row: int) -> None:
    """One block: ``row`` 0 stands at the street, higher ones behind."""
    random = city.random
    turn = layout.turn
    podium = float(random.uniform(16, 36))
    _podium(city, x, z, half_x, half_z, podium, turn)
    close = z < layout.start + 210 and row == 0
    cosine, sine = math.cos(turn), math.sin(turn)
    inwards = -1.0 if cosine * x + sine * z > 0 else 1.0
    if close:
        # dark frames of the view grow out of it: a slender pair on one podium
        for side, share in ((-1.0, 1.0), (1.0, float(random.uniform(0.55, 0.85)))):
            u, v = inwards * half_x * 0.46 * -side * share, side * half_z * 0.40
            top = (layout.eye + 0.55 * z + float(random.uniform(60, 160))) * (1.0 if side < 0 else 0.9)
            if inwards * layout.side > 0 and layout.opens:
                # one side stays low, for a wide view
                top = layout.eye * float(random.uniform(0.45, 0.86))
            wall = replace(
                marvels.skin(city, float(random.choice(city.hues)), 0.0), lit=float(random.uniform(0.10, 0.30)),
                bright=float(random.uniform(0.35, 0.7)), storey=3.3,
            )  # fmt: skip
            at = x + cosine * u - sine * v, z + sine * u + cosine * v
            _stepped(city, *at, half_x * 0.5, half_z * 0.5, podium, top, wall, turn)
    else:
        _shaft(city, layout, x, z, half_x, half_z, podium, row)
    if row == 0 and random.random() < 0.42:
        _screen(city, layout, x, z, half_x, half_z)


def _podium(city: Builder, x: float, z: float, half_x: float, half_z: float, top: float, turn: float) -> None:
    """Shops behind tall panes, a canopy over them, and halls of glass above."""
    random = city.random
    shops = Wall(
        style=BAND, seed=int(random.integers(1, 9999)), storey=6.2, bay=4.6, bright=float(random.uniform(0.6, 1.0)),
        cool=float(random.choice([0.05, 0.15, 0.3, 0.8])), colour=(0.2, 0.2, 0.21),
    )  # fmt: skip
    city.solid(x, z, half_x, half_z, 0, 6.2, shops, turn=turn)
    city.solid(x, z, half_x + 1.4, half_z + 1.4, 6.2, 7.4, Wall(colour=(0.16, 0.16, 0.17)), turn=turn)
    halls = replace(
        city.office(CURTAIN), storey=5.2, bay=2.4, lit=float(random.uniform(0.3, 0.7)),
        bright=float(random.uniform(0.35, 0.8)), cool=float(random.choice([0.08, 0.2, 0.6])),
    )  # fmt: skip
    city.solid(x, z, half_x, half_z, 7.4, top, halls, turn=turn)


def _shaft(
    city: Builder, layout: Layout, x: float, z: float, half_x: float, half_z: float, podium: float, row: int
) -> None:
    """The tower of a block further on."""
    random = city.random
    turn = layout.turn
    hue = float(random.choice(city.hues))
    near = min(z / 420.0, 1.0)
    top = max(layout.eye, 100.0) * float(random.uniform(0.7, 1.5)) + float(random.lognormal(4.7, 0.5)) * (
        0.6 + 0.5 * near
    )
    top = min(top + 60.0 * row, 620.0)
    if (
        layout.opens
        and layout.side * (math.cos(turn) * x + math.sin(turn) * z) < 0
        and z < layout.hero[1] * 0.6
    ):
        top = layout.eye * float(random.uniform(0.4, 1.05))
    wall = marvels.skin(city, hue, 0.0)
    kind = random.random()
    wide, deep = half_x * float(random.uniform(0.54, 0.84)), half_z * float(random.uniform(0.5, 0.84))
    if kind < 0.40:
        _stepped(city, x, z, wide, deep, podium, top, wall, turn)
    elif kind < 0.52:
        wide *= 0.8
        city.solid(x, z, wide, wide, podium, top, wall, is_round=True, taper=float(random.uniform(0.6, 1.0)))
        for share in (0.42, 0.78):
            city.solid(
                x, z, wide * 0.96, wide * 0.96, top * share, top * share + 5, _floor(city), is_round=True
            )
    elif kind < 0.78:
        own = replace(
            wall, seam=-wide * float(random.choice([0.34, 0.5])), corner=0.34, wash=0.9, wash_hue=hue
        )
        city.solid(x, z, wide, deep, podium, top, own, turn=turn, taper=float(random.uniform(0.5, 0.9)))
    else:
        marvels.twisting(city, x, z, min(wide, deep) * 0.9, top, hue, turn)
    if top > 240 and random.random() < 0.5:
        city.mast(x, z, top, float(random.uniform(20, 60)))


def _stepped(
    city: Builder, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float, wall: Wall, turn: float
) -> None:  # fmt: skip
    """A shaft with setbacks, each ending in a lit floor."""
    for share in (float(city.random.uniform(0.4, 0.6)), float(city.random.uniform(0.72, 0.85)), 1.0):
        end = max(top * share, bottom + 12)
        city.solid(x, z, half_x, half_z, bottom, end - 3, wall, turn=turn)
        city.solid(x, z, half_x * 1.01, half_z * 1.01, end - 3, end, _floor(city), turn=turn)
        half_x, half_z, bottom = half_x * 0.82, half_z * 0.84, end
    if z < 420:
        houses.roof(city, x, z, half_x, half_z, top, turn)


def _floor(city: Builder) -> Wall:
    random = city.random
    return Wall(
        style=BAND, seed=int(random.integers(1, 9999)), storey=3.0, bay=1.6, bright=float(random.uniform(0.3, 0.75)),
        cool=float(random.choice([0.1, 0.25, 0.8])), colour=(0.2, 0.2, 0.22),
    )  # fmt: skip


def _screen(city: Builder, layout: Layout, x: float, z: float, half_x: float, half_z: float) -> None:
    """A screen on the wall that faces the camera, at the corner by the street."""
    random = city.random
    cosine, sine = math.cos(layout.turn), math.sin(layout.turn)
    inwards = -1.0 if cosine * x + sine * z > 0 else 1.0
    wide = half_x * float(random.uniform(0.16, 0.34))
    u, v = inwards * (half_x - wide - 3), -(half_z + 0.8)
    bottom = float(random.uniform(0.25, 0.8)) * max(layout.eye, 90.0)
    marvels.screen(
        city, x + cosine * u - sine * v, z + sine * u + cosine * v, wide, bottom,
        bottom + wide * float(random.uniform(1.8, 4.0)), layout.turn,
    )  # fmt: skip


def bridges(city: Builder, layout: Layout) -> None:
    """Bridges of glass over the street."""
    random = city.random
    cosine, sine = math.cos(layout.turn), math.sin(layout.turn)
    deck = Wall(style=BAND, seed=4, storey=4.5, bay=2.6, bright=0.8, cool=0.2, colour=(0.2, 0.2, 0.22))
    at = float(random.uniform(330, 430))
    for _ in range(3):
        height = max(layout.eye, 95.0) * float(random.uniform(0.5, 1.25))
        city.solid(
            -sine * at,
            cosine * at,
            HALF_STREET + 16,
            3.6,
            height,
            height + 9,
            deck,
            turn=layout.turn,
            base=height,
        )
        city.lamp(-sine * at, height - 1, cosine * at - 5, 0.7, RED_LAMP, blink=0.4)
        at += float(random.uniform(150, 380))


def lanes(layout: Layout, random: np.random.Generator) -> list[tuple[float, float, float]]:
    """Lanes of the air above the street: metres beside its middle, height, and towards (−1) or away (1)."""
    found: list[tuple[float, float, float]] = []
    for level in range(4):
        height = max(layout.eye, 110.0) * float(random.uniform(0.25, 0.42)) * (level + 1) * 0.9
        if abs(height - layout.eye) < 12:
            height += 22
        found += [(side * float(random.uniform(5, 15)), height, side) for side in (-1.0, 1.0)]
    return found
