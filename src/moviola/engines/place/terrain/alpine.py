"""Light on high mountains and their feet: beds of rock, scree, meadows, forest floor, shores, snow where it lies."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.terrain.cascade import Cascade, height_at, nearness, stone_height

#: Rows of a palette [9, 3].
ROCK, DARK_ROCK, MEADOW, SCREE, FOREST, SHORE, SNOW, DRY, STONE = range(9)


class Cover(NamedTuple):
    """Maps over the far land, each square: sunlight and openness 0–1, forest 0–1, and how hollow it is, −1…1.

    ``cell`` metres each, from the far land's corner. ``sun_near`` lies over the near land.
    """

    sunlit: Picture
    openness: Picture
    forest: Picture
    hollow: Picture
    cell: float
    sun_near: Picture


class Snowfall(NamedTuple):
    """Snow lies above ``line`` metres, ``amount`` 0–1 of it, off slopes beyond ``steepest``; less on sides that face
    (``sun_x``, ``sun_z``)."""

    line: float
    amount: float
    steepest: float
    sun_x: float
    sun_z: float


@parallel
def shade_alpine(
    out: Picture, water: Mask, depths: Picture, sky: Picture, sky_row: int, sky_column: int, land: Cascade,
    cover: Cover, soft: Picture, ridges: Picture, lens: Lens, table: Picture, light: Light, haze: Haze, palette: Vector,
    snow: Snowfall, bounce: float,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with lit land where ``depths`` meets it and with ``sky`` elsewhere.

    ``water`` becomes 1 where the surface at height 0 lies before the land. (sky_row, sky_column) is the pixel of
    ``sky`` at the picture's top left.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    last_row = sky.shape[0] - 1
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        level = FAR
        if lens.height > 0 and slope < 0:
            level = lens.height / (-slope)
        for i in range(columns):
            depth = depths[j, i]
            water[j, i] = 0
            if level < depth and level < 3e4:
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
            footprint = depth / lens.focal
            near = nearness(land, x, z)
            u = (x - land.far_west) / cover.cell
            v = (z - land.far_south) / cover.cell
            sunlit = sample(cover.sunlit, u, v)
            openness = sample(cover.openness, u, v)
            forest = sample(cover.forest, u, v)
            hollow = sample(cover.hollow, u, v)
            if near > 0:
                fine_sun = sample(
                    cover.sun_near,
                    (x - land.near_west) / land.near_cell,
                    (z - land.near_south) / land.near_cell,
                )
                sunlit += (fine_sun - sunlit) * near
                hollow *= 1 - near
            e = max(land.far_cell * (1 - near) * 0.7 + land.near_cell * near, footprint)
            slope_x = (height_at(land, x + e, z) - height_at(land, x - e, z)) * 0.5 / e
            slope_z = (height_at(land, x, z + e) - height_at(land, x, z - e)) * 0.5 / e
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            fine = tiled(soft, x * 2.2 + height * 0.5, z * 2.2)
            wide = tiled(soft, x * 0.42, z * 0.42 + height * 0.2)
            grain = tiled(soft, x * 14.3, z * 14.3 + height * 9)
            rib = tiled(ridges, x * 1.7, z * 1.7)
            rocky = smoothstep(0.62, 0.95, steep + 0.07 * wide + 0.05 * rib)
            # fine relief: ribs that run down the rock, ledges where beds come out, tufts on soil
            gain = (0.06 + 0.72 * rocky) / (1 + (footprint / 5.0) ** 2)
            bump_x = (tiled(ridges, x * 1.7 + 2, z * 1.7) - rib) * gain
            bump_z = (tiled(ridges, x * 1.7, z * 1.7 + 2) - rib) * gain
            if rocky > 0:
                cleft = tiled(ridges, x * 5.3 + height * 3.1, z * 5.3 - height * 2.3)
                gain = 0.85 * rocky / (1 + (footprint / 2.6) ** 2)
                bump_x += (tiled(ridges, x * 5.3 + height * 3.1 + 2, z * 5.3 - height * 2.3) - cleft) * gain
                bump_z += (tiled(ridges, x * 5.3 + height * 3.1, z * 5.3 - height * 2.3 + 2) - cleft) * gain
            gain = (0.10 + 0.30 * rocky) / (1 + (footprint / 0.5) ** 2)
            bump_x += (tiled(soft, x * 2.2 + height * 0.5 + 2, z * 2.2) - fine) * gain
            bump_z += (tiled(soft, x * 2.2 + height * 0.5, z * 2.2 + 2) - fine) * gain
            stone = 0.0
            if depth < 80 and land.gain > 0:
                s = 0.02 + depth * 0.0008
                here = stone_height(land, x, z, depth)
                bump_x += (stone_height(land, x + s, z, depth) - here) / s
                bump_z += (stone_height(land, x, z + s, depth) - here) / s
                stone = smoothstep(0.03, 0.10, here)
                # weathered faces, not polished ones
                rough = tiled(soft, x * 31 + height * 23, z * 31 + height * 29)
                bump_x += (tiled(soft, x * 31 + height * 23 + 3, z * 31 + height * 29) - rough) * 0.55 * stone
                bump_z += (tiled(soft, x * 31 + height * 23, z * 31 + height * 29 + 3) - rough) * 0.55 * stone
            nx = -(slope_x + bump_x)
            nz = -(slope_z + bump_z)
            length = 1 / math.sqrt(nx * nx + nz * nz + 1)
            nx *= length
            nz *= length
            ny = length
            # rock: thick beds, thin beds, stains
            bed = height + x * 0.10 + z * 0.04 + 9 * wide
            thick = tiled(soft, bed * 2.3 + 11, x * 0.11 + z * 0.09)
            thin = tiled(soft, bed * 9.7, x * 0.35 + 40) / (1 + (footprint / 2.2) ** 2)
            stain = tiled(soft, x * 0.23 + height * 0.35 + 500, z * 0.23 - height * 0.3)
            streak = tiled(ridges, x * 3.1 + 7, z * 3.1 + height * 0.35) / (1 + (footprint / 3.0) ** 2)
            dark = 0.40 + 0.13 * thick + 0.07 * thin + 0.16 * wide + 0.10 * streak - 0.15 * hollow
            dark = min(max(dark, 0.0), 1.0)
            # iron warms some of it, and lichen greys the rest
            rust = min(max(0.25 + 0.45 * stain + 0.15 * fine, -0.5), 1.0)
            rock_tone = max(0.92 + 0.17 * fine / (1 + (footprint / 2.5) ** 2) + 0.13 * rib, 0.35)
            alpine = 1.0
            if snow.line > 0:
                alpine = smoothstep(snow.line * 0.55, snow.line * 0.95, height + wide * 70)
            scree = max(alpine, smoothstep(0.40, 0.62, steep) * smoothstep(-0.6, 0.6, wide + 1.2 * hollow))
            soil_tone = max(0.88 + 0.14 * fine / (1 + (footprint / 1.2) ** 2) + 0.10 * grain, 0.2)
            dry = smoothstep(-0.4, 1.3, wide + 0.4 * fine)
            shore = 0.0
            if depth < 2500:
                shore = smoothstep(0.62, 0.12, height + 0.22 * fine) * (1 - 0.5 * forest)
            snowy = 0.0
            if snow.amount > 0:
                facing = (slope_x * snow.sun_x + slope_z * snow.sun_z) / (0.35 + steep)
                # slopes that fall towards the sun thaw first; gullies keep theirs longest
                lie = height + 60 * wide + 18 * fine + 210 * hollow + 150 * facing
                span = 70 + 0.14 * abs(snow.line)
                snowy = smoothstep(snow.line, snow.line + span, lie)
                hold = (
                    steep
                    - 0.75 * hollow
                    + 0.05 * thick * rocky
                    + 0.10 * rib
                    + 0.08 * fine
                    + 0.35 * (1 - snow.amount)
                )
                snowy *= smoothstep(snow.steepest, snow.steepest * 0.52, hold)
                snowy *= min(snow.amount * 2, 1.0)
                # it fills what lies beneath
                nx += (-slope_x * length * 0.92 - nx) * 0.75 * snowy
                nz += (-slope_z * length * 0.92 - nz) * 0.75 * snowy
            wet = 1 - 0.5 * smoothstep(0.25, 0.03, height)
            cosine = nx * light.x + ny * light.y + nz * light.z
            direct = max(cosine, 0.0) * sunlit
            open_sky = max(0.58 + 0.30 * ny + 0.28 * (nx * sun_x + nz * sun_z), 0.14) * openness
            reflected = bounce * max(0.5 - cosine * 0.5, 0.0) * openness
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, abs(lens.height), height, sun_x, sun_z, haze)
            for c in range(3):
                rock = (palette[ROCK, c] + (palette[DARK_ROCK, c] - palette[ROCK, c]) * dark) * rock_tone
                rock *= 1 + rust * (0.17 if c == 0 else (0.02 if c == 1 else -0.13))
                soil = palette[MEADOW, c] + (palette[DRY, c] - palette[MEADOW, c]) * dry
                soil += (palette[SCREE, c] * (1 + 0.12 * thin) - soil) * scree
                soil *= soil_tone
                soil += (palette[FOREST, c] * (0.9 + 0.3 * fine) - soil) * forest * (1 - 0.8 * near)
                albedo = soil + (rock - soil) * rocky
                albedo += (
                    (palette[SHORE, c] * (soil_tone + 0.12 * grain) - albedo) * shore * (1 - rocky * 0.6)
                )
                albedo += (palette[STONE, c] * (0.8 + 0.26 * grain + 0.22 * fine) - albedo) * stone
                albedo += (palette[SNOW, c] - albedo) * snowy
                albedo = max(albedo, 0.008)
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                lit = albedo * wet * (sun * (direct + reflected) + air * open_sky)
                if height < 0:
                    lit *= math.exp(height * 0.9) * (0.9 if c == 0 else (1.0 if c == 1 else 0.95))
                out[j, i, c] = lit * clear[c] + clear[3 + c] * (1 - clear[c])
