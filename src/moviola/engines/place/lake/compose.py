"""Which lake a scene and a seed mean."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from moviola.engines.place.lake.foregrounds import FRONTS
from moviola.engines.place.lake.layouts import Dice
from moviola.engines.place.lake.massif import MASSIFS
from moviola.engines.place.lake.scene import LakeScene, Thing, in_hour, in_season
from moviola.engines.place.layers import Drift
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.heaven import Heaven, heaven

#: Features that decide what stands before the mountains; the first that is asked for wins.
_ASKED = (
    ("pier", "pier"), ("canoe", "canoe"), ("boat", "boat"), ("cabin", "cabin"), ("house", "cabin"),
    ("village", "village"), ("church", "village"), ("windows", "cabin"), ("island", "island"), ("flowers", "meadow"),
    ("meadow", "meadow"), ("rocks", "boulders"), ("grass", "grasses"), ("reeds", "grasses"), ("pines", "frame"),
    ("trees", "boughs"),
)  # fmt: skip
#: Asked to be mirrored, mountains need water before them.
_CLEAR = ("mirror", "open", "pebbles", "spit", "boughs", "island", "village", "boulders")
#: Lands and foregrounds; neighbouring seeds take them in leaps.
_LANDS = ("classic", "wall", "horn", "cirque", "cone", "foothills", "fjord", "spires")
_FRONTS = (
    "pier", "mirror", "boat", "boulders", "spit", "meadow", "frame", "island", "canoe", "cabin", "pebbles", "log",
    "boughs", "village", "grasses", "open",
)  # fmt: skip


def compose(scene: Scene, seed: int) -> LakeScene:
    """The lake of a scene; seeds change land, foreground, side, sun, clouds and water within what looks good."""
    dice = np.random.default_rng((seed, 77))
    name = _LANDS[(seed + 3 * (seed // 8)) % len(_LANDS)]
    if scene.has("spires"):
        name = "spires"
    layout = next((front for feature, front in _ASKED if scene.has(feature)), "")
    if not layout:
        fronts = _CLEAR if scene.has("reflections") else _FRONTS
        usable = [front for front in fronts if not _unwanted(front, scene)]
        layout = _FRONTS[(5 * seed + seed // 16) % len(_FRONTS)]
        if layout not in usable:
            layout = usable[seed % len(usable)]
    if scene.viewpoint in ("high", "aerial"):
        layout = scene.viewpoint
    turn = float(dice.uniform(-0.15, 0.15))
    toward = math.degrees(math.atan(MASSIFS[name].gap) - turn) - 1.1
    # now and then the low sun stands behind the camera, and the mountains glow; so do golden woods
    share = 0.9 if scene.season == "autumn" else 0.36
    glow = dice.random() < share and scene.time in ("sunset", "dawn", "golden") and scene.sun_side is None
    aside = float(dice.choice([-1, 1]) * dice.uniform(112, 140))
    lifted = replace(scene, sun_height=scene.sun_height + 1.8) if glow and scene.time != "golden" else scene
    sky = heaven(lifted, seed, aside if glow else toward)
    if sky.elevation > 7 and scene.sun_side is None and not scene.rainbow:
        # a high sun shows the mountains best from beside or behind the camera
        share = min((sky.elevation - 7) / 6, 1.0)
        sky = replace(
            sky, azimuth=sky.azimuth + (math.copysign(abs(aside) - 14, aside) - sky.azimuth) * share
        )
    sky = _lit(sky, scene, dice, glow)
    lake = LakeScene(
        sky,
        name,
        layout,
        seed,
        scene.season,
        scale=(1.4 if name == "foothills" else 1.18)
        * float(dice.uniform(0.9, 1.12))
        * min(max(scene.size, 0.6), 1.4),
        turn=turn,
        aside=float(dice.uniform(-160, 160)),
        along=float(dice.uniform(-100, 420)),
    )
    lake = FRONTS[layout](dice, lake)
    calm = float(dice.choice([0.35, 0.55, 0.8, 1.1]))
    lake = replace(lake, ripples=lake.ripples * calm, wavelets=lake.wavelets * calm, swell=lake.swell * calm)
    lake = in_season(in_hour(lake, scene), scene.season)
    lake = replace(
        lake,
        flip=bool(dice.random() < 0.5),
        snow_line=lake.snow_line + float(dice.uniform(-160, 220)) * (lake.snow_line > 0),
    )
    return _seen(_peopled(lake, scene, dice), scene)


def _lit(sky: Heaven, scene: Scene, dice: Dice, glow: bool) -> Heaven:
    """The hour's light in one of its moods: golden or rosy, clear or with mist over the water."""
    night = sky.stars > 0.3
    grade = replace(sky.grade, saturation=1 + (sky.grade.saturation - 1) * 0.62)
    if night:
        # a moonlit shore should be seen, as a long exposure shows it
        grade = replace(grade, exposure=grade.exposure * 1.5, saturation=grade.saturation * 0.85)
    sky = replace(sky, grade=grade)
    mood, mist = float(dice.random()), float(dice.random())
    if scene.time in ("sunset", "dawn", "golden") and not night:
        gold = 0.0 if glow else (1.0 if mood < 0.55 else 0.35)
        red, green, blue = sky.sky_gain
        sky = replace(
            sky,
            sky_gain=(red, green * (1 + 0.025 * gold), blue * (1 - 0.07 * gold)),
            sky_saturation=1 + (sky.sky_saturation - 1) * (0.72 if mood < 0.55 else 0.85),
        )
        if glow:
            red, green, blue = sky.sun_tint
            sky = replace(sky, sun_tint=(red * 0.96, green * 1.10, blue * 1.04))
    if mist < 0.3 and scene.fog is None and scene.time in ("sunset", "dawn") and not glow:
        sky = replace(sky, haze=sky.haze._replace(mist=max(sky.haze.mist, 0.0005), mist_height=22.0))
    return sky


