"""Light that hangs in wet air around lamps."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, f32, kernel


@kernel
def add_halo(
    out: Picture, depths: Picture, column: float, row: float, reach: float, depth: float, red: float, green: float,
    blue: float, flat: float,
) -> None:  # fmt: skip
    """Add a lamp's halo of radius ``reach`` pixels to ``out`` [H, W, 3] where ``depths`` has nothing much nearer.

    It is ``flat`` times as wide as high. A lamp that is hidden has none.
    """
    rows, columns = depths.shape
    j0 = min(max(int(row), 0), rows - 1)
    i0 = min(max(int(column), 0), columns - 1)
    if depths[j0, i0] < depth - 1.2:
        return
    for j in range(max(int(row - reach), 0), min(int(row + reach) + 1, rows)):
        dy = (j + 0.5 - row) / reach
        for i in range(max(int(column - reach * flat), 0), min(int(column + reach * flat) + 1, columns)):
            dx = (i + 0.5 - column) / (reach * flat)
            square = dx * dx + dy * dy
            if square >= 1 or depths[j, i] < depth * 0.6:
                continue
            away = math.sqrt(square)
            glow = f32((1 - away) * (1 - away) * (1 - away) * 0.05 / (away + 0.05))
            out[j, i, 0] += glow * f32(red)
            out[j, i, 1] += glow * f32(green)
            out[j, i, 2] += glow * f32(blue)
