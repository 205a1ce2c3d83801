"""The fitted controls, casting and the latent, without the model."""

from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.portrait import casting, changing, controls, starts, words
from moviola.engines.portrait.changing import FOLLOWERS, HELD
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.lexicon import load as lexicon
from moviola.errors import BadRequest


def test_every_attribute_of_the_lexicon_exists() -> None:
    known = set(controls.load().names)
    for sense in [*lexicon().english.values(), *lexicon().chinese.values()]:
        if sense.feature is not None:
            for values in (sense.feature.present, sense.feature.absent, *sense.feature.looks.values()):
                assert set(values) <= known, sense.feature.key
        if sense.term is not None:
            term = sense.term
            for values in (term.set, term.soft, term.change, term.goal, term.absent):
                assert set(values) <= known, term
    assert set(HELD) <= known
    assert set(FOLLOWERS) <= known
    assert set(casting.QUALITY) <= known


def test_solve_does_what_it_says() -> None:
    bank = controls.load()
    step = bank.solve({"jaw_width": -1.0, "age": 0.0, "male": 0.0}, {})
    moved = bank.gain @ step
    assert moved[bank.index["jaw_width"]] == pytest.approx(-1.0, abs=0.02)
    assert abs(moved[bank.index["age"]]) < 0.02
    assert abs(moved[bank.index["male"]]) < 0.02


def test_natural_units() -> None:
    bank = controls.load()
    deviation = bank.deviations({"age": 60.0, "smile": 0.5})
    assert deviation["smile"] == 0.5
    assert bank.natural("age", deviation["age"]) == pytest.approx(60.0)


def test_casting_depends_on_seed_and_take_only() -> None:
    bank = controls.load()
    wish = words.describe("a young woman")
    first, again, other, take = (
        casting.cast(bank, casting.aims(bank, wish, seed), seed, number).styles
        for seed, number in ((1, 0), (1, 0), (-2, 0), (1, 1))
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, take)


def test_casting_believes_the_wish() -> None:
    bank = controls.load()
    wanted = casting.aims(bank, words.describe("an old man with a grey beard"), 5)
    believed = casting.cast(bank, wanted, 5).believed
    assert believed["male"] > 1
    assert believed["beard"] > 1.5
    assert believed["age"] > 1.5


def test_colour_edits_leave_the_styles_of_the_pose() -> None:
    bank = controls.load()
    latent = casting.cast(bank, casting.aims(bank, words.describe("a woman"), 1), 1)
    edit = words.edit("give her blond hair")
    assert edit is not None
    changed = changing.change(bank, latent, changing.aims(bank, latent, edit))
    assert np.array_equal(changed.styles[:4], latent.styles[:4])
    assert not np.array_equal(changed.styles[9:], latent.styles[9:])


def test_latent_survives_json() -> None:
    random = np.random.default_rng(0)
    latent = Latent(random.normal(size=(23, 512)).astype(np.float32), {"age": 1.25}).rounded()
    again = Latent.from_json(latent.to_json())
    assert np.array_equal(again.styles, latent.styles)
    assert again.believed == {"age": 1.25}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"format": "styles-float16", "styles": "%%%", "believed": {}},
        {"format": "styles-float16", "styles": "AAA=", "believed": {"a": "x"}},
    ],
)
def test_broken_latent_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        Latent.from_json(data)


def test_shape_edits_leave_the_late_styles() -> None:
    bank = controls.load()
    latent = casting.cast(bank, casting.aims(bank, words.describe("old sea captain"), 1), 1)
    edit = words.edit("make the jaw softer")
    assert edit is not None
    changed = changing.change(bank, latent, changing.aims(bank, latent, edit))
    assert np.array_equal(changed.styles[9:], latent.styles[9:])
    assert not np.array_equal(changed.styles[:9], latent.styles[:9])


def test_steps_of_bands_add_up() -> None:
    bank = controls.load()
    step = bank.solve_bands({"jaw_width": -1.0, "smile": 0.0}, {}, (0, 1))
    assert not step[2:].any()
    for name, wanted in (("jaw_width", -1.0), ("smile", 0.0)):
        i = bank.index[name]
        assert float((step @ bank.gain[i]) @ bank.shares[i]) == pytest.approx(wanted, abs=0.02)


def test_lost_beard_is_a_flip() -> None:
    bank = controls.load()
    latent = casting.cast(bank, casting.aims(bank, words.describe("old sea captain"), 1), 1)
    edit = words.edit("make the jaw softer")
    assert edit is not None
    wanted = changing.aims(bank, latent, edit)
    assert not changing.flipped(latent.believed, wanted)
    assert changing.flipped({**latent.believed, "beard": latent.believed["beard"] - 1.0}, wanted)


@pytest.mark.parametrize(
    ("description", "chosen"),
    [
        ("a weathered sea captain in his sixties with a grey beard", True),
        ("一位六十多岁的老船长,灰白胡子", True),
        ("a Black woman", True),
        ("一位五十多岁的亚洲男人", True),
        ("a bald man of 50", True),
        ("a young man", False),
    ],
)
def test_chosen_faces_serve_what_the_fit_cannot(description: str, chosen: bool) -> None:
    wanted = casting.aims(controls.load(), words.describe(description), 1)
    assert (starts.find(wanted) is not None) == chosen


def test_nobody_is_a_child_unasked() -> None:
    bank = controls.load()
    for seed in range(40):
        aim = casting.aims(bank, words.describe("a woman"), seed)["age"]
        assert bank.natural("age", aim.value) > 26
