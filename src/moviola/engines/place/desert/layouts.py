"""Layouts of sand: what a seed may make of a desert of dunes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.desert.land import Ground
from moviola.engines.place.desert.scene import NAMIB, PALE, SAHARA, DesertScene
from moviola.engines.place.desert.vantage import stand
from moviola.engines.place.scene import Scene

Dice = np.random.Generator
_Row = tuple[float, ...]


def dunes(scene: Scene, dice: Dice, place: DesertScene, layout: str) -> DesertScene:
    """A sea of dunes seen in one of the ways of :data:`LAYOUTS`."""
    palette = (NAMIB, SAHARA, PALE, SAHARA)[int(dice.integers(4))]
    # the wind blows across the view, so that one face of every dune meets the light
    wind = float(dice.uniform(-0.6, 0.6)) + float(dice.choice([0.0, math.pi]))
    place = replace(place, kind="dunes", palette=palette, turn=wind + float(dice.uniform(-0.4, 0.4)))
    return LAYOUTS[layout](scene.size, dice, place, wind)


def _sunward(place: DesertScene) -> float:
    return 1.0 if place.heaven.azimuth > 0 else -1.0


def rank(
    dice: Dice, length: float, turn: float, high: float, cover: float, span: tuple[float, float, float]
) -> _Row:
    """One rank of dunes; ``span``: first, rise and flat of :mod:`.relief`."""
    return (length, turn, float(dice.uniform(0, 1024)), float(dice.uniform(0, 1024)), high, cover, *span)


def ranks(
    dice: Dice, length: float, turn: float, span: tuple[float, float, float], cover: float = 0.6
) -> tuple[_Row, ...]:
    """Great dunes ``length`` metres apart, lesser ones askew across them, and small ones between."""
    askew = turn + float(dice.choice([-1, 1]) * dice.uniform(0.5, 1.0))
    first, rise, flat = span
    return (
        rank(dice, length, turn, 0.95, cover, span),
        rank(dice, length * 0.62, askew, 0.80, cover - 0.15, (first, rise, flat * 0.7)),
        rank(dice, length * 0.21, turn + 0.25, 0.55, cover - 0.25, (first * 0.3, rise * 0.5, flat)),
    )


def bends(dice: Dice, wide: float, long_: float) -> _Row:
    """Two bends of a crest."""
    return (
        float(wide * dice.uniform(0.8, 1.25)), float(long_ * dice.uniform(0.85, 1.2)), float(dice.uniform(0, 6.28)),
        float(wide * dice.uniform(0.15, 0.35)), float(long_ * dice.uniform(0.35, 0.5)), float(dice.uniform(0, 6.28)),
    )  # fmt: skip


def _crest(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """A crest that leads from the camera's feet in curves to a peak."""
    # the lee lies away from the sun: one side of the crest is lit, the other dark
    side = -_sunward(place)
    peak = float(dice.uniform(28, 42)) * size
    ridge = (
        float(dice.uniform(3, 9)) * side, -60.0, float(dice.uniform(-0.05, 0.05)), float(dice.uniform(330, 460)),
        *bends(dice, 42, 250), 17 * size, peak, peak * 0.4, float(dice.uniform(0.68, 0.85)), 4.0, 0.63, side,
    )  # fmt: skip
    sea = ranks(dice, 260 * size, wind, (120, 500, 0.15))
    ground = Ground(sea, 16, ridges=(ridge,))
    return replace(
        place,
        ground=ground,
        horizon=float(dice.uniform(0.30, 0.40)),
        eye=float(dice.uniform(8, 16)),
        half=0.56,
    )


def _hero(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """A star dune above a rippled plain."""
    side = float(dice.choice([-1, 1]))
    peak = float(dice.uniform(95, 150)) * size
    x, z = float(dice.uniform(60, 170)) * side, float(dice.uniform(500, 760))
    arms = []
    for turn in (math.pi + 0.35 * side, 1.9 * side, -1.3 * side, 0.2):
        lee = _sunward(place) if math.cos(turn) < 0 else -_sunward(place)
        towards = turn + float(dice.uniform(-0.25, 0.25))
        length = float(dice.uniform(300, 460))
        arms.append((x, z, towards, length, *bends(dice, 30, 230), peak, peak, 2.0, 0.02, 1.9, 0.63, lee))
    sea = ranks(dice, 220 * size, wind, (50, 700, 0.20))
    horizon, eye = float(dice.uniform(0.56, 0.66)), float(dice.uniform(1.8, 4.5))
    plants = (("tuft", 9.0, 160.0, 60.0),) if dice.random() < 0.5 else ()
    ground = Ground(sea, 8, ridges=tuple(arms))
    return replace(place, ground=ground, horizon=horizon, eye=eye, half=0.48, plants=plants)


def _sea(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """Endless dunes from the top of one of them."""
    sea = ranks(dice, float(dice.uniform(170, 280)) * size, wind, (0, 300, 0.85), 0.7)
    eye = float(dice.uniform(9, 26))
    at = stand(dice, sea, 30, eye, 0.5, place.heaven.direction, 900.0)
    return replace(
        place, ground=Ground(sea, 30, at=at), horizon=float(dice.uniform(0.28, 0.38)), eye=eye, half=0.50
    )


def _trough(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """Dunes behind dunes through a longer lens."""
    sea = ranks(dice, float(dice.uniform(180, 260)) * size, wind, (0, 250, 0.9), 0.6)
    eye = float(dice.uniform(2.5, 7))
    at = stand(dice, sea, 24, eye, 0.34, place.heaven.direction, 900.0)
    return replace(
        place, ground=Ground(sea, 24, at=at), horizon=float(dice.uniform(0.40, 0.56)), eye=eye, half=0.34
    )


def _aerial(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """Ranks of dunes from the air."""
    sea = ranks(dice, float(dice.uniform(200, 300)) * size, wind, (0, 1, 1.0), 0.75)
    eye = float(dice.uniform(150, 260))
    at = float(dice.uniform(-900, 900)), float(dice.uniform(-900, 900))
    return replace(place, ground=Ground(sea, 30, at=at), horizon=0.13, eye=eye, half=0.52, ripple=0.7)


def _caravan(size: float, dice: Dice, place: DesertScene, wind: float) -> DesertScene:
    """A long dune across the view, whose crest stands before the sky."""
    away = float(dice.uniform(58, 80))
    high = float(dice.uniform(8.5, 11.5)) * size
    across = (
        -230.0,
        away,
        math.pi / 2,
        460.0,
        *bends(dice, 5, 170),
        high * 0.6,
        high,
        high * 0.7,
        float(dice.uniform(0.4, 0.6)),
        4.6,
        0.63,
        -1.0,
    )
    # a lesser crest leads up to it from the camera
    side = float(dice.choice([-1, 1]))
    lead = (
        side * 5.0, -16.0, side * -0.20, away + 10, *bends(dice, 7, 80), 0.6, 4.6, high * 0.55, 0.7, 3.6, 0.6,
        -_sunward(place),
    )  # fmt: skip
    sea = ranks(dice, 230 * size, wind, (110, 300, 0.0), 0.5)
    return replace(
        place,
        ground=Ground(sea, 6, ridges=(across, lead), trail=(side * -3.0, 4.0, side * 10.0, away * 0.8, 2.5)),
        horizon=float(dice.uniform(0.62, 0.70)),
        eye=1.5,
        half=0.36,
    )


LAYOUTS = {
    "crest": _crest,
    "hero": _hero,
    "sea": _sea,
    "trough": _trough,
    "aerial": _aerial,
    "caravan": _caravan,
}
