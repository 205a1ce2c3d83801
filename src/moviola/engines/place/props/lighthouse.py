"""A lighthouse as cut-outs laid over one another: white walls, coloured bands, iron and glass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit

_FINE = 2
#: Metres that the cut-outs show: high, wide.
TALL, WIDE = 26.0, 22.0
#: Height of the lamp above the foot in metres.
LAMP = 20.6

_Plane = NDArray[np.float64]


class _Part:
    """One cut-out in the making."""

    def __init__(self, x: _Plane, y: _Plane) -> None:
        self.x, self.y = x, y
        self.opacity = np.zeros_like(x)
        self.shade = np.zeros_like(x)
        self.normal = np.zeros_like(x)

    def add(self, where: NDArray[np.bool_], shade: _Plane | float, normal: _Plane | float = 0.0) -> None:
        self.opacity[where] = 1
        self.shade[where] = np.broadcast_to(shade, where.shape)[where]
        self.normal[where] = np.broadcast_to(normal, where.shape)[where]

    def remove(self, where: NDArray[np.bool_]) -> None:
        self.opacity[where] = 0

    def drum(
        self, low: float, high: float, below: float, above: float, shade: float = 1.0, middle: float = 0.0
    ) -> None:
        """A round wall from ``low`` to ``high`` whose radius goes from ``below`` to ``above``."""
        share = np.clip((self.y - low) / (high - low), 0, 1)
        radius = below + (above - below) * share
        across = (self.x - middle) / radius
        self.add(
            (np.abs(across) < 1) & (self.y >= low) & (self.y < high), shade, np.clip(across, -0.98, 0.98)
        )

    def picture(self, size: tuple[int, int]) -> Picture:
        planes = np.stack([self.opacity, self.shade, self.normal, np.zeros_like(self.x)], 2).astype(
            np.float32
        )
        planes[..., 1:] *= planes[..., :1]
        small = fit(planes, size, AREA)
        small[..., 1:] /= np.maximum(small[..., :1], 1e-3)
        return small


def lighthouse(height: int, kind: int) -> list[Picture]:
    """White, coloured and dark cut-outs [height, width, 4]; ``kind`` 0 has bands, 1 a plain tower, 2 a wide skirt."""
    width = round(height * WIDE / TALL)
    rows, columns = height * _FINE, width * _FINE
    x, y = np.meshgrid(
        (np.arange(columns) + 0.5) / columns * WIDE - WIDE / 2, TALL - (np.arange(rows) + 0.5) / rows * TALL
    )
    white, colour, dark = _Part(x, y), _Part(x, y), _Part(x, y)
    stain = 1 - 0.10 * np.clip(
        np.sin(x * 9 + np.sin(y * 1.3) * 2) * 0.5 + 0.3 * np.sin(x * 23), 0, 1
    ) * np.clip((18 - y) / 18, 0, 1)
    base = 3.0 if kind != 2 else 3.7
    _house(white, colour, dark)
    white.drum(0, 18.0, base, 2.05)
    white.shade *= stain
    for part in (colour, dark):
        part.remove((np.abs(x) < base) & (y < 6.5))
    white.drum(0, 1.0, base + 0.35, base + 0.25, 0.9)
    for low, high in {0: ((3.5, 7.2), (10.8, 14.4)), 1: (), 2: ((13.5, 16.2),)}[kind]:
        band = (white.opacity > 0) & (y >= low) & (y < high) & (np.abs(x) < base)
        colour.add(band, white.shade, white.normal)
        white.remove(band)
    # the gallery on its brackets, the lantern, the dome with its vane
    white.drum(17.5, 18.2, 2.1, 2.75, 0.85)
    dark.drum(18.2, 18.45, 2.95, 2.95, 0.9)
    rail = (np.abs(x) < 2.9) & (y > 18.45) & (y < 19.55)
    bars = rail & (
        (np.abs(y - 19.5) < 0.05)
        | (np.abs(y - 19.0) < 0.03)
        | (np.abs(np.sin(np.arcsin(np.clip(x / 2.9, -1, 1)) * 14)) < 0.14)
    )
    white.drum(18.45, 19.3, 1.7, 1.7, 0.8)
    dark.drum(19.3, 21.9, 1.65, 1.65, 0.55)
    panes = (
        (np.abs(x) < 1.5)
        & (y > 19.5)
        & (y < 21.75)
        & (np.abs(np.sin(np.arcsin(np.clip(x / 1.65, -1, 1)) * 4.0 + 0.5)) > 0.16)
    )
    dark.add(panes, 1.6, np.clip(x / 1.65, -0.95, 0.95))
    dark.add(bars, 0.9, np.clip(x / 2.95, -0.95, 0.95))
    dome = (x / 1.95) ** 2 + ((y - 21.9) / 1.7) ** 2 < 1
    colour.add(dome & (y >= 21.9), 0.95, np.clip(x / 1.95, -0.95, 0.95))
    colour.drum(23.4, 24.1, 0.32, 0.25)
    dark.add((np.abs(x) < 0.06) & (y > 24.0) & (y < 25.6), 0.7)
    for at, side in ((4.2, -0.15), (8.8, 0.1), (13.0, -0.05)):
        window = (np.abs(x - side * 3) < 0.32) & (np.abs(y - at) < 0.6)
        dark.add(window, 0.5)
    dark.add((np.abs(x + 0.4) < 0.55) & (y < 2.3), 0.35)
    for part in (white, colour):
        part.remove(dark.opacity > 0)
    return [part.picture((width, height)) for part in (white, colour, dark)]


def _house(white: _Part, colour: _Part, dark: _Part) -> None:
    """The keeper's house beside the tower."""
    x, y = white.x, white.y
    walls = (x > 2.0) & (x < 9.2) & (y < 3.0)
    white.add(walls, np.where(x < 6.5, 0.82, 1.0), np.where(x < 6.5, -0.35, 0.45))
    roof = (y >= 2.9) & (y < 5.2) & (x > 1.7 + (y - 2.9) * 0.35) & (x < 9.5 - (y - 2.9) * 0.8)
    colour.add(roof, 0.62 + 0.10 * np.sin(y * 26), 0.1)
    white.add((np.abs(x - 4.0) < 0.4) & (y > 4.2) & (y < 6.1), 0.8, 0.2)
    for at in (3.4, 5.2, 7.8):
        dark.add((np.abs(x - at) < 0.38) & (np.abs(y - 1.7) < 0.55), 0.5)
    wall = (x > 9.0) & (x < 10.8) & (y < 1.1)
    white.add(wall, 0.7, 0.3)
