"""How a picture of the sky is laid out: the land below it, the camera, and who or what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from moviola.engines.place.scene import Scene

#: What lies below the sky: a level meadow, rolling hills, mountains, snow, open sea, or clouds seen from above.
Form = Literal["plain", "hills", "ridge", "snow", "sea", "above"]
Hero = Literal["", "tree", "person", "couple", "tent"]


@dataclass(frozen=True)
class Layout:
    """Lengths in metres. ``horizon``: share of the height from the top; ``wide``: half the view as a slope at 16:9.

    ``side``: where the hero stands, −1 … 1 across the view, ``away`` how far; ``knoll``: how high the rise below it is.
    ``toward``: azimuth in degrees where a low sun looks best. ``tall``: height of distant hills or peaks.
    """

    form: Form
    seed: int
    horizon: float
    eye: float
    wide: float
    hero: Hero
    side: float
    away: float
    knoll: float
    tall: float
    toward: float
    balloons: int = 0
    birds: int = 0
    snow: float = 0.0
    dry: float = 0.3
    night: bool = False
    flowers: bool = False


#: Forms that suit an hour; a seed takes one after the other.
_BY_DAY: tuple[Form, ...] = ("hills", "plain", "sea", "above", "ridge", "plain")
_LOW_SUN: tuple[Form, ...] = ("above", "plain", "sea", "ridge", "hills", "above")
_BY_NIGHT: tuple[Form, ...] = ("ridge", "hills", "plain", "snow")
_ANGLES = {"wide": 0.88, "normal": 0.62, "tele": 0.30}


def _form(scene: Scene, seed: int) -> Form:
    wants = scene.features
    if "cloud_sea" in wants or scene.viewpoint == "aerial":
        return "above"
    if "sea" in wants:
        return "sea"
    if "mountains" in wants:
        return "snow" if scene.season == "winter" else "ridge"
    if scene.season == "winter" or scene.snowfall or scene.aurora:
        return "snow"
    if "hills" in wants or "balloon" in wants or scene.viewpoint == "high":
        return "hills"
    if {"meadow", "flowers"} & set(wants) or scene.lightning:
        return "plain"
    if scene.rainbow:
        return ("hills", "plain", "sea")[seed % 3]
    choices = _BY_NIGHT if scene.time == "night" else _BY_DAY if scene.time == "day" else _LOW_SUN
    return choices[seed % len(choices)]


def _hero(scene: Scene, seed: int, form: Form, dice: np.random.Generator) -> Hero:
    if form in ("sea", "above") or scene.viewpoint == "high":
        return ""
    named: tuple[tuple[str, Hero], ...] = (
        ("couple", "couple"), ("person", "person"), ("tent", "tent"), ("trees", "tree"), ("broadleaf", "tree"),
    )  # fmt: skip
    for name, hero in named:
        if scene.has(name):
            return hero
    by_night = scene.time == "night"
    offers: tuple[Hero, ...] = (
        ("person", "tree", "tent", "couple") if by_night else ("tree", "", "person", "tree", "")
    )
    if form == "snow":
        offers = ("person", "", "tent") if by_night else ("", "person")
    # form and hero step at different paces, so that they meet anew
    if scene.has("balloon") or scene.lightning:
        # they are what the picture is about
        offers = ("",)
    hero = offers[(seed + seed // 4 + int(dice.integers(0, 2))) % len(offers)]
    if scene.people is False or {"person", "people"} & set(scene.without):
        hero = "tree" if hero in ("person", "couple") else hero
    if scene.people and hero not in ("person", "couple"):
        hero = "person"
    return hero if hero not in scene.without else ""


def layout_of(scene: Scene, seed: int) -> Layout:
    """The layout that a scene and a seed have."""
    dice = np.random.default_rng((seed, 3))
    form = _form(scene, seed)
    side = float(dice.uniform(0.30, 0.46)) * (1 if dice.random() < 0.5 else -1)
    toward = -side * float(dice.uniform(14, 20))
    if dice.random() < 0.3:
        # the light right behind the hero
        toward = side * 26.0
    horizon = float(dice.uniform(0.79, 0.86))
    eye, away, knoll, tall = 1.7, float(dice.uniform(24, 38)), float(dice.uniform(2.2, 3.4)), 120.0
    if form == "hills":
        tall = float(dice.uniform(160, 320))
        horizon = float(dice.uniform(0.74, 0.82))
    elif form == "ridge":
        tall = float(dice.uniform(1500, 2500)) * scene.size
        horizon = float(dice.uniform(0.80, 0.88))
    elif form == "snow":
        tall = float(dice.uniform(1000, 1800)) * scene.size
        horizon = float(dice.uniform(0.78, 0.85))
    elif form == "sea":
        eye, horizon = float(dice.uniform(3.0, 7.0)), float(dice.uniform(0.70, 0.82))
        toward = float(dice.uniform(-16, 16))
    elif form == "above":
        eye, horizon = float(dice.uniform(380, 760)), float(dice.uniform(0.36, 0.52))
        tall = float(dice.uniform(900, 1500)) * scene.size
    if scene.viewpoint == "high" and form != "above":
        eye, horizon = 14.0 + (eye if form == "sea" else 0.0), min(horizon, 0.66)
    elif scene.viewpoint == "low":
        horizon, eye = min(horizon + 0.05, 0.92), eye * 0.6
    hero = _hero(scene, seed, form, dice)
    if not hero:
        knoll = 0.5
    blooms = scene.season == "spring" or (scene.season == "summer" and dice.random() < 0.3)
    flowers = scene.has("flowers") or (
        blooms and form in ("plain", "hills") and "flowers" not in scene.without
    )
    # a skein of birds belongs to many skies by day
    some = scene.time != "night" and not scene.lightning and dice.random() < (0.6 if form == "sea" else 0.25)
    birds = int(dice.integers(7, 14)) if (scene.has("birds") or some) and "birds" not in scene.without else 0
    return Layout(
        form, seed, horizon, eye, _ANGLES[scene.angle], hero, side, away, knoll, tall, toward,
        balloons=(int(dice.integers(5, 9)) if scene.has("balloon") else 0),
        birds=birds,
        flowers=flowers,
        night=scene.time == "night",
        snow=1.0 if form == "snow" else 0.0,
        dry=float(dice.uniform(0.0, 0.35 if scene.season in ("spring", "summer") else 0.8)),
    )  # fmt: skip
