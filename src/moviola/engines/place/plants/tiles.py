"""Repeating tiles with their halved copies, for surfaces that are seen both near and far."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.resample import AREA, fit

#: Tone, hue, slope across, slope along.
CHANNELS = 4
_LEVELS = 9


class Tiles(NamedTuple):
    """Square tiles of one size, a power of two; ``starts`` [tile, level] lie in ``flat``, 4 channels of 0–255.

    Channels: tone and hue 0–1, slopes −4…4 (128 is level).
    """

    flat: NDArray[np.uint8]
    starts: NDArray[np.int64]
    size: int


def tiles(planes: list[Picture]) -> Tiles:
    """Pack planes [n, n, 4] of tone, hue (0–1) and slopes."""
    size = planes[0].shape[0]
    parts, starts, offset = [], np.zeros((len(planes), _LEVELS), np.int64), 0
    for tile, plane in enumerate(planes):
        level = plane
        for k in range(_LEVELS):
            coded = level * np.array([255, 255, 31.75, 31.75], np.float32) + np.array(
                [0, 0, 128, 128], np.float32
            )
            starts[tile, k] = offset
            parts.append(np.clip(coded, 0, 255).astype(np.uint8).ravel())
            offset += parts[-1].size
            half = max(level.shape[0] // 2, 1)
            level = fit(level, (half, half), AREA)
    return Tiles(np.concatenate(parts), starts, size)


def relief(height: Picture, gain: float) -> tuple[Picture, Picture]:
    """Slopes across and along of a repeating height plane, per pixel, times ``gain``."""
    across = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * np.float32(gain * 0.5)
    along = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * np.float32(gain * 0.5)
    return across, along


@kernel
def look_up(
    flat: NDArray[np.uint8], start: int, size: int, x: float, y: float
) -> tuple[float, float, float, float]:
    """Tone, hue and slopes of a tile at (x, y), in tiles; bilinear."""
    u = (x - np.floor(x)) * size
    v = (y - np.floor(y)) * size
    i = int(u)
    j = int(v)
    fu = u - i
    fv = v - j
    wrap = size - 1
    i0 = i & wrap
    i1 = (i + 1) & wrap
    j0 = (j & wrap) * size
    j1 = ((j + 1) & wrap) * size
    a = (1 - fu) * (1 - fv)
    b = fu * (1 - fv)
    c = (1 - fu) * fv
    d = fu * fv
    p = start + (j0 + i0) * 4
    q = start + (j0 + i1) * 4
    r = start + (j1 + i0) * 4
    s = start + (j1 + i1) * 4
    tone = (flat[p] * a + flat[q] * b + flat[r] * c + flat[s] * d) * (1 / 255)
    hue = (flat[p + 1] * a + flat[q + 1] * b + flat[r + 1] * c + flat[s + 1] * d) * (1 / 255)
    across = (flat[p + 2] * a + flat[q + 2] * b + flat[r + 2] * c + flat[s + 2] * d - 128) * (1 / 31.75)
    along = (flat[p + 3] * a + flat[q + 3] * b + flat[r + 3] * c + flat[s + 3] * d - 128) * (1 / 31.75)
    return tone, hue, across, along
