"""Light on far mountains: snow on what is gentle, rock in faces and gullies, forest below, and the air between."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import FAR, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.terrain.columns import Grid
from moviola.engines.place.terrain.ground import Maps

#: Rows of a palette [5, 3].
ROCK, DARK, MEADOW, WOODS, WHITE = range(5)
#: Cells of the detail texture to a metre: what is as small as 2 m is in it.
_FINE = 0.42


@parallel
def shade_alps(
    out: Picture, depths: Picture, sky: Picture, sky_row: int, sky_column: int, maps: Maps, grid: Grid, soft: Picture,
    ridges: Picture, lens: Lens, table: Picture, light: Light, haze: Haze, palette: Vector, line: float,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with land where ``depths`` meets it and with ``sky`` elsewhere.

    Args:
        line: height in metres above which snow lies; far below the ground where all is white.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z) + 1e-9
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
            map_x = (x - grid.west) / grid.cell - 0.5
            map_z = (z - grid.south) / grid.cell - 0.5
            slope_x = sample(maps.slope_x, map_x, map_z)
            slope_z = sample(maps.slope_z, map_x, map_z)
            sunlit = sample(maps.sunlit, map_x, map_z)
            openness = sample(maps.openness, map_x, map_z)
            forest = sample(maps.forest, map_x, map_z)
            bend = sample(maps.curvature, map_x, map_z)
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z) + 1e-6
            # detail over about a pixel, so that it neither flickers nor blurs
            step = min(max(depth / lens.focal * _FINE * 1.1, 1.0), 12.0)
            u = x * _FINE + height * 0.21
            v = z * _FINE - height * 0.17
            here = tiled(ridges, u, v)
            rough_x = (tiled(ridges, u + step, v) - here) / step
            rough_z = (tiled(ridges, u, v + step) - here) / step
            wide = tiled(ridges, u * 0.23 + 200, v * 0.23)
            # gullies run down the fall line
            side = (x * slope_z - z * slope_x) / steep
            gully = tiled(soft, side * 0.33, height * 0.035)
            gully += 0.6 * tiled(soft, side * 0.95 + 51, height * 0.09)
            strata = tiled(soft, side * 0.02, height * 0.85 + wide * 5)
            bold = smoothstep(0.35, 1.0, steep)
            gain = 1.6 + 4.5 * bold
            bumpy_x = slope_x + rough_x * gain
            bumpy_z = slope_z + rough_z * gain
            length = 1 / math.sqrt(bumpy_x * bumpy_x + bumpy_z * bumpy_z + 1)
            nx = -bumpy_x * length
            ny = length
            nz = -bumpy_z * length
            # snow holds where it is less steep, in gullies and hollows, not on ribs
            hold = steep + 0.34 * wide + 0.30 * gully + 0.13 * here + 0.08 * strata + 0.5 * bend
            snowy = smoothstep(2.10, 1.45, hold)
            snowy *= smoothstep(line, line + 220, height + 90 * wide + 50 * gully - 160 * steep)
            tone = 0.80 + 0.20 * strata * bold + 0.16 * here
            dark = smoothstep(-0.8, 1.0, gully + strata * 0.5)
            cosine = nx * light.x + ny * light.y + nz * light.z
            direct = max(cosine, 0.0) * sunlit
            open_sky = max(0.56 + 0.34 * ny + 0.34 * (nx * sun_x + nz * sun_z), 0.12) * openness
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, abs(lens.height), height, sun_x, sun_z, haze)
            woods = forest * (0.8 + 0.2 * here)
            woods = min(max(woods, 0.0), 1.0)
            for c in range(3):
                albedo = (palette[ROCK, c] + (palette[DARK, c] - palette[ROCK, c]) * dark) * max(tone, 0.3)
                meadow = palette[MEADOW, c] * (0.85 + 0.15 * wide + 0.1 * here)
                albedo = meadow + (albedo - meadow) * smoothstep(0.55, 0.95, steep + 0.2 * wide)
                albedo += (palette[WHITE, c] - albedo) * snowy
                albedo += (palette[WOODS, c] - albedo) * woods
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                value = albedo * (sun * direct + air * open_sky)
                out[j, i, c] = value * clear[c] + clear[3 + c] * (1 - clear[c])
