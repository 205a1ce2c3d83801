"""A rainbow: bows of 42 and 51 degrees around the point opposite the sun, the dark band between them."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.sky.air import Light


@parallel
def _bows(lens: Lens, light: Light, soft: Picture, gain: float, out: Picture) -> None:
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            cosine = -(across * light.x + slope * light.y + light.z) * length
            angle = math.acos(min(max(cosine, -1.0), 1.0)) * 57.29578
            if angle > 60:
                continue
            # rain falls unevenly, and less of it is lit high up
            veil = 0.72 + 0.20 * tiled(soft, across * 60 + 20, slope * 40 + 70)
            veil *= smoothstep(0.75, 0.10, slope)
            inner = smoothstep(42.0, 38.0, angle) * 0.045
            dark = smoothstep(42.6, 44.0, angle) * smoothstep(51.0, 49.5, angle) * 0.10
            for c in range(3):
                # where each colour's bow stands, and the sun's own width
                first = 42.15 - 0.80 * c
                second = 50.6 + 1.45 * c
                bow = math.exp(-(((angle - first) / 0.56) ** 2))
                bow2 = 0.30 * math.exp(-(((angle - second) / 0.95) ** 2))
                sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                value = out[j, i, c] * (1 - dark * veil * gain)
                out[j, i, c] = value + sun * gain * veil * (0.075 * (bow + bow2) + 0.05 * inner)


def paint_rainbow(out: Picture, lens: Lens, light: Light, soft: Picture, gain: float) -> None:
    """Add the bows to ``out`` [H, W, 3], lit by ``light``, for a gain of 0–1."""
    _bows(lens, light, soft, gain, np.asarray(out))
