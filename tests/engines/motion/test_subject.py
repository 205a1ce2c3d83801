"""With the real networks."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.still import Still, read_still
from moviola.engines.motion.subject import find_person
from moviola.settings import settings
from tests.engines.motion.pictures import COLLINS, textured


@pytest.mark.slow
def test_a_face_its_head_and_its_matte() -> None:
    still = read_still(COLLINS, 640, 360)
    person = find_person(still, FaceDetector(), Matting())
    assert person is not None
    x, y = person.face.centre
    assert abs(x - 142) < 12
    assert abs(y - 80) < 15
    assert person.head.top < person.face.top - 15
    assert not person.head_is_cut
    scale = person.matte.shape[1] / still.width
    assert person.matte[int(80 * scale), int(142 * scale)] > 0.9
    assert person.matte[int(20 * scale), int(60 * scale)] < 0.1


@pytest.mark.slow
def test_small_faces_are_found() -> None:
    wide = textured(1600, 900)
    collins = cv2.resize(read_still(COLLINS, 640, 360).rgb, (600, 600), interpolation=cv2.INTER_CUBIC)
    wide[250:850, 900:1500] = collins
    faces = FaceDetector().detect(wide)
    assert len(faces) == 1
    x, y = faces[0].centre
    assert abs(x - 1166) < 25
    assert abs(y - 400) < 25


@pytest.mark.slow
def test_nobody_in_texture() -> None:
    assert find_person(Still(textured(500, 400), "none"), FaceDetector(), Matting()) is None


@pytest.mark.slow
def test_the_matte_is_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still = read_still(COLLINS, 640, 360)
    monkeypatch.setattr(
        "moviola.engines.motion.matte.settings", lambda: settings().model_copy(update={"cache": tmp_path})
    )
    matting = Matting()
    first = matting.matte(still)
    kept = list((tmp_path / "analysis").iterdir())
    assert [path.suffix for path in kept] == [".png"]
    assert still.digest in kept[0].name
    again = Matting()
    monkeypatch.setattr(Matting, "_compiled", None)
    assert np.array_equal(again.matte(still), first)
