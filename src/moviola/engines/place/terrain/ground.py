"""Light on the land: rock, grass, forest floor, shore and snow, through haze."""

from __future__ import annotations

from typing import NamedTuple

from moviola.engines.place.kernels import Picture

#: Rows of a palette [7, 3].
ROCK, DARK_ROCK, GRASS, SCREE, FOREST, SHORE, SNOW = range(7)


class Maps(NamedTuple):
    """Square maps of the land, all of one size: height, slopes, sunlight and openness 0–1, forest 0–1, curvature."""

    height: Picture
    slope_x: Picture
    slope_z: Picture
    sunlit: Picture
    openness: Picture
    forest: Picture
    curvature: Picture


class Stones(NamedTuple):
    """A repeating map of near stones: height in metres and slopes."""

    height: Picture
    slope_x: Picture
    slope_z: Picture


class Snow(NamedTuple):
    """Snow lies above ``line`` metres, ``amount`` 0–1 of it; none holds on slopes beyond ``steepest``."""

    line: float
    amount: float
    steepest: float
