"""Pencil and cel animation."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.styles.flow import along, flow_of
from moviola.render.styles.lines import lines
from moviola.render.styles.painting import kuwahara
from moviola.render.styles.paper import grain, noise

Picture = NDArray[np.float32]
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def sketch(picture: Picture, scale: float, seed: int) -> Picture:
    """Graphite on paper: contours, and hatching that is denser where it is darker."""
    rows, columns = picture.shape[:2]
    light = np.asarray(picture @ _LUMA, np.float32)
    low, high = np.percentile(light, (2, 96))
    light = np.asarray(np.clip((light - low) / max(high - low, 0.05), 0, 1) ** 0.6, np.float32)
    forms = np.asarray(cv2.GaussianBlur(light, (0, 0), 1.3 * scale), np.float32)
    flow = flow_of(forms, 4.5 * scale)
    contour = lines(forms, flow, 1.4 * scale, 0.40, 5.0, 9.0)
    contour = 1 - (1 - contour) * 0.85
    tooth = grain(rows, columns, scale, seed)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    shade = np.zeros((rows, columns), np.float32)
    calm = cv2.GaussianBlur(light, (0, 0), 2.5 * scale)
    for number, (slant, gap, from_) in enumerate(((0.62, 6.5, 0.66), (-0.45, 6.0, 0.40), (1.5, 5.5, 0.22))):
        sway = noise(rows, columns, 60 * scale, seed + number + 1) * np.float32(1.6 * scale)
        phase = (
            (x * np.sin(slant) + y * np.cos(slant) + sway) / np.float32(gap * scale) * np.float32(2 * np.pi)
        )
        stroke = np.clip(np.cos(phase) * 1.2 + 0.1 + 0.5 * tooth, 0, 1)
        shade += stroke * np.clip((from_ - calm) / 0.4, 0, 1)
    shade = 0.36 * np.clip(shade, 0, 1.6) + 0.22 * np.clip(0.85 - calm, 0, 1) * (0.8 + 0.5 * tooth)
    smudge = along(shade, flow, 3 * scale, 2)
    tone = contour * (1 - np.clip(0.7 * shade + 0.3 * smudge, 0, 0.92)) * (1 - 0.05 * tooth)
    paper = np.array([0.972, 0.962, 0.94], np.float32)
    graphite = np.array([0.16, 0.16, 0.175], np.float32)
    return np.asarray(graphite + (paper - graphite) * np.clip(tone, 0, 1)[..., None], np.float32)


def anime(picture: Picture, scale: float, seed: int) -> Picture:
    """A painted background: clean fields, clear bright colours, soft light, thin lines."""
    del seed
    flow = flow_of(np.asarray(picture @ _LUMA, np.float32), 3.0 * scale)
    flat = kuwahara(along(picture, flow, 3 * scale, 2), max(round(5 * scale), 2))
    hsv = cv2.cvtColor(np.clip(flat, 0, 1), cv2.COLOR_RGB2HSV)
    value = hsv[..., 2]
    steps = 7.0
    stepped = (np.floor(value * steps) + 0.5 + 0.5 * np.tanh(6 * (value * steps % 1 - 0.5))) / steps
    hsv[..., 2] = np.clip(0.45 * value + 0.55 * stepped, 0, 1) ** 0.82
    hsv[..., 1] = np.clip(hsv[..., 1] * 1.38 + 0.02, 0, 1)
    bright = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    light = np.asarray(bright @ _LUMA, np.float32)
    edge = lines(light, flow, 0.8 * scale, 0.58, 4.0, 16.0)
    cool = np.array([0.16, 0.17, 0.30], np.float32)
    drawn = cool + (bright - cool) * (0.62 + 0.38 * edge)[..., None]
    glow = cv2.GaussianBlur(np.clip(drawn - 0.72, 0, 1), (0, 0), 18 * scale)
    return np.asarray(drawn + 0.5 * glow, np.float32)
