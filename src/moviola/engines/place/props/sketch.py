"""Outlines of cloth that bulge as a pillow does, so that light from beside or behind draws their edges."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.resample import soften

Colour = tuple[float, float, float]
Outline = NDArray[np.float64]


def rounded(points: list[tuple[float, float]], times: int = 2) -> Outline:
    """A closed outline with its corners cut, G. Chaikin 1974."""
    line = np.array(points, np.float64)
    for _ in range(times):
        after = np.roll(line, -1, axis=0)
        line = np.stack([0.75 * line + 0.25 * after, 0.25 * line + 0.75 * after], 1).reshape(-1, 2)
    return line


def oval(x: float, y: float, half_x: float, half_y: float) -> Outline:
    angle = np.linspace(0, 2 * np.pi, 25)[:-1]
    return np.stack([x + half_x * np.cos(angle), y + half_y * np.sin(angle)], 1)


def sleeve(joints: list[tuple[float, float]], widths: list[float]) -> Outline:
    """The outline of something long through joints, ``widths`` metres to both sides of each."""
    line = np.array(joints, np.float64)
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    side = np.stack([-along[:, 1], along[:, 0]], 1) * np.array(widths)[:, None]
    tip = line[-1] + along[-1] * widths[-1] * 0.6
    root = line[0] - along[0] * widths[0] * 0.6
    ring = np.concatenate([[root], line + side, [tip], (line - side)[::-1]])
    return rounded([(float(x), float(y)) for x, y in ring])


def box(x: float, top: float, bottom: float, above: float, below: float) -> Outline:
    """A bag with soft corners, ``above`` and ``below`` metres to both sides of ``x``."""
    soft = 0.22
    a, b, rise = above * (1 - soft), below * (1 - soft), (top - bottom) * 0.12
    return rounded([
        (x - a, top), (x + a, top), (x + above, top - rise), (x + below, bottom + rise), (x + b, bottom),
        (x - b, bottom), (x - below, bottom + rise), (x - above, top - rise),
    ])  # fmt: skip


class Sketch:
    """A picture being laid in pieces: ``out`` [rows, columns, 7] opacity, colour and the way each pixel faces."""

    def __init__(self, rows: int, columns: int, unit: float, random: np.random.Generator) -> None:
        """``unit``: metres to a pixel; the origin stands at the middle of the lower edge."""
        self.unit, self.rows, self.columns = unit, rows, columns
        self.out = np.zeros((rows, columns, 7), np.float32)
        self.out[..., 6] = 1
        cloth = random.normal(size=(rows // 3 + 2, columns // 2 + 2)).astype(np.float32)
        cloth = soften(cloth, max(0.018 / unit / 2, 0.5), max(0.05 / unit / 3, 0.5))
        cloth /= max(float(cloth.std()), 1e-6)
        self._cloth = cv2.resize(cloth, (columns, rows), interpolation=cv2.INTER_CUBIC)

    def lay(
        self, outline: Outline, colour: Colour, bulge: float, folds: float = 0.0, shade: float = 0.45
    ) -> None:
        """Lay a piece over what is there; ``bulge``: metres from its edge to where it is flat; it shades below."""
        unit = self.unit
        pixels = (
            np.stack([self.columns / 2 + outline[:, 0] / unit, self.rows - outline[:, 1] / unit], 1) - 0.5
        )
        margin = int(0.05 / unit) + 2
        left, top = np.maximum(pixels.min(0).astype(int) - margin, 0)
        right, bottom = np.minimum(pixels.max(0).astype(int) + margin + 2, (self.columns, self.rows))
        if left >= right or top >= bottom:
            return
        mask = np.zeros((bottom - top, right - left), np.uint8)
        cv2.fillPoly(mask, [np.round((pixels - (left, top)) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        away: NDArray[Any] = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 5) * unit
        share = np.clip(away / bulge, 0, 1)
        high = (np.sqrt(1 - (1 - share) ** 2) * bulge * 0.8).astype(np.float32)
        if folds:
            high += folds * self._cloth[top:bottom, left:right]
        high = soften(high, max(0.007 / unit, 0.6))
        down, across = np.gradient(high, unit)
        norm = 1 / np.sqrt(across**2 + down**2 + 1)
        opacity = (mask.astype(np.float32) / 255)[..., None]
        here = self.out[top:bottom, left:right]
        if shade:
            near = soften(opacity[..., 0], max(0.022 / unit, 0.6))[..., None]
            here[..., 1:4] *= 1 - shade * near * (1 - opacity)
        new = np.empty_like(here)
        new[..., 0], new[..., 1:4] = 1, colour
        new[..., 4], new[..., 5], new[..., 6] = -across * norm, down * norm, norm
        here += (new - here) * opacity
