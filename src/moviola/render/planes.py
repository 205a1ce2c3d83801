"""Frames as three numpy planes that share memory with FFmpeg's buffers."""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

BLACK = (16, 128, 128)


def planes(frame: av.VideoFrame) -> list[Plane]:
    """Writable uint8 views [rows, columns] of Y, Cb and Cr of a yuv420p frame of even size."""
    views: list[Plane] = []
    for index, plane in enumerate(frame.planes):
        high = frame.height if index == 0 else frame.height // 2
        wide = frame.width if index == 0 else frame.width // 2
        views.append(np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:high, :wide])
    return views


def black(width: int, height: int) -> av.VideoFrame:
    """A black yuv420p frame, limited range."""
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane, value in zip(planes(frame), BLACK, strict=True):
        plane[...] = value
    return frame


def copy(frame: av.VideoFrame) -> av.VideoFrame:
    """The same picture in memory of its own: a decoder may still refer to the frame it gave out."""
    fresh = av.VideoFrame(frame.width, frame.height, "yuv420p")
    for into, out in zip(planes(fresh), planes(frame), strict=True):
        np.copyto(into, out)
    return fresh
