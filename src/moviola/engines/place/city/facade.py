"""What a wall looks like: stone, concrete and glass in the light of the hour.

A pane mirrors the sky, and the city's map of heights where that stands before the sky.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.city.cells import inside
from moviola.engines.place.city.fields import (
    AROUND,
    BASE,
    BAY,
    BLUE,
    BOTTOM,
    COS,
    CURTAIN,
    GREEN,
    HALF_X,
    HALF_Z,
    MEDIA,
    MIRROR,
    PIERS,
    RED,
    RIBBON,
    ROOF,
    SEED,
    SIN,
    STOREY,
    STYLE,
    TAPER,
    TOP,
)
from moviola.engines.place.city.shade import Relief
from moviola.engines.place.city.towers import Seen
from moviola.engines.place.kernels import Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, sample, smoothstep, tiled
from moviola.engines.place.sky.air import Light, sky_colour


class Lit(NamedTuple):
    """The city's own light: ``lamps`` scales all of it, ``share`` the lit windows; of streets, and of the glowing air.

    ``clouds``: contrast of what glass mirrors of the sky; ``wet``, ``snow``: 0–1, on roofs.
    """

    lamps: float
    share: float
    street_red: float
    street_green: float
    street_blue: float
    glow_red: float
    glow_green: float
    glow_blue: float
    clouds: float
    wet: float
    snow: float


@kernel
def _mirrored(
    x: float, y: float, z: float, dx: float, dy: float, dz: float, relief: Relief, table: Picture, sun: Light,
    lit: Lit, soft: Picture,
) -> tuple[float, float, float]:  # fmt: skip
    """Light that arrives at a pane from the unit direction (dx, dy, dz)."""
    flat = math.sqrt(sun.x * sun.x + sun.z * sun.z) + 1e-9
    red, green, blue = sky_colour(table, dx, max(dy, 0.012), dz, sun.x / flat, sun.z / flat)
    if lit.clouds > 0 and dy > 0.01:
        cloud = tiled(soft, dx / (dy + 0.12) * 60 + 200, dz / (dy + 0.12) * 60)
        gain = 1 + lit.clouds * smoothstep(-0.2, 1.2, cloud)
        red, green, blue = red * gain, green * gain, blue * gain
    glow = math.exp(-max(dy, 0.0) * 5.0)
    red += lit.glow_red * glow
    green += lit.glow_green * glow
    blue += lit.glow_blue * glow
    # what stands before that sky
    away = 12.0
    hidden = 0.0
    for _ in range(7):
        away *= 1.62
        i = (x + dx * away - relief.x) / relief.cell
        j = (z + dz * away - relief.z) / relief.cell
        if i < 0 or j < 0 or i >= relief.height.shape[1] or j >= relief.height.shape[0]:
            break
        over = sample(relief.height, i, j) - (y + dy * away)
        hidden = max(hidden, smoothstep(-7.0, 9.0, over))
    if hidden > 0:
        grain = 0.6 + 0.4 * tiled(soft, (x + y) * 7.0, (y * 1.7 + z) * 7.0)
        dim_red = (sun.sky_red * 0.075 + lit.street_red * 0.10) * grain
        dim_green = (sun.sky_green * 0.075 + lit.street_green * 0.10) * grain
        dim_blue = (sun.sky_blue * 0.080 + lit.street_blue * 0.10) * grain
        red += (dim_red - red) * hidden
        green += (dim_green - green) * hidden
        blue += (dim_blue - blue) * hidden
    return red, green, blue


@parallel
def shade_walls(
    out: Picture, seen: Seen, towers: Vector, lens: Lens, table: Picture, sun: Light, relief: Relief, lit: Lit,
    soft: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] where ``seen`` shows a solid, as if there were no air."""
    rows, columns = seen.depths.shape
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            k = seen.found[j, i]
            if k < 0:
                continue
            face = seen.face[j, i]
            along = seen.along[j, i]
            depth = seen.depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            y = lens.height + slope * depth
            z = lens.z + depth
            seed = int(towers[k, SEED])
            style = int(towers[k, STYLE])
            pixel = depth / lens.focal
            cosine = towers[k, COS]
            sine = towers[k, SIN]
            half = towers[k, HALF_Z] if face < 2 else towers[k, HALF_X]
            nx = 0.0
            ny = 0.0
            nz = 0.0
            if face == ROOF:
                ny = 1.0 if slope < 0 else -1.0
            elif face == AROUND:
                turn = along / (0.5 * (towers[k, HALF_X] + towers[k, HALF_Z]))
                nx = cosine * math.sin(turn) - sine * math.cos(turn)
                nz = sine * math.sin(turn) + cosine * math.cos(turn)
            elif face < 2:
                sign = 1.0 if face == 0 else -1.0
                nx = cosine * sign
                nz = sine * sign
            else:
                sign = 1.0 if face == 2 else -1.0
                nx = -sine * sign
                nz = cosine * sign
            if face != ROOF:
                ny = (1 - towers[k, TAPER]) * half / (towers[k, TOP] - towers[k, BOTTOM])
                long = 1 / math.sqrt(1 + ny * ny)
                nx, ny, nz = nx * long, ny * long, nz * long
            # light on the wall
            at_x = (x + nx * 5 - relief.x) / relief.cell
            at_z = (z + nz * 5 - relief.z) / relief.cell
            shaded = sample(relief.shadow, at_x, at_z) - y
            open_sun = smoothstep(4.0, -4.0, shaded)
            deep = max(sample(relief.around, at_x, at_z) * 1.25 - y, 0.0)
            open_sky = (0.55 + 0.45 * ny) * (0.24 + 0.76 * math.exp(-deep / 40.0))
            facing = max(nx * sun.x + ny * sun.y + nz * sun.z, 0.0) * open_sun
            high = max(y, 0.0)
            street = (
                math.exp(-high / 6.5) * 0.95 + math.exp(-high / 34.0) * 0.16 + math.exp(-high / 160.0) * 0.03
            )
            street *= lit.lamps * (1.0 if face != ROOF else 0.25)
            air = (0.5 + 0.5 * ny) * 0.35 + 0.65
            got_red = sun.red * facing + sun.sky_red * open_sky + lit.street_red * street + lit.glow_red * air
            got_green = (
                sun.green * facing
                + sun.sky_green * open_sky
                + lit.street_green * street
                + lit.glow_green * air
            )
            got_blue = (
                sun.blue * facing + sun.sky_blue * open_sky + lit.street_blue * street + lit.glow_blue * air
            )
            wall_red = towers[k, RED]
            wall_green = towers[k, GREEN]
            wall_blue = towers[k, BLUE]
            if face == ROOF:
                tone = (0.6 + 0.7 * hashed(seed, 4, 4)) * (1 + 0.22 * tiled(soft, x * 9.0, z * 9.0))
                grey = 0.5 * (wall_red + wall_green + wall_blue) / 3 + 0.06
                white = lit.snow * 0.75
                out[j, i, 0] = (grey * tone * (1 - white) + 0.8 * white) * got_red
                out[j, i, 1] = (grey * tone * 0.99 * (1 - white) + 0.82 * white) * got_green
                out[j, i, 2] = (grey * tone * 0.96 * (1 - white) + 0.86 * white) * got_blue
                continue
            # streaks of weather, and a tone for each stretch of wall
            rough = (
                0.93
                + 0.09 * tiled(soft, along * 5 + seed % 401, y * 0.9)
                + 0.05 * tiled(soft, along * 40, y * 40)
            )
            if y < 14:
                rough *= 0.82 + 0.013 * y
            out_red = wall_red * rough * got_red
            out_green = wall_green * rough * got_green
            out_blue = wall_blue * rough * got_blue
            up = y - towers[k, BASE]
            storey = towers[k, STOREY]
            bay = towers[k, BAY]
            aside = pixel / max(abs(nx * across + nz) / math.sqrt(1 + across * across), 0.14)
            level = math.floor(up / storey)
            in_y = up / storey - level
            column = math.floor(along / bay)
            in_x = along / bay - column
            cell = int(column) + face * 977
            floor = int(level)
            if style < MEDIA:
                margin_x = 0.15
                margin_y = 0.19
                if style == RIBBON:
                    margin_x = 0.035
                    margin_y = 0.25
                elif style == CURTAIN:
                    margin_x = 0.035
                    margin_y = 0.07
                elif style == PIERS:
                    margin_x = 0.17
                    margin_y = 0.13
                mask_x = inside(in_x, margin_x, aside / bay)
                mask_y = inside(in_y, margin_y, pixel / storey)
                fine = min(max(1.9 - aside / bay * 1.3, 0.0), 1.0)
                mask_x = mask_x * fine + (1 - 2 * margin_x) * (1 - fine)
                fine_y = min(max(1.9 - pixel / storey * 1.3, 0.0), 1.0)
                mask_y = mask_y * fine_y + (1 - 2 * margin_y) * (1 - fine_y)
                mask = mask_x * mask_y
                # each pane is set a little askew
                near = min(max(1.6 - pixel * 0.55, 0.0), 1.0)
                skew = (0.010 if style == CURTAIN else 0.02) * near
                px = nx + skew * (hashed(cell, floor, seed + 21) - 0.5) * 2
                py = ny + skew * (hashed(cell, floor, seed + 22) - 0.5) * 2
                pz = nz + skew * (hashed(cell, floor, seed + 23) - 0.5) * 2
                far = 1 / math.sqrt(1 + across * across + slope * slope)
                vx, vy, vz = across * far, slope * far, far
                dot = vx * px + vy * py + vz * pz
                rx, ry, rz = vx - 2 * dot * px, vy - 2 * dot * py, vz - 2 * dot * pz
                see_red, see_green, see_blue = _mirrored(x, y, z, rx, ry, rz, relief, table, sun, lit, soft)
                miss = 1 - min(abs(dot), 1.0)
                share = towers[k, MIRROR] + (1 - towers[k, MIRROR]) * miss**5
                glint = max(rx * sun.x + ry * sun.y + rz * sun.z, 0.0)
                glint = (glint**400 * 1.5 * hashed(cell // 2, floor, seed + 41) + glint**40 * 0.12) * open_sun
                glint = min(glint * share * max(1 - lit.lamps, 0.0), 0.09)
                pane_red = see_red * share + sun.red * glint
                pane_green = see_green * share + sun.green * glint
                pane_blue = see_blue * share + sun.blue * glint
                # the room behind it by day, and its tint
                tint = hashed(seed, 31, 3)
                pane_red = pane_red * (0.76 + 0.18 * tint) + got_red * 0.008
                pane_green = pane_green * (0.82 + 0.10 * tint) + got_green * 0.010
                pane_blue = pane_blue * (0.98 - 0.08 * tint) + got_blue * 0.011
                if style == CURTAIN:
                    # floors show as darker bands behind the glass
                    band = 0.82 + 0.18 * mask_y
                    mask = 0.90 * mask_x + 0.10 * mask
                    pane_red, pane_green, pane_blue = pane_red * band, pane_green * band, pane_blue * band
                out_red += (pane_red - out_red) * mask
                out_green += (pane_green - out_green) * mask
                out_blue += (pane_blue - out_blue) * mask
            out[j, i, 0] = out_red
            out[j, i, 1] = out_green
            out[j, i, 2] = out_blue
