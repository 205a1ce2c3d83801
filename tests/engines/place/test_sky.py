from __future__ import annotations

import itertools

import numpy as np
import pytest

from moviola.engines.place.lens import Lens
from moviola.engines.place.scene import Scene, Time
from moviola.engines.place.sky.bolt import bolt, flicker, paint_bolt
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.sky.field import Field, cloud_map
from moviola.engines.place.sky.heaven import heaven, heaven_at
from moviola.engines.place.sky.hours import hour_at
from moviola.engines.place.sky.moon import Moon, paint_moon
from moviola.engines.place.sky.stars import star_list
from moviola.engines.place.textures import textures

LENS = Lens(0.0, 2.0, 0.0, 130.0, 80.0, 86.0)


def numbers(height: float, morning: bool) -> list[float]:
    """All fields of an hour in a row."""
    return [
        n for value in hour_at(height, morning) for n in (value if isinstance(value, tuple) else (value,))
    ]


def test_hours_run_into_each_other() -> None:
    for morning in (False, True):
        table = np.array([numbers(step / 10, morning) for step in range(-180, 700)])
        span = np.maximum(table.max(axis=0) - table.min(axis=0), 1e-9)
        assert (np.abs(np.diff(table, axis=0)) / span).max() < 0.06


def test_lower_suns_are_exposed_longer() -> None:
    exposures = [hour_at(height, False).exposure for height in (40, 20, 9, 3, -1, -5, -9)]
    assert exposures == sorted(exposures)


def test_a_seed_decides_the_sky_and_the_next_brings_another() -> None:
    scene = Scene("sky", time="sunset")
    assert heaven(scene, 3) == heaven(scene, 3)
    skies = [heaven(scene, seed) for seed in range(8)]
    assert len({(sky.clouds, sky.turbidity) for sky in skies}) == 8
    for one, other in itertools.pairwise(skies):
        assert [sheet.fibre for sheet in one.clouds.sheets] != [
            sheet.fibre for sheet in other.clouds.sheets
        ] or (one.clouds.heap is None) != (other.clouds.heap is None)


def test_words_reach_the_sky() -> None:
    clear = heaven(Scene("sky", time="day", clouds=0.0), 1)
    assert clear.clouds.heap is None
    assert clear.clouds.sheets == ()
    closed = heaven(Scene("sky", time="day", clouds=1.0), 1)
    assert closed.clouds.grey > 0.5
    assert closed.sun < clear.sun / 4
    assert heaven(Scene("sky", time="day", fog=0.7), 1).veil > 0.5
    assert heaven(Scene("sky", time="day", rain=0.7), 1).clouds.grey > 0.5
    assert heaven(Scene("sky", time="sunset", sun_side=1.0), 1).azimuth > 10
    assert heaven(Scene("sky", time="sunset", sun_side=-1.0), 1).azimuth < -10
    higher = heaven(Scene("sky", time="golden", sun_height=6.0), 1)
    assert higher.elevation == pytest.approx(heaven(Scene("sky", time="golden"), 1).elevation + 6)
    bow = heaven(Scene("sky", time="day", rainbow=True), 1)
    assert bow.rainbow > 0
    assert bow.direction[2] < 0
    assert bow.elevation < 42


def test_words_reach_the_night() -> None:
    night = Scene("sky", time="night")
    assert heaven(Scene("sky", time="night", moon=True), 1).moon is not None
    assert heaven(Scene("sky", time="night", moon=False), 0).moon is None
    assert heaven(Scene("sky", time="night", milky_way=True), 0).milky == 1
    assert heaven(Scene("sky", time="night", stars=False), 0).stars == 0
    assert heaven(Scene("sky", time="night", aurora=True), 0).aurora == 1
    assert any(heaven(night, seed).moon for seed in range(12))
    assert any(heaven(night, seed).milky for seed in range(12))


def test_cloudless_keeps_the_light() -> None:
    sky = heaven(Scene("sky", time="day", clouds=1.0), 1)
    bare = sky.cloudless()
    assert bare.clouds.sheets == ()
    assert bare.clouds.grey == sky.clouds.grey


