"""Pictures as 8-bit YUV 4:2:0 planes, BT.709, limited range."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.still import Picture
from moviola.render.planes import Plane
from moviola.render.ycbcr import from_rgb, rounded


@dataclass(frozen=True)
class Planes:
    """``y`` [h, w], ``u`` and ``v`` [h/2, w/2]; chroma samples sit in the middle of their four pixels."""

    y: Plane
    u: Plane
    v: Plane


def to_planes(rgb: Picture, enlarged: float = 1.0, seed: int = 0) -> Planes:
    """Planes of ``rgb`` (even edges).

    ``enlarged`` is how many times the picture was scaled up to get here: above 1 its luma is sharpened a
    little and given a fine grain, so that it does not look soft or plastic next to real footage.
    """
    luma, u, v = from_rgb(rgb)
    if enlarged > 1.05:
        _refine(luma, enlarged, seed)
    return Planes(rounded(luma), u, v)


def _refine(luma: npt.NDArray[np.float32], enlarged: float, seed: int) -> None:
    excess = min(enlarged - 1.0, 1.5)
    detail = luma - np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.7 * min(enlarged, 3.0)), np.float32)
    # Edges are sharp enough: only fine detail is raised, so no bright rims appear.
    luma += np.clip(detail, -6.0, 6.0) * np.float32(0.45 * excess)
    luma += grain(luma.shape[0], luma.shape[1], 0.9 * min(excess, 1.0), seed)


def grain(height: int, width: int, deviation: float, seed: int) -> npt.NDArray[np.float32]:
    """Fine film grain, float32 [height, width], of the given standard deviation."""
    noise = np.random.default_rng(seed).standard_normal((height, width), np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float32)
    return soft * np.float32(deviation / max(1e-6, float(soft.std())))
