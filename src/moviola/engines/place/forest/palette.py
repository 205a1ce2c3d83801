"""Colours of the forest floor by season and trees."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.kernels import Vector

_Pair = tuple[float, float, float, float, float, float]

_LITTER: dict[str, _Pair] = {
    "spring": (0.075, 0.050, 0.030, 0.165, 0.115, 0.070),
    "summer": (0.060, 0.040, 0.024, 0.140, 0.096, 0.058),
    "autumn": (0.200, 0.075, 0.014, 0.420, 0.220, 0.035),
    "winter": (0.062, 0.044, 0.030, 0.130, 0.095, 0.066),
}
_NEEDLES: _Pair = (0.050, 0.032, 0.020, 0.110, 0.068, 0.040)
_PETALS: _Pair = (0.40, 0.27, 0.28, 0.74, 0.57, 0.58)
_CANES: _Pair = (0.120, 0.095, 0.055, 0.210, 0.175, 0.100)
_EARTH: _Pair = (0.094, 0.066, 0.042, 0.152, 0.112, 0.074)
_MOSS: dict[str, _Pair] = {
    "spring": (0.042, 0.056, 0.018, 0.088, 0.102, 0.030),
    "summer": (0.034, 0.043, 0.017, 0.070, 0.078, 0.028),
    "autumn": (0.044, 0.058, 0.010, 0.090, 0.095, 0.016),
    "winter": (0.036, 0.048, 0.014, 0.066, 0.078, 0.024),
}
_GRASS: dict[str, _Pair] = {
    "spring": (0.046, 0.072, 0.020, 0.102, 0.122, 0.038),
    "summer": (0.040, 0.056, 0.020, 0.094, 0.096, 0.038),
    "autumn": (0.090, 0.080, 0.020, 0.190, 0.145, 0.045),
    "winter": (0.105, 0.086, 0.048, 0.165, 0.135, 0.080),
}
_SNOW: _Pair = (0.74, 0.77, 0.83, 0.86, 0.87, 0.90)


def floor_colours(scene: ForestScene) -> Vector:
    """[5, 6]: two colours of each cover of the floor."""
    first, season = scene.trees[0][0], scene.wish.season
    litter = _LITTER[season]
    if first in ("spruce", "pine"):
        litter = _NEEDLES
    elif first == "cherry" and season == "spring":
        litter = _PETALS
    elif first == "bamboo":
        litter = _CANES
    return np.array([litter, _EARTH, _MOSS[season], _GRASS[season], _SNOW], np.float64)


def moss_colour(scene: ForestScene) -> Vector:
    """Colour of moss on trunks."""
    return np.array(_MOSS[scene.wish.season][:3], np.float64) * 0.95


def falling_colours(scene: ForestScene) -> tuple[Vector, float]:
    """Colours [n, 3] of what falls from the trees, none where nothing does, and half its length in metres."""
    first, season = scene.trees[0][0], scene.wish.season
    if first == "cherry" and season == "spring":
        return np.array([_PETALS[3:], (0.80, 0.66, 0.67)], np.float64), 0.011
    if season == "autumn" and first not in ("spruce", "pine", "bamboo"):
        return np.array([_LITTER["autumn"][3:], (0.42, 0.16, 0.02), (0.40, 0.28, 0.05)], np.float64), 0.032
    if "leaves" in scene.features:
        return np.array([(0.09, 0.13, 0.02), (0.20, 0.17, 0.03)], np.float64), 0.028
    return np.zeros((0, 3), np.float64), 0.03
