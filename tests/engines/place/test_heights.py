from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.heights.abilities import FEATURES
from moviola.engines.place.heights.draw import draw
from moviola.engines.place.heights.layouts import layout_of
from moviola.engines.place.heights.rolling import Rolling
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.post.still import develop
from moviola.engines.place.resample import soften
from moviola.engines.place.scene import Scene, View


def shown(scene: Scene, seed: int, width: int = 160, height: int = 90) -> Picture:
    """The finished picture as display light 0–1 [H, W]."""
    pixels = develop(draw(scene, seed, View(width, height, samples=1.0), no_progress))
    return np.asarray(pixels @ np.array([0.2126, 0.7152, 0.0722]) / 255, np.float32)


def test_layouts_follow_words_and_seeds() -> None:
    assert layout_of(Scene("sky", features=("sea",)), 1).form == "sea"
    assert layout_of(Scene("sky", features=("cloud_sea",)), 1).form == "above"
    assert layout_of(Scene("sky", viewpoint="aerial"), 2).form == "above"
    assert layout_of(Scene("sky", season="winter"), 3).form == "snow"
    assert layout_of(Scene("sky", features=("mountains", "tent")), 3).hero == "tent"
    assert layout_of(Scene("sky", features=("hills", "balloon")), 3).balloons >= 5
    assert not layout_of(
        Scene("sky", features=("hills",), people=False, without=("trees",)), 3
    ).hero.startswith("person")
    layouts = [layout_of(Scene("sky"), seed) for seed in range(12)]
    assert len({layout.form for layout in layouts}) >= 4
    assert len(set(layouts)) == 12
    assert layout_of(Scene("sky"), 5) == layout_of(Scene("sky"), 5)


def test_named_heroes_stand_where_they_are_asked_for() -> None:
    for name in ("person", "couple", "tent"):
        assert name in FEATURES
        assert layout_of(Scene("sky", features=("meadow", name)), 4).hero == name


def test_rolling_clouds_start_where_they_are_and_spare_the_sky() -> None:
    dice = np.random.default_rng(1)
    picture = soften(dice.random((90, 160, 3)).astype(np.float32), 3)
    depths = np.full((90, 160), FAR, np.float32)
    lens = Lens(0.0, 1600.0, 0.0, 130.0, 80.0, 30.0)
    rolling = Rolling(np.ones((20, 40), np.float32), 0.3)
    out = picture.copy()
    rolling.draw(out, depths, lens, 0.0)
    assert np.array_equal(out, picture)
    rolling.draw(out, depths, lens, 1.3)
    assert np.array_equal(out[:31], picture[:31])
    assert np.abs(out[60:] - picture[60:]).max() > 0.005
    fixed = picture.copy()
    Rolling(np.zeros((20, 40), np.float32), 0.3).draw(fixed, depths, lens, 1.3)
    assert np.abs(fixed - picture).max() < 1e-5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wish", "seed", "least"),
    [
        ({"time": "sunset"}, 1, 0.30),
        ({"time": "day", "features": ("balloon", "birds")}, 2, 0.30),
        ({"time": "night", "milky_way": True, "features": ("mountains", "tent")}, 3, 0.10),
        ({"time": "night", "aurora": True}, 4, 0.10),
        ({"time": "dusk", "lightning": True}, 5, 0.10),
        ({"time": "day", "rainbow": True, "features": ("sea",)}, 6, 0.30),
        ({"time": "golden", "viewpoint": "aerial"}, 7, 0.30),
    ],
)
def test_pictures_are_well_exposed(wish: dict[str, Any], seed: int, least: float) -> None:
    light = shown(Scene("sky", **wish), seed)
    assert light.mean() > least
    assert light.mean() < 0.85
    assert light.std() > 0.03
    assert (light > 0.995).mean() < 0.15


@pytest.mark.slow
def test_preview_and_picture_show_the_same() -> None:
    for seed in (0,):
        small, large = (shown(Scene("sky", time="sunset"), seed, *size) for size in ((128, 72), (256, 144)))
        fitted = cv2.resize(large, (128, 72), interpolation=cv2.INTER_AREA)
        assert np.abs(fitted - small).mean() < 0.03


@pytest.mark.slow
def test_no_two_seeds_look_alike() -> None:
    views = [shown(Scene("sky", time="sunset"), seed, 80, 45) for seed in range(4)]
    for one in range(4):
        for other in range(one):
            assert np.abs(views[one] - views[other]).mean() > 0.03
