"""Photographs developed another way: aged film, black and white, soft focus, cinema, and named colour schemes."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.styles.paper import noise

Picture = NDArray[np.float32]
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_Colour = tuple[float, float, float]

#: Scheme → colour of the shadows, of the lights, how much of them, saturation, contrast.
PALETTES: Mapping[str, tuple[_Colour, _Colour, float, float, float]] = {
    "teal and orange": ((0.06, 0.30, 0.36), (1.00, 0.72, 0.42), 0.40, 1.10, 1.06),
    "pastel": ((0.62, 0.60, 0.74), (1.00, 0.93, 0.90), 0.30, 0.85, 0.70),
    "purple": ((0.20, 0.08, 0.36), (0.94, 0.66, 0.92), 0.50, 1.05, 1.0),
    "pink": ((0.34, 0.14, 0.30), (1.00, 0.74, 0.80), 0.48, 1.05, 0.96),
    "blue": ((0.03, 0.11, 0.28), (0.72, 0.88, 1.00), 0.50, 0.95, 1.0),
    "green": ((0.04, 0.17, 0.12), (0.84, 0.96, 0.76), 0.42, 0.95, 1.0),
    "gold": ((0.24, 0.12, 0.04), (1.00, 0.86, 0.52), 0.48, 1.05, 1.02),
    "red": ((0.24, 0.03, 0.04), (1.00, 0.62, 0.48), 0.48, 1.05, 1.04),
    "orange": ((0.22, 0.09, 0.05), (1.00, 0.72, 0.40), 0.48, 1.08, 1.02),
    "earth": ((0.17, 0.12, 0.08), (0.94, 0.86, 0.72), 0.42, 0.72, 0.98),
    "teal": ((0.02, 0.16, 0.18), (0.74, 0.95, 0.93), 0.46, 0.95, 1.0),
    "gray": ((0.06, 0.06, 0.07), (0.95, 0.95, 0.96), 0.3, 0.15, 1.0),
    "monochrome": ((0.05, 0.05, 0.05), (0.98, 0.98, 0.98), 0.0, 0.0, 1.08),
    "muted": ((0.16, 0.17, 0.19), (0.94, 0.93, 0.90), 0.26, 0.58, 0.90),
    "vivid": ((0.02, 0.02, 0.05), (1.0, 0.99, 0.96), 0.05, 1.38, 1.10),
    "dark": ((0.01, 0.02, 0.04), (0.80, 0.82, 0.86), 0.22, 0.82, 1.22),
    "neon": ((0.12, 0.02, 0.26), (0.50, 0.96, 1.00), 0.42, 1.40, 1.10),
    "sepia": ((0.12, 0.07, 0.03), (0.98, 0.90, 0.74), 0.85, 0.25, 0.96),
}  # fmt: skip


def _toned(
    picture: Picture, shadows: _Colour, lights: _Colour, much: float, colour: float, contrast: float
) -> Picture:
    light = np.clip(picture @ _LUMA, 0, 1)[..., None]
    picture = light + (picture - light) * np.float32(colour)
    picture = 0.45 + (picture - 0.45) * np.float32(contrast)
    dark, bright = np.array(shadows, np.float32), np.array(lights, np.float32)
    tone = dark + (bright - dark) * light
    # the tone's own lightness must not change the exposure
    tone = tone * (light + 0.02) / (tone @ _LUMA + 0.02)[..., None]
    return np.asarray(picture + (tone - picture) * np.float32(much), np.float32)


def palette(picture: Picture, name: str) -> Picture:
    """The picture in the colours of a scheme of :data:`PALETTES`."""
    toned = _toned(picture, *PALETTES[name])
    # light colours need light
    return np.asarray(1 - (1 - np.clip(toned, 0, 1)) ** 1.45, np.float32) if name == "pastel" else toned


def vintage(picture: Picture, scale: float, seed: int) -> Picture:
    """A faded print: lifted blacks, yellowed whites, soft lens, grain and dark corners."""
    rows, columns = picture.shape[:2]
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9 * scale), np.float32)
    faded = 0.075 + 0.86 * _toned(soft, (0.16, 0.10, 0.10), (1.0, 0.92, 0.72), 0.42, 0.72, 0.92)
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j].astype(np.float32)
    corner = 1 - 0.34 * np.clip((x * x * 0.8 + y * y * 0.8 - 0.35), 0, 1) ** 1.2
    speck = noise(rows, columns, max(1.5 * scale, 1.0), seed) * np.float32(0.032)
    return np.asarray(faded * corner[..., None] + speck[..., None], np.float32)


def mono(picture: Picture, scale: float, seed: int) -> Picture:
    """Black and white through an orange filter: dark skies, clear structure, silver grain."""
    rows, columns = picture.shape[:2]
    light = np.clip(picture @ np.array([0.46, 0.44, 0.10], np.float32), 0, 1)
    wide = cv2.GaussianBlur(light, (0, 0), 40 * scale)
    local = light + 0.35 * (light - wide)
    local = np.clip(local, 0, 1)
    curve = local * local * (3 - 2 * local)
    tone = 0.35 * local + 0.65 * curve
    speck = (
        noise(rows, columns, max(1.3 * scale, 1.0), seed)
        * np.float32(0.022)
        * (1 - np.abs(2 * tone - 1) * 0.6)
    )
    return np.asarray(np.repeat((0.015 + 0.97 * tone + speck)[..., None], 3, 2), np.float32)


def dream(picture: Picture, scale: float, seed: int) -> Picture:
    """Soft focus over sharp focus (M. Orton), pastel and a little violet."""
    del seed
    screen = 1 - (1 - np.clip(picture, 0, 1)) ** 2
    glow = cv2.GaussianBlur(screen.astype(np.float32), (0, 0), 16 * scale)
    mixed = picture * 0.52 + glow * picture * 0.55 + glow * 0.13
    return _toned(np.asarray(mixed, np.float32), (0.30, 0.22, 0.44), (1.0, 0.90, 0.94), 0.26, 1.02, 0.92)


def cinematic(picture: Picture, scale: float, seed: int) -> Picture:
    """Film print: cool shadows, warm lights, rolled-off whites, halation."""
    del seed
    hot = cv2.GaussianBlur(np.clip(picture - 0.70, 0, 1), (0, 0), 12 * scale)
    toned = _toned(picture, (0.05, 0.15, 0.20), (1.0, 0.84, 0.64), 0.26, 1.0, 1.12)
    toned = toned + hot * np.array([0.55, 0.22, 0.10], np.float32)
    return np.asarray(np.where(toned > 0.82, 0.82 + (toned - 0.82) * 0.62, toned), np.float32)
