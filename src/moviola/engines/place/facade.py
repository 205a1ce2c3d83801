"""What a lit facade looks like from far: tenants by floor and zone, flats by window, glass, crowns and lines.

All windows are functions of the tower's seed and the place on the wall; nothing is stored.
"""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, Vector, kernel
from moviola.engines.place.noise import hashed, smoothstep, tiled

#: Columns of a table of towers: place, half sizes, turn, heights, top as a share of the bottom, round or square,
#: style, seed, how many windows are lit, how bright, their colour (0 warm – 1 cool), floodlight at the top and
#: its hue, luminous corner lines and their hue, and the depth of the nearest point.
(
    X, Z, HALF_X, HALF_Z, TURN, BOTTOM, TOP, TAPER, ROUND, STYLE, SEED, LIT, BRIGHT, COOL, WASH, WASH_HUE, CORNER,
    CORNER_HUE, NEAREST, FIELDS,
) = range(20)  # fmt: skip

OFFICE, FLATS, GLASS, BAND, MEDIA, PLAIN = range(6)


@kernel
def hue_colour(hue: float) -> tuple[float, float, float]:
    """A luminous colour: 0 red, .1 amber, .5 cyan, .62 blue, .9 magenta; below 0 white."""
    if hue < 0:
        return 1.0, 0.90, 0.76
    red = 0.5 + 0.5 * math.cos(6.2832 * hue)
    green = 0.5 + 0.5 * math.cos(6.2832 * (hue - 0.36))
    blue = 0.5 + 0.5 * math.cos(6.2832 * (hue - 0.64))
    return red * red, green * green * 0.85, blue * blue * 1.1


@kernel
def _window_colour(cool: float) -> tuple[float, float, float]:
    """Lamp light from 2700 K (0) over 4000 K (.5) to 6500 K (1), roughly."""
    if cool < 0.5:
        k = cool * 2
        return 1.0, 0.56 + 0.26 * k, 0.22 + 0.36 * k
    k = cool * 2 - 1
    return 1.0 - 0.22 * k, 0.82 + 0.10 * k, 0.58 + 0.50 * k


@kernel
def _edge(at: float, margin: float, blur: float) -> float:
    """How much of a pixel of width ``blur`` lies in [margin, 1 − margin] of a cell."""
    blur = max(blur, 0.02)
    return min(max((at - margin) / blur + 0.5, 0.0), 1.0) * min(max((1 - margin - at) / blur + 0.5, 0.0), 1.0)


