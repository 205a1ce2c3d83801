from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Drift
from moviola.engines.place.lens import Lens
from moviola.engines.place.motion.clouds import air_at, carry_clouds
from moviola.engines.place.motion.halved import Halved
from moviola.engines.place.motion.parallax import frame_of
from moviola.engines.place.motion.shift import come_before, seen_from_aside
from moviola.engines.place.motion.sun import Sun, SunWay

ROWS, COLUMNS, MARGIN = 8, 120, 10


def scene() -> tuple[np.ndarray, np.ndarray]:
    """A red post of columns 50 to 59 at 5 m before a wall at 50 m whose green tells the column."""
    light = np.full((ROWS, COLUMNS, 3), 0.2, np.float32)
    light[..., 1] = np.arange(COLUMNS) / COLUMNS
    light[:, 50:60] = (1, 0, 0)
    depths = np.full((ROWS, COLUMNS), 50, np.float32)
    depths[:, 50:60] = 5
    return light, depths


def seen(light: np.ndarray, depths: np.ndarray, away: float) -> tuple[np.ndarray, np.ndarray]:
    spans = np.tile(np.array([0, COLUMNS]), (ROWS, 1)).astype(np.int64)
    out = np.full((ROWS, COLUMNS - 2 * MARGIN, 3), np.nan, np.float32)
    deep = np.full(out.shape[:2], np.nan, np.float32)
    closeness = np.where(depths < FAR / 10, 1 / depths, 0).astype(np.float32)
    seen_from_aside(light, closeness, spans, depths, 0, MARGIN, away, out, deep)
    return out, deep


@pytest.mark.slow
@pytest.mark.parametrize("away", [-30.0, -7.5, 0.0, 12.5, 30.0])
def test_near_things_move_more_keep_their_width_and_leave_no_gap(away: float) -> None:
    out, deep = seen(*scene(), away)
    assert np.isfinite(out).all() and np.isfinite(deep).all()
    post = np.flatnonzero(out[3, :, 0] > 0.6)
    assert np.array_equal(post, np.arange(post[0], post[-1] + 1)) and abs(len(post) - 10) <= 1
    assert post.mean() == pytest.approx(54.5 - MARGIN - away / 5, abs=0.6)
    assert np.array_equal(np.flatnonzero(deep[3] < 10), post) or abs(away % 5) > 0
    # the wall moves by a tenth of that, and goes on behind the post
    assert out[3, 90, 1] == pytest.approx((90 + MARGIN + away / 50) / COLUMNS, abs=0.002)
    beside = np.concatenate([out[3, post[0] - 8 : post[0] - 1, 1], out[3, post[-1] + 2 : post[-1] + 9, 1]])
    assert beside.min() > 0.28 and beside.max() < 0.65
    assert all(np.array_equal(row, out[3]) for row in out)


@pytest.mark.slow
def test_ground_that_comes_nearer_is_sheared_not_torn() -> None:
    light = np.tile(np.linspace(0, 1, COLUMNS, dtype=np.float32)[:, None], (ROWS, 1, 3))
    depths = np.repeat(np.linspace(40, 4, ROWS, dtype=np.float32)[:, None], COLUMNS, 1)
    out, _ = seen(light, depths, 24.0)
    for row in range(ROWS):
        expected = (np.arange(COLUMNS - 2 * MARGIN) + MARGIN + 24.0 / depths[row, 0]) / (COLUMNS - 1)
        assert np.abs(out[row, :, 0] - expected).max() < 1e-4


@pytest.mark.slow
def test_what_comes_before_the_picture_moves_as_near_as_it_is() -> None:
    depths = scene()[1]
    shown = depths.copy()
    shown[2, 90:96] = 4
    spans = np.zeros((ROWS, 2), np.int64)
    closeness = np.zeros_like(depths)
    now, columns = np.empty_like(closeness), np.empty_like(spans)
    come_before(closeness, spans, depths, shown, now, columns)
    assert np.allclose(now[2, 90:96], 0.25) and now.sum() == pytest.approx(1.5)
    assert columns[2].tolist() == [0, COLUMNS] and columns[3].tolist() == [0, 0]


