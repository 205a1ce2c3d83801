from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.city import draw as city
from moviola.engines.place.city.abilities import FEATURES
from moviola.engines.place.city.fields import BOTTOM, CREST, FIELDS, HALF_X, HALF_Z, TOP, X, Z
from moviola.engines.place.city.kinds import ABOVE
from moviola.engines.place.city.layout import lay_out
from moviola.engines.place.city.skyline import build, compose
from moviola.engines.place.kernels import FAR
from moviola.engines.place.layers import Layers
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View

_NIGHT = Scene("city", time="night")


def _drawn(scene: Scene, seed: int, width: int = 160, height: int = 90) -> Layers:
    return city.draw(scene, seed, View(width, height, samples=1.0), no_progress)


def test_seeds_choose_different_compositions() -> None:
    kinds = {lay_out(_NIGHT, seed).kind for seed in range(40)}
    assert kinds == {"river", "low", "harbour", "rooftop", "park", "tele", "aerial", "terrace"}
    heroes = {round(lay_out(_NIGHT, seed).hero[0] / lay_out(_NIGHT, seed).hero[1], 3) for seed in range(20)}
    assert len(heroes) >= 18


def test_a_city_to_come_is_mostly_seen_from_within() -> None:
    kinds = [lay_out(replace(_NIGHT, era="futuristic"), seed).kind for seed in range(40)]
    assert sum(kind in ABOVE for kind in kinds) > 18
    assert len(set(kinds[1:7])) >= 4


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ({"viewpoint": "aerial"}, {"aerial"}),
        ({"viewpoint": "high"}, {"rooftop", "aerial", "terrace"}),
        ({"viewpoint": "high", "era": "futuristic"}, {"rooftop", "aerial", "terrace", "canyon"}),
        ({"viewpoint": "low"}, {"low"}),
        ({"angle": "tele"}, {"tele"}),
        ({"features": ("bridge",)}, {"harbour"}),
        ({"features": ("trees",)}, {"park"}),
        ({"features": ("couple",)}, {"river"}),
    ],
)
def test_words_decide_the_viewpoint(wish: dict[str, object], kinds: set[str]) -> None:
    assert {lay_out(replace(_NIGHT, **wish), seed).kind for seed in range(12)} <= kinds  # type: ignore[arg-type]


def test_hero_stands_off_the_middle_and_below_the_upper_edge() -> None:
    for seed in range(30):
        layout = lay_out(_NIGHT, seed)
        x, z, top = layout.hero
        assert 0.2 < abs(x / z) / layout.wide < 0.55
        assert (top - layout.eye) / z < layout.horizon * 1.125 * layout.wide


def test_city_is_built_alike_every_time_and_stands_out_of_the_water() -> None:
    towers, lamps, _, plan = build(compose(_NIGHT, 1))
    build.cache_clear()
    again = build(compose(_NIGHT, 1))[0]
    assert np.array_equal(towers, again)
    assert towers.shape[1] == FIELDS
    assert np.all(towers[:, TOP] > towers[:, BOTTOM])
    assert np.all(towers[:, CREST] >= towers[:, TOP])
    assert len(lamps.radius) > 50
    middle = len(plan.near) // 2
    houses = towers[towers[:, TOP] > 30]
    assert np.all((houses[:, Z] > plan.far[middle] - 160) | (abs(houses[:, X]) > 500))


def test_nothing_but_bridges_stands_in_the_street_of_a_canyon() -> None:
    future = replace(_NIGHT, era="futuristic")
    seed = next(seed for seed in range(1, 40) if lay_out(future, seed).kind == "canyon")
    towers, _, _, plan = build(compose(future, seed))
    beside = plan.cosine * towers[:, X] + plan.sine * towers[:, Z]
    near = (towers[:, Z] > 60) & (towers[:, Z] < 0.8 * lay_out(future, seed).hero[1])
    inner = abs(beside) - np.minimum(towers[:, HALF_X], towers[:, HALF_Z])
    blocking = near & (inner < plan.avenue)
    assert blocking.any()
    assert np.all(towers[blocking, BOTTOM] > 30)
    assert np.count_nonzero(near & (towers[:, TOP] > lay_out(future, seed).eye)) > 10


def test_size_makes_towers_taller() -> None:
    usual = build(compose(_NIGHT, 2))[0][:, TOP].max()
    assert build(compose(replace(_NIGHT, size=1.15), 2))[0][:, TOP].max() > usual * 1.05


def test_an_old_town_is_low() -> None:
    old = build(compose(Scene("city", era="old"), 4))[0]
    assert np.percentile(old[:, TOP], 90) < 30


@pytest.mark.slow
def test_every_hour_and_era_is_drawn() -> None:
    light: dict[str, float] = {}
    for seed, time in enumerate(("night", "dusk", "day", "dawn")):
        pixels = develop(_drawn(Scene("city", time=time), seed, 96, 54))  # type: ignore[arg-type]
        assert pixels.std() > 12
        light[time] = float(pixels.mean())
    assert light["night"] < light["dusk"] < light["day"]
    assert light["night"] > 18
    for era in ("old", "futuristic"):
        assert develop(_drawn(replace(_NIGHT, era=era), 2, 96, 54)).std() > 12


@pytest.mark.slow
def test_same_scene_and_seed_give_the_same_picture_at_every_size() -> None:
    day = Scene("city", time="day")
    small = develop(_drawn(day, 5, 96, 54))
    assert np.array_equal(small, develop(_drawn(day, 5, 96, 54)))
    large = develop(_drawn(day, 5, 192, 108))
    halved = large.reshape(54, 2, 96, 2, 3).mean((1, 3))
    alike = np.corrcoef(halved.mean(2).ravel(), small.mean(2).ravel())[0, 1]
    assert alike > 0.8
    other = develop(_drawn(day, 6, 96, 54))
    assert np.corrcoef(other.mean(2).ravel(), small.mean(2).ravel())[0, 1] < 0.8


@pytest.mark.slow
def test_water_shows_the_city_and_a_dry_view_has_none() -> None:
    wet = _drawn(replace(_NIGHT, viewpoint="low"), 3)
    assert wet.water.any()
    assert wet.picture[wet.water > 0].mean() > 0
    dry = _drawn(Scene("city", time="day", viewpoint="aerial"), 8)
    below = dry.depths[int(dry.lens.horizon) + 3 :]
    assert not dry.bed_water.any()
    assert np.all(below < FAR)


@pytest.mark.slow
def test_rain_falls_and_snow_lies() -> None:
    assert _drawn(replace(_NIGHT, rain=0.6), 2, 96, 54).moving
    day = Scene("city", time="day", viewpoint="high", season="winter")
    bare, white = _drawn(day, 5, 96, 54), _drawn(replace(day, features=("snow",)), 5, 96, 54)
    assert white.picture.mean() > bare.picture.mean()


def test_what_the_words_name_is_built() -> None:
    assert {"bridge", "ferris_wheel", "boat"} <= FEATURES
    plain = build(compose(replace(_NIGHT, viewpoint="low"), 3))
    wheel = build(compose(replace(_NIGHT, features=("ferris_wheel",)), 3))
    assert len(wheel[2]) > len(plain[2])
    for era in ("old", "modern", "futuristic"):
        for seed in range(4):
            assert lay_out(replace(_NIGHT, era=era, features=("bridge",)), seed).bridge
