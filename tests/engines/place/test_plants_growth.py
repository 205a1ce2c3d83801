"""Plants that are grown: each seed its own, complete, and premultiplied as cut-outs must be."""

from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.plants import rubble, undergrowth
from moviola.engines.place.plants.growth import Habit, grow, openness, portrait, spray
from moviola.engines.place.plants.species import SPECIES
from moviola.engines.place.plants.tiles import look_up, relief, tiles

_SMALL = Habit(leaves=1500)


def test_a_tree_grows_the_same_from_its_seed_only() -> None:
    limbs, twigs = grow(_SMALL, 3)
    assert np.array_equal(limbs, grow(_SMALL, 3)[0])
    assert not np.array_equal(limbs[:50], grow(_SMALL, 4)[0][:50])
    assert 0.9 < twigs[:, 4].max() < 1.0
    assert len(limbs) > 200


@pytest.mark.parametrize("name", sorted(SPECIES))
def test_every_species_fills_its_picture(name: str) -> None:
    species = SPECIES[name]
    crown = portrait(species.crown, 5, 90, 120)
    bough = spray(species.bough, 5, 90, 60)
    for cutout in (crown, bough):
        opacity = cutout[..., 0].astype(int)
        assert 0.02 < (opacity > 128).mean() < 0.98
        assert (cutout[..., 2].astype(int) <= opacity + 1).all()


def test_a_bare_tree_has_no_leaf() -> None:
    assert not portrait(_SMALL, 2, 80, 100, bare=True)[..., 2].any()
    assert portrait(_SMALL, 2, 80, 100)[..., 2].any()


def test_the_inside_of_a_crown_is_darker() -> None:
    random = np.random.default_rng(1)
    leaves = random.normal(size=(4000, 3)).astype(np.float32)
    seen = openness(leaves, leaves, 1.5)
    inside = np.linalg.norm(leaves, axis=1) < 0.7
    top = leaves[:, 1] > 1.3
    assert seen[inside].mean() < 0.7 * seen[top].mean()
    assert seen.min() >= 0
    assert seen.max() <= 1


def test_undergrowth_stands_on_its_lower_edge() -> None:
    for cutout in (
        undergrowth.fern(1),
        undergrowth.grass(1),
        rubble.stone(1),
        undergrowth.flowers(1, 5),
    ):
        assert (cutout[-6:, :, 0] > 60).any()
        assert cutout[0, :, 0].max() < 60


def test_tiles_repeat_and_keep_their_mean() -> None:
    random = np.random.default_rng(2)
    height = random.random((64, 64), np.float32)
    across, along = relief(height, 1.0)
    packed = tiles([np.stack([height, 1 - height, across, along], 2)])
    start = int(packed.starts[0, 0])
    assert look_up(packed.flat, start, 64, 0.25, 0.5) == look_up(packed.flat, start, 64, 1.25, -0.5)
    smallest = look_up(packed.flat, int(packed.starts[0, 6]), 1, 0.3, 0.3)
    assert smallest[0] == pytest.approx(float(height.mean()), abs=0.01)
