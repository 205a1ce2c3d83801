"""What is seen through a window: a room that is not there, worked out along the ray.

J. van Dongen, "Interior Mapping", 2008.
"""

from __future__ import annotations

import math

from moviola.engines.place.kernels import kernel
from moviola.engines.place.noise import hashed
from moviola.engines.place.street.fields import DINER, DWELLING, OFFICE, STORE


@kernel
def _goods(along: float, up: float, seed: int) -> tuple[float, float, float]:
    """Shelves full of goods."""
    row = math.floor(up / 0.42)
    within = up / 0.42 - row
    run = math.floor(along / 0.9)
    width = 0.05 + 0.06 * hashed(int(row), int(run), seed)
    cell = math.floor(along / width)
    tall = 0.45 + 0.45 * hashed(int(run), int(row), seed + 3)
    if within < 0.10:
        return 0.42, 0.40, 0.38
    if within > tall or along / width - math.floor(along / width) < 0.08:
        return 0.06, 0.055, 0.05
    hue = hashed(int(run) * 3 + cell // 3, int(row), seed + 1)
    tone = 0.18 + 0.42 * hashed(cell, int(row), seed + 2)
    much = 0.05 + 0.20 * hashed(int(run), 3, seed + 4)
    red = 0.60 + much * math.cos(6.2832 * hue)
    green = 0.56 + much * math.cos(6.2832 * (hue - 0.36))
    blue = 0.50 + much * math.cos(6.2832 * (hue - 0.64))
    return red * tone, green * tone, blue * tone


@kernel
def room(
    kind: int, seed: int, x: float, y: float, a: float, b: float, width: float, height: float
) -> tuple[float, float, float]:
    """Light of a room of unit brightness, its window filling a ``width`` × ``height`` wall.

    The ray comes in at (``x``, ``y``) metres from the lower left and goes ``a`` right and ``b`` up per metre inward.
    """
    shop = kind in (STORE, DINER)
    deep = 5.5 if shop else 3.2 + 2.5 * hashed(seed, 1, 9)
    high = height - 0.35
    back = deep
    side = (width - x) / a if a > 1e-6 else (x / -a if a < -1e-6 else 1e9)
    flat = (high - y) / b if b > 1e-6 else (y / -b if b < -1e-6 else 1e9)
    side = max(side, 0.0)
    flat = max(flat, 0.0)
    t = min(back, min(side, flat))
    px = x + a * t
    py = y + b * t
    red = 0.62
    green = 0.58
    blue = 0.52
    if kind == DWELLING:
        hue = hashed(seed, 2, 3)
        red = 0.66 + 0.12 * hue
        green = 0.60 + 0.05 * hue
        blue = 0.50 + 0.16 * hashed(seed, 3, 3)
    elif kind == DINER:
        red = 0.58
        green = 0.40
        blue = 0.26
    glow = 0.0
    if t == flat:
        if b > 0:
            red, green, blue = 0.80, 0.79, 0.76
            if kind in (OFFICE, STORE):
                u = px / 1.5 - math.floor(px / 1.5)
                w = t / 1.8 - math.floor(t / 1.8)
                if u > 0.28 and u < 0.72 and w > 0.25 and w < 0.85:
                    glow = 2.6
        else:
            red *= 0.42
            green *= 0.38
            blue *= 0.34
    elif t == side:
        if shop and py < 1.9 and hashed(seed, 9, 5) < 0.7:
            red, green, blue = _goods(t + 7.0, py, seed + 5)
        elif kind == DINER:
            frame = math.floor(t / 0.9)
            hung = (
                abs(t / 0.9 - frame - 0.5) < 0.32
                and py > 1.35
                and py < 1.35 + 0.4 + 0.5 * hashed(int(frame), seed, 24)
            )
            shade = 0.30 if py < 1.05 else (0.25 + 0.7 * hashed(int(frame), seed, 25) if hung else 0.75)
            red *= shade
            green *= shade
            blue *= shade * (1.3 if hung else 1.0)
        else:
            red *= 0.85
            green *= 0.85
            blue *= 0.85
    elif kind == STORE:
        bay = math.floor(px / 2.0)
        if hashed(int(bay), seed, 27) < 0.62 and py < 2.1:
            red, green, blue = _goods(px, py, seed)
        elif py < 1.0:
            red, green, blue = 0.16, 0.14, 0.13
        elif abs(px / 2.0 - bay - 0.5) < 0.30 and py > 1.2 and py < 2.2:
            red, green, blue = (
                0.30 + 0.5 * hashed(int(bay), seed, 28),
                0.35,
                0.32 + 0.3 * hashed(int(bay), seed, 29),
            )
    elif kind == DINER:
        # a bar with bottles above, wood below
        if py > 1.3 and py < 2.3:
            red, green, blue = _goods(px * 1.6, py * 1.3, seed)
        elif py > 1.05 and py <= 1.3:
            red, green, blue = 0.75, 0.52, 0.30
    elif kind == OFFICE:
        # panels of wood and stone, a dark desk before them
        panel = math.floor(px / 0.9)
        tone = 0.45 + 0.55 * hashed(int(panel), seed, 31)
        red *= tone
        green *= tone * 0.94
        blue *= tone * 0.86
        if py < 1.1 and abs(px / width - 0.3 - 0.4 * hashed(seed, 32, 1)) < 0.22:
            red, green, blue = 0.09, 0.07, 0.06
    else:
        # a picture on the wall, a cupboard, a door
        u = px / width
        at = 0.25 + 0.5 * hashed(seed, 4, 1)
        if abs(u - at) < 0.14 and py > 1.3 and py < 2.0:
            tone = 0.3 + 0.5 * hashed(seed, 5, 1)
            red *= tone
            green *= tone * 0.95
            blue *= tone
        elif hashed(seed, 6, 1) > 0.4 and u > 0.6 and py < 1.9:
            red *= 0.35
            green *= 0.3
            blue *= 0.28
    # one lamp below the ceiling
    lx = width * (0.35 + 0.3 * hashed(seed, 7, 1))
    dx = px - lx
    dy = py - (high - 0.4)
    dz = t - deep * 0.45
    away = dx * dx + dy * dy + dz * dz
    lit = 0.25 + 0.9 / (0.7 + away * 0.55)
    if shop:
        # lamps in the ceiling leave the floor and the corners dark, and some shops are half asleep
        lit = 0.30 + 0.85 / (0.55 + 0.34 * dy * dy + 0.05 * dx * dx)
        lit *= (0.55 + 0.55 * hashed(seed, 10, 1)) * (0.55 + 0.45 * min(max(py / high, 0.0), 1.0))
    # whoever and whatever stands before the light
    near = 1.1 + 0.9 * hashed(seed, 8, 1)
    if near < t:
        sx = x + a * near
        sy = y + b * near
        cell = math.floor(sx / 0.8)
        who = hashed(int(cell), seed, 17)
        middle = (cell + 0.3 + 0.4 * hashed(int(cell), seed, 18)) * 0.8
        if shop:
            if who < 0.38:
                tall = 1.55 + 0.25 * hashed(int(cell), seed, 19)
                head = (sx - middle) ** 2 + (sy - tall) ** 2 < 0.0121
                body = 0.17 + 0.05 * (sy < 1.0)
                if head or (
                    sy < tall - 0.14 and abs(sx - middle) < body * (1.0 if sy < tall - 0.24 else 0.7)
                ):
                    lit *= 0.14
            elif who > 0.55 and sy < 0.95:
                lit *= 0.25
        elif who < 0.5 and sy < 0.55 + 0.6 * hashed(int(cell), seed, 20):
            lit *= 0.22
    if kind == DINER:
        # lamps on cords
        hang = 1.8
        if hang < t:
            sx = (x + a * hang) / 1.1
            sy = y + b * hang - 2.05
            sx = (sx - math.floor(sx) - 0.5) * 1.1
            away = sx * sx + sy * sy
            if away < 0.022:
                glow = 5.0
                red, green, blue = 1.0, 0.8, 0.5
            else:
                lit += 0.10 / (0.05 + away)
    light = lit + glow
    return red * light, green * light, blue * light