def _unwanted(front: str, scene: Scene) -> bool:
    if scene.season == "winter" and front in ("canoe", "meadow", "boat"):
        return True
    return front in scene.without or (front == "canoe" and scene.people is False)


def _peopled(lake: LakeScene, scene: Scene, dice: np.random.Generator) -> LakeScene:
    things = lake.things
    if scene.people is False or "person" in scene.without:
        things = tuple(thing for thing in things if thing.kind != "person")
    elif (scene.people or scene.has("person")) and not any(
        thing.kind in ("person", "canoe") for thing in things
    ):
        z = lake.bank.line * 0.82
        side = float(dice.choice([-1, 1]))
        things = (*things, Thing("person", side * z * 0.22, max(z, 4.5)))
    dark = scene.time in ("night", "dusk") and lake.layout in (
        "boulders",
        "pebbles",
        "log",
        "grasses",
        "boughs",
        "frame",
    )
    if scene.has("tent") or (dark and scene.people is not False and dice.random() < 0.5):
        z = lake.bank.line + float(dice.uniform(3.5, 6.0))
        side = float(dice.choice([-1, 1]))
        things = (*things, Thing("tent", side * z * 0.30, z, 2.5, float(dice.uniform(-0.5, 0.5))))
        lake = replace(
            lake, bank=lake.bank._replace(islands=(*lake.bank.islands, (side * z * 0.36, z, 4.2, 3.4, 0.5)))
        )
    if scene.has("couple"):
        things = (
            *things,
            *(thing._replace(x=thing.x + 0.75, kind="woman") for thing in things if thing.kind == "person"),
        )
    return replace(lake, things=things)


def _seen(lake: LakeScene, scene: Scene) -> LakeScene:
    half = lake.half * {"wide": 1.3, "normal": 1.0, "tele": 0.55}[scene.angle]
    lake = replace(lake, half=half)
    if scene.viewpoint == "low":
        lake = replace(lake, eye=max(lake.eye * 0.45, 0.7), horizon=min(lake.horizon + 0.05, 0.68))
    if scene.motion == "timelapse":
        lake = replace(lake, drift=Drift(cloud_east=0.10, cloud_north=-0.36, water=0.5, camera=-0.7))
    return lake
