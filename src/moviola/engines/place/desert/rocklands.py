"""Layouts of rock, salt and water: mesas, cactus desert, salt flats, oases, pyramids, dead clay pans."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.desert.land import Ground
from moviola.engines.place.desert.layouts import bends, ranks
from moviola.engines.place.desert.scene import (
    NAMIB,
    PALE,
    PYRAMID,
    RED,
    SAHARA,
    SALT,
    SONORA,
    DesertScene,
    Standing,
)
from moviola.engines.place.scene import Scene

Dice = np.random.Generator
_Row = tuple[float, ...]


def _mesa(dice: Dice, x: float, z: float, wide: float, deep: float, high: float) -> _Row:
    talus = float(dice.uniform(0.30, 0.46))
    return (x, z, wide, deep, float(dice.uniform(-0.5, 0.5)), high, talus, float(dice.uniform(0, 6.28)), 1.0)


def _far_mesas(dice: Dice, count: int, high: float) -> list[_Row]:
    """Table mountains along the horizon."""
    out = []
    for _ in range(count):
        z = float(dice.uniform(2400, 4600))
        wide = float(dice.uniform(150, 620))
        out.append(
            _mesa(
                dice,
                float(dice.uniform(-0.75, 0.75)) * z,
                z,
                wide,
                wide * 0.7,
                high * float(dice.uniform(0.6, 1.2)),
            )
        )
    return out


def _range(dice: Dice, ahead: float, high: float) -> _Row:
    return (ahead * float(dice.uniform(0.9, 1.1)), ahead * 0.28, high, float(dice.uniform(0, 1024)))


def mesas(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """Red table mountains and buttes on a plain with scrub."""
    side = float(dice.choice([-1, 1]))
    size = scene.size
    high = float(dice.uniform(170, 260)) * size
    forms = []
    z = float(dice.uniform(950, 1500))
    if dice.random() < 0.5:
        # a butte, its fellow further off on the other side
        forms.append(_mesa(dice, side * 0.20 * z, z, high * 0.42, high * 0.36, high))
        far = z * float(dice.uniform(1.5, 1.9))
        forms.append(_mesa(dice, -side * 0.26 * far, far, high * 0.6, high * 0.45, high * 0.95))
    else:
        forms.append(_mesa(dice, side * 0.30 * z, z, high * float(dice.uniform(1.0, 1.6)), high * 0.7, high))
        forms.append(_mesa(dice, side * 0.02 * z, z * 1.12, high * 0.14, high * 0.13, high * 0.75))
        far = z * 2.1
        forms.append(_mesa(dice, -side * 0.30 * far, far, high * 0.9, high * 0.7, high * 0.8))
    forms += _far_mesas(dice, int(dice.integers(3, 7)), high * 0.8)
    land = Ground(
        ranks(dice, 150, 0.4, (10, 500, 0.25), 0.05)[:1], 9, mesas=tuple(forms), cell=2.7, gain=0.35
    )
    plants = (("scrub", 5.0, 700.0, 900.0), ("tuft", 4.0, 60.0, 220.0))
    return replace(
        place, kind="mesa", palette=RED, ground=land, rocky=1.0, ripple=0.25, eye=float(dice.uniform(1.7, 9)),
        horizon=float(dice.uniform(0.58, 0.70)), half=float(dice.uniform(0.40, 0.54)), plants=plants, bounce=0.12,
    )  # fmt: skip


def cactus(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """A stony desert with saguaros before rocky hills."""
    side = float(dice.choice([-1, 1]))
    hills = [
        _mesa(
            dice, float(dice.uniform(-0.8, 0.8)) * z, z, float(dice.uniform(300, 800)), float(dice.uniform(200, 500)),
            float(dice.uniform(110, 260)) * scene.size,
        )
        for z in dice.uniform(1700, 4000, int(dice.integers(4, 8)))
    ]  # fmt: skip
    far = (
        _range(dice, 3600, float(dice.uniform(300, 520)) * scene.size),
        _range(dice, 2300, float(dice.uniform(60, 150))),
    )
    rocky = dice.random() < 0.4
    sand = ranks(dice, 120, 0.4, (10, 500, 0.2), -0.1)[:1]
    land = Ground(
        sand, 14, mesas=tuple(hills) if rocky else (), ranges=() if rocky else far, cell=2.7, gain=0.6
    )
    standing = [
        Standing(
            "saguaro",
            side * float(dice.uniform(3.6, 5.2)),
            float(dice.uniform(15, 19)),
            float(dice.uniform(6.0, 7.6)),
        )
    ]
    standing.append(
        Standing(
            "saguaro",
            -side * float(dice.uniform(6, 11)),
            float(dice.uniform(34, 48)),
            float(dice.uniform(5.0, 7.0)),
        )
    )
    plants = (
        ("saguaro", 45.0, 420.0, 110.0 * scene.number),
        ("scrub", 7.0, 500.0, 700.0),
        ("tuft", 3.0, 60.0, 160.0),
    )
    return replace(
        place, kind="cactus", palette=SONORA, ground=land, rocky=1.0, ripple=0.2, eye=float(dice.uniform(1.3, 2.6)),
        horizon=float(dice.uniform(0.60, 0.70)), half=0.5, plants=plants, standing=tuple(standing), bounce=0.12,
    )  # fmt: skip


def salt(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """A salt flat of cracked plates before far ranges, or under a hand of water that mirrors the sky."""
    far = _range(dice, 4300, float(dice.uniform(260, 460)) * scene.size)
    near = _range(dice, 3000, float(dice.uniform(60, 150)) * scene.size)
    wet = scene.has("reflections") or scene.has("puddles")
    land = Ground((), 0.0, ranges=(far, near), cell=3.4, floor=-0.35 if wet else 0.0)
    return replace(
        place, kind="salt", palette=SALT, ground=land, rocky=1.0, ripple=0.0, crust=1.0, wet=wet,
        eye=float(dice.uniform(0.8, 1.9)), horizon=float(dice.choice([0.38, 0.60])), half=0.55, bounce=0.12,
    )  # fmt: skip


def pan(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """A white clay pan with dead trees before great red dunes."""
    size = scene.size
    arms = []
    for side in (-1.0, 1.0):
        peak = float(dice.uniform(80, 150)) * size
        x, z = side * float(dice.uniform(160, 330)), float(dice.uniform(480, 700))
        turns = 1.5 * side, -1.4 * side, math.pi + 0.9 * side
        arms += [
            (
                x, z, turn + float(dice.uniform(-0.2, 0.2)), float(dice.uniform(300, 420)), *bends(dice, 24, 220), peak,
                peak, 2.0, 0.02, 1.8, 0.63, float(dice.choice([-1, 1])),
            )
            for turn in turns
        ]  # fmt: skip
    land = Ground((), 1.0, ridges=tuple(arms))
    side = float(dice.choice([-1, 1]))
    standing = [Standing("dead", side * 4.4, 15.0, 6.2), Standing("dead", -side * 9.0, 34.0, 5.4)]
    for _ in range(int(dice.integers(5, 10))):
        z = float(dice.uniform(50, 190))
        standing.append(
            Standing("dead", float(dice.uniform(-0.5, 0.5)) * z, z, float(dice.uniform(3.5, 6.5)))
        )
    return replace(
        place, kind="pan", palette=NAMIB, ground=land, ripple=0.5, crust=0.9, eye=1.7,
        horizon=float(dice.uniform(0.60, 0.70)), half=0.48, standing=tuple(standing),
    )  # fmt: skip


def pyramids(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """Pyramids on the horizon of a sandy plain."""
    side = float(dice.choice([-1, 1]))
    base = float(dice.uniform(125, 145)) * scene.size
    z = float(dice.uniform(900, 1250))
    turn = float(dice.uniform(0.25, 0.6))
    x = side * 0.14 * z
    forms = [(x, z, base, turn, base * 1.27)]
    forms.append((x - side * base * 2.9, z + base * 2.2, base * 0.93, turn, base * 1.18))
    forms.append((x - side * base * 4.6, z + base * 3.8, base * 0.48, turn, base * 0.6))
    sea = ranks(dice, 190, 0.5, (20, 300, 0.4), 0.15)
    land = Ground(sea, 8, pyramids=tuple(forms), cell=2.4)
    return replace(
        place, kind="pyramid", palette=PYRAMID, ground=land, rocky=1.0, eye=float(dice.uniform(5, 12)),
        horizon=float(dice.uniform(0.52, 0.62)), half=0.44,
    )  # fmt: skip


def oasis(scene: Scene, dice: Dice, place: DesertScene) -> DesertScene:
    """A pool with palms between dunes."""
    size = scene.size
    side = float(dice.choice([-1, 1]))
    sea = ranks(dice, 240 * size, float(dice.uniform(-0.5, 0.5)), (70, 260, 0.1), 0.75)
    peak = float(dice.uniform(60, 90)) * size
    arm = (
        -side * 190.0,
        420.0,
        1.5 * side,
        520.0,
        *bends(dice, 26, 220),
        10.0,
        peak,
        4.0,
        0.45,
        2.6,
        0.63,
        1.0,
    )
    pool = (float(dice.uniform(-4, 4)), 40.0, float(dice.uniform(26, 36)), 25.0)
    land = Ground(sea, 10, ridges=(arm,), pool=pool)
    standing = []
    # groves around the water, the nearest at one side of the view
    groves = [(math.pi * (0.5 - side * 0.5) - side * 0.55, 1.22)]
    groves += [
        (float(dice.uniform(0.1, math.pi - 0.1)), float(dice.uniform(1.2, 1.6)))
        for _ in range(int(dice.integers(4, 7)))
    ]
    for k, (around, out) in enumerate(groves):
        x, z = pool[0] + math.cos(around) * pool[2] * out, pool[1] + math.sin(around) * pool[3] * out
        for _ in range(int(dice.integers(4, 9) * scene.number)):
            at = float(dice.normal(0, 3.4)), float(dice.normal(0, 3.4))
            standing.append(Standing("palm", x + at[0], z + at[1], float(dice.uniform(6, 13 if k else 15))))
    plants = (("tuft", 8.0, 110.0, 900.0), ("scrub", 20.0, 120.0, 60.0))
    return replace(
        place, kind="oasis", palette=(SAHARA, PALE)[int(dice.integers(2))], ground=land, wet=True,
        eye=float(dice.uniform(2.2, 4)), horizon=float(dice.uniform(0.44, 0.54)), half=0.52, plants=plants,
        standing=tuple(standing),
    )  # fmt: skip


KINDS = {"mesa": mesas, "cactus": cactus, "salt": salt, "pan": pan, "pyramid": pyramids, "oasis": oasis}
