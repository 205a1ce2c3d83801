"""The air of a city: it dims what is far, and glows with the light of the streets, most of all near the ground."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.city.streets import SURFACE
from moviola.engines.place.kernels import FAR, Index, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens


class Glow(NamedTuple):
    """Light that the air of a city scatters, falling off by e every ``high`` metres above the ground.

    The lit air begins ``start`` metres ahead and ends at ``end``; ``thick`` per metre hides its far parts.
    """

    red: float
    green: float
    blue: float
    high: float
    start: float
    end: float
    thick: float


@kernel
def _gathered(glow: Glow, eye: float, rise: float, far: float) -> float:
    """Glowing air along a ray of ``far`` metres that gains ``rise`` metres each, in metres at the ground.

    The integral of exp(−y / high) exp(−thick s) ds along the ray.
    """
    end = min(far, glow.end)
    if end <= glow.start:
        return 0.0
    rate = rise / glow.high + glow.thick
    over = math.exp(-max(eye, 0.0) / glow.high)
    if abs(rate * (end - glow.start)) < 1e-4:
        return over * (end - glow.start) * math.exp(-rate * glow.start)
    return over * (math.exp(-rate * glow.start) - math.exp(-rate * end)) / rate


def above_roofs(glow: Glow, lens: Lens, rows: int) -> Vector:
    """Metres of glowing air that each row of a canvas sees before the sky, [rows]."""
    slope = (lens.horizon - (np.arange(rows) + 0.5)) / lens.focal
    eye = abs(lens.height)
    return np.array([_gathered(glow, eye, max(float(v), 0.0) / math.hypot(1, v), glow.end) for v in slope])


@parallel
def veil(
    out: Picture, depths: Picture, found: Index, sky: Picture, sky_row: int, sky_column: int, air: Picture, lens: Lens,
    density: Vector, mist: float, mist_height: float, low: Glow, high: Glow, swell: Vector,
) -> None:  # fmt: skip
    """Lay the air over everything, and the sky behind it; the water's surface becomes black.

    ``air`` [W, 3]: its light by column; ``density`` [3] per metre; ``mist`` per metre at the ground; ``swell`` [W]
    scales the glow by column.
    """
    rows, columns = depths.shape
    last = sky.shape[0] - 1
    eye = abs(lens.height)
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        row = min(max(j + sky_row, 0), last)
        for i in range(columns):
            if found[j, i] == SURFACE:
                for c in range(3):
                    out[j, i, c] = 0
                continue
            depth = depths[j, i]
            if depth >= FAR:
                for c in range(3):
                    out[j, i, c] = sky[row, i + sky_column, c]
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            long = math.sqrt(1 + across * across + slope * slope)
            far = depth * long
            # below the water's level the mirrored camera looks through no air of its own
            rise = max(lens.height + slope * depth, 0.0) - eye
            thick = math.exp(-eye / mist_height) * far * mist
            if abs(rise) > 0.3:
                ratio = rise / mist_height
                thick *= (1 - math.exp(-ratio)) / ratio
            near = _gathered(low, eye, rise / far, far) * swell[i]
            tall = _gathered(high, eye, rise / far, far) * swell[i]
            for c in range(3):
                through = math.exp(-thick - far * density[c])
                lit = low.red * near + high.red * tall
                if c == 1:
                    lit = low.green * near + high.green * tall
                elif c == 2:
                    lit = low.blue * near + high.blue * tall
                out[j, i, c] = out[j, i, c] * through + air[i, c] * (1 - through) + lit
