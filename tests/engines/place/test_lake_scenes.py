from __future__ import annotations

from itertools import pairwise

import numpy as np

from moviola.engines.place.lake.abilities import FEATURES
from moviola.engines.place.lake.bank import Bank
from moviola.engines.place.lake.compose import compose
from moviola.engines.place.lake.foregrounds import FRONTS
from moviola.engines.place.lake.massif import MASSIFS
from moviola.engines.place.scene import Scene


def test_neighbouring_seeds_share_neither_land_nor_foreground() -> None:
    places = [compose(Scene("lake"), seed) for seed in range(24)]
    for one, other in pairwise(places):
        assert one.massif != other.massif
        assert one.layout != other.layout
    assert len({(place.massif, place.layout) for place in places}) == 24
    assert {place.massif for place in places} == set(MASSIFS)


def test_a_dozen_seeds_show_a_dozen_shores() -> None:
    places = [compose(Scene("lake"), seed) for seed in range(12)]
    assert len({place.layout for place in places}) == 12
    assert len({place.turn for place in places}) == 12


def test_another_hour_season_or_more_fog_keeps_the_place() -> None:
    for seed in range(6):
        one = compose(Scene("lake"), seed)
        for change in ({"time": "night"}, {"season": "autumn"}, {"fog": 0.8}, {"clouds": 0.9}):
            other = compose(Scene("lake", **change), seed)
            assert (one.massif, one.layout, one.turn, one.flip) == (
                other.massif,
                other.layout,
                other.turn,
                other.flip,
            )


def test_what_is_asked_for_is_set() -> None:
    for feature, kind in (
        ("boat", "boat"),
        ("canoe", "canoe"),
        ("cabin", "cabin"),
        ("pier", "pier"),
        ("person", "person"),
        ("tent", "tent"),
        ("village", "hamlet"),
    ):
        assert feature in FEATURES
        place = compose(Scene("lake", features=(feature,)), 3)
        assert any(thing.kind == kind for thing in place.things)
    assert compose(Scene("lake", features=("flowers",)), 3).layout == "meadow"


def test_nobody_stands_there_when_nobody_is_wanted() -> None:
    for seed in range(22):
        place = compose(Scene("lake", people=False), seed)
        assert place.layout != "canoe"
        assert not any(thing.kind in ("person", "woman") for thing in place.things)


def test_seasons_change_trees_and_snow() -> None:
    summer, autumn, winter = (
        compose(Scene("lake", season=season), 0) for season in ("summer", "autumn", "winter")
    )
    assert autumn.larches > summer.larches
    assert autumn.larch_colour[0] > summer.larch_colour[0] * 2
    assert winter.snow_line < 0 < summer.snow_line
    assert winter.tree_snow > 0
    assert winter.bank.ice > 0 == summer.bank.ice


def test_high_views_stand_high() -> None:
    assert compose(Scene("lake", viewpoint="aerial"), 1).eye > 200
    assert set(FRONTS) >= {"high", "aerial"}


def test_banks_rise_from_the_water_and_islands_out_of_it() -> None:
    bank = Bank(line=10.0, islands=((40.0, 80.0, 12.0, 8.0, 3.0),))
    x, z = np.array([0.0, 0.0, 40.0]), np.array([2.0, 60.0, 80.0])
    near, water, island = bank.height(x, z, 1.0)
    assert near > 0.2
    assert water < -2
    assert island > 2


def test_ice_lies_along_the_shore_and_leaves_the_lake_open() -> None:
    bank = Bank(line=6.0, ice=7.0)
    z = np.linspace(7.0, 60.0, 200)
    height = bank.height(np.zeros(200), z, 1.0)
    assert (height[z < 9] > 0).all()
    assert (height[z > 40] < 0).all()
