"""The mountain lake: what each time of day, season and weather looks like, and what a seed changes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from moviola.engines.place.air import Haze
from moviola.engines.place.clouds import Slab
from moviola.engines.place.ground import Snow
from moviola.engines.place.heavens import Disc
from moviola.engines.place.layers import Drift
from moviola.engines.place.terrain import VARIANTS, shape
from moviola.engines.place.tone import Grade
from moviola.engines.place.words import PlaceWish

_Colour = tuple[float, float, float]

_SLAB = Slab(
    base=2.6, thickness=0.55, cover=-0.22, scale=1.5, stretch=2.2, density=14.0, east=0.0, north=0.0,
    forward=0.6, steps=24, light_steps=5, haze=0.012,
)  # fmt: skip

#: Rows as in :mod:`moviola.engines.place.ground`.
_PALETTE = (
    (0.175, 0.155, 0.140),
    (0.120, 0.112, 0.108),
    (0.060, 0.065, 0.022),
    (0.150, 0.140, 0.120),
    (0.022, 0.030, 0.013),
    (0.062, 0.055, 0.046),
    (0.860, 0.880, 0.930),
)


@dataclass(frozen=True)
class LakeScene:
    """Everything that the drawing of one lake depends on; angles in degrees, azimuth 0 ahead and 90 to the right.

    ``sun`` and ``sun_tint``: intensity and colour before the air; ``sky_gain`` scales the scattered light,
    ``sky_add`` is light added evenly (airglow); ``cloud_gain`` and ``cloud_sky`` scale what clouds receive.
    """

    variant: int = 0
    seed: int = 0
    flip: bool = False
    elevation: float = 3.1
    azimuth: float = -10.5
    turbidity: float = 1.6
    ozone: float = 1.6
    multiple: float = 1.6
    sky_saturation: float = 1.45
    sky_gain: _Colour = (1.0, 1.0, 1.0)
    sky_add: _Colour = (0.0, 0.0, 0.0)
    sun: float = 26.0
    sun_tint: _Colour = (1.25, 0.95, 0.72)
    ambient: float = 1.15
    disc: Disc = field(default=Disc(0.0085, 60.0, 2.2, 0.0))
    cirrus: float = -0.35
    cirrus_gain: float = 0.06
    slab: Slab | None = field(default=_SLAB)
    cloud_gain: float = 0.16
    cloud_sky: float = 0.8
    haze: Haze = field(default=Haze(0.028, 0.000028, 110.0, 0.50, 0.10))
    palette: tuple[_Colour, ...] = _PALETTE
    snow: Snow = field(default=Snow(540.0, 1.0, 1.75))
    tree_line: float = 760.0
    tree_density: float = 0.45
    tree_snow: float = 0.0
    tree_colour: _Colour = (0.030, 0.048, 0.018)
    bounce: float = 0.012
    ripples: float = 0.016
    wavelets: float = 0.014
    swell: float = 0.005
    gusts: float = 0.55
    deep: _Colour = (0.010, 0.022, 0.022)
    stars: float = 0.0
    person: bool = True
    grade: Grade = field(default=Grade(0.85, 1.42, 1.5, 0.35, 0.012, 0.05, 0.8, 0.12, (1.03, 1.0, 0.97)))
    drift: Drift = field(default_factory=Drift)


def compose(wish: PlaceWish, seed: int) -> LakeScene:
    """The scene of a wish; seeds change land, side, sun, clouds and water within what looks good."""
    random = np.random.default_rng(seed)
    variant = seed % VARIANTS
    toward = math.degrees(math.atan(shape(variant).gap)) - 1.1
    scene = replace(
        LakeScene(),
        variant=variant,
        seed=seed,
        flip=bool(seed % 2),
        azimuth=toward + float(random.uniform(-0.8, 0.8)) * (seed > 0),
        elevation=3.1 + float(random.uniform(-0.5, 1.2)) * (seed > 0),
        slab=_SLAB._replace(
            cover=-0.22 + float(random.uniform(-0.22, 0.10)) * (seed > 0),
            east=float(random.uniform(0, 60)) * (seed > 0),
            north=float(random.uniform(0, 60)) * (seed > 0),
        ),
        cirrus=-0.35 + float(random.uniform(-0.1, 0.4)) * (seed > 0),
        person=wish.people is not False,
    )
    if wish.time == "dawn":
        scene = _dawn(scene)
    elif wish.time == "day":
        scene = _day(scene)
    elif wish.time == "night":
        scene = _night(scene)
    if wish.winter:
        scene = _winter(scene)
    scene = _weather(scene, wish)
    if wish.timelapse:
        scene = replace(scene, drift=Drift(cloud_east=0.10, cloud_north=-0.36, water=0.5, camera=-0.7))
    return scene


def _dawn(scene: LakeScene) -> LakeScene:
    slab = (scene.slab or _SLAB)._replace(cover=-0.48)
    return replace(
        scene,
        elevation=scene.elevation + 2.2,
        slab=slab,
        cirrus=0.05,
        turbidity=1.3,
        sky_saturation=1.15,
        sun_tint=(1.12, 0.92, 0.86),
        haze=Haze(0.045, 0.0011, 26.0, 0.62, 0.16),
        ripples=0.010,
        wavelets=0.008,
        gusts=0.4,
        grade=replace(
            scene.grade, exposure=0.52, saturation=1.28, contrast=1.3, rays=0.10, tint=(1.02, 0.99, 1.03)
        ),
    )


def _day(scene: LakeScene) -> LakeScene:
    slab = (scene.slab or _SLAB)._replace(
        cover=-0.78, scale=1.1, thickness=0.8, base=2.3, stretch=1.5, density=14.0, forward=0.35
    )
    return replace(
        scene,
        elevation=34.0,
        azimuth=-64.0,
        turbidity=1.2,
        ozone=1.0,
        multiple=1.2,
        sky_saturation=1.15,
        sun_tint=(1.0, 0.97, 0.92),
        slab=slab,
        cloud_gain=0.42,
        cloud_sky=1.0,
        cirrus=-0.1,
        disc=Disc(0.0047, 0.0, 0.5, 0.0),
        ambient=1.0,
        bounce=0.03,
        haze=Haze(0.050, 0.000015, 160.0, 0.75, 0.10),
        ripples=0.013,
        wavelets=0.012,
        tree_colour=(0.030, 0.052, 0.020),
        deep=(0.006, 0.030, 0.032),
        grade=replace(
            scene.grade,
            exposure=0.24,
            saturation=1.25,
            contrast=1.28,
            rays=0.0,
            bloom=0.03,
            bloom_from=4.0,
            tint=(1.0, 1.0, 1.0),
        ),
    )


def _night(scene: LakeScene) -> LakeScene:
    return replace(
        scene,
        elevation=14.0,
        azimuth=-60.0,
        sky_gain=(0.0025, 0.0035, 0.005),
        sky_add=(0.0042, 0.0062, 0.0112),
        sun=0.10,
        sun_tint=(0.55, 0.75, 1.2),
        ambient=3.0,
        disc=Disc(0.0085, 0.0, 0.0, 0.0),
        slab=None,
        cirrus=-9.0,
        stars=1.0,
        ripples=0.006,
        wavelets=0.006,
        swell=0.003,
        gusts=0.5,
        haze=Haze(0.02, 0.00004, 60.0, 0.9, 0.1),
        grade=replace(
            scene.grade,
            exposure=4.8,
            saturation=1.12,
            contrast=1.35,
            rays=0.0,
            bloom=0.06,
            bloom_from=0.25,
            tint=(0.95, 1.0, 1.08),
        ),
    )


def _winter(scene: LakeScene) -> LakeScene:
    grade = scene.grade
    bright = 0.80
    return replace(
        scene,
        snow=Snow(-3000.0, 1.0, 4.2),
        tree_snow=0.9,
        tree_colour=(0.022, 0.034, 0.024),
        tree_density=scene.tree_density + 0.1,
        haze=scene.haze._replace(mist=max(scene.haze.mist, 0.00035), mist_height=45.0),
        ripples=scene.ripples * 0.6,
        wavelets=scene.wavelets * 0.6,
        grade=replace(grade, exposure=grade.exposure * bright, saturation=grade.saturation * 0.92),
    )


def _weather(scene: LakeScene, wish: PlaceWish) -> LakeScene:
    slab = scene.slab
    if wish.weather == "misty":
        return replace(
            scene, haze=scene.haze._replace(mist=max(scene.haze.mist * 2, 0.0018), mist_height=34.0)
        )
    if wish.weather == "clear":
        return replace(scene, slab=None, cirrus=-9.0)
    if wish.weather == "cloudy":
        return replace(scene, slab=(slab or _SLAB)._replace(cover=(slab or _SLAB).cover + 0.22))
    return scene
