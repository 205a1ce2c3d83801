"""Exposure and white backgrounds in image space, on made-up pictures."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from moviola.engines.portrait import exposure


def test_well_lit_faces_need_no_gain() -> None:
    assert exposure.gain(0.4, 0.4) == 1.0
    assert exposure.gain(0.05, 0.05) > 1.5
    assert exposure.gain(0.0, 0.0) == exposure.gain(0.001, 0.001)


def test_lift_keeps_black_white_and_hue() -> None:
    picture = np.zeros((4, 4, 3), np.float32)
    picture[1], picture[2], picture[3] = (0.25, 0.15, 0.1), 1.0, (0.5, 0.35, 0.28)
    lifted = exposure.lift(picture, 1.6)
    assert np.abs(lifted[0]).max() < 1e-6
    assert np.allclose(lifted[2], 1.0, atol=1e-3)
    linear = [((value + 0.055) / 1.055) ** 2.4 for value in (picture[1, 0], lifted[1, 0])]
    assert linear[1].sum() > 1.4 * linear[0].sum()
    assert linear[1] / linear[1].sum() == pytest.approx(linear[0] / linear[0].sum(), abs=0.01)


def test_lift_of_nothing_is_nothing() -> None:
    picture = np.random.default_rng(0).random((8, 8, 3)).astype(np.float32)
    assert exposure.lift(picture, 1.0) is picture


def _scene(background: float) -> NDArray[np.float32]:
    scene = np.full((256, 256, 3), background, np.float32)
    scene[60:, 70:190] = (0.45, 0.3, 0.25)
    return scene


def test_even_light_background_becomes_white() -> None:
    white = exposure.whiten(_scene(0.82))
    assert white[20, 20] == pytest.approx(0.965, abs=0.02)
    assert white[150, 128] == pytest.approx([0.45, 0.3, 0.25], abs=0.01)


@pytest.mark.parametrize("background", [0.2, 0.5])
def test_dark_background_stays(background: float) -> None:
    scene = _scene(background)
    assert np.array_equal(exposure.whiten(scene), scene)
