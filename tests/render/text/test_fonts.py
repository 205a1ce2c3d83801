from __future__ import annotations

from dataclasses import replace

import pytest

from moviola.errors import Fault
from moviola.render.text import fonts
from moviola.render.text.fonts import BEBAS, CJK, EMOJI, PLAYFAIR, Typeface, fallbacks, font

EVERY = (*fallbacks("sans", "en"), *fallbacks("serif", "en"), *fallbacks("display", "en"))


@pytest.mark.parametrize("typeface", dict.fromkeys(EVERY), ids=lambda face: f"{face.file}-{face.index}")
def test_every_font_is_installed_and_draws(typeface: Typeface) -> None:
    assert typeface.path.is_file()
    assert len(typeface.covered) > 80


def test_the_weight_is_always_set() -> None:
    bold, light = font(PLAYFAIR, 100, 900), font(PLAYFAIR, 100, 400)
    assert bold.get_glyph_h_advance(bold.get_nominal_glyph(ord("m")) or 0) > light.get_glyph_h_advance(
        light.get_nominal_glyph(ord("m")) or 0
    )
    han = font(CJK["zh-Hans"], 100, 600)
    assert han.get_var_coords_design() == [500.0], (
        "a step lighter than the letters, and never the default Thin"
    )
    assert font(CJK["ja"], 100, 100).get_var_coords_design() == [100.0]


def test_a_font_of_one_weight_is_no_problem() -> None:
    assert BEBAS.weights is None
    assert font(BEBAS, 50, 700).scale[0] > 0


@pytest.mark.parametrize("language, face", [
    ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh-HK", "zh-HK"),
    ("ja-JP", "ja"), ("ko", "ko"), ("en", "zh-Hans"), ("", "zh-Hans"),
])  # fmt: skip
def test_han_is_drawn_as_the_language_writes_it(language: str, face: str) -> None:
    chain = fallbacks("serif", language)
    assert next(one for one in chain if one in CJK.values()) is CJK[face]
    assert chain[-1] is EMOJI


def test_the_languages_differ_in_shape() -> None:
    """U+9AA8 has its corner on the left in China and on the right in Japan."""
    glyphs = {language: font(face, 100, 400).get_nominal_glyph(0x9AA8) for language, face in CJK.items()}
    assert glyphs["zh-Hans"] != glyphs["ja"]


def test_a_missing_package_is_named() -> None:
    with pytest.raises(Fault, match="pip install --force-reinstall no-such-fonts"):
        replace(PLAYFAIR, package="no_such_fonts").path  # noqa: B018
    with pytest.raises(Fault, match=r"Gone\.ttf"):
        replace(PLAYFAIR, file="files/Gone.ttf").path  # noqa: B018


def test_nothing_is_taken_from_the_system() -> None:
    assert all("site-packages" in str(face.path) for face in EVERY)
    assert fonts.UNITS == 64
