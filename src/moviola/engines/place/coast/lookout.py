"""Looks at the maps of a coast at points: how high it is there, how sunny, how green."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.coast.land import Land
from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import sample_points


class Ground:
    """Looks at the maps of a coast at points."""

    def __init__(self, land: Land) -> None:
        self._land = land
        self._planes = {k: np.ascontiguousarray(land.maps[..., k]) for k in (2, 4, 5, 6)}

    def _at(self, plane: Picture, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        chart = self._land.chart
        return sample_points(
            plane, x / (z + chart.near) * chart.wide + chart.centre, np.log(1 + z / chart.near) * chart.deep
        )

    def height(self, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        """Height in metres."""
        return self._at(self._land.height, x, z)

    def sunlit(self, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        """Share of the sun that reaches the ground."""
        return self._at(self._planes[2], x, z)

    def rock(self, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        """Whether it is rock, 0–1."""
        return self._at(self._planes[4], x, z)

    def turf(self, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        """How thick the grass is."""
        return self._at(self._planes[5], x, z)

    def offshore(self, x: NDArray[np.float64], z: NDArray[np.float64]) -> Picture:
        """Metres from the waterline, negative on land."""
        return self._at(self._planes[6], x, z)
