"""Clouds on their way: carried by the wind on a shell above the land, while they swell, fray and dissolve.

A drawn layer of clouds is read where the air has come from. Two trains of noise that run through one another bend that
place and thicken or thin what is found there, so that no cloud keeps its shape. When hours pass, two copies half a
cycle apart give way to one another, each while it is near its own place: clouds come and go, and never run out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, f32, i64, parallel, prange
from moviola.engines.place.layers import Drift
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled

_PLANET = 6360.0
_BLOCK = 16
#: Texels of the noise to a kilometre of cloud; km that shapes are bent by; share by which they thicken.
_FINE = 90.0
_BEND = 0.085
_SWELL = 0.42
#: Texels that the trains of noise run in a second.
_BOIL = 7.0
#: Least km/s of clouds when hours pass, how much faster they boil then, and km of a cycle.
_SWIFT = 0.30
_SWIFT_BOIL = 5.0
_CYCLE = 1.5
#: Seconds of drift that a layer can show before it runs out of sky.
_LONGEST = 40.0


class Air(NamedTuple):
    """Where the clouds are: km east and north of their drawn place and the share, of one copy and another; texels."""

    east: float
    north: float
    share: float
    other_east: float
    other_north: float
    boil: float


def air_at(drift: Drift, seconds: float, whole: float, swift: bool) -> Air:
    """The air ``seconds`` into a film of ``whole`` seconds; ``swift``: hours pass."""
    speed = math.hypot(drift.cloud_east, drift.cloud_north)
    if not swift or speed <= 0:
        gone = seconds * min(1.0, _LONGEST / max(whole, 1e-3))
        east, north = drift.cloud_east * gone, drift.cloud_north * gone
        return Air(east, north, 1.0, east, north, seconds * _BOIL)
    faster = max(1.0, _SWIFT / speed)
    cycle = _CYCLE / (speed * faster)
    # the first copy is at its own place when the film begins
    phase = (seconds / cycle + 0.5) % 1.0
    here, there = (phase - 0.5) * cycle * faster, ((phase + 0.5) % 1.0 - 0.5) * cycle * faster
    share = 1 - abs(2 * phase - 1)
    share = share * share * (3 - 2 * share)
    return Air(
        drift.cloud_east * here, drift.cloud_north * here, share, drift.cloud_east * there, drift.cloud_north * there,
        seconds * _BOIL * _SWIFT_BOIL,
    )  # fmt: skip


@parallel
def carry_clouds(
    layer: Picture, lens: Lens, layer_scale: float, altitude: float, air: Air, soft: Picture, clouds: Picture
) -> None:
    """Fill ``clouds`` [H, W, 4] with a ``layer`` of ``layer_scale`` the resolution, through ``lens``.

    The slab is taken for a shell at ``altitude`` km, so far clouds move less than near ones. ``soft``: repeating noise.
    """
    rows, columns = clouds.shape[0], clouds.shape[1]
    last_x = f32(layer.shape[1] - 1.001)
    last_y = f32(layer.shape[0] - 1.001)
    half = f32(0.5)
    one = f32(1)
    copies = 1 if air.share > 0.999 else 2
    for row in prange(rows):
        j = i64(row)
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            for c in range(4):
                clouds[j, i, c] = 0
        if slope < 0.004:
            continue
        for copy in range(copies):
            east = air.east if copy == 0 else air.other_east
            north = air.north if copy == 0 else air.other_north
            share = f32(air.share if copy == 0 else 1 - air.share)
            if share < f32(0.002):
                continue
            x1 = f32(0)
            y1 = f32(0)
            g1 = f32(0)
            for block in range(-1, (columns + _BLOCK - 1) // _BLOCK):
                # where the air has come from is smooth: exact at the ends of a block, straight between
                x0 = x1
                y0 = y1
                g0 = g1
                across = ((block + 1) * _BLOCK - lens.centre) / lens.focal
                length = 1 / math.sqrt(across * across + slope * slope + 1)
                dy = slope * length
                root = math.sqrt(_PLANET * _PLANET * dy * dy + 2 * _PLANET * altitude + altitude * altitude)
                t = (root - _PLANET * dy) * length
                right = across * t - east
                ahead = max(t - north, 0.05)
                u = right * _FINE
                v = ahead * _FINE
                first = tiled(soft, u + air.boil, v + 11.0)
                second = tiled(soft, u - air.boil + 517.0, v + air.boil * 0.4 + 271.0)
                third = tiled(soft, u * 0.6 - air.boil * 0.3 + 90.0, v * 0.6 + air.boil * 0.7 + 733.0)
                # far noise is finer than a block
                keep = 1 / (1 + (ahead / 22.0) * (ahead / 22.0))
                right += (first + second) * _BEND * keep
                ahead += (first - second) * _BEND * keep
                ahead = max(ahead, 0.05)
                x1 = f32((lens.centre + right / ahead * lens.focal) * layer_scale)
                y1 = f32((lens.horizon - slope * t / ahead * lens.focal) * layer_scale)
                g1 = f32(min(max((third + second * 0.5) * _SWELL, -0.85), 0.85) * (0.4 + 0.6 * keep))
                if block < 0:
                    continue
                step_x = (x1 - x0) / f32(_BLOCK)
                step_y = (y1 - y0) / f32(_BLOCK)
                step_g = (g1 - g0) / f32(_BLOCK)
                for k in range(min(_BLOCK, columns - block * _BLOCK)):
                    i = block * _BLOCK + k
                    at = f32(k) + half
                    x = min(max(x0 + step_x * at - half, f32(0)), last_x)
                    y = min(max(y0 + step_y * at - half, f32(0)), last_y)
                    left = int(x)
                    top = int(y)
                    fx = x - f32(left)
                    fy = y - f32(top)
                    d = fx * fy
                    b = fx - d
                    below = fy - d
                    a = one - fx - below
                    cover = (
                        layer[top, left, 3] * a
                        + layer[top, left + 1, 3] * b
                        + layer[top + 1, left, 3] * below
                        + layer[top + 1, left + 1, 3] * d
                    )
                    if cover <= f32(1e-4):
                        continue
                    # thin parts come and go, thick ones stay
                    gain = (one + (g0 + step_g * at) * (one - cover)) * share
                    clouds[j, i, 3] += cover * gain
                    for c in range(3):
                        clouds[j, i, c] += gain * (
                            layer[top, left, c] * a
                            + layer[top, left + 1, c] * b
                            + layer[top + 1, left, c] * below
                            + layer[top + 1, left + 1, c] * d
                        )


@parallel
def fill_mirror(clouds: Picture, base: Picture, behind: Picture, stands: Picture, mirror: Picture) -> None:
    """The sky ``base`` [H, W, 3] with its clouds where ``behind`` [H, W] is open, and what ``stands`` before it."""
    rows, columns = behind.shape
    for j in prange(rows):
        for i in range(columns):
            clear = f32(1) - clouds[j, i, 3]
            for c in range(3):
                mirror[j, i, c] = (base[j, i, c] * clear + clouds[j, i, c]) * behind[j, i] + stands[j, i, c]


@parallel
def lay_sky(
    out: Picture, sky: Picture, clouds: Picture, left: float, top: float, land: Picture, opacity: Picture
) -> None:
    """Fill the rows of ``sky`` with it, with clouds of half its resolution, and with land.

    (``left``, ``top``) is the view's corner on the clouds' canvas.
    """
    rows, columns = sky.shape[0], sky.shape[1]
    wide = clouds.shape[1]
    last_y = clouds.shape[0] - 1.001
    last_x = f32(wide - 1.001)
    one = f32(1)
    half = f32(0.5)
    for row in prange(rows):
        j = i64(row)
        y = min(max((j + 0.5) * 0.5 + top - 0.5, 0.0), last_y)
        n = int(y)
        part = f32(y - n)
        line = np.empty((wide, 4), np.float32)
        upper = clouds[n]
        lower = clouds[n + 1]
        for i in range(wide):
            for c in range(4):
                line[i, c] = upper[i, c] + (lower[i, c] - upper[i, c]) * part
        start = f32(left - 0.25)
        for i in range(columns):
            hidden = opacity[j, i]
            if hidden > f32(0.997):
                for c in range(3):
                    out[j, i, c] = land[j, i, c]
                continue
            x = min(max(f32(i) * half + start, f32(0)), last_x)
            k = int(x)
            share = x - f32(k)
            clear = one - (line[k, 3] + (line[k + 1, 3] - line[k, 3]) * share)
            for c in range(3):
                value = sky[j, i, c] * clear + line[k, c] + (line[k + 1, c] - line[k, c]) * share
                out[j, i, c] = value * (one - hidden) + land[j, i, c]
