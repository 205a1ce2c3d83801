"""A lonely house: near by, on a hill, at the end of a long path, across a lake, or seen from above."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.props.house import CABIN, CHALET, FARM, NORDIC
from moviola.engines.place.village.groves import Random, Wish, frame, grove, some
from moviola.engines.place.village.plan import Fence, Path, Plan, Spot


def _kind(random: Random, wish: Wish) -> int:
    if FARM in wish.mix and len(set(wish.mix)) == 1:
        return FARM
    asked = "cabin" in wish.scene.features
    return int(random.choice((CABIN, NORDIC, CHALET), p=(0.62, 0.30, 0.08) if asked else (0.45, 0.3, 0.25)))


def cabin(random: Random, wish: Wish, seed: int) -> Plan:
    """One house, in one of five ways of looking at it."""
    side = float(random.choice((-1, 1)))
    ways = (_near, _across, _above, _hill, _path)
    way = ways[(seed * 2 + seed // 6) % len(ways)]
    if {"lake", "reflections"} & set(wish.scene.features):
        way = _across
    return way(random, wish, side)


def _near(random: Random, wish: Wish, side: float) -> Plan:
    z = some(random, 27, 38)
    x = side * some(random, 2, 5)
    house = Spot(x, z, -side * some(random, 0.3, 0.65), _kind(random, wish), int(random.integers(1, 9)))
    front = (x + math.sin(house.turn) * 5.2, z - math.cos(house.turn) * 5.2)
    paths = (
        Path(
            ((-side * 2, -5), (-side * 2.6, 6), (side * 0.4, 11.5), (front[0] - side, front[1] - 3.5), front),
            1.1,
        ),
    )
    fence = tuple((side * (3.0 + 0.36 * n) + x * 0.2, 8.0 + 2.1 * n - 0.05 * n * n) for n in range(9))
    plan = Plan(
        "cabin", 256, some(random, 1.3, 2.4), some(random, 0.42, 0.54), some(random, 0.60, 0.70), (x, z),
        0.5 + side * some(random, 0.05, 0.14), rise=((-20, -0.5), (8, 0), (24, 0.9), (60, 4), (150, 14), (260, 16)),
        spots=(house,), paths=paths, fences=(Fence(fence, 2),) if random.random() < 0.6 else (),
        lamps=((front[0] - side * 3.4, front[1] - 4.2),) if random.random() < 0.4 else (),
        snowman=(front[0] - side * 5.4, front[1] - 1.2) if random.random() < 0.3 else None,
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 150, (-60, 34), (60, 130), (9, 17), 1.5),
        grove(random, plan, 26, (-26, 13), (26, 34), (5, 13), 0.8, 6.5), frame(random, -side, plan),
    ])  # fmt: skip
    return replace(plan, trees=trees)


def _across(random: Random, wish: Wish, side: float) -> Plan:
    """Over the still water of a lake, in which its windows lie."""
    far = some(random, 34, 52)
    x, z = side * some(random, 2, 9), far + some(random, 8, 12)
    house = Spot(x, z, -side * some(random, 0.15, 0.6), _kind(random, wish), int(random.integers(1, 9)))
    plan = Plan(
        "cabin", 256, some(random, 1.7, 2.6), some(random, 0.42, 0.52), some(random, 0.50, 0.56), (x, z),
        0.5 + side * some(random, 0.08, 0.17),
        rise=((-20, 1.4), (4, 0.8), (8, -0.5), (12, -2.5), (far - 4, -2.5), (far, 0.05), (far + 5, 1.3),
        (far + 30, 4.2), (far + 90, 16), (260, 20)),
        knolls=((-side * some(random, 9, 12), 12.5, 7.0, 2.8),), shore=(8.0, far), spots=(house,),
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 170, (-90, far + 8), (90, far + 95), (9, 18), 1.2),
        grove(random, plan, 30, (-70, far + 3), (70, far + 10), (4, 11), 1.0, 7.0),
        np.array([(-side * some(random, 8.0, 10), 14.0, some(random, 6, 9)),
                  (-side * some(random, 11, 14), 16.0, some(random, 5, 8))]),
    ])  # fmt: skip
    return replace(plan, trees=trees)


def _above(random: Random, wish: Wish, side: float) -> Plan:
    """From a slope above it, in a wide wood below the mountains."""
    x, z = side * some(random, 4, 10), some(random, 62, 84)
    house = Spot(x, z, -side * some(random, 0.1, 0.8), _kind(random, wish), int(random.integers(1, 9)))
    front = (x + math.sin(house.turn) * 5.2, z - math.cos(house.turn) * 5.2)
    top = some(random, 8, 12)
    paths = (
        Path(((-side * 30, 52), (-side * 12, 50), (front[0] - side * 5, front[1] - 5), front), 1.2),
        Path((front, (x + side * 14, z + 6), (x + side * 30, z + 40), (x + side * 8, z + 110)), 2.4, True),
    )
    plan = Plan(
        "cabin", 256, 2.0, some(random, 0.34, 0.42), some(random, 0.43, 0.49), (x, z),
        0.5 + side * some(random, 0.04, 0.13),
        rise=((-60, top + 6), (0, top), (10, top - 2.0), (30, top * 0.45), (50, 1.5), (64, 0), (110, 2), (250, 9)),
        spots=(house,), paths=paths,
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 260, (-85, 84), (85, 215), (9, 18), 4.0),
        grove(random, plan, 90, (-60, 44), (60, 92), (7, 15), 3.0, 13.0), frame(random, -side, plan),
        frame(random, side, plan)[:1],
    ])  # fmt: skip
    return replace(plan, trees=trees)


def _hill(random: Random, wish: Wish, side: float) -> Plan:
    """On a hill against the sky."""
    x, z = side * some(random, 3, 8), some(random, 44, 58)
    house = Spot(x, z, -side * some(random, 0.35, 0.85), _kind(random, wish), int(random.integers(1, 9)))
    front = (x + math.sin(house.turn) * 5.2, z - math.cos(house.turn) * 5.2)
    paths = (
        Path(
            (
                (-side * 1, -5),
                (-side * 3.5, 8),
                (side * 1.5, 19),
                (-side * 4, 30),
                (front[0] - side * 3, front[1] - 6),
                front,
            ),
            0.8,
        ),
    )
    plan = Plan(
        "cabin", 256, some(random, 1.5, 2.0), some(random, 0.42, 0.50), some(random, 0.76, 0.82), (x, z),
        0.5 + side * some(random, 0.06, 0.15), rise=((-20, -0.4), (10, 0), (60, 2.4), (150, 5), (260, 6)),
        knolls=((x, z + 3, 24.0, some(random, 4.0, 6.0)),), spots=(house,), paths=paths,
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 60, (-70, 60), (70, 120), (7, 13), 3.0, 8.0),
        grove(random, plan, 9, (x + side * 8 - 7, z - 6), (x + side * 8 + 9, z + 12), (6, 11), 0.8),
        frame(random, -side, plan),
    ])  # fmt: skip
    return replace(plan, trees=trees)


def _path(random: Random, wish: Wish, side: float) -> Plan:
    """At the end of a long track through tall firs."""
    x, z = -side * some(random, 1, 4), some(random, 62, 78)
    house = Spot(x, z, side * some(random, 0.0, 0.35), _kind(random, wish), int(random.integers(1, 9)))
    front = (x + math.sin(house.turn) * 5.2, z - math.cos(house.turn) * 5.2)
    line = (
        (side * 0.8, -6),
        (side * 1.8, 9),
        (side * 4.5, 24),
        (-side * 2.2, 42),
        (front[0], front[1] - 8),
        front,
    )
    plan = Plan(
        "cabin", 256, some(random, 1.6, 2.1), some(random, 0.36, 0.44), some(random, 0.58, 0.66), (x, z),
        0.5 - side * some(random, 0.02, 0.09), rise=((-20, -0.3), (10, 0), (40, 0.6), (75, 3.5), (150, 12), (260, 15)),
        spots=(house,), paths=(Path(line, some(random, 1.0, 1.9)),),
        lamps=((front[0] + side * 4.0, front[1] - 4.0),) if random.random() < 0.5 else (),
        people=((side * 3.4, 25.0, 0),) if random.random() < 0.35 else (),
    )  # fmt: skip
    walls = [
        grove(random, plan, 70, (way * 15 - 9, 17), (way * 15 + 9, 76), (9, 18), 0.8, 4.5)
        for way in (-1.0, 1.0)
    ]
    trees = np.concatenate(
        [*walls, grove(random, plan, 90, (-70, 82), (70, 140), (10, 18), 2.0), frame(random, side, plan)]
    )
    return replace(plan, trees=trees)
