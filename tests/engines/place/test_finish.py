"""What words may ask of the finish is what the finish knows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest

import moviola.engines.place.words as words
from moviola.engines.place.post.tone import Grade, graded
from moviola.engines.place.scene import Style
from moviola.render.styles.finish import STYLES
from moviola.render.styles.grading import PALETTES


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_palette_and_style_of_the_lexicons_is_known(language: str) -> None:
    folder = Path(words.__file__).parent
    lexicon = tomllib.loads((folder / f"lexicon_{language}.toml").read_text("utf-8"))
    assert set(lexicon["palette"]) <= set(PALETTES)
    assert set(lexicon["style"]) - {"photo"} <= set(STYLES)


def test_every_style_of_a_scene_is_known() -> None:
    assert set(get_args(Style)) == {"photo", *STYLES}


def test_light_warmth_and_colour_change_the_development() -> None:
    plain = Grade(1.0)
    assert graded(plain, 0, 0, 0) == plain
    assert graded(plain, 1, 0, 0).exposure == 2.0
    warm, cold = graded(plain, 0, 1, 0).tint, graded(plain, 0, -1, 0).tint
    assert warm[0] > 1 > warm[2] and cold[0] < 1 < cold[2]
    assert graded(plain, 0, 0, -1).saturation < 0.5 * plain.saturation < graded(plain, 0, 0, 1).saturation
