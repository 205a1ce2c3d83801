"""Single scattering in a clear atmosphere, tabulated over elevation and azimuth from the sun.

Rayleigh, Mie and ozone coefficients of E. Bruneton (2017) with a Cornette–Shanks lobe; a cheap term stands in
for light that scattered more than once.
"""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.sky.air import AZIMUTHS, ELEVATIONS

_PLANET = 6360.0
_SPACE = 6460.0


@kernel
def _densities(height: float) -> tuple[float, float, float]:
    return math.exp(-height / 8.0), math.exp(-height / 1.2), max(0.0, 1 - abs(height - 25) / 15)


@kernel
def _depth(radius: float, across: float, up: float, steps: int) -> tuple[float, float, float]:
    """Optical depth (air, dust, ozone) from ``radius`` to space; huge where the planet is in the way."""
    b = radius * up
    length = -b + math.sqrt(max(b * b - (radius * radius - _SPACE * _SPACE), 0.0))
    step = length / steps
    air = 0.0
    dust = 0.0
    ozone = 0.0
    for i in range(steps):
        t = (i + 0.5) * step
        x = across * t
        y = radius + up * t
        height = math.sqrt(x * x + y * y) - _PLANET
        if height < -8:
            return 1e5, 1e5, 1e5
        a, d, o = _densities(max(height, 0.0))
        air += a * step
        dust += d * step
        ozone += o * step
    return air, dust, ozone


@parallel
def sky_table(elevation: float, turbidity: float, ozone: float, multiple: float) -> Picture:
    """[ELEVATIONS, AZIMUTHS, 3] light of the clear sky for a sun at ``elevation`` radians."""
    out = np.zeros((ELEVATIONS, AZIMUTHS, 3), np.float32)
    rayleigh = (5.8e-3, 13.56e-3, 33.1e-3)
    mie = 3.2e-3 * turbidity
    absorb = (0.65e-3 * ozone, 1.88e-3 * ozone, 0.085e-3 * ozone)
    sun_up = math.sin(elevation)
    sun_along = math.cos(elevation)
    for e in prange(ELEVATIONS):
        angle = (e / (ELEVATIONS - 1.0)) ** 2 * math.pi / 2 + 0.0012
        for a in range(AZIMUTHS):
            azimuth = a / (AZIMUTHS - 1.0) * math.pi
            up = math.sin(angle)
            dx = math.cos(angle) * math.cos(azimuth)
            dz = math.cos(angle) * math.sin(azimuth)
            cosine = up * sun_up + dx * sun_along
            g = 0.78
            phase_air = 3 / (16 * math.pi) * (1 + cosine * cosine)
            phase_dust = (
                3 / (8 * math.pi) * (1 - g * g) * (1 + cosine * cosine)
                / ((2 + g * g) * (1 + g * g - 2 * g * cosine) ** 1.5)
            )  # fmt: skip
            eye = _PLANET + 0.2
            b = eye * up
            length = -b + math.sqrt(max(b * b + _SPACE**2 - eye * eye, 0.0))
            seen_air = 0.0
            seen_dust = 0.0
            seen_ozone = 0.0
            before = 0.0
            for i in range(28):
                after = length * ((i + 1) / 28) ** 2
                t = 0.5 * (before + after)
                step = after - before
                before = after
                x = dx * t
                y = eye + up * t
                z = dz * t
                radius = math.sqrt(x * x + y * y + z * z)
                air, dust, layer = _densities(max(radius - _PLANET, 0.0))
                seen_air += air * step
                seen_dust += dust * step
                seen_ozone += layer * step
                sun_cosine = (x * sun_along + y * sun_up) / radius
                lit_air, lit_dust, lit_ozone = _depth(
                    radius, math.sqrt(max(1 - sun_cosine * sun_cosine, 0.0)), sun_cosine, 10
                )
                for c in range(3):
                    path = rayleigh[c] * seen_air + mie * 1.1 * seen_dust + absorb[c] * seen_ozone
                    sunlit = math.exp(
                        -path - (rayleigh[c] * lit_air + mie * 1.1 * lit_dust + absorb[c] * lit_ozone)
                    )
                    if lit_air < 1e4:
                        spread = math.exp(
                            -path
                            - (
                                rayleigh[c] * lit_air * 0.25
                                + mie * 0.4 * lit_dust
                                + absorb[c] * lit_ozone * 0.6
                            )
                        )
                    else:
                        spread = math.exp(-path) * 0.02
                    direct = (rayleigh[c] * air * phase_air + mie * dust * phase_dust) * sunlit
                    indirect = multiple * (rayleigh[c] * air + mie * 0.5 * dust) * spread / (4 * math.pi)
                    out[e, a, c] += (direct + indirect) * step * 20
    return out


@kernel
def sun_colour(
    elevation: float, turbidity: float, ozone: float, altitude: float
) -> tuple[float, float, float]:
    """What is left of white sunlight at ``altitude`` km."""
    air, dust, layer = _depth(_PLANET + altitude, math.cos(elevation), math.sin(elevation), 48)
    mie = 3.2e-3 * turbidity * 1.1 * dust
    return (
        math.exp(-(5.8e-3 * air + mie + 0.65e-3 * ozone * layer)),
        math.exp(-(13.56e-3 * air + mie + 1.88e-3 * ozone * layer)),
        math.exp(-(33.1e-3 * air + mie + 0.085e-3 * ozone * layer)),
    )


def sky_light(table: Picture) -> tuple[float, float, float]:
    """Mean light of the upper half-space, weighted by what a level surface receives."""
    share = np.linspace(0, 1, ELEVATIONS)
    weight = np.sin(share**2 * math.pi / 2) * share
    mean = (table * weight[:, None, None]).sum((0, 1)) / (weight.sum() * AZIMUTHS)
    return float(mean[0]), float(mean[1]), float(mean[2])
