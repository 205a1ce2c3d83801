from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens
from moviola.engines.place.motion.animation import Animation
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.street import fields as f
from moviola.engines.place.street.cast import cast, columns_of
from moviola.engines.place.street.crowd import BEFORE
from moviola.engines.place.street.draw import draw
from moviola.engines.place.street.halos import add_halo
from moviola.engines.place.street.hours import settled, wetness
from moviola.engines.place.street.layouts import compose
from moviola.engines.place.street.marking import COLUMNS, LEFT, STEP, marks
from moviola.engines.place.street.plan import Way
from moviola.engines.place.street.signs import HUES, Sign, picture
from moviola.engines.place.street.trees import crown


@pytest.mark.parametrize("bend", [0.0, 0.012, -0.009])
def test_a_way_knows_where_its_own_places_are(bend: float) -> None:
    way = Way(3.0, -9.0, 0.1, bend)
    x, z, turn = way.at(40.0, 2.5)
    along, aside = way.where(np.array([x], np.float32), np.array([z], np.float32))
    assert along[0] == pytest.approx(40.0, abs=0.02)
    assert aside[0] == pytest.approx(2.5, abs=0.02)
    assert turn == pytest.approx(0.1 + 40 * bend)


def test_kerb_and_zebra_lie_where_they_are_asked_for() -> None:
    plane = marks(Way(0.0, -12.0, 0.0), 4.0, None, 6.0, 30.0, True, False)
    middle = round(-LEFT / STEP)
    row = round((30.0 - 12.0 + 4.0) / STEP)
    assert plane[row, middle, 0] == pytest.approx(-4.0, abs=0.1)
    assert plane[row, middle + round(6 / STEP), 0] == pytest.approx(2.0, abs=0.15)
    across = plane[row, middle - 24 : middle + 24, 1]
    assert across.max() > 0.1
    assert across.min() < 0
    assert plane.shape[1] == COLUMNS


def _box(x: float, z: float, bottom: float, top: float) -> list[float]:
    row = [0.0] * f.FIELDS
    row[f.X], row[f.Z], row[f.HALF_X], row[f.HALF_Z] = x, z, 2.0, 3.0
    row[f.BOTTOM], row[f.TOP] = bottom, top
    return row


def _cast(lens: Lens, rows: int, columns: int, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    depths = np.empty((rows, columns), np.float32)
    faces = np.empty((rows, columns), np.int32)
    first, last = columns_of(lens, boxes, columns)
    cast(lens, boxes, first, last, depths, faces, np.empty_like(depths), np.empty_like(depths))
    return depths, faces


@pytest.mark.slow
def test_rays_meet_fronts_sides_undersides_ground_and_sky() -> None:
    boxes = np.array([_box(0.0, 20.0, 0.0, 6.0), _box(6.0, 20.0, 4.0, 8.0)])
    lens = Lens(0.0, 1.5, 0.0, 60.0, 40.0, 45.0)
    depths, faces = _cast(lens, 60, 80, boxes)
    assert faces[40, 40] == f.FRONT
    assert depths[40, 40] == pytest.approx(17.0)
    assert faces[58, 40] == f.GROUND_PLANE
    assert faces[2, 2] == f.SKY
    assert depths[2, 2] == FAR
    assert (faces == f.FACES + f.UNDER).any()
    # from below the ground there is no ground
    mirrored = _cast(lens._replace(height=-1.5), 60, 80, boxes)[1]
    assert not (mirrored == f.GROUND_PLANE).any()
    assert not (mirrored == f.UNDER).any()


def test_signs_say_different_things_in_their_colours() -> None:
    red = picture(Sign("茶", "neon", True, HUES["red"], HUES["red"]), 1.0, 1.2)
    blue = picture(Sign("茶", "neon", True, HUES["blue"], HUES["blue"]), 1.0, 1.2)
    other = picture(Sign("酒店", "neon", True, HUES["red"], HUES["red"]), 1.0, 1.2)
    assert red[..., 0].mean() > 2 * red[..., 2].mean()
    assert blue[..., 2].mean() > 2 * blue[..., 0].mean()
    assert np.abs(red - other).mean() > 0.01


def test_words_decide_weather_and_ground() -> None:
    assert settled(Scene("street", time="night", rain=0.0), 3).rain == 0
    assert settled(Scene("street", time="night", rain=0.8), 3).rain == 0.8
    winter = settled(Scene("street", time="day", season="winter", snowfall=0.5), 3)
    assert winter.rain == 0
    assert winter.snowfall == 0.5
    assert wetness(Scene("street", rain=0.9), 3) > wetness(Scene("street", rain=0.2), 3)
    assert wetness(Scene("street", time="day", rain=0.0), 3) < 0.3


@pytest.mark.slow
def test_wishes_are_granted_and_refused() -> None:
    wish = Scene("street", time="night", rain=0.5, features=("person", "umbrellas", "cars"))
    plan = compose(wish, 5)
    assert plan.cars
    assert any(p.who.umbrella for p in plan.people)
    assert all(house[f.TOP] > house[f.GROUND] for house in plan.boxes[: plan.solid])
    bare = compose(Scene("street", time="night", rain=0.5, people=False, without=("cars", "signs")), 5)
    assert not bare.people
    assert not bare.cars
    assert len(compose(wish, 6).boxes) != len(plan.boxes)
    # nobody stands in the way of the camera
    assert all(car.along > BEFORE + 5 for car in plan.cars if not car.across)


@pytest.mark.slow
def test_a_street_is_the_same_twice_and_lives() -> None:
    scene = Scene("street", time="night", rain=0.6, viewpoint="eye")
    view = View(160, 90, samples=1.0)
    layers = draw(scene, 7, view, no_progress)
    first = develop(layers)
    again = develop(draw(scene, 7, view, no_progress))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, develop(draw(scene, 8, view, no_progress)))
    assert 12 < first.mean() < 140
    assert not layers.flip
    # the wet road mirrors: what is moving lights the ground of the still, and the film goes on
    dry = develop(draw(Scene("street", time="night", rain=0.0, viewpoint="eye"), 7, view, no_progress))
    assert np.abs(first[60:].astype(int) - dry[60:].astype(int)).mean() > 2
    film = Animation(layers, 160, 90, 1.0)
    one, later = film.frame(0, 30).copy(), film.frame(15, 30).copy()
    assert 0.05 < np.abs(one[:90].astype(int) - later[:90].astype(int)).mean() < 12


