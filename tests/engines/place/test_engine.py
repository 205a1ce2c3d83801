from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from moviola.engines.base import PREVIEW, ClipRequest, ImageRequest, no_progress
from moviola.engines.place.engine import PlaceEngine, _Teller, finished, layers_of
from moviola.engines.place.families import plain_seed
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.memory import forget
from moviola.engines.place.motion.parallax import frame_of
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import FAMILIES, Family, Scene, View
from moviola.errors import BadRequest

LAKE = "sunset over a mountain lake"
CITY = "a realistic image of a futuristic city at night"
FOREST = "a forest in the morning"


def picture(folder: Path, prompt: str, width: int = 160, height: int = 90, seed: int = 0) -> np.ndarray:
    request = ImageRequest(prompt=prompt, width=width, height=height, seed=seed)
    output = PlaceEngine().run(request, folder, no_progress)
    with Image.open(output.file.path) as image:
        return np.asarray(image.convert("RGB")).astype(float)


def drawn(scene: Scene, seed: int, view: View) -> np.ndarray:
    share_evenly()
    return finished(develop(layers_of(scene, seed, view, no_progress)), scene, seed).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_same_seed_same_pixels_other_seed_other_place(family: Family) -> None:
    scene = Scene(family)
    first = drawn(scene, 3, View(160, 90))
    assert first.shape == (90, 160, 3)
    assert first.std() > 8
    other = drawn(scene, 4, View(160, 90))
    # nothing that a place leaves in memory may change it
    forget()
    assert np.array_equal(first, drawn(scene, 3, View(160, 90)))
    assert np.abs(first - other).mean() > 4


@pytest.mark.slow
def test_still_is_what_was_asked(tmp_path: Path) -> None:
    stages: list[tuple[float, str]] = []
    request = ImageRequest(prompt=LAKE, changes=("more fog", "make it winter"), width=322, height=181, seed=3)
    output = PlaceEngine().run(request, tmp_path, lambda share, stage: stages.append((share, stage)))
    with Image.open(output.file.path) as image:
        assert image.size == (322, 181)
        told = image.text  # type: ignore[attr-defined]
        assert told["Source"].startswith("synthetic")
        assert (told["Prompt"], told["Seed"]) == (LAKE, "3")
        assert told["Changes"] == "more fog; make it winter"
        assert np.asarray(image).std() > 5
    assert stages[-1][0] == 1.0
    assert [share for share, _ in stages] == sorted(share for share, _ in stages)
    assert {path.name for path in tmp_path.iterdir()} == {"place.png", PREVIEW}


@pytest.mark.slow
@pytest.mark.parametrize("prompt", [LAKE, CITY, FOREST])
def test_preview_shows_the_picture_that_comes(tmp_path: Path, prompt: str) -> None:
    final = picture(tmp_path, prompt, 640, 360, seed=8)
    with Image.open(tmp_path / PREVIEW) as image:
        assert image.size == (480, 270)
        early = np.asarray(image.convert("RGB")).astype(float)
    small = [
        cv2.resize(each.mean(2), (120, 68), interpolation=cv2.INTER_AREA).ravel() for each in (final, early)
    ]
    assert np.corrcoef(*small)[0, 1] > 0.9


@pytest.mark.slow
@pytest.mark.parametrize("prompt", [LAKE, CITY, FOREST])
def test_film_starts_with_the_still_and_moves_smoothly(tmp_path: Path, prompt: str) -> None:
    still = picture(tmp_path, prompt, 320, 180)
    request = ClipRequest(prompt=prompt, width=320, height=180, fps=24, duration_ms=1000)
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert (output.file.width, output.file.height, output.file.duration_ms) == (320, 180, 1000)
    with av.open(str(output.file.path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (1, 1)
        frames = [frame.to_ndarray(format="rgb24").astype(float) for frame in container.decode(stream)]
    assert len(frames) == 24
    # a film keeps some of the still around its frame, for a camera that drifts
    room = frame_of(320, 180, 1.0)
    large = cv2.resize(still, (room.wide, room.high), interpolation=cv2.INTER_CUBIC)
    window = large[room.top : room.top + 180, room.left : room.left + 320].astype(float)
    assert np.abs(frames[0] - window).mean() < 8
    steps = [float(np.abs(b - a).mean()) for a, b in itertools.pairwise(frames)]
    assert min(steps) > 0.01
    assert max(steps) < 4 * float(np.median(steps)) + 0.5


@pytest.mark.slow
def test_film_plays_while_it_loads_and_has_even_sides(tmp_path: Path) -> None:
    request = ClipRequest(prompt=LAKE, width=97, height=65, fps=10, duration_ms=400)
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert (output.file.width, output.file.height) == (96, 64)
    data = output.file.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(64, 256), (257, 65)])
@pytest.mark.parametrize("family", FAMILIES)
def test_small_odd_and_extreme_sizes(family: Family, width: int, height: int) -> None:
    assert drawn(Scene(family), 1, View(width, height, samples=1.0)).shape == (height, width, 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("family", "seed"), list(zip(FAMILIES, itertools.cycle((2**32 - 1, 10**12, -1)), strict=False))
)
def test_any_integer_is_a_seed(family: Family, seed: int) -> None:
    assert drawn(Scene(family, style="oil"), seed, View(64, 64, samples=1.0)).std() > 3


def test_seeds_keep_apart() -> None:
    assert [plain_seed(seed) for seed in (0, 7, 2**32 - 1)] == [0, 7, 2**32 - 1]
    wild = [plain_seed(seed) for seed in (-1, -(2**70), 2**32, 10**12, 2**64 + 1)]
    assert len(set(wild)) == len(wild)
    assert all(0 <= seed < 2**32 for seed in wild)


@pytest.mark.slow
def test_times_and_seasons_differ() -> None:
    scene = Scene("lake")
    first = drawn(scene, 0, View(96, 64))
    for other in (
        replace(scene, time="day"),
        replace(scene, time="night"),
        replace(scene, season="winter", fog=1.0),
    ):
        assert np.abs(drawn(other, 0, View(96, 64)) - first).mean() > 5


def test_progress_says_that_kernels_are_compiled() -> None:
    stages: list[tuple[float, str]] = []
    told = _Teller(lambda share, stage: stages.append((share, stage)))
    told(0.3, "land")
    told.compiles("shade")
    told.compiles("fill")
    told(0.4, "sky")
    assert stages == [(0.3, "land"), (0.3, "compile"), (0.4, "sky")]


def test_what_is_no_place_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="mountain lake"):
        PlaceEngine().run(ImageRequest(prompt="a cat on a sofa"), tmp_path, no_progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_real_place_is_only_the_model(tmp_path: Path) -> None:
    request = ImageRequest(prompt="富士山日落", width=64, height=64, language="zh")
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert ("inspired", ("富士山",)) in [(note.code, note.values) for note in output.notes]


def test_unknown_words_are_noted(tmp_path: Path) -> None:
    request = ImageRequest(prompt="a snowy city with a unicorn", width=64, height=64, language="zh")
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert {note.code: note.values for note in output.notes}["unknown_words"] == ("unicorn",)
    assert output.label == "冬日城市夜景"
