"""One desert as a value, and the colours that deserts have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from moviola.engines.place.desert.land import Ground
from moviola.engines.place.sky.heaven import Heaven

Colour = tuple[float, float, float]
Palette = tuple[Colour, ...]

#: Sand, mineral, rock, band, crust, stone.
NAMIB: Palette = (
    (0.50, 0.275, 0.145), (0.34, 0.165, 0.085), (0.33, 0.15, 0.085), (0.46, 0.27, 0.17), (0.70, 0.64, 0.56),
    (0.24, 0.16, 0.11),
)  # fmt: skip
SAHARA: Palette = (
    (0.53, 0.375, 0.235), (0.38, 0.25, 0.15), (0.30, 0.19, 0.12), (0.45, 0.32, 0.21), (0.72, 0.66, 0.57),
    (0.26, 0.19, 0.14),
)  # fmt: skip
PYRAMID: Palette = (
    (0.53, 0.395, 0.255), (0.39, 0.27, 0.17), (0.47, 0.36, 0.245), (0.53, 0.42, 0.295), (0.72, 0.66, 0.57),
    (0.26, 0.19, 0.14),
)  # fmt: skip
PALE: Palette = (
    (0.60, 0.49, 0.36), (0.45, 0.35, 0.25), (0.34, 0.25, 0.18), (0.48, 0.38, 0.28), (0.74, 0.70, 0.63),
    (0.30, 0.24, 0.19),
)  # fmt: skip
RED: Palette = (
    (0.42, 0.215, 0.125), (0.28, 0.135, 0.08), (0.34, 0.135, 0.075), (0.47, 0.235, 0.14), (0.60, 0.50, 0.42),
    (0.26, 0.13, 0.085),
)  # fmt: skip
SONORA: Palette = (
    (0.36, 0.265, 0.185), (0.26, 0.185, 0.13), (0.27, 0.18, 0.13), (0.37, 0.27, 0.19), (0.60, 0.52, 0.43),
    (0.24, 0.19, 0.15),
)  # fmt: skip
SALT: Palette = (
    (0.74, 0.71, 0.67), (0.60, 0.56, 0.52), (0.25, 0.20, 0.17), (0.33, 0.27, 0.22), (0.80, 0.78, 0.76),
    (0.40, 0.37, 0.34),
)  # fmt: skip


class Standing(NamedTuple):
    """One plant set on purpose: its kind, metres across and ahead, height."""

    kind: str
    x: float
    z: float
    height: float


@dataclass(frozen=True)
class DesertScene:
    """Everything that the drawing of one desert depends on; lengths in metres, angles in radians.

    ``half``: half the view's width as a slope at 16:9; ``eye``: height above the ground. ``plants``: kind, nearest and
    farthest metres, and how many stand there; ``caravan``: metres ahead at its middle, gap between camels, how many;
    ``tent``: metres across as a share of those ahead, metres ahead, turn.
    """

    heaven: Heaven
    kind: str
    seed: int
    ground: Ground
    palette: Palette
    half: float = 0.55
    horizon: float = 0.45
    eye: float = 2.4
    ripple: float = 1.0
    turn: float = 0.3
    rocky: float = 0.0
    crust: float = 0.0
    bounce: float = 0.10
    flip: bool = False
    wet: bool = False
    reach: float = 9000.0
    plants: tuple[tuple[str, float, float, float], ...] = ()
    standing: tuple[Standing, ...] = ()
    caravan: tuple[float, float, int] | None = None
    person: tuple[float, float] | None = None
    tent: tuple[float, float, float] | None = None
