"""Smoke that rises from chimneys, in a still as in a film."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled

#: Metres that a plume can be followed.
_TALL = 15.0
_BANDS = 16


@parallel
def _plumes(
    out: Picture, depths: Picture, tops: Vector, red: float, green: float, blue: float, lens: Lens, seconds: float,
    wind: float, thick: float, soft: Picture,
) -> None:  # fmt: skip
    rows, columns = depths.shape
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        end = (band + 1) * columns // _BANDS
        for n in range(tops.shape[0]):
            depth = tops[n, 2] - lens.z
            if depth < 2:
                continue
            scale = lens.focal / depth
            column = lens.centre + (tops[n, 0] - lens.x) * scale
            bottom = lens.horizon - (tops[n, 1] - lens.height) * scale
            high = _TALL * (0.7 + 0.3 * tops[n, 3])
            phase = tops[n, 3] * 700
            for j in range(max(int(bottom - high * scale), 0), min(int(bottom) + 1, rows)):
                rise = max((bottom - (j + 0.5)) / scale, 0.0)
                share = rise / high
                carried = wind * rise * (0.25 + 0.05 * rise)
                # the plume sways as what left the chimney earlier was sent elsewhere
                sway = 0.30 * math.sin(rise * 0.55 - seconds * 0.9 + phase) * min(rise * 0.4, 1.6)
                sway += 0.16 * math.sin(rise * 1.27 - seconds * 1.9 + phase * 2) * min(rise * 0.4, 1.2)
                wide = 0.24 + 0.30 * rise**0.80
                middle = column + (carried + sway) * scale
                reach = wide * 2.1 * scale
                fade = min(rise * 3.5, 1.0) * (1 - share) ** 1.25 * thick
                fade *= 0.24 / (wide + 0.10) + 0.12
                for i in range(max(int(middle - reach), first), min(int(middle + reach) + 1, end)):
                    if depths[j, i] < depth:
                        continue
                    off = (i + 0.5 - middle) / (wide * scale)
                    u = off * 9 + phase
                    v = rise * 7.5 - seconds * 9
                    bend = tiled(soft, u * 0.8 + 31, v * 0.7) * 0.45
                    body = math.exp(-((off + bend * 0.5) ** 2) * 1.15)
                    curls = (
                        0.55
                        + 0.38 * tiled(soft, u * 1.7 + bend * 6, v * 1.5)
                        + 0.22 * tiled(soft, u * 5, v * 4.3)
                    )
                    opacity = min(fade * body * max(curls, 0.0), 0.92)
                    if opacity < 0.004:
                        continue
                    tone = 0.85 + 0.25 * off * 0.5 + 0.12 * bend
                    out[j, i, 0] += (red * tone - out[j, i, 0]) * opacity
                    out[j, i, 1] += (green * tone - out[j, i, 1]) * opacity
                    out[j, i, 2] += (blue * tone - out[j, i, 2]) * opacity


class Smoke:
    """Plumes over ``tops`` [K, 3]; ``colour``: their light. Fulfils :class:`moviola.engines.place.layers.Moving`."""

    def __init__(
        self,
        tops: NDArray[np.float64],
        colour: tuple[float, float, float],
        wind: float,
        thick: float,
        soft: Picture,
    ) -> None:
        chance = np.modf(np.abs(np.sin(tops[:, 0] * 12.9 + tops[:, 2] * 7.1)) * 43.7)[0]
        order = np.argsort(-tops[:, 2])
        self._tops = np.ascontiguousarray(np.column_stack([tops, chance])[order])
        self._colour = colour
        self._wind = wind
        self._thick = thick
        self._soft = soft

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the plumes as they are after ``seconds``."""
        if len(self._tops):
            _plumes(
                out, depths, self._tops, *self._colour, lens, seconds, self._wind, self._thick, self._soft
            )
