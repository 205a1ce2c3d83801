"""A small waterfall: strands of white water over a ledge, and the foam below it."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled


class Fall(NamedTuple):
    """Where it falls: middle, half width, depth and height in metres; the light of white water and of the mist.

    ``clear``: what the mist lets through.
    """

    x: float
    half: float
    z: float
    height: float
    red: float
    green: float
    blue: float
    mist_red: float
    mist_green: float
    mist_blue: float
    clear: float


@kernel
def draw_fall(out: Picture, depths: Picture, fall: Fall, lens: Lens, soft: Picture, seconds: float) -> None:
    """Draw ``fall`` into ``out`` [H, W, 3] as it is at ``seconds``; its water falls to height 0."""
    rows, columns = depths.shape
    depth = fall.z - lens.z
    pixel = depth / lens.focal
    left = max(int(lens.centre + (fall.x - fall.half * 2.0 - lens.x) / pixel), 0)
    right = min(int(lens.centre + (fall.x + fall.half * 2.0 - lens.x) / pixel) + 1, columns)
    top = max(int(lens.horizon - (fall.height + 0.1 - lens.height) / pixel), 0)
    near = max(depth - 3.2, 1.0)
    bottom = min(int(lens.horizon + lens.height / near * lens.focal) + 1, rows)
    for j in range(top, bottom):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        y = lens.height + slope * depth
        for i in range(left, right):
            much = 0.0
            tone = 1.0
            if y > 0:
                if depths[j, i] < depth:
                    continue
                x = lens.x + (i + 0.5 - lens.centre) * pixel - fall.x
                drop = fall.height - y
                # water gathers speed: its pattern is drawn out as it falls
                run = math.sqrt(max(drop, 0.0) + 0.05)
                shape = tiled(soft, x * 60.0, 11.0)
                strand = 0.55 * tiled(soft, x * 260.0 + 5, run * 85 - seconds * 150) + 0.35 * tiled(
                    soft, x * 420.0, run * 60 - seconds * 105 + 90
                )
                side = 1 - smoothstep(0.55, 1.0, abs(x) / fall.half + 0.16 * shape)
                lip = fall.height * (0.97 + 0.02 * shape)
                much = (
                    smoothstep(-0.55, 1.5, strand + 1.0 * shape + 0.40)
                    * side
                    * smoothstep(lip, lip - 0.07, y)
                )
                much = min(much * 1.15, 0.95)
                tone = 0.55 + 0.30 * min(drop / fall.height, 1.0) + 0.22 * strand
            if y < 0.35:
                # foam on the pool, and spray above it
                z = fall.z
                spread = 0.0
                if slope < 0:
                    ahead = min(lens.height / -slope, depth)
                    if depths[j, i] < ahead * 0.997:
                        continue
                    z = lens.z + ahead
                    spread = max(depth - ahead, 0.0)
                x = lens.x + (i + 0.5 - lens.centre) / lens.focal * (z - lens.z) - fall.x
                away = math.sqrt((x / (fall.half * 1.15)) ** 2 + (spread / 1.5) ** 2)
                bubbles = tiled(soft, x * 140.0, z * 140.0 + seconds * 38) * 0.6 + tiled(
                    soft, x * 45.0 + seconds * 7, z * 45.0 + seconds * 21
                )
                foam = smoothstep(1.7, 0.2, away + 0.45 * bubbles) * (
                    0.75 if y <= 0 else 0.75 * (1 - y / 0.35)
                )
                if foam > much:
                    much = foam
                    tone = 0.85 + 0.08 * bubbles
            if much < 0.01:
                continue
            veil = 1 - fall.clear
            for c in range(3):
                white = fall.red if c == 0 else (fall.green if c == 1 else fall.blue)
                mist = fall.mist_red if c == 0 else (fall.mist_green if c == 1 else fall.mist_blue)
                value = white * tone * fall.clear + mist * veil
                out[j, i, c] += (value - out[j, i, c]) * much
