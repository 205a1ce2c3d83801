"""The shape of sand: ranks of dunes across the wind, and great dunes built around their crests."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, Vector, kernel, parallel, prange
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.terrain.columns import Grid

#: A ridge of sand: start, direction (radians from ahead to the right), length; two bends of its crest: metres
#: aside, wavelength, phase; crest height at the start, at its peak, at the end, place of the peak 0–1; length of
#: the windward side as a multiple of the height; tangent of the lee side; +1 if the lee is to the right.
RIDGE_FIELDS = 17
#: A rank of dunes: wavelength in metres, turn of the wind, offsets of the pattern, height as a share of the greatest
#: that its slip faces allow, share of ground that dunes cover 0–1, the near end and the span in metres over which it
#: rises from ``flat`` of its height to all of it.
RANK_FIELDS = 9


@kernel
def _crest(t: float, ridge: Vector) -> float:
    # bends grow with the way from the start, where the camera stands
    grown = smoothstep(45.0, 210.0, t)
    a = ridge[4] * math.sin(6.2831853 * t / ridge[5] + ridge[6]) * grown
    return float(a + grown * ridge[7] * math.sin(6.2831853 * t / ridge[8] + ridge[9]))


@kernel
def _ridge(x: float, z: float, smooth: Picture, ridge: Vector) -> float:
    dx = x - ridge[0]
    dz = z - ridge[1]
    sine = math.sin(ridge[2])
    cosine = math.cos(ridge[2])
    t = dx * sine + dz * cosine
    s = dx * cosine - dz * sine
    length = ridge[3]
    high = max(ridge[10], max(ridge[11], ridge[12]))
    if t < -high * 2 or t > length + high * 2 or abs(s) > high * ridge[14] + 200:
        return -1e6
    bend = _crest(t + 0.5, ridge) - _crest(t - 0.5, ridge)
    wander = tiled(smooth, t * 1.1 + ridge[6] * 100, ridge[9] * 100) * 1.2
    away = (s - _crest(t, ridge) - wander) / math.sqrt(1 + bend * bend)
    share = min(max(t / length, 0.0), 1.0)
    if share < ridge[13]:
        crest = ridge[10] + (ridge[11] - ridge[10]) * smoothstep(0.0, 1.0, share / ridge[13])
    else:
        crest = ridge[12] + (ridge[11] - ridge[12]) * smoothstep(
            0.0, 1.0, (1 - share) / max(1 - ridge[13], 1e-3)
        )
    crest *= 1 + 0.07 * tiled(smooth, t * 0.9 + ridge[9] * 50, ridge[6] * 80)
    beyond = max(-t, t - length)
    if beyond > 0:
        crest -= beyond * 0.45
    away *= ridge[16]
    if away > 0:
        return float(crest - away * ridge[15])
    u = -away / max(crest * ridge[14], 1.0)
    if u >= 1:
        return -1e6
    # a rounded shoulder below the crest and a long concave foot
    return float(crest * ((1 - u) ** 1.75 * 0.8 + 0.2 * (1 - u) ** 5 + 0.10 * u * (1 - u) ** 2))


@kernel
def _rounded_max(a: float, b: float, round_: float) -> float:
    gap = max(round_ - abs(a - b), 0.0) / round_
    return max(a, b) + gap * gap * round_ * 0.25


@kernel
def _bend(u: float, v: float, smooth: Picture, rank: Vector) -> float:
    """How far a rank's pattern is shifted at a point, in wavelengths."""
    # 128 cells of the texture hold one lump of its noise
    a = 46 / rank[0]
    wide = 0.36 * tiled(smooth, u * a + rank[2], v * a + rank[3])
    return wide + 0.06 * tiled(smooth, u * a * 3.7 + rank[3], v * a * 2.9 + rank[2])


