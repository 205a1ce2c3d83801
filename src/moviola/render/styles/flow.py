"""Which way the strokes of a picture run, and smoothing along them.

Structure tensor and line integral convolution as in J. E. Kyprianidis and H. Kang, "Image and Video Abstraction by
Coherence-Enhancing Filtering" (2011).
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]


class Flow(NamedTuple):
    """Unit direction of the strokes [h, w] each, and how clear it is, 0–1."""

    x: Picture
    y: Picture
    clear: Picture


def flow_of(light: Picture, spread: float) -> Flow:
    """Directions along the edges of ``light`` [h, w], smoothed over ``spread`` pixels."""
    gx = cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=3)
    gy = cv2.Sobel(light, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (cv2.GaussianBlur(part, (0, 0), spread) for part in (gx * gx, gy * gy, gx * gy))
    root = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.float32(np.pi / 2)
    total = xx + yy
    clear = np.where(total > 1e-8, root / np.maximum(total, 1e-8), 0)
    return Flow(
        np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32), np.asarray(clear, np.float32)
    )


def along(picture: Picture, flow: Flow, length: float, steps: int = 4) -> Picture:
    """``picture`` averaged along the strokes over ``length`` pixels to both sides."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    total = picture.astype(np.float32).copy()
    step = np.float32(length / steps)
    for sign in (-1.0, 1.0):
        at_x, at_y = x.copy(), y.copy()
        before_x, before_y = flow.x * sign, flow.y * sign
        for _ in range(steps):
            at_x += before_x * step
            at_y += before_y * step
            total += cv2.remap(picture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
            next_x = cv2.remap(flow.x, at_x, at_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
            next_y = cv2.remap(flow.y, at_x, at_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
            # a direction has no sign: go on the way that was begun
            turn = np.where(next_x * before_x + next_y * before_y < 0, np.float32(-1), np.float32(1))
            before_x, before_y = np.asarray(next_x * turn, np.float32), np.asarray(next_y * turn, np.float32)
    return np.asarray(total / (2 * steps + 1), np.float32)
