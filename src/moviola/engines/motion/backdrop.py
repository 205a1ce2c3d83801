"""Continues the background of a picture upwards, so that a person gets air above the head."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.still import Picture

Colours = npt.NDArray[np.float32]  # [h, w, 3]

_FILL_EDGE = 256
_CALM = 9.0


def without_person(rgb: Picture, matte: npt.NDArray[np.float32]) -> Colours:
    """The background alone at low resolution, the person replaced by what surrounds them.

    Masked averaging over a pyramid (push-pull; Gortler et al., "The Lumigraph", 1996).
    """
    height, width = rgb.shape[:2]
    scale = _FILL_EDGE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    colours = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.resize(matte, size, interpolation=cv2.INTER_AREA)
    # Hair and soft edges carry the person's colour a little beyond the matte.
    mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    weight = (mask < 0.05).astype(np.float32)
    return _pulled(colours * weight[..., None], weight)


def _pulled(colours: Colours, weight: npt.NDArray[np.float32]) -> Colours:
    height, width = weight.shape
    known = colours / np.maximum(weight, 1e-4)[..., None]
    if min(height, width) <= 2 or float(weight.min()) > 0.99:
        total = max(1e-4, float(weight.sum()))
        mean = colours.sum(axis=(0, 1)) / total
        return np.where(weight[..., None] > 1e-3, known, mean).astype(np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    coarse_weight = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    coarse_colours = np.asarray(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), np.float32)
    coarse = _pulled(coarse_colours, coarse_weight)
    filled = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    filled = cv2.GaussianBlur(filled, (0, 0), 1.0)
    blend = np.clip(weight, 0, 1)[..., None]
    return (known * blend + filled * (1 - blend)).astype(np.float32)


def is_calm(rgb: Picture, matte: npt.NDArray[np.float32], left: float, right: float) -> bool:
    """Whether the background near the top, between two columns, can be continued without being noticed.

    Judged by the mean deviation of the free part of the top quarter from its own blur, in 8-bit levels.
    """
    height, width = rgb.shape[:2]
    scale = _FILL_EDGE / width
    strip = cv2.resize(
        rgb[: max(8, height // 4)],
        (_FILL_EDGE, max(8, round(height * scale / 4))),
        interpolation=cv2.INTER_AREA,
    ).astype(np.float32)
    rows = max(2, matte.shape[0] // 4)
    mask = cv2.resize(matte[:rows], (strip.shape[1], strip.shape[0]), interpolation=cv2.INTER_AREA)
    free = cv2.erode((mask < 0.05).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    luma = strip.mean(axis=2)
    detail = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 4.0))
    free[:, : max(0, int(left * scale))] = False
    free[:, int(right * scale) + 1 :] = False
    return bool(free.any()) and float(detail[free].mean()) < _CALM


def extend_above(rgb: Picture, matte: npt.NDArray[np.float32], rows: int, seed: int) -> Picture:
    """``rgb`` with ``rows`` more rows on top: the background mirrored at the edge, softer the farther it is
    from it, with the grain of the original."""
    width = rgb.shape[1]
    background = without_person(rgb, matte)
    scale = background.shape[1] / width
    low_rows = max(2, round(rows * scale))
    mirrored = low_rows <= background.shape[0]
    padding = ((low_rows, 0), (0, 0), (0, 0))
    reflected = np.pad(background, padding, mode="symmetric" if mirrored else "edge")
    soft = _softened(reflected, low_rows)
    size = (width, round((low_rows + 4) * rows / low_rows))
    above = np.asarray(cv2.resize(soft[: low_rows + 4], size, interpolation=cv2.INTER_CUBIC), np.float32)[
        :rows
    ]
    noise = _texture(rgb, matte, rows, seed)
    joined = _joined(above, rgb, matte) + noise + 0.5
    return np.vstack([np.clip(joined, 0, 255).astype(np.uint8), rgb])


def _softened(colours: Colours, rows: int) -> Colours:
    """Blur that grows with the distance above row ``rows``."""
    y = np.arange(colours.shape[0], dtype=np.float32)[:, None, None]
    distance = np.clip((rows - y) / max(1, rows), 0, 1)
    result = colours
    for step, sigma in enumerate((3.0, 6.0, 12.0, 24.0)):
        blurred = cv2.GaussianBlur(colours, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
        start = 0.02 + 0.14 * step
        blend = np.clip((distance - start) / 0.12, 0, 1)
        blend = blend * blend * (3 - 2 * blend)
        result = np.asarray(result * (1 - blend) + blurred * blend, np.float32)
    return result


def _joined(above: Colours, rgb: Picture, matte: npt.NDArray[np.float32]) -> Colours:
    """Carry the colours of the first row into ``above``, fading with distance, so that no seam is seen."""
    width = rgb.shape[1]
    reach = max(4, min(above.shape[0], width // 5))
    edge = rgb[:4].astype(np.float32).mean(axis=0)
    top = matte[: max(1, round(0.01 * matte.shape[0]))].max(axis=0)[None]
    covered = cv2.dilate(cv2.resize(top, (width, 1)), np.ones((1, 1 + 2 * (width // 100)), np.uint8))[0]
    free = np.flatnonzero(covered < 0.05)
    if free.size == 0:
        return above
    # Behind the person the difference is what both sides agree on.
    columns = np.arange(width)
    gap = (edge - above[-1])[free]
    error = np.stack([np.interp(columns, free, gap[:, c]) for c in range(3)], axis=1).astype(np.float32)
    result = above.copy()
    for row in range(reach):
        near = 1.0 - row / reach
        spread = 0.8 + 0.35 * row
        line = cv2.GaussianBlur(error[None], (0, 0), spread, borderType=cv2.BORDER_REFLECT)[0]
        result[-1 - row] += line * near * near * (3 - 2 * near)
    return result


def _texture(rgb: Picture, matte: npt.NDArray[np.float32], rows: int, seed: int) -> Colours:
    """Noise with the strength of the background's own."""
    height, width = rgb.shape[:2]
    strip = rgb[: max(16, height // 8)].astype(np.float32)
    mask = cv2.resize(matte, (width, height), interpolation=cv2.INTER_LINEAR)[: strip.shape[0]]
    free = cv2.erode((mask < 0.02).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    residue = strip - cv2.GaussianBlur(strip, (0, 0), 1.5)
    # The median is blind to edges; 1.4826 turns it into a standard deviation.
    deviation = 1.4826 * float(np.median(np.abs(residue[free]))) if free.any() else 1.0
    random = np.random.default_rng(seed)
    noise = random.standard_normal((rows, width, 1), np.float32) + 0.4 * random.standard_normal(
        (rows, width, 3), np.float32
    )
    noise = cv2.GaussianBlur(noise, (0, 0), 0.6)
    return np.asarray(noise * (min(6.0, max(0.7, deviation)) / float(noise.std())), np.float32)
