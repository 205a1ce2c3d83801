from __future__ import annotations

from itertools import pairwise

import pytest

from moviola.render.text.layout import Block, lay_out
from moviola.render.text.shaping import Look


def _look(language: str = "en", size: float = 50) -> Look:
    return Look("serif", 600, size, language, 0.008, 0.03)


def _texts(block: Block, text: str) -> list[str]:
    """What stands on each line, by the clusters of its glyphs (one paragraph)."""
    starts = [min(glyph.cluster for glyph in line.glyphs) for line in block.lines]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_a_short_text_is_one_line() -> None:
    block = lay_out("The Captain", _look(), 800, "center")
    assert len(block.lines) == 1
    assert 200 < block.width < 400


@pytest.mark.parametrize("width", [300, 500, 700])
def test_lines_fit_and_are_even(width: float) -> None:
    text = "A weathered sea captain remembers the winter that took everything but the ship"
    block = lay_out(text, _look(), width, "left")
    widths = [line.width for line in block.lines]
    assert max(widths) <= width + 1
    assert min(widths) > 0.5 * max(widths), "no lonely word"
    assert not block.broken


def test_no_line_begins_with_chinese_punctuation() -> None:
    text = "夕阳下的湖水，静静地流淌过每一个夏天的傍晚。我们「曾经」坐在这里！"
    for width in range(150, 900, 50):
        for line in _texts(lay_out(text, _look("zh-Hans"), width, "left"), text):
            assert line[0] not in "，。！」、" and line[-1] != "「"


def test_chinese_words_stay_whole_and_pauses_are_preferred() -> None:
    text = "夕阳下的湖水，静静地流淌过每一个夏天的傍晚。"
    lines = _texts(lay_out(text, _look("zh-Hans"), 470, "center"), text)
    assert lines[0] == "夕阳下的湖水，"
    assert not any(one.endswith("静") and two.startswith("静") for one, two in pairwise(lines))


def test_thai_breaks_between_words() -> None:
    text = "สวัสดีชาวโลกภาพยนตร์สั้นเรื่องหนึ่ง"
    lines = _texts(lay_out(text, _look("th"), 400, "left"), text)
    words = ("สวัสดี", "ชาว", "โลก", "ภาพยนตร์", "สั้น", "เรื่อง", "หนึ่ง")
    starts = {text.index(word) for word in words}
    assert len(lines) > 1
    assert all(text.index(line) in starts for line in lines)


def test_a_word_wider_than_the_line_is_torn_and_told() -> None:
    block = lay_out("Donaudampfschifffahrtsgesellschaftskapitän", _look(), 300, "left")
    assert block.broken
    assert max(line.width for line in block.lines) <= 301


def test_a_picture_is_never_torn() -> None:
    block = lay_out("👨‍👩‍👧‍👦" * 6, _look(), 120, "left")
    assert sum(len([glyph for glyph in line.glyphs if glyph.advance > 0]) for line in block.lines) == 6


def test_new_lines_are_kept_and_empty_ones_too() -> None:
    block = lay_out("One\n\nTwo", _look(), 800, "left")
    assert [len(line.glyphs) for line in block.lines] == [3, 0, 3]
    baselines = [line.baseline for line in block.lines]
    assert baselines[2] - baselines[0] == pytest.approx(2 * (baselines[1] - baselines[0]))


@pytest.mark.parametrize("align, share", [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_alignment(align: str, share: float) -> None:
    block = lay_out("A much longer line\nshort", _look(), 800, align)
    long, short = block.lines
    assert long.left == 0
    assert short.left == pytest.approx((long.width - short.width) * share)


def test_the_direction_is_that_of_the_first_paragraph() -> None:
    assert lay_out("שלום world", _look(), 800, "left").right_to_left
    assert not lay_out("hello שלום", _look(), 800, "left").right_to_left


def test_a_long_text_is_laid_out_at_once() -> None:
    text = ("Lorem ipsum dolor sit amet " * 80)[:2000]
    block = lay_out(text, _look(size=20), 600, "left")
    assert len(block.lines) > 10
    assert max(line.width for line in block.lines) <= 601
