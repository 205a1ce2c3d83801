"""A fir under its load of snow, bough by bough: pads of snow on top, dark needles that hang below."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import hashed
from moviola.engines.place.resample import AREA, fit


@kernel
def _dab(
    out: Picture,
    x: float,
    y: float,
    across: float,
    down: float,
    shade: float,
    turn: float,
    snow: float,
    seed: int,
) -> None:
    """A ragged ellipse of needles, its upper part under snow as far as ``snow`` 0–1 reaches."""
    height, width = out.shape[0], out.shape[1]
    for j in range(max(int(y - down * 1.3), 0), min(int(y + down * 1.3) + 2, height)):
        v = (j + 0.5 - y) / down
        for i in range(max(int(x - across * 1.2), 0), min(int(x + across * 1.2) + 2, width)):
            u = (i + 0.5 - x) / across
            rag = hashed(i, j, seed) - 0.5
            lump = hashed(int(i / 3), int(j / 3), seed + 7) - 0.5
            away = u * u + v * v
            # needles fray below, snow is round above
            if away > 1 + (0.25 * rag + 0.2 * lump if v < 0 else 0.9 * rag + 0.4 * lump):
                continue
            line = -0.95 + 1.45 * snow + 0.35 * lump + 0.12 * rag
            out[j, i, 0] = 1
            if snow > 0 and v < line:
                out[j, i, 1] = shade * (0.98 - 0.30 * (v + 0.6) + 0.10 * lump)
                out[j, i, 3] = 1
                out[j, i, 2] = min(max(turn * 0.7 + u * 0.35, -1.0), 1.0)
            else:
                out[j, i, 1] = shade * (0.42 + 0.4 * rag + 0.2 * lump) * (1 - 0.3 * max(v, 0.0))
                out[j, i, 3] = 0.34 * snow * (hashed(i, j, seed + 3) > 0.55)
                out[j, i, 2] = turn


@kernel
def _grown(seed: int, width: int, height: int, snow: float) -> Picture:
    out = np.zeros((height, width, 4), np.float32)
    middle = width / 2
    tiers = 36 + int(hashed(1, 1, seed) * 9)
    for tier in range(tiers):
        climb = (tier + 0.3 * hashed(tier, 3, seed)) / tiers
        low = 1 - climb
        root = height * (0.85 - 0.83 * climb**0.93)
        count = 7 + int(8 * low)
        spin = hashed(tier, 9, seed) * 6.2831853
        for k in range(count):
            # those at the back first
            place = k / count
            turn = (
                1.5707963
                + (place if k % 2 == 0 else -place) * 3.1415926
                + (hashed(tier, k, seed + 1) - 0.5) * 0.5
            )
            right = math.cos(turn + 0.15 * math.sin(spin))
            front = -math.sin(turn)
            vary = 0.50 + 0.72 * hashed(tier, k, seed + 2)
            reach = width * (0.49 * low**0.86 * vary + 0.012)
            droop = 0.16 + 0.34 * low + 0.10 * hashed(tier, k, seed + 4)
            load = snow * (0.55 + 0.6 * hashed(tier, k, seed + 5))
            steps = int(reach * abs(right) * 0.44 + reach * 0.16) + 3
            for step in range(steps):
                along = (step + 0.6) / steps
                x = middle + right * reach * along
                y = root + reach * (droop * along**1.35 + 0.17 * front * along)
                # the lowest boughs lie on the ground
                y = min(y, height * (0.925 + 0.02 * hashed(tier, k, seed + 6)))
                thick = (
                    width
                    * (0.009 + 0.022 * low**0.7)
                    * (1 - 0.45 * along)
                    * (0.8 + 0.5 * hashed(tier * 31 + k, step, seed))
                )
                key = tier * 977 + k * 31 + step
                shade = (0.38 + 0.62 * along) * (0.82 + 0.18 * front) * (0.85 + 0.3 * hashed(key, 1, seed))
                jitter = (hashed(key, 2, seed) - 0.5) * thick
                # a fringe hangs below the bough
                _dab(
                    out,
                    x + jitter,
                    y + thick * 0.85,
                    thick * 0.75,
                    thick * 1.25,
                    shade * 0.8,
                    right * along,
                    snow * 0.16,
                    seed,
                )
                _dab(
                    out,
                    x,
                    y,
                    thick * 1.25,
                    thick * (0.72 + 0.3 * load),
                    shade,
                    right * along,
                    load,
                    seed,
                )
    for j in range(int(height * 0.02), int(height * 0.10)):
        half = width * (0.004 + 0.05 * (j / height))
        for i in range(max(int(middle - half), 0), min(int(middle + half) + 1, width)):
            if out[j, i, 0] == 0:
                out[j, i, 0] = 1
                out[j, i, 1] = 0.8
                out[j, i, 3] = snow
    for j in range(int(height * 0.86), int(height * 0.965)):
        half = width * 0.018
        for i in range(int(middle - half), int(middle + half) + 1):
            if out[j, i, 0] == 0:
                out[j, i, 0] = 1
                out[j, i, 1] = 0.3
    # the lowest boughs vanish in the snow, or in grass, along an uneven line
    for i in range(width):
        cut = height * (
            0.925 + 0.005 * math.sin(i * 23.0 / width + seed) + 0.004 * math.sin(i * 61.0 / width)
        )
        cut -= height * 0.030 * min(abs(i - middle) / (width * 0.5), 1.0) ** 2
        for j in range(int(cut - height * 0.05), height):
            if j > cut:
                out[j, i, 0] = 0
            elif out[j, i, 0] > 0 and snow > 0:
                share = (j - cut + height * 0.05) / (height * 0.05) * 1.5 - 0.5 * hashed(
                    int(i / 4), int(j / 4), seed
                )
                if share > 0:
                    out[j, i, 3] = max(out[j, i, 3], min(share, 1.0))
                    out[j, i, 1] = max(out[j, i, 1], 0.72 * min(share, 1.0))
    return out


def snowfir(seed: int, width: int, height: int, snow: float) -> Picture:
    """A fir [height, width, 4] as :class:`~moviola.engines.place.props.sprites.Atlas` wants it.

    ``snow``: how much lies on its boughs, 0–1.
    """
    fine = _grown(seed, width * 3 // 2, height * 3 // 2, snow)
    fine[..., 1:] *= fine[..., :1]
    small = fit(fine, (width, height), AREA)
    small[..., 1:] /= np.maximum(small[..., :1], 1e-3)
    return small
