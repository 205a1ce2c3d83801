"""More of what a seed may set before the mountains: quiet shores, close to the camera."""

from __future__ import annotations

from dataclasses import replace

from moviola.engines.place.lake.bank import Bank
from moviola.engines.place.lake.layouts import LAYOUTS, Dice, boulder_field, reeds
from moviola.engines.place.lake.scene import LakeScene, Thing


def _pebbles(dice: Dice, lake: LakeScene) -> LakeScene:
    """A beach of pebbles that goes on under clear water."""
    bank = Bank(
        line=float(dice.uniform(3.4, 4.6)), slope=0.042, left=4.0, left_gain=0.3, right=3.0, right_gain=0.45
    )
    return replace(
        lake,
        bank=bank,
        pebbly=True,
        stones=1.0,
        horizon=float(dice.uniform(0.40, 0.47)),
        eye=1.45,
        half=0.56,
        murk=0.07,
        things=boulder_field(dice, int(dice.integers(2, 7)), 4.0, 14.0, float(dice.uniform(0.6, 1.2))),
    )


def _log(dice: Dice, lake: LakeScene) -> LakeScene:
    """A trunk on the shore that points into the lake."""
    side = float(dice.choice([-1, 1]))
    bank = Bank(line=7.0, slope=0.055, left=4.0, left_gain=0.7, right=4.0, right_gain=0.7)
    log = Thing("log", side * 1.7, float(dice.uniform(7.0, 8.2)), float(dice.uniform(5.5, 7.5)), -side * 0.85)
    stones = boulder_field(dice, int(dice.integers(3, 9)), 5.0, 16.0, float(dice.uniform(0.5, 0.9)))
    return replace(
        lake,
        bank=bank,
        things=(log, *stones),
        pebbly=True,
        stones=0.9,
        murk=0.12,
        horizon=float(dice.uniform(0.46, 0.54)),
        eye=1.6,
        half=0.54,
        plants=(("tuft", 4.0, 18.0, 60.0), *reeds(dice, 9.0, 20.0, 16.0)),
    )


def _boughs(dice: Dice, lake: LakeScene) -> LakeScene:
    """A bough hangs into the top of the picture."""
    bank = Bank(
        line=float(dice.uniform(4.0, 7.0)), slope=0.06, left=3.0, left_gain=0.6, right=5.0, right_gain=0.6
    )
    stones = boulder_field(dice, int(dice.integers(2, 8)), 5.0, 18.0, float(dice.uniform(0.6, 1.4)))
    return replace(
        lake,
        bank=bank,
        bough=int(dice.choice([-1, 1])),
        things=stones,
        stones=0.22,
        murk=0.16,
        horizon=float(dice.uniform(0.58, 0.66)),
        eye=1.7,
        half=0.54,
        plants=(("tuft", 4.5, 22.0, 110.0), *reeds(dice, 8.0, 20.0, 20.0)),
    )


def _village(dice: Dice, lake: LakeScene) -> LakeScene:
    """Houses on a far spit, seen across the water."""
    side = float(dice.choice([-1, 1]))
    z = float(dice.uniform(300, 350))
    x = side * z * float(dice.uniform(0.16, 0.27))
    land = tuple((x + side * 34 * k, z + 26 + 8 * k, 84.0 - 6 * k, 34.0, 5.0 + 2.0 * k) for k in range(3))
    trees = tuple(
        Thing(
            "tree",
            x + float(dice.normal(0, 66)),
            z + 46 + abs(float(dice.normal(0, 12))),
            float(dice.uniform(8, 17)),
        )
        for _ in range(60)
    )
    return replace(
        lake,
        bank=Bank(line=float(dice.uniform(1.0, 5.0)), slope=0.06, islands=land),
        things=(Thing("hamlet", x, z + 10.0), *trees),
        stones=0.22,
        horizon=float(dice.uniform(0.52, 0.62)),
        eye=float(dice.uniform(1.8, 4.5)),
        half=0.44,
        plants=reeds(dice, 7.0, 20.0, 16.0),
    )


def _grasses(dice: Dice, lake: LakeScene) -> LakeScene:
    """Through high grass at the water."""
    bank = Bank(line=5.5, slope=0.075, left=2.2, left_gain=1.1, right=2.6, right_gain=0.9)
    return replace(
        lake,
        bank=bank,
        stones=0.2,
        horizon=float(dice.uniform(0.50, 0.58)),
        eye=1.15,
        half=0.52,
        grass=1.15,
        plants=(("tuft", 2.6, 16.0, 330.0), *reeds(dice, 7.0, 18.0, 20.0)),
    )


def _open(dice: Dice, lake: LakeScene) -> LakeScene:
    """Nothing but water and mountains, through a longer lens."""
    return replace(
        lake,
        bank=Bank(line=-30.0),
        stones=0.0,
        horizon=float(dice.uniform(0.50, 0.64)),
        eye=float(dice.uniform(1.6, 5.0)),
        half=float(dice.uniform(0.36, 0.44)),
    )


#: Everything a lake may be seen with, by name.
FRONTS = {
    **LAYOUTS, "pebbles": _pebbles, "log": _log, "boughs": _boughs, "village": _village, "grasses": _grasses,
    "open": _open,
}  # fmt: skip
