"""Measures how far one picture is moved against another: the yardstick for a steady camera."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.float32]


def shift(before: Grey, after: Grey) -> tuple[float, float]:
    """Translation in pixels by phase correlation, its sub-pixel part from the slope of the phase.

    H. S. Stone et al., "A fast direct Fourier-based algorithm for subpixel registration of images", IEEE
    TGRS 39 (2001). A centroid around the correlation peak, the usual way, is itself wrong by up to .2 px.
    """
    taper = cv2.createHanningWindow(before.shape[::-1], cv2.CV_32F)
    coarse, _ = cv2.phaseCorrelate(before, after, taper)
    x, y = round(coarse[0]), round(coarse[1])
    height, width = before.shape
    first = before[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)]
    second = after[max(0, y) : height + min(0, y), max(0, x) : width + min(0, x)]
    taper = cv2.createHanningWindow(first.shape[::-1], cv2.CV_32F)
    cross = np.fft.rfft2((first - first.mean()) * taper).conj() * np.fft.rfft2(
        (second - second.mean()) * taper
    )
    down = np.broadcast_to(np.fft.fftfreq(first.shape[0])[:, None], cross.shape)
    across = np.broadcast_to(np.fft.rfftfreq(first.shape[1])[None, :], cross.shape)
    used = (np.hypot(across, down) < 0.15) & (np.hypot(across, down) > 0.01)
    weight, phase = np.abs(cross[used]), -np.angle(cross[used]) / (2 * np.pi)
    slopes = np.stack([across[used], down[used]], axis=1)
    fine = np.linalg.solve((slopes * weight[:, None]).T @ slopes, (slopes * weight[:, None]).T @ phase)
    return x + float(fine[0]), y + float(fine[1])
