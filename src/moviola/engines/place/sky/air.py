"""Light and air: sun, sky light and the haze between the camera and things."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, kernel

#: Rows (elevation, quadratic, 0–90°) and columns (azimuth from the sun, 0–180°) of the sky table.
ELEVATIONS = 96
AZIMUTHS = 128


class Light(NamedTuple):
    """Direction to the sun or moon (unit), its colour, and the light of the whole sky."""

    x: float
    y: float
    z: float
    red: float
    green: float
    blue: float
    sky_red: float
    sky_green: float
    sky_blue: float


class Haze(NamedTuple):
    """``density`` per km; ``mist`` per metre at the ground, falling with ``mist_height`` metres.

    ``gain`` scales the horizon's light that haze scatters in, ``lift`` adds light from higher up.
    """

    density: float
    mist: float
    mist_height: float
    gain: float
    lift: float


@kernel
def sky_colour(
    table: Picture, dx: float, dy: float, dz: float, sun_x: float, sun_z: float
) -> tuple[float, float, float]:
    """Light of the clear sky in a unit direction; (sun_x, sun_z) is the sun's unit horizontal direction."""
    elevation = math.asin(min(max(dy, 0.0), 1.0))
    along = math.sqrt(dx * dx + dz * dz) + 1e-9
    cosine = min(max((dx * sun_x + dz * sun_z) / along, -1.0), 1.0)
    y = math.sqrt(elevation / (math.pi / 2)) * (ELEVATIONS - 1)
    x = math.acos(cosine) / math.pi * (AZIMUTHS - 1)
    i = min(int(x), AZIMUTHS - 2)
    j = min(int(y), ELEVATIONS - 2)
    fx = x - i
    fy = y - j
    a = (1 - fx) * (1 - fy)
    b = fx * (1 - fy)
    c = (1 - fx) * fy
    d = fx * fy
    return (
        table[j, i, 0] * a + table[j, i + 1, 0] * b + table[j + 1, i, 0] * c + table[j + 1, i + 1, 0] * d,
        table[j, i, 1] * a + table[j, i + 1, 1] * b + table[j + 1, i, 1] * c + table[j + 1, i + 1, 1] * d,
        table[j, i, 2] * a + table[j, i + 1, 2] * b + table[j + 1, i, 2] * c + table[j + 1, i + 1, 2] * d,
    )


@kernel
def haze_between(
    table: Picture,
    across: float,
    slope: float,
    distance: float,
    eye: float,
    top: float,
    sun_x: float,
    sun_z: float,
    haze: Haze,
) -> tuple[float, float, float, float, float, float]:
    """Transmittance (r, g, b) and scattered light (r, g, b) over ``distance`` metres from height to height."""
    length = 1 / math.sqrt(across * across + slope * slope + 1)
    dx = across * length
    dz = length
    red, green, blue = sky_colour(table, dx, 0.035, dz, sun_x, sun_z)
    far = distance * 0.001 * haze.density
    rise = top - eye
    ground = math.exp(-max(eye, 0.0) / haze.mist_height)
    if abs(rise) > 0.5:
        ratio = rise / haze.mist_height
        mist = haze.mist * distance * ground * (1 - math.exp(-ratio)) / ratio
    else:
        mist = haze.mist * distance * ground
    mist = max(mist, 0.0)
    facing = max((across * sun_x + sun_z) / math.sqrt(across * across + 1), 0.0)
    gain = haze.gain * (0.25 + 0.75 * facing**14)
    high_red, high_green, high_blue = sky_colour(table, dx, 0.5, dz, sun_x, sun_z)
    return (
        math.exp(-far * 0.62 - mist),
        math.exp(-far * 0.92 - mist),
        math.exp(-far * 1.4 - mist),
        red * gain + high_red * haze.lift,
        green * gain + high_green * haze.lift,
        blue * gain + high_blue * haze.lift,
    )
