"""Snow villages: meshes, their pixels, lamps, layouts, ground, and whole pictures."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.house import CABIN, CHALET, FARM, NORDIC, TOWN, house
from moviola.engines.place.props.lanterns import gathered
from moviola.engines.place.props.mesh import GLASS, PAINT, SNOW, Builder, placed
from moviola.engines.place.props.raster import rasterise
from moviola.engines.place.scene import Scene
from moviola.engines.place.village.abilities import FEATURES
from moviola.engines.place.village.layouts import LAYOUTS, lay_out
from moviola.engines.place.village.plan import CHURCH, along

_LENS = Lens(0.0, 0.0, 0.0, 100.0, 50.0, 40.0)


def _square(z: float, half: float) -> Builder:
    build = Builder()
    build.quad(
        [(-half, -half, z), (half, -half, z), (half, half, z), (-half, half, z)], PAINT, (0.5, 0.5, 0.5)
    )
    return build


def _seen(build: Builder, lens: Lens = _LENS, floor: float = -1e9) -> tuple[np.ndarray, np.ndarray]:
    depths = np.full((80, 100), FAR, np.float32)
    faces = np.full((80, 100), -1, np.int32)
    rasterise(build.mesh().corners, lens, floor, depths, faces)
    return depths, faces


def test_a_square_covers_the_pixels_that_perspective_gives_it() -> None:
    depths, faces = _seen(_square(10.0, 1.0))
    assert int((faces >= 0).sum()) == 400
    assert np.allclose(depths[faces >= 0], 10.0)


def test_the_nearer_face_wins_whatever_the_order() -> None:
    for order in ((10.0, 5.0), (5.0, 10.0)):
        build = Builder()
        for z in order:
            build.add(_square(z, 1.0).mesh())
        depths, _ = _seen(build)
        assert depths[40, 50] == pytest.approx(5.0)


def test_what_is_behind_the_camera_is_not_drawn() -> None:
    _, faces = _seen(_square(-4.0, 1.0))
    assert (faces < 0).all()


def test_a_floor_cuts_off_what_lies_below_it() -> None:
    _, faces = _seen(_square(10.0, 1.0), floor=0.0)
    rows = np.flatnonzero((faces >= 0).any(1))
    assert rows.max() == 39


def test_a_mirrored_camera_sees_the_same_thing_from_below() -> None:
    build = Builder()
    build.boxes([(-1, 1, 9)], [(1, 3, 11)], PAINT, (0.5, 0.5, 0.5))
    above = _seen(build, _LENS._replace(height=1.0))[1]
    below = _seen(build, _LENS._replace(height=-1.0))[1]
    # seen from below the water the box stands higher over the horizon
    assert np.flatnonzero((below >= 0).any(1)).min() < np.flatnonzero((above >= 0).any(1)).min()


def test_a_box_is_closed_and_its_normals_look_outwards() -> None:
    build = Builder()
    build.boxes([(-1, -1, -1)], [(1, 1, 1)], PAINT, (0.1, 0.2, 0.3))
    mesh = build.mesh()
    assert len(mesh.made) == 12
    middle = mesh.corners.mean(1)
    assert (np.einsum("nk,nk->n", middle, mesh.normals[:, 0]) > 0.5).all()


def test_a_turned_house_shows_its_front_to_the_other_side() -> None:
    build = Builder()
    build.quad([(-1, 0, -5), (1, 0, -5), (1, 1, -5), (-1, 1, -5)], PAINT, (0.5, 0.5, 0.5))
    turned = placed(build.mesh(), 10.0, 0.0, 20.0, math.pi / 2)
    assert turned.corners[..., 0].mean() == pytest.approx(15.0, abs=1e-4)


@pytest.mark.parametrize("style", [CHALET, NORDIC, TOWN, CABIN, FARM])
def test_every_kind_of_house_has_walls_windows_and_in_winter_snow(style: int) -> None:
    winter, summer = house(style, 2, 0.7, 1.0, False), house(style, 2, 0.0, 0.0, False)
    assert (winter.mesh.made == SNOW).any()
    assert not (summer.mesh.made == SNOW).any()
    assert (winter.mesh.glow[winter.mesh.made == GLASS] > 0).all()
    assert not summer.mesh.glow.any()
    assert len(winter.shines) > 3
    assert np.isfinite(winter.mesh.corners).all()
    assert np.allclose(np.linalg.norm(winter.mesh.normals, axis=2), 1, atol=0.02)


def test_snow_lies_over_the_whole_roof_and_a_little_over_its_eaves() -> None:
    bare, snowy = house(NORDIC, 1, 0.0, 1.0, False), house(NORDIC, 1, 0.8, 1.0, False)
    load = snowy.mesh.corners[snowy.mesh.made == SNOW]
    assert np.ptp(load[..., 0]) > np.ptp(bare.mesh.corners[..., 0])
    ridge = bare.eaves + bare.pitch * bare.width / 2
    on_ridge = load[np.abs(load[..., 0]) < 0.3]
    assert 0.4 < on_ridge[..., 1].max() - ridge < 1.4


def test_round_things_are_lit_from_outside() -> None:
    build = Builder()
    build.ball((0, 0, 0), (1, 1, 1), SNOW, (0.8, 0.8, 0.8))
    build.cone((3, 0, 0), 0.5, (3, 2, 0), 8, SNOW, (0.8, 0.8, 0.8))
    mesh = build.mesh()
    face = np.cross(mesh.corners[:, 1] - mesh.corners[:, 0], mesh.corners[:, 2] - mesh.corners[:, 0])
    assert (np.einsum("nk,nck->n", face, mesh.normals) >= 0).all()


def test_the_strongest_lamps_of_a_place_come_first() -> None:
    lights = np.zeros((9, 10))
    lights[:, 0] = np.linspace(-3, 3, 9)
    lights[:, 6:9] = np.arange(1, 10)[:, None]
    glows = gathered(lights, -60.0, -60.0, 120.0)
    side = glows.cells.shape[0]
    middle = glows.cells[side // 2, side // 2]
    assert 8 in middle
    assert 0 not in middle
    assert (glows.cells[0, 0] == -1).all()


def test_a_path_through_points_keeps_its_ends_and_its_step() -> None:
    line = along(((0.0, 0.0), (10.0, 0.0), (10.0, 10.0)), 0.5)
    assert tuple(line[0]) == (0.0, 0.0)
    assert np.hypot(*(line[-1] - [10, 10])) < 0.6
    assert np.allclose(np.hypot(*np.diff(line, axis=0).T), 0.5, atol=0.06)


def test_words_choose_the_layout() -> None:
    def name(*features: str, **rest: object) -> str:
        return lay_out(Scene("village", season="winter", features=features, **rest), 5).name  # type: ignore[arg-type]

    assert name("cabin") == "cabin"
    assert name("lake") == "lakeside"
    assert name("street") == "street"
    assert name("bridge") == "row"
    assert name(viewpoint="aerial") == "valley"


def test_asked_bridges_are_built_and_unwanted_things_left_out() -> None:
    assert lay_out(Scene("village", features=("bridge",)), 3).bridge is not None
    plain = lay_out(Scene("village", without=("church", "fence"), people=False), 3)
    assert not plain.fences
    assert not plain.people
    assert all(spot.kind != CHURCH for spot in plain.spots)


def test_seeds_use_every_layout_and_the_same_seed_the_same_plan() -> None:
    scene = Scene("village", time="night", season="winter")
    plans = [lay_out(scene, seed) for seed in range(8)]
    assert {plan.name for plan in plans} == set(LAYOUTS)
    again = lay_out(scene, 3)
    assert again.spots == plans[3].spots
    assert np.array_equal(again.trees, plans[3].trees)


@pytest.mark.parametrize("seed", range(16))
def test_no_house_stands_in_another_and_the_hero_is_in_view(seed: int) -> None:
    plan = lay_out(Scene("village", season="winter"), seed)
    at = np.array([(spot.x, spot.z) for spot in plan.spots])
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(len(at)) * 99
    assert apart.min() > 8.5
    assert 0.25 < plan.hero_at < 0.75
    assert (plan.trees[:, 1] > 2).all()


def test_abilities_are_plain_names() -> None:
    assert {"cabin", "church", "snowman", "smoke"} <= FEATURES
    assert all(name == name.lower() and " " not in name for name in FEATURES)
