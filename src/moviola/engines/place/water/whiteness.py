"""Foam where a sea breaks, and the nets of light on its floor."""

from __future__ import annotations

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.water.state import Surf


@kernel
def foam_of(
    x: float, z: float, dense: float, thin: float, footprint: float, lace: Picture, milk: float, surf: Surf,
    time: float,
) -> tuple[float, float]:  # fmt: skip
    """Cover of foam 0–1 and its lumps 0–1."""
    if dense + thin <= 0.004:
        return 0.0, 0.5
    grain = 0.55 + milk
    lx = x * 34.0 * grain - surf.x * time * 6
    lz = z * 34.0 * grain - surf.z * time * 6
    pattern = tiled(lace, lx, lz)
    if footprint > 1.0:
        pattern = pattern + (0.5 - pattern) * min((footprint - 1.0) * 0.5, 0.6)
    broad = tiled(lace, lx * 0.21 + 90, lz * 0.21)
    if footprint < 0.08:
        close = tiled(lace, lx * 5.3 + 40, lz * 5.3)
        pattern += (close - 0.5) * 0.5 * (1 - footprint * 12.5)
    # dense foam is lumpy, thin foam is lace
    foam = smoothstep(1 - thin, 1.22 - thin, pattern * 0.72 + broad * 0.28) * 0.8
    lumps = 0.62 * pattern + 0.38 * broad
    solid = smoothstep(0.87 - dense, 1.15 - dense * 0.9, lumps) * smoothstep(0.0, 0.25, dense)
    foam = max(foam, solid)
    if milk > 0:
        mist = min(dense * 0.75 + thin * 0.5, 0.9) * (0.75 + 0.4 * broad)
        foam += (min(mist, 1.0) - foam) * milk
    return min(max(foam, 0.0), 1.0), lumps


@kernel
def net_of(x: float, z: float, deep: float, lace: Picture, time: float) -> float:
    """Sunlight that waves gather on the floor, 1 on average, sharpest a metre down."""
    a = tiled(lace, x * 46 + time * 21, z * 46 + time * 9)
    b = tiled(lace, x * 37 - time * 13, z * 37 + time * 17 + 200)
    light = min(a, b)
    bright = smoothstep(0.50, 0.86, light)
    return 1 + (bright * 2.1 - 0.42) * smoothstep(0.02, 0.5, deep) * smoothstep(5.0, 1.0, deep)
