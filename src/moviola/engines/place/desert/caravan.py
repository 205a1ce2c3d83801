"""Camels and those who lead them, seen from the side, as cut-outs."""

from __future__ import annotations

import itertools
import math

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit, soften

_Bytes = NDArray[np.uint8]

_FINE = 4
_TALL, _WIDE = 2.55, 3.3

#: Outline of body, neck and head, walking to the right: metres from the left and up from the ground.
_BODY = (
    (0.62, 1.10), (0.52, 1.35), (0.50, 1.55), (0.60, 1.68), (0.82, 1.74), (1.00, 1.84), (1.12, 2.05), (1.24, 2.17),
    (1.36, 2.14), (1.46, 1.98), (1.58, 1.83), (1.74, 1.72), (1.92, 1.66), (2.08, 1.58), (2.22, 1.56), (2.36, 1.66),
    (2.46, 1.86), (2.54, 2.08), (2.58, 2.24), (2.60, 2.34), (2.58, 2.42), (2.64, 2.43), (2.70, 2.39), (2.82, 2.37),
    (2.94, 2.31), (3.04, 2.22), (3.06, 2.15), (2.98, 2.11), (2.86, 2.15), (2.76, 2.16), (2.72, 2.06), (2.70, 1.86),
    (2.64, 1.62), (2.52, 1.40), (2.36, 1.24), (2.16, 1.15), (1.96, 1.08), (1.66, 1.02), (1.36, 1.02), (1.08, 1.08),
    (0.84, 1.06),
)  # fmt: skip
#: Legs as joints (x, y, radius); far legs first. Two walking poses.
_LEGS = (
    (
        ((0.78, 1.25, 0.16), (0.70, 0.92, 0.095), (0.86, 0.58, 0.062),
         (0.84, 0.30, 0.045), (0.80, 0.05, 0.052), (0.90, 0.03, 0.045)),
        ((2.12, 1.25, 0.13), (2.22, 0.88, 0.085), (2.36, 0.58, 0.058),
         (2.42, 0.30, 0.043), (2.48, 0.05, 0.050), (2.58, 0.03, 0.045)),
        ((0.80, 1.25, 0.18), (0.56, 0.94, 0.100), (0.52, 0.58, 0.065),
         (0.40, 0.30, 0.048), (0.30, 0.05, 0.055), (0.40, 0.03, 0.048)),
        ((2.12, 1.25, 0.14), (2.10, 0.88, 0.090), (2.10, 0.55, 0.062),
         (1.98, 0.30, 0.046), (1.90, 0.05, 0.052), (2.00, 0.03, 0.048)),
    ),
    (
        ((0.78, 1.25, 0.16), (0.60, 0.92, 0.095), (0.66, 0.58, 0.062),
         (0.58, 0.30, 0.045), (0.56, 0.05, 0.052), (0.66, 0.03, 0.045)),
        ((2.12, 1.25, 0.13), (2.10, 0.88, 0.085), (2.06, 0.56, 0.058),
         (2.00, 0.30, 0.043), (1.96, 0.05, 0.050), (2.06, 0.03, 0.045)),
        ((0.80, 1.25, 0.18), (0.76, 0.94, 0.100), (0.92, 0.60, 0.065),
         (0.96, 0.32, 0.048), (1.00, 0.05, 0.055), (1.10, 0.03, 0.048)),
        ((2.12, 1.25, 0.14), (2.24, 0.88, 0.090), (2.30, 0.58, 0.062),
         (2.22, 0.32, 0.046), (2.20, 0.12, 0.050), (2.30, 0.09, 0.048)),
    ),
)  # fmt: skip
_LOAD = (
    (0.98, 1.55),
    (0.96, 1.95),
    (1.10, 2.20),
    (1.30, 2.28),
    (1.52, 2.18),
    (1.64, 1.92),
    (1.62, 1.50),
    (1.40, 1.20),
    (1.16, 1.22),
)
_RIDER = (
    ((1.30, 2.20, 0.19), (1.31, 2.45, 0.16), (1.32, 2.66, 0.15)),
    ((1.33, 2.74, 0.09), (1.35, 2.86, 0.125)),
    ((1.36, 2.60, 0.075), (1.58, 2.42, 0.06), (1.72, 2.38, 0.05)),
    ((1.34, 2.20, 0.14), (1.52, 2.00, 0.11), (1.60, 1.74, 0.08), (1.68, 1.58, 0.06)),
)  # fmt: skip
_LEADER = (
    ((0.50, 0.90, 0.19), (0.50, 0.55, 0.20), (0.49, 0.22, 0.19)),
    ((0.50, 0.92, 0.17), (0.51, 1.20, 0.165), (0.52, 1.38, 0.14)),
    ((0.53, 1.46, 0.07), (0.55, 1.60, 0.115)),
    ((0.50, 1.34, 0.07), (0.36, 1.12, 0.06), (0.24, 1.02, 0.05)),
    ((0.40, 0.30, 0.06), (0.34, 0.04, 0.05), (0.42, 0.03, 0.045)),
    ((0.58, 0.30, 0.06), (0.66, 0.05, 0.05), (0.75, 0.03, 0.045)),
)  # fmt: skip


