from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from moviola.engines.motion.breath import PERIOD, breath, breathing_field, rise
from moviola.engines.motion.camera import Window, plan_camera
from moviola.engines.motion.canvas import build_canvas
from tests.engines.motion.pictures import somebody


def test_fourteen_breaths_a_minute_from_rest() -> None:
    assert pytest.approx(60 / 14) == PERIOD
    assert breath(0.0) == breath(PERIOD) == 0.0
    cycle = [breath(PERIOD * i / 500) for i in range(501)]
    assert max(cycle) == pytest.approx(1.0, abs=1e-3)
    assert max(abs(after - before) for before, after in pairwise(cycle)) < 0.01
    assert int(np.argmax(cycle)) < 250, "in faster than out"


def test_only_the_person_moves() -> None:
    picture, person = somebody()
    bounds = type(person.face)(0, 0, 256, 250)
    camera = plan_camera((), bounds, Window(128, 125, 250, 0), 1.0, (128, 128), 5.0)
    canvas = build_canvas(picture, camera, 512, 6.0, seed=0)
    size = (canvas.width // 4, canvas.height // 4)
    field = breathing_field(person, canvas, (256, 256), size, 1.0)
    amount = rise(person, 1.0) * canvas.scale[1]

    def lift(x: float, y: float) -> float:
        """Rise at a place of the picture as a share of the largest."""
        column = int((x - canvas.area.left) / canvas.area.width * size[0])
        row = int((y - canvas.area.top) / canvas.area.height * size[1])
        return float(field.y[row, column]) / amount

    assert lift(128, 235) > 0.8, "chest"
    assert 0.02 < lift(128, 60) < 0.35, "head"
    assert abs(lift(20, 60)) < 0.01, "wall beside the head"
    assert abs(lift(20, 120)) < 0.01, "wall above the shoulder"
    assert field.y.min() >= 0
    # Neighbouring places never cross: the picture stretches, it does not tear.
    slope = np.abs(np.diff(field.y, axis=0)).max() / 4
    assert slope < 0.5


def test_strength_scales_the_rise() -> None:
    _, person = somebody()
    assert rise(person, 2.0) == pytest.approx(2 * rise(person, 1.0))
