"""A title as a picture with its shadow, placed on the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.text.layout import Block, lay_out
from moviola.render.text.raster import Mask, draw
from moviola.render.text.shaping import Look
from moviola.timeline.model import TextStyle, Title

_MEASURE = 0.8  # of the frame's width
_SHRINK = 0.93
_SMALLEST = 0.42  # of the size asked for, before words may be torn
_FLOOR = 4.0  # pixels per em
_TRACKING = {"serif": 0.008, "sans": 0.02, "display": 0.05}


@dataclass(frozen=True)
class Sprite:
    """``pixels``: uint8 [h, w, 4], premultiplied RGBA, never over the frame's edge. Its first pixel lies at
    ``x``, ``y``. ``em``: the size it was set at, in pixels."""

    pixels: NDArray[np.uint8]
    x: int
    y: int
    em: float


def draw_title(title: Title, width: int, height: int) -> Sprite:
    """``title`` for a frame of ``width`` × ``height`` pixels.

    It is set in the size its style asks for and gets smaller until it fits: at most 80 % of the width, few
    lines, no word torn apart. Only if 42 % of the size is too large are words torn and more lines taken.
    """
    block = _fitted(title, width, height)
    x, y = _place(block, title.style.position, width, height)
    return _shaded(block, title.style, x, y, width, height)


def language_of(text: str, said: str) -> str:
    """``said``, or a guess by script: enough to choose between Chinese, Japanese and Korean forms."""
    if said:
        return said
    if any("぀" <= char <= "ヿ" for char in text):
        return "ja"
    if any("가" <= char <= "힣" for char in text):
        return "ko"
    if any("㐀" <= char <= "鿿" for char in text):
        return "zh-Hans"
    return "en"


def _fitted(title: Title, width: int, height: int) -> Block:
    style = title.style
    shorter = min(width, height)
    text = "\n".join(line.strip() for line in title.text.replace("\t", " ").splitlines()).strip() or " "
    measure, tallest = _MEASURE * width, 0.3 * height
    asked = max(_FLOOR, style.size * shorter)
    most = 4 if height > width else 2
    most = max(most, text.count("\n") + 1)
    size = asked
    align = _alignment(style.position, width, height)
    while True:
        block = lay_out(text, _look(title, text, size), measure, align)
        small = size <= asked * _SMALLEST
        fits = block.width <= measure * 1.02 and not (block.broken and not small)
        if fits and len(block.lines) <= most and block.height <= tallest:
            break
        if fits and small and block.height <= 0.8 * height:
            break
        if size <= _FLOOR:
            break
        size = max(_FLOOR, size * _SHRINK)
    if align == "left" and block.right_to_left:
        block = lay_out(text, block.look, measure, "right")
    return block


def _look(title: Title, text: str, size: float) -> Look:
    face = title.style.face
    short = len(text) <= 12
    return Look(
        style=face,
        weight=title.style.weight,
        size=size,
        language=language_of(text, title.language),
        tracking=_TRACKING[face],
        wide_tracking=0.1 if short else 0.03,
    )


def _alignment(position: str, width: int, height: int) -> str:
    return "left" if position == "lower_third" and width > 1.2 * height else "center"


def _place(block: Block, position: str, width: int, height: int) -> tuple[float, float]:
    """Where the block's top left corner goes, inside the safe area."""
    upright = height > width
    side = 0.1 * width
    if _alignment(position, width, height) == "center":
        x = (width - block.width) / 2
    else:
        x = width - side - block.width if block.right_to_left else side
    top, bottom = (0.11, 0.89) if upright else (0.09, 0.91)
    if position == "top":
        y = top * height
    elif position == "center":
        y = (height - block.height) / 2
    elif position == "bottom":
        y = bottom * height - block.height
    else:
        y = (0.8 if upright else 0.86) * height - block.height
    return x, max(0.02 * height, min(y, height * 0.98 - block.height))


def _shaded(block: Block, style: TextStyle, x: float, y: float, width: int, height: int) -> Sprite:
    """The words over two shadows: a close one for the edges, a wide one that calms what is behind."""
    em = block.look.size
    drawing = draw(block)
    left, top = round(x) + drawing.left, round(y) + drawing.top
    room = round(1.15 * em) + 2
    x0, y0 = max(0, left - room), max(0, top - room)
    x1 = min(width, left + drawing.mask.shape[1] + room)
    y1 = min(height, top + drawing.mask.shape[0] + room)
    if x1 <= x0 or y1 <= y0:
        return Sprite(np.zeros((1, 1, 4), np.uint8), 0, 0, em)

    def framed(layer: Mask) -> NDArray[np.float32]:
        full = np.zeros((y1 - y0, x1 - x0, *layer.shape[2:]), np.float32)
        high, wide = layer.shape[:2]
        cut_y, cut_x = max(0, y0 - top), max(0, x0 - left)
        rows, columns = min(high, y1 - top) - cut_y, min(wide, x1 - left) - cut_x
        if rows > 0 and columns > 0:
            at_y, at_x = top + cut_y - y0, left + cut_x - x0
            part = layer[cut_y : cut_y + rows, cut_x : cut_x + columns]
            full[at_y : at_y + rows, at_x : at_x + columns] = part
        full /= 255
        return full

    letters = framed(drawing.mask)
    solid = letters
    red, green, blue = (int(style.color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    rgba = np.dstack([letters * red, letters * green, letters * blue, letters]).astype(np.float32)
    if drawing.colour is not None:
        emoji = framed(drawing.colour)
        rgba = emoji + rgba * (1 - emoji[..., 3:])
        solid = rgba[..., 3]
    dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.35
    shade = _shadow(solid, em) * (0.75 if dark else 1.0)
    light = 1.0 if dark else 0.0
    rest = 1 - rgba[..., 3]
    out = rgba.copy()
    out[..., :3] += (light * shade * rest)[..., None]
    out[..., 3] += shade * rest
    return Sprite(np.asarray(np.rint(np.clip(out, 0, 1) * 255), np.uint8), x0, y0, em)


def _shadow(solid: NDArray[np.float32], em: float) -> NDArray[np.float32]:
    edge = cv2.GaussianBlur(solid, (0, 0), max(0.4, 0.035 * em))
    close = _moved(np.asarray(edge, np.float32), 0.025 * em)
    wide = _blurred(solid, 0.38 * em)
    near = np.clip(close * 0.6, 0, 1)
    far = 0.56 * (1 - np.exp(-3.2 * np.clip(wide, 0, 1)))
    return np.asarray(near + far - near * far, np.float32)


def _blurred(layer: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A wide Gaussian blur, computed small: what it leaves has no detail to lose."""
    step = max(1, int(sigma // 4))
    high, wide = layer.shape
    small = cv2.resize(layer, (max(1, wide // step), max(1, high // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.4, sigma / step), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_CUBIC), np.float32)


def _moved(layer: NDArray[np.float32], down: float) -> NDArray[np.float32]:
    shift = np.array([[1, 0, down * 0.4], [0, 1, down]], np.float64)
    return np.asarray(cv2.warpAffine(layer, shift, (layer.shape[1], layer.shape[0])), np.float32)
