from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from moviola.engines.base import Effect, MotionRequest, Move, MoveKind
from moviola.engines.motion.framing import frame_still
from moviola.engines.motion.planes import to_planes
from moviola.engines.motion.scene import Scene, build_scene
from moviola.engines.motion.shift import shift
from moviola.engines.motion.still import Picture
from moviola.render.planes import Plane
from tests.engines.motion.pictures import somebody, textured

SIZE = (640, 360)


def _scene(picture: Picture, *moves: Move, size: tuple[int, int] = SIZE) -> Scene:
    request = MotionRequest(
        image=Path("picture.png"), width=size[0], height=size[1], duration_ms=2000, moves=moves
    )
    framing = frame_still(picture, None, size[0] / size[1], 0)
    return build_scene(request, framing, None, moves, ())


def _drawn(scene: Scene, t: float, seconds: float = 0.0) -> tuple[Plane, Plane, Plane]:
    width, height = scene.frame
    y = np.zeros((height, width), np.uint8)
    u, v = (np.zeros((height // 2, width // 2), np.uint8) for _ in range(2))
    scene.draw(seconds, t, (y, u, v))
    return y, u, v


@pytest.mark.parametrize(("kind", "axis"), [("pan_right", 0), ("tilt_down", 1)])
def test_moves_are_smooth_to_a_twentieth_of_a_pixel(kind: MoveKind, axis: int) -> None:
    scene = _scene(textured(1280, 720), Move(kind=kind, strength=0.6))
    times = [index / 29 for index in range(30)]
    frames = [np.asarray(_drawn(scene, t)[0], np.float32) for t in times]
    measured = np.array([shift(a, b) for a, b in pairwise(frames)])
    windows = [scene.camera.window(t) for t in times]
    places = np.array([(w.x, w.y) for w in windows]) * SIZE[0] / windows[0].width
    expected = -np.diff(places, axis=0)
    assert np.abs(measured - expected).max() < 0.05
    assert np.abs(expected[:, axis]).max() > 0.5


def test_the_first_frame_is_the_picture_in_place() -> None:
    picture = textured(*SIZE)
    drawn, wanted = _drawn(_scene(picture, Move(kind="push_in")), 0.0), to_planes(picture)
    x, y = shift(np.asarray(drawn[0], np.float32), np.asarray(wanted.y, np.float32))
    assert abs(x) < 0.03
    assert abs(y) < 0.03


def test_chroma_is_sited_left() -> None:
    # A pixel-wide colour edge: the chroma sample at the left of its pair sees more of the left colour.
    picture = np.zeros((128, 256, 3), np.uint8)
    picture[...] = np.linspace(0, 255, 256, dtype=np.uint8)[None, :, None] * np.array([1, 0, 0], np.uint8)
    drawn, wanted = _drawn(_scene(picture, size=(256, 128)), 0.0), to_planes(picture)
    lag = np.asarray(wanted.v, np.float32)[40, 20:100] - np.asarray(drawn[2], np.float32)[40, 20:100]
    per_sample = float(np.diff(np.asarray(wanted.v, np.float32)[40, 20:100]).mean())
    assert float(lag.mean()) / per_sample == pytest.approx(0.25, abs=0.1)


def test_no_border_shows_with_every_move_at_once() -> None:
    # The picture is bright everywhere: any border would be dark.
    picture = np.full((400, 700, 3), 250, np.uint8)
    moves = [Move(kind=kind, strength=3.0) for kind in ("push_in", "pan_left", "tilt_up", "roll_left")]
    scene = _scene(picture, *moves)
    for t in (0.0, 0.3, 0.6, 1.0):
        assert _drawn(scene, t)[0].min() > 225


def _person_scene(*moves: Move) -> tuple[Scene, npt.NDArray[np.float32]]:
    picture, person = somebody(512, 80)
    breathe = (Effect(kind="breathe", strength=2.0),)
    request = MotionRequest(image=Path("p.png"), width=512, height=512, moves=moves, effects=breathe)
    framing = frame_still(picture, person, 1.0, 0)
    return build_scene(request, framing, None, moves, breathe), person.matte


def test_breathing_and_depth_keep_the_wall_still() -> None:
    scene, matte = _person_scene(Move(kind="still"))
    rest, full = _drawn(scene, 0.5, 0.0)[0].astype(int), _drawn(scene, 0.5, 1.8)[0].astype(int)
    change = np.abs(full - rest)
    assert change[:200, :100].max() <= 1
    assert change[440:490, 200:312].mean() > 2
    assert matte[460, 256] > 0.9


def test_depth_moves_the_person_more_than_the_wall() -> None:
    scene, _ = _person_scene(Move(kind="push_in"))
    assert scene.depth is not None
    middle, corner = scene.depth.near.shape[0] // 2, 4
    grown = scene.depth.at(scene.camera.pose(1.0))
    assert np.abs(grown.y[-corner]).max() > 1.0
    assert abs(grown.y[corner, corner]) < 0.01
    assert abs(grown.x[middle, corner]) < 0.01
    nothing = scene.depth.at(scene.camera.pose(0.0))
    assert np.abs(nothing.y).max() < 1e-3
