"""Which desert a scene and a seed mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.place.desert.land import Ground
from moviola.engines.place.desert.layouts import LAYOUTS, dunes
from moviola.engines.place.desert.rocklands import KINDS
from moviola.engines.place.desert.scene import SAHARA, Colour, DesertScene
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.heaven import heaven

#: Features that decide the kind of desert, the first that is asked for wins.
_ASKED = (
    ("oasis", "oasis"), ("pyramid", "pyramid"), ("mesa", "mesa"), ("cliffs", "mesa"), ("cactus", "cactus"),
    ("salt", "salt"), ("cracks", "salt"), ("palms", "oasis"), ("lake", "oasis"), ("dunes", "dunes"),
    ("camels", "dunes"), ("tracks", "dunes"), ("reflections", "salt"), ("rocks", "mesa"), ("trees", "pan"),
)  # fmt: skip
#: What seeds take when nothing is asked for: most deserts are dunes.
_ORDER = (
    "crest", "mesa", "sea", "hero", "cactus", "trough", "pan", "crest", "salt", "sea", "mesa", "hero",
)  # fmt: skip


def compose(scene: Scene, seed: int) -> DesertScene:
    """The desert of a scene; the seed chooses the layout and everything in it."""
    dice = np.random.default_rng((seed, 900))
    kind = next((kind for feature, kind in _ASKED if scene.has(feature)), "")
    if not kind:
        choice = _ORDER[seed % len(_ORDER)]
        kind = choice if choice in KINDS else "dunes"
    layouts = tuple(LAYOUTS)[:4]
    layout = _ORDER[seed % len(_ORDER)]
    layout = layout if layout in layouts else layouts[seed % 4]
    camels = kind == "dunes" and scene.viewpoint in ("eye", "low") and scene.has("camels")
    # the sun stands aside, so that dunes have a dark face; at sunset every second seed shows it
    aside = float(dice.choice([-1, 1])), float(dice.random()), float(dice.random())
    sunny = scene.time in ("sunset", "golden", "dawn") and (camels or aside[1] < 0.35)
    toward = aside[0] * (
        (12 + 20 * aside[2] if camels else 19 + 6 * aside[2]) if sunny else 50 + 26 * aside[2]
    )
    higher = {"sunset": 2.0, "dawn": 1.5, "golden": -2.5, "day": -11.0}.get(scene.time, 0.0)
    sky = heaven(replace(scene, sun_height=scene.sun_height + higher), seed, toward)
    dim = {"day": 0.66, "golden": 0.9}.get(scene.time, 1.0)
    red, green, blue = sky.sun_tint
    low = 1.0 if scene.time in ("sunset", "dawn", "golden") else 0.0
    if sky.stars > 0.3 and sky.moon is None:
        # what lights the sand by night rakes it from the side
        sky = replace(sky, elevation=min(sky.elevation, 17.0), azimuth=toward * 1.35)
    sky = replace(
        sky,
        # sand is red enough: its light must be golden, its shadows cool
        sun_tint=(red * 0.92, green * 1.10, blue) if sky.elevation < 16 else sky.sun_tint,
        sky_saturation=1 + (sky.sky_saturation - 1) * 0.45,
        sky_gain=(sky.sky_gain[0], sky.sky_gain[1] * (1 + 0.03 * low), sky.sky_gain[2] * (1 - 0.07 * low)),
        grade=replace(
            sky.grade, saturation=1 + (sky.grade.saturation - 1) * 0.25, exposure=sky.grade.exposure * dim
        ),
        haze=sky.haze._replace(density=sky.haze.density * 1.8),
    )
    if camels:
        layout = "caravan"
    elif scene.viewpoint == "aerial" and kind == "dunes":
        layout = "aerial"
    elif scene.viewpoint == "high" and kind == "dunes":
        layout = "sea"
    # the place is composed for its usual hour: a sun that is moved later does not change it
    usual = heaven(replace(scene, sun_height=higher), seed, toward)
    place = DesertScene(usual, kind, seed, Ground(), SAHARA, turn=float(dice.uniform(-0.5, 0.5)))
    place = dunes(scene, dice, place, layout) if kind == "dunes" else KINDS[kind](scene, dice, place)
    if scene.time in ("sunset", "dawn"):
        place = replace(place, palette=tuple(_paler(colour) for colour in place.palette))
    place = _seen(place, scene)
    flip = bool(dice.random() < 0.5)
    if scene.sun_side is not None and scene.sun_side * aside[0] < 0:
        flip = not flip
    if scene.has("camels") or (scene.people is True and kind == "dunes" and not scene.has("person")):
        place = replace(place, caravan=(float(dice.uniform(55, 75)), 4.6, int(dice.integers(5, 8))))
    elif scene.people or scene.has("person"):
        place = replace(place, person=(float(dice.choice([-1, 1])) * 0.12, float(dice.uniform(22, 40))))
    return replace(_trodden(place, scene, dice), heaven=sky, flip=flip)


def _trodden(place: DesertScene, scene: Scene, dice: np.random.Generator) -> DesertScene:
    """Footprints that lead into the picture, and a tent that shines by night."""
    side, chance, far = float(dice.choice([-1, 1])), float(dice.random()), float(dice.uniform(60, 100))
    walked = scene.has("tracks") or place.person is not None or (place.kind == "dunes" and chance < 0.35)
    if walked and scene.people is not False and not place.ground.trail and scene.viewpoint in ("eye", "low"):
        trail = (side * 1.2, 2.0, -side * far * 0.14, far, 1.5 + 2.5 * chance)
        place = replace(place, ground=replace(place.ground, trail=trail))
    dark = scene.time in ("night", "dusk") and scene.viewpoint in ("eye", "low") and not place.wet
    likely = 0.6 if place.kind in ("dunes", "mesa", "pan", "salt") else 0.0
    if scene.has("tent") or (dark and scene.people is not False and float(dice.random()) < likely):
        across = side * float(dice.uniform(0.12, 0.26))
        place = replace(place, tent=(across, float(dice.uniform(24, 36)), float(dice.uniform(-0.5, 0.5))))
    return place


def _paler(colour: Colour) -> Colour:
    grey = sum(colour) / 3
    return (0.70 * colour[0] + 0.27 * grey, 0.70 * colour[1] + 0.33 * grey, 0.70 * colour[2] + 0.27 * grey)


def _seen(place: DesertScene, scene: Scene) -> DesertScene:
    """The place from where and how widely the words want to see it."""
    half = place.half * {"wide": 1.35, "normal": 1.0, "tele": 0.55}[scene.angle]
    if scene.viewpoint == "low":
        return replace(
            place, half=half, eye=max(place.eye * 0.4, 0.5), horizon=min(place.horizon + 0.05, 0.72)
        )
    if scene.viewpoint == "high" and place.kind != "dunes":
        return replace(place, half=half, eye=place.eye + 26, horizon=max(place.horizon - 0.18, 0.24))
    if scene.viewpoint == "aerial" and place.kind != "dunes":
        return replace(place, half=half, eye=place.eye + 120, horizon=0.16)
    return replace(place, half=half)
