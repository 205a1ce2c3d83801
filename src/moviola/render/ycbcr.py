"""R'G'B' to Y'CbCr code values of 8 bits, limited range, chroma halved both ways."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.canvas import COEFFICIENTS, Matrix
from moviola.render.planes import Plane

Values = NDArray[np.float32]

_STRIP = 256


def conversion(matrix: Matrix) -> Values:
    """float32 [3, 4]: takes R', G', B' (0–1) and 1 to code values of Y', Cb, Cr (ITU-R BT.709-6, items 3.2–3.4).

    Colours premultiplied with an alpha, and that alpha in place of the 1, give premultiplied code values.
    """
    kr, kb = COEFFICIENTS[matrix]
    luma = np.array([kr, 1 - kr - kb, kb])
    cb = (np.array([0, 0, 1]) - luma) / (2 * (1 - kb))
    cr = (np.array([1, 0, 0]) - luma) / (2 * (1 - kr))
    return np.column_stack([np.vstack([219 * luma, 224 * cb, 224 * cr]), [16, 128, 128]]).astype(np.float32)


def halve(values: Values) -> Values:
    """Means of 2 × 2 of ``values`` [h, w] or [h, w, channels] of even size."""
    size = values.shape[1] // 2, values.shape[0] // 2
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def rounded(values: Values) -> Plane:
    """``values`` as bytes."""
    return np.asarray(np.clip(values + np.float32(0.5), 0, 255), np.uint8)


def from_rgb(rgb: Plane, matrix: Matrix = "bt709") -> tuple[Values, Plane, Plane]:
    """Y' [h, w], not yet rounded, and Cb and Cr [h/2, w/2] of ``rgb`` uint8 [h, w, 3] of even size.

    Chroma samples sit in the middle of their four pixels.
    """
    height, width = rgb.shape[:2]
    scale = np.asarray(conversion(matrix) / np.array([255, 255, 255, 1]), np.float32)
    luma = np.empty((height, width), np.float32)
    cb = np.empty((height // 2, width // 2), np.uint8)
    cr = np.empty_like(cb)
    # In strips: a whole picture in float is three times twelve bytes a pixel.
    for top in range(0, height, _STRIP):
        strip = np.asarray(cv2.transform(rgb[top : top + _STRIP].astype(np.float32), scale), np.float32)
        luma[top : top + _STRIP] = strip[..., 0]
        chroma = halve(strip[..., 1:])
        cb[top // 2 : (top + _STRIP) // 2] = rounded(chroma[..., 0])
        cr[top // 2 : (top + _STRIP) // 2] = rounded(chroma[..., 1])
    return luma, cb, cr


def i420(rgb: Plane) -> Plane:
    """Planar 4:2:0 [h·3/2, w], BT.709, of ``rgb`` uint8 [h, w, 3] of even size."""
    luma, cb, cr = from_rgb(rgb)
    height, width = rgb.shape[:2]
    chroma = np.concatenate([cb.ravel(), cr.ravel()]).reshape(height // 2, width)
    return np.concatenate([rounded(luma), chroma])
