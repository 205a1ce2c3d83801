from __future__ import annotations

import itertools
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from moviola.engines.base import Move, MoveKind, Progress, no_progress
from moviola.engines.place.families import draw_layers
from moviola.engines.place.layers import Layers
from moviola.engines.place.motion import flight, travel
from moviola.engines.place.motion.hours import passage
from moviola.engines.place.motion.raster import mixed, packed, split, windowed
from moviola.engines.place.motion.reel import Reel
from moviola.engines.place.scene import Family, Scene, View

LAKE = Scene("lake", people=False)
#: The place that is drawn fastest.
SKY = Scene("sky")
WIDE, HIGH, FPS = 96, 64, 5


def reel(scene: Scene, count: int, calls: list[Scene] | None = None) -> Reel:
    def draw(wanted: Scene, view: View, progress: Progress) -> Layers:
        if calls is not None:
            calls.append(wanted)
        return draw_layers(wanted, 1, view, progress)

    return Reel(scene, WIDE, HIGH, FPS, count, draw, None, no_progress)


def frames(scene: Scene, count: int) -> list[np.ndarray]:
    film = reel(scene, count)
    return [film.frame(index).astype(float) for index in range(count)]


def light(frame: np.ndarray) -> float:
    return float(frame[:HIGH].mean())


def test_planes_survive_packing() -> None:
    frame = np.random.default_rng(0).integers(0, 255, (HIGH * 3 // 2, WIDE)).astype(np.uint8)
    assert np.array_equal(packed(split(frame)), frame)
    assert np.array_equal(packed(mixed(split(frame), split(frame), 0.3)), frame)


def test_a_window_over_everything_is_the_frame_and_a_half_shows_the_middle() -> None:
    ramp = np.tile(np.arange(WIDE, dtype=np.uint8), (HIGH * 3 // 2, 1))
    same = windowed(split(ramp), 0, 0, WIDE, WIDE, HIGH)
    assert np.array_equal(same[0], ramp[:HIGH])
    part = windowed(split(ramp), WIDE / 4, HIGH / 4, WIDE / 2, WIDE, HIGH)[0].astype(float)
    assert part[0, 0] == pytest.approx(WIDE / 4, abs=1)
    assert part[0, -1] == pytest.approx(WIDE * 3 / 4, abs=1)


@pytest.mark.parametrize("kind", ["push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down"])
@pytest.mark.parametrize("strength", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("loop", [False, True])
def test_windows_stay_inside_and_loops_return(kind: MoveKind, strength: float, loop: bool) -> None:
    moves = (Move(kind=kind, strength=strength),)
    way = [travel.window(moves, share, loop) for share in np.linspace(0, 1, 21)]
    for left, top, across in way:
        assert -1e-9 <= left <= 1 - across + 1e-9 and -1e-9 <= top <= 1 - across + 1e-9
        assert across >= 1 / travel.margin(moves) - 1e-9
    assert (way[0] == pytest.approx(way[-1])) is loop


def test_words_name_moves_and_requests_come_first() -> None:
    assert travel.moves_of(replace(LAKE, motion="rise"), ())[0].kind == "tilt_up"
    asked = (Move(kind="pan_left"),)
    assert travel.moves_of(replace(LAKE, motion="rise"), asked) == asked
    assert travel.margin(()) == 1.0
    assert travel.able((Move(kind="pan_left"),)) and not travel.able((Move(kind="roll_left"),))


def test_hours_pass_evenly_from_the_one_that_was_asked() -> None:
    hours = passage(replace(LAKE, motion="timelapse", time="sunset"))
    heights = [scene.sun_height for scene in hours]
    assert heights == sorted(heights, reverse=True) and heights[0] - heights[-1] > 9
    assert {scene.time for scene in hours} == {"sunset"}
    assert len(passage(replace(LAKE, motion="timelapse", time="night"))) == 1
    assert [s.season for s in passage(replace(LAKE, motion="seasons", season="autumn"))] == [
        "autumn", "winter", "spring", "summer",
    ]  # fmt: skip
    assert passage(LAKE) == (LAKE,)


def test_lamps_are_lit_when_the_sun_is_gone_and_no_shower_comes_with_them() -> None:
    hours = passage(Scene("city", motion="timelapse"))
    times = [scene.time for scene in hours]
    assert times == sorted(times, key=["sunset", "dusk"].index)
    assert times[0] == "sunset" and times[-1] == "dusk"
    assert all(scene.rain == 0 for scene in hours)
    assert all(scene.rain == 0.5 for scene in passage(Scene("city", motion="timelapse", rain=0.5)))


@pytest.mark.parametrize("family", get_args(Family))
def test_flights_climb_before_they_are_far_and_orbits_pass_the_middle(family: Family) -> None:
    way = [flight.view(family, "fly", share, 64, 36) for share in (0.0, 0.4, 1.0)]
    assert (way[0].up, way[0].forward) == (0, 0)
    assert way[1].up / way[2].up > way[1].forward / way[2].forward > 0
    orbit = [flight.view(family, "orbit", share, 64, 36) for share in (0.0, 0.5, 1.0)]
    assert orbit[0].right == pytest.approx(-orbit[2].right) and orbit[1].right == pytest.approx(0)


@pytest.mark.slow
def test_the_sun_sets_in_a_timelapse() -> None:
    film = frames(replace(SKY, motion="timelapse"), 10)
    assert light(film[-1]) < 0.75 * light(film[0])
    steps = [float(np.abs(b - a).mean()) for a, b in itertools.pairwise(film)]
    assert max(steps) < 25 and min(steps) > 0.3


@pytest.mark.slow
def test_only_two_hours_are_alive_and_each_is_drawn_once() -> None:
    calls: list[Scene] = []
    film = reel(replace(SKY, motion="seasons", loop=True), 12, calls)
    for index in range(12):
        film.frame(index)
    seasons = [scene.season for scene in calls]
    assert seasons[:4] == ["summer", "autumn", "winter", "spring"]
    assert len(seasons) <= 6


@pytest.mark.slow
def test_a_loop_ends_where_it_begins() -> None:
    film = frames(replace(LAKE, loop=True), 15)
    plain = frames(LAKE, 15)
    seam = float(np.abs(film[-1] - film[0]).mean())
    within = float(np.median([np.abs(b - a).mean() for a, b in itertools.pairwise(film)]))
    assert seam < 2.2 * within
    assert seam < float(np.abs(plain[-1] - plain[0]).mean())


@pytest.mark.slow
def test_the_camera_goes_where_it_was_sent() -> None:
    still = frames(LAKE, 4)
    pan = frames(replace(LAKE, motion="pan_left"), 4)
    assert np.abs(pan[-1] - pan[0]).mean() > 2 * np.abs(still[-1] - still[0]).mean()


@pytest.mark.slow
def test_a_flight_draws_every_frame_from_somewhere_else() -> None:
    calls: list[Scene] = []
    film = reel(replace(LAKE, motion="fly"), 3, calls)
    first, last = film.frame(0).astype(float), film.frame(2).astype(float)
    assert len(calls) == 2
    assert np.abs(first - last).mean() > 2
