"""How villages are laid out: every wish of the words has its own way, and neighbours among the seeds differ."""

from __future__ import annotations

from moviola.engines.place.props.house import FARM
from moviola.engines.place.scene import Scene
from moviola.engines.place.village.layouts import lay_out
from moviola.engines.place.village.plan import CHURCH

_CABIN = Scene("village", time="night", season="winter", features=("cabin",))


def test_neighbouring_seeds_look_at_a_cabin_in_different_ways() -> None:
    plans = [lay_out(_CABIN, seed) for seed in range(1, 6)]
    looks = {(plan.shore is not None, round(plan.hero[1] / 8), round(plan.horizon, 1)) for plan in plans}
    assert len(looks) >= 4
    assert any(plan.shore is not None for plan in plans)
    assert all(len(plan.spots) == 1 for plan in plans)


def test_a_named_village_of_thatched_farms_has_no_other_houses() -> None:
    scene = Scene("village", season="winter", inspired="Shirakawa-go")
    for seed in range(1, 6):
        plan = lay_out(scene, seed)
        assert {spot.kind for spot in plan.spots} == {FARM}
    assert any(spot.kind == CHURCH for spot in lay_out(Scene("village", features=("church",)), 1).spots)


def test_christmas_brings_a_lit_fir_and_strings_of_lights() -> None:
    plan = lay_out(Scene("village", season="winter", features=("christmas",)), 2)
    assert plan.festive is not None
    assert plan.strings
    x, z, tall = plan.festive
    assert any((tree == (x, z, tall)).all() for tree in plan.trees)
    assert lay_out(Scene("village", season="winter"), 2).festive is None
