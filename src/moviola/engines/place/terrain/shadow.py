"""Sunlight on a height field, by one sweep along the light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, LINEAR, fit, soften


def shadow_heights(
    height: Picture, cell: float, sun: tuple[float, float, float], arriving: Picture | None = None
) -> Picture:
    """Height in metres below which every point of a map lies in shadow.

    ``sun``: unit vector towards it (x along columns, z along rows), not straight above. ``arriving``: the same for
    what lies outside the map, sampled on it; its borders are used.
    """
    x, up, z = sun
    flat = float(np.hypot(x, z))
    turned = abs(x) > abs(z)
    land = height.T if turned else height
    outside = None if arriving is None else (arriving.T if turned else arriving)
    along, across = (x, z) if turned else (z, x)
    # rows are visited away from the sun
    if along > 0:
        land = land[::-1]
        outside = None if outside is None else outside[::-1]
    land = np.ascontiguousarray(land)
    shift = across / abs(along)
    fall = np.float32(max(up, 0.004) / flat * cell * float(np.hypot(1.0, shift)))
    rows, columns = land.shape
    shade = np.empty_like(land)
    at = np.arange(columns) + shift
    left = np.floor(at).astype(np.int64)
    share = (at - left).astype(np.float32)
    gone = (at < 0) | (at > columns - 1)
    first, second = np.clip(left, 0, columns - 1), np.clip(left + 1, 0, columns - 1)
    none = np.float32(-1e6)
    before: NDArray[np.float32] = np.full(columns, none, np.float32) if outside is None else outside[0].copy()
    shade[0] = before
    for row in range(1, rows):
        top = np.maximum(before, land[row - 1])
        line = top[first] * (1 - share) + top[second] * share - fall
        if gone.any():
            line[gone] = none if outside is None else outside[row][gone]
        shade[row] = line
        before = line
    if along > 0:
        shade = shade[::-1]
    return np.ascontiguousarray(shade.T if turned else shade)


def sunlit(height: Picture, shade: Picture, soft: float) -> Picture:
    """Share of the sun 0–1 that reaches every point; ``soft``: metres over which a shadow ends."""
    return np.asarray(np.clip((height - shade) / np.float32(soft) + np.float32(0.5), 0, 1), np.float32)


def openness(height: Picture, cell: float, reach: float, strength: float) -> Picture:
    """How much of the sky every point sees, about 0.3–1.1, judged by what lies within ``reach`` metres."""
    rows, columns = height.shape
    step = max(int(reach / cell / 3), 1)
    small = fit(height, (max(columns // step, 8), max(rows // step, 8)), AREA)
    wide = fit(soften(small, max(reach / cell / step, 0.6)), (columns, rows), LINEAR)
    return np.asarray(np.clip(1 - (wide - height) * np.float32(strength / reach), 0.3, 1.12), np.float32)
