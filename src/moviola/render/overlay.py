"""A title over a frame: only the rows and columns it covers are touched, on the Y'CbCr planes themselves."""

from __future__ import annotations

import math

import av
import cv2
import numpy as np

from moviola.render.animation import Pose
from moviola.render.canvas import Matrix
from moviola.render.planes import Plane, planes
from moviola.render.text.sprite import Sprite
from moviola.render.ycbcr import Values, conversion, halve, rounded


class Overlay:
    """A sprite as premultiplied limited-range Y'CbCr 4:2:0 with alpha per plane."""

    def __init__(self, sprite: Sprite, matrix: Matrix) -> None:
        self._x, self._y = sprite.x & ~1, sprite.y & ~1
        left, top = sprite.x - self._x, sprite.y - self._y
        high, wide = sprite.pixels.shape[:2]
        # Two rows below leave room for the part of a pixel that a moving title is shifted down by.
        rgba = np.zeros((_up(top + high) + 2, _up(left + wide), 4), np.float32)
        rgba[top : top + high, left : left + wide] = sprite.pixels
        rgba /= 255
        self._planes = _convert(rgba, matrix)
        self._posed: tuple[Pose, list[tuple[Plane, Plane]]] | None = None

    def draw(self, frame: av.VideoFrame, pose: Pose) -> None:
        """Blend onto ``frame`` (yuv420p, memory of its own) in place."""
        if pose.opacity <= 0:
            return
        down = math.floor(pose.drop / 2) * 2
        for index, (plane, (alpha, colour)) in enumerate(zip(planes(frame), self._at(pose), strict=True)):
            halves = 1 if index == 0 else 2
            _blend(plane, alpha, colour, self._x // halves, (self._y + down) // halves)

    def _at(self, pose: Pose) -> list[tuple[Plane, Plane]]:
        """Per plane: what stays of the picture (0–255) and what is added to it."""
        if self._posed is None or self._posed[0] != pose:
            rest = pose.drop - math.floor(pose.drop / 2) * 2
            layers = []
            for index, (alpha, colour) in enumerate(self._planes):
                part = rest if index == 0 else rest / 2
                seen, added = (_lower(layer, part) if part else layer for layer in (alpha, colour))
                layers.append((rounded(255 - seen * (255 * pose.opacity)), rounded(added * pose.opacity)))
            self._posed = (pose, layers)
        return self._posed[1]


def _convert(rgba: Values, matrix: Matrix) -> list[tuple[Values, Values]]:
    """Per plane alpha (0–1) and premultiplied code values of premultiplied ``rgba`` (0–1)."""
    codes = np.asarray(cv2.transform(rgba, conversion(matrix)), np.float32)
    alpha = np.ascontiguousarray(rgba[..., 3])
    thin, chroma = halve(alpha), halve(codes[..., 1:])
    colours = (codes[..., 0], chroma[..., 0], chroma[..., 1])
    return [
        (seen, np.ascontiguousarray(colour))
        for seen, colour in zip((alpha, thin, thin), colours, strict=True)
    ]


def _lower(layer: Values, part: float) -> Values:
    """``layer`` shifted down by part of a pixel, 0–2."""
    shift = np.array([[1, 0, 0], [0, 1, part]], np.float64)
    size = (layer.shape[1], layer.shape[0])
    return np.asarray(cv2.warpAffine(layer, shift, size, flags=cv2.INTER_LINEAR), np.float32)


def _blend(plane: Plane, keep: Plane, add: Plane, x: int, y: int) -> None:
    high, wide = plane.shape
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(keep.shape[1], wide - x), min(keep.shape[0], high - y)
    if right <= left or bottom <= top:
        return
    under = plane[y + top : y + bottom, x + left : x + right]
    kept = cv2.multiply(under, keep[top:bottom, left:right], scale=1 / 255)
    cv2.add(kept, add[top:bottom, left:right], dst=under)


def _up(edge: int) -> int:
    return edge + (edge & 1)
