from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from moviola.engines.place.desert import land
from moviola.engines.place.desert.abilities import FEATURES
from moviola.engines.place.desert.compose import compose
from moviola.engines.place.desert.patterns import patterns
from moviola.engines.place.scene import Scene
from moviola.engines.place.terrain.shadow import openness, shadow_heights, sunlit


def test_a_wall_throws_its_shadow_away_from_the_sun() -> None:
    height = np.zeros((64, 64), np.float32)
    height[:, 30:32] = 10
    up = math.sin(math.radians(45))
    lit = sunlit(height, shadow_heights(height, 1.0, (math.sqrt(1 - up * up), up, 0.0)), 0.5)
    # the sun stands to the right: ten metres to the left of the wall lie in its shadow
    assert lit[32, 25] == 0
    assert lit[32, 12] == 1
    assert lit[32, 45] == 1
    turned = sunlit(
        height.T.copy(), shadow_heights(height.T.copy(), 1.0, (0.0, up, -math.sqrt(1 - up * up))), 0.5
    )
    assert turned[38, 32] == 0
    assert turned[25, 32] == 1


def test_shadows_from_outside_a_map_reach_into_it() -> None:
    flat = np.zeros((32, 32), np.float32)
    arriving = np.full((32, 32), 3.0, np.float32)
    sun = (0.995, 0.0998, 0.0)
    inside = shadow_heights(flat, 1.0, sun, arriving)
    assert inside[16, 31] == pytest.approx(3.0)
    assert 0 < inside[16, 16] < 3.0


def test_hollows_see_less_sky() -> None:
    height = np.zeros((96, 96), np.float32)
    height[40:56, 40:56] = -6
    seen = openness(height, 1.0, 9.0, 0.9)
    assert seen[48, 48] < seen[10, 10] - 0.1


def test_every_seed_differs_and_repeats_itself() -> None:
    scene = Scene("desert", time="golden")
    first = [compose(scene, seed) for seed in range(12)]
    assert len({place.kind for place in first}) >= 4
    assert len({place.ground for place in first}) == 12
    assert first[3] == compose(scene, 3)


def test_what_is_asked_for_decides_the_kind() -> None:
    for feature, kind in (("oasis", "oasis"), ("pyramid", "pyramid"), ("mesa", "mesa"), ("cactus", "cactus")):
        assert feature in FEATURES
        assert compose(Scene("desert", features=(feature,)), 2).kind == kind
    camels = compose(Scene("desert", features=("camels",)), 5)
    assert camels.kind == "dunes"
    assert camels.caravan is not None
    assert compose(Scene("desert", viewpoint="aerial", features=("dunes",)), 0).eye > 100


def test_patterns_repeat_without_a_seam() -> None:
    for plane in patterns():
        inside = np.abs(np.diff(plane, axis=1)).mean()
        assert np.abs(plane[:, 0] - plane[:, -1]).mean() < 3 * inside


@pytest.mark.slow
def test_slip_faces_keep_to_the_angle_of_repose() -> None:
    place = compose(Scene("desert", time="golden", viewpoint="aerial", features=("dunes",)), 0)
    relief = land.build(replace(place.ground, swell=0.0))
    along, across = np.gradient(relief.near, relief.near_cell)
    steep = np.hypot(along, across)
    assert 0.3 < np.percentile(steep, 95) < 0.85
    assert np.median(steep) < 0.35


def test_footprints_and_a_tent_come_when_they_are_asked_for() -> None:
    place = compose(Scene("desert", time="night", features=("dunes", "tracks", "tent")), 4)
    assert place.ground.trail
    assert place.tent is not None
    empty = compose(Scene("desert", time="night", people=False, features=("dunes",)), 4)
    assert not empty.ground.trail
    assert empty.tent is None


@pytest.mark.slow
def test_footprints_are_pressed_into_the_sand() -> None:
    plain = land.Ground(swell=0.0)
    trodden = replace(plain, trail=(1.0, 2.0, -6.0, 60.0, 2.0))
    change = land.build(trodden).near - land.build(plain).near
    assert -0.3 < change.min() < -0.05
    assert (np.abs(change) > 0.02).mean() < 0.02