def test_clouds_cover_what_is_asked() -> None:
    for cover in (0.1, 0.5, 0.9):
        heights = cloud_map(Field(cover), 4)
        assert (heights > 0).mean() == pytest.approx(cover, abs=0.01)
    tile = cloud_map(Field(0.4), 4)
    # the map repeats: its borders fit
    assert np.abs(tile[0] - tile[-1]).mean() < 3 * np.abs(tile[1] - tile[0]).mean()


def test_stars_become_many_as_they_become_faint() -> None:
    light = star_list(3)[2]
    counts = [(light > level).sum() for level in (0.02, 0.04, 0.08, 0.16)]
    for many, few in itertools.pairwise(counts):
        assert 1.8 < many / few < 2.5


def test_a_flash_fades_and_strikes_again() -> None:
    assert flicker(0.0, 1) == pytest.approx(1.0)
    assert flicker(1.2, 1) < 0.05
    later = [flicker(second / 24, 1) for second in range(82, 240)]
    assert max(later) > 0.5


def test_a_flash_is_hidden_by_what_stands_before_it() -> None:
    open_sky = np.ones((90, 160), np.float32)
    open_sky[:, :80] = 0
    out = np.zeros((90, 160, 3), np.float32)
    paint_bolt(out, LENS, bolt(2, -0.2, 0.4), 1.0, open_sky)
    assert out[:, :80].max() == 0
    paint_bolt(out, LENS, bolt(2, -0.2, 0.4), 1.0)
    assert out[:, :80].max() > 1


@pytest.mark.slow
def test_a_crescent_moon_is_lit_on_one_side() -> None:
    full, thin = (np.zeros((90, 160, 3), np.float32) for _ in range(2))
    for out, phase in ((full, 1.0), (thin, 0.15)):
        paint_moon(out, LENS, Moon(0.0, 18.0, 0.08, phase=phase), textures().soft, (1.0, 1.0, 1.0))
    assert full.sum() > 2 * thin.sum()
    row = int(86 - np.tan(np.radians(18)) * 130)
    left, right = thin[row - 6 : row + 6, 70:80].sum(), thin[row - 6 : row + 6, 80:90].sum()
    assert max(left, right) > 2 * min(left, right)


@pytest.mark.slow
@pytest.mark.parametrize("time", ["dawn", "day", "sunset", "dusk", "night"])
def test_skies_are_whole_and_deterministic(time: Time) -> None:
    for seed in (0, 1):
        sky = Dome(heaven(Scene("sky", time=time), seed))
        painted = sky.paint(LENS, 160, 90, textures(), seed)
        for plane in painted:
            assert np.isfinite(plane).all()
            assert plane.min() >= 0
        assert painted.clouds[..., 3].max() <= 1.0001
        again = Dome(heaven(Scene("sky", time=time), seed)).paint(LENS, 160, 90, textures(), seed)
        assert np.array_equal(painted.covered, again.covered)


@pytest.mark.slow
def test_colours_of_the_hours() -> None:
    day = Dome(heaven(Scene("sky", time="day", clouds=0.0), 2)).paint(LENS, 160, 90, textures(), 2).clear
    assert day[4, 80, 2] > 1.5 * day[4, 80, 0]
    low = Dome(heaven(Scene("sky", time="sunset", clouds=0.0), 2)).paint(LENS, 160, 90, textures(), 2).clear
    assert low[82, :, 0].mean() > 2 * low[82, :, 2].mean()
    wide = Dome(heaven(Scene("sky", time="day", clouds=0.5), 3)).paint(LENS, 160, 90, textures(), 3)
    assert 0.05 < wide.clouds[..., 3].mean() < 0.95


@pytest.mark.slow
def test_the_sky_darkens_without_a_jump() -> None:
    scene = Scene("sky", time="sunset", clouds=0.0, moon=False, milky_way=False, stars=False)
    before = 0.0
    for step in range(24):
        sky = heaven_at(scene, 1, 4.0 - step * 0.7)
        shown = float(Dome(sky).table.mean()) * sky.grade.exposure
        if step:
            assert abs(shown - before) < 0.30 * before + 0.004, step
        before = shown
