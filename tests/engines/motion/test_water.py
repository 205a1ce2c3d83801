from __future__ import annotations

import numpy as np

from moviola.engines.motion.box import Box
from moviola.engines.motion.camera import Window, plan_camera
from moviola.engines.motion.canvas import build_canvas
from moviola.engines.motion.ripple import ripples
from moviola.engines.motion.water import find_water
from tests.engines.motion.pictures import lake, somebody, textured


def test_a_lake_is_found_where_it_is() -> None:
    water = find_water(lake(), None)
    assert water is not None
    assert abs(water.horizon - 0.5) < 0.03
    rows = len(water.mask)
    assert water.mask[int(0.55 * rows) :].mean() > 0.85
    assert water.mask[: int(0.47 * rows)].mean() < 0.01


def test_no_water_in_a_portrait_or_in_texture() -> None:
    picture, person = somebody()
    assert find_water(picture, person.matte) is None
    assert find_water(textured(400, 300), None) is None


def test_ripples_travel_on_the_water_only() -> None:
    picture = lake()
    water = find_water(picture, None)
    assert water is not None
    bounds = (480, 270)
    window = Window(240, 135, 480, 0)
    camera = plan_camera((), _box(bounds), window, 16 / 9, (240, 135), 5.0)
    canvas = build_canvas(picture, camera, 960, 0.0, 0)
    size = (canvas.width // 3, canvas.height // 3)
    waves = ripples(water, canvas, bounds, size, 1.0, seed=3)
    assert waves is not None
    start, later = waves.at(0.0), waves.at(0.8)
    assert np.abs(start.y).max() < 1e-4, "the first frame is the picture"
    half = size[1] // 2
    assert np.abs(later.y[: half - 6]).max() == 0
    assert np.abs(later.y[half + 10 :]).max() > 0.5
    # Perspective: near water moves more than far water.
    assert np.abs(later.y[-20:]).mean() > 2 * np.abs(later.y[half + 4 : half + 24]).mean()
    assert later.gain is not None
    assert 0 < np.abs(later.gain).max() < 0.25


def test_no_ripples_where_the_camera_sees_no_water() -> None:
    picture = lake()
    water = find_water(picture, None)
    assert water is not None
    camera = plan_camera((), _box((480, 100)), Window(240, 50, 100, 0), 16 / 9, (240, 50), 5.0)
    canvas = build_canvas(picture, camera, 320, 0.0, 0)
    assert ripples(water, canvas, (480, 270), (canvas.width // 3, canvas.height // 3), 1.0, 0) is None


def _box(size: tuple[int, int]) -> Box:
    return Box(0, 0, *size)
