from __future__ import annotations

import numpy as np
import pytest

from moviola.render.board import HEIGHT, WIDTH, Panel, pages

PAPER = 240


def panel(words: str = "She waits.", shape: tuple[int, int] = (180, 320)) -> Panel:
    return Panel(np.full((*shape, 3), (40, 90, 200), np.uint8), words, "close · 4 s")


def blue(page: np.ndarray) -> np.ndarray:
    return (page[..., 2] > 150) & (page[..., 0] < 100)


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (4, 1), (6, 1), (7, 2), (12, 2), (13, 3)])
def test_shots_fill_pages_in_order(count: int, sheets: int) -> None:
    made = pages("Two days", [panel()] * count)
    assert len(made) == sheets
    assert all(page.shape == (HEIGHT, WIDTH, 3) and page.dtype == np.uint8 for page in made)
    areas = [blue(page).sum() for page in made]
    each = areas[0] / min(count, 6 if count != 4 else 4)
    assert areas[-1] == pytest.approx(each * (count - 6 * (sheets - 1)), rel=0.02)


@pytest.mark.parametrize("shape", [(320, 180), (200, 200), (180, 320), (135, 320)])
def test_pictures_keep_their_shape_and_stay_on_the_page(shape: tuple[int, int]) -> None:
    page = pages("T", [panel(shape=shape)] * 3)[0]
    rows, columns = np.nonzero(blue(page))
    assert columns.min() > 60 and columns.max() < WIDTH - 60 and rows.max() < HEIGHT - 150
    first = blue(page)[rows.min()]
    wide = int(np.argmin(first[columns.min() :]))
    high = int(np.argmin(blue(page)[rows.min() :, columns.min()]))
    assert wide / high == pytest.approx(shape[1] / shape[0], rel=0.03)


@pytest.mark.parametrize("words", ["", "word " * 200, "无标点" * 120, "مرحبا بالعالم", "🌊🌊"])
def test_words_of_any_kind_stay_below_their_picture(words: str) -> None:
    page = pages("标题 Title", [panel(words)] * 6)[0]
    assert page[-40:].min() > PAPER
    between = page[:, 118 + (WIDTH - 236 - 116) // 3 + 20 : 118 + (WIDTH - 236 - 116) // 3 + 40]
    assert between[230:].min() > PAPER
