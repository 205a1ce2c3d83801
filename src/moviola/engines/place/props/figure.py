"""A person seen from behind, as a cut-out built from tapered limbs."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit, soften

_FINE = 4
_TALL = 1.80
_WIDE = 0.78

#: Limbs as (x, y, radius) along a bone, metres, feet at 0. The weight is on the left leg, the right knee is loose.
_STANDING = (
    ((-0.085, 0.90, 0.105), (-0.085, 0.70, 0.092), (-0.080, 0.50, 0.066), (-0.083, 0.33, 0.064), (-0.080, 0.10, 0.045)),
    ((0.085, 0.90, 0.105), (0.105, 0.70, 0.090), (0.125, 0.50, 0.065), (0.135, 0.33, 0.062), (0.140, 0.10, 0.044)),
    ((-0.080, 0.09, 0.050), (-0.095, 0.035, 0.046), (-0.125, 0.030, 0.032)),
    ((0.140, 0.09, 0.048), (0.160, 0.035, 0.044), (0.195, 0.030, 0.030)),
    ((0.0, 0.88, 0.165), (0.0, 1.02, 0.150), (0.0, 1.18, 0.158), (0.0, 1.32, 0.165)),
    ((-0.125, 1.36, 0.075), (0.0, 1.40, 0.085), (0.125, 1.36, 0.075)),
    ((-0.165, 1.35, 0.068), (-0.225, 1.22, 0.055), (-0.262, 1.07, 0.050), (-0.245, 0.95, 0.045), (-0.195, 0.86, 0.046)),
    ((0.165, 1.35, 0.068), (0.222, 1.22, 0.055), (0.250, 1.07, 0.050), (0.250, 0.94, 0.043), (0.243, 0.82, 0.040)),
    ((0.0, 1.40, 0.062), (0.0, 1.53, 0.055)),
    ((0.0, 1.58, 0.078), (0.0, 1.66, 0.088), (0.004, 1.70, 0.082)),
)  # fmt: skip
_COAT = (
    ((-0.070, 0.62, 0.125), (-0.060, 0.85, 0.128), (-0.045, 1.10, 0.130)),
    ((0.075, 0.62, 0.125), (0.060, 0.85, 0.128), (0.045, 1.10, 0.130)),
    ((-0.120, 1.41, 0.045), (0.0, 1.46, 0.075), (0.120, 1.41, 0.045)),
)
_PACK = (((-0.075, 1.02, 0.100), (-0.075, 1.34, 0.085)), ((0.075, 1.02, 0.100), (0.075, 1.34, 0.085)))
_LONG_HAIR = (((0.0, 1.66, 0.095), (-0.01, 1.54, 0.098), (-0.015, 1.42, 0.085)),)

_Bone = tuple[tuple[float, float, float], ...]


def figure(height: int, *, coat: bool = False, pack: bool = False, long_hair: bool = False) -> Picture:
    """A standing person [height, width, 4], opacity, shade, normal to the right and 0."""
    width = int(height * _WIDE / _TALL)
    scale = height * _FINE / _TALL
    shape = np.zeros((height * _FINE, width * _FINE), np.uint8)
    bones: tuple[_Bone, ...] = _STANDING
    bones += _COAT if coat else ()
    bones += _PACK if pack else ()
    bones += _LONG_HAIR if long_hair else ()
    for bone in bones:
        _limb(shape, bone, scale)
    # round the joints off: blur and threshold, as clay would
    soft = soften(shape.astype(np.float32), max(scale * 0.012, 0.6))
    smooth = np.clip((soft - 127) / 40 + 0.5, 0, 1)
    opacity = fit(smooth, (width, height), AREA)
    round_ = soften(opacity, max(height * 0.015, 0.6))
    slope = np.gradient(round_, axis=1) * height * 0.05
    out = np.zeros((height, width, 4), np.float32)
    out[..., 0] = opacity
    out[..., 1] = 0.40 + 0.25 * (1 - round_)
    out[..., 2] = np.clip(-slope, -1, 1)
    return out


def _limb(shape: np.ndarray[tuple[int, int], np.dtype[np.uint8]], bone: _Bone, scale: float) -> None:
    rows, columns = shape.shape
    for (x0, y0, r0), (x1, y1, r1) in itertools.pairwise(bone):
        steps = max(2, int(np.hypot(x1 - x0, y1 - y0) * scale / 2))
        for share in np.linspace(0, 1, steps):
            x = columns / 2 + (x0 + (x1 - x0) * share) * scale
            y = rows - 1 - (y0 + (y1 - y0) * share) * scale
            radius = (r0 + (r1 - r0) * share) * scale
            cv2.circle(shape, (int(x * 16), int(y * 16)), max(int(radius * 16), 8), 255, -1, cv2.LINE_8, 4)