@kernel
def _windows(
    style: int, seed: int, face: int, along: float, up: float, pixel: float, lit: float, bright: float, cool: float,
    soft: Picture,
) -> tuple[float, float, float]:  # fmt: skip
    """Light of the windows at ``along`` and ``up`` metres on a wall."""
    flats = style == FLATS
    storey = 3.05 if flats else 3.9
    bay = (2.7 + 1.5 * hashed(seed, 1, 1)) if flats else (1.5 + 0.9 * hashed(seed, 1, 1))
    level = math.floor(up / storey)
    column = math.floor(along / bay)
    in_y = up / storey - level
    in_x = along / bay - column
    floor = int(level)
    cell = int(column) + face * 977
    # whole districts of a tower empty out together
    tide = smoothstep(-0.9, 1.0, tiled(soft, cell * 9.0 + seed % 911, floor * 7.0 + seed % 577))
    chance = lit * (0.35 + 1.0 * tide)
    plant = hashed(floor, 7, seed)
    if plant < 0.035:
        chance = 0.02
    elif plant > 0.955 and not flats:
        chance = 0.9
    if flats:
        key = cell
        own = hashed(cell, floor, seed + 3)
        level_light = 0.07 + 1.0 * own * own * own
        shade = min(max(cool * 0.5 + 0.5 * (hashed(cell, floor, seed + 5) - 0.35), 0.0), 1.0)
        if hashed(cell, floor, seed + 6) > 0.95:
            shade = 0.95
    else:
        # a tenant takes a run of bays and sets its own light
        run = 3 + int(hashed(floor, 3, seed) * 11)
        key = (int(column) + 500) // run + face * 131
        level_light = 0.14 + 0.75 * hashed(key, floor, seed + 3) ** 2
        level_light *= 0.65 + 0.55 * hashed(cell, floor, seed + 4)
        if hashed(cell, floor, seed + 9) < 0.16:
            level_light *= 0.12
        shade = min(max(cool + 0.35 * (hashed(key, floor, seed + 5) - 0.5), 0.0), 1.0)
    if style == GLASS:
        chance *= 0.45
        level_light *= 0.7
    on = 1.0 if hashed(key, floor, seed) < chance else 0.0
    margin_x = 0.20 if flats else 0.07
    margin_y = 0.24 if flats else 0.17
    blur_x = pixel / bay
    blur_y = pixel / storey
    mask = _edge(in_x, margin_x, blur_x) * _edge(in_y, margin_y, blur_y)
    # ceiling lights: brighter towards the top of the pane; blinds drawn to different depths
    inside = 0.55 + 0.75 * in_y
    blind = hashed(cell, floor, seed + 8)
    if blind < 0.35 and in_y > 1 - margin_y - blind * 1.4:
        inside *= 0.4
    fine = min(max(1.7 - max(blur_x, blur_y) * 1.6, 0.0), 1.0)
    mean = chance * 0.32 * (1 - 2 * margin_x) * (1 - 2 * margin_y)
    mean *= 0.6 + 0.8 * hashed(cell // 3, floor // 2, seed + 2)
    light = (mask * on * level_light * inside * fine + mean * (1 - fine)) * bright
    red, green, blue = _window_colour(shade)
    return light * red, light * green, light * blue


@kernel
def facade(
    towers: Vector, k: int, face: int, along: float, height: float, pixel: float, red: float, green: float, blue: float,
    soft: Picture,
) -> tuple[float, float, float]:  # fmt: skip
    """Light of tower ``k`` at a point of a face; (red, green, blue) is the city's glow, ``pixel`` in metres."""
    seed = int(towers[k, SEED])
    style = int(towers[k, STYLE])
    bottom = towers[k, BOTTOM]
    top = towers[k, TOP]
    up = height - bottom
    low = math.exp(-max(height, 0.0) / 55.0)
    # the wall itself: stone or glass in the glow of the streets and of the sky
    rough = 0.85 + 0.2 * tiled(soft, along * 8, height * 8)
    wall = (0.014 + 0.022 * hashed(seed, 2, 2)) * rough
    turned = 1.35 if (face == 0 or face == 2) else 0.75
    if face == 5:
        turned = 0.75 + 0.6 * math.cos(along / max(towers[k, HALF_X], 1.0) + 0.6)
    out_red = wall * turned * (0.22 + low * red * 1.6)
    out_green = wall * turned * (0.26 + low * green * 1.6)
    out_blue = wall * turned * (0.42 + low * blue * 1.6)
    if face == 4:
        return out_red * 0.5, out_green * 0.5, out_blue * 0.5
    if style == PLAIN:
        return out_red, out_green, out_blue
    half = towers[k, HALF_Z] if face < 2 else towers[k, HALF_X]
    half *= 1 - (1 - towers[k, TAPER]) * up / (top - bottom)
    under_top = top - height
    if style == GLASS:
        # dark glass mirrors the evening sky, more towards the top
        sheen = 0.010 + 0.022 * smoothstep(0.0, 1.0, up / (top - bottom))
        panel = 0.8 + 0.4 * hashed(math.floor(along / 3.1), math.floor(up / 7.8), seed)
        out_red += sheen * turned * panel * 0.55
        out_green += sheen * turned * panel * 0.70
        out_blue += sheen * turned * panel * 1.15
    if style == BAND:
        storey = 4.4
        level = math.floor(up / storey)
        at = up / storey - level
        on = 0.25 + 0.75 * hashed(int(level), 17, seed)
        stripe = _edge(at, 0.24, pixel / storey)
        mullion = 0.75 + 0.25 * _edge(along / 1.8 - math.floor(along / 1.8), 0.12, pixel / 1.8)
        tint = _window_colour(towers[k, COOL])
        light = stripe * on * mullion * towers[k, BRIGHT]
        out_red += light * tint[0]
        out_green += light * tint[1]
        out_blue += light * tint[2]
    elif style == MEDIA:
        # a wall of lamps that shows slow clouds of colour
        swell = tiled(soft, along * 2.6 + seed % 701, up * 1.3)
        drift = 0.5 + 0.5 * math.sin(up * 0.045 + swell * 1.7 + (seed % 63))
        tint = hue_colour(towers[k, CORNER_HUE] + 0.20 * drift)
        white = 0.25 + 0.35 * drift * drift
        dots = _edge(up / 1.3 - math.floor(up / 1.3), 0.2, pixel / 1.3)
        light = (0.10 + 0.55 * drift * drift) * (0.55 + 0.45 * dots) * towers[k, BRIGHT]
        light *= smoothstep(0.0, 0.06, 1 - abs(along) / max(half, 0.1))
        out_red += light * (tint[0] * (1 - white) + white)
        out_green += light * (tint[1] * (1 - white) + white)
        out_blue += light * (tint[2] * (1 - white) + white)
    else:
        light_red, light_green, light_blue = _windows(
            style, seed, face, along, up, pixel, towers[k, LIT], towers[k, BRIGHT], towers[k, COOL], soft
        )
        # the ground floors are shops and lobbies
        shops = 1 + 1.5 * smoothstep(9.0, 4.0, height)
        out_red += light_red * shops
        out_green += light_green * shops
        out_blue += light_blue * shops
    if towers[k, WASH] > 0:
        # floodlights from below the crown, combed by the ribs of the wall
        ribs = 0.6 + 0.4 * _edge(along / 2.4 - math.floor(along / 2.4), 0.22, pixel / 2.4)
        light = (
            towers[k, WASH]
            * (math.exp(-under_top / 14.0) + 0.25 * math.exp(-under_top / 45.0))
            * ribs
            * turned
            * 0.5
        )
        tint = hue_colour(towers[k, WASH_HUE])
        out_red += light * tint[0]
        out_green += light * tint[1]
        out_blue += light * tint[2]
    if towers[k, CORNER] > 0 and face < 4:
        inward = half - abs(along)
        line = max(0.30, pixel * 0.9)
        corner = min(max((line - inward) / max(pixel, 0.05), 0.0), 1.0) * min(1.0, 0.30 / line)
        crown = min(max((max(0.4, pixel) - under_top) / max(pixel, 0.05), 0.0), 1.0) * min(
            1.0, 0.4 / max(0.4, pixel)
        )
        rising = 0.35 + 0.65 * smoothstep(0.0, 1.0, up / (top - bottom))
        light = max(corner * rising, crown) * 3.2 * towers[k, CORNER]
        light += (0.030 * math.exp(-under_top / 9.0) + 0.016 * math.exp(-max(inward, 0.0) / 2.5)) * towers[
            k, CORNER
        ]
        tint = hue_colour(towers[k, CORNER_HUE])
        out_red += light * tint[0]
        out_green += light * tint[1]
        out_blue += light * tint[2]
    return out_red, out_green, out_blue
