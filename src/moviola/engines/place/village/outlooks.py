"""Villages seen from afar: from above, and across a lake."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.village.groves import Random, Wish, frame, grove, housing, some
from moviola.engines.place.village.plan import CHURCH, Path, Plan, Spot, along


def valley(random: Random, wish: Wish) -> Plan:
    """A village in its valley, from above."""
    side = float(random.choice((-1, 1)))
    church = Spot(
        side * some(random, 8, 30),
        some(random, 118, 140),
        some(random, -0.6, 0.6),
        CHURCH,
        int(random.integers(3)),
        False,
    )
    spots = [church]
    wanted = int(62 * min(max(wish.scene.number, 0.4), 1.6))
    sway = some(random, 12, 26) * side

    def lane(z: float) -> float:
        return sway * math.sin(z / 70)

    for _ in range(700):
        if len(spots) > wanted:
            break
        z = float(random.triangular(72, 125, 330))
        x = float(random.normal(lane(z), 34 if z < 200 else 60))
        if abs(x - lane(z)) < 9 or abs(x) > 0.55 * z:
            continue
        if all(math.hypot(x - s.x, z - s.z) > (15.5 if s.kind != CHURCH else 20) for s in spots):
            kind, pick = housing(random, wish.mix)
            facing = (
                math.copysign(math.pi / 2, lane(z) - x) if random.random() < 0.5 else some(random, -0.5, 0.5)
            )
            spots.append(Spot(x, z, facing + some(random, -0.2, 0.2), kind, pick, False))
    road = Path(tuple((lane(z), float(z)) for z in np.arange(64.0, 470.0, 15.0)), 4.5, True)
    cross = Path(
        (
            (-170, church.z + 20),
            (-60, church.z - 12),
            (lane(church.z - 14), church.z - 14),
            (70, church.z - 4),
            (170, church.z + 30),
        ),
        3.6,
        True,
    )
    lamps = tuple((float(x) + 3.2, float(z)) for x, z in along(road.points, 24.0)[1:11])
    lamps += tuple((float(x), float(z) - 2.8) for x, z in along(cross.points, 28.0)[2:10])
    top = some(random, 26, 34)
    plan = Plan(
        "valley", 512, 2.2, some(random, 0.44, 0.52), some(random, 0.34, 0.41), (church.x, church.z),
        0.5 + side * some(random, -0.02, 0.10),
        rise=((-60, top + 6), (0, top), (12, top - 3.0), (34, top * 0.55), (62, 4), (80, 1), (120, 0), (480, 4)),
        spots=tuple(spots), paths=(road, cross), lamps=lamps,
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 110, (-160, 66), (160, 400), (6, 13), 2.0),
        grove(random, plan, 44, (-50, 24), (50, 66), (6, 12), 2.0, 20.0),
        frame(random, side, plan), frame(random, -side, plan)[:1],
    ])  # fmt: skip
    return replace(plan, trees=trees)


def lakeside(random: Random, wish: Wish) -> Plan:
    """A village across a lake."""
    side = float(random.choice((-1, 1)))
    far = some(random, 62, 78)
    x = side * some(random, 4, 14)
    church = Spot(
        x, far + some(random, 30, 37), some(random, -0.6, 0.6), CHURCH, int(random.integers(3)), False
    )
    spots = [church]
    row = -72.0
    while row < 72:
        kind, pick = housing(random, wish.mix)
        spots.append(Spot(row, far + some(random, 8.5, 11), some(random, -0.35, 0.35), kind, pick, True))
        row += some(random, 12.5, 19)
    spots = [church, *(s for s in spots[1:] if math.hypot(s.x - church.x, s.z - church.z) > 13)]
    for _ in range(60):
        px, pz = some(random, -90, 90), far + some(random, 26, 85)
        if all(math.hypot(px - s.x, pz - s.z) > 15 for s in spots):
            kind, pick = housing(random, wish.mix)
            spots.append(Spot(px, pz, some(random, -0.8, 0.8), kind, pick, False))
    lamps = tuple((float(px), far + 3.0) for px in np.arange(-66.0, 67.0, 16.5))
    plan = Plan(
        "lakeside", 256, some(random, 2.2, 3.2), some(random, 0.46, 0.56), some(random, 0.52, 0.58), (x, church.z),
        0.5 + side * some(random, 0.04, 0.10),
        rise=((-20, 1.4), (5, 0.9), (9, -0.5), (13, -2.5), (far - 4, -2.5), (far, 0.05), (far + 4, 1.3), (far + 30,
        3.2), (far + 90, 14), (260, 18)),
        knolls=((-side * 11.5, 13.5, 7.5, 3.0), (-side * 22, 17, 8.0, 3.4)),
        shore=(9.0, far), spots=tuple(spots), lamps=lamps,
        jetty=(-side * some(random, 3.2, 4.6), 5.5, side * some(random, 0.02, 0.16), some(random, 13,
        17)) if random.random() < 0.75 else None,
    )  # fmt: skip
    trees = np.concatenate([
        grove(random, plan, 80, (-95, far + 18), (95, far + 100), (6, 14), 2.0),
        grove(random, plan, 16, (-80, far + 4), (80, far + 14), (4, 8), 1.5),
        np.array([(-side * some(random, 9.5, 12), 15.5, some(random, 6, 9)), (-side * some(random, 13, 16),
        17.0, some(random, 5, 8))]),
    ])  # fmt: skip
    return replace(plan, trees=trees)
