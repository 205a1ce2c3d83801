"""Plants in a wood's light: cut-outs whose leaves glow against the sun and lie in the dapples of the canopy."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Index, Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample
from moviola.engines.place.plants.strew import Cutout, halved
from moviola.engines.place.sky.air import Light

_LEVELS = 9
_BANDS = 16


class Sheet(NamedTuple):
    """Cut-outs in one flat array with their halved copies.

    ``table`` [kind, level] holds offset, width, height; ``nature`` [kind] bark red, green, blue, light that leaves let
    through.
    """

    flat: NDArray[np.uint8]
    table: Index
    nature: Vector


class Stand(NamedTuple):
    """Plants, far to near: place, foot and height in metres, kind, side (−1 mirrors), two leaf colours [n, 6]."""

    x: Vector
    z: Vector
    foot: Vector
    height: Vector
    kind: Index
    side: Vector
    colour: Vector


class Canopy(NamedTuple):
    """Sunlight 0–1 [n, n] that reaches the ground; above ``top`` metres there is no shade.

    ``cell``, ``west``, ``south`` lay the map out as :class:`~moviola.engines.place.terrain.columns.Grid` does.
    """

    light: Picture
    cell: float
    west: float
    south: float
    top: float


def sheet(cutouts: list[Cutout], nature: list[tuple[float, float, float, float]]) -> Sheet:
    """Pack cut-outs, every one with its halved copies."""
    parts = []
    table = np.zeros((len(cutouts), _LEVELS, 3), np.int64)
    offset = 0
    for kind, cutout in enumerate(cutouts):
        level = cutout
        for k in range(_LEVELS):
            height, width = level.shape[:2]
            if min(height, width) < 2:
                table[kind, k] = table[kind, k - 1]
                continue
            table[kind, k] = (offset, width, height)
            parts.append(level.ravel())
            offset += level.size
            level = halved(level)
    return Sheet(np.concatenate(parts), table, np.asarray(nature, np.float64))


@parallel
def draw_cutouts(
    out: Picture, depths: Picture, water: Mask, stand: Stand, begin: int, finish: int, book: Sheet, lens: Lens,
    light: Light, canopy: Canopy, snow: float, leafy: Mask,
) -> None:  # fmt: skip
    """Draw plants ``begin`` … ``finish`` into ``out`` [H, W, 3] without any haze; depths and ``water`` follow.

    ``leafy`` [H, W] becomes 1 where leaves are seen.
    """
    rows, columns = depths.shape
    flat = book.flat
    steep = max(light.y, 0.12)
    lean_x = light.x / steep
    lean_z = light.z / steep
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        end = (band + 1) * columns // _BANDS
        for n in range(begin, finish):
            depth = stand.z[n] - lens.z
            if depth < 0.7:
                continue
            kind = stand.kind[n]
            tall = stand.height[n] / depth * lens.focal
            wide = tall * book.table[kind, 0, 1] / book.table[kind, 0, 2]
            middle = lens.centre + (stand.x[n] - lens.x) / depth * lens.focal
            if middle + wide / 2 < first or middle - wide / 2 > end:
                continue
            bottom = lens.horizon - (stand.foot[n] - lens.height) / depth * lens.focal
            top = bottom - tall
            if bottom < 0 or top > rows or tall < 0.7:
                continue
            level = 0
            shrink = book.table[kind, 0, 2] / tall
            while shrink > 1.3 and level < _LEVELS - 1:
                shrink *= 0.5
                level += 1
            start = book.table[kind, level, 0]
            width = book.table[kind, level, 1]
            height = book.table[kind, level, 2]
            side = stand.side[n]
            through = book.nature[kind, 3]
            # green and yellow leaves lose their blue to what shines through them, petals do not
            pale = min(max((stand.colour[n, 5] / (stand.colour[n, 4] + 1e-6) - 0.3) * 2.0, 0.0), 1.0)
            warm_red = 1.25 - 0.20 * pale
            warm_green = 1.2 - 0.25 * pale
            warm_blue = 0.45 + 0.52 * pale
            row0 = max(int(top), 0)
            row1 = min(int(bottom) + 1, rows)
            column0 = max(int(middle - wide / 2), first)
            column1 = min(int(middle + wide / 2) + 2, end)
            for j in range(row0, row1):
                v = (j + 0.5 - top) / tall * height - 0.5
                if v < -0.5 or v > height - 0.5:
                    continue
                v = min(max(v, 0.0), height - 1.001)
                iv = int(v)
                fv = v - iv
                y = max(lens.height + (lens.horizon - (j + 0.5)) / lens.focal * depth, 0.0)
                high = min(max((y / canopy.top - 0.45) * 1.8, 0.0), 1.0)
                map_z = (stand.z[n] - y * lean_z - canopy.south) / canopy.cell
                for i in range(column0, column1):
                    if depths[j, i] < depth * 0.9985:
                        continue
                    u = (i + 0.5 - middle) / wide * side + 0.5
                    u = u * width - 0.5
                    if u < -0.5 or u > width - 0.5:
                        continue
                    u = min(max(u, 0.0), width - 1.001)
                    iu = int(u)
                    fu = u - iu
                    p = start + (iv * width + iu) * 8
                    q = p + width * 8
                    a = (1 - fu) * (1 - fv)
                    b = fu * (1 - fv)
                    c = (1 - fu) * fv
                    d = fu * fv
                    opacity = flat[p] * a + flat[p + 8] * b + flat[q] * c + flat[q + 8] * d
                    if opacity < 5:
                        continue
                    inverse = 1 / opacity
                    tone = (flat[p + 1] * a + flat[p + 9] * b + flat[q + 1] * c + flat[q + 9] * d) * inverse
                    leaf = (flat[p + 2] * a + flat[p + 10] * b + flat[q + 2] * c + flat[q + 10] * d) * inverse
                    hue = (flat[p + 3] * a + flat[p + 11] * b + flat[q + 3] * c + flat[q + 11] * d) * inverse
                    nx = (flat[p + 4] * a + flat[p + 12] * b + flat[q + 4] * c + flat[q + 12] * d) * inverse
                    ny = (flat[p + 5] * a + flat[p + 13] * b + flat[q + 5] * c + flat[q + 13] * d) * inverse
                    open_ = (
                        flat[p + 6] * a + flat[p + 14] * b + flat[q + 6] * c + flat[q + 14] * d
                    ) * inverse
                    white = (
                        (flat[p + 7] * a + flat[p + 15] * b + flat[q + 7] * c + flat[q + 15] * d)
                        * inverse
                        * snow
                    )
                    opacity *= 1 / 255
                    nx = (nx * 255 - 128) / 120 * side
                    ny = (ny * 255 - 128) / 120
                    nz = -math.sqrt(max(1 - nx * nx - ny * ny, 0.0))
                    x = stand.x[n] + (i + 0.5 - middle) / lens.focal * depth
                    lit = sample(canopy.light, (x - y * lean_x - canopy.west) / canopy.cell, map_z)
                    lit = (0.10 + 0.80 * (lit + (1 - lit) * high)) * open_ * open_
                    cosine = nx * light.x + ny * light.y + nz * light.z
                    front = max(cosine, 0.0) * lit
                    back = max(0.25 - cosine, 0.0) * lit * through * leaf * (1 - white)
                    air_part = open_ * (0.62 + 0.38 * ny)
                    for k in range(3):
                        albedo = stand.colour[n, k] + (stand.colour[n, k + 3] - stand.colour[n, k]) * hue
                        albedo = (book.nature[kind, k] + (albedo - book.nature[kind, k]) * leaf) * tone * 1.4
                        warm = albedo * (warm_red if k == 0 else (warm_green if k == 1 else warm_blue))
                        albedo += ((0.80 if k == 0 else (0.83 if k == 1 else 0.88)) - albedo) * white
                        sun = light.red if k == 0 else (light.green if k == 1 else light.blue)
                        air = light.sky_red if k == 0 else (light.sky_green if k == 1 else light.sky_blue)
                        value = albedo * (sun * front + air * air_part) + warm * sun * back
                        out[j, i, k] += (value - out[j, i, k]) * opacity
                    if opacity > 0.5:
                        depths[j, i] = depth
                    if opacity > 0.3:
                        water[j, i] = 0
                        leafy[j, i] = 1 if leaf > 0.5 else 0
