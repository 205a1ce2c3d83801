"""The Milky Way as long exposures show it: a band of unresolved stars, a warm core, dust lanes and pink nebulae."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled


@parallel
def _band(lens: Lens, axes: Vector, soft: Picture, ridges: Picture, out: Picture) -> None:
    """Fill ``out`` [H, W, 3]; ``axes`` [3, 3]: towards the core, along the band, towards the galaxy's pole."""
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            for c in range(3):
                out[j, i, c] = 0
            if slope < 0.0:
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            dx = across * length
            dy = slope * length
            dz = length
            core = dx * axes[0, 0] + dy * axes[0, 1] + dz * axes[0, 2]
            side = dx * axes[1, 0] + dy * axes[1, 1] + dz * axes[1, 2]
            pole = dx * axes[2, 0] + dy * axes[2, 1] + dz * axes[2, 2]
            turn = math.atan2(side, core)
            b = math.asin(min(max(pole, -1.0), 1.0))
            u = turn * 62.0 + 300
            v = b * 62.0 + 500
            wide = tiled(soft, u * 3.0, v * 3.0)
            middle = tiled(soft, u * 11.0 + 40 + wide * 7, v * 11.0 + wide * 7)
            fine = tiled(soft, u * 37.0 + middle * 9, v * 37.0 + 77 + middle * 9)
            near_core = math.exp(-((turn / 0.55) ** 2))
            bent = b + 0.018 * wide + 0.008 * middle
            width = 0.055 + 0.045 * near_core
            glow = math.exp(-((abs(bent) / width) ** 1.45)) * (0.36 + 0.64 * math.exp(-((turn / 0.85) ** 2)))
            bulge = 0.85 * math.exp(-((turn / 0.24) ** 2) - ((b + 0.010) / 0.080) ** 2)
            light = (glow + bulge) * (0.82 + 0.18 * wide + 0.17 * middle + 0.20 * fine)
            # the great rift: dark clouds along the plane, torn and doubled, with branches that reach out of it
            sway = 0.022 * tiled(soft, u * 1.1 + 210, v * 0.5 + 90) + 0.014 * wide + 0.009 * middle
            lane = (bent - 0.006 + sway) / (0.024 + 0.018 * near_core)
            knots = tiled(ridges, u * 6.0 + wide * 12, v * 7.5 + 13 + middle * 6)
            torn = smoothstep(-1.0, 1.4, 0.8 * knots + 0.7 * middle + 0.6 * fine + 0.5)
            branch = math.exp(-((bent / (0.070 + 0.05 * near_core)) ** 2))
            branch *= smoothstep(0.6, 2.0, knots + 0.6 * fine + 0.3 * wide)
            dust = math.exp(-lane * lane) * (0.15 + 1.35 * torn) + branch * 0.7
            dust = min(dust, 2.0) * (0.40 + 0.60 * math.exp(-((turn / 1.0) ** 2)))
            rosy = math.exp(-((bent / 0.045) ** 2)) * smoothstep(
                1.5, 2.6, tiled(soft, u * 9.1 + 700, v * 9.1 + 200)
            )
            warm = min(near_core * 0.85 + bulge, 1.2)
            light = max(light, 0.0)
            out[j, i, 0] = light * (0.74 + 0.34 * warm) * math.exp(-dust * 0.95) + rosy * 0.40
            out[j, i, 1] = light * (0.82 + 0.05 * warm) * math.exp(-dust * 1.10) + rosy * 0.10
            out[j, i, 2] = light * (1.05 - 0.26 * warm) * math.exp(-dust * 1.25) + rosy * 0.20


def milky_way(lens: Lens, columns: int, rows: int, soft: Picture, ridges: Picture, seed: int) -> Picture:
    """Light [rows, columns, 3] of the band, about 0–1; its place and tilt come from the seed."""
    dice = np.random.default_rng((seed, 31))
    # the core stands a little above the horizon, the band rises from it to one side
    azimuth = math.radians(float(dice.uniform(-16, 16)))
    height = math.radians(float(dice.uniform(4, 17)))
    lean = math.radians(float(dice.uniform(22, 68))) * (1 if dice.random() < 0.5 else -1)
    core = np.array(
        [math.cos(height) * math.sin(azimuth), math.sin(height), math.cos(height) * math.cos(azimuth)]
    )
    east = np.array([math.cos(azimuth), 0.0, -math.sin(azimuth)])
    up = np.cross(core, east)
    up *= np.sign(up[1])
    along = up * math.cos(lean) + east * math.sin(lean)
    axes = np.ascontiguousarray(np.stack([core, along, np.cross(core, along)]), np.float64)
    out = np.empty((rows, columns, 3), np.float32)
    _band(lens, axes, soft, ridges, out)
    return out
