from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.motion.framing import frame_still, preview
from tests.engines.motion.pictures import somebody, textured


def test_same_shape_shows_everything() -> None:
    framing = frame_still(textured(320, 180), None, 16 / 9, 0)
    assert framing.kind == "whole"
    assert framing.window.width == pytest.approx(320)


def test_without_a_person_the_middle_is_shown() -> None:
    framing = frame_still(textured(600, 400), None, 9 / 16, 0)
    assert framing.kind == "cover"
    assert (framing.window.x, framing.window.y) == (300, 200)
    assert framing.window.width == pytest.approx(225)


def test_a_square_portrait_gets_air_above_the_head() -> None:
    picture, person = somebody()
    framing = frame_still(picture, person, 9 / 16, 0)
    assert framing.kind == "extended"
    assert framing.added > 20
    assert framing.person is not None
    top = framing.window.y - framing.window.width * 16 / 9 / 2
    headroom = (framing.person.head.top - top) / (framing.window.width * 16 / 9)
    assert 0.1 < headroom < 0.35


def test_the_extension_has_no_seam() -> None:
    picture, person = somebody()
    framing = frame_still(picture, person, 9 / 16, 0)
    rows = framing.rgb.astype(float).mean(axis=2)[:, :40].mean(axis=1)
    steps = np.abs(np.diff(rows))
    seam = framing.added
    assert steps[seam - 3 : seam + 3].max() < 1.5
    assert steps[: seam + 10].max() < 1.5


def test_the_picture_below_the_extension_is_untouched() -> None:
    picture, person = somebody()
    framing = frame_still(picture, person, 9 / 16, 0)
    assert (framing.rgb[-200:] == picture[-200:]).all()


def test_a_cut_head_is_completed() -> None:
    picture, person = somebody(head_top=-8)
    assert person.head_is_cut
    assert person.crown is not None
    framing = frame_still(picture, person, 9 / 16, 0)
    assert framing.kind == "extended"
    assert framing.person is not None
    head_top = framing.person.head.top
    middle = framing.person.matte[:, framing.person.matte.shape[1] // 2]
    assert middle[round(head_top) + 8] > 0.8
    assert middle[max(0, round(head_top) - 12)] < 0.1


def test_busy_walls_are_not_continued() -> None:
    picture, person = somebody()
    random = np.random.default_rng(0)
    busy = picture.copy()
    bricks = np.kron(random.integers(0, 255, (32, 32, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    busy[person.matte < 0.01] = bricks[person.matte < 0.01]
    framing = frame_still(busy, person, 9 / 16, 0)
    assert framing.kind == "cover"


def test_the_head_is_inside_a_wide_crop() -> None:
    picture, person = somebody()
    framing = frame_still(picture, person, 16 / 9, 0)
    top = framing.window.y - framing.window.width * 9 / 16 / 2
    assert framing.kind == "cover"
    assert top <= person.head.top


def test_a_low_frame_keeps_eyes_and_mouth_of_a_close_up() -> None:
    picture, person = somebody()
    framing = frame_still(picture, person, 4.0, 0)
    half = framing.window.width / 4 / 2
    x, y = person.face.centre
    assert abs(framing.window.x - x) <= framing.window.width / 2
    assert framing.window.y - half < y - 0.2 * person.face.height
    assert framing.window.y + half > y + 0.2 * person.face.height


def test_preview_has_the_size_asked_for() -> None:
    picture, person = somebody()
    assert preview(frame_still(picture, person, 9 / 16, 0), 90, 160).shape == (160, 90, 3)
