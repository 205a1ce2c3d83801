from __future__ import annotations

import numpy as np

from moviola.engines.place.composition import Sketch, choose, merits


def sketch(at: float, horizon: float = 0.62, tone: float = 0.15) -> Sketch:
    """A sky over a textured ground, with a tower whose middle is at a share of the width."""
    rows, columns = np.mgrid[0:90, 0:160].astype(np.float32)
    ground = rows > 90 * horizon
    texture = 0.08 * np.sin(columns * 1.7) * np.sin(rows * 2.3)
    light = np.where(ground, 0.3 + texture, 0.75).astype(np.float32)
    subject = (np.abs(columns / 160 - at) < 0.06) & (rows > 20) & (rows < 70)
    light[subject] = tone
    return Sketch(light, subject.astype(np.float32), horizon)


def test_a_subject_at_a_third_beats_one_in_the_middle_or_at_the_rim() -> None:
    third, middle, rim = (merits(sketch(at)) for at in (0.33, 0.5, 0.0))
    assert third.total > middle.total > rim.total
    assert rim.whole < 0.7 < third.whole


def test_a_subject_that_stands_out_beats_one_that_does_not() -> None:
    assert merits(sketch(0.33, tone=0.15)).contrast > merits(sketch(0.33, tone=0.72)).contrast + 0.3


def test_the_horizon_belongs_off_the_middle() -> None:
    assert merits(sketch(0.33, 0.62)).horizon > merits(sketch(0.33, 0.5)).horizon


def test_nothing_to_see_scores_low() -> None:
    empty = Sketch(np.full((90, 160), 0.5, np.float32), np.zeros((90, 160), np.float32), 0.5)
    assert merits(empty).total < 0.5 * merits(sketch(0.33)).total


def test_the_best_offer_is_chosen_and_the_choice_is_the_seeds() -> None:
    def pick(seed: int) -> float:
        return choose(seed, 12, lambda random: float(random.uniform(0, 1)), sketch)

    assert pick(3) == pick(3)
    chosen = [pick(seed) for seed in range(8)]
    assert all(min(abs(at - 1 / 3), abs(at - 2 / 3)) < 0.13 for at in chosen)
    assert len(set(chosen)) == 8
