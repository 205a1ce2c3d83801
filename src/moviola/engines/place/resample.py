"""Resizing and blurring that keep the type of what they are given."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

AREA, LINEAR, CUBIC, NEAREST = cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST

_Plane = TypeVar("_Plane", bound=NDArray[Any])


def fit(plane: _Plane, size: tuple[int, int], method: int = AREA) -> _Plane:
    """``plane`` at a size of (width, height) pixels."""
    return cast(_Plane, np.ascontiguousarray(cv2.resize(plane, size, interpolation=method)))


def soften(plane: _Plane, across: float, down: float = 0.0) -> _Plane:
    """Gaussian blur with deviations in pixels; ``down`` 0 means as ``across``."""
    return cast(_Plane, cv2.GaussianBlur(plane, (0, 0), sigmaX=across, sigmaY=down))
