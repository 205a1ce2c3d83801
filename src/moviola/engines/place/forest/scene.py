"""The forest: which trees, which way of looking at them, what light and what mist words and seed ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from moviola.engines.place.forest.mist import Mist
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.heaven import Heaven, heaven

Layout = Literal["path", "clearing", "low", "stream", "frieze", "meadow", "hillside"]
_Colour = tuple[float, float, float]

_MIST = {"dawn": 0.52, "day": 0.10, "golden": 0.34, "sunset": 0.36, "dusk": 0.42, "night": 0.36}
#: Balance of the picture's colours.
_TINTS = {"dawn": (1.015, 1.0, 0.985), "rays": (1.06, 1.0, 0.90)}
#: Height of the sun (moon by night) in degrees that suits beams and long shadows.
_HEIGHT = {
    "dawn": (13, 21),
    "day": (38, 52),
    "golden": (15, 24),
    "sunset": (9, 13),
    "dusk": (20, 30),
    "night": (24, 36),
}


@dataclass(frozen=True)
class ForestScene:
    """Everything that the drawing of one wood depends on.

    ``trees``: names of species with their shares. ``fog`` 0–1; ``open_sky``: how much of the sky the canopy leaves.
    ``rays`` 0–1: how much of the picture belongs to beams of light.
    """

    heaven: Heaven
    layout: Layout
    trees: tuple[tuple[str, float], ...]
    seed: int
    wish: Scene
    fog: float
    mist: Mist
    open_sky: float = 0.5
    snow: float = 0.0
    side: float = 1.0
    rays: float = 0.0
    features: frozenset[str] = field(default_factory=frozenset)


def _trees(scene: Scene, random: np.random.Generator) -> tuple[tuple[str, float], ...]:
    if scene.has("bamboo"):
        return (("bamboo", 1.0),)
    if scene.has("blossom"):
        return (("cherry", 1.0),)
    if scene.has("birch"):
        return (("birch", 1.0),) if random.random() < 0.6 else (("birch", 0.75), ("spruce", 0.25))
    if scene.has("pines"):
        return (("spruce", 1.0),) if random.random() < 0.6 else (("pine", 0.6), ("spruce", 0.4))
    broad: tuple[tuple[tuple[str, float], ...], ...] = (
        (("beech", 1.0),),
        (("oak", 0.6), ("beech", 0.4)),
        (("maple", 0.6), ("beech", 0.4)),
        (("birch", 0.55), ("maple", 0.45)),
    )
    if scene.has("broadleaf"):
        return broad[int(random.integers(3))]
    if scene.season == "autumn":
        return broad[int(random.integers(4))]
    if scene.season == "winter":
        return ((("spruce", 1.0),), (("spruce", 0.6), ("beech", 0.4)), (("beech", 0.6), ("birch", 0.4)))[
            int(random.integers(3))
        ]
    if scene.season == "spring":
        return broad[(0, 0, 2, 3)[int(random.integers(4))]]
    if scene.time == "dawn" or (scene.fog or 0) > 0.5:
        return (
            (("spruce", 1.0),),
            (("pine", 0.5), ("spruce", 0.5)),
            (("spruce", 0.6), ("beech", 0.4)),
            (("beech", 1.0),),
        )[int(random.integers(4))]
    return (*broad[:3], (("spruce", 0.7), ("birch", 0.3)), (("pine", 0.7), ("birch", 0.3)))[
        int(random.integers(5))
    ]


def _layout(scene: Scene, trees: str, seed: int) -> Layout:
    if scene.viewpoint in ("high", "aerial") or scene.has("hills") or scene.has("mountains"):
        return "hillside"
    if scene.has("stream") or scene.has("river") or scene.has("waterfall"):
        return "stream"
    if scene.has("meadow"):
        return "meadow"
    if scene.has("path") or scene.has("road"):
        return "path"
    if scene.viewpoint == "low":
        return "low"
    if scene.angle == "tele":
        return "frieze"
    if trees in ("bamboo", "cherry"):
        third: Layout = "low" if trees == "bamboo" else "clearing"
        return third if seed % 3 == 2 else "path"
    choice: tuple[Layout, ...] = ("path", "clearing", "stream", "low", "path", "meadow", "frieze")
    if scene.has("flowers"):
        choice = ("meadow", "clearing", "path")
    elif scene.has("rays"):
        # beams need depth before the camera and a sun within the view
        choice = ("path", "clearing", "low", "path", "stream")
    return choice[seed % len(choice)]


def compose(scene: Scene, seed: int) -> ForestScene:
    """The forest of a scene; seeds change trees, layout, sun and mist within what looks good."""
    random = np.random.default_rng(seed * 7919 + 13)
    trees = _trees(scene, random)
    layout = _layout(scene, trees[0][0], seed)
    if (
        layout == "hillside"
        and not scene.has("broadleaf")
        and trees[0][0] not in ("spruce", "pine", "bamboo")
    ):
        # spires among the round crowns tell near from far
        trees = (*trees, ("spruce", 0.5))
    if layout == "hillside" and trees[0][0] == "bamboo":
        trees = (("bamboo", 0.62), ("beech", 0.38))
    side = 1.0 if random.random() < 0.5 else -1.0
    if scene.sun_side is not None and scene.sun_side:
        side = math.copysign(1.0, scene.sun_side)
    sky = heaven(scene, seed)
    low, high = _HEIGHT[scene.time]
    elevation = float(random.uniform(low, high)) + scene.sun_height
    toward = side * float(random.uniform(6, 26))
    if scene.time == "day":
        toward = side * float(random.uniform(25, 75))
    elif random.random() < 0.12:
        toward *= 2.2
    if scene.sun_side is not None:
        toward = scene.sun_side * 34
    if layout == "meadow" and scene.sun_side is None:
        toward = side * float(random.uniform(48, 110))
    if layout == "hillside":
        elevation = min(elevation, 26)
        if scene.sun_side is None:
            # light from the side models the hills
            toward = side * float(random.uniform(48, 84))
    if scene.has("rays"):
        # beams show best against a sun that is not far beside the view
        elevation = float(random.uniform(14.5, 18.5)) + scene.sun_height
        if scene.sun_side is None:
            toward = side * float(random.uniform(6, 15))
    fog = scene.fog if scene.fog is not None else float(_MIST[scene.time] * random.uniform(0.75, 1.25))
    if scene.fog is None and not scene.has("rays") and scene.time in ("golden", "sunset", "dawn"):
        # some mornings and evenings are clear
        fog *= (1.0, 0.22, 0.6)[(seed // 2 + seed) % 3]
    if scene.season == "winter" and scene.fog is None:
        fog = max(fog, float(random.uniform(0.14, 0.44)))
    if scene.has("rays") and scene.fog is None:
        fog = max(fog, 0.38)
    if scene.rain:
        fog = max(fog, 0.35)
    if scene.snowfall:
        fog = max(fog, 0.30 + 0.25 * scene.snowfall)
    grey = max(scene.clouds or 0.0, 0.85 * float(bool(scene.rain)), 0.8 * float(bool(scene.snowfall)))
    sun = 1 - 0.93 * min(max(grey - 0.45, 0.0) * 2.2, 1.0)
    if scene.time == "dusk":
        sun = 0.0
    air = 1.0
    snow = 0.0
    if scene.season == "winter":
        snow = float(random.uniform(0.7, 1.0))
    sky = replace(
        sky,
        elevation=max(elevation, 5.0) if scene.time != "dusk" else sky.elevation,
        azimuth=toward,
        sun=sky.sun * sun,
        ambient=sky.ambient * air,
        grade=replace(
            sky.grade,
            rays=0.0,
            tint=_TINTS.get(
                "rays" if scene.has("rays") and scene.time in ("dawn", "day") else scene.time, sky.grade.tint
            ),
        ),
    )
    dense = 0.0010 + 0.040 * fog**1.7
    mist = Mist(
        density=dense,
        height=float(random.uniform(7, 16)) + 6 * fog,
        patches=0.55,
        ambient=0.46 if snow else 0.30,
        beams=1.45,
        forward=0.62,
        thin=0.0008 + 0.010 * fog**2,
    )
    if layout == "hillside":
        # a sea of mist in the valleys, clear air above
        mist = mist._replace(
            density=0.0003 + 0.009 * fog**1.5,
            height=12.0 + 10 * fog,
            patches=1.2,
            thin=0.00005 + 0.0003 * fog**2,
        )
    elif layout == "meadow":
        # ground mist before a wood that the sun lights from the side
        mist = mist._replace(density=dense * 0.45, height=3.5, thin=mist.thin * 0.35, beams=0.8)
    elif layout == "frieze":
        mist = mist._replace(density=dense * 0.55, thin=mist.thin * 0.5)
    rays = (
        1.0
        if scene.has("rays")
        else {"night": 0.75, "day": 0.25, "dusk": 0.0}.get(scene.time, float(random.uniform(0.12, 0.5)))
    )
    if "rays" in scene.without or grey > 0.6:
        rays = 0.0
    if layout not in ("hillside", "meadow"):
        # the darker the shaded mist, the more its beams tell
        mist = mist._replace(
            ambient=mist.ambient * (1 - 0.38 * rays),
            beams=mist.beams * (1 + 0.85 * rays),
            forward=mist.forward + 0.08 * rays,
        )
    features = set(scene.features)
    return ForestScene(
        sky,
        layout,
        trees,
        seed,
        scene,
        fog,
        mist,
        snow=snow,
        side=side,
        rays=rays,
        features=frozenset(features),
    )
