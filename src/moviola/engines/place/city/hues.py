"""Colours of lamps and of luminous lines."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import kernel


@kernel
def hue_light(hue: float) -> tuple[float, float, float]:
    """A luminous colour: 0 red, .1 amber, .5 cyan, .62 blue, .9 magenta; below 0 white."""
    if hue < 0:
        return 1.0, 0.80, 0.56
    red = 0.5 + 0.5 * math.cos(6.2832 * hue)
    green = 0.5 + 0.5 * math.cos(6.2832 * (hue - 0.36))
    blue = 0.5 + 0.5 * math.cos(6.2832 * (hue - 0.64))
    return red * red + 0.04, green * green * 0.85 + 0.04, blue * blue * 1.1 + 0.04


@kernel
def lamp_light(cool: float) -> tuple[float, float, float]:
    """Lamp light from 2700 K (0) over 4000 K (.5) to 6500 K (1), roughly."""
    if cool < 0.5:
        k = cool * 2
        return 1.0, 0.52 + 0.24 * k, 0.18 + 0.34 * k
    k = cool * 2 - 1
    return 1.0 - 0.20 * k, 0.76 + 0.12 * k, 0.52 + 0.54 * k
