"""The portrait engine on the real model."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from moviola.engines.base import PortraitEditRequest, PortraitRequest, no_progress
from moviola.engines.portrait import controls
from moviola.engines.portrait.engine import PortraitEngine
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.meter import Meter
from moviola.errors import BadRequest
from moviola.models.store import locate

pytestmark = pytest.mark.slow

CAPTAIN = "a weathered sea captain in his sixties with a grey beard"


@pytest.fixture(scope="module")
def engine() -> PortraitEngine:
    return PortraitEngine()


def _measure(path: Path) -> dict[str, float]:
    picture = np.asarray(Image.open(path), np.float32) / np.float32(255)
    return controls.load().read(Meter(locate("face-landmarks"))(picture))


def test_captain(engine: PortraitEngine, tmp_path: Path) -> None:
    stages: list[tuple[float, str]] = []
    output = engine.run(
        PortraitRequest(description=CAPTAIN, seed=1), tmp_path, lambda *told: stages.append(told)
    )
    with Image.open(output.file.path) as picture:
        assert picture.format == "PNG"
        assert picture.mode == "RGB"
        assert picture.size == (1024, 1024)
        assert "synthetic" in picture.info["Source"]
        assert picture.info["Prompt"] == CAPTAIN
        assert picture.info["Seed"] == "1"
    seen = _measure(output.file.path)
    assert seen["male"] > 0.5
    assert seen["beard"] > 0.7
    assert seen["wrinkles"] > 0.5
    assert abs(controls.load().natural("yaw", seen["yaw"])) < 12
    assert output.label == "Weathered Sea Captain"
    assert output.notes == ()
    assert [fraction for fraction, _ in stages] == sorted(fraction for fraction, _ in stages)
    assert stages[-1][0] == 1.0


def test_same_seed_same_pixels_in_another_process(engine: PortraitEngine, tmp_path: Path) -> None:
    here = engine.run(
        PortraitRequest(description="an old woman", seed=7), tmp_path, no_progress
    ).file.path.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    script = (
        "import sys, pathlib;from moviola.engines.base import PortraitRequest, no_progress;"
        "from moviola.engines.portrait.engine import PortraitEngine;"
        "request = PortraitRequest(description='an old woman', seed=7);"
        "PortraitEngine().run(request, pathlib.Path(sys.argv[1]), no_progress)"
    )
    subprocess.run([sys.executable, "-c", script, str(other)], check=True)
    there = (other / "portrait.png").read_bytes()
    assert hashlib.sha256(there).hexdigest() == hashlib.sha256(here).hexdigest()


def test_other_seed_other_person(engine: PortraitEngine, tmp_path: Path) -> None:
    faces = []
    for seed in (1, 2):
        path = engine.run(
            PortraitRequest(description="a young man", seed=seed, size=256), tmp_path, no_progress
        ).file.path
        with Image.open(path) as picture:
            assert picture.size == (256, 256)
            faces.append(np.asarray(picture, np.float32))
    assert np.abs(faces[0] - faces[1]).mean() > 10


def test_edits_chain_and_hold_the_rest(engine: PortraitEngine, tmp_path: Path) -> None:
    first = engine.run(PortraitRequest(description="old sea captain", seed=1), tmp_path, no_progress)
    before = _measure(first.file.path)
    softer = engine.run(
        PortraitEditRequest(instruction="make the jaw softer", base=first.data), tmp_path, no_progress
    )
    after = _measure(softer.file.path)
    assert after["jaw_width"] < before["jaw_width"] - 0.4
    for name in ("male", "skin_L", "yaw", "eye_spacing", "nose_width", "smile"):
        assert abs(after[name] - before[name]) < 0.8, name
    smiling = engine.run(
        PortraitEditRequest(instruction="make him smile", base=softer.data), tmp_path, no_progress
    )
    assert _measure(smiling.file.path)["smile"] > after["smile"] + 1
    assert smiling.data["edits"] == ["make the jaw softer", "make him smile"]
    assert smiling.label == first.label


def test_unknown_words_are_noted(engine: PortraitEngine, tmp_path: Path) -> None:
    output = engine.run(
        PortraitRequest(description="a woman with freckles", seed=3, size=256), tmp_path, no_progress
    )
    assert [(note.code, note.values) for note in output.notes] == [("unknown_words", ("freckles",))]


@pytest.mark.parametrize(
    "base", [{}, {"format": "photo"}, {"format": "styles-float16", "styles": "AAAA", "believed": {}}]
)
def test_edit_of_something_else_is_refused(
    engine: PortraitEngine, tmp_path: Path, base: dict[str, object]
) -> None:
    with pytest.raises(BadRequest, match="face"):
        engine.run(PortraitEditRequest(instruction="older", base=base), tmp_path, no_progress)


@pytest.mark.parametrize("instruction", ["make the music softer", "add freckles"])
def test_impossible_edit_says_so(engine: PortraitEngine, tmp_path: Path, instruction: str) -> None:
    base = Latent(np.zeros((23, 512), np.float32), {}).to_json()
    with pytest.raises(BadRequest, match="change"):
        engine.run(PortraitEditRequest(instruction=instruction, base=base), tmp_path, no_progress)
