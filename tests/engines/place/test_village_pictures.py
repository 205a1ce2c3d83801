"""Whole pictures of villages, small."""

from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.kernels import FAR
from moviola.engines.place.layers import Layers
from moviola.engines.place.lens import Lens
from moviola.engines.place.post.still import develop
from moviola.engines.place.props.smoke import Smoke
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.textures import textures
from moviola.engines.place.village.draw import draw
from moviola.engines.place.village.world import world_of

pytestmark = pytest.mark.slow

_NIGHT = Scene("village", time="night", season="winter", features=("cabin",), people=False)


def _layers(scene: Scene, width: int = 160, height: int = 90) -> Layers:
    return draw(scene, 6, View(width, height, samples=1.0), no_progress)


def test_a_cabin_at_night_has_warm_windows_in_blue_snow_and_is_the_same_again() -> None:
    layers = _layers(_NIGHT)
    picture = develop(layers).astype(np.int64)
    warm = (picture[..., 0] > 170) & (picture[..., 0] > picture[..., 2] + 60)
    assert 10 < int(warm.sum()) < 160 * 90 // 8
    ground = picture[-12:]
    assert ground[..., 2].mean() > ground[..., 0].mean()
    assert not layers.water.any()
    assert np.array_equal(develop(_layers(_NIGHT)), picture.astype(np.uint8))


def test_lamps_light_the_snow_before_the_door() -> None:
    world = world_of(_NIGHT, 6)
    brightest = world.pool.sum(0)
    assert brightest.max() > 20 * np.median(brightest)
    rows, columns = np.nonzero(brightest > 0.2 * brightest.max())
    x = columns * world.pool_grid.cell + world.pool_grid.west
    z = rows * world.pool_grid.cell + world.pool_grid.south
    lights = world.things.lights
    away = np.hypot(x[:, None] - lights[None, :, 0], z[:, None] - lights[None, :, 2]).min(1)
    assert away.max() < 9


def test_paths_are_sunk_into_the_snow() -> None:
    world = world_of(_NIGHT, 6)
    inside = world.site.trodden > 0.95
    assert inside.any()
    around = (world.site.trodden < 0.01) & (np.roll(world.site.trodden, 14, 1) > 0.95)
    assert world.site.height[inside].mean() < world.site.height[around].mean() - 0.1


def test_summer_is_green_and_winter_white() -> None:
    def ground(season: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        scene = Scene("village", time="day", season=season, features=("cabin",))  # type: ignore[arg-type]
        return np.asarray(develop(_layers(scene))[-20:].reshape(-1, 3).mean(0), np.float64)

    summer, winter = ground("summer"), ground("winter")
    assert summer[1] > summer[2] * 1.15
    assert winter.min() > 0.8 * winter.max()
    assert winter.mean() > summer.mean()


def test_a_lake_shows_the_village_upside_down() -> None:
    scene = Scene("village", time="night", season="winter", features=("lake",))
    layers = _layers(scene)
    assert layers.water.any()
    assert (layers.mirror_depths < FAR / 10).any()


def test_smoke_rises_hides_behind_walls_and_returns_to_a_moment_exactly() -> None:
    lens = Lens(0.0, 2.0, 0.0, 100.0, 80.0, 60.0)
    smoke = Smoke(np.array([[0.0, 4.0, 20.0]]), (1.0, 1.0, 1.0), 0.3, 1.5, textures().soft)

    def drawn(seconds: float, depth: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        out = np.zeros((90, 160, 3), np.float32)
        smoke.draw(out, np.full((90, 160), depth, np.float32), lens, seconds)
        return out

    first = drawn(0.0, float(FAR))
    assert first[:50].max() > 0.1
    assert not first[51:].any()
    assert not np.array_equal(first, drawn(0.4, float(FAR)))
    assert np.array_equal(first, drawn(0.0, float(FAR)))
    assert not drawn(0.0, 5.0).any()
