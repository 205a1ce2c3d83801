from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.props.walkers import TALL, WIDE, Walker, draw_walker, picture

_DARK = np.full((6, 3), 0.05, np.float32)
_AIR = np.array([0.5, 0.2, 0.1], np.float32)


def _height(who: Walker) -> float:
    rows = np.flatnonzero(picture(who, 0, 140)[..., 0].max(axis=1) > 128)
    return float(140 - rows[0]) / 140 * TALL


def test_people_differ_stride_and_are_as_tall_as_they_should_be() -> None:
    plain = Walker(3, 0.0, 1.0, "")
    assert 1.6 < _height(plain) < 1.95
    assert _height(Walker(3, 0.0, 1.0, "", tall=1.4)) < _height(plain) - 0.2
    assert not np.array_equal(picture(plain, 0, 140), picture(plain, 3, 140))
    assert not np.array_equal(picture(plain, 0, 140), picture(Walker(4, 0.0, 1.0, ""), 0, 140))
    # an umbrella is the widest part
    open_ = picture(Walker(3, 0.0, 1.0, "dark"), 0, 140)[..., 0] > 128
    assert open_[:60].sum(axis=1).max() > 1.5 * open_[60:].sum(axis=1).max()


@pytest.mark.slow
def test_people_stand_on_their_feet_and_fade_into_the_haze() -> None:
    who = Walker(5, 0.4, 0.0, "")
    shown = []
    for fog in (0.0, 0.95):
        out, depths = np.full((120, 90, 3), 0.2, np.float32), np.full((120, 90), 60.0, np.float32)
        draw_walker(out, depths, picture(who, 0, 140), 45.0, 110.0, 45.0, 12.0, _DARK, fog, _AIR)
        shown.append((out, depths))
    near = shown[0][1] < 20
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    assert rows[-1] == pytest.approx(109, abs=3)
    assert columns.mean() == pytest.approx(45, abs=5)
    assert columns[-1] - columns[0] < WIDE * 45
    # against the light they are dark; far off they have the colour of the air
    assert shown[0][0][near].mean() < 0.05
    assert np.abs(shown[1][0][near] - _AIR).mean() < 0.05


@pytest.mark.slow
def test_people_hide_behind_what_is_nearer() -> None:
    out = np.full((120, 90, 3), 0.2, np.float32)
    before = out.copy()
    draw_walker(out, np.full((120, 90), 5.0, np.float32), picture(Walker(5, 0.4, 0.0, ""), 0, 140), 45.0, 110.0, 45.0,
                12.0, _DARK, 0.0, _AIR)  # fmt: skip
    assert np.array_equal(out, before)
