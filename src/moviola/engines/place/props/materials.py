"""What faces look like close up: boards, logs, plaster, masonry, shingles and window panes, as patterns in metres."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import hashed, smoothstep, tiled

_SNOW, _BOARDS, _PLANKS, _LOGS, _PLASTER, _STONE, _PAINT, _SHINGLES = range(8)
_GLASS, _LAMP, _ICE, _HEDGE = range(8, 12)


@kernel
def surface(made: int, u: float, v: float, pixel: float, soft: Picture) -> tuple[float, float, float]:
    """Tone of a face and its slopes along u and v.

    Args:
        made: one of the materials of the mesh.
        pixel: metres that a pixel covers, to fade what is finer.
    """
    tone = 1.0
    along = 0.0
    up = 0.0
    fine = 1 / (1 + (pixel * 22) ** 2)
    mid = 1 / (1 + (pixel * 6) ** 2)
    if made == _SNOW:
        # settled snow: soft hollows and a grain that shows near by only
        here = tiled(soft, u * 9.0, v * 9.0)
        along = (tiled(soft, u * 9.0 + 1, v * 9.0) - here) * 0.35 * mid
        up = (tiled(soft, u * 9.0, v * 9.0 + 1) - here) * 0.35 * mid
        tone = 1 + 0.03 * tiled(soft, u * 60, v * 60) * fine
    elif made in (_BOARDS, _PLANKS):
        # upright boards; planks lie
        across = u if made == _BOARDS else v
        length = v if made == _BOARDS else u
        width = 0.17
        board = math.floor(across / width)
        within = across / width - board
        chance = hashed(int(board), 7, 3)
        grain = tiled(soft, across * 260 + chance * 500, length * 9 + chance * 300)
        tone = 1 + mid * (0.34 * (chance - 0.5) + 0.13 * grain)
        gap = min(within, 1 - within)
        tone *= 1 - 0.62 * mid * smoothstep(0.08, 0.03, gap)
        tone *= 1 - 0.12 * mid * smoothstep(0.2, 1.6, tiled(soft, u * 14, v * 14))
    elif made == _LOGS:
        course = v / 0.24
        within = course - math.floor(course)
        chance = hashed(math.floor(course), 5, 9)
        tone = 1 + mid * (0.22 * (chance - 0.5) + 0.16 * tiled(soft, u * 12 + chance * 300, v * 190))
        tone *= 1 - 0.7 * mid * smoothstep(0.13, 0.02, min(within, 1 - within))
        up = (within - 0.5) * 1.5 * mid
    elif made == _PLASTER:
        wide = tiled(soft, u * 5, v * 5)
        tone = 1 + 0.06 * wide + 0.05 * fine * tiled(soft, u * 130, v * 130)
        tone -= 0.10 * smoothstep(0.4, 1.8, tiled(soft, u * 16, v * 4))
        here = tiled(soft, u * 70, v * 70)
        along = (tiled(soft, u * 70 + 1.5, v * 70) - here) * 0.16 * fine
        up = (tiled(soft, u * 70, v * 70 + 1.5) - here) * 0.16 * fine
    elif made == _STONE:
        warp = tiled(soft, u * 22, v * 22) * 0.035
        row = math.floor((v + warp) / 0.27)
        y = (v + warp) / 0.27 - row
        wide = 0.34 + 0.28 * hashed(int(row), 3, 1)
        column = math.floor((u + warp) / wide + hashed(int(row), 1, 1))
        x = (u + warp) / wide + hashed(int(row), 1, 1) - column
        chance = hashed(int(column), int(row), 4)
        tone = 1 + mid * (0.55 * (chance - 0.5) + 0.16 * tiled(soft, u * 55, v * 55))
        joint = min(min(x, 1 - x) * wide, min(y, 1 - y) * 0.27)
        tone *= 1 - 0.45 * mid * smoothstep(0.035, 0.008, joint)
        along = (x - 0.5) * 0.7 * mid * smoothstep(0.09, 0.02, joint)
        up = (y - 0.5) * 0.7 * mid * smoothstep(0.09, 0.02, joint)
    elif made == _SHINGLES:
        row = math.floor(v / 0.22)
        y = v / 0.22 - row
        shift = 0.5 * (int(row) & 1)
        column = math.floor(u / 0.2 + shift)
        x = u / 0.2 + shift - column
        chance = hashed(int(column), int(row), 8)
        tone = 1 + mid * (0.45 * (chance - 0.5)) + 0.14 * tiled(soft, u * 7, v * 7)
        tone *= 1 - 0.5 * mid * smoothstep(0.78, 1.0, y)
        tone *= 1 - 0.3 * mid * smoothstep(0.08, 0.0, min(x, 1 - x))
        up = -0.25 * mid
    elif made == _HEDGE:
        tone = 0.7 + 0.5 * tiled(soft, u * 60, v * 60)
        along = tiled(soft, u * 30, v * 30) * 0.6
        up = tiled(soft, u * 30 + 99, v * 30) * 0.6
    elif made != _GLASS and made != _LAMP and made != _ICE:
        tone = 1 + 0.05 * tiled(soft, u * 40, v * 90)
    return max(tone, 0.05), along, up


@kernel
def pane(u: float, v: float, chance: float, soft: Picture) -> tuple[float, float, float]:
    """Light of a lit window at (u, v), 0–1 to the right and up: a lamp, curtains, dim furniture."""
    at_x = 0.25 + 0.5 * chance
    lamp = math.exp(-((u - at_x) ** 2) * 5 - (v - 0.62) ** 2 * 4)
    light = 0.95 + 1.7 * lamp
    drape = 0.16 + 0.12 * hashed(int(chance * 1000), 2, 2)
    edge = min(u, 1 - u)
    folds = 0.82 + 0.18 * math.sin(u * 95 + chance * 40)
    red = 1.0
    green = 0.29 + 0.13 * lamp + 0.08 * (chance - 0.5)
    blue = 0.025 + 0.06 * lamp
    if hashed(int(chance * 1000), 5, 2) < 0.7:
        cloth = smoothstep(drape + 0.03, drape - 0.01, edge - 0.05 * v)
        light *= 1 - cloth * (1 - 0.62 * folds)
        green += 0.04 * cloth
    low = 0.16 + 0.16 * hashed(int(u * 3.3 + chance * 77), 9, 2)
    if chance < 0.75:
        light *= 1 - 0.5 * smoothstep(low + 0.02, low - 0.02, v) * smoothstep(drape, drape + 0.02, edge)
    light *= 0.93 + 0.07 * tiled(soft, u * 40 + chance * 900, v * 40)
    return red * light, green * light, blue * light
