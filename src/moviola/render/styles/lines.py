"""Drawn lines.

Extended difference of Gaussians: H. Winnemöller, J. E. Kyprianidis, S. C. Olsen, "XDoG" (2012).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.styles.flow import Flow, along

Picture = NDArray[np.float32]


def lines(
    light: Picture, flow: Flow, width: float, threshold: float, sharpness: float, strength: float
) -> Picture:
    """Paper 1, ink 0, for ``light`` [h, w] 0–1; ``width`` of the lines in pixels."""
    fine = cv2.GaussianBlur(light, (0, 0), width)
    wide = cv2.GaussianBlur(light, (0, 0), width * 1.6)
    edge = along((1 + strength) * fine - strength * wide, flow, width * 3)
    ink = np.where(edge >= threshold, 1.0, 1.0 + np.tanh(sharpness * (edge - threshold)))
    return np.asarray(np.clip(ink, 0, 1), np.float32)
