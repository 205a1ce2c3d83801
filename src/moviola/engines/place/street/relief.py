"""The light of everything in a street that is a box: facades, signs, bridges."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Index, Mask, Picture, Vector, f32, i64, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled
from moviola.engines.place.sky.air import Light
from moviola.engines.place.street.cast import Faces
from moviola.engines.place.street.facade import facade
from moviola.engines.place.street.fields import (
    BACK,
    BRIGHT,
    BUILDING,
    FACES,
    FRONT,
    GRID,
    KIND,
    LEFT,
    RIGHT,
    TILE,
    TOP,
    TURN,
    UNDER,
)
from moviola.engines.place.street.fields import (
    BLUE as TINT_BLUE,
)
from moviola.engines.place.street.fields import (
    BOTTOM as BOX_BOTTOM,
)
from moviola.engines.place.street.fields import (
    GREEN as TINT_GREEN,
)
from moviola.engines.place.street.fields import (
    RED as TINT_RED,
)


@parallel
def shade_walls(
    out: Picture, depths: Picture, faces: Faces, us: Picture, vs: Picture, boxes: Vector, lens: Lens, pixels: Mask,
    table: Index, behind: Index, signs: Picture, sign_table: Index, grid: Picture, light: Light, sheen: Vector,
    day: float, soft: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] where ``faces`` names the face of a box; see :mod:`street.fields` for the tables.

    ``grid`` [4 · boxes, GRID, GRID, GRID_FIELDS]: the light on every face. ``sheen``: colour that panes mirror.
    ``day``: 1 where rooms are lit from outside.
    """
    rows, columns = depths.shape
    for row in prange(rows):
        j = i64(row)
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            code = faces[j, i]
            if code < 0:
                continue
            n = code // FACES
            side = code - n * FACES
            kind = int(boxes[n, KIND])
            across = (i + 0.5 - lens.centre) / lens.focal
            u = float(us[j, i])
            v = float(vs[j, i])
            cosine = math.cos(boxes[n, TURN])
            sine = math.sin(boxes[n, TURN])
            dx = across * cosine + sine
            dz = -across * sine + cosine
            sx = light.x * cosine + light.z * sine
            sz = -light.x * sine + light.z * cosine
            along = dx
            inward = dz
            sun_u = sx
            sun_n = -sz
            if side == RIGHT:
                along = dz
                inward = -dx
                sun_u = sz
                sun_n = sx
            elif side == BACK:
                along = -dx
                inward = -dz
                sun_u = -sx
                sun_n = sz
            elif side == LEFT:
                along = -dz
                inward = dx
                sun_u = -sz
                sun_n = -sx
            inward = max(inward, 0.02)
            pixel = depths[j, i] / lens.focal
            red = 0.0
            green = 0.0
            blue = 0.0
            if kind == BUILDING and side < UNDER:
                a = min(max(along / inward, -9.0), 9.0)
                b = min(max(slope / inward, -9.0), 9.0)
                red, green, blue = facade(
                    boxes, n, side, u, v, a, b, pixel, pixels, table, behind, grid, light, (sun_u, light.y, sun_n),
                    (sheen[0], sheen[1], sheen[2]), day, soft,
                )  # fmt: skip
            elif kind == 1 and (side in (FRONT, BACK)):
                t = int(boxes[n, TILE])
                wide = boxes[n, 2] * 2
                tall = boxes[n, TOP] - boxes[n, BOX_BOTTOM]
                level = 0
                size = pixel * sign_table[t, 0, 2] / tall
                while size > 1.4 and level < 3:
                    size *= 0.5
                    level += 1
                w = sign_table[t, level, 1]
                h = sign_table[t, level, 2]
                fx = min(max(u / wide * w - 0.5, 0.0), w - 1.001)
                fy = min(max((1 - v / tall) * h - 0.5, 0.0), h - 1.001)
                ix = int(fx)
                iy = int(fy)
                fx -= ix
                fy -= iy
                p = sign_table[t, level, 0] + (iy * w + ix) * 3
                q = p + w * 3
                gain = boxes[n, BRIGHT]
                s00 = (1 - fx) * (1 - fy)
                s01 = fx * (1 - fy)
                s10 = (1 - fx) * fy
                s11 = fx * fy
                red = (signs[p] * s00 + signs[p + 3] * s01 + signs[q] * s10 + signs[q + 3] * s11) * gain
                green = (
                    signs[p + 1] * s00 + signs[p + 4] * s01 + signs[q + 1] * s10 + signs[q + 4] * s11
                ) * gain
                blue = (
                    signs[p + 2] * s00 + signs[p + 5] * s01 + signs[q + 2] * s10 + signs[q + 5] * s11
                ) * gain
                red += 0.05 * light.sky_red
                green += 0.05 * light.sky_green
                blue += 0.05 * light.sky_blue
            else:
                here = grid[min(n * 4 + min(side, 3), grid.shape[0] - 1), GRID // 2, GRID // 2]
                up = 0.9 if side > UNDER else (0.12 if side == UNDER else 0.5)
                tone = 0.85 + 0.13 * tiled(soft, u * 60 + n * 17, v * 90)
                facing = (
                    max(sun_n, 0.0) * here[5]
                    if side < UNDER
                    else (light.y * here[5] if side > UNDER else 0.0)
                )
                gain = boxes[n, BRIGHT]
                dim = 0.6 if side == UNDER else 1.0
                red = boxes[n, TINT_RED] * (
                    tone * (here[0] * dim + light.sky_red * up + light.red * facing) + gain
                )
                green = boxes[n, TINT_GREEN] * (
                    tone * (here[1] * dim + light.sky_green * up + light.green * facing) + gain
                )
                blue = boxes[n, TINT_BLUE] * (
                    tone * (here[2] * dim + light.sky_blue * up + light.blue * facing) + gain
                )
            out[j, i, 0] = f32(red)
            out[j, i, 1] = f32(green)
            out[j, i, 2] = f32(blue)
