from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from moviola.render.text.sprite import Sprite, draw_title, language_of
from tests.render.clips import title

FRAMES = [(1920, 1080), (1080, 1920), (1080, 1080), (160, 90), (16, 16), (64, 2000)]
TEXTS = [
    "The Captain",
    "老船长",
    "Happy birthday 🎂🎉 生日快乐！",
    "مرحبا بالعالم",
    "A weathered sea captain remembers the winter that took everything but the ship",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "x" * 300,
    "句" * 400,
    "\n\n\n",
    "\u200b",
]


def _draw(text: str, size: tuple[int, int] = (1920, 1080), **style: Any) -> Sprite:
    return draw_title(title(text, **style), *size)


def _ink(sprite: Sprite, size: tuple[int, int] = (1920, 1080)) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the frame that white letters touch."""
    bright = np.nonzero(sprite.pixels[..., :3].min(axis=2) > 200)
    assert size[0] >= sprite.x + sprite.pixels.shape[1]
    return bright[0] + sprite.y, bright[1] + sprite.x


@pytest.mark.parametrize("size", FRAMES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_it_never_leaves_the_frame(text: str, size: tuple[int, int]) -> None:
    for position in ("top", "center", "bottom", "lower_third"):
        sprite = _draw(text, size, position=position)
        high, wide = sprite.pixels.shape[:2]
        assert sprite.x >= 0 and sprite.y >= 0 and high >= 1 and wide >= 1
        assert sprite.x + wide <= size[0] and sprite.y + high <= size[1]
        assert (sprite.pixels[..., :3] <= sprite.pixels[..., 3:]).all(), "premultiplied"


@pytest.mark.parametrize("text", TEXTS[:6])
@pytest.mark.parametrize("size", FRAMES[:3])
def test_words_take_at_most_four_fifths_of_the_width(text: str, size: tuple[int, int]) -> None:
    _, columns = _ink(_draw(text, size), size)
    assert columns.max() - columns.min() <= 0.83 * size[0]
    assert columns.min() >= 0.08 * size[0] and columns.max() <= 0.92 * size[0]


@pytest.mark.parametrize(
    "position, low, high",
    [("top", 0.05, 0.3), ("center", 0.4, 0.6), ("bottom", 0.75, 0.95), ("lower_third", 0.66, 0.9)],
)
@pytest.mark.parametrize("size", FRAMES[:3])
def test_positions(position: str, low: float, high: float, size: tuple[int, int]) -> None:
    rows, _ = _ink(_draw("The Captain", size, position=position), size)
    assert low * size[1] <= rows.min() and rows.max() <= high * size[1]


def test_a_centred_title_is_in_the_middle() -> None:
    for text in ("The Captain", "老船长", "LAST LIGHT"):
        _, columns = _ink(_draw(text, position="center"))
        assert (columns.min() + columns.max()) / 2 == pytest.approx(960, abs=6)


def test_the_lower_third_of_a_wide_frame_begins_where_its_language_begins() -> None:
    _, english = _ink(_draw("The Captain"))
    _, hebrew = _ink(_draw("שלום עולם"))
    assert english.min() == pytest.approx(192, abs=12)
    assert hebrew.max() == pytest.approx(1728, abs=12)


def test_the_size_asked_for_is_kept_if_it_fits() -> None:
    assert _draw("The Captain", size=(1920, 1080)).em == pytest.approx(0.085 * 1080)
    assert draw_title(title("The Captain", size=0.16), 1920, 1080).em == pytest.approx(0.16 * 1080)


def test_a_long_title_shrinks() -> None:
    assert _draw("A very long title " * 10).em < 0.085 * 1080


@pytest.mark.parametrize("colour", ["#ffffff", "#ffd060", "#102040"])
def test_the_colour_is_the_one_asked_for(colour: str) -> None:
    sprite = _draw("■ Bold", face="sans", weight=900, color=colour)
    solid = sprite.pixels[sprite.pixels[..., 3] == 255][:, :3]
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    close = (abs(solid.astype(int) - wanted).max(axis=1) <= 1).mean()
    assert close > 0.5


def test_light_words_have_a_dark_shadow_and_dark_words_a_light_one() -> None:
    light, dark = _draw("Shadow", color="#ffffff"), _draw("Shadow", color="#000000")
    around = (light.pixels[..., 3] > 40) & (light.pixels[..., :3].max(axis=2) == 0)
    assert around.sum() > 2000
    glow = dark.pixels[(dark.pixels[..., 3] > 40) & (dark.pixels[..., 3] < 120)]
    assert (glow[:, 0] > 30).mean() > 0.9


def test_the_shadow_ends_softly() -> None:
    alpha = _draw("Shadow", position="center").pixels[..., 3].astype(int)
    for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
        assert edge.max() <= 6


@pytest.mark.parametrize("text, said, language", [
    ("The Captain", "", "en"), ("老船长", "", "zh-Hans"), ("東京の夜", "", "ja"), ("서울의 봄", "", "ko"),
    ("老船长", "zh-TW", "zh-TW"),
])  # fmt: skip
def test_the_language_is_the_one_said_or_judged_by_script(text: str, said: str, language: str) -> None:
    assert language_of(text, said) == language


def test_the_same_title_is_the_same_picture() -> None:
    assert np.array_equal(_draw("同じ 🎂 Same").pixels, _draw("同じ 🎂 Same").pixels)
