"""Gullies and ribs that run down every slope, finer than erosion's grid.

Bands of cosines across the fall line, each about its own scattered origin and blended with its neighbours; finer ones
follow the slopes that coarser ones have made. After C. John's "Eroded Terrain Noise", 2020.
"""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, parallel, prange
from moviola.engines.place.noise import hashed, smoothstep, tiled
from moviola.engines.place.resample import soften


@parallel
def _cut(
    height: Picture, slope_x: Picture, slope_z: Picture, cell: float, length: float, depth: float, sharp: float,
    seed: int, out: Picture,
) -> None:  # fmt: skip
    size = height.shape[0]
    scale = cell / length
    for j in prange(size):
        y = j * scale
        row = math.floor(y)
        for i in range(size):
            gx = slope_x[j, i]
            gz = slope_z[j, i]
            steep = math.sqrt(gx * gx + gz * gz)
            gain = smoothstep(0.12, 0.65, steep) / (1 + (steep / 1.9) ** 2)
            here = height[j, i]
            out[j, i] = here
            if gain <= 0 or here < 1:
                continue
            x = i * scale
            column = math.floor(x)
            across_x = -gz / steep
            across_z = gx / steep
            total = 0.0
            weight = 1e-6
            for dj in range(-1, 2):
                for di in range(-1, 2):
                    px = x - (column + di + hashed(int(column + di), int(row + dj), seed))
                    py = y - (row + dj + hashed(int(column + di), int(row + dj), seed + 7))
                    near = 1 - (px * px + py * py) / 1.9
                    if near > 0:
                        # no two ribs are alike in size or in their distance
                        lot = hashed(int(column + di), int(row + dj), seed + 13)
                        w = near * near * near
                        phase = (px * across_x + py * across_z) * (0.75 + 0.5 * lot) + 0.35 * lot
                        total += w * (0.35 + 1.3 * lot) * math.cos(6.2831853 * phase)
                        weight += w
            wave = total / weight
            # sharp ribs, wider gullies
            wave = (1 - sharp) * wave + sharp * (1 - 2 * math.sqrt(min(abs(wave - 1) * 0.5, 1.0)))
            out[j, i] = here + wave * gain * depth * length


@parallel
def _layer(height: Picture, steep: Picture, soft: Picture, cell: float, thick: float, depth: float) -> None:
    """Harder and softer beds of rock: steps where slopes cut them."""
    size = height.shape[0]
    for j in prange(size):
        for i in range(size):
            rocky = smoothstep(0.55, 1.0, steep[j, i])
            if rocky > 0:
                bend = 0.5 * thick * tiled(soft, i * 0.35, j * 0.35)
                bed = (height[j, i] + i * cell * 0.10 + j * cell * 0.04 + bend) / thick
                height[j, i] += rocky * depth * thick * math.sin(6.2831853 * bed) / 6.2831853


def slopes(height: Picture, cell: float) -> tuple[Picture, Picture]:
    """Slopes across and ahead."""
    along, across = np.gradient(height, cell)
    return np.asarray(across, np.float32), np.asarray(along, np.float32)


def carve_gullies(
    height: Picture, cell: float, lengths: tuple[float, ...], depth: float, sharp: float, soft: Picture, beds: float,
    seed: int,
) -> Picture:  # fmt: skip
    """``height`` [n, n] in metres, with gullies ``lengths`` metres apart, coarse to fine, and beds of rock.

    ``depth``: of a gully as a share of its width; ``sharp``: how narrow the ribs are, 0–1; ``beds``: strength, 0 none.
    """
    for number, length in enumerate(lengths):
        smooth = soften(height, max(length / cell * 0.22, 0.8))
        slope_x, slope_z = slopes(smooth, cell)
        out = np.empty_like(height)
        _cut(height, slope_x, slope_z, cell, length, depth * 0.88**number, sharp, seed + number * 31, out)
        height = out
    if beds > 0:
        slope_x, slope_z = slopes(height, cell)
        steep = np.ascontiguousarray(soften(np.hypot(slope_x, slope_z), 2))
        _layer(height, steep, soft, cell, 46.0, beds)
    return height
