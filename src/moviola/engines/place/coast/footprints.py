"""The steps of someone who has walked along a beach."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.coast.layouts import Coast
from moviola.engines.place.kernels import Picture
from moviola.engines.place.water.state import Chart


def footprints(coast: Coast, chart: Chart, x: Picture, z: Picture, height: Picture) -> None:
    """Footprints along the beach, pressed into the sand with a rim."""
    random = np.random.default_rng(7)
    rows, columns = height.shape
    inland = coast.trail or 0.0
    for step in range(70):
        cz = 2.2 + step * 0.68 + random.normal() * 0.03
        line = (
            coast.start + coast.lean * cz + coast.bay * math.sin(cz * (2 * math.pi / coast.bay_length) + 1.3)
        )
        cx = (
            line
            - inland * (1 + 0.25 * math.sin(step * 0.13))
            + (0.11 if step % 2 else -0.11)
            + random.normal() * 0.02
        )
        v0, v1 = (int(math.log(1 + max(cz + d, 0) / chart.near) * chart.deep) for d in (-0.3, 0.3))
        u0, u1 = (int((cx + d) / (cz + chart.near) * chart.wide + chart.centre) for d in (-0.25, 0.25))
        if v1 + 2 >= rows or u0 < 0 or u1 + 2 >= columns or v1 - v0 < 1:
            continue
        part = np.s_[v0 : v1 + 2, u0 : u1 + 2]
        away = np.hypot((x[part] - cx) / 0.062, (z[part] - cz) / 0.15)
        height[part] += 0.010 * np.exp(-((away - 1.35) ** 2) * 5) - 0.034 * np.clip(1.25 - away, 0, 1)
