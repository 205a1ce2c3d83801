"""Light on open country: grass, woods on far hills, rock and snow, through haze."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.terrain.cascade import Cascade, height_at

#: Rows of a palette [6, 3].
GRASS, STRAW, WOOD, ROCK, SOIL, SNOW = range(6)


class Cover(NamedTuple):
    """``snow`` 0–1; metres above which rock and snow begin on mountains; ``woods`` 0–1 on far hills; ``dry`` 0–1;
    ``under``: share of light that reaches the ground below near grass."""

    snow: float
    bare: float
    cap: float
    woods: float
    dry: float
    under: float


@parallel
def shade_turf(
    out: Picture, depths: Picture, sky: Picture, sky_row: int, sky_column: int, land: Cascade, sun_map: Picture,
    soft: Picture, ridges: Picture, lens: Lens, table: Picture, light: Light, haze: Haze, palette: Vector, cover: Cover,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with lit land where ``depths`` meets it and with ``sky`` elsewhere.

    (sky_row, sky_column) is the pixel of ``sky`` at the picture's top left.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    last_row = sky.shape[0] - 1
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            depth = depths[j, i]
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
            reach = max(0.5, footprint * 1.5) if depth < 160 else max(9.0, footprint * 1.5)
            slope_x = (height_at(land, x + reach, z) - height_at(land, x - reach, z)) / (2 * reach)
            slope_z = (height_at(land, x, z + reach) - height_at(land, x, z - reach)) / (2 * reach)
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            sunlit = 1.0
            if depth > 60:
                sunlit = sample(
                    sun_map, (x - land.far_west) / land.far_cell, (z - land.far_south) / land.far_cell
                )
                sunlit = 1 + (sunlit - 1) * smoothstep(60.0, 160.0, depth)
            fine = tiled(soft, x * 40, z * 40)
            blades = tiled(soft, x * 260, z * 110)
            patch = tiled(soft, x * 3.0, z * 3.0)
            wide = tiled(ridges, x * 0.55 + height * 0.5, z * 0.55 + height * 0.4)
            crag = tiled(ridges, x * 2.1 + height * 1.4, z * 2.1 - height * 1.1)
            near_fine = 1 / (1 + (footprint / 0.03) ** 2)
            near_patch = 1 / (1 + (footprint / 0.4) ** 2)
            near_wide = 1 / (1 + (footprint / 5) ** 2)
            rocky = smoothstep(0.42, 0.80, steep + 0.10 * wide * near_wide + 0.05 * crag)
            high = smoothstep(cover.bare * 0.6, cover.bare, height + wide * 45 + crag * 12)
            rocky = max(rocky, high * (0.55 + 0.45 * rocky))
            woods = 0.0
            if depth > 120 and cover.woods > 0:
                grove = tiled(soft, x * 0.42 + 90, z * 0.42) + 0.45 * tiled(soft, x * 1.6, z * 1.6 + 40)
                woods = smoothstep(0.9 - 1.5 * cover.woods, 1.25 - 1.5 * cover.woods, grove + 0.5 * steep)
                woods *= smoothstep(120.0, 420.0, depth) * (1 - rocky) * (1 - high)
            tops = tiled(soft, x * 16 + height * 3, z * 16)
            bump = 0.16 * near_fine * (1 - rocky) + 1.2 * rocky * near_wide
            slope_x += (tiled(soft, x * 40 + 2, z * 40) - fine) * bump
            slope_z += (tiled(soft, x * 40, z * 40 + 2) - fine) * bump
            slope_x += (
                (tiled(ridges, x * 0.55 + height * 0.5 + 1.5, z * 0.55 + height * 0.4) - wide)
                * rocky
                * near_wide
            )
            slope_z += (
                (tiled(ridges, x * 0.55 + height * 0.5, z * 0.55 + height * 0.4 + 1.5) - wide)
                * rocky
                * near_wide
            )
            if woods > 0:
                rough = woods * 0.9 / (1 + (footprint / 6) ** 2)
                slope_x += (tiled(soft, x * 16 + height * 3 + 2, z * 16) - tops) * rough
                slope_z += (tiled(soft, x * 16 + height * 3, z * 16 + 2) - tops) * rough
            snowy = 0.0
            if cover.snow > 0:
                snowy = smoothstep(1.75, 0.75, steep + 0.14 * wide * rocky + 0.10 * crag * rocky) * cover.snow
                snowy *= 1 - 0.72 * woods
            cap = smoothstep(cover.cap, cover.cap * 1.25 + 40, height + wide * 70 + crag * 25 - steep * 120)
            snowy = max(snowy, cap * smoothstep(1.7, 0.9, steep + 0.15 * crag))
            drift = tiled(soft, x * 7 + wide * 3, z * 13) * near_patch
            slope_x += snowy * drift * 0.05
            slope_z += snowy * drift * 0.09
            length = 1 / math.sqrt(slope_x * slope_x + slope_z * slope_z + 1)
            nx = -slope_x * length
            ny = length
            nz = -slope_z * length
            cosine = nx * light.x + ny * light.y + nz * light.z
            # blades of grass let light through towards the camera
            wrap = 0.16 * (1 - rocky) * (1 - snowy)
            direct = max((cosine + wrap) / (1 + wrap), 0.0) * sunlit
            open_sky = max(0.55 + 0.32 * ny + 0.26 * (nx * sun_x + nz * sun_z), 0.15)
            straw = min(max(cover.dry + 0.30 * patch * near_patch + 0.10 * fine * near_fine, 0.0), 1.0)
            tone = max(0.86 + 0.20 * blades * near_fine + 0.09 * fine * near_fine + 0.11 * patch, 0.15)
            tone *= 1 - (1 - cover.under) * smoothstep(56.0, 26.0, depth)
            wood_tone = max(0.75 + 0.3 * tops / (1 + (footprint / 8) ** 2), 0.2)
            rock_tone = max(0.80 + 0.14 * wide + 0.12 * crag * near_wide, 0.25)
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, max(lens.height, 0.0), height, sun_x, sun_z, haze)
            for c in range(3):
                grass = (palette[GRASS, c] + (palette[STRAW, c] - palette[GRASS, c]) * straw) * tone
                albedo = grass + (palette[WOOD, c] * wood_tone - grass) * woods
                albedo += (palette[ROCK, c] * rock_tone - albedo) * rocky
                albedo += (palette[SNOW, c] * (0.97 + 0.05 * drift) - albedo) * snowy
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                lit = albedo * (sun * direct + air * open_sky)
                out[j, i, c] = lit * clear[c] + clear[3 + c] * (1 - clear[c])
