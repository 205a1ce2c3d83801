"""Light on sand, rock and salt, through haze."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Mask, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.terrain.cascade import Cascade, height_at, nearness, stone_height

#: Rows of a palette [6, 3].
SAND, MINERAL, ROCK, BAND, CRUST, STONE = range(6)


class Lit(NamedTuple):
    """Sunlight and openness 0–1 of the far and of the near map."""

    sun_far: Picture
    sun_near: Picture
    open_far: Picture
    open_near: Picture


class Surface(NamedTuple):
    """Repeating patterns (``ripples``, ``cracks``: heights) and how much of each lies on the ground.

    ``turn``: direction of the wind in radians; ``rocky``: whether steep ground is rock; ``crust``: share of cracked
    crust on level ground; ``bounce``: light thrown back by the ground.
    """

    ripples: Picture
    cracks: Picture
    ripple: float
    turn: float
    rocky: float
    crust: float
    bounce: float


@kernel
def _slopes(land: Cascade, x: float, z: float, depth: float, e: float) -> tuple[float, float]:
    right = height_at(land, x + e, z) - height_at(land, x - e, z)
    ahead = height_at(land, x, z + e) - height_at(land, x, z - e)
    scale = 0.5 / e
    if depth < 60 and land.gain > 0:
        s = 0.02 + depth * 0.001
        right += (stone_height(land, x + s, z, depth) - stone_height(land, x - s, z, depth)) * e / s
        ahead += (stone_height(land, x, z + s, depth) - stone_height(land, x, z - s, depth)) * e / s
    return right * scale, ahead * scale


@parallel
def shade_desert(
    out: Picture, water: Mask, depths: Picture, sky: Picture, sky_row: int, sky_column: int, land: Cascade, lit: Lit,
    surface: Surface, soft: Picture, ridges: Picture, lens: Lens, table: Picture, light: Light, haze: Haze,
    palette: Vector,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with lit ground where ``depths`` meets it and with ``sky`` elsewhere.

    ``water`` becomes 1 where the surface at height 0 lies before the land. (sky_row, sky_column) is the pixel of
    ``sky`` at the picture's top left.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    last_row = sky.shape[0] - 1
    cosine = math.cos(surface.turn)
    sine = math.sin(surface.turn)
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
            fx = (x - land.far_west) / land.far_cell
            fz = (z - land.far_south) / land.far_cell
            sunlit = sample(lit.sun_far, fx, fz)
            open_ = sample(lit.open_far, fx, fz)
            e = land.far_cell
            if near > 0:
                nx = (x - land.near_west) / land.near_cell
                nz = (z - land.near_south) / land.near_cell
                sunlit += (sample(lit.sun_near, nx, nz) - sunlit) * near
                open_ += (sample(lit.open_near, nx, nz) - open_) * near
                e += (land.near_cell - e) * near
            slope_x, slope_z = _slopes(land, x, z, depth, max(e * 0.8, footprint))
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            wide = tiled(ridges, x * 0.9 + height * 1.7, z * 0.9 + height * 1.3)
            fine = tiled(soft, x * 6.1 + height * 3, z * 6.1)
            grain = tiled(soft, x * 61.0, z * 61.0 + height * 30)
            patch = tiled(soft, x * 0.21 + 70, z * 0.21)
            rocky = surface.rocky * smoothstep(0.72, 1.0, steep + 0.05 * wide)
            # wind ripples, in ranks across the wind and with larger sisters; none on slip faces
            bump_x = 0.0
            bump_z = 0.0
            trough = 0.0
            calm = surface.ripple * (1 - smoothstep(0.42, 0.56, steep)) * (1 - rocky)
            calm *= 0.35 + 0.65 * smoothstep(-0.9, 0.5, patch + 0.5 * fine)
            if calm > 0.01:
                u = x * cosine + z * sine + 0.35 * fine
                v = -x * sine + z * cosine
                along = 0.0
                if footprint < 0.07:
                    keep = calm / (1 + (footprint / 0.022) ** 2)
                    here = tiled(surface.ripples, u * 85, v * 85)
                    along += (tiled(surface.ripples, u * 85 + 1.5, v * 85) - here) * keep * 0.42
                    trough = here * keep
                keep = calm / (1 + (footprint / 0.35) ** 2)
                here = tiled(surface.ripples, u * 6.3 + 100, v * 4.7)
                along += (
                    (tiled(surface.ripples, u * 6.3 + 101.5, v * 4.7) - here)
                    * keep
                    * 0.09
                    * (0.4 + smoothstep(-0.3, 1.2, wide))
                )
                bump_x = along * cosine
                bump_z = along * sine
            soft_gain = (0.05 + 0.5 * rocky) / (1 + (footprint / 0.6) ** 2)
            bump_x += (tiled(soft, x * 6.1 + height * 3 + 2, z * 6.1) - fine) * soft_gain
            bump_z += (tiled(soft, x * 6.1 + height * 3, z * 6.1 + 2) - fine) * soft_gain
            crust = surface.crust * smoothstep(0.22, 0.10, steep) * (1 - rocky)
            seam = 0.0
            if crust > 0.01:
                keep = crust / (1 + (footprint / 0.10) ** 2)
                cx = x * 62 + 25 * patch
                cz = z * 62
                here = tiled(surface.cracks, cx, cz)
                bump_x += (tiled(surface.cracks, cx + 2, cz) - here) * keep * 0.55
                bump_z += (tiled(surface.cracks, cx, cz + 2) - here) * keep * 0.55
                seam = smoothstep(0.35, 0.95, here) * keep
            if rocky > 0:
                # joints of the rock: dark clefts down the face
                cleft = tiled(ridges, x * 11, z * 11)
                gain = rocky * 0.9 / (1 + (footprint / 2.5) ** 2)
                bump_x += (tiled(ridges, x * 11 + 2, z * 11) - cleft) * gain
                bump_z += (tiled(ridges, x * 11, z * 11 + 2) - cleft) * gain
            gx = slope_x + bump_x
            gz = slope_z + bump_z
            length = 1 / math.sqrt(gx * gx + gz * gz + 1)
            nx = -gx * length
            ny = length
            nz = -gz * length
            facing = nx * light.x + ny * light.y + nz * light.z
            direct = max(facing, 0.0) * sunlit
            # the open sky is brightest around the sun
            air = max(0.55 + 0.33 * ny + 0.22 * (nx * sun_x + nz * sun_z), 0.12) * open_
            thrown = surface.bounce * max(0.5 - facing * 0.5, 0.0) * (1.25 - 0.5 * open_ + 0.3 * steep)
            strata = height + 5 * tiled(soft, x * 0.12, z * 0.12) + 0.5 * fine
            band = 0.5 + 0.5 * math.sin(strata * 0.31 + 2 * math.sin(strata * 0.083))
            thin = 0.5 + 0.5 * math.sin(strata * 1.9 + math.sin(strata * 0.7) * 2)
            band = min(max(band * 0.75 + thin * 0.35 - 0.05, 0.0), 1.0)
            ledge = smoothstep(0.86, 0.98, thin) * 0.35 / (1 + (footprint / 2.0) ** 2)
            tone = 1 + 0.07 * patch + 0.05 * wide / (1 + (footprint / 3) ** 2)
            tone += 0.05 * grain / (1 + (footprint / 0.015) ** 2)
            dark = min(max(0.28 * smoothstep(0.2, 1.6, patch + 0.6 * fine) + 0.16 * trough, 0.0), 1.0)
            stone = 0.0
            if land.gain > 0:
                stone = smoothstep(0.02, 0.08, stone_height(land, x, z, depth))
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, abs(lens.height), height, sun_x, sun_z, haze)
            wet = 1 - 0.5 * smoothstep(0.25, 0.02, height) if lens.height < 0 or height < 0.3 else 1.0
            for c in range(3):
                albedo = palette[SAND, c] + (palette[MINERAL, c] - palette[SAND, c]) * dark
                albedo += (palette[CRUST, c] * (1 - 0.55 * seam) - albedo) * crust
                albedo *= tone
                rock = palette[ROCK, c] + (palette[BAND, c] - palette[ROCK, c]) * band
                rock *= (0.86 + 0.10 * wide + 0.06 * fine) * (1 - ledge)
                albedo += (rock - albedo) * rocky
                albedo += (palette[STONE, c] * (0.8 + 0.25 * grain + 0.15 * fine) - albedo) * stone
                albedo = max(albedo, 0.01)
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                blue = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                value = albedo * wet * (sun * (direct + thrown * albedo * 2) + blue * air)
                out[j, i, c] = value * clear[c] + clear[3 + c] * (1 - clear[c])
