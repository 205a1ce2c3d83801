"""Sunlight and its shadows on a height field."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, parallel, prange


@parallel
def sunlit(
    height: Picture, cell: float, sun_x: float, sun_y: float, sun_z: float, softness: float
) -> Picture:
    """How much of the sun each cell sees, 0–1, with soft edges of shadows."""
    rows, columns = height.shape
    out = np.empty((rows, columns), np.float32)
    flat = math.sqrt(sun_x * sun_x + sun_z * sun_z) + 1e-9
    ux = sun_x / flat
    uz = sun_z / flat
    climb = sun_y / flat
    for j in prange(rows):
        for i in range(columns):
            here = height[j, i]
            t = 1.5
            seen = 1.0
            for _ in range(90):
                x = i + ux * t
                z = j + uz * t
                if x < 0 or z < 0 or x > columns - 2 or z > rows - 2:
                    break
                gap = here + climb * t * cell - height[int(z + 0.5), int(x + 0.5)]
                seen = min(seen, gap / (softness * t * cell + 0.05) + 0.5)
                if seen <= 0:
                    seen = 0.0
                    break
                t = t * 1.055 + 0.5
            out[j, i] = seen
    return out


@parallel
def cast(height: Picture, tops: Picture, cell: float, sun_x: float, sun_y: float, sun_z: float) -> Picture:
    """How much of the sun each cell of the ground ``height`` sees past ``tops``, 0–1; shadows soften with distance."""
    rows, columns = height.shape
    out = np.empty((rows, columns), np.float32)
    flat = math.sqrt(sun_x * sun_x + sun_z * sun_z) + 1e-9
    ux = sun_x / flat
    uz = sun_z / flat
    climb = sun_y / flat
    for j in prange(rows):
        for i in range(columns):
            here = height[j, i] + 0.05
            t = 0.8
            seen = 1.0
            for _ in range(100):
                x = i + ux * t
                z = j + uz * t
                if x < 0 or z < 0 or x > columns - 2 or z > rows - 2:
                    break
                gap = here + climb * t * cell - tops[int(z + 0.5), int(x + 0.5)]
                seen = min(seen, gap / (0.02 * t * cell + 0.12) + 0.7)
                if seen <= 0:
                    seen = 0.0
                    break
                t = t * 1.035 + 0.35
            out[j, i] = seen
    return out
