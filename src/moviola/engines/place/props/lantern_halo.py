"""The soft light that cold air shows around lamps; it flickers a little."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, Vector, kernel
from moviola.engines.place.lens import Lens


@kernel
def _halos(
    out: Picture, depths: Picture, lamps: Vector, lens: Lens, seconds: float, red: float, green: float, blue: float,
    reach: float,
) -> None:  # fmt: skip
    rows, columns = depths.shape
    for n in range(lamps.shape[0]):
        depth = lamps[n, 2] - lens.z
        if depth < 1.5:
            continue
        column = lens.centre + (lamps[n, 0] - lens.x) / depth * lens.focal
        row = lens.horizon - (lamps[n, 1] - lens.height) / depth * lens.focal
        if column < -200 or column > columns + 200:
            continue
        y = int(min(max(row, 0.0), rows - 1.0))
        x = int(min(max(column, 0.0), columns - 1.0))
        # hidden behind something that stands well before it
        if depths[y, x] < depth - 2.0:
            continue
        size = reach * lamps[n, 3] / depth * lens.focal
        pulse = 1 + 0.05 * math.sin(seconds * (3.1 + 1.7 * math.sin(n * 2.3)) + n * 1.9)
        pulse += 0.03 * math.sin(seconds * 9.7 + n * 4.1)
        gain = pulse * min(1.0, size / 2.0)
        size = max(size, 1.5)
        wide = int(size * 2.2) + 1
        for j in range(max(int(row) - wide, 0), min(int(row) + wide + 1, rows)):
            for i in range(max(int(column) - wide, 0), min(int(column) + wide + 1, columns)):
                away = ((i + 0.5 - column) ** 2 + (j + 0.5 - row) ** 2) / (size * size)
                if away > 4.4:
                    continue
                edge = 1 - away / 4.4
                share = gain * (0.13 / (0.20 + away * 2.0) * edge * edge)
                # the land behind is seen through more air than what stands near the lamp
                if depths[j, i] < depth - 4.0:
                    share *= 0.2
                out[j, i, 0] += red * share
                out[j, i, 1] += green * share
                out[j, i, 2] += blue * share


class Halos:
    """Halos about ``lamps`` [K, 4], place and size 0–1. Fulfils :class:`moviola.engines.place.layers.Moving`."""

    def __init__(
        self, lamps: NDArray[np.float64], colour: tuple[float, float, float], reach: float = 0.9
    ) -> None:
        self._lamps = np.ascontiguousarray(lamps)
        self._colour = colour
        self._reach = reach

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Add the halos as they are after ``seconds``."""
        if len(self._lamps):
            _halos(out, depths, self._lamps, lens, seconds, *self._colour, self._reach)
