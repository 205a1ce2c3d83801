"""The lights of a wood: beneath its canopy, within its mist, and how the picture is exposed for them."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.sky.air import Haze, Light

#: How bright the middle of the picture shall be, by hour.
_KEY = {"dawn": 0.20, "day": 0.185, "golden": 0.19, "sunset": 0.155, "dusk": 0.075, "night": 0.060}


def exposed(picture: Picture, scene: ForestScene) -> float:
    """The exposure that lays the picture's middle where its hour wants it."""
    small = fit(picture, (64, 36), AREA)
    luma = small @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    key = _KEY[scene.wish.time] * (1.35 if scene.snow else 1.0) * (1 + 1.3 * scene.fog)
    if scene.layout == "hillside" or scene.trees[0][0] == "cherry":
        key *= 1.25
    mean = float(np.exp(np.log(np.maximum(luma, 1e-5)).mean()))
    bright = float(np.quantile(luma, 0.93))
    return float(min(key / mean, key * (9 if scene.snow else 6.5) / max(bright, 1e-5)))


def woodlight(light: Light, scene: ForestScene) -> Light:
    """The lights under a canopy: leaves and trunks around mix the sky's colour with their own, and soften the sun's."""
    sun = np.array([light.red, light.green, light.blue])
    air = np.array([light.sky_red, light.sky_green, light.sky_blue])
    around = (
        0.55 * air.mean() * np.array([1.02, 1.0, 0.93])
        + 0.45 * air
        + 0.045 * sun.mean() * np.array([1.06, 1.0, 0.88])
    )
    if scene.layout == "meadow" or scene.trees[0][0] == "cherry":
        # little stands between the ground and the sky
        around = around * 1.35
    if scene.snow:
        # snow sends much of it up again
        around = around * 1.3
    if scene.wish.time in ("night", "dusk"):
        around = 0.9 * (
            air
            + (air.mean() * np.array([0.84, 1.0, 1.16]) - air) * (0.6 if scene.wish.time == "dusk" else 0.15)
        )
    # beams tell the more, the darker the wood is around them
    around = around * (1 + 0.15 * scene.rays)
    white = 0.30 if scene.wish.time in ("dawn", "golden") else 0.12
    sun = sun + (sun.mean() * np.array([1.08, 1.0, 0.84]) - sun) * white
    return Light(light.x, max(light.y, 0.10), light.z, *(float(v) for v in (*sun, *around)))


def mistlight(light: Light, scene: ForestScene) -> Light:
    """The lights within mist: light that has been scattered often has lost most of its colour."""
    sun = np.array([light.red, light.green, light.blue])
    air = np.array([light.sky_red, light.sky_green, light.sky_blue])
    night = scene.wish.time in ("night", "dusk")
    hue = {"dawn": (1.15, 1.0, 0.80), "golden": (1.24, 1.0, 0.66), "sunset": (1.34, 0.98, 0.58)}.get(
        scene.wish.time, (1.04, 1.0, 0.92)
    )
    if scene.rays == 1 and scene.wish.time in ("dawn", "day"):
        hue = (1.46, 1.0, 0.54)
    sun = sun + (sun.mean() * np.array(hue) - sun) * (0.2 if night else 0.75 + 0.15 * scene.rays)
    # much of what reaches shaded mist is sunlight from the lit mist around it
    air = air + (0 if night else 0.035) * sun * min(scene.fog * 2, 1.0)
    if scene.wish.time == "dusk":
        air = air + (air.mean() * np.array([0.86, 1.0, 1.14]) - air) * 0.65
    elif not night:
        air = air + (air.mean() * np.array([0.94, 1.0, 1.07]) - air) * 0.7
    return Light(light.x, light.y, light.z, *(float(v) for v in (*sun, *air)))


def filmhaze(light: Light, scene: ForestScene, table: Picture) -> tuple[Haze, Picture]:
    """The mist as the water of a film sees it, where no slices of it are laid: a haze, and the sky that lights it.

    ``table`` is only measured: the light of mist is the same from all sides.
    """
    own, seen = scene.mist, mistlight(light, scene)
    air = np.array([seen.sky_red, seen.sky_green, seen.sky_blue])
    sun = np.array([seen.red, seen.green, seen.blue])
    glow = (own.ambient * air + own.beams * 0.008 * sun).astype(np.float32)
    # the first metres are clearer, so a nearby stream lies in about half of it
    haze = Haze(0.0, (own.density + own.thin) * 0.5, own.height, 0.0, 1.0)
    return haze, np.ascontiguousarray(np.broadcast_to(glow, table.shape))
