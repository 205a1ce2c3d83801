from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.scene import Scene
from moviola.engines.place.weather.falling import Rain, Snow, falling_for

_LENS = Lens(0.0, 1.6, 0.0, 240.0, 120.0, 70.0)
_LIGHT = (0.3, 0.3, 0.35)


def _shown(thing: Rain | Snow, seconds: float, depth: float = FAR) -> Picture:
    out = np.full((135, 240, 3), 0.02, np.float32)
    thing.draw(out, np.full((135, 240), depth, np.float32), _LENS, seconds)
    return out


def test_only_what_is_asked_for_falls() -> None:
    assert falling_for(Scene("lake"), _LIGHT, 3) == ()
    both = falling_for(Scene("lake", rain=0.5, snowfall=0.5), _LIGHT, 3)
    assert [type(thing) for thing in both] == [Rain, Snow]


@pytest.mark.slow
def test_drops_and_flakes_fall_alike_each_time_and_hide_behind_things() -> None:
    for kind in (Rain, Snow):
        thing = kind(0.6, 0.5, _LIGHT, 3)
        first = _shown(thing, 0.5)
        assert np.array_equal(first, _shown(thing, 0.5))
        assert not np.array_equal(first, _shown(thing, 0.6))
        seen = float((first - 0.02).mean())
        assert seen > 1e-4
        # more falls from more; most of it is hidden behind a wall two metres away
        assert float((_shown(kind(1.0, 0.5, _LIGHT, 3), 0.5) - 0.02).mean()) > seen
        assert float((_shown(thing, 0.5, 2.0) - 0.02).mean()) < 0.6 * seen
        # it brightens, and never more than its light and what it stands before
        assert first.max() < 0.5


@pytest.mark.slow
def test_snow_sinks_slowly_and_without_jumps() -> None:
    thing = Snow(0.7, 0.3, _LIGHT, 5)
    steps = [float(np.abs(_shown(thing, t + 0.01) - _shown(thing, t)).mean()) for t in (0.0, 1.0, 7.3, 31.0)]
    assert max(steps) < 3 * min(steps)
