"""Waves at a shore: they stand up, lean over and break, and run up the sand as a sheet."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import kernel
from moviola.engines.place.noise import hashed, smoothstep
from moviola.engines.place.water.state import Surf


@kernel
def sheltered(off: float, surf: Surf) -> float:
    """How much of the open sea's waves is left ``off`` metres from the waterline, 0–1."""
    return min(max(off, 0.0) / (1.2 * surf.breadth + 8.0) + 0.12 * smoothstep(0.0, 8.0, off), 1.0)


@kernel
def breaker(off: float, phase: float, time: float, surf: Surf) -> tuple[float, float, float]:
    """Height of the surf in metres, cover of dense foam and of lace 0–1, ``off`` metres from the waterline.

    Crests are lines of equal travel time over a bed that slopes evenly, so they crowd towards the shore.
    """
    breadth = surf.breadth
    way = 1.9 * math.sqrt((max(off, 0.0) + 0.12 * breadth) / breadth) + time / surf.period + phase
    number = math.floor(way)
    part = way - number
    tall = 0.45 + 0.75 * hashed(int(number), 5, 3)
    # a crest is not equally high all along: it breaks here first and there later
    tall *= 0.86 + 0.30 * math.sin(phase * 9.0 + number * 2.4)
    tall = max(tall, 0.12)
    breaks = breadth * tall
    shoal = smoothstep(3.4 * breadth, breaks, off)
    size = surf.height * tall * shoal * min((max(off, 0.0) / breaks) ** 0.6, 1.0)
    broken = smoothstep(breaks * 1.15, breaks * 0.8, off) * smoothstep(-0.5, 1.0, off)
    front = 0.22 - 0.13 * smoothstep(2.0 * breaks, breaks, off)
    crest = 0.3
    if part < crest:
        lean = max(1 - (crest - part) / front, 0.0)
        shape = lean * lean * (3 - 2 * lean)
    else:
        lean = 1 - (part - crest) / (1 - crest)
        shape = lean * lean
        shape *= lean
    height = size * (shape - 0.12)
    dense = 0.0
    thin = 0.0
    if part < crest:
        dense = broken * smoothstep(crest - front, crest - front * 0.6, part)
    else:
        behind = part - crest
        dense = broken * math.exp(-behind * 13)
        thin = broken * math.exp(-behind * 2.6) * (1 - behind / (1 - crest))
    lip = (
        smoothstep(breaks * 1.7, breaks * 1.2, off)
        * (1 - broken)
        * smoothstep(0.05, 0.015, abs(part - crest))
    )
    dense = max(dense, lip * 0.9)
    thin = max(thin, 0.22 * smoothstep(0.8 * breadth, 0.1 * breadth, off))
    return height, dense * surf.foam, thin * surf.foam


@kernel
def swash(
    off: float, phase: float, uneven: float, time: float, surf: Surf
) -> tuple[float, float, float, float]:
    """The sheet that runs up the sand: its depth in metres, dense foam, lace and wetness 0–1."""
    way = 1.9 * math.sqrt(0.12) + time / surf.period + phase - 0.3
    number = math.floor(way)
    part = way - number
    tall = 0.55 + 0.6 * hashed(int(number), 5, 3)
    reach = math.sin(part / 0.36 * 1.5707963) if part < 0.36 else 1 - ((part - 0.36) / 0.64) ** 1.7
    reach = (reach * tall * (1 + 0.28 * uneven) + 0.06 * uneven) * surf.run
    inside = reach + off
    wet = smoothstep(-1.15 * surf.run, -0.75 * surf.run, off + 0.12 * uneven * surf.run)
    if inside <= 0:
        return 0.0, 0.0, 0.0, wet
    rising = smoothstep(0.5, 0.2, part)
    edge = 0.25 + 0.10 * surf.run
    dense = smoothstep(0.0, 0.06, inside) * (
        math.exp(-inside / edge) * (0.45 + 0.55 * rising) + rising * 0.5 * math.exp(-inside / (edge * 5))
    )
    thin = 0.62 * math.exp(-inside / (0.9 * surf.run + 0.5)) * smoothstep(0.0, 0.1, inside)
    deep = 0.045 * smoothstep(0.0, 0.8, inside)
    return deep, dense * surf.foam, thin * surf.foam, max(wet, smoothstep(0.0, 0.02, inside))
