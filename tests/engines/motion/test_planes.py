from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.motion.planes import grain, to_planes
from tests.engines.motion.pictures import textured


def test_enlarged_pictures_gain_detail_but_keep_their_tones() -> None:
    picture = textured(256, 256)
    plain, refined = to_planes(picture), to_planes(picture, enlarged=2.0, seed=4)
    assert refined.y.astype(float).std() > plain.y.astype(float).std()
    assert abs(refined.y.astype(float).mean() - plain.y.astype(float).mean()) < 0.2
    assert np.abs(refined.y.astype(int) - plain.y).max() <= 12
    assert (to_planes(picture, enlarged=2.0, seed=4).y == refined.y).all()


def test_grain_has_the_asked_strength() -> None:
    assert grain(200, 200, 1.5, seed=1).std() == pytest.approx(1.5, rel=0.02)
