"""The light at one place of a facade: tiles in relief, followed along the ray, with rooms behind their glass.

F. Policarpo, M. Oliveira, J. Comba, "Real-Time Relief Mapping on Arbitrary Polygonal Surfaces", 2005.
"""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Index, Mask, Picture, Vector, kernel
from moviola.engines.place.noise import hashed, tiled
from moviola.engines.place.sky.air import Light
from moviola.engines.place.street.fields import (
    BACK,
    BAY,
    BRIGHT,
    CLOSED,
    DEEP,
    DENSITY,
    DWELLING,
    FRONT,
    GRID,
    GROUND,
    LIT,
    OUT,
    SEED,
    SHOP,
    SHOP_WIDTH,
    SHOPS,
    STOREY,
    TILE,
    TILE_FIELDS,
    TOP,
    VARIANTS,
    WARM,
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
from moviola.engines.place.street.rooms import room


@kernel
def _tile(
    boxes: Vector, n: int, side: int, u: float, v: float
) -> tuple[int, float, float, float, float, int]:
    """Tile at a place on a facade, the place within it, its size in metres, and the number of its room."""
    seed = int(boxes[n, SEED])
    ground = boxes[n, GROUND]
    if v < ground:
        wide = boxes[n, SHOP_WIDTH]
        column = math.floor(u / wide)
        key = int(hashed(column, seed + side, 5) * 1000)
        tile = int(boxes[n, SHOP]) + key % max(int(boxes[n, SHOPS]), 1)
        return tile, u - column * wide, v, wide, ground, column * 131 + seed + 7
    wide = boxes[n, BAY]
    tall = boxes[n, STOREY]
    column = math.floor(u / wide)
    level = math.floor((v - ground) / tall)
    # the same kind of window stands above itself, with now and then another
    key = int(hashed(column, 3, seed + side) * 1000)
    if hashed(column, level, seed + 11) > 0.45:
        key = int(hashed(column, level, seed + 12) * 1000)
    tile = int(boxes[n, TILE]) + key % max(int(boxes[n, VARIANTS]), 1)
    return tile, u - column * wide, v - ground - level * tall, wide, tall, (column * 57 + level) * 131 + seed


@kernel
def _texel(table: Index, tile: int, level: int, x: float, y: float) -> int:
    """Where the pixel of a tile at (x, y), shares of its size from the lower left, begins."""
    wide = table[tile, level, 1]
    tall = table[tile, level, 2]
    i = min(max(int(x * wide), 0), wide - 1)
    j = min(max(int((1 - y) * tall), 0), tall - 1)
    return int(table[tile, level, 0] + (j * wide + i) * TILE_FIELDS)


@kernel
def facade(
    boxes: Vector, n: int, side: int, u: float, v: float, a: float, b: float, pixel: float, pixels: Mask, table: Index,
    behind: Index, grid: Picture, light: Light, nl: tuple[float, float, float], sheen: tuple[float, float, float],
    day: float, soft: Picture,
) -> tuple[float, float, float]:  # fmt: skip
    """Light of a facade seen at (u, v), the ray going ``a`` along and ``b`` up per metre inward."""
    wide_face = grid.shape[0]
    slant = math.sqrt(a * a + b * b + 1)
    along = pixel * math.sqrt(a * a + 1)
    level = 0
    size = math.sqrt(pixel * along) * DENSITY
    while size > 1.5 and level < 3:
        size *= 0.5
        level += 1
    top = boxes[n, TOP] - boxes[n, BOX_BOTTOM]
    hit_u = u
    hit_v = v
    if pixel < 0.045:
        reach = (OUT + DEEP) * math.sqrt(a * a + b * b)
        steps = min(max(int(reach / max(0.08, 2.0 * pixel)), 6), 26)
        step = (OUT + DEEP) / steps
        t = -OUT
        before = t
        coarse = min(level + 1, 3)
        cell_u = 0.0
        cell_v = 0.0
        cell_wide = -1.0
        cell_tall = -1.0
        cell = 0
        halves = -1
        # forward until the ray is inside the wall, then halve the last step
        for _ in range(steps + 5):
            at = t if halves < 0 else (before + t) * 0.5
            pu = u + a * at
            pv = min(max(v + b * at, 0.0), top)
            x = pu - cell_u
            y = pv - cell_v
            if x < 0 or x >= cell_wide or y < 0 or y >= cell_tall:
                cell, x, y, cell_wide, cell_tall, _ = _tile(boxes, n, side, pu, pv)
                cell_u = pu - x
                cell_v = pv - y
            p = _texel(table, cell, coarse if halves < 0 else level, x / cell_wide, y / cell_tall)
            inside = pixels[p + 3] * ((OUT + DEEP) / 255.0) - DEEP >= -at
            if halves < 0:
                if inside:
                    halves = 0
                else:
                    before = t
                    t += step
                    if t > DEEP:
                        t = DEEP
                        halves = 0
            else:
                if inside:
                    t = at
                else:
                    before = at
                halves += 1
                if halves > 4:
                    break
        hit_u = u + a * t
        hit_v = min(max(v + b * t, 0.0), top)
    tile, x, y, wide, tall, key = _tile(boxes, n, side, hit_u, hit_v)
    x /= wide
    y /= tall
    # colour, smoothly between pixels
    columns = table[tile, level, 1]
    rows = table[tile, level, 2]
    fx = min(max(x * columns - 0.5, 0.0), columns - 1.001)
    fy = min(max((1 - y) * rows - 0.5, 0.0), rows - 1.001)
    i = int(fx)
    j = int(fy)
    fx -= i
    fy -= j
    p = table[tile, level, 0] + (j * columns + i) * TILE_FIELDS
    q = p + columns * TILE_FIELDS
    w00 = (1 - fx) * (1 - fy)
    w01 = fx * (1 - fy)
    w10 = (1 - fx) * fy
    w11 = fx * fy
    inverse = 1.0 / 255.0
    red = (pixels[p] * w00 + pixels[p + 6] * w01 + pixels[q] * w10 + pixels[q + 6] * w11) * inverse
    green = (pixels[p + 1] * w00 + pixels[p + 7] * w01 + pixels[q + 1] * w10 + pixels[q + 7] * w11) * inverse
    blue = (pixels[p + 2] * w00 + pixels[p + 8] * w01 + pixels[q + 2] * w10 + pixels[q + 8] * w11) * inverse
    glass = (
        pixels[p + 4] * w00 + pixels[p + 10] * w01 + pixels[q + 4] * w10 + pixels[q + 10] * w11
    ) * inverse
    cloth = (
        pixels[p + 5] * w00 + pixels[p + 11] * w01 + pixels[q + 5] * w10 + pixels[q + 11] * w11
    ) * inverse
    right = (float(pixels[p + 9]) - float(pixels[p + 3])) * (1 - fy) + (
        float(pixels[q + 9]) - float(pixels[q + 3])
    ) * fy
    down = (float(pixels[q + 3]) - float(pixels[p + 3])) * (1 - fx) + (
        float(pixels[q + 9]) - float(pixels[p + 9])
    ) * fx
    texel = tall / rows
    unit = (OUT + DEEP) * inverse / texel
    nu = -right * unit
    nv = down * unit
    norm = 1 / math.sqrt(nu * nu + nv * nv + 1)
    nu *= norm
    nv *= norm
    # walls are stained in great patches
    stain = (
        0.9
        + 0.09 * tiled(soft, hit_u * 21 + n * 57, hit_v * 9)
        + 0.06 * tiled(soft, hit_u * 130 + n * 31, hit_v * 90)
    )
    tinted = 1.0 - glass
    red = red * red * stain * (1 + (boxes[n, TINT_RED] - 1) * tinted)
    green = green * green * stain * (1 + (boxes[n, TINT_GREEN] - 1) * tinted)
    blue = blue * blue * stain * (1 + (boxes[n, TINT_BLUE] - 1) * tinted)
    # what light arrives
    length = max(boxes[n, 2] if side in (FRONT, BACK) else boxes[n, 3], 0.01) * 2
    gx = min(max(hit_u / length * GRID - 0.5, 0.0), GRID - 1.001)
    gy = min(max(hit_v / max(top, 0.01) * GRID - 0.5, 0.0), GRID - 1.001)
    gi = int(gx)
    gj = int(gy)
    gx -= gi
    gy -= gj
    row = min(n * 4 + side, wide_face - 1)
    here = grid[row]
    g00 = (1 - gx) * (1 - gy)
    g01 = gx * (1 - gy)
    g10 = (1 - gx) * gy
    g11 = gx * gy
    lr = (
        here[gj, gi, 0] * g00
        + here[gj, gi + 1, 0] * g01
        + here[gj + 1, gi, 0] * g10
        + here[gj + 1, gi + 1, 0] * g11
    )
    lg = (
        here[gj, gi, 1] * g00
        + here[gj, gi + 1, 1] * g01
        + here[gj + 1, gi, 1] * g10
        + here[gj + 1, gi + 1, 1] * g11
    )
    lb = (
        here[gj, gi, 2] * g00
        + here[gj, gi + 1, 2] * g01
        + here[gj + 1, gi, 2] * g10
        + here[gj + 1, gi + 1, 2] * g11
    )
    above = here[gj, gi, 3]
    beside = here[gj, gi, 4]
    sun = (
        here[gj, gi, 5] * g00
        + here[gj, gi + 1, 5] * g01
        + here[gj + 1, gi, 5] * g10
        + here[gj + 1, gi + 1, 5] * g11
    )
    shade = max(0.55 * norm + 0.65 * (nv * above + nu * beside) + 0.2, 0.06)
    sky = max(0.45 + 0.45 * nv, 0.05)
    facing = max(nl[0] * nu + nl[1] * nv + nl[2] * norm, 0.0) * sun
    lr = lr * shade + light.sky_red * sky + light.red * facing
    lg = lg * shade + light.sky_green * sky + light.green * facing
    lb = lb * shade + light.sky_blue * sky + light.blue * facing
    out_red = red * lr
    out_green = green * lg
    out_blue = blue * lb
    if glass > 0.02 or cloth > 0.02:
        kind = behind[tile]
        shop = boxes[n, GROUND] > 0 and hit_v < boxes[n, GROUND]
        chance = 0.94 if shop else boxes[n, LIT]
        if kind == CLOSED:
            chance = 0.0
        if not shop and kind != DWELLING:
            # a tenant lights a run of bays
            key = key // 131 // 57 // 3 * 7919 + (key // 131) % 57 * 131 + n
        lit = 1.0 if hashed(key, 41, 3) < chance else 0.0
        strength = boxes[n, BRIGHT] * lit * (0.25 + 0.75 * hashed(key, 42, 3) ** 1.5) * (2.1 if shop else 1.0)
        warm = min(max(boxes[n, WARM] + 0.55 * (hashed(key, 43, 3) - 0.5), 0.0), 1.0)
        cr = 1.0 - 0.20 * warm
        cg = 0.62 + 0.28 * warm
        cb = 0.28 + 0.72 * warm
        base = day * 0.10
        if glass > 0.02:
            ir, ig, ib = room(kind, key, x * wide, y * tall, a, b, wide, tall)
            out_red = out_red * (1 - glass) + glass * ir * (strength * cr + base * light.sky_red)
            out_green = out_green * (1 - glass) + glass * ig * (strength * cg + base * light.sky_green)
            out_blue = out_blue * (1 - glass) + glass * ib * (strength * cb + base * light.sky_blue)
            # the far side of the street in the pane, wavy as old glass is
            graze = 1 - 1 / slant
            wave = 0.75 + 0.35 * tiled(soft, hit_u * 9 + n * 13 + nu * 40, hit_v * 13 + a * 20)
            mirror = glass * (0.05 + 0.75 * graze**3) * max(wave, 0.1)
            rise = min(max(0.35 + 0.65 * b / slant + hit_v * 0.02, 0.05), 1.2)
            out_red += mirror * (sheen[0] * rise + lr * 0.10)
            out_green += mirror * (sheen[1] * rise + lg * 0.10)
            out_blue += mirror * (sheen[2] * rise + lb * 0.10)
        if cloth > 0.02:
            back = cloth * strength * 0.55
            out_red += red * back * cr
            out_green += green * back * cg
            out_blue += blue * back * cb
    return out_red, out_green, out_blue
