"""What walls are made of."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import soften
from moviola.engines.place.street.fields import DENSITY
from moviola.engines.place.street.panel import Colour, Panel


def _places(panel: Panel) -> tuple[Picture, Picture]:
    x = (np.arange(panel.columns, dtype=np.float32) + 0.5) / DENSITY
    y = panel.tall - (np.arange(panel.rows, dtype=np.float32) + 0.5) / DENSITY
    return np.broadcast_to(x, (panel.rows, panel.columns)), np.broadcast_to(
        y[:, None], (panel.rows, panel.columns)
    )


def courses(
    panel: Panel, colour: Colour, wide: float, tall: float, joint: float, vary: float, mortar: float
) -> None:
    """Bricks, ashlar or tiles of ``wide`` × ``tall`` metres in running bond, and their joints."""
    x, y = _places(panel)
    # a whole number of courses, so that tiles meet
    tall = panel.tall / max(round(panel.tall / tall), 1)
    wide = panel.wide / max(round(panel.wide / wide), 1)
    row = np.floor(y / tall)
    shifted = x / wide + 0.5 * (row % 2)
    column = np.floor(shifted)
    key = (column * 7919 + row * 104729).astype(np.int64)
    tones = panel.random.normal(1.0, vary, 4096).astype(np.float32)
    hues = panel.random.normal(0.0, vary * 0.35, 4096).astype(np.float32)
    tone, hue = tones[key % 4096], hues[key % 4096]
    within = np.minimum(np.minimum((shifted - column) * wide, (1 - shifted + column) * wide),
                        np.minimum(y - row * tall, (row + 1) * tall - y))  # fmt: skip
    seam = np.clip(1 - within / joint, 0, 1)
    base = np.array(colour, np.float32) * tone[..., None]
    base *= np.stack([1 + hue, np.ones_like(hue), 1 - hue], -1)
    panel.colour[:] = (
        base * (1 - seam[..., None]) + np.array(colour, np.float32).mean() * mortar * seam[..., None]
    )
    panel.height[:] = -0.018 * seam * min(joint / 0.006, 2.0)


def render_coat(panel: Panel, colour: Colour, rough: float) -> None:
    """Plaster."""
    panel.colour[:] = colour
    panel.mottle(rough, 0.9, 1)
    panel.mottle(rough * 0.5, 0.12, 2)


def concrete(panel: Panel, colour: Colour) -> None:
    """Concrete with the seams and ties of its formwork."""
    panel.colour[:] = colour
    x, y = _places(panel)
    seam = (np.abs(y % (panel.tall / 2)) < 0.02) | (np.abs(x % (panel.wide / 2)) < 0.015)
    panel.height[seam] = -0.02
    panel.colour[seam] *= 0.7
    tie = np.hypot(x % 0.8 - 0.4, y % (panel.tall / 4) - 0.3) < 0.03
    panel.colour[tie] *= 0.45
    panel.mottle(0.10, 0.7, 1)
    panel.mottle(0.06, 0.1, 2)


def sheets(panel: Panel, colour: Colour, wide: float, tall: float) -> None:
    """Metal or stone sheets with open joints."""
    courses(panel, colour, wide, tall, 0.018, 0.05, 0.25)
    panel.mottle(0.04, 1.2, 3)
    panel.height[:] = soften(panel.height, 0.8)
