from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.motion.planes import grain, to_planes
from tests.engines.motion.pictures import textured


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_bt709_limited(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    planes = to_planes(np.full((8, 8, 3), rgb, np.uint8))
    assert (int(planes.y[0, 0]), int(planes.u[0, 0]), int(planes.v[0, 0])) == yuv


def test_shapes_across_strips() -> None:
    planes = to_planes(textured(130, 514))
    assert planes.y.shape == (514, 130)
    assert planes.u.shape == planes.v.shape == (257, 65)


def test_enlarged_pictures_gain_detail_but_keep_their_tones() -> None:
    picture = textured(256, 256)
    plain, refined = to_planes(picture), to_planes(picture, enlarged=2.0, seed=4)
    assert refined.y.astype(float).std() > plain.y.astype(float).std()
    assert abs(refined.y.astype(float).mean() - plain.y.astype(float).mean()) < 0.2
    assert np.abs(refined.y.astype(int) - plain.y).max() <= 12
    assert (to_planes(picture, enlarged=2.0, seed=4).y == refined.y).all()


def test_grain_has_the_asked_strength() -> None:
    assert grain(200, 200, 1.5, seed=1).std() == pytest.approx(1.5, rel=0.02)
