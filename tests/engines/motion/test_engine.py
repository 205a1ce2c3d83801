from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from moviola.engines.base import Effect, MotionRequest, Move, Note, no_progress
from moviola.engines.motion import SPEC
from moviola.engines.motion.engine import MotionEngine
from moviola.errors import BadRequest, ModelMissing
from moviola.settings import settings
from tests.engines.motion.pictures import (
    COLLINS,
    Blind,
    KnownFace,
    KnownMatte,
    bust,
    face_of,
    lake,
    textured,
)


def _picture(folder: Path, rgb: npt.NDArray[np.uint8]) -> Path:
    path = folder / "picture.png"
    Image.fromarray(rgb).save(path)
    return path


def _request(image: Path, **changes: object) -> MotionRequest:
    values: dict[str, object] = {"image": image, "width": 320, "height": 180, "duration_ms": 500}
    return MotionRequest.model_validate(values | changes)


def _frames(path: Path) -> list[npt.NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def test_the_spec_names_what_the_engine_needs() -> None:
    assert SPEC.name == "motion"
    assert SPEC.tasks == {"motion"}
    assert SPEC.models == ("matte", "face-landmarks")
    module, name = SPEC.entry.split(":")
    assert (module, name) == (MotionEngine.__module__, MotionEngine.__name__)


@pytest.mark.parametrize(
    ("duration", "fps", "count"), [(500, 30, 15), (333, 24, 8), (1000, 25, 25), (200, 1, 1)]
)
def test_exact_size_rate_and_length(tmp_path: Path, duration: int, fps: int, count: int) -> None:
    request = _request(_picture(tmp_path, textured(400, 300)), duration_ms=duration, fps=fps)
    output = MotionEngine(Blind()).run(request, tmp_path, no_progress)
    frames = _frames(output.file.path)
    assert len(frames) == count == output.parameters["frames"]
    assert frames[0].shape == (180, 320, 3)
    assert (output.file.width, output.file.height, output.file.fps) == (320, 180, fps)
    assert output.file.duration_ms == round(1000 * count / fps)


def test_the_first_frame_looks_like_the_picture(tmp_path: Path) -> None:
    picture = textured(640, 360)
    request = _request(_picture(tmp_path, picture), moves=[Move(kind="push_in")])
    first = _frames(MotionEngine(Blind()).run(request, tmp_path, no_progress).file.path)[0]
    expected = cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)
    # Chroma has half the resolution, so brightness is compared.
    luma, wanted = first.astype(float).mean(axis=2), expected.astype(float).mean(axis=2)
    assert np.abs(luma - wanted).mean() < 2.5


def test_still_does_not_move(tmp_path: Path) -> None:
    request = _request(_picture(tmp_path, textured(640, 360)), moves=[Move(kind="still")])
    frames = _frames(MotionEngine(Blind()).run(request, tmp_path, no_progress).file.path)
    assert np.abs(frames[0].astype(int) - frames[-1].astype(int)).mean() < 0.7


def test_same_request_same_clip(tmp_path: Path) -> None:
    image = _picture(tmp_path, textured(200, 200))
    clips = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        request = _request(image, moves=[Move(kind="pan_left")], seed=3)
        clips.append(MotionEngine(Blind()).run(request, tmp_path / name, no_progress).file.path.read_bytes())
    assert clips[0] == clips[1]


def test_breathing_moves_the_person_not_the_wall(tmp_path: Path) -> None:
    picture, matte = bust()
    engine = MotionEngine(KnownFace(face_of()), KnownMatte(matte))
    request = _request(
        _picture(tmp_path, picture),
        width=256,
        height=256,
        duration_ms=1800,
        fps=10,
        moves=[Move(kind="still")],
        effects=[Effect(kind="breathe", strength=2.0)],
    )
    frames = _frames(engine.run(request, tmp_path, no_progress).file.path)
    change = np.abs(frames[0].astype(int) - frames[-1].astype(int)).mean(axis=2)
    assert change[:100, :50].mean() < 1.0
    assert change[225:245, 90:166].mean() > 3.0


def test_breathing_without_a_person_is_noted_and_the_rest_done(tmp_path: Path) -> None:
    request = _request(
        _picture(tmp_path, textured(400, 300)),
        moves=[Move(kind="pan_left")],
        effects=[Effect(kind="breathe")],
    )
    output = MotionEngine(Blind()).run(request, tmp_path, no_progress)
    assert output.notes == (Note(code="no_person"),)
    assert output.parameters["effects"] == []
    assert [move["kind"] for move in output.parameters["moves"]] == ["pan_left"]


def test_rippling_without_water_is_noted(tmp_path: Path) -> None:
    request = _request(_picture(tmp_path, textured(400, 300)), effects=[Effect(kind="ripple")])
    assert MotionEngine(Blind()).run(request, tmp_path, no_progress).notes == (Note(code="no_water"),)


def test_water_ripples_and_the_sky_does_not(tmp_path: Path) -> None:
    request = _request(
        _picture(tmp_path, lake()),
        width=480,
        height=270,
        moves=[Move(kind="still")],
        effects=[Effect(kind="ripple")],
    )
    output = MotionEngine(Blind()).run(request, tmp_path, no_progress)
    frames = _frames(output.file.path)
    change = np.abs(frames[0].astype(int) - frames[-1].astype(int)).mean(axis=2)
    assert output.notes == ()
    assert change[:90].mean() < 0.6
    assert change[170:].mean() > 2.0


def test_without_wishes_the_picture_decides(tmp_path: Path) -> None:
    picture, matte = bust()
    engine = MotionEngine(KnownFace(face_of()), KnownMatte(matte))
    person = engine.run(_request(_picture(tmp_path, picture), width=180, height=320), tmp_path, no_progress)
    assert [move["kind"] for move in person.parameters["moves"]] == ["push_in"]
    assert [effect["kind"] for effect in person.parameters["effects"]] == ["breathe"]
    wide = _request(_picture(tmp_path, textured(900, 300)), width=180, height=320)
    place = MotionEngine(Blind()).run(wide, tmp_path, no_progress)
    assert [move["kind"] for move in place.parameters["moves"]] == ["pan_right"]
    assert place.parameters["effects"] == []


def test_progress_rises_to_one(tmp_path: Path) -> None:
    seen: list[tuple[float, str]] = []
    MotionEngine(Blind()).run(
        _request(_picture(tmp_path, textured(400, 300))),
        tmp_path,
        lambda fraction, stage: seen.append((fraction, stage)),
    )
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(seen) > 15


def test_odd_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="even"):
        MotionEngine(Blind()).run(_request(COLLINS, width=321), tmp_path, no_progress)


def test_a_missing_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIOLA_CACHE", str(tmp_path / "empty"))
    settings.cache_clear()
    try:
        with pytest.raises(ModelMissing, match="moviola models pull face-landmarks"):
            MotionEngine().run(_request(COLLINS), tmp_path, no_progress)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.slow
def test_a_real_portrait(tmp_path: Path) -> None:
    output = MotionEngine().run(_request(COLLINS, width=180, height=320), tmp_path, no_progress)
    assert output.parameters["person"] is True
    window = output.parameters["window"]
    assert abs(window["x"] - 142) < 25, "her head is in the middle"
    assert [effect["kind"] for effect in output.parameters["effects"]] == ["breathe"]
