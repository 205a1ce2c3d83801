"""Vessels seen from the shore, as cut-outs: a yacht under sail, a freighter and a fishing boat."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit

_FINE = 4

_Points = tuple[tuple[float, float], ...]


class _Drawing:
    """Filled outlines in metres; the waterline is at 0 and the picture's bottom at −0.05 of its height."""

    def __init__(self, width: int, height: int, wide: float) -> None:
        self.size = (width, height)
        self._scale = width * _FINE / wide
        self._planes = [np.zeros((height * _FINE, width * _FINE), np.uint8) for _ in range(3)]

    def fill(self, points: _Points, shade: float, normal: float = 0.0) -> None:
        rows, columns = self._planes[0].shape
        at = np.array([(columns / 2 + x * self._scale, rows * 0.97 - y * self._scale) for x, y in points])
        for plane, value in zip(self._planes, (255.0, shade * 160, normal * 127 + 128), strict=True):
            cv2.fillPoly(plane, [np.round(at * 16).astype(np.int32)], value, cv2.LINE_AA, 4)

    def picture(self) -> Picture:
        planes: NDArray[np.float32] = np.stack(self._planes, 2).astype(np.float32)
        opacity = planes[..., :1] / 255
        small = fit(np.concatenate([opacity, planes[..., 1:] * opacity], 2), self.size, AREA)
        some = np.maximum(small[..., 0], 1e-3)
        out = np.zeros((*small.shape[:2], 4), np.float32)
        out[..., 0] = small[..., 0]
        out[..., 1] = small[..., 1] / some / 160
        out[..., 2] = np.clip((small[..., 2] / some - 128) / 127, -1, 1)
        return out


def yacht(height: int) -> list[Picture]:
    """White sails and dark hull [height, width, 4] of a sloop 13 m high."""
    width = round(height * 0.86)
    wide = 13.0 * 0.97 * 0.86
    sails, hull = (_Drawing(width, height, wide) for _ in range(2))
    sails.fill(((0.15, 1.5), (0.15, 12.0), (-0.5, 10.5), (-1.9, 6.5), (-3.3, 1.75)), 1.0, -0.25)
    sails.fill(((0.45, 1.4), (0.42, 10.6), (1.5, 7.0), (2.9, 3.2), (3.9, 1.15)), 0.9, 0.35)
    sails.fill(((-4.2, 0.95), (4.3, 1.15), (4.1, 0.8), (-4.2, 0.65)), 1.0, 0.1)
    hull.fill(((-4.2, 0.75), (4.2, 0.85), (3.2, 0.0), (-3.9, 0.0)), 0.8, 0.1)
    hull.fill(((0.08, 0.8), (0.08, 12.4), (0.2, 12.4), (0.22, 0.8)), 0.6)
    hull.fill(((-3.2, 1.45), (0.1, 1.5), (0.1, 1.35), (-3.2, 1.3)), 0.6)
    return [hull.picture(), sails.picture()]


def freighter(height: int) -> list[Picture]:
    """Dark hull and pale house [height, width, 4] of a cargo ship 30 m high."""
    width = round(height * 5.2)
    wide = 30.0 * 0.97 * 5.2
    hull, house = (_Drawing(width, height, wide) for _ in range(2))
    hull.fill(((-74, 9), (-70, 0), (66, 0), (75, 12), (62, 11), (58, 8), (-60, 8)), 0.8)
    random = np.random.default_rng(2)
    for k in range(13):
        x = -42.0 + k * 7.6
        hull.fill(
            (
                (x, 8),
                (x, 8 + 3 * int(random.integers(2, 5))),
                (x + 7, 8 + 3 * int(random.integers(2, 5))),
                (x + 7, 8),
            ),
            random.uniform(0.5, 1.0),
        )
    house.fill(((-68, 8), (-68, 24), (-52, 24), (-51, 8)), 1.0, 0.2)
    house.fill(((-66, 24), (-66, 27), (-58, 27), (-58, 24)), 0.8, 0.2)
    return [hull.picture(), house.picture()]
