"""Oil, watercolour and Chinese ink."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.styles.flow import along, flow_of
from moviola.render.styles.lines import lines
from moviola.render.styles.paper import cloudy, grain, noise

Picture = NDArray[np.float32]


def _light(picture: Picture) -> Picture:
    return np.asarray(picture @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)


def _sectors(radius: int) -> list[Picture]:
    """Eight overlapping wedges around a pixel, each summing to 1."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1].astype(np.float32)
    away = np.sqrt(x * x + y * y)
    angle = np.arctan2(y, x)
    wedges = []
    for k in range(8):
        turn = np.angle(np.exp(1j * (angle - k * math.pi / 4)))
        wedge = np.exp(-((turn / 0.5) ** 2)) * np.exp(-((away / (0.6 * radius)) ** 2)) * (away <= radius)
        wedge[radius, radius] = 1.0
        wedges.append((wedge / wedge.sum()).astype(np.float32))
    return wedges


def kuwahara(picture: Picture, radius: int, sharpness: float = 8.0) -> Picture:
    """Flat patches with crisp borders: the calmest of eight wedges around each pixel.

    G. Papari, N. Petkov, P. Campisi, "Artistic Edge and Corner Enhancing Smoothing" (2007).
    """
    total = np.zeros_like(picture)
    weights = np.zeros(picture.shape[:2], np.float32)
    light = _light(picture)
    for wedge in _sectors(radius):
        mean = cv2.filter2D(picture, -1, wedge, borderType=cv2.BORDER_REFLECT_101)
        square = cv2.filter2D(light * light, -1, wedge, borderType=cv2.BORDER_REFLECT_101)
        own = _light(np.asarray(mean, np.float32))
        unrest = np.maximum(square - own * own, 0)
        weight = 1 / (1 + (255 * 255 * unrest) ** (0.5 * sharpness / 4))
        total += mean * weight[..., None]
        weights += weight
    return np.asarray(total / weights[..., None], np.float32)


def oil(picture: Picture, scale: float, seed: int) -> Picture:
    """Thick brush strokes along the forms, lit from the upper left."""
    rows, columns = picture.shape[:2]
    # where nothing leads the brush it follows broad sweeps of its own
    lead = _light(picture) + 0.045 * noise(rows, columns, 170 * scale, seed + 3)
    flow = flow_of(np.asarray(lead, np.float32), 11 * scale)
    painted = kuwahara(along(picture, flow, 9 * scale), max(round(8 * scale), 2))
    dabs = (
        noise(rows, columns, max(7 * scale, 1.5), seed + 5)[..., None]
        * noise(rows, columns, 40 * scale, seed + 6)[..., None]
    )
    painted = along(painted * (1 + 0.035 * np.clip(dabs, -2, 2)), flow, 12 * scale, 5)
    bristles = along(noise(rows, columns, max(2.4 * scale, 1.0), seed), flow, 30 * scale, 8)
    bristles /= max(float(bristles.std()), 1e-6)
    height = 0.8 * bristles + 7 * cv2.GaussianBlur(_light(painted), (0, 0), max(1.5 * scale, 0.6))
    slope = cv2.Sobel(height, cv2.CV_32F, 1, 0) + cv2.Sobel(height, cv2.CV_32F, 0, 1)
    relief = np.clip(slope, -3, 3) * np.float32(0.014)
    painted = painted + (painted - _light(painted)[..., None]) * np.float32(0.18)
    painted = painted * (1 + 0.03 * bristles[..., None]) + relief[..., None] * (0.35 + 0.65 * painted)
    return np.asarray(painted, np.float32)


