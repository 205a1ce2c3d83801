"""One mountain lake as a value, and what hours and seasons make of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from moviola.engines.place.lake.bank import Bank
from moviola.engines.place.layers import Drift
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.heaven import Heaven

Colour = tuple[float, float, float]

#: Rows as in :mod:`moviola.engines.place.terrain.alpine`.
PALETTE: tuple[Colour, ...] = (
    (0.172, 0.158, 0.145), (0.090, 0.085, 0.084), (0.082, 0.092, 0.030), (0.140, 0.128, 0.112), (0.028, 0.038, 0.016),
    (0.092, 0.084, 0.072), (0.860, 0.880, 0.930), (0.150, 0.125, 0.060), (0.150, 0.143, 0.132),
)  # fmt: skip


class Thing(NamedTuple):
    """Something set on purpose: its kind, metres across (before the view's spread) and ahead, size, turn in radians."""

    kind: str
    x: float
    z: float
    size: float = 1.0
    turn: float = 0.0


@dataclass(frozen=True)
class LakeScene:
    """Everything that the drawing of one lake depends on.

    ``half``: half the view's width as a slope at 16:9; ``eye``: metres above the water or the ground, whichever is
    higher. ``turn`` and ``aside``, ``along``: how the camera is turned (radians) and moved (metres) from where its land
    is seen at its most usual. ``plants``: kind, nearest and farthest metres, how many. ``larches``, ``birches``: shares
    of the trees. ``bough``: side from which a bough hangs into the picture, 0 none. ``murk``: what a metre of water
    swallows. ``pebbly``: whether the shore is all stones. ``grass``: metres of the tallest tufts.
    """

    heaven: Heaven
    massif: str
    layout: str
    seed: int
    season: str = "summer"
    bank: Bank = field(default_factory=Bank)
    half: float = 0.60
    horizon: float = 0.60
    eye: float = 2.3
    stones: float = 0.22
    scale: float = 1.0
    things: tuple[Thing, ...] = ()
    plants: tuple[tuple[str, float, float, float], ...] = ()
    flip: bool = False
    palette: tuple[Colour, ...] = PALETTE
    snow_line: float = 640.0
    snow: float = 1.0
    steepest: float = 2.4
    tree_line: float = 760.0
    tree_density: float = 0.42
    tree_snow: float = 0.0
    larches: float = 0.12
    larch_colour: Colour = (0.075, 0.098, 0.030)
    tree_colour: Colour = (0.040, 0.060, 0.024)
    bounce: float = 0.03
    ripples: float = 0.016
    wavelets: float = 0.014
    swell: float = 0.005
    gusts: float = 0.55
    deep: Colour = (0.010, 0.026, 0.028)
    drift: Drift = field(default_factory=Drift)
    turn: float = 0.0
    aside: float = 0.0
    along: float = 0.0
    birches: float = 0.04
    birch_colour: Colour = (0.085, 0.115, 0.032)
    bough: int = 0
    murk: float = 0.35
    pebbly: bool = False
    grass: float = 0.55


def in_hour(lake: LakeScene, scene: Scene) -> LakeScene:
    """How the hour and the wind move the water."""
    if scene.time == "dawn":
        lake = replace(lake, ripples=0.010, wavelets=0.008, gusts=0.4)
    elif scene.time in ("day", "golden"):
        lake = replace(lake, ripples=0.012, wavelets=0.010, deep=(0.008, 0.036, 0.040))
    elif scene.time in ("night", "dusk"):
        lake = replace(lake, ripples=0.006, wavelets=0.006, swell=0.003, gusts=0.5)
    if lake.layout == "mirror" or scene.has("reflections"):
        lake = replace(
            lake, ripples=lake.ripples * 0.30, wavelets=lake.wavelets * 0.25, swell=lake.swell * 0.3
        )
    if scene.wind is not None:
        gain = 0.25 + 2.2 * scene.wind
        lake = replace(
            lake, ripples=lake.ripples * gain, wavelets=lake.wavelets * gain, swell=lake.swell * gain
        )
    return lake


def in_season(lake: LakeScene, season: str) -> LakeScene:
    """Meadows, larches and snow as the season has them."""
    palette = list(lake.palette)
    if season == "spring":
        palette[2], palette[7] = (0.078, 0.132, 0.026), (0.120, 0.150, 0.040)
        palette[4] = (0.036, 0.058, 0.018)
        return replace(
            lake,
            palette=tuple(palette),
            snow_line=lake.snow_line * 0.55,
            larches=0.16,
            larch_colour=(0.105, 0.150, 0.032),
            birches=0.22,
            birch_colour=(0.135, 0.175, 0.040),
        )
    if season == "autumn":
        palette[2], palette[7] = (0.185, 0.110, 0.030), (0.250, 0.150, 0.045)
        palette[4], palette[5] = (0.105, 0.055, 0.014), (0.120, 0.092, 0.058)
        return replace(
            lake,
            palette=tuple(palette),
            snow_line=lake.snow_line * 0.82,
            larches=0.44,
            larch_colour=(0.46, 0.215, 0.022),
            birches=0.22,
            birch_colour=(0.52, 0.33, 0.030),
            tree_line=lake.tree_line * 1.3,
            tree_density=lake.tree_density + 0.18,
        )
    if season == "winter":
        return _winter(lake)
    return lake


def _winter(lake: LakeScene) -> LakeScene:
    """Snow to the water, ice along the shore, and a bare cold light."""
    sky = lake.heaven
    haze = sky.haze._replace(mist=max(sky.haze.mist, 0.00025), mist_height=45.0)
    grade = replace(
        sky.grade, exposure=sky.grade.exposure * 0.80, saturation=1 + (sky.grade.saturation - 1) * 0.2
    )
    low = 1.0 if sky.elevation < 8 and sky.stars < 0.3 else 0.0
    red, green, blue = sky.sun_tint
    air_red, air_green, air_blue = sky.sky_gain
    heaven = replace(
        sky, haze=haze, grade=grade,
        sky_gain=(air_red * (1 - 0.17 * low), air_green * (1 - 0.06 * low), air_blue * (1 + 0.05 * low)),
        sky_saturation=1 + (sky.sky_saturation - 1) * (1 - 0.65 * low),
        sun_tint=(red * (1 - 0.06 * low), green * (1 + 0.05 * low), blue * (1 + 0.14 * low)),
    )  # fmt: skip
    plants = tuple(row for row in lake.plants if row[0] != "flower")
    plants = tuple((kind, near, far, count * 0.3) for kind, near, far, count in plants)
    return replace(
        lake, heaven=heaven, pebbly=False, stones=min(lake.stones, 0.3), snow_line=-3000.0, steepest=3.6,
        tree_snow=0.9, plants=plants,
        tree_colour=(0.030, 0.044, 0.030), tree_density=lake.tree_density + 0.1, larches=0.0, birches=0.0,
        bank=lake.bank._replace(ice=lake.bank.line * 0.4 + 5.0), bough=0,
        ripples=lake.ripples * 0.5, wavelets=lake.wavelets * 0.5,
    )  # fmt: skip
