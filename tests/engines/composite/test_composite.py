"""Somebody before a place: cut out, placed, lit."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from moviola.engines.base import CompositeRequest, no_progress
from moviola.engines.composite.cutout import Cutout
from moviola.engines.composite.engine import CompositeEngine, compose
from moviola.engines.composite.layout import stand
from moviola.engines.composite.light import linear, out_of_focus, relit, shown
from moviola.engines.motion.box import Box
from moviola.errors import BadRequest

PHOTO = Path(__file__).parent.parent / "motion" / "data" / "collins.jpg"
WIDE, HIGH = 640, 360


def cutout(is_cut: bool = False) -> Cutout:
    """A grey bust, 200 × 200, head in the middle, shoulders over the whole lower edge."""
    y, x = np.mgrid[0:200, 0:200].astype(np.float32)
    head = ((x - 100) / 35) ** 2 + ((y - 70) / 45) ** 2 < 1
    body = (y > 110 + 0.2 * np.abs(x - 100)) & (y > 105)
    alpha = (head | body).astype(np.float32)
    top = 0.0 if is_cut else 25.0
    return Cutout(
        np.full((200, 200, 3), 0.5, np.float32), alpha, Box(70, 40, 130, 115), Box(65, top, 135, 115), is_cut
    )


def request(**fields: object) -> CompositeRequest:
    base = {"person": Path("a"), "background": Path("b"), "width": WIDE, "height": HIGH}
    return CompositeRequest.model_validate({**base, **fields})


@pytest.mark.parametrize("framing", ["close", "medium", "wide"])
@pytest.mark.parametrize("side", ["left", "centre", "right"])
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (400, 400), (840, 360)])
def test_nobody_floats_and_the_head_is_whole(framing: str, side: str, size: tuple[int, int]) -> None:
    person = cutout()
    at = stand(person, *size, side, framing)  # type: ignore[arg-type]
    assert at.top + person.alpha.shape[0] * at.scale >= size[1] - 1
    assert at.top + person.head.top * at.scale > 0
    middle = at.left + (person.face.left + person.face.right) / 2 * at.scale
    assert 0.2 * size[0] < middle < 0.8 * size[0]


def test_closer_is_larger() -> None:
    close, medium, wide = (stand(cutout(), WIDE, HIGH, "left", f).scale for f in ("close", "medium", "wide"))
    assert close > medium > wide


def test_a_cut_head_is_cut_by_the_frame() -> None:
    at = stand(cutout(is_cut=True), WIDE, HIGH, "centre", "wide")
    assert at.top <= 0


def test_the_place_lights_the_person() -> None:
    person = linear(np.full((HIGH, WIDE, 3), 0.5, np.float32))
    alpha = np.ones((HIGH, WIDE), np.float32)
    night = np.full((HIGH, WIDE, 3), 0.01, np.float32)
    warm = np.full((HIGH, WIDE, 3), 0.4, np.float32) * np.array([1.4, 1.0, 0.5], np.float32)
    dark, lit = relit(person, alpha, night), relit(person, alpha, warm)
    assert dark.mean() < 0.5 * lit.mean()
    assert lit[..., 0].mean() > 1.25 * lit[..., 2].mean()
    left = np.linspace(1, 0.02, WIDE, dtype=np.float32)[None, :, None] * np.ones((HIGH, 1, 3), np.float32)
    modelled = relit(person, alpha, left)
    assert modelled[:, 200].mean() > modelled[:, 440].mean()


def test_points_of_light_become_discs() -> None:
    night = np.zeros((HIGH, WIDE, 3), np.float32)
    night[100:102, 200:202] = 8
    soft = out_of_focus(night, 8)
    assert soft.sum() == pytest.approx(night.sum(), rel=0.15)
    assert (soft.mean(2) > 0.005).sum() > 100
    assert np.array_equal(out_of_focus(night, 0.2), night)


def test_light_and_display_are_inverse() -> None:
    ramp = np.linspace(0, 1, 50, dtype=np.float32)
    assert np.allclose(shown(linear(ramp)), ramp, atol=1e-3)


def test_the_place_is_seen_beside_the_person() -> None:
    place = np.zeros((HIGH, WIDE, 3), np.float32)
    place[..., 2] = 0.6
    pixels = compose(cutout(), place, request(side="right", framing="wide"))
    assert pixels.shape == (HIGH, WIDE, 3)
    beside = pixels[40:120, 30:120].astype(float)
    assert beside[..., 2].mean() > beside[..., 0].mean() + 60
    assert np.array_equal(pixels, compose(cutout(), place, request(side="right", framing="wide")))


@pytest.mark.slow
def test_a_photograph_is_cut_out_and_nobody_is_said(tmp_path: Path) -> None:
    place = tmp_path / "place.png"
    cv2.imwrite(str(place), np.full((90, 160, 3), (120, 60, 20), np.uint8))
    engine = CompositeEngine()
    output = engine.run(request(person=PHOTO, background=place, seed=5), tmp_path, no_progress)
    picture = cv2.imread(str(output.file.path))
    assert picture is not None
    assert picture.shape == (HIGH, WIDE, 3)
    corner = picture[5:40, 5:60].astype(float).mean((0, 1))
    assert corner[0] > corner[2] + 40
    person = picture[HIGH // 2 :, WIDE // 2 : -60].astype(float)
    assert person.std() > 20
    with pytest.raises(BadRequest, match="no person"):
        engine.run(request(person=place, background=place), tmp_path, no_progress)
