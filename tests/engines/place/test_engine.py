from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from moviola.engines.base import ClipRequest, ImageRequest, no_progress
from moviola.engines.place.engine import PlaceEngine
from moviola.errors import BadRequest

pytestmark = pytest.mark.slow

LAKE = "sunset over a mountain lake"
CITY = "a realistic image of a futuristic city at night"


def picture(folder: Path, prompt: str, width: int = 320, height: int = 180, seed: int = 0) -> np.ndarray:
    request = ImageRequest(prompt=prompt, width=width, height=height, seed=seed)
    output = PlaceEngine().run(request, folder, no_progress)
    with Image.open(output.file.path) as image:
        return np.asarray(image.convert("RGB")).astype(float)


@pytest.mark.parametrize("prompt", [LAKE, CITY])
def test_still_is_what_was_asked(tmp_path: Path, prompt: str) -> None:
    stages: list[tuple[float, str]] = []
    request = ImageRequest(prompt=prompt, width=322, height=181, seed=3)
    output = PlaceEngine().run(request, tmp_path, lambda share, stage: stages.append((share, stage)))
    with Image.open(output.file.path) as image:
        assert image.size == (322, 181)
        assert image.text["Source"].startswith("synthetic")  # type: ignore[attr-defined]
        assert image.text["Prompt"] == prompt  # type: ignore[attr-defined]
        assert image.text["Seed"] == "3"  # type: ignore[attr-defined]
        assert np.asarray(image).std() > 20
    assert stages[-1][0] == 1.0
    assert [share for share, _ in stages] == sorted(share for share, _ in stages)


@pytest.mark.parametrize("prompt", [LAKE, CITY])
def test_same_seed_same_pixels_other_seed_other_place(tmp_path: Path, prompt: str) -> None:
    first = picture(tmp_path, prompt, 160, 90)
    assert np.array_equal(first, picture(tmp_path, prompt, 160, 90))
    assert np.abs(first - picture(tmp_path, prompt, 160, 90, seed=1)).mean() > 5


@pytest.mark.parametrize("prompt", [LAKE, CITY])
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
    assert np.abs(frames[0] - still).mean() < 12
    steps = [float(np.abs(b - a).mean()) for a, b in itertools.pairwise(frames)]
    assert min(steps) > 0.01
    assert max(steps) < 4 * float(np.median(steps)) + 0.5


def test_film_plays_while_it_loads(tmp_path: Path) -> None:
    request = ClipRequest(prompt=LAKE, width=96, height=64, fps=10, duration_ms=400)
    output = PlaceEngine().run(request, tmp_path, no_progress)
    data = output.file.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(("width", "height"), [(64, 64), (64, 256), (256, 64), (65, 67)])
@pytest.mark.parametrize("prompt", [LAKE, CITY])
def test_small_and_odd_sizes(tmp_path: Path, prompt: str, width: int, height: int) -> None:
    assert picture(tmp_path, prompt, width, height).shape == (height, width, 3)
    request = ClipRequest(prompt=prompt, width=width, height=height, fps=5, duration_ms=400)
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert (output.file.width, output.file.height) == (width // 2 * 2, height // 2 * 2)


@pytest.mark.parametrize(
    "prompt",
    [
        "a mountain lake by day",
        "starry night over a lake without people",
        "misty winter dawn at a lake",
        "overcast city at dusk",
    ],
)
def test_times_and_seasons_differ_from_the_sunset(tmp_path: Path, prompt: str) -> None:
    assert np.abs(picture(tmp_path, prompt, 96, 64) - picture(tmp_path, LAKE, 96, 64)).mean() > 5


def test_what_is_no_place_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="mountain lake"):
        PlaceEngine().run(ImageRequest(prompt="a cat on a sofa"), tmp_path, no_progress)
    assert list(tmp_path.iterdir()) == []


def test_unknown_words_are_noted(tmp_path: Path) -> None:
    request = ImageRequest(prompt="a snowy city with a unicorn", width=64, height=64, language="zh")
    output = PlaceEngine().run(request, tmp_path, no_progress)
    assert {note.code: note.values for note in output.notes} == {
        "unknown_words": ("unicorn",),
        "approximate": ("winter",),
    }
    assert output.label == "城市夜景"
