"""Pictures as 8-bit YUV 4:2:0 planes, BT.709, limited range."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.still import Picture

Plane = npt.NDArray[np.uint8]

# ITU-R BT.709-6, items 3.2-3.4: luma weights, colour difference scales, 8-bit narrow-range quantisation.
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_MATRIX = np.vstack(
    [
        _LUMA * 219 / 255,
        (np.array([0, 0, 1]) - _LUMA) / 1.8556 * 224 / 255,
        (np.array([1, 0, 0]) - _LUMA) / 1.5748 * 224 / 255,
    ]
)
_TO_YUV = np.hstack([_MATRIX, [[16], [128], [128]]]).astype(np.float32)
_STRIP = 256


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
    height, width = rgb.shape[:2]
    luma = np.empty((height, width), np.float32)
    u = np.empty((height // 2, width // 2), np.uint8)
    v = np.empty_like(u)
    for top in range(0, height, _STRIP):
        strip = np.asarray(cv2.transform(rgb[top : top + _STRIP].astype(np.float32), _TO_YUV), np.float32)
        luma[top : top + _STRIP] = strip[..., 0]
        half = (width // 2, strip.shape[0] // 2)
        chroma = np.asarray(cv2.resize(strip[..., 1:], half, interpolation=cv2.INTER_AREA), np.float32)
        u[top // 2 : (top + _STRIP) // 2] = _quantised(chroma[..., 0])
        v[top // 2 : (top + _STRIP) // 2] = _quantised(chroma[..., 1])
    if enlarged > 1.05:
        _refine(luma, enlarged, seed)
    return Planes(_quantised(luma), u, v)


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


def _quantised(values: npt.NDArray[np.float32]) -> Plane:
    return np.asarray(np.clip(values + np.float32(0.5), 0, 255), np.uint8)
