"""Trunks and canes: tapered, leaning rods with bark, moss and roots, sharp at every distance."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, tiled
from moviola.engines.place.plants.cutouts import Canopy
from moviola.engines.place.plants.tiles import Tiles, look_up
from moviola.engines.place.sky.air import Light

_BANDS = 16
#: Columns of a stem: place, foot, height, radius, share of it lost at the top, lean, bend, turn, tile, metres of
#: a tile, its colours, moss, roots, length between nodes (0 without), snow.
X, Z, FOOT, HEIGHT, RADIUS, TAPER, LEAN, BEND, TURN, TILE, SPAN = range(11)
FIRST, SECOND, MOSS, ROOTS, NODE, WHITE = 11, 14, 17, 18, 19, 20
STEM = 21


@parallel
def draw_stems(
    out: Picture, depths: Picture, water: Mask, stems: Vector, begin: int, finish: int, bark: Tiles, soft: Picture,
    lens: Lens, light: Light, canopy: Canopy, moss: Vector, leafy: Mask,
) -> None:  # fmt: skip
    """Draw ``stems`` [n, STEM] from ``begin`` to ``finish``, far to near, without any haze. ``moss``: its colour.

    ``leafy`` [H, W] becomes 0 where they are seen.
    """
    rows, columns = depths.shape
    steep = max(light.y, 0.12)
    lean_x = light.x / steep
    lean_z = light.z / steep
    flat_length = math.sqrt(light.x * light.x + light.z * light.z) + 1e-9
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        end = (band + 1) * columns // _BANDS
        for n in range(begin, finish):
            depth = stems[n, Z] - lens.z
            if depth < 0.7:
                continue
            tall = stems[n, HEIGHT]
            foot = stems[n, FOOT]
            thick = stems[n, RADIUS]
            pixel = depth / lens.focal
            sway = abs(stems[n, LEAN]) * tall + abs(stems[n, BEND]) + thick * 3
            left = lens.centre + (stems[n, X] - sway - lens.x) / pixel
            right = lens.centre + (stems[n, X] + sway - lens.x) / pixel
            if right < first or left > end:
                continue
            top = max(int(lens.horizon - (foot + tall - lens.height) / pixel), 0)
            bottom = min(int(lens.horizon - (foot - 0.12 - lens.height) / pixel) + 1, rows)
            tile = int(stems[n, TILE])
            span = stems[n, SPAN]
            texels = pixel / span * bark.size * 1.3
            level = 0
            while texels > 1.2 and level < 8:
                texels *= 0.5
                level += 1
            start = bark.starts[tile, level]
            size = max(bark.size >> level, 1)
            turn = stems[n, TURN]
            node = stems[n, NODE]
            roots = stems[n, ROOTS]
            for j in range(top, bottom):
                y = lens.height + (lens.horizon - (j + 0.5)) * pixel - foot
                share = min(max(y / tall, 0.0), 1.0)
                above = max(y, 0.0)
                radius = thick * (1 - stems[n, TAPER] * share)
                flare = math.exp(-above / (thick * 1.3)) * roots
                ring = 0.0
                pale = 0.0
                if node > 0:
                    part = y / node + turn
                    part -= math.floor(part)
                    ring = math.exp(-(((part - 0.5) * node / 0.009) ** 2))
                    pale = math.exp(-(((part - 0.46) * node / 0.02) ** 2))
                    radius *= 1 + 0.09 * ring
                middle_x = (
                    stems[n, X]
                    + stems[n, LEAN] * y
                    + stems[n, BEND] * (math.sin(share * 4.2 + turn) - math.sin(turn))
                )
                spread_left = 1 + flare * (0.55 + 0.45 * math.sin(turn * 7))
                spread_right = 1 + flare * (0.55 + 0.45 * math.sin(turn * 11 + 2))
                # roots buttress to both sides by different amounts
                middle_x += radius * (spread_right - spread_left) * 0.5
                radius *= (spread_left + spread_right) * 0.5
                middle = lens.centre + (middle_x - lens.x) / pixel
                half = radius / pixel
                i0 = max(int(middle - half - 1), first)
                i1 = min(int(middle + half) + 2, end)
                ground = 1 - 0.55 * math.exp(-above / 0.35)
                high = min(max(((y + foot) / canopy.top - 0.45) * 1.8, 0.0), 1.0)
                for i in range(i0, i1):
                    if depths[j, i] < depth * 0.9985:
                        continue
                    s = (i + 0.5 - middle) / max(half, 0.5)
                    cover = min((1 - abs(s)) * max(half, 0.5) + 0.5, 1.0) * min(half * 2, 1.0)
                    if cover <= 0.02:
                        continue
                    s = min(max(s, -0.995), 0.995)
                    round_ = math.sqrt(1 - s * s)
                    around = math.asin(s) * radius
                    wavy = 0.0
                    if roots > 0:
                        wavy = math.sin(math.asin(s) * 4.0 + turn * 5) * flare * 0.5
                    tone, hue, bump_x, bump_y = look_up(
                        bark.flat, start, size, around / span + turn * 3.7, y / (span * 2.2) + turn * 5.3
                    )
                    nx = s - (bump_x * 0.75 + wavy) * round_
                    ny = 0.08 - bump_y * 0.4
                    nz = -round_ - (bump_x * 0.25) * s
                    scale = 1 / math.sqrt(nx * nx + ny * ny + nz * nz)
                    nx *= scale
                    ny *= scale
                    nz *= scale
                    patch = tiled(soft, (turn * 300 + around * 150), y * 120)
                    mossy = (
                        stems[n, MOSS] * (1.25 - above / (0.5 + 2.6 * stems[n, MOSS]))
                        + 0.32 * patch
                        - 0.25 * s
                    )
                    mossy = min(max((mossy - 0.40) * 1.6, 0.0), 1.0) * (0.45 + 0.55 * tone)
                    white = 0.0
                    if stems[n, WHITE] > 0:
                        white = stems[n, WHITE] + 0.30 * patch + 0.5 * s - 0.86
                        white = min(max(white * 4, 0.0), 1.0)
                    x = middle_x + s * radius
                    lit = sample(
                        canopy.light, (x - (y + foot) * lean_x - canopy.west) / canopy.cell,
                        (stems[n, Z] - (y + foot) * lean_z - canopy.south) / canopy.cell,
                    )  # fmt: skip
                    lit = lit + (1 - lit) * high
                    direct = max(nx * light.x + ny * light.y + nz * light.z + 0.06, 0.0) * lit
                    side = (nx * light.x + nz * light.z) / flat_length
                    around_sky = (0.50 + 0.22 * side + 0.25 * ny) * ground * (0.55 + 0.45 * round_)
                    shade = (1 - 0.35 * ring) * (1 + 0.35 * pale * (1 if node > 0 else 0))
                    for c in range(3):
                        albedo = stems[n, FIRST + c] + (stems[n, SECOND + c] - stems[n, FIRST + c]) * hue
                        albedo *= tone * shade * 1.6
                        albedo += (moss[c] * (0.55 + 0.3 * tone + 0.22 * patch) - albedo) * mossy
                        albedo += ((0.80 if c == 0 else (0.83 if c == 1 else 0.88)) - albedo) * white
                        albedo = max(albedo, 0.004)
                        sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                        air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                        value = albedo * (sun * direct + air * around_sky)
                        out[j, i, c] += (value - out[j, i, c]) * cover
                    if cover > 0.5:
                        depths[j, i] = depth
                    if cover > 0.3:
                        water[j, i] = 0
                        leafy[j, i] = 0


def no_stems() -> Vector:
    """An empty list of stems."""
    return np.zeros((0, STEM), np.float64)
