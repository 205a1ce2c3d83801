"""The sea coast: its views, its sea, and what stands on it."""

from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place import kernels
from moviola.engines.place.coast.beacon import Beacon
from moviola.engines.place.coast.choice import choose
from moviola.engines.place.coast.draw import draw
from moviola.engines.place.coast.scene import compose
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Layers
from moviola.engines.place.plants.palm import foot_of, palm
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.water.ocean import Patch, Sea

_SMALL = View(160, 90, samples=1.0)


def _layers(scene: Scene, seed: int, view: View = _SMALL) -> Layers:
    kernels.share_evenly()
    return draw(scene, seed, view, no_progress)


def _at(layers: Layers, seconds: float) -> Picture:
    picture = layers.picture.copy()
    for thing in layers.moving:
        thing.draw(picture, layers.depths, layers.lens, seconds)
    return picture


def test_seeds_take_turns_through_all_views() -> None:
    kinds = {choose(Scene("coast", time="day"), seed).kind for seed in range(16)}
    assert kinds == {"beach", "clifftop", "rocks", "tropical", "lighthouse", "islands", "aerial"}


@pytest.mark.parametrize(
    ("scene", "kind"),
    [
        (Scene("coast", features=("lighthouse",)), "lighthouse"),
        (Scene("coast", features=("palms",)), "tropical"),
        (Scene("coast", features=("sailboat",)), "islands"),
        (Scene("coast", viewpoint="aerial"), "aerial"),
        (Scene("coast", viewpoint="high"), "clifftop"),
        (Scene("coast", viewpoint="low"), "rocks"),
    ],
)
def test_words_choose_the_view(scene: Scene, kind: str) -> None:
    assert {choose(scene, seed).kind for seed in range(5)} == {kind}


def test_wind_raises_the_sea() -> None:
    calm, storm = (compose(Scene("coast", wind=wind, features=("lighthouse",)), 3) for wind in (0.1, 1.0))
    assert storm.sea.height > 10 * calm.sea.height
    assert storm.dress.splash > calm.dress.splash
    low, high = (compose(Scene("coast", wind=wind, features=("beach",)), 3) for wind in (0.1, 1.0))
    assert high.surf.height > 5 * low.surf.height
    assert storm.swell.white > calm.swell.white == 0


def test_the_side_that_is_wanted_for_the_sun_is_met_by_a_flip() -> None:
    left, right = (compose(Scene("coast", time="day", sun_side=side), 4) for side in (-0.8, 0.8))
    assert left.flip
    assert not right.flip
    assert left.heaven.azimuth > 0
    assert right.heaven.azimuth > 0


def test_a_patch_has_the_height_asked_for_and_repeats_without_a_seam() -> None:
    patch = Patch(Sea(2.0, 40.0, 0.0, -1.0, 0.3), 160.0, 1e9, 5, 0.02)
    tile = patch.at(3.0)
    assert 4 * float(tile.height.std()) == pytest.approx(2.0, rel=0.25)
    inside = np.abs(np.diff(tile.height, axis=0)).max()
    assert np.abs(tile.height[0] - tile.height[-1]).max() <= 1.5 * inside
    assert 0 < float(tile.slopes[..., 2].mean()) < 0.1


def test_waves_run_the_way_they_are_told() -> None:
    patch = Patch(Sea(1.0, 40.0, 0.0, -1.0, 1.0), 160.0, 1e9, 5, 0.0)
    before, after = patch.at(10.0, 0.0).height, patch.at(10.5, 0.0).height
    # after half a second the crests have come nearer: the rows match best shifted down
    match = [float((np.roll(before, -shift, 0) * after).mean()) for shift in range(-10, 11)]
    assert 2 <= int(np.argmax(match)) - 10 <= 9


