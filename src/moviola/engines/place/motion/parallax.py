"""How far the camera of a film drifts aside, and the room around the frame that it needs."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.kernels import FAR, Picture, Spans
from moviola.engines.place.layers import Layers
from moviola.engines.place.lens import Lens
from moviola.engines.place.motion.shift import come_before, seen_from_aside
from moviola.engines.place.resample import NEAREST, fit

#: The nearest things move by this share of the width in ten seconds.
_REACH = 0.025
#: What is nearer than all but this share of the land counts as nearest; still nearer things move at most so much more.
_NEAREST, _MOST = 0.985, 1.25
#: A drone is no aeroplane: metres in ten seconds.
_FASTEST = 30.0
#: The camera takes this long for its way, and longer in a longer film.
_SECONDS = 10.0


class Frame(NamedTuple):
    """The window that the film shows of a slightly larger picture: both sizes in pixels, and its corner."""

    width: int
    height: int
    wide: int
    high: int

    @property
    def left(self) -> int:
        """First column of the window."""
        return (self.wide - self.width) // 2

    @property
    def top(self) -> int:
        """First row of the window."""
        return (self.high - self.height) // 2


def drift_of(layers: Layers) -> float:
    """Metres to the right that the camera moves in ten seconds: by its nearest things, towards the drift's side."""
    land = (layers.depths < FAR / 10) & (layers.water == 0)
    few = layers.depths[::3, ::3][land[::3, ::3]]
    if few.size < 20:
        return 0.0
    nearest = float(np.quantile(few, 1 - _NEAREST))
    metres = _REACH * layers.depths.shape[1] * max(nearest, 0.3) / layers.lens.focal
    return math.copysign(min(metres, _FASTEST), layers.drift.camera or -1.0)


def frame_of(width: int, height: int, drift: float) -> Frame:
    """A frame of this size with as much around it as a camera that drifts can see."""
    if drift == 0:
        return Frame(width, height, width, height)
    margin = _REACH * width * _MOST / 2
    wide = round((width + 2 * margin) / 2) * 2
    return Frame(width, height, wide, round(height * wide / width / 2) * 2)


class Parallax:
    """The picture from where the camera has come to."""

    def __init__(self, layers: Layers, frame: Frame, lens: Lens, drift: float) -> None:
        """``lens`` fits the larger picture of ``frame``; ``drift``: metres in ten seconds."""
        self._frame, self._lens, self._drift = frame, lens, drift
        size = (frame.wide, frame.high)
        stands = (layers.depths < FAR / 10) & (layers.water == 0)
        closeness = np.where(stands, 1 / np.maximum(layers.depths, 0.3), 0).astype(np.float32)
        # the soft edge of a thing goes with it
        closeness = fit(
            np.asarray(cv2.dilate(closeness, np.ones((3, 5), np.uint8)), np.float32), size, NEAREST
        )
        most = _REACH * frame.width * _MOST / (max(abs(drift), 1e-6) * lens.focal)
        self._closeness = np.minimum(closeness, np.float32(most))
        # what moves by less than a quarter of a pixel in all stands still
        self._closeness[self._closeness * (abs(drift) * lens.focal) < 0.25] = 0
        self._spans = _spans(self._closeness)
        self._now: tuple[Picture, Spans] | None = None

    def moved(self, seconds: float, whole: float, loop: bool) -> float:
        """Metres to the right of the composed viewpoint. The film passes it half-way; a loop begins there."""
        if loop:
            return 0.5 * self._drift * math.sin(2 * math.pi * seconds / whole)
        return self._drift * (seconds / max(whole, _SECONDS) - 0.5 * min(whole / _SECONDS, 1))

    def lens(self, moved: float) -> Lens:
        """The camera of the window."""
        frame, lens = self._frame, self._lens
        return lens._replace(
            x=lens.x + moved, centre=lens.centre - frame.left, horizon=lens.horizon - frame.top
        )

    def show(
        self,
        light: Picture,
        depths: Picture,
        shown: Picture | None,
        moved: float,
        out: Picture,
        out_depths: Picture,
    ) -> None:
        """Fill ``out`` [h, w, 3] and ``out_depths`` [h, w] (may be empty) from the larger picture.

        ``shown``: ``depths`` with the things that have come before the picture, if any.
        """
        frame, closeness, spans = self._frame, self._closeness, self._spans
        if shown is not None:
            if self._now is None:
                self._now = np.empty_like(closeness), np.empty_like(spans)
            come_before(closeness, spans, depths, shown, *self._now)
            closeness, spans = self._now
            depths = shown
        away = self._lens.focal * moved
        seen_from_aside(light, closeness, spans, depths, frame.top, frame.left, away, out, out_depths)


def _spans(plane: Picture) -> Spans:
    """Where each row of a plane is above 0."""
    some = plane > 0
    any_ = some.any(axis=1)
    first = np.where(any_, some.argmax(axis=1), 0)
    end = np.where(any_, plane.shape[1] - some[:, ::-1].argmax(axis=1), 0)
    return np.ascontiguousarray(np.stack([first, end], 1), np.int64)
