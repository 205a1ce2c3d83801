"""The lights of a wall: windows that go with the building's use, lit bands, screens, floodlights and luminous lines.

All windows are functions of the building's seed and the place on the wall; nothing is stored.
"""

from __future__ import annotations

import math

from moviola.engines.place.city.cells import inside
from moviola.engines.place.city.facade import Lit
from moviola.engines.place.city.fields import (
    AROUND,
    BAND,
    BASE,
    BAY,
    BOTTOM,
    BRIGHT,
    COOL,
    CORNER,
    CORNER_HUE,
    COS,
    CREST,
    CURTAIN,
    FLATS,
    HALF_X,
    HALF_Z,
    HOTEL,
    LIT,
    MEDIA,
    OFFICE,
    PIERS,
    PLAIN,
    RIBBON,
    ROOF,
    SEAM,
    SEED,
    SIN,
    STOREY,
    STYLE,
    TAPER,
    TOP,
    USE,
    WASH,
    WASH_HUE,
)
from moviola.engines.place.city.hues import hue_light, lamp_light
from moviola.engines.place.city.towers import Seen
from moviola.engines.place.kernels import Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, smoothstep, tiled


@kernel
def _room(
    use: int, seed: int, cell: int, floor: int, lit: float, cool: float, soft: Picture
) -> tuple[float, float, float]:
    """Light of the window at a bay and floor, the mean light about it, and how cool it is."""
    tide = smoothstep(-1.1, 1.1, tiled(soft, cell * 7.0 + seed % 911, floor * 5.0 + seed % 577))
    chance = lit * (0.45 + 0.95 * tide)
    of_floor = hashed(floor, 7, seed)
    if use == OFFICE:
        if of_floor < 0.10:
            chance = 0.05
        elif of_floor > 0.93:
            chance = min(0.5 + lit * 0.5, 0.95)
        # a tenant takes a run of bays and sets its own light
        run = 2 + int(hashed(floor // 3, 3, seed) * 7)
        key = (cell + 500) // run
        level = 0.22 + 0.95 * hashed(key, floor, seed + 3) ** 2.2
        mean = chance * 0.44
        level *= 0.55 + 0.75 * hashed(cell, floor, seed + 4)
        if hashed(cell, floor, seed + 9) < 0.12:
            level *= 0.15
        on = 1.0 if hashed(key, floor, seed) < chance else 0.035
        cool += 0.42 * (hashed(key, floor, seed + 5) - 0.5)
        return on * level, mean, min(max(cool, 0.0), 1.0)
    if use == HOTEL:
        on = 1.0 if hashed(cell, floor, seed) < chance else 0.02
        level = 0.40 + 0.35 * hashed(cell, floor, seed + 3)
        return (
            on * level,
            chance * 0.57,
            min(max(cool * 0.4 + 0.10 * hashed(cell, floor, seed + 5), 0.0), 1.0),
        )
    # flats: rooms of one or two windows; stairs stay lit all the way up
    key = (cell + int(hashed(cell // 2, 11, seed) * 2)) // 2
    stairs = hashed(cell, 5, seed + 1) < 0.045
    own = hashed(key, floor, seed + 3)
    level = 0.16 + 0.95 * own * own
    if stairs:
        return 0.30, 0.30, 0.55
    on = 1.0 if hashed(key, floor, seed) < chance else 0.012
    shade = cool * 0.45 + 0.42 * (hashed(key, floor, seed + 5) - 0.40)
    if hashed(key, floor, seed + 6) > 0.955:
        shade = 0.95
    return on * level, chance * 0.46, min(max(shade, 0.0), 1.0)


@kernel
def _windows(
    towers: Vector, k: int, face: int, along: float, up: float, aside: float, pixel: float, lit: Lit, soft: Picture
) -> tuple[float, float, float]:  # fmt: skip
    """Light of the windows of tower ``k`` at a point of a wall; a pixel covers ``aside`` × ``pixel`` metres."""
    seed = int(towers[k, SEED])
    style = int(towers[k, STYLE])
    use = int(towers[k, USE])
    storey = towers[k, STOREY]
    bay = towers[k, BAY]
    floor = math.floor(up / storey)
    in_y = up / storey - floor
    column = math.floor(along / bay)
    in_x = along / bay - column
    cell = column + face * 977
    margin_x = 0.15
    margin_y = 0.19
    if style == RIBBON:
        margin_x = 0.035
        margin_y = 0.25
    elif style == CURTAIN:
        # the floor's edge and the posts hide a part of the room
        margin_x = 0.085
        margin_y = 0.20
    elif style == PIERS:
        margin_x = 0.17
        margin_y = 0.13
    mask = inside(in_x, margin_x, aside / bay) * inside(in_y, margin_y, pixel / storey)
    fine = min(max(1.9 - aside / bay * 1.3, 0.0), 1.0) * min(max(1.9 - pixel / storey * 1.3, 0.0), 1.0)
    mask = mask * fine + (1 - 2 * margin_x) * (1 - 2 * margin_y) * (1 - fine)
    chance = min(towers[k, LIT] * lit.share, 0.95)
    own, mean, cool = _room(use, seed, cell, floor, chance, towers[k, COOL], soft)
    # lamps hang from the ceiling, blinds are drawn to different depths
    glow = 0.62 + 0.62 * in_y
    blind = hashed(cell, floor, seed + 8)
    if blind < 0.30 and in_y > 0.9 - blind * 1.6:
        glow *= 0.45
    if use == FLATS:
        glow *= 0.8 + 0.4 * hashed(cell, floor, seed + 12)
    sharp = min(max(1.7 - max(aside / bay, pixel / storey), 0.0), 1.0)
    light = (own * glow * sharp + mean * 0.9 * (1 - sharp)) * mask * (1.3 if style == CURTAIN else 1.0)
    # the ground floors are shops and lobbies
    light *= towers[k, BRIGHT] * (1 + 0.9 * smoothstep(10.0, 4.0, up))
    light /= 1 + 0.40 * light
    red, green, blue = lamp_light(cool)
    return light * red, light * green, light * blue


@kernel
def _luminous(
    towers: Vector, k: int, face: int, along: float, up: float, aside: float, pixel: float, soft: Picture
) -> tuple[float, float, float]:  # fmt: skip
    """Light of a lit band, or of a wall of lamps that shows slow clouds of colour."""
    seed = int(towers[k, SEED])
    if int(towers[k, STYLE]) == BAND:
        storey = towers[k, STOREY]
        bay = towers[k, BAY]
        floor = math.floor(up / storey)
        column = math.floor(along / bay)
        posts = 0.35 + 0.65 * inside(along / bay - column, 0.12, aside / bay)
        light = inside(up / storey - floor, 0.22, pixel / storey) * posts * towers[k, BRIGHT]
        light *= 0.45 + 0.55 * hashed(floor, (column + face * 977) // 6, seed)
        red, green, blue = lamp_light(towers[k, COOL])
        return light * red, light * green, light * blue
    # a screen: a slow wash of two colours with a bright shape in it
    half = towers[k, HALF_Z] if face < 2 else towers[k, HALF_X]
    u = along / max(half, 0.1)
    tall = (towers[k, TOP] - towers[k, BOTTOM]) / (2 * max(half, 0.1))
    v = (up + towers[k, BASE] - towers[k, BOTTOM]) / (towers[k, TOP] - towers[k, BOTTOM])
    swell = tiled(soft, along * 1.1 + seed % 701, up * 0.6)
    drift = 0.5 + 0.5 * math.sin(v * 4.0 + u * 0.9 + swell * 0.9 + (seed % 63))
    red, green, blue = hue_light(towers[k, CORNER_HUE] + 0.16 * drift * v)
    away = math.hypot(u - 0.9 * (hashed(seed, 5, 1) - 0.5), 2 * (v - 0.3 - 0.4 * hashed(seed, 5, 2)) * tall)
    shape = smoothstep(0.95, 0.25, away + 0.12 * swell)
    if hashed(seed, 6, 3) < 0.6:
        # or rows of bars
        row = math.floor(v * 9)
        reach = 1.5 * hashed(int(row), 8, seed) - 0.6
        shape = inside(v * 9 - row, 0.27, 9 * pixel / max(2 * half * tall, 1.0)) * smoothstep(
            0.04, -0.04, u - reach
        )
    white = 0.08 + 0.55 * shape * (0.4 + 0.6 * drift)
    dots = inside(up / 1.3 - math.floor(up / 1.3), 0.12, pixel / 1.3)
    light = (0.10 + 0.40 * drift * drift + 0.75 * shape) * (0.80 + 0.20 * dots) * towers[k, BRIGHT]
    light *= smoothstep(0.0, 0.06, 1 - abs(u))
    return (
        light * (red * (1 - white) + white),
        light * (green * (1 - white) + white),
        light * (blue * (1 - white) + white),
    )


@kernel
def _line(away: float, width: float, pixel: float) -> float:
    """How much of a pixel of ``pixel`` metres a bright line ``away`` metres off fills."""
    wide = max(width, pixel * 0.8)
    return min(max((wide - away) / max(pixel, 0.05) + 0.5, 0.0), 1.0) * min(1.0, width / wide)


@kernel
def _lines(towers: Vector, k: int, face: int, along: float, y: float, aside: float, pixel: float) -> float:
    """Light of luminous edges, bands and fins, which fade towards the street, and what they wash of the wall."""
    up = y - towers[k, BASE]
    seam = towers[k, SEAM]
    risen = min(max(up / max(towers[k, CREST] - towers[k, BASE], 1.0), 0.0), 1.0)
    strong = towers[k, CORNER]
    light = 0.0
    if strong > 0 and face != AROUND:
        half = towers[k, HALF_Z] if face < 2 else towers[k, HALF_X]
        share = (y - towers[k, BOTTOM]) / (towers[k, TOP] - towers[k, BOTTOM])
        inward = max(half * (1 - (1 - towers[k, TAPER]) * share) - abs(along), 0.0)
        # one edge of each face only
        inward += 1e3 if along < 0 else 0.0
        fade = smoothstep(0.15, 1.0, risen)
        light = (_line(inward, 0.45, aside) * 1.4 + 0.10 * math.exp(-inward / 3.5)) * fade * strong
    if seam < 0:
        # upright fins, which turn with the tower
        fin = abs(along / seam - math.floor(along / seam) - 0.5) * -seam
        number = math.floor(along / seam)
        reach = 0.35 + 0.5 * hashed(number, face, int(towers[k, SEED]))
        fade = smoothstep(1 - reach, 1.0, risen)
        light += (_line(fin, 0.5, aside) * 0.8 + 0.07 * math.exp(-fin / 1.8)) * fade * max(strong, 0.3)
    elif seam > 0:
        # bands about single floors, with light that runs down from them
        ring = up / seam - math.floor(up / seam)
        floor = hashed(int(up / seam), 3, int(towers[k, SEED]))
        below = (1 - ring) * seam
        band = _line(min(ring, 1 - ring) * seam, 0.9, pixel) * 1.5 + 0.16 * math.exp(-below / 5.0)
        light += band * max(strong, 0.3) * (0.25 + 0.75 * floor)
    return float(light)


@parallel
def add_lights(out: Picture, seen: Seen, towers: Vector, lens: Lens, lit: Lit, soft: Picture) -> None:
    """Add the lights of all walls to ``out`` [H, W, 3] where ``seen`` shows them."""
    rows, columns = seen.depths.shape
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            k = seen.found[j, i]
            if k < 0 or seen.face[j, i] == ROOF:
                continue
            face = int(seen.face[j, i])
            along = float(seen.along[j, i])
            depth = seen.depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            y = lens.height + slope * depth
            pixel = depth / lens.focal
            if face == AROUND:
                turn = along / (0.5 * (towers[k, HALF_X] + towers[k, HALF_Z]))
                local_x, local_z = math.sin(turn), math.cos(turn)
            elif face < 2:
                local_x, local_z = 1.0, 0.0
            else:
                local_x, local_z = 0.0, 1.0
            nx = towers[k, COS] * local_x - towers[k, SIN] * local_z
            nz = towers[k, SIN] * local_x + towers[k, COS] * local_z
            aside = pixel / max(abs(nx * across + nz) / math.sqrt(1 + across * across), 0.14)
            up = y - towers[k, BASE]
            style = int(towers[k, STYLE])
            red, green, blue = 0.0, 0.0, 0.0
            if style < MEDIA:
                red, green, blue = _windows(towers, k, face, along, up, aside, pixel, lit, soft)
            elif style != PLAIN:
                red, green, blue = _luminous(towers, k, face, along, up, aside, pixel, soft)
            if towers[k, WASH] > 0:
                # floodlights from below the crown, combed by the ribs of the wall
                under = towers[k, CREST] - y
                ribs = 0.45 + 0.55 * inside(along / 2.4 - math.floor(along / 2.4), 0.22, aside / 2.4)
                ribs *= 0.7 + 0.5 * inside(up / 7.6 - math.floor(up / 7.6), 0.12, pixel / 7.6)
                high = towers[k, CREST] - towers[k, BASE]
                reach = min(2.0 + 0.05 * high, 9.0) * (1 + 2.0 * smoothstep(190.0, 330.0, high))
                light = 0.75 * math.exp(-under / reach) + 0.25 * math.exp(-under / (3.5 * reach))
                light *= min(towers[k, WASH], 1.3) * ribs * 0.36
                tint = hue_light(towers[k, WASH_HUE])
                red, green, blue = red + light * tint[0], green + light * tint[1], blue + light * tint[2]
            if towers[k, CORNER] > 0 or towers[k, SEAM] != 0:
                light = _lines(towers, k, face, along, y, aside, pixel)
                tint = hue_light(towers[k, CORNER_HUE])
                red, green, blue = red + light * tint[0], green + light * tint[1], blue + light * tint[2]
            out[j, i, 0] += red * lit.lamps
            out[j, i, 1] += green * lit.lamps
            out[j, i, 2] += blue * lit.lamps
