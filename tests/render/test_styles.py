from __future__ import annotations

import numpy as np
import pytest

from moviola.errors import BadRequest
from moviola.render.styles.finish import STYLES, finish
from moviola.render.styles.grading import PALETTES

PAINTED = ("oil", "watercolour", "ink", "sketch", "anime")


def landscape(height: int = 120, width: int = 200) -> np.ndarray:
    """A sky over hills over water, with some texture."""
    y, x = np.mgrid[0:height, 0:width] / height
    sky = np.stack([0.9 - 0.5 * y, 0.6 - 0.2 * y, 0.5 + 0.3 * y], 2)
    hill = y > 0.45 + 0.12 * np.sin(x * 4)
    picture = np.where(hill[..., None], np.array([0.15, 0.25, 0.12]), sky)
    picture = picture + 0.05 * np.sin(x * 90)[..., None] * hill[..., None]
    return np.asarray(np.clip(picture, 0, 1) * 255, np.uint8)


def test_a_photograph_stays_what_it_is() -> None:
    pixels = landscape()
    assert finish(pixels, "photo") is pixels


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_seen_keeps_the_forms_and_is_the_seeds(style: str) -> None:
    pixels = landscape()
    before = pixels.copy()
    styled = finish(pixels, style, seed=3)
    assert np.array_equal(pixels, before)
    assert styled.shape == pixels.shape and styled.dtype == np.uint8
    assert np.abs(styled.astype(float) - pixels).mean() > 4
    assert np.array_equal(styled, finish(pixels, style, seed=3))
    inner = (slice(20, -20), slice(20, -20))
    likeness = np.corrcoef(styled.mean(2)[inner].ravel(), pixels.mean(2)[inner].ravel())[0, 1]
    assert likeness > 0.6


@pytest.mark.parametrize("style", PAINTED)
@pytest.mark.parametrize("size", [(64, 64), (65, 97)])
def test_small_and_odd_pictures(style: str, size: tuple[int, int]) -> None:
    assert finish(landscape(*size), style).shape == (*size, 3)


def test_strokes_grow_with_the_picture() -> None:
    """What is painted large and made small resembles what is painted small."""
    large = finish(landscape(480, 800), "watercolour", seed=1)
    small = finish(landscape(240, 400), "watercolour", seed=1)
    shrunk = large.reshape(240, 2, 400, 2, 3).mean((1, 3))
    assert np.abs(shrunk - small).mean() < 14


def test_black_and_white_has_no_colour() -> None:
    assert np.ptp(finish(landscape(), "mono").astype(int), axis=2).max() == 0


@pytest.mark.parametrize("name", PALETTES)
def test_a_palette_keeps_light_and_dark_apart(name: str) -> None:
    pixels = landscape()
    toned = finish(pixels, "photo", name).astype(float).mean(2)
    bright = pixels.mean(2) > 120
    assert toned[bright].mean() > toned[~bright].mean() + 30
    assert 40 < toned.mean() < 215


def test_a_palette_has_its_colour() -> None:
    purple = finish(landscape(), "photo", "purple").reshape(-1, 3).mean(0)
    gold = finish(landscape(), "photo", "gold").reshape(-1, 3).mean(0)
    assert purple[2] - purple[1] > gold[2] - gold[1] + 30


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(BadRequest, match="watercolour"):
        finish(landscape(), "cubist")
    with pytest.raises(BadRequest, match="pastel"):
        finish(landscape(), "photo", "ultraviolet")
