from __future__ import annotations

import pytest

from moviola.render.text.fonts import (
    ARABIC,
    CJK,
    DEVANAGARI,
    EMOJI,
    HEBREW,
    NOTO_SANS,
    PLAYFAIR,
    SYMBOLS,
    THAI,
    Typeface,
)
from moviola.render.text.shaping import Glyph, Look, itemize, shape


def _look(language: str = "en", **options: float) -> Look:
    return Look("serif", 600, 100, language, **options)


def _shaped(text: str, language: str = "en", **options: float) -> tuple[list[Glyph], float]:
    return shape(text, itemize(text, "serif", language), _look(language, **options), 0, len(text))


@pytest.mark.parametrize("text, typeface", [
    ("Captain", PLAYFAIR), ("Капитан", PLAYFAIR), ("Καπετάνιος", NOTO_SANS), ("老船长", CJK["zh-Hans"]),
    ("مرحبا", ARABIC), ("नमस्ते", DEVANAGARI), ("สวัสดี", THAI), ("שלום", HEBREW), ("한국어", CJK["zh-Hans"]),
    ("🎂", EMOJI), ("👨‍👩‍👧‍👦", EMOJI), ("🇫🇷", EMOJI), ("1️⃣", EMOJI), ("❤️", EMOJI), ("👍🏽", EMOJI),
    ("Zürich ff", PLAYFAIR),
])  # fmt: skip
def test_each_script_has_its_font_and_no_box_for_a_missing_glyph(text: str, typeface: Typeface) -> None:
    assert {run.typeface for run in itemize(text, "serif", "en")} == {typeface}
    glyphs, width = _shaped(text)
    assert width > 0
    assert all(glyph.index != 0 for glyph in glyphs), "glyph 0 is .notdef"


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦", "🇫🇷", "1️⃣", "👍🏽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_joined_pictures_are_one_glyph(text: str) -> None:
    glyphs, _ = _shaped(text)
    assert len([glyph for glyph in glyphs if glyph.advance > 0]) == 1


def test_a_picture_in_its_text_form_is_text() -> None:
    assert itemize("©", "serif", "en")[0].typeface is PLAYFAIR
    assert itemize("7 © 2026 #1", "serif", "en")[0].typeface is PLAYFAIR
    assert {run.typeface for run in itemize("❤\ufe0e", "serif", "en")} == {SYMBOLS}


def test_mixed_text_is_cut_where_the_font_changes() -> None:
    runs = itemize("Happy 🎂 生日快乐!", "serif", "zh-Hans")
    assert [run.typeface for run in runs] == [PLAYFAIR, EMOJI, PLAYFAIR, CJK["zh-Hans"]]
    assert "".join("Happy 🎂 生日快乐!"[run.start : run.end] for run in runs) == "Happy 🎂 生日快乐!"


def test_right_to_left_runs_from_the_right() -> None:
    glyphs, _ = _shaped("שלום")
    assert [glyph.cluster for glyph in glyphs] == [3, 2, 1, 0]
    mixed, _ = _shaped("abc שלום def")
    order = [glyph.cluster for glyph in mixed]
    assert order[:3] == [0, 1, 2] and order[-3:] == [9, 10, 11] and order.index(7) < order.index(4)


def test_arabic_letters_join_and_are_never_pulled_apart() -> None:
    joined, together = _shaped("ممم")
    assert len({glyph.index for glyph in joined}) == 3, "initial, medial and final form"
    assert _shaped("ممم", tracking=0.2)[1] == pytest.approx(together)


def test_letter_space_widens() -> None:
    _, plain = _shaped("Captain")
    _, wide = _shaped("Captain", tracking=0.1)
    assert wide == pytest.approx(plain + 7 * 10, abs=1)


def test_kerning_is_on() -> None:
    assert _shaped("AV")[1] < _shaped("A")[1] + _shaped("V")[1]


def test_han_has_a_little_air_beside_letters() -> None:
    apart = _shaped("北")[1] + _shaped("2026")[1]
    assert _shaped("北2026", "zh-Hans")[1] == pytest.approx(apart + 14, abs=1)
    assert _shaped("北，2026", "zh-Hans")[1] == pytest.approx(_shaped("北，")[1] + _shaped("2026")[1], abs=1)


def test_chinese_quotes_are_wide_and_english_ones_are_not() -> None:
    assert {run.typeface for run in itemize("“你好”……", "serif", "zh-Hans")} == {CJK["zh-Hans"]}
    assert {run.typeface for run in itemize("“Hello”…", "serif", "zh-Hans")} == {PLAYFAIR}


def test_a_part_of_a_line_is_shaped_alone() -> None:
    text = "The Captain"
    runs = itemize(text, "serif", "en")
    part, width = shape(text, runs, _look(), 4, 11)
    assert [glyph.cluster for glyph in part] == list(range(4, 11))
    assert width == pytest.approx(_shaped("Captain")[1], abs=0.5)


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff", "a\u0301\u0327", "\U000e0001", "\u202eabc", "𠮷野家", "\ufffd"]
)
def test_strange_characters_do_no_harm(text: str) -> None:
    glyphs, width = _shaped(text)
    assert width >= 0
    assert all(0 <= glyph.cluster < len(text) for glyph in glyphs)
