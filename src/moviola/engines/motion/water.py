"""Finds water in a picture by its place, its colour and its horizontal structure."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.still import Picture

Field = npt.NDArray[np.float32]

_EDGE = 360
_LEAST_AREA = 0.04
_LEAST_SCORE = 0.52
_LEAST_CLARITY = 1.35
_LEAST_LAYERING = 0.5
_MOST_CHROMA = 60.0
_SKY_COLOURS = 5


@dataclass(frozen=True)
class Water:
    """``mask``: float32 [h, w], 0–1, over the whole picture at low resolution. ``horizon``: the row where the
    water plane vanishes, as a share of the picture's height."""

    mask: Field
    horizon: float


def find_water(rgb: Picture, person: Field | None) -> Water | None:
    """The water in ``rgb``, or None. ``person``: a matte of what is certainly not water."""
    scale = _EDGE / max(rgb.shape[:2])
    size = (max(16, round(rgb.shape[1] * scale)), max(16, round(rgb.shape[0] * scale)))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)
    layering = _layering(lab)
    horizon, clarity = _horizon(lab, layering)
    score = _score(lab, layering, horizon)
    if person is not None:
        score *= 1.0 - cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    mask = _plausible(_bridged(_cut_out(small, score, horizon), layering, horizon), score)
    if mask is None or clarity < _LEAST_CLARITY or not _watery(lab, layering, mask > 0):
        return None
    soft = np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.2), np.float32)
    return Water(soft, _vanishing(mask, horizon))


def _layering(lab: Field) -> Field:
    """How much structure lies in horizontal streaks: −1 (upright) to 1 (flat), 0 where there is none."""
    soft = cv2.GaussianBlur(np.ascontiguousarray(lab[..., 0]), (0, 0), 0.8)
    across = cv2.blur(np.abs(cv2.Sobel(soft, cv2.CV_32F, 1, 0)), (21, 9))
    down = cv2.blur(np.abs(cv2.Sobel(soft, cv2.CV_32F, 0, 1)), (21, 9))
    return np.asarray(np.clip((down - across) / (down + across + 1.5) / 0.30, -1, 1), np.float32)


