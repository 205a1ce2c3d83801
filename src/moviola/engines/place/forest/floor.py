"""The forest floor: litter, path, moss, grass and snow, blended by their own relief, in the canopy's dapples."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, tiled
from moviola.engines.place.plants.cutouts import Canopy
from moviola.engines.place.plants.tiles import Tiles, look_up
from moviola.engines.place.sky.air import Light

LITTER, PATH, MOSS, GRASS, SNOW = range(5)


class Floor(NamedTuple):
    """Square maps on one grid: height in metres and its slopes, how much of it is path, moss, grass, and openness."""

    height: Picture
    slope_x: Picture
    slope_z: Picture
    path: Picture
    moss: Picture
    grass: Picture
    openness: Picture
    wet: Picture


@parallel
def shade_floor(
    out: Picture, water: Mask, depths: Picture, sky: Picture, sky_row: int, sky_column: int, floor: Floor,
    tiles: Tiles, spans: Vector, colours: Vector, soft: Picture, canopy: Canopy, trunks: Picture, lens: Lens,
    light: Light, snow: float,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with the floor where ``depths`` meets it and with ``sky`` elsewhere; no haze.

    ``spans`` [5]: metres of each tile; ``colours`` [5, 6]: its two colours; ``snow``: how much of it lies. ``water``
    becomes 1 where the surface at height 0 lies before the land.
    """
    rows, columns = depths.shape
    steep = max(light.y, 0.12)
    lean_x = light.x / steep
    lean_z = light.z / steep
    last_row = sky.shape[0] - 1
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        surface = FAR
        if lens.height > 0 and slope < 0:
            surface = lens.height / (-slope)
        for i in range(columns):
            depth = depths[j, i]
            water[j, i] = 0
            if surface < depth and surface < 3e3:
                water[j, i] = 1
            if depth > FAR / 10:
                row = min(max(j + sky_row, 0), last_row)
                for c in range(3):
                    out[j, i, c] = sky[row, i + sky_column, c]
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            z = lens.z + depth
            y = lens.height + slope * depth
            map_x = (x - canopy.west) / canopy.cell
            map_z = (z - canopy.south) / canopy.cell
            slope_x = sample(floor.slope_x, map_x, map_z)
            slope_z = sample(floor.slope_z, map_x, map_z)
            open_ = sample(floor.openness, map_x, map_z)
            # height moves the patterns too, or they would smear down steep banks
            wide = tiled(soft, x * 9.0, (z + y) * 9.0)
            broad = tiled(soft, x * 2.1 + 500, z * 2.1)
            footprint = depth / lens.focal
            longer = footprint * min(max(depth / max(abs(lens.height - y), 0.2), 1.0), 40.0)
            pixel = math.sqrt(footprint * longer)
            path = sample(floor.path, map_x, map_z)
            moss = sample(floor.moss, map_x, map_z)
            grass = sample(floor.grass, map_x, map_z)
            # single leaves and twigs of the litter lie on whatever is beside it
            fallen = pixel / spans[0] * tiles.size
            fine_level = 0
            while fallen > 1.3 and fine_level < 8:
                fallen *= 0.5
                fine_level += 1
            lying, _, _, _ = look_up(
                tiles.flat,
                tiles.starts[0, fine_level],
                max(tiles.size >> fine_level, 1),
                x / spans[0],
                (z + y) / spans[0],
            )
            lying = 1.3 * (lying - 0.40)
            weight0 = 1.0
            weight1 = min(max((path + 0.12 * wide - lying - 0.5) * 4.0 + 0.5, 0.0), 1.0)
            weight2 = min(max((moss + 0.26 * wide + 0.18 * broad - 0.7 * lying - 0.56) * 3.2 + 0.5, 0.0), 1.0)
            weight3 = min(max((grass + 0.20 * broad + 0.12 * wide - 0.7 * lying - 0.5) * 3.2 + 0.5, 0.0), 1.0)
            white = 0.0
            if snow > 0:
                white = (
                    snow * 1.5 + 0.25 * wide + 0.2 * broad - 0.45 * moss * (1 - snow) + (open_ - 0.75) * 0.9
                )
                white = min(max((white - 0.45) * 3.0, 0.0), 1.0) * (1 if y > 0.02 else 0)
            tone_sum = 0.0
            red = 0.0
            green = 0.0
            blue = 0.0
            bump_x = 0.0
            bump_z = 0.0
            left = 1.0
            for cover in range(4, -1, -1):
                amount = (
                    white
                    if cover == 4
                    else (
                        weight3
                        if cover == 3
                        else (weight2 if cover == 2 else (weight1 if cover == 1 else weight0))
                    )
                )
                amount *= left
                if amount < 0.02:
                    continue
                left -= amount
                span = spans[cover]
                texels = pixel / span * tiles.size
                level = 0
                while texels > 1.3 and level < 8:
                    texels *= 0.5
                    level += 1
                start = tiles.starts[cover, level]
                size = max(tiles.size >> level, 1)
                tone, hue, across_bump, along_bump = look_up(
                    tiles.flat, start, size, x / span, (z + y) / span
                )
                # a second look, turned and larger, breaks the repetition
                tone2, hue2, across2, along2 = look_up(
                    tiles.flat,
                    start,
                    size,
                    (x * 0.61 + (z + y) * 0.53) / span + 0.37,
                    ((z + y) * 0.61 - x * 0.53) / span,
                )
                mix = min(max(0.5 + 0.6 * broad, 0.0), 1.0)
                tone = tone + (tone2 - tone) * mix
                hue = hue + (hue2 - hue) * mix + 0.14 * broad + 0.06 * wide
                hue = min(max(hue, 0.0), 1.0)
                bump_x += (across_bump + (across2 - across_bump) * mix) * amount
                bump_z += (along_bump + (along2 - along_bump) * mix) * amount
                tone_sum += tone * amount
                tone *= amount
                red += tone * (colours[cover, 0] + (colours[cover, 3] - colours[cover, 0]) * hue)
                green += tone * (colours[cover, 1] + (colours[cover, 4] - colours[cover, 1]) * hue)
                blue += tone * (colours[cover, 2] + (colours[cover, 5] - colours[cover, 2]) * hue)
            nx = -slope_x - bump_x - 0.05 * wide
            nz = -slope_z - bump_z - 0.05 * broad
            ny = 1 / math.sqrt(nx * nx + nz * nz + 1)
            nx *= ny
            nz *= ny
            lit = sample(
                canopy.light,
                (x - y * lean_x - canopy.west) / canopy.cell,
                (z - y * lean_z - canopy.south) / canopy.cell,
            )
            lit *= sample(trunks, map_x, map_z)
            direct = max(nx * light.x + ny * light.y + nz * light.z, 0.0) * lit
            facing = (nx * light.x + nz * light.z) * 0.35
            wet = 1 - 0.55 * sample(floor.wet, map_x, map_z)
            air_part = open_ * open_ * (0.5 + 0.4 * ny + facing) * (0.55 + 0.6 * min(tone_sum, 1.0))
            for c in range(3):
                albedo = (red if c == 0 else (green if c == 1 else blue)) * 1.6 * wet
                albedo *= max(1 + 0.13 * broad + 0.15 * wide, 0.3)
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                value = max(albedo, 0.003) * (sun * direct + air * air_part)
                if y < 0:
                    value *= math.exp(y * 1.6)
                out[j, i, c] = value
