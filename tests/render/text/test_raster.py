from __future__ import annotations

import numpy as np
import pytest

from moviola.render.text import fonts
from moviola.render.text.layout import Block, Line, lay_out
from moviola.render.text.raster import Drawing, draw
from moviola.render.text.shaping import Glyph, Look

LOOK = Look("serif", 600, 80, "en")


def _draw(text: str) -> Drawing:
    return draw(lay_out(text, LOOK, 4000, "left"))


def _single(typeface: fonts.Typeface, index: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    line = Line((Glyph(index, typeface, 0, 0, 80, 0),), 0, 70, 80)
    return draw(Block((line,), 80, 80, LOOK, False, False)).mask


@pytest.mark.parametrize("char", "AgЖΩ老船长あ한مनสש")
def test_no_glyph_is_the_box_of_a_missing_one(char: str) -> None:
    block = lay_out(char, LOOK, 4000, "left")
    (glyph,) = block.lines[0].glyphs
    drawn, missing = _draw(char).mask, _single(glyph.typeface, 0)
    assert drawn.max() == 255
    assert drawn.shape != missing.shape or not np.array_equal(drawn, missing)


def test_different_characters_look_different() -> None:
    drawings = [_draw(char).mask for char in "老船长日月"]
    assert all(
        one.shape != other.shape or not np.array_equal(one, other)
        for at, one in enumerate(drawings)
        for other in drawings[at + 1 :]
    )


def test_upright_and_in_reading_order() -> None:
    """An L has its foot at the bottom and on the right; rows run from the top."""
    mask = _draw("L").mask.astype(int)
    high, wide = mask.shape
    assert mask[-high // 5 :].sum() > 1.5 * mask[: high // 5].sum()
    assert mask[-high // 5 :, wide // 2 :].sum() > mask[: high // 2, wide // 2 :].sum()


def test_the_baseline_is_where_the_layout_says() -> None:
    block = lay_out("H", LOOK, 4000, "left")
    drawing = draw(block)
    foot = drawing.top + drawing.mask.shape[0]
    assert foot == pytest.approx(block.lines[0].baseline, abs=1.5)


def test_bold_covers_more() -> None:
    light = draw(lay_out("船", Look("serif", 200, 80, "zh"), 400, "left")).mask.mean()
    bold = draw(lay_out("船", Look("serif", 900, 80, "zh"), 400, "left")).mask.mean()
    assert bold > 1.4 * light


def test_pictures_have_colours_premultiplied() -> None:
    drawing = _draw("❤️")
    assert drawing.colour is not None
    colour = drawing.colour.astype(int)
    assert (colour[..., :3] <= colour[..., 3:] + 1).all()
    solid = colour[colour[..., 3] > 250]
    assert len(solid) > 1000
    red, green, blue, _ = solid.mean(axis=0)
    assert red > 2 * green and red > 2 * blue
    assert drawing.mask.max() == 0


def test_a_flag_has_its_colours_from_left_to_right() -> None:
    drawing = _draw("🇫🇷")
    assert drawing.colour is not None
    middle = drawing.colour[drawing.colour.shape[0] // 2]
    wide = len(middle)
    left, right = middle[wide // 6].astype(int), middle[wide * 5 // 6].astype(int)
    assert left[2] > left[0] + 40 and right[0] > right[2] + 40


def test_letters_and_pictures_share_one_place() -> None:
    drawing = _draw("Hi 🎂")
    assert drawing.colour is not None
    assert drawing.mask.shape == drawing.colour.shape[:2]
    inked = np.nonzero(drawing.mask.max(axis=0))[0]
    painted = np.nonzero(drawing.colour[..., 3].max(axis=0))[0]
    assert inked.max() < painted.min()


def test_nothing_to_draw_is_an_empty_picture() -> None:
    assert _draw(" ").mask.max() == 0