@pytest.mark.slow
def test_nobody_stands_too_near_and_no_cars_stand_abreast() -> None:
    for seed in range(1, 5):
        plan = compose(Scene("street", time="night", rain=0.6), seed)
        assert all(person.z >= 9 for person in plan.people)
        parked = [car for car in plan.cars if not car.across]
        for k, one in enumerate(parked):
            for other in parked[k + 1 :]:
                same_side = one.aside * other.aside > 0
                assert not same_side or one.speed != other.speed or abs(one.along - other.along) > 5


@pytest.mark.slow
def test_no_edge_of_the_picture_cuts_a_sign() -> None:
    for seed in range(1, 5):
        plan = compose(Scene("street", time="night", rain=0.6), seed)
        high = plan.camera.horizon * 2 * plan.camera.wide * 9 / 16
        signs = plan.boxes[plan.boxes[:, f.KIND] == f.SIGN]
        assert len(signs) > 5
        low, top = ((signs[:, k] - plan.camera.height) / signs[:, f.Z] for k in (f.BOTTOM, f.TOP))
        assert not ((low < high) & (top > high * 1.01)).any()


@pytest.mark.slow
def test_trees_grow_where_they_are_asked_for_and_turn_with_the_year() -> None:
    wish = Scene("street", time="day", rain=0.0, season="summer", features=("trees",))
    assert any(compose(wish, seed).trees for seed in range(1, 5))
    assert not any(
        compose(replace(wish, features=(), without=("trees",)), seed).trees for seed in range(1, 5)
    )
    green, gold = (crown(0, season).astype(np.float32) for season in ("summer", "autumn"))
    assert green[..., 2].sum() > green[..., 1].sum()
    assert gold[..., 1].sum() > 1.15 * gold[..., 2].sum()


@pytest.mark.slow
def test_a_halo_lies_around_its_lamp_and_not_where_it_is_hidden() -> None:
    out, depths = np.zeros((40, 60, 3), np.float32), np.full((40, 60), 50.0, np.float32)
    add_halo(out, depths, 30.0, 20.0, 12.0, 20.0, 1.0, 0.5, 0.2, 1.5)
    assert out[20, 30, 0] > out[20, 36, 0] > 0
    assert out[20, 30, 0] == pytest.approx(2 * out[20, 30, 1], rel=1e-3)
    assert out[2, 2].max() == 0
    hidden = np.zeros_like(out)
    add_halo(hidden, np.full((40, 60), 5.0, np.float32), 30.0, 20.0, 12.0, 20.0, 1.0, 0.5, 0.2, 1.5)
    assert hidden.max() == 0
