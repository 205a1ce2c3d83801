"""Storyboard pages: shots in rows, each with its number, its facts and its words; A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.render.text.layout import Block, lay_out
from moviola.render.text.raster import draw
from moviola.render.text.shaping import Look
from moviola.render.text.sprite import language_of

Page = NDArray[np.uint8]

#: A4 across, in pixels at 200 to the inch.
WIDTH, HEIGHT = 2339, 1654
_MARGIN = 118
_GAP = 58
_PAPER = (250, 249, 246)
_INK = (28, 28, 32)
_QUIET = (122, 122, 128)
_LINES = 3
#: Where pictures begin and what is left free below them, the room for the words of one, and its largest height.
_TOP, _FOOT, _WORDS, _TALLEST = 222, 70, 214, 900


@dataclass(frozen=True)
class Panel:
    """One shot. ``picture``: uint8 [h, w, 3]. ``facts``: a few words like "close · 4 s"."""

    picture: NDArray[np.uint8]
    words: str
    facts: str


class _Grid(NamedTuple):
    columns: int
    rows: int


def _grid(shape: float, count: int) -> _Grid:
    """Columns and rows of a page for ``count`` pictures of ``shape`` (width over height): the largest that fit."""
    full = _Grid(5, 1) if shape < 0.8 else _Grid(4, 2) if shape < 1.3 else _Grid(3, 2)
    if count >= full.columns * full.rows:
        return full
    grids = [_Grid(columns, -(-count // columns)) for columns in range(1, count + 1)]
    return max(grids, key=lambda grid: (_size_in(grid, shape), -grid.rows))


def _size_in(grid: _Grid, shape: float) -> float:
    """Height of a picture in a grid, in pixels; not so large that one alone would be all of the page."""
    wide = (WIDTH - 2 * _MARGIN - (grid.columns - 1) * _GAP) / grid.columns
    return min(wide / shape, (HEIGHT - _TOP - _FOOT) / grid.rows - _WORDS, _TALLEST)


def pages(title: str, panels: Sequence[Panel]) -> list[Page]:
    """The pages [HEIGHT, WIDTH, 3] of a board; all panels as large as fits the first picture's shape."""
    shape = panels[0].picture.shape[1] / panels[0].picture.shape[0]
    grid = _grid(shape, len(panels))
    each = grid.columns * grid.rows
    sheets = [panels[start : start + each] for start in range(0, len(panels), each)]
    return [
        _page(title, sheet, number * each, grid, shape, f"{number + 1} / {len(sheets)}")
        for number, sheet in enumerate(sheets)
    ]


def _page(title: str, panels: Sequence[Panel], first: int, grid: _Grid, shape: float, number: str) -> Page:
    page = np.full((HEIGHT, WIDTH, 3), _PAPER, np.uint8)
    heading = _set(title, 58, 700, WIDTH - 2 * _MARGIN - 220, 1)
    _print(page, heading, _MARGIN, 84, _INK)
    folio = _set(number, 34, 500, 300, 1)
    _print(page, folio, WIDTH - _MARGIN - folio.width, 104, _QUIET)
    cv2.line(page, (_MARGIN, 178), (WIDTH - _MARGIN, 178), _INK, 3)
    row = (HEIGHT - _TOP - _FOOT) / grid.rows
    high = _size_in(grid, shape)
    wide = high * shape
    row = min(row, high + _WORDS)
    # what a page does not need is shared above and below, less of it above
    top = _TOP + (HEIGHT - _TOP - _FOOT - row * grid.rows) * 0.4
    across = grid.columns * wide + (grid.columns - 1) * _GAP
    left = _MARGIN + (WIDTH - 2 * _MARGIN - across) / 2
    for index, panel in enumerate(panels):
        x = left + index % grid.columns * (wide + _GAP)
        y = top + index // grid.columns * row
        _panel(page, panel, first + index + 1, round(x), round(y), round(wide), round(high))
    return page


def _panel(page: Page, panel: Panel, number: int, x: int, y: int, wide: int, high: int) -> None:
    page[y : y + high, x : x + wide] = _covering(panel.picture, wide, high)
    cv2.rectangle(page, (x - 2, y - 2), (x + wide + 1, y + high + 1), _INK, 2)
    line = y + high + 20
    tag = _set(str(number), 40, 800, 120, 1)
    _print(page, tag, x, line, _INK)
    facts = _set(panel.facts, 30, 500, wide - tag.width - 24, 1)
    _print(page, facts, x + tag.width + 22, line + (tag.height - facts.height) / 2 + 3, _QUIET)
    words = _set(panel.words, 34, 450, wide, _LINES)
    _print(page, words, x, line + tag.height + 10, _INK)


def _covering(picture: NDArray[np.uint8], wide: int, high: int) -> NDArray[np.uint8]:
    """The picture at this size; what does not fit the shape is cut off, less of it above, where heads are."""
    rows, columns = picture.shape[:2]
    scale = max(wide / columns, high / rows)
    size = max(round(columns * scale), wide), max(round(rows * scale), high)
    large = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (size[0] - wide) // 2, (size[1] - high) * 2 // 5
    return np.asarray(large[top : top + high, left : left + wide], np.uint8)


def _set(text: str, size: float, weight: int, measure: float, lines: int) -> Block:
    """``text`` in at most ``lines`` lines: smaller where it is long, and cut with an ellipsis where it is very long."""
    text = " ".join(text.split()) or " "
    em = size
    while True:
        look = Look("sans", weight, em, language_of(text, ""))
        block = lay_out(text, look, measure, "left")
        if len(block.lines) <= lines and block.width <= measure * 1.02:
            return block
        if em > size * 0.72:
            em *= 0.94
        else:
            shorter = text.rstrip("…")
            text = shorter[: max(int(len(shorter) * 0.9), 1)].rstrip() + "…"
            if len(text) <= 2:
                return block


def _print(page: Page, block: Block, x: float, y: float, colour: tuple[int, int, int]) -> None:
    drawing = draw(block)
    left, top = round(x) + drawing.left, round(y) + drawing.top
    rows, columns = drawing.mask.shape
    top, left = max(top, 0), max(left, 0)
    part = page[top : top + rows, left : left + columns]
    share = drawing.mask[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255
    inked = part + (np.array(colour, np.float32) - part) * share
    if drawing.colour is not None:
        emoji = drawing.colour[: part.shape[0], : part.shape[1]].astype(np.float32)
        inked = emoji[..., :3] + inked * (1 - emoji[..., 3:] / 255)
    part[...] = np.clip(inked + 0.5, 0, 255)