def watercolour(picture: Picture, scale: float, seed: int) -> Picture:
    """Transparent washes with darker rims, pigment in the paper's tooth, and bare paper at the border."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    wobble = 3.2 * scale
    moved_x = x + cloudy(rows, columns, 46 * scale, seed) * wobble
    moved_y = y + cloudy(rows, columns, 46 * scale, seed + 20) * wobble
    loose = cv2.remap(picture, moved_x, moved_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    wash = kuwahara(np.asarray(loose, np.float32), max(round(7 * scale), 2))
    wash = along(wash, flow_of(_light(wash), 6 * scale), 4 * scale, 3)
    light = _light(wash)
    rim = np.clip(
        cv2.GaussianBlur(light, (0, 0), 5 * scale) - cv2.GaussianBlur(light, (0, 0), 1.2 * scale), 0, 1
    )
    tooth = grain(rows, columns, scale, seed + 40)
    pools = cloudy(rows, columns, 150 * scale, seed + 60)
    # absorbance: pigment adds up there
    dye = -np.log(np.clip(0.16 + 0.84 * wash, 0.02, 1.0))
    dye = dye + (dye - dye.mean(2, keepdims=True)) * np.float32(0.35)
    dye *= (0.95 + 0.075 * pools + 1.9 * rim + 0.16 * tooth * np.clip(light * 2, 0.3, 1))[..., None]
    edge = np.minimum(np.minimum(x, columns - 1 - x), np.minimum(y, rows - 1 - y)) / (60 * scale)
    bare = np.clip((edge + 0.28 * cloudy(rows, columns, 70 * scale, seed + 80) - 0.35) * 4, 0, 1)
    paper = np.array([0.975, 0.962, 0.935], np.float32) * (1 + 0.018 * tooth[..., None])
    return np.asarray(paper * np.exp(-np.maximum(dye, 0) * bare[..., None]), np.float32)


def ink(picture: Picture, scale: float, seed: int) -> Picture:
    """A Chinese ink wash: few tones that bleed into the paper, and a dry brush for the forms."""
    rows, columns = picture.shape[:2]
    light = _light(picture)
    low, high = np.percentile(light, (3, 97))
    light = np.clip((light - low) / max(high - low, 0.05), 0, 1).astype(np.float32)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    bleed = cloudy(rows, columns, 26 * scale, seed)
    soft = kuwahara(np.repeat(light[..., None], 3, 2), max(round(8 * scale), 2))[..., 0]
    soft = cv2.remap(  # type: ignore[assignment]
        soft, x + bleed * 3 * scale, y + cloudy(rows, columns, 26 * scale, seed + 5) * 3 * scale, cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )  # fmt: skip
    wash = np.asarray(soft**0.62, np.float32)
    steps = cv2.GaussianBlur(
        np.asarray(np.round(wash * 5 + 0.18 * bleed) / 5, np.float32), (0, 0), 3.0 * scale
    )
    # the sky is one wash, the land has edges where ink dried
    land = np.clip((0.78 - wash) / 0.2, 0, 1)
    tone = wash + (0.5 * steps - 0.5 * wash) * land
    forms = cv2.GaussianBlur(light, (0, 0), 2.6 * scale)
    flow = flow_of(forms, 6.0 * scale)
    brush = lines(forms, flow, 2.4 * scale, 0.46, 4.0, 10.0)
    brush = 1 - (1 - brush) * np.clip(land + 0.15, 0, 1) * 0.55
    dry = along(noise(rows, columns, max(1.4 * scale, 1.0), seed + 30), flow, 9 * scale)
    dry /= max(float(dry.std()), 1e-6)
    stroke = 1 - (1 - brush) * np.clip(0.75 + 0.35 * dry, 0, 1) * np.clip(1.25 - light, 0.2, 1)
    tone = np.clip(0.16 + 0.84 * tone, 0, 1) * stroke
    paper = np.array([0.955, 0.930, 0.875], np.float32) * (
        1 + 0.022 * grain(rows, columns, scale, seed + 50)[..., None]
    )
    black = np.array([0.085, 0.082, 0.088], np.float32)
    own = picture - _light(picture)[..., None]
    return np.asarray(black + (paper - black) * tone[..., None] + own * np.float32(0.16), np.float32)
