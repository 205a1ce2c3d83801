"""What each hour, season and wind makes of a coast."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from moviola.engines.place.coast.choice import choose
from moviola.engines.place.coast.ground import Dress
from moviola.engines.place.coast.layouts import Coast
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.heaven import Heaven, heaven
from moviola.engines.place.sky.weather import is_wild
from moviola.engines.place.water.ocean import Sea
from moviola.engines.place.water.state import Surf, Swell

_Colour = tuple[float, float, float]

_ROCKS: tuple[tuple[_Colour, _Colour, _Colour], ...] = (
    # rock, its paler layers, where the tide wets it
    ((0.165, 0.155, 0.145), (0.255, 0.240, 0.220), (0.040, 0.039, 0.036)),
    ((0.250, 0.165, 0.110), (0.360, 0.255, 0.170), (0.060, 0.045, 0.036)),
    ((0.085, 0.083, 0.082), (0.135, 0.130, 0.125), (0.026, 0.027, 0.028)),
    ((0.400, 0.375, 0.325), (0.560, 0.535, 0.480), (0.095, 0.090, 0.072)),
)
_SANDS: tuple[tuple[_Colour, _Colour], ...] = (
    ((0.400, 0.335, 0.245), (0.300, 0.255, 0.190)),
    ((0.460, 0.400, 0.310), (0.340, 0.300, 0.235)),
    ((0.300, 0.275, 0.240), (0.215, 0.200, 0.175)),
)
_CORAL: tuple[_Colour, _Colour] = ((0.700, 0.640, 0.530), (0.600, 0.560, 0.470))
_TURF: tuple[tuple[_Colour, _Colour], ...] = (
    ((0.060, 0.080, 0.026), (0.130, 0.125, 0.050)),
    ((0.075, 0.085, 0.028), (0.190, 0.160, 0.075)),
)


@dataclass(frozen=True)
class CoastScene:
    """Everything that the drawing of one coast depends on."""

    coast: Coast
    heaven: Heaven
    seed: int
    flip: bool
    wind: float
    sea: Sea
    choppy: float
    swell: Swell
    surf: Surf
    palette: tuple[_Colour, ...]
    dress: Dress
    turf: float
    straw: float


def compose(scene: Scene, seed: int) -> CoastScene:
    """The coast of a scene."""
    coast = choose(scene, seed)
    random = np.random.default_rng(seed * 131 + 5)
    if scene.angle != "normal":
        coast = replace(coast, wide=coast.wide * (1.3 if scene.angle == "wide" else 0.6))
    tropical = coast.kind == "tropical"
    wind = scene.wind
    if wind is None:
        wind = float(random.uniform(0.14, 0.5))
        if tropical or scene.fog or scene.time in ("dawn", "night"):
            wind *= 0.6
        if scene.rain or scene.lightning:
            wind += 0.3
    wind = min(max(wind, 0.03), 1.0)
    if coast.kind == "rocks" and wind > 0.5:
        # above the breakers
        coast = replace(coast, eye=max(coast.eye, 1.5 + 4.5 * wind))
    wild = coast.kind == "storm"
    sky = _sky(scene, seed, coast, random)
    # waves run towards the shore and slantwise to the view
    slant = float(random.uniform(-0.9, -0.25))
    ahead = -1.0
    if wild:
        # short and steep, as where a gale has just begun, and the sea grows shallow
        slant, ahead = float(random.uniform(-0.95, -0.7)), float(random.uniform(-0.5, 0.25))
        height, length = (0.12 + 6.4 * wind**1.9) * min(scene.size, 1.5), _wave_length(wind, True)
    else:
        height, length = (0.12 + 5.6 * wind**1.9) * scene.size, _wave_length(wind, False)
    away = float(np.hypot(slant, ahead))
    sea = Sea(height, length, slant / away, ahead / away, 0.8 - 0.5 * wind)
    swell, surf = _water(coast, wind, scene, random)
    rock = _ROCKS[int(random.integers(0, len(_ROCKS)))]
    if wild:
        rock = _ROCKS[(0, 2, 1)[seed % 3]]
    sand = _CORAL if tropical else _SANDS[int(random.integers(0, len(_SANDS)))]
    if tropical:
        rock = _ROCKS[int(random.integers(0, 3))]
    turf = _TURF[int(random.integers(0, 2))]
    dry = {"spring": 0.0, "summer": 0.25, "autumn": 0.75, "winter": 0.6}[scene.season]
    fresh, straw = (np.array(colour) for colour in turf)
    fresh = fresh * (1 - dry * 0.5) + straw * dry * 0.5
    if tropical:
        fresh, turf = np.array((0.022, 0.038, 0.014)), ((0.0, 0.0, 0.0), (0.048, 0.066, 0.020))
    # low light would make a glowing field of the sand, whose hollows then lie in shade
    dim = {"day": 0.9, "golden": 0.8, "night": 0.8}.get(scene.time, 0.6)
    light, damp = (_dimmed(colour, dim) for colour in sand)
    palette = (
        light,
        damp,
        *rock,
        (float(fresh[0]), float(fresh[1]), float(fresh[2])),
        turf[1],
        (0.80, 0.83, 0.88),
    )
    snow = 1.0 if scene.season == "winter" else 0.0
    if scene.snowfall is not None:
        snow = max(snow * (scene.snowfall > 0), min(scene.snowfall * 1.3, 1.0))
    dress = Dress(
        snow, float(random.uniform(2.5, 6.0)) * max(coast.eye / 12, 1.0) ** 0.6, float(random.uniform(0.25, 0.6)),
        float(random.uniform(0.3, 1.0)), 0.75 if tropical else 0.45, 0.06, surf.run * 1.35 + 0.8,
        2.4 if wild else max(surf.height - 0.8, 0.0) * 1.5, 0.0 if tropical else float(random.uniform(0.3, 1.0)),
    )  # fmt: skip
    return CoastScene(
        coast, sky, seed, _flipped(scene, seed), wind, sea, 0.75 + (0.5 if wild else 0.4) * wind, swell, surf, palette,
        dress,        float(random.uniform(0.9, 1.1)), dry,
    )  # fmt: skip


def _wave_length(wind: float, wild: bool) -> float:
    """Length in metres of the longest waves."""
    return 26 + 42 * wind if wild else 16 + 85 * wind


def _dimmed(colour: _Colour, gain: float) -> _Colour:
    return colour[0] * gain, colour[1] * gain, colour[2] * gain


def _flipped(scene: Scene, seed: int) -> bool:
    """Whether the picture is mirrored: by the side that is wanted for the sun, or by the seed."""
    if scene.sun_side is not None and abs(scene.sun_side) > 0.1:
        return scene.sun_side < 0
    return bool((seed * 2654435761 >> 7) & 1)


def _sky(scene: Scene, seed: int, coast: Coast, random: np.random.Generator) -> Heaven:
    if (scene.wind or 0) > 0.7 and scene.clouds is None:
        scene = replace(scene, clouds=0.85)
    if scene.sun_side is not None:
        # over the sea; the flip puts it where it is wanted
        scene = replace(scene, sun_side=abs(scene.sun_side))
    sky = heaven(scene, seed, coast.sun)
    side_lit = scene.time == "day" or (scene.time == "golden" and random.random() < 0.55)
    if is_wild(scene):
        # against the light: crests glow, wet rock shines
        side_lit = False
        grade = replace(sky.grade, contrast=sky.grade.contrast * 1.06, rays=max(sky.grade.rays, 0.05))
        sky = replace(sky, grade=grade)
    if side_lit and scene.sun_side is None and not scene.rainbow:
        # light from the sea's side and a little behind, which shapes cliffs and sand
        sky = replace(sky, azimuth=float(random.uniform(55, 118)))
    # sand, foam and sea are large plain faces: they bear less colour and more light than mountains do
    grade = replace(sky.grade, saturation=1 + (sky.grade.saturation - 1) * 0.55)
    # and a coloured sky tints all of them
    return replace(sky, grade=grade, sky_saturation=1 + (sky.sky_saturation - 1) * 0.6)


def _water(coast: Coast, wind: float, scene: Scene, random: np.random.Generator) -> tuple[Swell, Surf]:
    size, tropical, wild = scene.size, coast.kind == "tropical", coast.kind == "storm"
    gray = min(wind * 1.2, 1.0)
    own = np.array((0.010, 0.045, 0.055)) * (1 - gray) + np.array((0.026, 0.055, 0.058)) * gray
    absorb = np.array((0.42, 0.13, 0.10)) * (1 - gray) + np.array((0.9, 0.55, 0.55)) * gray
    if tropical:
        own, absorb = np.array((0.008, 0.105, 0.135)), np.array((0.55, 0.075, 0.045))
    elif coast.kind == "aerial":
        own = own * (0.8, 1.5, 1.5)
    elif wild:
        own, absorb = np.array((0.010, 0.046, 0.045)), np.array((0.9, 0.55, 0.55))
    length = _wave_length(wind, wild)
    metres = length * 4.2
    swell = Swell(
        large=256 / metres, small=256 / (metres / 6.5), gain=1.0, small_gain=1.0, ripples=0.022 + 0.03 * wind,
        gusts=0.45, white=max(wind - 0.25, 0) ** 1.6 * (0.62 if wild else 0.26),
        red=float(own[0]), green=float(own[1]), blue=float(own[2]),
        absorb_red=float(absorb[0]), absorb_green=float(absorb[1]), absorb_blue=float(absorb[2]),
        glow=1.1 if wild else 0.9 / (0.4 + 2.2 * wind), milk=0.0,
        glitter=1.9 if wild else 13.0, caustics=0.85 if tropical else 0.0,
    )  # fmt: skip
    steep = 1.0 if coast.kind in ("beach", "tropical", "aerial") else 0.8
    surf = Surf(
        height=(0.22 + 1.6 * wind**1.2 + 1.8 * wind**4) * size * steep * (0.5 if tropical else 1.0),
        breadth=(7 + 38 * wind) * (2.2 if coast.kind == "aerial" else 1.0) * (0.6 if tropical else 1.0),
        period=6.5 + 4 * wind, run=min((1.1 + 4.5 * wind) * (2.0 if coast.kind == "aerial" else 1.0), 9.0),
        foam=0.75 + 0.25 * wind, x=-1.0, z=0.0, wet=0.85,
    )  # fmt: skip
    dim = scene.time in ("dawn", "dusk", "night", "sunset")
    if coast.kind == "rocks" and wind < 0.45 and dim and random.random() < 0.5:
        # a long exposure: the waves average out, their foam becomes mist
        swell = swell._replace(milk=0.85, gain=0.25, small_gain=0.2, ripples=swell.ripples * 0.25)
    if coast.kind in ("rocks", "clifftop", "lighthouse", "storm"):
        surf = surf._replace(run=min(surf.run, 2.0))
    if wild:
        # deep water up to the rocks: what breaks on them is the open sea
        surf = surf._replace(height=0.5, breadth=5.0)
    return swell, surf
