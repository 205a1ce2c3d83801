from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.desert.caravan import camel, leader
from moviola.engines.place.desert.growth import dead_tree, saguaro, scrub
from moviola.engines.place.families import draw_layers
from moviola.engines.place.kernels import FAR
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View


def test_cutouts_stand_on_their_foot_and_leave_air_around() -> None:
    for cutout in (saguaro(0, 120), scrub(0, 60, 0.4), dead_tree(1, 120), camel(90, 1, "rider"), leader(60)):
        opacity = cutout[..., 0]
        assert 0.01 < opacity.mean() < 0.75
        assert opacity[-max(len(opacity) // 12, 3) :].max() > 0.5
        assert np.isfinite(cutout).all()


@pytest.mark.slow
def test_dunes_have_sky_above_and_sand_below_at_any_size() -> None:
    scene = Scene("desert", time="golden", features=("dunes",))
    small = draw_layers(scene, 1, View(96, 54, samples=1.0), no_progress)
    large = draw_layers(scene, 1, View(192, 108, samples=1.0), no_progress)
    assert (small.depths[0] > FAR / 10).mean() > 0.8
    assert small.depths[-1].max() < 200
    first, second = develop(small).astype(float), develop(large).astype(float)
    again = second.reshape(54, 2, 96, 2, 3).mean((1, 3))
    assert np.abs(first - again).mean() < 12
    sand = first[-8:].mean((0, 1))
    assert sand[0] > sand[2]


@pytest.mark.slow
def test_an_oasis_is_wet_and_dunes_are_dry() -> None:
    wet = draw_layers(Scene("desert", features=("oasis",)), 0, View(96, 54, samples=1.0), no_progress)
    dry = draw_layers(Scene("desert", features=("dunes",)), 0, View(96, 54, samples=1.0), no_progress)
    assert wet.bed_water.mean() > 0.05
    assert not dry.bed_water.any()
