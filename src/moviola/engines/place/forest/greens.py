"""What low plants have in common: their colours by season, and where they grow together."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest.growing import Grower
from moviola.engines.place.kernels import Vector

Colour = tuple[float, float, float]

FERN = {
    "spring": ((0.056, 0.094, 0.022), (0.100, 0.128, 0.034)), "summer": ((0.028, 0.048, 0.016), (0.058, 0.074, 0.026)),
    "autumn": ((0.130, 0.090, 0.018), (0.230, 0.120, 0.022)), "winter": ((0.090, 0.058, 0.026), (0.130, 0.090, 0.040)),
}  # fmt: skip
GRASS = {
    "spring": ((0.050, 0.080, 0.024), (0.105, 0.124, 0.042)), "summer": ((0.042, 0.060, 0.022), (0.094, 0.096, 0.042)),
    "autumn": ((0.100, 0.090, 0.022), (0.210, 0.160, 0.050)), "winter": ((0.120, 0.095, 0.050), (0.190, 0.155, 0.090)),
}  # fmt: skip
HERB = {
    "spring": ((0.050, 0.086, 0.020), (0.100, 0.132, 0.032)), "summer": ((0.026, 0.044, 0.015), (0.056, 0.070, 0.024)),
    "autumn": ((0.120, 0.060, 0.020), (0.220, 0.105, 0.028)), "winter": ((0.080, 0.050, 0.030), (0.110, 0.075, 0.040)),
}  # fmt: skip


def tuft(x: float, z: float, patches: tuple[float, float]) -> float:
    """Where plants grow together, about −1…1."""
    return (
        math.sin(x * 0.9 + patches[0] + math.sin(z * 0.7) * 1.3) * 0.6 + math.sin(z * 0.8 + patches[1]) * 0.5
    )


def tinted(pair: tuple[Colour, Colour], random: np.random.Generator) -> tuple[float, ...]:
    """The colours of a plant, a little lighter or darker than its neighbours'."""
    shade = random.uniform(0.75, 1.2)
    return tuple(v * shade for v in (*pair[0], *pair[1]))


def free(grower: Grower, x: Vector, z: Vector, more: float) -> Vector:
    """Which points lie beside the lead, by ``more`` metres."""
    layout = grower.layout
    if not layout.lead:
        return np.ones(len(x), bool)
    away = np.abs(x - layout.lead_x(z.astype(np.float32))) * 0.9
    return np.asarray(away > layout.lead_width * (1.05 if layout.lead == "path" else 1.15) + more)