def camel(height: int, pose: int, burden: str) -> Picture:
    """A camel walking to the right [height, ·, 4]; ``burden``: "rider", "load" or nothing. 3.05 m high in all."""
    tall = 3.05
    scale = height * _FINE / tall
    width = int(height * _WIDE / tall)
    shape = np.zeros((height * _FINE, width * _FINE), np.uint8)
    for leg in _LEGS[pose % 2]:
        _bone(shape, leg, scale)
    _area(shape, _BODY, scale)
    _bone(shape, ((0.55, 1.60, 0.03), (0.44, 1.35, 0.025), (0.43, 1.05, 0.045)), scale)
    if burden:
        _area(shape, _LOAD, scale)
    if burden == "rider":
        for bone in _RIDER:
            _bone(shape, bone, scale)
    return _cut(shape, (width, height), scale)


def leader(height: int) -> Picture:
    """A man in a robe, walking to the right, 1.75 m high [height, ·, 4]."""
    scale = height * _FINE / 1.75
    width = int(height * 1.0 / 1.75)
    shape = np.zeros((height * _FINE, width * _FINE), np.uint8)
    for bone in _LEADER:
        _bone(shape, bone, scale)
    return _cut(shape, (width, height), scale)


def _area(shape: _Bytes, outline: tuple[tuple[float, float], ...], scale: float) -> None:
    rows = shape.shape[0]
    points = np.array([(x * scale, rows - 1 - y * scale) for x, y in outline])
    cv2.fillPoly(shape, [np.asarray(points * 16, np.int32)], 255, cv2.LINE_8, 4)


def _bone(shape: _Bytes, bone: tuple[tuple[float, float, float], ...], scale: float) -> None:
    rows = shape.shape[0]
    for (x0, y0, r0), (x1, y1, r1) in itertools.pairwise(bone):
        steps = max(2, int(math.hypot(x1 - x0, y1 - y0) * scale / 2))
        for share in np.linspace(0, 1, steps):
            at = ((x0 + (x1 - x0) * share) * scale, rows - 1 - (y0 + (y1 - y0) * share) * scale)
            radius = (r0 + (r1 - r0) * share) * scale
            cv2.circle(
                shape, (int(at[0] * 16), int(at[1] * 16)), max(int(radius * 16), 8), 255, -1, cv2.LINE_8, 4
            )


def _cut(shape: _Bytes, size: tuple[int, int], scale: float) -> Picture:
    # joints are rounded off: blurred and cut again, as clay would be
    smooth = np.clip((soften(shape.astype(np.float32), max(scale * 0.018, 0.6)) - 127) / 40 + 0.5, 0, 1)
    opacity = fit(smooth, size, AREA)
    round_ = soften(opacity, max(size[1] * 0.02, 0.6))
    out = np.zeros((size[1], size[0], 4), np.float32)
    out[..., 0] = opacity
    out[..., 1] = 0.45 + 0.25 * (1 - round_)
    out[..., 2] = np.clip(-np.gradient(round_, axis=1) * size[1] * 0.06, -1, 1)
    return out
