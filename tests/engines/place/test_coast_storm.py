"""Coasts in a storm, and palms in the sand."""

from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place import kernels
from moviola.engines.place.coast.choice import choose
from moviola.engines.place.coast.grove import stems
from moviola.engines.place.coast.land import build
from moviola.engines.place.coast.plumes import Plumes, Strike, strikes
from moviola.engines.place.coast.scene import compose
from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.virga import hang_rain
from moviola.engines.place.sky.weather import is_wild
from moviola.engines.place.textures import textures
from moviola.engines.place.water.mirrors import mirror_table
from moviola.engines.place.water.sea import lay_sea

_GALE = Scene("coast", time="day", wind=0.9, clouds=0.9)


def test_a_gale_takes_the_camera_to_the_rocks() -> None:
    assert {choose(_GALE, seed).kind for seed in range(9)} == {"storm"}
    towers = [choose(_GALE, seed).lighthouse is not None for seed in range(6)]
    assert any(towers)
    assert not all(towers)
    without = Scene("coast", wind=0.9, clouds=0.9, without=("lighthouse",))
    assert all(choose(without, seed).lighthouse is None for seed in range(9))
    with_ = Scene("coast", wind=0.9, clouds=0.9, features=("lighthouse",))
    assert all(choose(with_, seed).lighthouse is not None for seed in range(9))


def test_only_a_cloudy_gale_by_day_is_wild() -> None:
    assert is_wild(_GALE)
    assert is_wild(Scene("lake", wind=0.8, rain=0.8))
    assert not is_wild(Scene("desert", wind=0.9))
    assert not is_wild(Scene("coast", wind=0.9, clouds=0.9, time="night"))
    assert not is_wild(Scene("village", wind=0.9, clouds=0.9, snowfall=0.9))


def test_the_sea_strikes_rock_within_the_view() -> None:
    kernels.share_evenly()
    scene = compose(_GALE, 2)
    half = scene.coast.wide
    land = build(scene.coast, 2, half, 200, scene.heaven.direction, textures(), 1.0)
    found = strikes(land, scene.sea, half, 12.0, 2, 6)
    assert 1 <= len(found) <= 6
    assert [strike.z for strike in found] == sorted((strike.z for strike in found), reverse=True)
    assert all(abs(strike.x) < 1.1 * half * strike.z + 3 for strike in found)
    assert found == strikes(land, scene.sea, half, 12.0, 2, 6)


def test_spray_rises_and_falls_and_hides_behind_what_is_nearer() -> None:
    kernels.share_evenly()
    plumes = Plumes((Strike(0.0, 60.0, 14.0, 0.17, 0),), 10.0, -0.4, (1.0, 1.0, 1.0), (0.5, 0.5, 0.5))
    lens = Lens(0.0, 6.0, 0.0, 130.0, 80.0, 45.0)
    heights = []
    for seconds in (0.0, 3.0, 4.4):
        out = np.zeros((90, 160, 3), np.float32)
        plumes.draw(out, np.full((90, 160), FAR, np.float32), lens, seconds)
        assert 0 <= out.min() <= out.max() <= 1
        heights.append(float(out.sum()))
    assert heights[0] > 2 * heights[1]
    assert heights[2] == 0
    out = np.zeros((90, 160, 3), np.float32)
    plumes.draw(out, np.full((90, 160), 20, np.float32), lens, 0.0)
    assert not out.any()


def test_a_sea_painted_small_is_laid_over_where_nothing_hides_it() -> None:
    kernels.share_evenly()
    sea = np.full((20, 40, 4), 1.0, np.float32)
    sea[..., :3] = 0.5
    sea[:, :20] = 0
    out = np.zeros((80, 80, 3), np.float32)
    open_ = np.ones((40, 80), np.float32)
    open_[:, 70:] = 0
    lay_sea(out, 40, sea, 20, 0.5, np.zeros((40, 80, 3), np.float32), open_)
    assert not out[:40].any()
    assert not out[:, :36].any()
    assert out[45:75, 44:68] == pytest.approx(0.5)
    assert not out[:, 70:].any()


def test_a_smooth_sea_mirrors_all_at_its_edge_and_little_straight_down() -> None:
    table = mirror_table()
    assert table[0, 0] == pytest.approx(0.02)
    assert table[0, -1] == pytest.approx(1.0)
    assert (np.diff(table[:, -1]) < 0).all()


def test_rain_hangs_darker_than_the_sky_above_the_horizon_only() -> None:
    layer = np.zeros((60, 120, 4), np.float32)
    low = np.ones((1, 120, 3), np.float32)
    hang_rain(layer, low, Lens(0.0, 1.7, 0.0, 100.0, 60.0, 40.0), textures().soft, 1.0, 0.5, 4)
    assert layer[..., 3].max() > 0.15
    assert layer[..., 3].max() <= 1
    assert not layer[43:].any()
    assert (layer[..., :3] <= 0.6 * layer[..., 3:] + 1e-6).all()


@pytest.mark.parametrize("seed", range(8))
def test_palms_stand_ashore_and_differ(seed: int) -> None:
    scene = compose(Scene("coast", time="day", features=("palms",)), seed)
    trees = stems(scene, scene.coast.wide)
    assert 4 <= len(trees) <= 7
    assert len({tree.lean for tree in trees}) > 1
    assert all(tree.x < scene.coast.start + scene.coast.lean * tree.z + 0.5 for tree in trees)
    assert [tree.z for tree in trees] == sorted((tree.z for tree in trees), reverse=True)
