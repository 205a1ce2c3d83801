"""Light on the near ground: snow with its ripples and sparkle, trodden ways, ice; or grass in the warm seasons."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between, sky_colour
from moviola.engines.place.terrain.columns import Grid

#: Rows of a palette [6, 3].
OPEN, OTHER, TRODDEN, ROAD, ICE, SPECKS = range(6)


class Ground(NamedTuple):
    """Maps of one size: slopes, sunlight, openness, and where it is trodden, cleared or frozen, 0–1."""

    slope_x: Picture
    slope_z: Picture
    sunlit: Picture
    openness: Picture
    trodden: Picture
    road: Picture
    ice: Picture


@parallel
def shade_snowfield(
    out: Picture, depths: Picture, ground: Ground, grid: Grid, pool: Picture, soft: Picture, ridges: Picture,
    lens: Lens,
    table: Picture, light: Light, haze: Haze, palette: Vector, snow: float, sparkle: float,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] where ``depths`` is not ``FAR``.

    Args:
        pool: [3, h, w] light of lamps, over the same square as ``ground``.
        snow: 1 for snow, 0 for bare ground with grass.
        sparkle: how much crystals glitter.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z) + 1e-9
    sun_x = light.x / flat
    sun_z = light.z / flat
    pool_cell = grid.cell * ground.sunlit.shape[1] / pool.shape[2]
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            depth = depths[j, i]
            if depth > FAR / 10:
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            z = lens.z + depth
            height = lens.height + slope * depth
            map_x = (x - grid.west) / grid.cell - 0.5
            map_z = (z - grid.south) / grid.cell - 0.5
            slope_x = sample(ground.slope_x, map_x, map_z)
            slope_z = sample(ground.slope_z, map_x, map_z)
            sunlit = sample(ground.sunlit, map_x, map_z)
            openness = sample(ground.openness, map_x, map_z)
            trodden = sample(ground.trodden, map_x, map_z)
            road = sample(ground.road, map_x, map_z)
            ice = sample(ground.ice, map_x, map_z)
            graze = max(-slope, 0.06) / math.sqrt(slope * slope + across * across + 1)
            pixel = depth / lens.focal / graze
            wide = 1 / (1 + (pixel * 1.4) ** 2)
            fine = 1 / (1 + (pixel * 9) ** 2)
            # ripples of the wind, then the grain of the surface
            ripple = tiled(ridges, x * 3.1 + z * 0.9, z * 8.3)
            bump_x = (tiled(ridges, x * 3.1 + z * 0.9 + 1.2, z * 8.3) - ripple) * 0.16 * wide
            bump_z = (tiled(ridges, x * 3.1 + z * 0.9, z * 8.3 + 1.2) - ripple) * 0.24 * wide
            rough = tiled(soft, x * 21, z * 21)
            strength = (0.20 + 0.7 * trodden + 0.35 * road) * fine
            bump_x += (tiled(soft, x * 21 + 1.3, z * 21) - rough) * strength
            bump_z += (tiled(soft, x * 21, z * 21 + 1.3) - rough) * strength
            prints = tiled(soft, x * 47, z * 39)
            bump_x += (tiled(soft, x * 47 + 2, z * 39) - prints) * (0.5 * trodden + 0.15 * road) * wide
            bump_z += (tiled(soft, x * 47, z * 39 + 2) - prints) * (0.5 * trodden + 0.15 * road) * wide
            calm = 1 - 0.9 * ice
            bumpy_x = slope_x + bump_x * calm
            bumpy_z = slope_z + bump_z * calm
            length = 1 / math.sqrt(bumpy_x * bumpy_x + bumpy_z * bumpy_z + 1)
            nx = -bumpy_x * length
            ny = length
            nz = -bumpy_z * length
            cosine = nx * light.x + ny * light.y + nz * light.z
            direct = max((cosine + 0.05) / 1.05, 0.0) * sunlit
            open_sky = max(0.60 + 0.34 * ny + 0.34 * (nx * sun_x + nz * sun_z), 0.15) * openness
            lamp_x = (x - grid.west) / pool_cell - 0.5
            lamp_z = (z - grid.south) / pool_cell - 0.5
            lamp = sample(pool[0], lamp_x, lamp_z)
            leaning = 1.0
            if lamp > 1e-6:
                east = sample(pool[0], lamp_x + 1, lamp_z) - sample(pool[0], lamp_x - 1, lamp_z)
                north = sample(pool[0], lamp_x, lamp_z + 1) - sample(pool[0], lamp_x, lamp_z - 1)
                steep = math.sqrt(east * east + north * north) + 1e-9
                towards = min(steep / lamp * 6.0, 1.0) / steep
                leaning = max(1 - 1.5 * (bumpy_x * east + bumpy_z * north) * towards, 0.15)
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, abs(lens.height), height, sun_x, sun_z, haze)
            patch = smoothstep(-0.8, 1.2, tiled(soft, x * 1.9, z * 1.9) + 0.5 * rough * fine)
            blades = 1.0
            speck = 0.0
            if snow < 0.5:
                blades = 0.80 + (0.20 * rough + 0.16 * tiled(soft, x * 90, z * 34)) * fine
                blades += 0.16 * tiled(soft, x * 6, z * 6) * wide
                blades = max(blades, 0.2)
                key = hashed(math.floor(x * 21), math.floor(z * 13), 5)
                if key > 0.94 and road < 0.3 and trodden < 0.3:
                    speck = smoothstep(0.3, 1.6, tiled(soft, x * 3.3 + 80, z * 3.3)) * smoothstep(
                        0.10, 0.02, pixel
                    )
            glint = 0.0
            if sparkle > 0 and snow > 0.5 and pixel < 0.12:
                key = hashed(math.floor(x * 75), math.floor(z * 75), 11)
                if key > 0.9982:
                    glint = (key - 0.9982) * 550 * sparkle * min(1.0, 0.0002 / (pixel * pixel + 1e-6))
            mirror_red = 0.0
            mirror_green = 0.0
            mirror_blue = 0.0
            if ice > 0.02:
                up = abs(slope) + 0.08
                reach = 1 / math.sqrt(across * across + up * up + 1)
                mirror_red, mirror_green, mirror_blue = sky_colour(
                    table, across * reach, up * reach, reach, sun_x, sun_z
                )
                # wind leaves snow on parts of the ice
                ice *= smoothstep(0.9, -0.1, tiled(soft, x * 7, z * 7))
            for c in range(3):
                albedo = (palette[OPEN, c] + (palette[OTHER, c] - palette[OPEN, c]) * patch) * blades
                albedo += (palette[SPECKS, c] - albedo) * speck
                albedo += (palette[TRODDEN, c] * (1 + 0.05 * rough * fine) - albedo) * trodden
                albedo += (palette[ROAD, c] * (1 + 0.07 * prints * wide) - albedo) * road
                albedo += (palette[ICE, c] - albedo) * ice
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                mirror = mirror_red if c == 0 else (mirror_green if c == 1 else mirror_blue)
                shining = sample(pool[c], lamp_x, lamp_z) * leaning
                value = albedo * (sun * direct + air * open_sky + shining) + ice * 0.45 * mirror
                value += glint * (sun * direct * 1.5 + shining * 1.6 + air * 0.6)
                out[j, i, c] = value * clear[c] + clear[3 + c] * (1 - clear[c])
