"""The forest as it is drawn: what words ask for can be measured in the picture."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from moviola.engines.base import no_progress
from moviola.engines.place.forest.draw import draw
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.layers import Layers
from moviola.engines.place.post.still import develop
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.scene import Scene, View

pytestmark = pytest.mark.slow

_Pixels = NDArray[np.uint8]


@cache
def _layers(scene: Scene, seed: int = 0, width: int = 192, height: int = 108) -> Layers:
    share_evenly()
    return draw(scene, seed, View(width, height, samples=1.0), no_progress)


def _picture(scene: Scene, seed: int = 0, width: int = 192, height: int = 108) -> _Pixels:
    return develop(_layers(scene, seed, width, height))


def _grey(pixels: _Pixels) -> NDArray[np.float32]:
    return np.asarray(pixels.mean(axis=2), np.float32)


def test_same_scene_and_seed_give_the_same_pixels() -> None:
    scene = Scene("forest", time="golden", season="autumn")
    first = _picture(scene)
    again = develop(draw(scene, 0, View(192, 108, samples=1.0), no_progress))
    assert np.array_equal(first, again)
    assert first.std() > 15


def test_composition_is_the_same_at_another_size() -> None:
    scene = Scene("forest", time="golden", season="autumn")
    small = _grey(_picture(scene))
    large = fit(_grey(_picture(scene, width=320, height=180)), (192, 108), AREA)
    assert np.corrcoef(small.ravel(), large.ravel())[0, 1] > 0.9


def test_seeds_differ() -> None:
    scene = Scene("forest", time="golden", season="autumn")
    first, second = _grey(_picture(scene)), _grey(_picture(scene, 4))
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.7


def test_fog_takes_the_contrast_of_what_is_far() -> None:
    clear = _layers(Scene("forest", time="day", features=("path",), fog=0.05))
    thick = _layers(Scene("forest", time="day", features=("path",), fog=1.0))
    far = (clear.depths > 40) & (clear.depths < 110)

    def detail(layers: Layers) -> float:
        light = layers.picture.mean(axis=2)
        steps = np.abs(np.diff(light, axis=1, append=light[:, -1:]))
        return float(steps[far].mean() / light[far].mean())

    assert far.sum() > 500
    assert detail(thick) < 0.35 * detail(clear)


def test_autumn_is_redder_than_summer() -> None:
    def redness(scene: Scene) -> float:
        red, green, _ = _picture(scene).reshape(-1, 3).mean(axis=0)
        return float(red / green)

    features = ("broadleaf", "path")
    autumn = redness(Scene("forest", time="day", season="autumn", features=features))
    summer = redness(Scene("forest", time="day", season="summer", features=features))
    assert autumn > summer * 1.12


def test_only_a_stream_brings_water() -> None:
    stream = _layers(Scene("forest", time="day", features=("stream",)))
    assert 0.02 < stream.bed_water.mean() < 0.6
    assert not _layers(Scene("forest", time="day", features=("path",), fog=0.05)).bed_water.any()


def test_a_waterfall_moves_and_falls_over_the_picture() -> None:
    layers = _layers(Scene("forest", time="day", features=("waterfall",)))
    fall = layers.moving[0]
    first, later = layers.picture.copy(), layers.picture.copy()
    fall.draw(first, layers.depths, layers.lens, 0.0)
    fall.draw(later, layers.depths, layers.lens, 0.5)
    assert (np.abs(first - layers.picture).max(axis=2) > 1e-3).mean() > 0.004
    assert np.abs(first - later).max() > 1e-3


def test_what_moves_leaves_the_still_light_alone_at_first() -> None:
    layers = _layers(Scene("forest", time="day", features=("path",), fog=0.05))
    for thing in layers.moving:
        out = layers.picture.copy()
        thing.draw(out, layers.depths, layers.lens, 2.0)
        assert np.isfinite(out).all()
        assert np.abs(out - layers.picture).mean() < 0.25 * layers.picture.mean()


@pytest.mark.parametrize(("width", "height"), [(90, 160), (210, 90)])
def test_narrow_and_wide_pictures_are_filled(width: int, height: int) -> None:
    pixels = _picture(Scene("forest", time="dawn", features=("pines", "path")), 1, width, height)
    assert pixels.shape == (height, width, 3)
    assert pixels.std() > 12
