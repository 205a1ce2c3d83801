"""Light on the coast's land: sand, rock in layers, turf and snow, through haze."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import FAR, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.water.state import Chart

#: Rows of a palette [8, 3].
SAND, DEEP_SAND, ROCK, PALE_ROCK, DARK_ROCK, TURF, DRY_TURF, SNOW = range(8)


class Dress(NamedTuple):
    """How the land is dressed: snow 0–1, height of a stratum in metres and its contrast, sand ripples 0–1, weed and
    reef on the sea's floor 0–1, light from the ground, metres from the water to the line of weed that it left, metres
    above the sea to which spray keeps rock wet, lichen on it 0–1.
    """

    snow: float
    stratum: float
    strata: float
    ripples: float
    reef: float
    bounce: float
    wrack: float
    splash: float
    lichen: float


@kernel
def _look(plane: Picture, u: float, v: float, out: Vector) -> None:
    rows, columns, channels = plane.shape
    u = min(max(u, 0.0), columns - 1.001)
    v = min(max(v, 0.0), rows - 1.001)
    i = int(u)
    j = int(v)
    fx = u - i
    fy = v - j
    for c in range(channels):
        a = plane[j, i, c] + (plane[j, i + 1, c] - plane[j, i, c]) * fx
        b = plane[j + 1, i, c] + (plane[j + 1, i + 1, c] - plane[j + 1, i, c]) * fx
        out[c] = a + (b - a) * fy


@parallel
def shade_coast(
    out: Picture, depths: Picture, sky: Picture, sky_row: int, sky_column: int, maps: Picture, chart: Chart, lens: Lens,
    soft: Picture, ridges: Picture, table: Picture, light: Light, haze: Haze, palette: Vector, dress: Dress,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with lit land where ``depths`` meets it and with ``sky`` elsewhere.

    ``maps`` [h, w, 8]: slopes across and ahead, sunlit, openness, rockiness, turf, metres offshore, tone.
    """
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    last_row = sky.shape[0] - 1
    for j in prange(rows):
        at = np.zeros(8)
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
            ahead = max(z, 0.0)
            _look(
                maps,
                x / (ahead + chart.near) * chart.wide + chart.centre,
                math.log(1 + ahead / chart.near) * chart.deep,
                at,
            )
            slope_x = at[0]
            slope_z = at[1]
            rock = at[4]
            turf = at[5]
            off = at[6]
            footprint = depth / lens.focal
            steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            # rock: bumps that follow its layers, so sampled flat and across the face
            lay_x = (x + 0.35 * z) * 6.0
            lay_y = height * 14.0 + (z - 0.35 * x) * 2.0
            fine = tiled(soft, x * 21 + height * 9, z * 21 - height * 11)
            wide = tiled(ridges, lay_x, lay_y)
            crack = tiled(ridges, lay_x * 8.5 + 80, lay_y * 6.5)
            grain = tiled(soft, x * 700, z * 700 + height * 250)
            broad = tiled(soft, x * 1.3 + 30, z * 1.3)
            far_fine = 1 / (1 + (footprint / 0.12) ** 2)
            far_wide = 1 / (1 + (footprint / 0.6) ** 2)
            far_grain = 1 / (1 + (footprint / 0.012) ** 2)
            stony = smoothstep(0.35, 0.65, max(rock, smoothstep(0.9, 1.6, steep)))
            bare = stony * (1 - turf)
            # layers wander and differ in hardness
            layer = height / dress.stratum + broad * 0.8 + 0.22 * wide
            bed = math.sin(layer * 6.2831853) * 0.5 + math.sin(layer * 2.39 * 6.2831853 + 1.0) * 0.3
            bed += 0.35 * math.sin(layer * 0.31 * 6.2831853)
            # far away they run together
            seen_layer = 1 / (1 + (footprint * 5 / dress.stratum) ** 2)
            strata = min(max(0.5 + dress.strata * bed * seen_layer, 0.0), 1.0)
            ledge = 0.0
            if bare > 0.01:
                # hard layers stand out: their tops catch the sky, their undersides are dark
                ledge = bed * seen_layer * bare * min(steep, 1.0)
            bump_x = slope_x * (1 - 0.55 * max(ledge, 0.0))
            bump_z = slope_z * (1 - 0.55 * max(ledge, 0.0))
            if bare > 0.01:
                bump_x += (tiled(ridges, lay_x + 7, lay_y) - wide) * 1.1 * far_wide * bare
                bump_z += (tiled(ridges, lay_x, lay_y + 7) - wide) * 1.1 * far_wide * bare
                bump_x += (tiled(ridges, lay_x * 8.5 + 87, lay_y * 6.5) - crack) * 1.6 * far_fine * bare
                bump_z += (tiled(ridges, lay_x * 8.5 + 80, lay_y * 6.5 + 7) - crack) * 1.6 * far_fine * bare
            close = 0.0
            split = 0.0
            if bare > 0.01 and footprint < 0.4:
                # joints run down the face, others along its layers; between them the stone is flat
                down = tiled(ridges, lay_x * 11 + 40 + 9 * fine, height * 15 + lay_y)
                flat_lay = tiled(ridges, lay_x * 4 + 9, height * 120 + 9 * fine)
                split = smoothstep(0.9, 2.0, down) + 0.7 * smoothstep(1.0, 2.1, flat_lay)
                split = min(split, 1.0) / (1 + (footprint / 0.10) ** 2)
                edge = 0.75 * bare / (1 + (footprint / 0.06) ** 2)
                bump_x += (tiled(ridges, lay_x * 11 + 46 + 9 * fine, height * 15 + lay_y) - down) * edge
                bump_z -= (tiled(ridges, lay_x * 4 + 9, height * 120 + 9 * fine + 6) - flat_lay) * edge * 0.6
            if bare > 0.01 and footprint < 0.03:
                close = tiled(ridges, x * 240 + height * 150, z * 240 - height * 180)
                rim = 2.0 * bare / (1 + (footprint / 0.010) ** 2)
                bump_x += (tiled(ridges, x * 240 + height * 150 + 7, z * 240 - height * 180) - close) * rim
                bump_z += (tiled(ridges, x * 240 + height * 150, z * 240 - height * 180 + 7) - close) * rim
                if footprint < 0.012:
                    tiny = tiled(soft, x * 1100 + height * 700, z * 1100 - height * 800)
                    pit = 0.9 * bare / (1 + (footprint / 0.004) ** 2)
                    bump_x += (tiled(soft, x * 1100 + height * 700 + 5, z * 1100 - height * 800) - tiny) * pit
                    bump_z += (tiled(soft, x * 1100 + height * 700, z * 1100 - height * 800 + 5) - tiny) * pit
                    close += 0.5 * tiny
            sandy = (1 - stony) * (1 - turf)
            dry = smoothstep(-0.3, -3.0, off)
            if sandy > 0.01:
                # sand scatters light within: under a low sun its hollows stay bright
                even = 1 - 0.6 * sandy * smoothstep(0.25, 0.04, light.y)
                bump_x *= even
                bump_z *= even
                # wind ripples: crests that wander, and hollows of old footprints
                ripple = 0.0
                if footprint < 0.05:
                    bend = tiled(soft, x * 26, z * 26) * 1.1 + broad * 2.0
                    ripple = (
                        math.cos((x * 0.45 + z) * 42.0 + bend * 3.0) * 0.17 / (1 + (footprint / 0.016) ** 2)
                    )
                    patch = smoothstep(-0.2, 0.9, tiled(soft, x * 5, z * 5 + 200))
                    ripple *= patch * dress.ripples * (0.25 + 0.75 * dry)
                lump = tiled(soft, x * 62, z * 62)
                bump_x += ripple * 0.45 * sandy
                bump_z += ripple * sandy
                much = (0.05 + 0.13 * dry) * min(0.35 + 2.5 * max(light.y, 0.0), 1.0)
                bump_x += (tiled(soft, x * 62 + 9, z * 62) - lump) * much * 0.3 * far_fine * sandy
                bump_z += (tiled(soft, x * 62, z * 62 + 9) - lump) * much * 0.3 * far_fine * sandy
            if turf > 0.01:
                tuft = tiled(soft, x * 110, z * 110)
                bump_x += (tiled(soft, x * 110 + 7, z * 110) - tuft) * 0.5 * turf * far_fine
                bump_z += (tiled(soft, x * 110, z * 110 + 7) - tuft) * 0.5 * turf * far_fine
                bump_x += (
                    (tiled(soft, x * 14 + 7, z * 14) - tiled(soft, x * 14, z * 14)) * 0.8 * turf * far_wide
                )
            length = 1 / math.sqrt(bump_x * bump_x + bump_z * bump_z + 1)
            nx = -bump_x * length
            ny = length
            nz = -bump_z * length
            rock_tone = max(
                0.86 + 0.16 * fine * far_fine + 0.16 * wide * far_wide - 0.14 * max(-crack, 0.0) * far_fine,
                0.2,
            )
            rock_tone *= (1 - 0.30 * max(-ledge, 0.0)) * (1 + 0.16 * close / (1 + (footprint / 0.02) ** 2))
            rock_tone *= 1 - 0.55 * split * bare
            tide = smoothstep(1.9 + dress.splash + 0.7 * broad, 0.5 + 0.6 * dress.splash + 0.3 * fine, height)
            # stones high on a beach are dry
            tide *= smoothstep(-14.0 - 6 * dress.splash, -3.0 - 5 * dress.splash, off)
            weedy = smoothstep(1.0 + 0.3 * broad, 0.3, height + 0.25 * fine) * tide
            crust = 0.0
            if dress.lichen > 0 and bare > 0.01:
                crust = smoothstep(
                    0.5, 1.3, tiled(soft, x * 34 + height * 22, z * 34) + 0.5 * broad + 0.4 * ny
                )
                crust *= (
                    (1 - tide) * dress.lichen * (0.35 + 0.65 * max(ny, 0.0)) * bare * (0.4 + 0.6 * far_fine)
                )
            amber = smoothstep(-0.2, 0.8, broad + 0.6 * fine)
            soil = at[7]
            patchy = smoothstep(-0.9, 1.1, tiled(soft, x * 2.2, z * 2.2) + 0.35 * fine * far_fine)
            sand_tone = 1 + 0.05 * grain * far_grain + 0.05 * fine * far_fine + 0.05 * broad
            # shells, grit and weed in flecks
            fleck = smoothstep(2.1, 2.6, tiled(soft, x * 1300 + 7, z * 1300)) * far_grain
            sand_tone *= 1 - 0.35 * fleck
            # and shells, pale, thickest where the waves left them
            shell = smoothstep(2.2, 2.7, tiled(soft, x * 1000 + 60, z * 1000 + 9)) * far_grain
            sand_tone *= 1 + 0.6 * shell
            if sandy > 0.5 and depth < 260:
                # weed and shells that the last high water left, in strands
                strand = smoothstep(1.3, 0.2, abs(off + dress.wrack + 0.9 * broad + 0.25 * fine))
                bits = tiled(soft, x * 160 + 30, z * 380) + 0.6 * tiled(soft, x * 600, z * 900)
                sand_tone *= 1 - 0.55 * strand * smoothstep(0.9, 1.7, bits + 0.4 * fine) / (
                    1 + (footprint / 0.06) ** 2
                )
            if bare > 0.01:
                # joints and pockets that light does not reach
                joint = (
                    smoothstep(0.35, -1.1, crack) * far_fine * 0.5
                    + smoothstep(0.2, -1.2, wide) * far_wide * 0.32
                )
                rock_tone *= 1 - joint * bare
            snowy = 0.0
            if dress.snow > 0:
                lie = ny + 0.10 * fine * far_fine + 0.08 * broad - 0.04 * wide
                snowy = smoothstep(0.86 - 0.3 * dress.snow, 0.98 - 0.25 * dress.snow, lie)
                snowy *= (
                    smoothstep(0.5, 1.6, height + 0.4 * broad)
                    * smoothstep(-2.0, -6.0, off - broad)
                    * dress.snow
                )
            cosine = nx * light.x + ny * light.y + nz * light.z
            direct = max(cosine, 0.0) * at[2]
            open_sky = (
                max(0.52 + 0.39 * ny + 0.22 * (nx * sun_x + nz * sun_z) - 0.14 * bare * min(close, 1.5), 0.10)
                * at[3]
            )
            reflected = dress.bounce * max(0.55 - cosine * 0.45, 0.0) * at[3]
            far = depth * math.sqrt(1 + across * across + slope * slope)
            # a wet face that leans to the sun shines
            hx = light.x - across / math.sqrt(across * across + slope * slope + 1)
            hy = light.y - slope / math.sqrt(across * across + slope * slope + 1)
            hz = light.z - 1 / math.sqrt(across * across + slope * slope + 1)
            meet = (hx * nx + hy * ny + hz * nz) / math.sqrt(hx * hx + hy * hy + hz * hz + 1e-6)
            wet_shine = bare * tide * at[2] * 0.22 * max(meet, 0.0) ** 26
            clear = haze_between(table, across, slope, far, abs(lens.height), height, sun_x, sun_z, haze)
            # wet rock mirrors some sky where it turns away
            edge_on = 1 + min(across * nx + slope * ny + nz, 0.0) / math.sqrt(
                across * across + slope * slope + 1
            )
            gleam = (
                bare * tide * (0.012 + 0.16 * max(edge_on, 0.0) ** 4) * at[3] * min(max(0.4 + ny, 0.0), 1.0)
            )
            weed = 0.0
            if height < -0.25 and dress.reef > 0:
                weed = smoothstep(
                    0.25, 0.9, tiled(soft, x * 4.1 + 11, z * 4.1) + 0.3 * fine + dress.reef - 0.6
                )
                weed *= smoothstep(-0.25, -1.0, height)
            for c in range(3):
                stone = palette[ROCK, c] + (palette[PALE_ROCK, c] - palette[ROCK, c]) * strata
                stone *= rock_tone * (0.8 + 0.2 * soil)
                pale = (
                    0.34 + 0.06 * amber
                    if c == 0
                    else (0.33 - 0.11 * amber if c == 1 else 0.27 - 0.21 * amber)
                )
                stone += (pale * rock_tone - stone) * crust * 0.55
                stone += (palette[DARK_ROCK, c] * rock_tone - stone) * tide * 0.90
                stone += ((0.020 if c < 2 else 0.010) * rock_tone - stone) * weedy * 0.5
                grass = palette[TURF, c] + (palette[DRY_TURF, c] - palette[TURF, c]) * patchy
                grass *= max(0.86 + 0.22 * fine * far_fine + 0.16 * grain * far_grain, 0.25)
                albedo = palette[SAND, c] * sand_tone * soil
                albedo += (palette[DEEP_SAND, c] * sand_tone - albedo) * smoothstep(-5.0, 0.5, off + broad)
                albedo += (palette[DARK_ROCK, c] * 0.8 - albedo) * weed
                albedo += (stone - albedo) * stony
                albedo += (grass - albedo) * turf
                albedo += (palette[SNOW, c] - albedo) * snowy
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                lit = albedo * (sun * (direct + reflected) + air * open_sky) + gleam * air + wet_shine * sun
                out[j, i, c] = lit * clear[c] + clear[3 + c] * (1 - clear[c])
