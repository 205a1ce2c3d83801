"""The last step of a picture: a colour scheme and a style."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from moviola.errors import BadRequest
from moviola.render.styles import drawing, grading, painting

Bytes = NDArray[np.uint8]
Picture = NDArray[np.float32]
_Hand = Callable[[Picture, float, int], Picture]

STYLES: Mapping[str, _Hand] = {
    "oil": painting.oil,
    "watercolour": painting.watercolour,
    "ink": painting.ink,
    "sketch": drawing.sketch,
    "anime": drawing.anime,
    "vintage": grading.vintage,
    "mono": grading.mono,
    "dream": grading.dream,
    "cinematic": grading.cinematic,
}


def finish(pixels: Bytes, style: str, palette: str = "", seed: int = 0) -> Bytes:
    """``pixels`` [H, W, 3] in ``style`` ("photo" or one of :data:`STYLES`) and ``palette`` ("" or a named one).

    The same seed gives the same brush strokes. A style is meant for the whole picture, so its strokes grow with it.

    Raises:
        BadRequest: no such style or palette.
    """
    if style != "photo" and style not in STYLES:
        raise BadRequest(f"There is no style '{style}'. Choose one of: photo, {', '.join(STYLES)}.")
    if palette and palette not in grading.PALETTES:
        raise BadRequest(f"There is no palette '{palette}'. Choose one of: {', '.join(grading.PALETTES)}.")
    if style == "photo" and not palette:
        return pixels
    picture = pixels.astype(np.float32) / np.float32(255)
    if palette:
        picture = grading.palette(picture, palette)
    if style != "photo":
        picture = STYLES[style](np.clip(picture, 0, 1), min(pixels.shape[:2]) / 1080, seed)
    return np.asarray(np.clip(picture * 255 + 0.5, 0, 255), np.uint8)
