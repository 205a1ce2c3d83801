"""The ground before the camera: the near shore, spits and islands."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


class Bank(NamedTuple):
    """The water begins ``line`` metres ahead; the ground rises from it by ``slope`` up to ``top`` metres.

    Beyond ``left`` metres to the left the line runs ``left_gain`` ahead per metre, and to the right alike. ``islands``:
    x, z, half width, half depth, height of land in the water.
    """

    line: float = 10.5
    slope: float = 0.075
    top: float = 5.0
    left: float = 4.5
    left_gain: float = 2.4
    right: float = 9.0
    right_gain: float = 0.45
    islands: tuple[tuple[float, float, float, float, float], ...] = ()
    #: The lake's bed falls off to this depth in metres.
    bed: float = -6.0
    #: Ice reaches about so many metres out from the shore, 0 for open water.
    ice: float = 0.0

    def height(self, x: _Floats, z: _Floats, spread: float) -> _Floats:
        """Height in metres; ``spread`` scales across, 1 for a 16:9 view."""
        line = self.line + np.maximum(-x - self.left * spread, 0) * self.left_gain / spread
        line = line + np.maximum(x - self.right * spread, 0) * self.right_gain / spread
        line = line + 0.9 * np.sin(x / 3.1) + 0.5 * np.sin(x / 1.3 + z / 2.7)
        out = np.clip((line - z) * self.slope, self.bed, self.top)
        for at_x, at_z, wide, deep, high in self.islands:
            u, v = (x - at_x * spread) / wide, (z - at_z) / deep
            away = np.hypot(u + 0.10 * np.sin(v * 4.1 + at_x), v + 0.10 * np.sin(u * 5.3 + at_z))
            out = np.maximum(out, np.where(away < 1.5, high * (1 - away**1.6), self.bed))
        if self.ice > 0:
            # a sheet with a torn rim, and floes before it
            rim = self.ice * (0.75 + 0.30 * np.sin(x / 6.1 + 1) + 0.22 * np.sin(x / 2.3 + z / 3.7))
            away = np.where(out < 0.1, -out / self.slope, 0.0)
            cells = np.sin(x / 1.7 + np.sin(z / 2.9) * 1.3) + np.sin(z / 1.3 + np.sin(x / 2.1) * 1.6)
            floes = (away < rim * 2.1) & (cells > 0.25 + 1.3 * (away / rim - 1))
            sheet = 0.10 + 0.03 * np.sin(x / 3.3) * np.sin(z / 4.1)
            out = np.where((out < 0.1) & ((away < rim) | floes), np.maximum(out, sheet), out)
        return np.asarray(out)
