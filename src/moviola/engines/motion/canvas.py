"""The part of a picture that a camera visits, at the resolution the frames need."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.box import Box
from moviola.engines.motion.camera import Camera, Window
from moviola.engines.motion.planes import Planes, to_planes
from moviola.engines.motion.still import Picture

Matrix = npt.NDArray[np.float64]  # [2, 3]

#: Working pixels for each frame pixel at the deepest zoom, so that linear interpolation loses little.
_OVERSAMPLING = 1.15
_MOST_PIXELS = 16_000_000
_MARGIN = 3


@dataclass(frozen=True)
class Canvas:
    """``planes`` cover the rectangle ``area`` of the picture."""

    planes: Planes
    area: Box

    @property
    def width(self) -> int:
        return int(self.planes.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.planes.y.shape[0])

    @property
    def scale(self) -> tuple[float, float]:
        """Canvas pixels for one picture pixel, across and down."""
        return self.width / self.area.width, self.height / self.area.height

    def matrix(self, window: Window, width: int, height: int) -> Matrix:
        """Maps a continuous frame position (0–width, 0–height) to a continuous canvas position."""
        step = window.width / width
        cos, sin = math.cos(window.angle) * step, math.sin(window.angle) * step
        turn = np.array([[cos, -sin], [sin, cos]])
        centre = np.array([window.x - self.area.left, window.y - self.area.top])
        shift = centre - turn @ np.array([width / 2, height / 2])
        sx, sy = self.scale
        return np.asarray(np.diag([sx, sy]) @ np.column_stack([turn, shift]), np.float64)

    def place(
        self, field: npt.NDArray[np.float32], picture: tuple[int, int], size: tuple[int, int]
    ) -> npt.NDArray[np.float32]:
        """Resample ``field``, which covers a whole picture of ``picture`` = (width, height), to the canvas at
        ``size`` = (width, height)."""
        kx, ky = field.shape[1] / picture[0], field.shape[0] / picture[1]
        sx, sy = self.area.width / size[0], self.area.height / size[1]
        matrix = np.array(
            [
                [sx * kx, 0, (self.area.left + 0.5 * sx) * kx - 0.5],
                [0, sy * ky, (self.area.top + 0.5 * sy) * ky - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(field, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def build_canvas(rgb: Picture, camera: Camera, width: int, reach: float, seed: int) -> Canvas:
    """Cut what ``camera`` visits out of ``rgb`` and bring it to working resolution for frames ``width`` wide.

    ``reach``: how far, in picture pixels, effects look beyond a window.
    """
    extent = camera.extent
    height_limit, width_limit = rgb.shape[:2]
    left = max(0, math.floor(extent.left - reach) - _MARGIN)
    top = max(0, math.floor(extent.top - reach) - _MARGIN)
    right = min(width_limit, math.ceil(extent.right + reach) + _MARGIN)
    bottom = min(height_limit, math.ceil(extent.bottom + reach) + _MARGIN)
    scale = _OVERSAMPLING * width / camera.deepest
    scale = min(scale, math.sqrt(_MOST_PIXELS / ((right - left) * (bottom - top))))
    # A camera that only looks closer never needs more than the picture holds, beyond the frame's own size.
    scale = max(min(scale, max(1.0, 1.3 * width / camera.window(0.0).width)), width / camera.base.width)
    size = (_even((right - left) * scale), _even((bottom - top) * scale))
    crop = rgb[top:bottom, left:right]
    if scale > 1.0:
        sized = cv2.resize(crop, size, interpolation=cv2.INTER_LANCZOS4)
    else:
        sized = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    planes = to_planes(np.asarray(sized, np.uint8), scale, seed)
    return Canvas(planes, Box(float(left), float(top), float(right), float(bottom)))


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2))