@kernel
def _rank(x: float, z: float, smooth: Picture, rank: Vector) -> float:
    """Transverse dunes: a gentle windward side, a sharp winding crest, a slip face at the angle of repose."""
    length = rank[0]
    cosine = math.cos(rank[1])
    sine = math.sin(rank[1])
    u = x * cosine + z * sine
    v = -x * sine + z * cosine
    bend = _bend(u, v, smooth, rank)
    # where the pattern is squeezed, a slip face needs more of it to keep to the angle of repose
    step = length * 0.02
    rise_u = 1 / length + (_bend(u + step, v, smooth, rank) - bend) / step
    rise_v = (_bend(u, v + step, smooth, rank) - bend) / step
    squeeze = length * math.sqrt(rise_u * rise_u + rise_v * rise_v)
    a = 46 / length
    phase = u / length + bend
    share = phase - math.floor(phase)
    which = math.floor(phase) * 37.0
    tall = 0.62 + 0.50 * tiled(smooth, which + rank[2] + v * a * 0.2, v * a * 0.5 + rank[3] + which)
    tall = smoothstep(0.0, 1.0, tall + rank[5] - 0.5)
    high = rank[4] * tall * length * 0.18 / max(squeeze, 0.85)
    lee = high / 0.60 / length * squeeze
    brink = 1 - lee
    if share < brink:
        r = share / brink
        return float(high * (0.55 * r**1.35 + 0.45 * r**2.6))
    fall = (1 - share) / max(lee, 1e-4)
    return float(high * fall)


@kernel
def sand_height(
    x: float, z: float, at_x: float, at_z: float, smooth: Picture, soft: Picture, ranks: Vector, ridges: Vector,
    swell: float,
) -> float:  # fmt: skip
    """Height in metres of the sand at a point.

    (``at_x``, ``at_z``): where the camera stands, from which ridges start.
    """
    away = math.sqrt((x - at_x) ** 2 + (z - at_z) ** 2)
    height = swell * tiled(smooth, x * 0.045 + 300, z * 0.045 + 700) * smoothstep(40.0, 1200.0, away)
    dunes = 0.0
    for k in range(ranks.shape[0]):
        rank = ranks[k]
        if rank[0] < 90 and away > 1400:
            continue
        rise = rank[8] + (1 - rank[8]) * smoothstep(rank[6], rank[6] + rank[7], away)
        dunes = _rounded_max(dunes, _rank(x, z, smooth, rank) * rise, 1.2)
    height += dunes + 0.16 * tiled(soft, x * 1.7, z * 1.7) + 0.03 * tiled(soft, x * 9.0, z * 9.0)
    for k in range(ridges.shape[0]):
        height = _rounded_max(height, _ridge(x - at_x, z - at_z, smooth, ridges[k]), 2.2)
    return height


@parallel
def fill_sand(
    out: Picture, grid: Grid, at_x: float, at_z: float, smooth: Picture, soft: Picture,
    ranks: Vector, ridges: Vector, swell: float,
) -> None:  # fmt: skip
    """Fill ``out`` [n, n] with :func:`sand_height`; ``ranks`` [k, RANK_FIELDS], ``ridges`` [k, RIDGE_FIELDS]."""
    size = out.shape[0]
    for j in prange(size):
        z = at_z + grid.south + j * grid.cell
        for i in range(size):
            x = at_x + grid.west + i * grid.cell
            out[j, i] = sand_height(x, z, at_x, at_z, smooth, soft, ranks, ridges, swell)


@parallel
def sand_points(
    x: Vector, z: Vector, smooth: Picture, soft: Picture, ranks: Vector, ridges: Vector, swell: float
) -> Vector:
    """:func:`sand_height` at a list of points, as if the camera stood far behind them all."""
    out = np.empty(len(x), np.float64)
    for k in prange(len(x)):
        out[k] = sand_height(x[k], z[k], x[k], z[k] - 1300.0, smooth, soft, ranks, ridges, swell)
    return out
