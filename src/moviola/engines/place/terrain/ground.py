"""Light on the land: rock, grass, forest floor, shore and snow, through haze."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.terrain.columns import ROCKS_REACH, Grid

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


@parallel
def shade_ground(
    out: Picture,
    water: Mask,
    depths: Picture,
    sky: Picture,
    sky_row: int,
    sky_column: int,
    maps: Maps,
    grid: Grid,
    stones: Stones,
    stone_cells: float,
    stone_gain: float,
    soft: Picture,
    ridges: Picture,
    lens: Lens,
    table: Picture,
    light: Light,
    haze: Haze,
    palette: Vector,
    snow: Snow,
    bounce: float,
) -> None:
    """Fill ``out`` [H, W, 3] with lit land where ``depths`` meets it and with ``sky`` elsewhere.

    ``water`` becomes 1 where the surface at height 0 lies before the land. (sky_row, sky_column) is the pixel
    of ``sky`` at the picture's top left.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    last_row = sky.shape[0] - 1
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        surface = FAR
        if lens.height > 0 and slope < 0:
            surface = lens.height / (-slope)
        for i in range(columns):
            depth = depths[j, i]
            water[j, i] = 0
            if surface < depth and surface < 3e4:
                water[j, i] = 1
            if depth > FAR / 10:
                row = min(max(j + sky_row, 0), last_row)
                for c in range(3):
                    out[j, i, c] = sky[row, i + sky_column, c]
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            z = lens.z + depth
            height = lens.height + slope * depth
            map_x = (x - grid.west) / grid.cell
            map_z = (z - grid.south) / grid.cell
            slope_x = sample(maps.slope_x, map_x, map_z)
            slope_z = sample(maps.slope_z, map_x, map_z)
            sunlit = sample(maps.sunlit, map_x, map_z)
            openness = sample(maps.openness, map_x, map_z)
            forest = sample(maps.forest, map_x, map_z)
            curvature = sample(maps.curvature, map_x, map_z)
            footprint = depth / lens.focal
            # detail slopes at three scales, fading where a pixel covers them
            fine_x = x * 2.2 + height * 1.3
            fine_z = z * 2.2 - height * 1.1
            wide_x = x * 0.55 + height * 0.5
            wide_z = z * 0.55 + height * 0.4
            fine = tiled(soft, fine_x, fine_z)
            wide = tiled(ridges, wide_x, wide_z)
            grain = tiled(soft, x * 12.3, z * 12.3 + height * 5)
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            rocky = smoothstep(0.45, 0.8, steep + wide * 0.06)
            fine_gain = (0.25 + 0.9 * rocky) / (1 + (footprint / 0.8) ** 2) * 1.2
            wide_gain = (0.12 + 1.0 * rocky) / (1 + (footprint / 6) ** 2) * 1.3
            bumpy_x = slope_x + (tiled(soft, fine_x + 2, fine_z) - fine) * fine_gain
            bumpy_z = slope_z + (tiled(soft, fine_x, fine_z + 2) - fine) * fine_gain
            bumpy_x += (tiled(ridges, wide_x + 1.5, wide_z) - wide) * wide_gain
            bumpy_z += (tiled(ridges, wide_x, wide_z + 1.5) - wide) * wide_gain
            stony = 0.0
            if depth < ROCKS_REACH and stone_gain > 0:
                near = stone_gain * (1 - depth / ROCKS_REACH)
                stone_x = x * stone_cells
                stone_z = z * stone_cells
                bumpy_x += tiled(stones.slope_x, stone_x, stone_z) * near
                bumpy_z += tiled(stones.slope_z, stone_x, stone_z) * near
                stony = smoothstep(0.03, 0.12, tiled(stones.height, stone_x, stone_z) * near)
            length = 1 / math.sqrt(bumpy_x * bumpy_x + bumpy_z * bumpy_z + 1)
            nx = -bumpy_x * length
            ny = length
            nz = -bumpy_z * length
            # what lies there
            strata = 0.5 + 0.5 * math.sin(height * 0.055 + wide * 0.7 + fine * 0.25)
            rock_tone = 0.8 + 0.16 * fine / (1 + (footprint / 2) ** 2) + 0.12 * wide
            soil_tone = max(0.8 + 0.2 * fine + 0.12 * grain, 0.2)
            alpine = (
                smoothstep(snow.line * 0.35, snow.line * 0.9, height + wide * 60) if snow.line > 0 else 1.0
            )
            shore = smoothstep(7.0, 1.0, height + fine * 1.2) * (1 - forest * 0.5) if depth < 2500 else 0.0
            snowy = 0.0
            if snow.amount > 0:
                lie = height + wide * 70 + fine * 22 + curvature * 160 + slope_z * 60
                lie -= steep * 170 / max(snow.amount, 0.05)
                snowy = smoothstep(snow.line, snow.line + abs(snow.line) * 0.12 + 70, lie)
                snowy *= smoothstep(
                    snow.steepest, snow.steepest * 0.6, steep - 0.2 * fine * rocky + 0.15 * (1 - snow.amount)
                )
                snowy *= min(snow.amount * 2, 1.0)
                nx *= 1 - 0.35 * snowy
                nz *= 1 - 0.35 * snowy
            wet = 1 - 0.55 * smoothstep(0.28, 0.05, height)
            cosine = nx * light.x + ny * light.y + nz * light.z
            direct = max(cosine, 0.0) * sunlit
            open_sky = max(0.52 + 0.34 * ny + 0.30 * (nx * sun_x + nz * sun_z), 0.12) * openness
            reflected = bounce * max(0.5 - cosine * 0.5, 0.0) * openness
            far = depth * math.sqrt(1 + across * across + slope * slope)
            eye = abs(lens.height)
            clear = haze_between(table, across, slope, far, eye, height, sun_x, sun_z, haze)
            for c in range(3):
                rock = (palette[ROCK, c] + (palette[DARK_ROCK, c] - palette[ROCK, c]) * strata) * rock_tone
                soil = (palette[GRASS, c] * (1 - alpine) + palette[SCREE, c] * alpine) * soil_tone
                soil += (palette[FOREST, c] - soil) * forest
                albedo = soil + (rock - soil) * rocky
                albedo += (palette[SHORE, c] * soil_tone - albedo) * shore * (1 - rocky * 0.6)
                albedo += (palette[ROCK, c] * (0.75 + 0.25 * grain) - albedo) * stony
                albedo += (palette[SNOW, c] - albedo) * snowy
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                lit = albedo * wet * (sun * (direct + reflected) + air * open_sky)
                if height < 0:
                    lit *= math.exp(height * 0.9) * (0.9 if c == 0 else (1.0 if c == 1 else 0.95))
                out[j, i, c] = lit * clear[c] + clear[3 + c] * (1 - clear[c])
