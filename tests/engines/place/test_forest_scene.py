"""What words and seed decide about a forest, before anything is drawn."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.forest.land import canopy
from moviola.engines.place.forest.layouts import layout
from moviola.engines.place.forest.scene import compose
from moviola.engines.place.scene import Scene


def test_features_choose_trees_and_layout() -> None:
    assert compose(Scene("forest", features=("bamboo",)), 1).trees == (("bamboo", 1.0),)
    assert compose(Scene("forest", features=("birch",)), 1).trees[0][0] == "birch"
    assert compose(Scene("forest", features=("stream",)), 1).layout == "stream"
    assert compose(Scene("forest", viewpoint="aerial"), 1).layout == "hillside"
    assert layout(compose(Scene("forest", features=("waterfall",)), 1)).fall is not None


def test_fog_thickens_the_mist() -> None:
    amounts = (0.0, 0.3, 0.6, 1.0)
    densities = [compose(Scene("forest", fog=fog), 3).mist.density for fog in amounts]
    assert densities == sorted(densities)
    assert densities[-1] > 10 * densities[0]


def test_seeds_use_many_layouts() -> None:
    assert len({compose(Scene("forest"), seed).layout for seed in range(14)}) >= 6


def test_the_sun_stands_where_it_is_wanted() -> None:
    assert compose(Scene("forest", time="golden", sun_side=-1.0), 5).heaven.azimuth < 0
    assert compose(Scene("forest", time="golden", sun_side=1.0), 5).heaven.azimuth > 0


def test_snow_lies_in_winter_only() -> None:
    assert compose(Scene("forest", season="winter"), 2).snow > 0.5
    assert compose(Scene("forest", season="summer"), 2).snow == 0


def test_wanted_beams_come_from_a_sun_that_is_in_view_and_can_be_unwanted() -> None:
    for seed in range(6):
        scene = compose(Scene("forest", time="dawn", features=("rays", "pines")), seed)
        assert scene.rays == 1
        assert abs(scene.heaven.azimuth) <= 15
        assert 14 < scene.heaven.elevation < 19
        assert scene.layout not in ("frieze", "meadow")
    assert compose(Scene("forest", time="dawn", without=("rays",)), 1).rays == 0


def test_beams_lie_behind_each_other_as_the_camera_sees_them() -> None:
    scene = compose(Scene("forest", time="dawn", features=("rays", "pines")), 1)
    plan = layout(scene)
    light = canopy(scene, plan, scene.heaven.direction, 30.0).light
    grid = plan.grid
    lx, ly, lz = scene.heaven.direction
    start = np.array([-lx, -lz]) / ly * (plan.eye + 3.0)
    # along one ray from the foot of the camera's own beam the light changes less than across all of them
    turns = np.linspace(-0.55, 0.55, 60) + np.arctan2(lx, lz)
    away = np.linspace(26, 50, 24)
    x = start[0] + np.sin(turns)[:, None] * away
    z = start[1] + np.cos(turns)[:, None] * away
    seen = light[((z - grid.south) / grid.cell).astype(int), ((x - grid.west) / grid.cell).astype(int)]
    assert seen.std(axis=0).mean() > 1.15 * seen.std(axis=1).mean()
    assert 0.1 < seen.mean() < 0.7
