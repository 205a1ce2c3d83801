"""Villages seen from within: a street, a row of houses, a church."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.village.groves import Random, Wish, frame, grove, housing, some
from moviola.engines.place.village.plan import CHURCH, Fence, Path, Plan, Point, Spot, along


def street(random: Random, wish: Wish) -> Plan:
    """A street between two rows of houses, to a church."""
    bend, phase = some(random, 4, 9) * float(random.choice((-1, 1))), some(random, 0.0, 0.5)

    def middle(z: float) -> float:
        return bend * (math.cos(z / 46 + phase) - math.cos(phase))

    road = Path(
        tuple((middle(z) + 0.3, z) for z in np.arange(-7.0, 150.0, 9.0)), some(random, 4.2, 5.6), True
    )
    spots: list[Spot] = []
    paths = [road]
    lamps: list[Point] = []
    for side in (-1.0, 1.0):
        z = some(random, 15, 20)
        while z < 128:
            kind, pick = housing(random, wish.mix)
            lean = (middle(z + 1) - middle(z - 1)) / 2
            x = middle(z) + side * (some(random, 9.6, 12.5))
            turn = -side * (math.pi / 2) - math.atan(lean) + some(random, -0.16, 0.16)
            if random.random() < 0.35:
                # the eaves towards the street
                turn += side * math.pi / 2
            spots.append(Spot(x, z, turn, kind, pick, z < 75))
            if random.random() < 0.6:
                paths.append(Path(((x - side * 4.5, z), (x - side * 7, z - 0.5), (middle(z), z - 1.5)), 1.3))
            z += some(random, 13.5, 17.5)
    for n, z in enumerate(np.arange(13.5, 120.0, 15.0)):
        side = 1.0 if n % 2 else -1.0
        lamps.append((middle(z) + side * (road.width / 2 + 1.2), float(z)))
    end = Spot(
        middle(140) + some(random, -6, 6),
        146,
        some(random, -0.5, 0.5),
        CHURCH,
        int(random.integers(3)),
        False,
    )
    festive = "christmas" in wish.scene.features
    hung = random.random() < 0.75 or festive or "lanterns" in wish.scene.features
    strings = [
        ((middle(z) - 6.5, float(z), 5.2), (middle(z) + 6.5, float(z) + 1.5, 5.4))
        for z in np.arange(24.0, 80.0 if hung else 0.0, 13.0)
    ]
    plan = Plan(
        "street", 256, some(random, 1.7, 3.0), some(random, 0.46, 0.54), some(random, 0.54, 0.60), (middle(90),
        90.0),
        some(random, 0.44, 0.56), rise=((-20, 0), (10, 0), (150, some(random, 2, 9)), (260, 12)),
        spots=(*spots, end), paths=tuple(paths), lamps=tuple(lamps), strings=tuple(strings),
        people=((middle(24) + 0.8, 24.0, 0),) if random.random() < 0.7 else ((middle(34) - 0.5, 34.0, 0),
        (middle(34) + 0.25, 34.1, 1)),
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 60, (-60, 25), (60, 150), (6, 13), 1.5), grove(random, plan, 10, (-12, 9), (12, 30),
        (3, 6), 0.0),
    ])  # fmt: skip
    if festive:
        x, z, tall = middle(36) + road.width * 0.75, 36.0, some(random, 8.5, 11.0)
        near = np.hypot(trees[:, 0] - x, trees[:, 1] - z) > 6
        plan = replace(plan, festive=(x, z, tall))
        trees = np.concatenate([trees[near], [(x, z, tall)]])
    return replace(plan, trees=trees)


def row(random: Random, wish: Wish) -> Plan:
    """Houses in a loose row behind a fence."""
    side = float(random.choice((-1, 1)))
    spots: list[Spot] = []
    hero_z = some(random, 29, 37)
    kind, pick = housing(random, wish.mix[:3])
    hero = Spot(side * some(random, 3, 5), hero_z, -side * some(random, 0.25, 0.6), kind, pick)
    spots.append(hero)
    for way in (-1.0, 1.0):
        x, z = hero.x, hero.z
        while abs(x) < 75:
            x += way * some(random, 13, 18)
            z += some(random, 3, 12)
            kind, pick = housing(random, wish.mix)
            spots.append(Spot(x, z, some(random, -0.7, 0.7), kind, pick, z < 70))
    for _ in range(14):
        x, z = some(random, -95, 95), some(random, 78, 150)
        if all(math.hypot(x - s.x, z - s.z) > 17 for s in spots):
            kind, pick = housing(random, wish.mix)
            spots.append(Spot(x, z, some(random, -0.8, 0.8), kind, pick, False))
    if random.random() < 0.75:
        x = -side * some(random, 16, 30)
        spots = [s for s in spots if math.hypot(s.x - x, s.z - 92) > 15]
        spots.append(Spot(x, 92, some(random, -0.5, 0.5), CHURCH, int(random.integers(3)), False))
    front = (hero.x + math.sin(hero.turn) * 6.5, hero.z - math.cos(hero.turn) * 6.5)
    paths = (
        Path(
            ((-side * 1.5, -5), (-side * 2.2, 8), (side * 0.5, 17), (front[0] - 0.5, front[1] - 6), front),
            1.25,
        ),
        Path(
            (
                (-90, hero_z + 21),
                (-30, hero_z + 13),
                (front[0] - 3, front[1] - 2.5),
                (40, hero_z + 12),
                (95, hero_z + 22),
            ),
            2.6,
            True,
        ),
    )
    fence_z = some(random, 11, 15)
    fences = (
        Fence(tuple((x, fence_z + 1.3 * math.sin(x * 0.21 + side)) for x in np.arange(-40.0, -2.8 - side * 1.2,
        3.0)), int(random.choice((0, 2, 3)))),
        Fence(tuple((x, fence_z + 1.3 * math.sin(x * 0.21 + side)) for x in np.arange(2.2 - side * 1.2, 44.0, 3.0)), 2),
    )  # fmt: skip
    plan = Plan(
        "row", 256, some(random, 1.7, 2.6), some(random, 0.50, 0.58), some(random, 0.56, 0.63), (hero.x, hero.z),
        0.5 + side * some(random, 0.06, 0.12), rise=((-20, -0.4), (12, 0), (40, 1.2), (90, 4), (160, 12), (260, 16)),
        spots=tuple(spots), paths=paths, fences=fences,
        lamps=((front[0] + 3.4, front[1] - 3.2), (-24.0, hero_z + 9), (26.0, hero_z + 9)),
        people=((-side * 0.9, 13.5, 0),) if random.random() < 0.5 else (),
        snowman=(front[0] - side * 4.6, front[1] - 2.5),
    )  # fmt: skip
    if {"stream", "river", "bridge"} & set(wish.scene.features) or random.random() < 0.3:
        line = tuple((x, 21.5 + 2.4 * math.sin(x * 0.13 + side)) for x in np.arange(-140.0, 141.0, 8.0))
        walk = along(paths[0].points, 1.0)
        past = walk[min(int(len(walk) * 0.82), len(walk) - 1)]
        people = ((float(past[0]), float(past[1]), 0),) if plan.people else ()
        plan = replace(plan, stream=line, bridge=_crossing(paths[0], line), people=people)
    trees = np.concatenate([
        grove(random, plan, 70, (-90, 42), (90, 165), (7, 15), 2.5),
        grove(random, plan, 9, (-26, 16), (26, 34), (3, 7.5), 1.5, 6.0), frame(random, -side, plan),
    ])  # fmt: skip
    return replace(plan, trees=trees)


def _crossing(path: Path, stream: tuple[Point, ...]) -> tuple[float, float, float]:
    """Where a path crosses a stream: x, z and the direction of the path."""
    walk, flow = along(path.points, 0.5), along(stream, 0.5)
    near = np.hypot(walk[:, None, 0] - flow[None, :, 0], walk[:, None, 1] - flow[None, :, 1]).min(1)
    k = min(max(int(near.argmin()), 2), len(walk) - 3)
    step = walk[k + 2] - walk[k - 2]
    return float(walk[k, 0]), float(walk[k, 1]), float(math.atan2(step[0], step[1]))


def church(random: Random, wish: Wish) -> Plan:
    """A church on its knoll above a village."""
    side = float(random.choice((-1, 1)))
    z = some(random, 90, 106)
    x = side * some(random, 8, 14)
    church = Spot(x, z, side * some(random, 0.35, 0.8), CHURCH, int(random.integers(3)), True)
    spots = [church]
    for _ in range(60):
        px, pz = some(random, -80, 80), some(random, 44, 160)
        if math.hypot(px - x, pz - z) > 24 and all(math.hypot(px - s.x, pz - s.z) > 15.5 for s in spots):
            if abs(px / pz - x / z) < 0.16 and pz < z:
                continue
            kind, pick = housing(random, wish.mix)
            spots.append(Spot(px, pz, some(random, -0.9, 0.9), kind, pick, pz < 80))
    foot = (x + math.sin(church.turn) * 12, z - math.cos(church.turn) * 12)
    paths = (
        Path(
            (
                (0, -6),
                (side * -1.5, 10),
                (side * 4.5, 24),
                (side * 0.5, 44),
                (foot[0] - side * 9, foot[1] - 16),
                (foot[0] - side * 2, foot[1] - 6),
                foot,
            ),
            1.7,
        ),
    )
    lamps = tuple((float(px) + 1.6, float(pz)) for px, pz in along(paths[0].points, 13.0)[2:])
    plan = Plan(
        "church", 256, some(random, 1.7, 2.2), some(random, 0.50, 0.56), some(random, 0.64, 0.69), (x, z),
        0.5 + side * some(random, 0.08, 0.14), rise=((-20, -0.3), (10, 0), (60, 2.2), (150, 7), (260, 9)),
        knolls=((x, z + 2, 26.0, some(random, 4.5, 7.5)),), spots=tuple(spots), paths=paths, lamps=lamps,
        fences=(Fence(tuple((float(px) - 2.6, float(pz)) for px, pz in along(paths[0].points, 3.0)[4:14]), 2),),
        people=((float(along(paths[0].points, 1.0)[26, 0]), float(along(paths[0].points, 1.0)[26, 1]), 0),),
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 70, (-95, 40), (95, 160), (6, 14), 3.0, 12.0), frame(random, -side, plan),
        grove(random, plan, 14, (x - 26, z - 4), (x + 26, z + 30), (6, 11), 6.0),
    ])  # fmt: skip
    return replace(plan, trees=trees)
