"""Travelling ripples on a water plane seen in perspective."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.canvas import Canvas
from moviola.engines.motion.displacement import Displacement
from moviola.engines.motion.water import Water

Field = npt.NDArray[np.float32]

# The camera is one unit above the water and its focal length is 1.2 picture widths.
_FOCAL = 1.2
_WAVES = 12
_LENGTHS = (0.10, 2.6)
_SPREAD = math.radians(50)
# Gravity waves: angular frequency = sqrt(g k). A unit is about two metres; slower than real looks calmer.
_GRAVITY = 4.9
_CALM = 0.55
_AMPLITUDE = 0.014
_GAIN = 0.06
#: A wave shorter than this many grid cells on the screen is left out, for it would flicker.
_SHORTEST = 4.0


@dataclass(frozen=True)
class Ripples:
    """Waves as products.

    ``basis``: sines, then cosines, of the phases at rest, [2 × waves, cells]; ``speeds``: radians a second.
    ``rows`` of the grid hold water; ``reach`` and ``shine`` are the largest movement (canvas pixels) and gain
    of each cell there.
    """

    basis: Field
    speeds: npt.NDArray[np.float64]
    rows: tuple[int, int]
    size: tuple[int, int]
    reach: Field
    shine: Field

    def at(self, seconds: float) -> Displacement:
        """Displacement and shimmer at ``seconds``; at rest, but already rippled, at 0."""
        turn = self.speeds * seconds
        # sin(p - wt) = sin p cos wt - cos p sin wt
        weights = np.concatenate([np.cos(turn), -np.sin(turn)]).astype(np.float32)
        across = np.where(np.arange(len(weights)) % 3 == 0, weights, 0).astype(np.float32)
        still = np.concatenate([np.ones_like(turn), np.zeros_like(turn)]).astype(np.float32)
        aside = across - np.where(across != 0, still, 0)
        height, sideways = np.stack([weights - still, aside]).astype(np.float32) @ self.basis
        y, x, gain = (np.zeros(self.size[::-1], np.float32) for _ in range(3))
        band = slice(*self.rows)
        y[band] = height.reshape(self.reach.shape) * self.reach
        x[band] = sideways.reshape(self.reach.shape) * self.reach * np.float32(0.5)
        gain[band] = height.reshape(self.reach.shape) * self.shine
        return Displacement(x, y, gain)


def ripples(
    water: Water, canvas: Canvas, picture: tuple[int, int], size: tuple[int, int], strength: float, seed: int
) -> Ripples | None:
    """Waves on the part of ``water`` that lies on ``canvas``; None when none of it does.

    ``size``: (width, height) of the grid. ``picture``: (width, height) of the picture with the water.
    """
    mask = canvas.place(water.mask, picture, size)
    wet = np.flatnonzero(mask.max(axis=1) > 0.05)
    if wet.size == 0:
        return None
    rows = (int(wet[0]), int(wet[-1]) + 1)
    mask = _feathered(mask)[rows[0] : rows[1]]
    step = canvas.area.height / size[1]
    row = canvas.area.top + (np.arange(*rows, dtype=np.float64) + 0.5) * step
    column = canvas.area.left + (np.arange(size[0], dtype=np.float64) + 0.5) * canvas.area.width / size[0]
    below = np.maximum((row - water.horizon * picture[1]) / picture[0], 0.002)[:, None]
    depth = _FOCAL / below
    side = (column / picture[0] - 0.5)[None, :] / below
    basis, speeds = _waves(below, depth, side, step / picture[0], seed)
    near = np.clip(below / 0.02, 0, 1)
    reach = _AMPLITUDE * strength * below * near * mask * picture[0] * canvas.scale[1]
    shine = _GAIN * min(1.5, strength) * near * mask
    return Ripples(basis, speeds, rows, size, reach.astype(np.float32), shine.astype(np.float32))


def _feathered(mask: Field) -> Field:
    """Pull the mask in from its edge, so that the shore and what stands in the water keep still."""
    edge = max(3, mask.shape[1] // 160)
    inner = cv2.erode(mask, np.ones((edge // 2 * 2 + 1, edge // 2 * 2 + 1), np.uint8), borderValue=1.0)
    return np.asarray(
        cv2.GaussianBlur(inner, (0, 0), edge * 0.6, borderType=cv2.BORDER_REPLICATE), np.float32
    )


def _waves(
    below: npt.NDArray[np.float64],
    depth: npt.NDArray[np.float64],
    side: npt.NDArray[np.float64],
    cell: float,
    seed: int,
) -> tuple[Field, npt.NDArray[np.float64]]:
    """Sines and cosines of the waves' phases at rest, and their angular speeds. ``cell``: picture widths."""
    random = np.random.default_rng(seed)
    lengths = np.geomspace(*_LENGTHS, _WAVES) * random.uniform(0.9, 1.1, _WAVES)
    sines, cosines, speeds = [], [], []
    for length in lengths:
        number = 2 * math.pi / length
        heading = random.uniform(-_SPREAD, _SPREAD)
        # Waves come towards the camera.
        phase = number * (math.cos(heading) * depth + math.sin(heading) * side) + random.uniform(
            0, 2 * math.pi
        )
        on_screen = length * below * below / _FOCAL / cell
        visible = np.clip(on_screen / _SHORTEST - 1.0, 0, 1) * np.clip(3.0 - on_screen * cell / 0.06, 0.25, 1)
        sines.append((np.sin(phase) * visible).astype(np.float32).ravel())
        cosines.append((np.cos(phase) * visible).astype(np.float32).ravel())
        speeds.append(-_CALM * math.sqrt(_GRAVITY * number))
    basis = np.stack(sines + cosines)
    # Equal liveliness at every distance, however few waves are left there.
    power = np.sqrt((basis * basis).sum(axis=0))
    return np.asarray(basis / np.maximum(power, 0.5), np.float32), np.array(speeds)
