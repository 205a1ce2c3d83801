"""Glyphs become pixels: one coverage mask for outlines, premultiplied colour for painted glyphs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray

from moviola.render.text import fonts
from moviola.render.text.layout import Block

Mask = NDArray[np.uint8]


@dataclass(frozen=True)
class Drawing:
    """``mask``: uint8 [h, w], coverage of the outlines. ``colour``: uint8 [h, w, 4], premultiplied RGBA of
    painted glyphs, or None. Pixel [0, 0] lies at ``left``, ``top`` of the block."""

    mask: Mask
    colour: Mask | None
    left: int
    top: int


def draw(block: Block) -> Drawing:
    """All glyphs of ``block``, cropped to their ink."""
    outlines = hb.RasterDraw()
    unit = 1 / fonts.UNITS
    painted: list[tuple[float, float, fonts.Typeface, int]] = []
    for line in block.lines:
        for glyph in line.glyphs:
            x, y = line.left + glyph.x, glyph.y - line.baseline
            if glyph.typeface.colour:
                painted.append((x, y, glyph.typeface, glyph.index))
                continue
            outlines.transform = (unit, 0, 0, unit, x, y)
            outlines.draw_glyph(fonts.font(glyph.typeface, block.look.size, block.look.weight), glyph.index)
    parts = [_pixels(outlines.render(), 1)]
    parts += [_paint(block, *item) for item in painted]
    boxes = [part for part in parts if part is not None]
    if not boxes:
        return Drawing(np.zeros((1, 1), np.uint8), None, 0, 0)
    left, top = min(box[1] for box in boxes), min(box[2] for box in boxes)
    right = max(box[1] + box[0].shape[1] for box in boxes)
    bottom = max(box[2] + box[0].shape[0] for box in boxes)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    colour = np.zeros((bottom - top, right - left, 4), np.uint8) if painted else None
    for place, part in enumerate(parts):
        if part is None:
            continue
        pixels, x, y = part
        area = (slice(y - top, y - top + pixels.shape[0]), slice(x - left, x - left + pixels.shape[1]))
        if place == 0:
            mask[area] = pixels[..., 0]
        elif colour is not None:
            under = colour[area]
            keep = 255 - pixels[..., 3:].astype(np.uint16)
            under[...] = pixels + (under * keep + 127) // 255
    return Drawing(mask, colour, left, top)


_Part = tuple[Mask, int, int]


def _paint(block: Block, x: float, y: float, typeface: fonts.Typeface, index: int) -> _Part | None:
    font = fonts.font(typeface, block.look.size, block.look.weight)
    unit = 1 / fonts.UNITS
    brush = hb.RasterPaint()
    brush.transform = (unit, 0, 0, unit, x, y)
    box = font.get_glyph_extents(index)
    if box is None or not box.width:
        return None
    left, top = math.floor(x + box.x_bearing * unit) - 1, math.ceil(y + box.y_bearing * unit) + 1
    right, bottom = (
        math.ceil(x + (box.x_bearing + box.width) * unit) + 1,
        math.floor(y + (box.y_bearing + box.height) * unit) - 1,
    )
    brush.extents = hb.RasterExtents(left, bottom, right - left, top - bottom, 0)
    if not brush.paint_glyph_or_fail(font, index):
        return None
    part = _pixels(brush.render(), 4)
    return None if part is None else (np.ascontiguousarray(part[0][..., [2, 1, 0, 3]]), part[1], part[2])


def _pixels(image: hb.RasterImage | None, channels: int) -> _Part | None:
    """Rows from the top, with the place of the first pixel (y down). HarfBuzz stores rows from the bottom."""
    if image is None:
        return None
    box = image.extents
    if not box.width or not box.height:
        return None
    rows = np.frombuffer(image.buffer, np.uint8).reshape(box.height, box.stride)
    pixels = rows[::-1, : box.width * channels].reshape(box.height, box.width, channels)
    return pixels, box.x_origin, -(box.y_origin + box.height)
