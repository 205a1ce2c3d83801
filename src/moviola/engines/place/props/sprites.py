"""Flat cut-outs in the land: trees, reeds, people, with mip levels, normals, shade and haze."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Index, Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.sky.air import Haze, Light, haze_between

_LEVELS = 10
#: Columns of the picture that one thread fills at a time.
_BANDS = 16


class Atlas(NamedTuple):
    """Cut-outs in one flat array: opacity, shade, normal to the right, snow; then where each level lies.

    ``table`` [kind, level] holds offset, width, height; ``palette`` [kind] red, green, blue, light that shines through.
    """

    flat: Picture
    table: Index
    palette: Vector


class Flock(NamedTuple):
    """Many cut-outs, far to near: place in metres, foot and size in metres, kind, sunlight 0–1, tint."""

    x: Vector
    z: Vector
    foot: Vector
    height: Vector
    kind: Index
    sunlit: Picture
    tint: Vector


def atlas(cutouts: list[Picture], palette: list[tuple[float, float, float, float]]) -> Atlas:
    """Pack cut-outs [h, w, 4] with their halved copies."""
    parts = []
    table = np.zeros((len(cutouts), _LEVELS, 3), np.int64)
    offset = 0
    for kind, cutout in enumerate(cutouts):
        level = cutout.copy()
        level[..., 1:] *= level[..., :1]
        for k in range(_LEVELS):
            height, width = level.shape[:2]
            if min(height, width) < 2:
                table[kind, k] = table[kind, k - 1]
                continue
            table[kind, k] = (offset, width, height)
            parts.append(level.ravel())
            offset += level.size
            level = fit(level, (max(width // 2, 1), max(height // 2, 1)), AREA)
    return Atlas(np.concatenate(parts).astype(np.float32), table, np.asarray(palette, np.float64))


@parallel
def draw_sprites(
    out: Picture,
    depths: Picture,
    water: Mask,
    flock: Flock,
    book: Atlas,
    lens: Lens,
    table: Picture,
    light: Light,
    haze: Haze,
) -> None:
    """Draw ``flock`` into ``out`` [H, W, 3] where ``depths`` lets it, and write its depth and clear ``water``."""
    rows, columns = depths.shape
    flat_length = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat_length
    sun_z = light.z / flat_length
    behind = max(sun_z, 0.0)
    flat = book.flat
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        end = (band + 1) * columns // _BANDS
        for n in range(len(flock.x)):
            depth = flock.z[n] - lens.z
            if depth < 1:
                continue
            kind = flock.kind[n]
            tall = flock.height[n] / depth * lens.focal
            wide = tall * book.table[kind, 0, 1] / book.table[kind, 0, 2]
            middle = lens.centre + (flock.x[n] - lens.x) / depth * lens.focal
            if middle + wide / 2 < first or middle - wide / 2 > end:
                continue
            bottom = lens.horizon - (flock.foot[n] - lens.height) / depth * lens.focal
            top = bottom - tall
            if bottom < 0 or top > rows:
                continue
            level = 0
            shrink = book.table[kind, 0, 2] / max(tall, 0.5)
            while shrink > 1.4 and level < 8:
                shrink *= 0.5
                level += 1
            start = book.table[kind, level, 0]
            width = book.table[kind, level, 1]
            height = book.table[kind, level, 2]
            across = (flock.x[n] - lens.x) / depth
            slope = (flock.foot[n] - lens.height) / depth
            far = depth * math.sqrt(1 + across * across)
            middle_height = flock.foot[n] + flock.height[n] * 0.5
            clear = haze_between(
                table, across, slope, far, abs(lens.height), middle_height, sun_x, sun_z, haze
            )
            tint = flock.tint[n]
            row0 = max(int(top), 0)
            row1 = min(int(bottom) + 1, rows)
            column0 = max(int(middle - wide / 2), first)
            column1 = min(int(middle + wide / 2) + 2, end)
            thin = min(1.0, tall / 1.5)
            for j in range(row0, row1):
                v = (j + 0.5 - top) / tall * height - 0.5
                if v < -0.5 or v > height - 0.5:
                    continue
                v = min(max(v, 0.0), height - 1.001)
                iv = int(v)
                fv = v - iv
                for i in range(column0, column1):
                    if depths[j, i] < depth * 0.9985:
                        continue
                    u = (i + 0.5 - (middle - wide / 2)) / wide * width - 0.5
                    if u < -0.5 or u > width - 0.5:
                        continue
                    u = min(max(u, 0.0), width - 1.001)
                    iu = int(u)
                    fu = u - iu
                    p = start + (iv * width + iu) * 4
                    q = p + width * 4
                    a = (1 - fu) * (1 - fv)
                    b = fu * (1 - fv)
                    c = (1 - fu) * fv
                    d = fu * fv
                    opacity = flat[p] * a + flat[p + 4] * b + flat[q] * c + flat[q + 4] * d
                    if opacity < 0.02:
                        continue
                    inverse = 1 / opacity
                    shade = (flat[p + 1] * a + flat[p + 5] * b + flat[q + 1] * c + flat[q + 5] * d) * inverse
                    nx = (flat[p + 2] * a + flat[p + 6] * b + flat[q + 2] * c + flat[q + 6] * d) * inverse
                    snow = (flat[p + 3] * a + flat[p + 7] * b + flat[q + 3] * c + flat[q + 7] * d) * inverse
                    opacity *= thin
                    nz = -math.sqrt(max(1 - nx * nx, 0.0))
                    lit = max((nx * light.x + nz * light.z * 0.8 + 0.35 + 0.3 * light.y) / 1.35, 0.0)
                    lit += book.palette[kind, 3] * behind * max(0.0, shade - 0.4)
                    lit *= flock.sunlit[n] * shade
                    open_sky = shade * (0.35 + 0.65 * (1 - iv / height))
                    for k in range(3):
                        albedo = book.palette[kind, k] * tint
                        albedo += ((0.80 if k == 0 else (0.83 if k == 1 else 0.90)) - albedo) * snow
                        sun = light.red if k == 0 else (light.green if k == 1 else light.blue)
                        air = light.sky_red if k == 0 else (light.sky_green if k == 1 else light.sky_blue)
                        value = albedo * (sun * lit + air * open_sky)
                        value = value * clear[k] + clear[3 + k] * (1 - clear[k])
                        out[j, i, k] += (value - out[j, i, k]) * opacity
                    if opacity > 0.5:
                        depths[j, i] = depth
                    if opacity > 0.3:
                        water[j, i] = 0
