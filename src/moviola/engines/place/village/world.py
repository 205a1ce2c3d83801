"""A village ready to be drawn at any size: its ground, things, lights and shadows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.props.lanterns import Glows, bake, gathered
from moviola.engines.place.resample import AREA, LINEAR, fit, soften
from moviola.engines.place.scene import Scene
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.ground import Maps
from moviola.engines.place.textures import textures
from moviola.engines.place.village import backdrop
from moviola.engines.place.village.furnish import Furniture, footprints, furnish, height_of
from moviola.engines.place.village.layouts import lay_out
from moviola.engines.place.village.mood import Mood, mood_of
from moviola.engines.place.village.plan import Plan
from moviola.engines.place.village.shadow import cast
from moviola.engines.place.village.site import SIZE, Site, build_site, grid_of
from moviola.engines.place.village.snowfield import Ground

#: Cells of the ground to one of the lamps' light.
_POOL_STEP = 2
#: Metres over which a lamp matters.
_LAMP_REACH = 24.0


@dataclass(frozen=True)
class World:
    """Everything of one scene and seed that does not depend on the picture's size.

    ``land``: the mountains, lowered where the near ground lies before them. ``pool`` [3, h, w]: light of lamps on the
    ground, with its cells ``pool_grid``. ``eye``: height of the camera in metres.
    """

    mood: Mood
    plan: Plan
    things: Furniture
    land: Maps
    site: Site
    grid: Grid
    ground: Ground
    glows: Glows
    pool: Picture
    pool_grid: Grid
    eye: float

    def sampled(self, plane: Picture, x: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
        """A map of the ground at points, each by its nearest cell."""
        i = np.clip((x - self.grid.west) / self.grid.cell, 0, SIZE - 1).astype(int)
        j = np.clip((z - self.grid.south) / self.grid.cell, 0, SIZE - 1).astype(int)
        return np.asarray(plane[j, i], np.float64)


@lru_cache(maxsize=2)
def _mountains(variant: int, sun: tuple[float, float, float]) -> Maps:
    return backdrop.lit(backdrop.mountains(variant), sun)


@lru_cache(maxsize=2)
def world_of(scene: Scene, seed: int) -> World:
    """The village that ``scene`` and ``seed`` describe."""
    mood = mood_of(scene, seed, -1.0 if seed % 2 else 1.0)
    plan = lay_out(scene, seed)
    level = backdrop.mountains(plan.variant)
    prints = footprints(plan, level, mood.snow, mood.lit)
    things = furnish(plan, level, mood.snow, mood.lit, mood.glow, seed, scene.era == "old")
    site = build_site(plan, level, prints, textures(), min(mood.snow * 1.8, 1.0), seed)
    grid = grid_of(plan)
    sun = mood.dome.direction
    rounded = (round(sun[0], 2), round(max(sun[1], 0.02), 2), round(sun[2], 2))
    lights = things.lights.copy()
    lights[:, 6:9] *= mood.glow
    pool = np.zeros((SIZE // _POOL_STEP, SIZE // _POOL_STEP, 3), np.float32)
    if len(lights) and mood.glow > 0.02:
        bake(lights, site.height, site.tops, grid, _LAMP_REACH, _POOL_STEP, pool)
    lights[:, 6:9] *= mood.unit
    return World(
        mood, plan, things, _hollowed(_mountains(plan.variant, rounded), plan), site, grid, _ground(mood, site, grid),
        gathered(lights, grid.west, grid.south, plan.extent),
        np.ascontiguousarray(np.moveaxis(pool * np.float32(mood.unit), 2, 0)),
        Grid(grid.cell * _POOL_STEP, grid.west, grid.south), height_of(plan, level, 0.0, 0.0) + plan.eye,
    )  # fmt: skip


def _ground(mood: Mood, site: Site, grid: Grid) -> Ground:
    sun = mood.dome.direction
    if max(mood.light.red, mood.light.green, mood.light.blue) > 1e-4:
        # the soft shadows of the moon need half of the resolution
        share = 2 if mood.dark else 1
        small = (SIZE // share, SIZE // share)
        height, tops = (fit(plane, small, AREA) for plane in (site.height, site.tops))
        sunlit = cast(height, tops, grid.cell * share, sun[0], max(sun[1], 0.02), sun[2])
        sunlit = fit(sunlit, (SIZE, SIZE), LINEAR)
        # above all the moon of a long exposure throws soft shadows
        sunlit = soften(sunlit, max((0.9 if mood.dark else 0.22) / grid.cell, 0.5))
    else:
        sunlit = np.zeros_like(site.height)
    slope_z, slope_x = np.gradient(site.height, np.float32(grid.cell))
    planes = (slope_x, slope_z, sunlit, site.openness, site.trodden, site.road, site.ice)
    return Ground(*(np.ascontiguousarray(plane, np.float32) for plane in planes))


def _hollowed(maps: Maps, plan: Plan) -> Maps:
    """The far land lowered where the near ground lies before it; at a lake, to the lake's level and with its basin."""
    grid = backdrop.GRID
    height = maps.height - np.float32(backdrop.FLOOR if plan.shore is not None else 0.0)
    z = (np.arange(height.shape[0]) + 0.5) * grid.cell + grid.south
    x = (np.arange(height.shape[1]) + 0.5) * grid.cell + grid.west
    if plan.shore is not None:
        height[np.ix_((z > -60) & (z < plan.shore[1] + 10), np.abs(x) < 600)] = -3.0
    rows = (z > -grid.cell * 4) & (z < plan.extent * 0.90)
    columns = np.abs(x) < plan.extent / 2 - grid.cell * 1.5
    height[np.ix_(rows, columns)] -= 12
    return maps._replace(height=height)
