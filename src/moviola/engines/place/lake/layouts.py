"""What a seed may set before the mountains."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from moviola.engines.place.lake.bank import Bank
from moviola.engines.place.lake.scene import LakeScene, Thing

Dice = np.random.Generator
_TUFTS = ("tuft", 5.0, 22.0)


def _pier(dice: Dice, lake: LakeScene) -> LakeScene:
    bank = Bank()
    person = Thing("person", *along_pier(float(dice.uniform(13, 17.2))))
    spruces = tuple(
        Thing("tree", -z * float(dice.uniform(0.42, 0.62)), z, float(dice.uniform(9, 19)))
        for z in dice.uniform(40, 120, 40)
    )
    plants = (*reeds(dice, 9.0, 26.0, 50.0), ("tuft", 6.0, 70.0, 900.0))
    things = (Thing("pier", 0.0, 0.0), *spruces)
    if dice.random() < 0.55:
        things = (*things, person)
    return replace(lake, bank=bank, things=things, plants=plants, horizon=0.60, eye=2.3)


def boulder_field(dice: Dice, count: int, near: float, far: float, biggest: float) -> tuple[Thing, ...]:
    """Boulders of unlike sizes, most of them on one side, one of them great."""
    side = float(dice.choice([-1, 1]))
    great = near + (far - near) * float(dice.uniform(0.15, 0.45))
    out = [
        Thing(
            "boulder",
            side * great * float(dice.uniform(0.20, 0.34)),
            great,
            biggest,
            float(dice.uniform(0, 6)),
        )
    ]
    for _ in range(count):
        z = near * (far / near) ** float(dice.random())
        x = (side * 0.26 + float(dice.normal()) * 0.24) * z
        size = min(0.22 + 0.32 * float(dice.pareto(1.9)), biggest * 0.62)
        out.append(Thing("boulder", x, z, size, float(dice.uniform(0, 6))))
    return tuple(out)


def reeds(dice: Dice, near: float, far: float, most: float) -> tuple[tuple[str, float, float, float], ...]:
    """Reeds in the shallows, sometimes many, sometimes none."""
    count = float(dice.choice([0.0, 0.25, 0.6, 1.0])) * most
    return (("reeds", near, far, count),) if count else ()


def _boulders(dice: Dice, lake: LakeScene) -> LakeScene:
    bank = Bank(line=6.0, slope=0.05, left=3.0, left_gain=0.8, right=6.0, right_gain=0.5, bed=-5.0)
    return replace(
        lake,
        bank=bank,
        stones=0.22,
        horizon=float(dice.uniform(0.50, 0.60)),
        eye=float(dice.uniform(1.3, 1.9)),
        murk=0.16,
        things=boulder_field(dice, int(dice.integers(7, 20)), 4.6, 22.0, float(dice.uniform(1.5, 2.7))),
        plants=((*_TUFTS, 30.0), *reeds(dice, 8.0, 20.0, 14.0)),
    )


def _boat(dice: Dice, lake: LakeScene) -> LakeScene:
    bank = Bank(line=7.5, slope=0.07, left=9.0, left_gain=0.4, right=3.0, right_gain=1.6)
    boat = Thing(
        "boat",
        float(dice.uniform(-0.6, 1.4)),
        float(dice.uniform(11.2, 12.6)),
        float(dice.uniform(3.7, 4.3)),
        float(dice.uniform(0.7, 1.25)),
    )
    plants = (*reeds(dice, 10.0, 24.0, 36.0), (*_TUFTS, 240.0))
    return replace(
        lake, bank=bank, things=(boat,), plants=plants, horizon=0.56, eye=1.9, half=0.54, stones=0.3
    )


def _spit(dice: Dice, lake: LakeScene) -> LakeScene:
    z = float(dice.uniform(95, 150))
    islands = tuple(
        (
            z * (0.62 - 0.13 * k),
            z + float(dice.uniform(-8, 8)) + 5 * k,
            26.0 - 3.4 * k,
            11.0 - 1.2 * k,
            2.6 - 0.4 * k,
        )
        for k in range(5)
    )
    bank = Bank(line=5.0, slope=0.06, islands=islands)
    trees = tuple(
        Thing(
            "tree", x + float(dice.normal(0, wide * 0.36)), at + float(dice.normal(0, deep * 0.3)),
            float(dice.uniform(7, 17) * (1 - 0.08 * k)),
        )
        for k, (x, at, wide, deep, _) in enumerate(islands) for _ in range(16 - 3 * k)
    )  # fmt: skip
    return replace(
        lake,
        bank=bank,
        things=trees,
        horizon=float(dice.uniform(0.54, 0.64)),
        eye=float(dice.uniform(1.8, 4.0)),
        plants=(*reeds(dice, 7.0, 20.0, 22.0), (*_TUFTS, 90.0), ("tuft", 80.0, 170.0, 300.0)),
    )


def _island(dice: Dice, lake: LakeScene) -> LakeScene:
    z = float(dice.uniform(170, 300))
    x = float(dice.choice([-1, 1]) * dice.uniform(0.14, 0.24)) * z
    wide = float(dice.uniform(0.06, 0.10)) * z
    bank = Bank(
        line=5.5,
        slope=0.06,
        islands=((x, z, wide, wide * 0.6, 4.2), (x + wide * 1.5, z + 4, wide * 0.24, wide * 0.16, 1.0)),
    )
    trees = tuple(
        Thing(
            "tree",
            x + float(dice.normal(0, wide * 0.32)),
            z + float(dice.normal(0, wide * 0.18)),
            float(dice.uniform(8, 19)),
        )
        for _ in range(34)
    )
    return replace(
        lake,
        bank=bank,
        things=trees,
        horizon=float(dice.uniform(0.50, 0.62)),
        eye=float(dice.uniform(2.0, 6.0)),
        stones=0.22,
        plants=((*_TUFTS, 120.0),),
    )


def _cabin(dice: Dice, lake: LakeScene) -> LakeScene:
    z = float(dice.uniform(78, 110))
    x = float(dice.choice([-1, 1])) * z * float(dice.uniform(0.22, 0.32))
    bank = Bank(
        line=5.0,
        slope=0.06,
        islands=((x * 1.12, z + 12, 34.0, 17.0, 4.4), (x * 1.5, z + 18, 40.0, 22.0, 5.0)),
    )
    turn = float(dice.uniform(-0.5, 0.5))
    trees = [
        Thing(
            "tree",
            x * 1.12 + float(dice.normal(0, 13)),
            z + 13 + abs(float(dice.normal(0, 8))),
            float(dice.uniform(9, 19)),
        )
        for _ in range(46)
    ]
    things = (Thing("cabin", x, z + 6.0, 1.0, turn), *trees)
    return replace(
        lake,
        bank=bank,
        things=things,
        horizon=0.57,
        eye=2.2,
        half=0.46,
        plants=(*reeds(dice, 9.0, 26.0, 30.0), (*_TUFTS, 120.0), ("tuft", 70.0, 128.0, 420.0)),
    )


def _meadow(dice: Dice, lake: LakeScene) -> LakeScene:
    bank = Bank(line=26.0, slope=0.085, top=7.0, left=8.0, left_gain=0.5, right=8.0, right_gain=0.3)
    plants = (("flower", 2.4, 24.0, 900.0), ("tuft", 2.2, 26.0, 1900.0))
    return replace(
        lake,
        bank=bank,
        horizon=float(dice.uniform(0.46, 0.54)),
        eye=1.25,
        half=0.56,
        stones=0.22,
        plants=plants,
    )


def _canoe(dice: Dice, lake: LakeScene) -> LakeScene:
    z = float(dice.uniform(20, 30))
    canoe = Thing(
        "canoe",
        float(dice.choice([-1, 1]) * dice.uniform(0.12, 0.22)) * z,
        z,
        4.9,
        float(dice.uniform(0.9, 1.3)),
    )
    return replace(
        lake,
        bank=Bank(line=1.0, slope=0.09),
        things=(canoe,),
        horizon=float(dice.uniform(0.50, 0.60)),
        eye=1.7,
        half=0.48,
    )


def _mirror(dice: Dice, lake: LakeScene) -> LakeScene:
    bank = Bank(line=float(dice.uniform(2.6, 4.2)), slope=0.05)
    return replace(
        lake,
        bank=bank,
        horizon=0.50,
        eye=float(dice.uniform(1.2, 2.0)),
        stones=0.22,
        murk=0.2,
        plants=reeds(dice, 6.0, 18.0, 9.0),
    )


def _frame(dice: Dice, lake: LakeScene) -> LakeScene:
    side = float(dice.choice([-1, 1]))
    bank = Bank(line=8.5, slope=0.08, left=2.0, left_gain=0.9, right=6.0, right_gain=0.5)
    trees = [
        Thing(
            "pine",
            side * float(dice.uniform(6.6, 7.6)),
            float(dice.uniform(12.0, 13.5)),
            float(dice.uniform(12, 15)),
        )
    ]
    trees += [
        Thing(
            "pine",
            side * float(dice.uniform(10.5, 12.5)),
            float(dice.uniform(17, 20)),
            float(dice.uniform(11, 15)),
        )
    ]
    trees += [
        Thing(
            "pine",
            -side * float(dice.uniform(15, 19)),
            float(dice.uniform(24, 32)),
            float(dice.uniform(8, 12)),
        )
    ]
    return replace(
        lake,
        bank=bank,
        things=tuple(trees),
        horizon=0.58,
        eye=2.1,
        half=0.58,
        stones=0.22,
        plants=((*_TUFTS, 320.0), *reeds(dice, 9.0, 18.0, 25.0)),
    )


def _high(dice: Dice, lake: LakeScene) -> LakeScene:
    """From the hillside above the near shore."""
    bank = Bank(
        line=330.0,
        slope=0.62,
        top=float(dice.uniform(120, 170)),
        left=40.0,
        left_gain=0.5,
        right=40.0,
        right_gain=0.2,
        bed=-12.0,
    )
    return replace(lake, bank=bank, horizon=0.30, eye=34.0, half=0.56, stones=0.0)


def _aerial(dice: Dice, lake: LakeScene) -> LakeScene:
    return replace(
        lake, bank=Bank(line=-60.0), horizon=0.20, eye=float(dice.uniform(330, 460)), half=0.58, stones=0.0
    )


LAYOUTS: dict[str, Callable[[Dice, LakeScene], LakeScene]] = {
    "pier": _pier, "boulders": _boulders, "boat": _boat, "spit": _spit, "island": _island, "cabin": _cabin,
    "meadow": _meadow, "canoe": _canoe, "mirror": _mirror, "frame": _frame, "high": _high, "aerial": _aerial,
}  # fmt: skip

#: The pier: turn, where it starts, half its length.
PIER_TURN, PIER_START, PIER_HALF = 0.42, (7.6, 8.2), 9.0


def along_pier(metres: float) -> tuple[float, float]:
    """A point above the middle of the pier."""
    return PIER_START[0] - math.sin(PIER_TURN) * metres, PIER_START[1] + math.cos(PIER_TURN) * metres