def _horizon(lab: Field, layering: Field) -> tuple[int, float]:
    """The row where the water plane most likely begins, and how much it stands out (about 1: not at all).

    A shore or a horizon is a line: the change across it is sharp, level and wide, and structure below it is
    more streaked than above.
    """
    height = lab.shape[0]
    mean = cv2.blur(lab, (9, 2))
    contrast = np.linalg.norm(mean[4:] - mean[:-4], axis=2)
    line = np.percentile(contrast, 35, axis=1) + np.percentile(contrast, 60, axis=1)
    around = cv2.blur(line[:, None], (1, max(9, height // 6) | 1), borderType=cv2.BORDER_REFLECT)[:, 0]
    peak = line / (around + 1.0)
    rows = np.arange(len(line)) + 2
    reach = max(4, height // 5)
    flat = np.concatenate([[0.0], np.cumsum(layering.mean(axis=1))])
    low, high = np.maximum(rows - reach, 0), np.minimum(rows + reach, height)
    below = (flat[high] - flat[rows]) / (high - rows)
    above = (flat[rows] - flat[low]) / (rows - low)
    usual = -(((rows / height - 0.5) / 0.4) ** 2)
    best = int(np.argmax(np.minimum(peak, 4.0) + 0.7 * (below - np.maximum(above, -0.2)) + usual))
    return int(rows[best]), float(peak[best])


def _score(lab: Field, layered: Field, horizon: int) -> Field:
    height, width = lab.shape[:2]
    colour = np.asarray(cv2.GaussianBlur(lab, (0, 0), 2.0), np.float32)
    sky = _sky_likeness(colour, horizon)
    bluish = np.clip((-colour[..., 2] - 3) / 12, 0, 1) * np.clip((colour[..., 1] + 25) / 15, 0, 1)
    leafy = np.clip((-colour[..., 1] - 6) / 10, 0, 1) * np.clip((colour[..., 2] - 6) / 12, 0, 1)
    y = np.arange(height, dtype=np.float32)[:, None]
    below = np.clip((y - horizon) / 2 + 0.5, 0, 1) * np.ones((1, width), np.float32)
    score = (
        0.42 * np.maximum(sky, bluish) + 0.38 * np.maximum(layered, 0) + 0.20 + 0.25 * np.minimum(layered, 0)
    )
    return np.asarray(np.clip(score - 0.6 * leafy, 0, 1) * below, np.float32)


def _sky_likeness(colour: Field, horizon: int) -> Field:
    """How near each colour is to one of the sky's, lightness counting half."""
    weights = np.array([0.5, 1.0, 1.0], np.float32)
    sky = (colour[: max(4, round(0.75 * horizon))] * weights).reshape(-1, 3)[::7]
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    cv2.setRNGSeed(7)
    count = min(_SKY_COLOURS, len(sky))
    labels = np.zeros((len(sky), 1), np.int32)
    _, _, centres = cv2.kmeans(np.ascontiguousarray(sky), count, labels, criteria, 1, cv2.KMEANS_PP_CENTERS)
    distance = np.min([np.linalg.norm(colour * weights - centre, axis=2) for centre in centres], axis=0)
    return np.asarray(np.exp(-((distance / 13.0) ** 2)), np.float32)


def _cut_out(small: Picture, score: Field, horizon: int) -> npt.NDArray[np.uint8]:
    """Snap the score to the picture's own edges (GrabCut; Rother et al., 2004)."""
    labels = np.where(score > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[score > 0.78] = cv2.GC_FGD
    labels[score < 0.2] = cv2.GC_BGD
    labels[: max(1, horizon - 1)] = cv2.GC_BGD
    if not np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).any() or labels.all():
        return (score > 0.5).astype(np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(7)
    bgr = np.ascontiguousarray(small[..., ::-1])
    cv2.grabCut(bgr, labels, (0, 0, 0, 0), *models, 3, cv2.GC_INIT_WITH_MASK)
    return np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)


def _bridged(mask: npt.NDArray[np.uint8], layering: Field, horizon: int) -> npt.NDArray[np.uint8]:
    """Add streaked gaps between water and water, such as the glitter below a low sun."""
    wide = 2 * (mask.shape[1] // 8) + 1
    closed = cv2.morphologyEx(
        mask, cv2.MORPH_CLOSE, np.ones((3, wide), np.uint8), borderType=cv2.BORDER_REPLICATE
    )
    closed[layering < 0.1] = 0
    closed[:horizon] = 0
    return np.maximum(mask, np.asarray(closed, np.uint8))


def _plausible(mask: npt.NDArray[np.uint8], score: Field) -> npt.NDArray[np.uint8] | None:
    """Large, convincing parts of ``mask``; None when nothing is left."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    mask = np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    kept = np.zeros_like(mask)
    for index in range(1, count):
        part = labels == index
        wide = stats[index, cv2.CC_STAT_WIDTH] / mask.shape[1]
        if (
            stats[index, cv2.CC_STAT_AREA] > 0.01 * mask.size
            and score[part].mean() > _LEAST_SCORE
            and wide > 0.2
        ):
            kept[part] = 1
    return kept if kept.mean() >= _LEAST_AREA else None


def _watery(lab: Field, layering: Field, mask: npt.NDArray[np.bool_]) -> bool:
    chroma = np.hypot(lab[..., 1], lab[..., 2])[mask]
    return float(layering[mask].mean()) > _LEAST_LAYERING and float(chroma.mean()) < _MOST_CHROMA


def _vanishing(mask: npt.NDArray[np.uint8], horizon: int) -> float:
    rows = np.flatnonzero(mask.mean(axis=1) > 0.02)
    return float(min(horizon, rows[0]) if abs(int(rows[0]) - horizon) < 0.1 * len(mask) else rows[0]) / len(
        mask
    )
