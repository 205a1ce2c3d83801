"""Table mountains, buttes and pyramids as heights."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, Vector, kernel, parallel, prange
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.terrain.columns import Grid

#: x, z, half width, half depth, turn, height, share of it that is talus, phase of its outline, roughness.
MESA_FIELDS = 9
#: x, z, half of its base, turn, height.
PYRAMID_FIELDS = 5
#: Metres ahead, half depth, height, phase.
RANGE_FIELDS = 4


@kernel
def _stairs(u: float, phase: float) -> float:
    """A cliff in three storeys with ledges, 0–1 over 0–1."""
    first = 0.42 + 0.12 * math.sin(phase * 3)
    a = smoothstep(0.0, 0.14, u) * first
    b = smoothstep(0.30 + 0.1 * math.sin(phase * 5), 0.44 + 0.1 * math.sin(phase * 5), u) * 0.30
    return a + b + smoothstep(0.72, 0.90, u) * (0.70 - first)


@kernel
def _mesa(x: float, z: float, soft: Picture, ridges: Picture, mesa: Vector) -> float:
    dx = x - mesa[0]
    dz = z - mesa[1]
    wide = max(mesa[2], mesa[3])
    reach = wide + mesa[5] * 3 + 60
    if abs(dx) > reach or abs(dz) > reach:
        return -1e6
    cosine = math.cos(mesa[4])
    sine = math.sin(mesa[4])
    u = (dx * cosine + dz * sine) / mesa[2]
    v = (-dx * sine + dz * cosine) / mesa[3]
    around = (abs(u) ** 2.6 + abs(v) ** 2.6) ** (1 / 2.6)
    inside = (1 - around) * min(mesa[2], mesa[3]) * (0.6 + 0.4 * wide / min(mesa[2], mesa[3]))
    rough = mesa[8]
    at = mesa[7] * 100
    inside += rough * (16 * tiled(soft, x * 0.9 + at, z * 0.9) + 7 * tiled(ridges, x * 2.1 + at, z * 2.1))
    inside += rough * (3.0 * tiled(ridges, x * 8.0 + at, z * 8.0) + 1.0 * tiled(soft, x * 21, z * 21 + at))
    talus = mesa[5] * mesa[6]
    cliff = mesa[5] - talus
    span = 12 + cliff * 0.16
    if inside < 0:
        slope = 0.60 + 0.06 * tiled(ridges, x * 3 + at, z * 3)
        foot = talus + inside * slope
        gully = 2.2 * tiled(ridges, x * 5 + at, z * 5) * smoothstep(-2.0, talus, foot)
        return float(foot + gully * smoothstep(0.0, -14.0, inside))
    climb = talus + cliff * _stairs(min(inside / span, 1.0), mesa[7])
    return float(climb + max(inside - span, 0.0) * 0.02 + 0.8 * tiled(soft, x * 4, z * 4))


@kernel
def _pyramid(x: float, z: float, soft: Picture, form: Vector) -> float:
    dx = x - form[0]
    dz = z - form[1]
    cosine = math.cos(form[3])
    sine = math.sin(form[3])
    away = max(abs(dx * cosine + dz * sine), abs(-dx * sine + dz * cosine))
    if away > form[2] * 1.3:
        return -1e6
    height = form[4] * (1 - away / form[2])
    return float(height + 0.5 * tiled(soft, x * 9, z * 9))


@kernel
def _range(x: float, z: float, smooth: Picture, ridges: Picture, form: Vector) -> float:
    at = form[3]
    across = (z - form[0] - 0.22 * form[1] * tiled(smooth, x * 0.06 + at, 40.0)) / form[1]
    if abs(across) > 1:
        return -1e6
    peaks = (
        0.50 + 0.22 * tiled(smooth, x * 0.11 + at, z * 0.11) + 0.12 * tiled(smooth, x * 0.37 + at, z * 0.37)
    )
    peaks += 0.06 * tiled(smooth, x * 0.9, z * 0.9 + at)
    folds = 0.045 * tiled(ridges, x * 0.55 + at, z * 0.55) + 0.012 * tiled(ridges, x * 2.6 + at, z * 2.6)
    body = max(peaks + folds * smoothstep(0.1, 0.5, peaks), 0.05)
    return float(form[2] * (body * (1 - abs(across)) ** 0.8 - 0.08))


@parallel
def raise_rock(
    out: Picture, grid: Grid, smooth: Picture, soft: Picture, ridges: Picture, mesas: Vector, pyramids: Vector,
    ranges: Vector,
) -> None:  # fmt: skip
    """Lift ``out`` [n, n] where rock is higher.

    ``mesas`` [k, MESA_FIELDS], ``pyramids`` [k, PYRAMID_FIELDS], ``ranges`` [k, RANGE_FIELDS] of bare mountains.
    """
    size = out.shape[0]
    for j in prange(size):
        z = grid.south + j * grid.cell
        for i in range(size):
            x = grid.west + i * grid.cell
            height = out[j, i]
            for k in range(mesas.shape[0]):
                top = _mesa(x, z, soft, ridges, mesas[k])
                gap = max(9 - abs(top - height), 0.0) / 9
                height = max(height, top) + gap * gap * 2.2
            for k in range(pyramids.shape[0]):
                height = max(height, _pyramid(x, z, soft, pyramids[k]))
            for k in range(ranges.shape[0]):
                height = max(height, _range(x, z, smooth, ridges, ranges[k]))
            out[j, i] = height
