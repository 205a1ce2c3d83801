"""Thin straight things in space: cables, masts, railings, cranes."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Mask, Picture, Vector, kernel
from moviola.engines.place.lens import Lens


@kernel
def draw_strokes(out: Picture, depths: Picture, water: Mask, strokes: Vector, lens: Lens) -> None:
    """Draw into ``out`` [H, W, 3] where nothing nearer stands.

    ``strokes`` [n, 10]: both ends (x, y, z), the width in metres, and the colour as it reaches the eye. What is
    nearer than a metre is left out.
    """
    rows, columns = depths.shape
    for n in range(len(strokes)):
        z0 = strokes[n, 2] - lens.z
        z1 = strokes[n, 5] - lens.z
        if z0 < 1 or z1 < 1:
            continue
        x0 = lens.centre + (strokes[n, 0] - lens.x) / z0 * lens.focal
        x1 = lens.centre + (strokes[n, 3] - lens.x) / z1 * lens.focal
        y0 = lens.horizon - (strokes[n, 1] - lens.height) / z0 * lens.focal
        y1 = lens.horizon - (strokes[n, 4] - lens.height) / z1 * lens.focal
        steep = abs(y1 - y0) > abs(x1 - x0)
        if steep:
            first, last = y0, y1
        else:
            first, last = x0, x1
        length = last - first
        limit = rows if steep else columns
        low = min(max(math.floor(min(first, last)), 0), limit)
        high = min(max(math.ceil(max(first, last)) + 1, 0), limit)
        if abs(length) < 1e-6:
            continue
        slant = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2) / abs(length)
        for a in range(low, high):
            t = (a + 0.5 - first) / length
            if t < 0 or t > 1:
                if high - low > 2:
                    continue
                t = min(max(t, 0.0), 1.0)
            # perspective-correct depth
            depth = 1 / ((1 - t) / z0 + t / z1)
            size = strokes[n, 6] / depth * lens.focal * slant
            share = min(size / 1.0, 1.0)
            size = max(size, 1.0)
            middle = (x0 + (x1 - x0) * t) if steep else (y0 + (y1 - y0) * t)
            other = columns if steep else rows
            for b in range(max(int(middle - size / 2 - 1), 0), min(int(middle + size / 2 + 2), other)):
                cover = min(max(size / 2 + 0.5 - abs(b + 0.5 - middle), 0.0), 1.0) * share
                if cover <= 0.01:
                    continue
                j, i = (a, b) if steep else (b, a)
                if depths[j, i] < depth * 0.998:
                    continue
                for c in range(3):
                    out[j, i, c] += (strokes[n, 7 + c] - out[j, i, c]) * cover
                if cover > 0.5:
                    depths[j, i] = depth
                    water[j, i] = 0


def stroke_table(rows: list[tuple[float, ...]]) -> Vector:
    """Strokes as :func:`draw_strokes` takes them."""
    return np.asarray(rows, np.float64).reshape(-1, 10)
