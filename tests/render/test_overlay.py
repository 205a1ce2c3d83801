from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from moviola.render.animation import REST, Pose
from moviola.render.canvas import Canvas
from moviola.render.overlay import Overlay
from moviola.render.planes import black, planes
from moviola.render.still import to_rgb
from moviola.render.text.sprite import Sprite

CANVAS = Canvas(64, 48, Fraction(30), 1)


def _sprite(x: int, y: int, rgba: tuple[int, int, int, int], size: tuple[int, int] = (16, 12)) -> Sprite:
    pixels = np.zeros((size[1], size[0], 4), np.uint8)
    pixels[...] = rgba
    return Sprite(pixels, x, y, 10)


@pytest.mark.parametrize("colour", [(255, 255, 255), (200, 30, 40), (30, 60, 220)])
@pytest.mark.parametrize("place", [(8, 8), (9, 7), (0, 0), (48, 36)])
def test_an_opaque_sprite_has_its_own_colour_at_its_place(
    colour: tuple[int, int, int], place: tuple[int, int]
) -> None:
    frame = black(64, 48)
    Overlay(_sprite(*place, (*colour, 255)), "bt709").draw(frame, REST)
    got = to_rgb(frame, CANVAS).astype(int)
    x, y = place
    inside = got[y + 4 : y + 8, x + 4 : x + 12]  # colour is half as sharp as light
    assert abs(inside - colour).max() <= 4
    outside = got.copy()
    outside[max(0, y - 2) : y + 14, max(0, x - 2) : x + 18] = 0
    assert outside.max() <= 2


def test_half_an_alpha_is_half_the_light() -> None:
    frame = black(64, 48)
    Overlay(_sprite(8, 8, (128, 128, 128, 128)), "bt709").draw(frame, REST)
    assert planes(frame)[0][14, 16] == pytest.approx(16 + 219 * 128 / 255, abs=1.5)
    assert planes(frame)[1][7, 8] == pytest.approx(128, abs=1)


def test_opacity_scales_it_and_none_leaves_the_frame_alone() -> None:
    overlay = Overlay(_sprite(8, 8, (255, 255, 255, 255)), "bt709")
    frame = black(64, 48)
    overlay.draw(frame, Pose(0.5, 0))
    assert planes(frame)[0][14, 16] == pytest.approx(16 + 219 / 2, abs=1.5)
    frame = black(64, 48)
    overlay.draw(frame, Pose(0.0, 0))
    assert planes(frame)[0].max() == 16


def test_it_moves_by_parts_of_a_pixel() -> None:
    overlay = Overlay(_sprite(8, 8, (255, 255, 255, 255)), "bt709")
    centres = []
    for drop in np.arange(0, 6, 0.25):
        frame = black(64, 48)
        overlay.draw(frame, Pose(1.0, float(drop)))
        column = planes(frame)[0][:, 14].astype(float) - 16
        centres.append(float((column * np.arange(48)).sum() / column.sum()))
    steps = np.diff(centres)
    assert steps == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("place", [(60, 44), (100, 8), (8, 100)])
def test_what_lies_outside_is_cut_off(place: tuple[int, int]) -> None:
    frame = black(64, 48)
    Overlay(_sprite(*place, (255, 255, 255, 255)), "bt709").draw(frame, Pose(1.0, 3.5))
    assert planes(frame)[0][:40, :56].max() == 16


def test_a_neutral_picture_stays_neutral_under_a_transparent_one() -> None:
    frame = black(64, 48)
    for value, plane in zip((90, 128, 128), planes(frame), strict=True):
        plane[...] = value
    Overlay(_sprite(8, 8, (0, 0, 0, 0)), "bt709").draw(frame, Pose(0.7, 1.3))
    assert all((plane == value).all() for value, plane in zip((90, 128, 128), planes(frame), strict=True))