def test_a_palm_stands_on_its_foot_and_leans() -> None:
    shape = palm(3, 300, 300, 0.25)
    foot = np.flatnonzero(shape[-2, :, 0] > 0.5).mean() / 300
    assert foot == pytest.approx(foot_of(300, 300, 0.25), abs=0.03)
    crown = shape[:120, :, 0].sum(0)
    assert float((crown * np.arange(300)).sum() / crown.sum()) / 300 > foot + 0.12
    assert float(shape[..., 3].sum()) > float((shape[..., 0] - shape[..., 3]).sum())


@pytest.mark.slow
def test_the_same_seed_gives_the_same_pixels_and_another_does_not() -> None:
    scene = Scene("coast", time="golden")
    first, again, other = (develop(_layers(scene, seed)) for seed in (2, 2, 3))
    assert np.array_equal(first, again)
    assert np.abs(first.astype(int) - other.astype(int)).mean() > 8


@pytest.mark.slow
def test_a_larger_picture_shows_the_same_place() -> None:
    scene = Scene("coast", time="day")
    small = develop(_layers(scene, 3)).astype(float)
    large = develop(_layers(scene, 3, View(320, 180, samples=1.0))).astype(float)
    halved = large.reshape(90, 2, 160, 2, 3).mean((1, 3))
    assert np.abs(halved - small).mean() < 11


@pytest.mark.slow
def test_the_sea_moves_and_the_land_does_not() -> None:
    layers = _layers(Scene("coast", time="day", viewpoint="low", without=("birds",)), 3)
    moved = np.abs(_at(layers, 2.0) - _at(layers, 0.0)).max(2)
    rows = np.arange(layers.depths.shape[0])[:, None]
    sky = np.broadcast_to(rows < layers.lens.horizon - 6, moved.shape) & (layers.bed_depths > FAR / 10)
    assert float(moved[sky].max()) == 0
    assert float((moved > 1e-4).mean()) > 0.15
    still = _at(layers, 0.0)
    assert np.isfinite(still).all()
    assert float(still.min()) >= 0


@pytest.mark.slow
def test_a_lighthouse_shines_at_night() -> None:
    night, day = (
        _layers(Scene("coast", time=time, features=("lighthouse",)), 8) for time in ("night", "day")
    )
    (lamp,) = (thing for thing in night.moving if isinstance(thing, Beacon))
    assert not any(isinstance(thing, Beacon) for thing in day.moving)
    shown = np.zeros_like(night.picture)
    lamp.draw(shown, night.depths, night.lens, 0.0)
    row, column = np.unravel_index(int(shown.sum(2).argmax()), shown.shape[:2])
    assert float(shown[row, column].max()) > 5 * float(np.median(night.picture[:20]))
    # the lamp stands high on land, before the sky
    assert row < night.lens.horizon
    assert night.bed_depths[int(night.lens.horizon) - 1, column] < FAR / 10


@pytest.mark.slow
def test_snow_lies_on_winter_cliffs() -> None:
    summer, winter = (
        _layers(Scene("coast", time="day", season=season, viewpoint="high"), 5)
        for season in ("summer", "winter")
    )
    land = summer.bed_depths < 400
    above = land & (np.arange(land.shape[0])[:, None] < land.shape[0] * 0.75)
    assert float(winter.bed[above].mean()) > 1.15 * float(summer.bed[above].mean())


@pytest.mark.slow
def test_a_step_ahead_brings_the_lighthouse_nearer() -> None:
    scene = Scene("coast", time="night", features=("lighthouse",))
    stood, walked = (
        _layers(scene, 8, View(160, 90, forward=forward, samples=1.0)) for forward in (0.0, 40.0)
    )
    (lamp,) = (thing for thing in stood.moving if isinstance(thing, Beacon))
    column = int(stood.lens.centre + lamp.x / lamp.z * stood.lens.focal)
    ahead = int(walked.lens.centre + lamp.x / (lamp.z - 40) * walked.lens.focal)
    row = int(stood.lens.horizon) - 2
    assert float(stood.bed_depths[row, column] - walked.bed_depths[row, ahead]) == pytest.approx(40, abs=12)
