"""The light of a street by hour and weather: its sky, its sun, its air, and how the picture is developed."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.post.tone import Grade
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.sky.heaven import Heaven, heaven


class Hour(NamedTuple):
    """``gain``: what the dome's light is multiplied by, so that lamps and sky share one exposure.

    ``light`` and ``sheen`` (what panes mirror of the sky) are multiplied already; ``fog`` per metre; ``day``: how far
    rooms are lit from outside; ``glow``: light of the city in the night sky; ``sunny``:
    share of the sun that reaches the ground, every ``LIGHT_STEP`` metres from the corner of :mod:`marking`.
    """

    dome: Dome
    gain: float
    light: Light
    sheen: Vector
    fog: float
    day: float
    glow: Picture
    grade: Grade
    sunny: Picture | None = None


def settled(scene: Scene, seed: int) -> Scene:
    """The scene with its weather decided."""
    random = np.random.default_rng([seed, 402])
    rain, snow = scene.rain, scene.snowfall
    if rain is None:
        dark = scene.time in ("night", "dusk")
        # what nobody asked for does not spoil a day
        rain = float(random.uniform(0.35, 0.75)) if random.random() < (0.75 if dark else 0.0) else 0.0
        if scene.season == "winter" or snow or (scene.fog or 0) > 0.2:
            rain = 0.0
        # an asked-for clear or starry sky does not rain
        if (scene.clouds is not None and scene.clouds < 0.3) or scene.stars:
            rain = 0.0
    if snow is None:
        snow = (
            float(random.uniform(0.35, 0.8))
            if scene.season == "winter" and not rain and random.random() < 0.75
            else 0.0
        )
    return replace(scene, rain=rain, snowfall=snow)


def wetness(scene: Scene, seed: int) -> float:
    """How wet the ground is: rain, or a shower that is over."""
    if scene.rain:
        return 0.62 + 0.38 * min(scene.rain, 1.0)
    if scene.has("puddles") or scene.has("reflections"):
        return 0.6
    after = np.random.default_rng([seed, 403]).random()
    if scene.rain is None or scene.time in ("night", "dusk", "dawn"):
        return 0.55 if after < 0.6 else 0.12
    return 0.0


def hour(scene: Scene, seed: int, heading: float, end: float) -> Hour:
    """The light of a settled scene; ``heading`` of the street here and at its ``end`` in degrees."""
    grey = bool(scene.rain) or bool(scene.snowfall)
    random = np.random.default_rng([seed, 404])
    sun = heading + float(random.choice([-1, 1])) * float(random.uniform(6, 16))
    low = scene.time in ("golden", "sunset", "dawn")
    if low:
        sun = 0.4 * heading + 0.6 * end + float(random.uniform(-4, 4))
    base: Heaven = heaven(scene, seed, sun)
    if scene.time == "day" and not grey:
        base = replace(
            base,
            # from behind the camera: one side of the street stands in the sun, the other throws its shadow
            azimuth=heading + float(random.choice([-1, 1])) * float(random.uniform(108, 142)),
            elevation=float(random.uniform(48, 60)),
            # a sunny day has a blue sky, with a few clouds at most
            slab=base.slab._replace(cover=min(base.slab.cover, -0.12))
            if base.slab and scene.clouds is None
            else base.slab,
        )
    if low:
        base = replace(base, elevation=max(base.elevation, 6.0 if scene.time == "golden" else 3.5))
    if grey and scene.time in ("day", "golden", "dawn", "sunset"):
        slab = base.slab
        base = replace(
            base, sun=base.sun * 0.05, sky_saturation=0.35, cirrus=-9.0,
            slab=slab._replace(cover=0.55, thickness=1.0, density=9.0) if slab else None,
            disc=base.disc._replace(gain=0.0, glow=0.0),
        )  # fmt: skip
    dome = Dome(base)
    gain = base.grade.exposure * {"day": 0.95, "night": 0.55, "dusk": 0.7}.get(scene.time, 1.0)
    if grey and scene.time not in ("night", "dusk"):
        gain *= 1.25
    air = dome.air * gain
    if scene.time in ("dawn", "sunset"):
        # the whole sky, not only its glow, lights a street
        air = air * 0.22 + float(air.mean()) * 0.62 * np.array([1.0, 0.98, 1.04])
    if grey:
        air = air * 0.75 + float(air.mean()) * 0.25 * np.array([0.94, 1.0, 1.07])
    direct = dome.high * gain * (0.0 if scene.time in ("night", "dusk") else 1.0)
    murk = min((scene.fog or 0.0) * 1.6, 1.0)
    if murk > 0 and scene.time != "night":
        # fog scatters the sun and takes the colour out of the sky
        direct = direct * (1 - 0.93 * murk)
        air = air * (1 - 0.8 * murk) + float(air.mean()) * 0.8 * murk * np.array([1.03, 1.0, 0.96])
    # between walls the shade is lit by what the sunny side sends back
    open_day = {"day": 3.6, "golden": 2.8, "sunset": 2.3, "dawn": 2.6}.get(scene.time, 1.0)
    bounce = np.array([1.15, 1.0, 0.80]) if scene.time == "day" else np.ones(3)
    air = air * open_day + direct * bounce * (0.13 if scene.time == "day" else 0.04 if open_day > 1 else 0.0)
    # by night the sky gives next to nothing: what is seen is what lamps and signs light
    air = air * {"night": 0.24, "dusk": 0.7}.get(scene.time, 1.0)
    if grey and open_day > 1:
        air = air * (0.75 if scene.time == "dawn" else 1.5 if scene.time != "day" else 1.05)
    x, y, z = dome.direction
    light = Light(x, max(y, 0.0), z, *(float(v) for v in direct), *(float(v) for v in air))
    sheen = np.asarray(air * 1.1, np.float64)
    fog = (
        0.0016
        + (0.0075 if scene.time in ("night", "dusk") else 0.0050) * (scene.rain or 0)
        + 0.0055 * (scene.snowfall or 0)
        + 0.030 * (scene.fog or 0.0) ** 1.3
    )
    if scene.era == "futuristic":
        fog += 0.003
    if scene.has("lanterns") and scene.time in ("night", "dusk"):
        fog += 0.004
    dark = {"night": 1.0, "dusk": 0.45, "dawn": 0.12}.get(scene.time, 0.0)
    glow = np.array([0.026, 0.020, 0.024]) * dark * (1.0 + 0.8 * (scene.rain or 0.0))
    if scene.era == "futuristic":
        glow = np.array([0.034, 0.020, 0.060]) * dark
    day = {"day": 1.0, "golden": 0.8, "sunset": 0.5, "dawn": 0.6, "dusk": 0.25}.get(scene.time, 0.02)
    night, sunny = scene.time in ("night", "dusk"), scene.time == "day" and not grey
    if sunny and not murk:
        direct, air = direct * 1.5 * np.array([1.04, 1.0, 0.90]), air * np.array([0.74, 0.76, 0.82])
        light = Light(x, max(y, 0.0), z, *(float(v) for v in direct), *(float(v) for v in air))
    grade = Grade(
        exposure=2.1 if night else 1.7 if sunny else 1.0 + 0.45 * murk,
        saturation=1.28 if night else 1.30 if sunny else 1.16, contrast=1.85 if night else 1.36,
        vignette=0.40 if night else 0.30, grain=0.014,
        bloom=0.17 if night else 0.045, bloom_from=0.6 if night else 1.6,
        tint=(1.0, 1.0, 1.03) if night else (1.0, 1.0, 1.0),
    )  # fmt: skip
    return Hour(dome, gain, light, sheen, fog, day, glow.astype(np.float32), grade)
