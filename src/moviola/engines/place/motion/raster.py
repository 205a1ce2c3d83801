"""Frames as lists of planes: one of R'G'B', or three of Y'CbCr with the chroma halved. All 8 bits."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Planes = list[Plane]


def split(frame: Plane) -> Planes:
    """Planes of a planar 4:2:0 frame [h·3/2, w]."""
    rows = frame.shape[0] * 2 // 3
    columns = frame.shape[1]
    chroma = frame[rows:].reshape(2, rows // 2, columns // 2)
    return [frame[:rows], chroma[0], chroma[1]]


def packed(planes: Planes) -> Plane:
    """The planar 4:2:0 frame of three planes."""
    luma, blue, red = planes
    chroma = np.concatenate([blue.ravel(), red.ravel()]).reshape(-1, luma.shape[1])
    return np.concatenate([luma, chroma])


def mixed(first: Planes, second: Planes, share: float) -> Planes:
    """``share`` of the second over the first."""
    if share <= 0:
        return first
    if share >= 1:
        return second
    return [
        np.asarray(cv2.addWeighted(a, 1 - share, b, share, 0.0), np.uint8)
        for a, b in zip(first, second, strict=True)
    ]


def windowed(planes: Planes, left: float, top: float, across: float, width: int, height: int) -> Planes:
    """The window of ``across`` pixels width whose corner is (left, top), as a frame of width × height."""
    out = []
    for index, plane in enumerate(planes):
        part = 1 if index == 0 else 2
        scale = across / width
        # pixel centres of window and frame coincide
        shift = 0.5 * scale - 0.5
        matrix = np.array([[scale, 0, left / part + shift], [0, scale, top / part + shift]], np.float32)
        size = (width // part, height // part)
        moved = cv2.warpAffine(
            plane,
            matrix,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        out.append(np.asarray(moved, np.uint8))
    return out
