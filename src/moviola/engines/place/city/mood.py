"""The hour of a city: its sky, the light that it makes itself, its air, and how the picture is exposed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from moviola.engines.place.city.facade import Lit
from moviola.engines.place.city.haze import Glow
from moviola.engines.place.city.kinds import ABOVE
from moviola.engines.place.city.skyline import CityScene
from moviola.engines.place.sky.clouds import Slab
from moviola.engines.place.sky.heaven import Heaven, heaven
from moviola.engines.place.sky.moon import Moon

_Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Mood:
    """``low``, ``high``: the glow of the streets in the air between the houses, and over the whole city.

    ``under``: light of the city on the clouds from below. ``density``: of the air per metre and channel, ``mist``
    per metre at the ground. ``air``: gain of the horizon's light in the air; ``lit_air``: light of the air itself.
    """

    heaven: Heaven
    lit: Lit
    low: Glow
    high: Glow
    under: _Colour
    density: _Colour
    mist: float
    mist_height: float
    air: float
    lit_air: _Colour


@dataclass(frozen=True)
class Tones:
    """The colours that make one night: of the streets, of the air above the roofs, and of the white balance."""

    street: _Colour
    above: _Colour
    balance: _Colour


#: Nights of a city: amber below teal, amber below rose, gold below blue, sodium below violet, white below blue.
_NIGHTS: tuple[Tones, ...] = (
    Tones((1.0, 0.58, 0.26), (0.44, 0.62, 0.72), (0.98, 1.0, 1.03)),
    Tones((1.0, 0.57, 0.30), (0.76, 0.54, 0.74), (1.02, 0.99, 1.02)),
    Tones((1.0, 0.66, 0.38), (0.52, 0.60, 0.80), (0.97, 1.0, 1.05)),
    Tones((1.0, 0.58, 0.26), (0.60, 0.54, 0.74), (1.0, 1.0, 1.02)),
    Tones((1.0, 0.74, 0.50), (0.50, 0.58, 0.78), (1.0, 1.0, 1.0)),
)
#: Nights of a city to come: what its luminous walls make of the air.
_COMING: tuple[Tones, ...] = (
    Tones((1.0, 0.56, 0.24), (0.36, 0.62, 0.74), (0.97, 1.0, 1.03)),
    Tones((1.0, 0.54, 0.34), (0.58, 0.50, 0.82), (1.0, 1.0, 1.03)),
    Tones((1.0, 0.62, 0.32), (0.44, 0.58, 0.82), (0.98, 1.0, 1.04)),
    Tones((1.0, 0.50, 0.36), (0.72, 0.50, 0.72), (1.02, 0.99, 1.01)),
    Tones((1.0, 0.54, 0.22), (0.50, 0.56, 0.64), (1.0, 1.0, 1.0)),
    Tones((1.0, 0.62, 0.34), (0.38, 0.66, 0.68), (0.98, 1.0, 1.02)),
)


def _scaled(colour: _Colour, gain: float) -> _Colour:
    return colour[0] * gain, colour[1] * gain, colour[2] * gain


def mood(scene: CityScene) -> Mood:
    """The mood of a scene; the seed varies sun, clouds and glow."""
    wish, layout, seed = scene.wish, scene.layout, scene.seed
    random = np.random.default_rng(seed + 501)
    time = wish.time
    sky = heaven(wish, seed, layout.toward)
    nights = _COMING if scene.futuristic else _NIGHTS[1:4:2] if wish.era == "old" else _NIGHTS
    tones = nights[(seed + seed // len(nights)) % len(nights)]
    side = -1.0 if random.random() < 0.5 else 1.0
    lamps, share, street, haze, mist = 0.0, 0.5, 0.0, 0.00005, 0.0
    under, air, lit_air, shine = 0.0, 0.9, 0.0, 0.0
    low, high = 0.0, 0.0
    if time == "night":
        sky = _night(sky, wish.clouds, random, _moon(scene, sky, random), tones)
        lamps, share, street, haze = 1.0, 0.92, 0.42, 0.00005
        under, air, lit_air, shine = 0.013, 0.35, 0.006, 0.004
        low, high = float(random.uniform(1.5, 2.2)) * 1e-4, float(random.uniform(4.2, 7.6)) * 1e-5
    elif time == "dusk":
        sky = replace(sky, azimuth=layout.toward + side * float(random.uniform(5, 40)))
        lamps, share, street, haze = 0.85, 1.10, 0.34, 0.00005
        under, shine, air = 0.003, 0.0015, 0.66
        low, high = 0.8e-4, 0.6e-5
        sky = replace(
            sky,
            grade=replace(
                sky.grade,
                exposure=sky.grade.exposure * 1.10,
                contrast=sky.grade.contrast * 1.08,
                bloom=0.20,
                bloom_from=0.50,
            ),
        )
    elif time == "sunset":
        sky = replace(sky, azimuth=layout.toward)
        sky = replace(
            sky, grade=replace(sky.grade, rays=sky.grade.rays * 0.3, exposure=sky.grade.exposure * 0.76)
        )
        lamps, share, street, haze = 0.50, 0.42, 0.06, 0.00006
        low = 0.2e-4
        air = 0.62
    elif time == "golden":
        sky = replace(sky, azimuth=side * float(random.uniform(62, 115)))
        lamps, share, street, haze = 0.35, 0.22, 0.0, 0.00006
    elif time == "dawn":
        sky = replace(sky, azimuth=layout.toward + side * float(random.uniform(0, 25)))
        sky = replace(sky, grade=replace(sky.grade, rays=sky.grade.rays * 0.3))
        lamps, share, street, haze = 0.45, 0.30, 0.05, 0.00006
        low = 0.2e-4
        mist = 0.0007 if layout.kind != "tele" else 0.0003
        air = 0.72
    else:
        sky = replace(
            sky, azimuth=side * float(random.uniform(105, 140)), elevation=float(random.uniform(26, 42))
        )
        grade = replace(
            sky.grade, exposure=sky.grade.exposure * 1.42, saturation=1.34, contrast=sky.grade.contrast * 1.04
        )
        sky = replace(sky, grade=grade)
        haze = 0.00011
    if wish.sun_side is not None and time != "night":
        sky = replace(sky, azimuth=math.degrees(math.atan(layout.wide * 0.8)) * wish.sun_side)
    if layout.kind == "tele":
        haze *= 0.5
    elif layout.kind in ABOVE:
        haze *= 0.8 if time != "night" else 1.5
    if layout.kind == "aerial" and time == "night":
        haze, air, lit_air = haze * 2.4, 0.5, 0.055
    if scene.futuristic:
        haze *= 1.5 if time == "night" else 0.85
        mist = max(mist, 0.0003 if time == "night" else 0.00004)
        low, high = low * 1.1, high * 1.4
    if wish.fog:
        mist = max(mist, 0.0042 * wish.fog)
        haze *= 1 + 2.5 * wish.fog
        # lit fog glows high above the roofs
        lit_air *= 1 + 2.0 * wish.fog
        low, high = low * (1 + 0.6 * wish.fog), high * (1 + 1.5 * wish.fog)
    if wish.rain:
        haze *= 1.8 + 2.0 * wish.rain
    if wish.snowfall or wish.has("snow"):
        haze *= 1.5
    snow = 0.85 if wish.snowfall or wish.has("snow") else 0.0
    lit = Lit(
        lamps, share, *_scaled(tones.street, street / lamps if lamps else 0.0), *_scaled(tones.above, shine),
        0.5 if time not in ("night", "dusk") else 0.2, float(bool(wish.rain)), snow,
    )  # fmt: skip
    density = _scaled((0.78, 1.0, 1.28), haze)
    start = layout.shore(0.0) * 0.96 if layout.wet and layout.bank < 200 else 0.0
    tele = 0.9 if layout.kind == "tele" else 1.0
    above = layout.kind in ABOVE
    if layout.kind == "aerial":
        low, high, start = low * 3.0, high * 0.6, 350.0
    elif layout.kind == "rooftop":
        low, high, start = low * 1.2, high * 1.0, max(start, 300.0)
    elif layout.kind == "terrace":
        low, high, start = low * 2.0, high * 1.8, max(start, 200.0)
    if layout.kind == "canyon":
        low, high = low * 1.3, high * 2.0
        start = layout.start + 90.0
    depth = 75.0 if layout.kind == "canyon" else 26.0 if above else 60.0
    return Mood(
        sky, lit, Glow(*_scaled(tones.street, low * tele), depth, start, layout.end * 1.1, 0.0007 * tele),
        Glow(*_scaled(tones.above, high * tele), 150.0, start, layout.end * 1.1, 0.0004 * tele),
        _scaled(_mixed(tones.street, tones.above), under), density, mist,
        240.0 if wish.fog and above else 70.0 if wish.fog or scene.futuristic else 45.0, air,
        _scaled(_mixed(tones.street, tones.above), lit_air),
    )  # fmt: skip


def _mixed(first: _Colour, second: _Colour) -> _Colour:
    """The middle of two colours."""
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2, (first[2] + second[2]) / 2


def _moon(scene: CityScene, sky: Heaven, random: np.random.Generator) -> Moon | None:
    """The moon beside the hero, where the view sees it whole; behind far towers it is large."""
    layout = scene.layout
    tele = layout.kind == "tele"
    if scene.wish.moon is False or not (sky.moon or tele):
        return None
    room = layout.horizon * 1.125 * layout.wide
    side = math.degrees(math.atan(-layout.side * layout.wide * float(random.uniform(0.15, 0.5))))
    height = math.degrees(math.atan(room * float(random.uniform(0.74, 0.84))))
    phase = sky.moon.phase if sky.moon else 1.0
    return Moon(side, height, 0.0125 if tele else 0.0105, phase=phase, gain=1.0)


def _night(
    sky: Heaven, clouds: float | None, random: np.random.Generator, moon: Moon | None, tones: Tones
) -> Heaven:
    """A night over a city: no Milky Way, clouds lit from below."""
    cover = float(random.uniform(-1.3, -0.2)) if clouds is None else -1.1 + 1.3 * clouds
    slab = Slab(
        base=1.4, thickness=0.55, cover=cover, scale=1.8, stretch=1.7, density=10.0, east=float(random.uniform(0, 60)),
        north=float(random.uniform(0, 60)), forward=0.1, steps=16, light_steps=3, haze=0.03,
    )  # fmt: skip
    open_ = clouds is not None and clouds <= 0.02
    return replace(
        sky.cloudless(),
        sky_add=_scaled((0.0020, 0.0046, 0.0100), float(random.choice([0.35, 0.5, 0.8, 1.2]))),
        ambient=1.5,
        sun=0.012,
        stars=0.0 if random.random() < 0.5 else 0.10,
        milky=0.0,
        moon=moon,
        slab=None if open_ else slab,
        grade=replace(
            sky.grade, exposure=3.5, saturation=1.36, contrast=1.42, bloom=0.26, bloom_from=0.42, rays=0.0,
            vignette=0.25, tint=tones.balance,
        ),
    )  # fmt: skip