def test_a_frame_has_room_around_it_only_where_the_camera_moves() -> None:
    assert frame_of(1920, 1080, 0.0)[2:] == (1920, 1080)
    frame = frame_of(1920, 1080, -0.5)
    assert frame.wide % 2 == frame.high % 2 == 0
    assert 1920 * 1.025 < frame.wide < 1920 * 1.045
    assert frame.wide / frame.high == pytest.approx(16 / 9, abs=0.005)


def test_clouds_are_swift_when_hours_pass_and_never_jump() -> None:
    drift = Drift()
    slow, fast = (
        air_at(drift, 1.0, 10.0, swift).north - air_at(drift, 0.9, 10.0, swift).north
        for swift in (False, True)
    )
    assert abs(fast) > 5 * abs(slow) > 0
    before = air_at(drift, 0.0, 10.0, True)
    assert before.north == 0 and before.share == 1
    for time in np.arange(0.01, 12, 0.01):
        now = air_at(drift, float(time), 10.0, True)
        for share, a, b in (
            (now.share, before.north, now.north),
            (1 - now.share, before.other_north, now.other_north),
        ):
            assert abs(a - b) < 0.02 or share < 0.01
        before = now


@pytest.mark.slow
def test_clouds_change_shape_where_the_air_stands_still() -> None:
    random = np.random.default_rng(0)
    soft = random.normal(size=(1024, 1024)).astype(np.float32)
    layer = np.zeros((60, 80, 4), np.float32)
    layer[20:40, 30:50] = 0.5
    lens = Lens(0.0, 2.0, 0.0, 80.0, 40.0, 56.0)
    clouds = [np.empty((60, 80, 4), np.float32) for _ in range(3)]
    still = Drift(cloud_east=0.0, cloud_north=0.0)
    for out, seconds in zip(clouds, (0.0, 8.0, 8.0), strict=True):
        carry_clouds(layer, lens, 1.0, 2.0, air_at(still, seconds, 10.0, False), soft, out)
    assert np.abs(clouds[1] - clouds[0]).max() > 0.05
    assert np.array_equal(clouds[1], clouds[2])
    assert clouds[1][..., 3].max() <= 1 and clouds[1].min() >= 0


def test_the_sun_is_where_it_was_brought_to_and_only_once() -> None:
    lens = Lens(0.0, 2.0, 0.0, 200.0, 100.0, 90.0)
    sky = np.zeros((100, 200, 3), np.float32)
    y, x = np.mgrid[0:100, 0:200]
    sky[(x - 100) ** 2 + (y - 70) ** 2 < 16] = 5
    way = SunWay(sky, lens, Sun(0.0025, 0.0975))
    for up in (0.0975, 0.06, 0.13):
        way.bring(Sun(0.0025, up))
        rows, columns = np.nonzero(sky[..., 0] > 1)
        assert rows.mean() == pytest.approx(90 - up * 200 - 0.5, abs=1.2)
        assert columns.mean() == pytest.approx(100, abs=1.0)
        assert np.ptp(rows) < 12


class Clock:
    """Writes the time over the picture."""

    shown: Picture | None = None
    costly = True

    def __init__(self) -> None:
        self.drawn: list[float] = []

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        out[:] = seconds
        self.drawn.append(seconds)


@pytest.mark.parametrize(("fps", "most"), [(30.0, 7), (15.0, 10)])
def test_costly_things_are_drawn_half_as_often_and_keep_the_time(fps: float, most: int) -> None:
    clock = Clock()
    halved = Halved(clock)
    halved.fps = fps
    lens = Lens(0.0, 2.0, 0.0, 80.0, 40.0, 56.0)
    for index in range(10):
        out = np.zeros((2, 2, 3), np.float32)
        halved.draw(out, out[..., 0], lens, index / fps)
        assert out == pytest.approx(index / fps, abs=1e-6)
    assert len(clock.drawn) <= most
