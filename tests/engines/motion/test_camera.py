from __future__ import annotations

import math
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moviola.engines.base import Move, MoveKind
from moviola.engines.motion.box import Box
from moviola.engines.motion.camera import Camera, Window, ease, plan_camera

BOUNDS = Box(0, 0, 1600, 900)
KINDS = get_args(MoveKind)


def _camera(*moves: Move, bounds: Box = BOUNDS, width: float = 1600, aspect: float = 16 / 9) -> Camera:
    base = Window(*bounds.centre, width, 0.0)
    return plan_camera(moves, bounds, base, aspect, bounds.centre, 5.0)


def _corners(window: Window, aspect: float) -> list[tuple[float, float]]:
    cos, sin = math.cos(window.angle), math.sin(window.angle)
    half, tall = window.width / 2, window.width / aspect / 2
    return [
        (window.x + cos * x - sin * y, window.y + sin * x + cos * y)
        for x in (-half, half)
        for y in (-tall, tall)
    ]


@given(
    moves=st.lists(
        st.builds(Move, kind=st.sampled_from(KINDS), strength=st.floats(0.1, 4.0)),
        max_size=4,
        unique_by=lambda m: m.kind,
    ),
    shape=st.sampled_from([(1600.0, 900.0), (900.0, 1600.0), (5000.0, 500.0), (700.0, 700.0)]),
    aspect=st.sampled_from([16 / 9, 9 / 16, 1.0]),
)
def test_never_shows_a_border(moves: list[Move], shape: tuple[float, float], aspect: float) -> None:
    bounds = Box(0, 0, *shape)
    cover = min(shape[0], shape[1] * aspect)
    camera = plan_camera(moves, bounds, Window(*bounds.centre, cover, 0.0), aspect, bounds.centre, 8.0)
    for step in range(97):
        for x, y in _corners(camera.window(step / 96), aspect):
            assert -0.6 <= x <= shape[0] + 0.6
            assert -0.6 <= y <= shape[1] + 0.6


def test_still_shows_the_framing_throughout() -> None:
    camera = _camera(Move(kind="still"))
    assert {camera.window(t / 10) for t in range(11)} == {Window(800, 450, 1600, 0.0)}


def test_push_in_starts_with_the_whole_framing_and_narrows() -> None:
    camera = _camera(Move(kind="push_in"))
    widths = [camera.window(t / 30).width for t in range(31)]
    assert widths[0] == pytest.approx(1600)
    assert all(after < before for before, after in pairwise(widths))
    assert 0.8 < widths[-1] / widths[0] < 0.92


def test_pull_out_is_push_in_backwards() -> None:
    inwards, outwards = _camera(Move(kind="push_in")), _camera(Move(kind="pull_out"))
    for t in (0.0, 0.2, 0.7, 1.0):
        assert outwards.window(t).width == pytest.approx(inwards.window(1 - t).width)


@pytest.mark.parametrize(
    ("kind", "axis", "sign"),
    [("pan_right", "x", 1), ("pan_left", "x", -1), ("tilt_down", "y", 1), ("tilt_up", "y", -1)],
)
def test_direction(kind: MoveKind, axis: str, sign: int) -> None:
    camera = _camera(Move(kind=kind))
    assert sign * (getattr(camera.window(1.0), axis) - getattr(camera.window(0.0), axis)) > 50


def test_rolling_right_turns_the_camera_clockwise() -> None:
    camera = _camera(Move(kind="roll_right"))
    assert camera.window(0).angle == 0
    assert math.radians(2) < camera.window(1).angle < math.radians(4)


def test_strength_goes_farther() -> None:
    def travel(strength: float) -> float:
        camera = _camera(Move(kind="pan_right", strength=strength))
        return camera.window(1).x - camera.window(0).x

    assert travel(2.0) > 1.5 * travel(1.0) > 2.25 * travel(0.5)


def test_a_pan_uses_the_picture_beside_the_frame() -> None:
    camera = _camera(Move(kind="pan_right"), bounds=Box(0, 0, 4000, 900), width=506, aspect=9 / 16)
    assert camera.shrink == 1.0
    assert camera.window(1).x - camera.window(0).x > 0.3 * 506


def test_opposites_go_there_and_back() -> None:
    camera = _camera(Move(kind="pan_left"), Move(kind="pan_right"))
    start, middle, end = (camera.window(t).x for t in (0.0, 0.5, 1.0))
    assert start == pytest.approx(end)
    assert middle < start - 50


def test_the_focus_stays_where_it_is_on_the_screen() -> None:
    focus = (600.0, 400.0)
    camera = plan_camera([Move(kind="push_in")], BOUNDS, Window(800, 450, 1600, 0), 16 / 9, focus, 5.0)
    places = []
    for t in (0.0, 0.4, 1.0):
        window = camera.window(t)
        places.append(((focus[0] - window.x) / window.width, (focus[1] - window.y) / window.width))
    for place in places:
        assert place == pytest.approx(places[0])


def test_ease_is_smooth_and_slow_at_both_ends() -> None:
    steps = [ease(t / 200) for t in range(201)]
    speeds = [after - before for before, after in pairwise(steps)]
    assert steps[0] == 0
    assert steps[-1] == pytest.approx(1)
    assert max(abs(b - a) for a, b in pairwise(speeds)) < 2e-4
    assert speeds[0] < 0.2 * speeds[100] > 5 * 0.2 * speeds[-1]
