"""Things that are drawn for every second frame of a film, and blended between."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.layers import Anchored
from moviola.engines.place.lens import Lens

#: Films slower than this are drawn frame by frame: a blend of what lies further apart would be seen.
_FAST = 24.0


class Halved:
    """An :class:`Anchored` thing at half of a film's frame rate."""

    def __init__(self, thing: Anchored) -> None:
        """``thing`` draws over the same picture every time."""
        self.shown: Picture | None = None
        self.fps = 0.0
        self._thing = thing
        self._kept: list[tuple[int, Picture]] = []

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw it, or a blend of the two moments around this one."""
        if self.fps < _FAST:
            self._thing.draw(out, depths, lens, seconds)
            return
        at = seconds * self.fps / 2
        first = math.floor(at + 1e-3)
        share = at - first
        one = self._at(first, out, depths, lens)
        if share < 0.05:
            np.copyto(out, one)
            return
        other = self._at(first + 1, out, depths, lens)
        cv2.addWeighted(one, 1 - share, other, share, 0.0, dst=out)

    def _at(self, moment: int, out: Picture, depths: Picture, lens: Lens) -> Picture:
        for kept, picture in self._kept:
            if kept == moment:
                return picture
        # the older of two is no longer needed
        picture = self._kept.pop(0)[1] if len(self._kept) > 1 else np.empty_like(out)
        np.copyto(picture, out)
        self._thing.draw(picture, depths, lens, moment * 2 / self.fps)
        self._kept.append((moment, picture))
        return picture
