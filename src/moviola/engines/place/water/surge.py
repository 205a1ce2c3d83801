"""The shape of a point of the sea's surface: its slopes, its foam, and what is lost in waves too small to see."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.water.breakers import breaker, sheltered, swash
from moviola.engines.place.water.looks import three, two, way
from moviola.engines.place.water.state import Surf, Swell


@kernel
def washed(
    x: float, z: float, off: float, phase: float, rock: float, keep_tiny: float, soft: Picture, ripples: Picture,
    surf: Surf, time: float,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Sand that a wave runs over: slopes across and ahead, dense foam, lace, depth in metres, wetness 0–1."""
    uneven = tiled(soft, x * 9 + 0.4 * z, z * 9) * 0.6 + 0.5 * tiled(soft, x * 31, z * 31)
    deep, dense, thin, wet = swash(off, phase, uneven, time, surf)
    wet *= 1 - smoothstep(0.35, 0.8, rock)
    tx = 0.0
    tz = 0.0
    if keep_tiny > 0.05 and (wet > 0.003 or dense > 0.003):
        if deep > 0:
            tiny = ripples.shape[0] / 3.5
            a = two(ripples, x * tiny + time * 20, z * tiny + time * 30)
            tx = a[0] * 0.02 * keep_tiny
            tz = a[1] * 0.02 * keep_tiny
        else:
            # wet sand lies in faint waves of its own
            here = tiled(soft, x * 30, z * 30)
            tx = (tiled(soft, x * 30 + 1.5, z * 30) - here) * 0.05 * keep_tiny
            tz = (tiled(soft, x * 30, z * 30 + 1.5) - here) * 0.05 * keep_tiny
    return tx, tz, dense, thin, deep, wet


@kernel
def gust_of(x: float, z: float, soft: Picture, swell: Swell, time: float) -> float:
    """How a gust roughens or calms the water, 1 on average."""
    gust = 1 + swell.gusts * (
        0.6 * tiled(soft, x * 0.5 + time * 2, z * 0.9 + time * 3)
        + 0.7 * tiled(soft, x * 0.11 + 40, z * 0.25 + time)
    )
    return min(max(gust, 0.2), 2.2)


@kernel
def afloat(
    x: float, z: float, off: float, phase: float, rock: float, depth: float, footprint: float, map_x: float,
    map_z: float, gust: float, shore: Picture, large: Picture, slopes: Picture, small: Picture, ripples: Picture,
    soft: Picture, swell: Swell, surf: Surf, time: float,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Water at sea: slopes across and ahead, height in metres, dense foam, lace, and what is lost as roughness."""
    keep_tiny = 1 / (1 + (footprint / 0.10) ** 2)
    keep_small = 1 / (1 + (footprint / 1.6) ** 2)
    keep_large = 1 / (1 + (footprint * swell.large * 256.0 / 42.0) ** 2)
    keep = sheltered(off, surf)
    s = three(slopes, x * swell.large, z * swell.large)
    tx = s[0] * keep_large * keep * swell.gain
    tz = s[1] * keep_large * keep * swell.gain
    keep_white = 1 / (1 + (footprint * swell.large * 256.0 / 150.0) ** 2)
    white = s[2] * keep_white + 0.6 * swell.white * (1 - keep_white)
    lost = (0.09 * swell.gain * keep) ** 2 * (1 - keep_large)
    calm = min(0.35 + off / 60.0, 1.0) * gust
    if keep_small > 0.02:
        s = three(small, x * swell.small, z * swell.small)
        tx += s[0] * keep_small * swell.small_gain * calm
        tz += s[1] * keep_small * swell.small_gain * calm
    lost += (0.11 * swell.small_gain * calm) ** 2 * (1 - keep_small)
    if keep_tiny > 0.02:
        tiny = ripples.shape[0] / 7.0
        a = two(ripples, x * tiny + time * 44, z * tiny + time * 60)
        b = two(ripples, z * tiny * 0.7 - time * 50, x * tiny * 0.7)
        tx += (a[0] + 0.7 * b[0]) * keep_tiny * swell.ripples * calm
        tz += (a[1] + 0.7 * b[1]) * keep_tiny * swell.ripples * calm
    lost += (swell.ripples * calm * 1.2) ** 2 * (1 - keep_tiny)
    high = 0.0
    dense = 0.0
    thin = 0.0
    if off < 3.4 * surf.breadth:
        high, dense, thin = breaker(off, phase, time, surf)
        # the slope of the wave, towards where the water deepens
        step = 0.3 + 0.003 * depth
        rise = (breaker(off + step, phase, time, surf)[0] - high) / step
        east, ahead = way(shore, map_x, map_z)
        tx += min(max(rise * east, -1.1), 1.1)
        tz += min(max(rise * ahead, -1.1), 1.1)
    if footprint < 25:
        high += tiled(large, x * swell.large, z * swell.large) * swell.gain * keep
    dense = max(dense, white * min(keep * 1.4, 1.0) * 0.95)
    thin = max(thin, white * 0.6)
    if swell.white > 0.06:
        # foam that the gale has drawn into lines
        line = tiled(soft, x * 1.5 + 0.5 * z, z * 15 - 2.5 * x) + 0.5 * tiled(soft, x * 5, z * 40)
        thin = max(thin, min(swell.white * 1.3, 0.42) * smoothstep(-0.1, 1.6, line) * keep)
    if off < 2.5:
        # the sheet that runs up has begun out here
        uneven = tiled(soft, x * 9 + 0.4 * z, z * 9) * 0.6 + 0.5 * tiled(soft, x * 31, z * 31)
        sheet = swash(off, phase, uneven, time, surf)
        join = smoothstep(2.5, 0.3, off)
        dense = max(dense, sheet[1] * join)
        thin = max(thin, sheet[2] * join)
    if rock > 0.2:
        # rocks keep the water white around them
        stirred = smoothstep(0.15, 0.7, rock) * smoothstep(30.0 + 12.0 * surf.height, 4.0, off)
        pulse = 0.5 + 0.5 * math.sin(6.2831853 * (time / surf.period + phase) + off * 0.5)
        thin = max(thin, stirred * (0.42 + 0.4 * pulse) * surf.foam)
        dense = max(dense, stirred * stirred * (0.25 + 0.5 * pulse) * surf.foam)
    return tx, tz, high, dense, thin, lost
