"""A sea of clouds that rolls on below the camera in a film."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import LINEAR, fit

#: Seconds after which a carried picture starts anew, hidden behind the other one, and km/s towards the camera.
_CYCLE = 5.0
_PACE = 0.022


class Rolling:
    """Carries the clouds of a picture along; fulfils :class:`~moviola.engines.place.layers.Moving`.

    Two copies are carried half a cycle apart and cross-faded, each shown while it is near its own place. Nothing moves
    at 0 seconds.
    """

    shown: Picture | None = None

    def __init__(self, free: Picture, below: float) -> None:
        """``free`` [h, w]: 1 where clouds may move, 0 at peaks and sky; ``below``: km from the camera down to them."""
        self.free, self.below = free, below
        self.maps: tuple[Picture, Picture, Picture, Picture, int] | None = None

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:  # noqa: ARG002
        """Carry the clouds of ``out`` [H, W, 3] to where they are after ``seconds``."""
        if seconds <= 0:
            return
        if self.maps is None or self.maps[0].shape[1] != out.shape[1]:
            self.maps = self._flow(out, lens)
        x, y, across, down, top = self.maps
        region = out[top:]
        at = seconds / _CYCLE
        total = np.zeros_like(region)
        for shift in (0.5, 0.0):
            phase = at + shift - math.floor(at + shift)
            time = np.float32((phase - 0.5) * _CYCLE)
            moved = cv2.remap(
                region, x - across * time, y - down * time, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            cv2.scaleAdd(moved, 1 - abs(2 * phase - 1), total, total)
        out[top:] = total

    def _flow(self, out: Picture, lens: Lens) -> tuple[Picture, Picture, Picture, Picture, int]:
        """Columns and rows of the part below the horizon, and how fast they move in pixels a second."""
        rows, columns = out.shape[:2]
        top = min(max(int(lens.horizon) + 1, 0), rows - 2)
        x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows - top, dtype=np.float32))
        free = fit(self.free, (columns, rows), LINEAR)[top:]
        near = (y + np.float32(top + 0.5 - lens.horizon)) / np.float32(self.below * lens.focal)
        down = near * (y + np.float32(top + 0.5 - lens.horizon)) * free * np.float32(_PACE)
        across = near * (x + np.float32(0.5 - lens.centre)) * free * np.float32(_PACE)
        return x, y, np.asarray(across, np.float32), np.asarray(down, np.float32), top
