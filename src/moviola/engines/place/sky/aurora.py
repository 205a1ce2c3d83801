"""Northern lights: thin curtains that stand on the folds of a moving field, with rays, green below and red above."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, smoothstep, tiled

_STEPS = 84


@parallel
def curtains(
    lens: Lens,
    soft: Picture,
    east: float,
    north: float,
    tall: float,
    phase: float,
    ribbons: Vector,
    out: Picture,
) -> None:
    """Fill ``out`` [H, W, 3] with their light, about 0–1.

    ``east``, ``north``: where in the field they stand, km; ``tall`` scales how high the rays reach; ``phase``: seconds.
    ``ribbons`` [3, 3]: where each begins to the right in km, its slope, its strength.
    """
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            red = 0.0
            green = 0.0
            blue = 0.0
            if slope > 0.01:
                across = (i + 0.5 - lens.centre) / lens.focal
                # only heights between 92 and 330 km shine
                start = 92.0 / slope
                end = min(330.0 / slope, 1500.0)
                start = max(start, 90.0)
                ratio = (end / start) ** (1.0 / _STEPS) if end > start else 1.0
                t = start * (1 + (ratio - 1) * hashed(i, j, 5))
                for _ in range(_STEPS):
                    if t >= end:
                        break
                    step = t * (ratio - 1)
                    x = across * t + east
                    z = t + north
                    sheet = 0.0
                    for k in range(3):
                        # ribbons that wind away from the viewer
                        straight = across * t - ribbons[k, 0] - ribbons[k, 1] * t
                        if abs(straight) > 330.0:
                            continue
                        bend = tiled(soft, z * 0.34 + k * 217, k * 91 + phase * 0.06) * 62.0
                        if abs(straight - bend * min(t / 260.0, 1.4)) > 90.0 + step * 2:
                            continue
                        bend += (
                            tiled(soft, z * 1.15 + k * 57 - phase * 0.10, k * 191 + 40 + phase * 0.05) * 17.0
                        )
                        bend *= min(t / 260.0, 1.4)
                        wide = 6.0 + step * 0.7
                        away = (straight - bend) / wide
                        if abs(away) < 3:
                            sheet += ribbons[k, 2] * math.exp(-away * away) * 6.0 / wide
                    if sheet > 0.004:
                        high = t * slope
                        ray = tiled(soft, z * 2.6 + phase * 0.35, x * 1.3 + 300)
                        ray2 = tiled(soft, z * 9.0 - phase * 0.5, x * 4.0 + 130)
                        bright = smoothstep(-1.3, 1.5, ray + 0.45 * ray2)
                        patch = smoothstep(
                            -1.1, 0.9, tiled(soft, x * 0.3 + 400 + phase * 0.03, z * 0.45 + 60)
                        )
                        top = (26.0 + 52.0 * bright) * tall
                        rise = smoothstep(92.0, 106.0, high)
                        fall = math.exp(-max(high - 106.0, 0.0) / top)
                        glow = sheet * (0.30 + 1.0 * bright) * patch * rise * step
                        crown = math.exp(-(((high - 190.0) / 75.0) ** 2)) * 0.34 * (0.25 + bright) * tall
                        fringe = math.exp(-(((high - 97.0) / 5.0) ** 2)) * bright * bright * 0.6
                        red += glow * (0.10 * fall + crown * 1.0 + fringe * 0.9)
                        green += glow * (1.0 * fall + crown * 0.10 + fringe * 0.2)
                        blue += glow * (0.34 * fall + crown * 0.75 + fringe * 0.7)
                    t += step
                low = smoothstep(0.01, 0.09, slope)
                red *= low
                green *= low
                blue *= low
            out[j, i, 0] = red * 0.030
            out[j, i, 1] = green * 0.030
            out[j, i, 2] = blue * 0.030


def aurora(lens: Lens, columns: int, rows: int, soft: Picture, seed: int, seconds: float = 0.0) -> Picture:
    """Light [rows, columns, 3] of the curtains that a seed has, ``seconds`` after the start."""
    dice = np.random.default_rng((seed, 41))
    out = np.empty((rows, columns, 3), np.float32)
    east, north, tall = (
        float(dice.uniform(0, 3000)),
        float(dice.uniform(0, 3000)),
        float(dice.uniform(0.7, 1.4)),
    )
    ribbons = np.stack(
        [dice.uniform(-160, 160, 3), dice.uniform(-0.45, 0.45, 3), np.array([1.0, 0.7, 0.4])], 1
    )
    curtains(lens, soft, east, north, tall, seconds, np.ascontiguousarray(ribbons, np.float64), out)
    return out
