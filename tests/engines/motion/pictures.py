"""Small pictures and people for the tests."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.box import Box
from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.still import Picture, Still
from moviola.engines.motion.subject import Person, find_person

#: Eileen Collins, official NASA portrait (public domain), reduced.
COLLINS = Path(__file__).parent / "data" / "collins.jpg"


def textured(width: int, height: int, seed: int = 1) -> Picture:
    """Smooth random colours with detail at every scale, so that any shift can be measured."""
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for cells in (4, 16, 64, 256):
        noise = random.uniform(-1, 1, (cells, cells, 3)).astype(np.float32)
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * (8.0 / cells**0.5)
    return np.clip(128 + 12 * picture, 0, 255).astype(np.uint8)


def bust(size: int = 256, head_top: int = 40) -> tuple[Picture, npt.NDArray[np.float32]]:
    """A head and shoulders before a soft wall: picture and exact matte."""
    wall = np.linspace(150, 190, size, dtype=np.float32)[None, :, None] * np.array(
        [0.9, 1.0, 1.05], np.float32
    )
    picture = np.broadcast_to(wall, (size, size, 3)).copy()
    matte = np.zeros((size, size), np.float32)
    middle = size // 2
    radius = size // 5
    cv2.ellipse(
        matte, (middle, head_top + int(1.3 * radius)), (radius, int(1.3 * radius)), 0, 0, 360, 1.0, -1
    )
    cv2.ellipse(matte, (middle, size), (int(2.1 * radius), int(1.5 * radius)), 0, 0, 360, 1.0, -1)
    cv2.rectangle(matte, (middle - radius // 2, head_top + 2 * radius), (middle + radius // 2, size), 1.0, -1)
    matte = np.asarray(cv2.GaussianBlur(matte, (0, 0), 1.0), np.float32)
    body = textured(size, size, 3).astype(np.float32) * 0.6
    picture = picture * (1 - matte[..., None]) + body * matte[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8), matte


def face_of(size: int = 256, head_top: int = 40) -> Box:
    """Brows to chin of :func:`bust`."""
    radius = size // 5
    return Box(
        size / 2 - 0.8 * radius, head_top + 0.9 * radius, size / 2 + 0.8 * radius, head_top + 2.5 * radius
    )


def lake(width: int = 480, height: int = 270) -> Picture:
    """Blue sky over dark hills over streaked water."""
    random = np.random.default_rng(5)
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = np.array([120, 165, 215], np.float32)
    horizon = height // 2
    x = np.arange(width)
    ridge = horizon - 18 - 14 * np.sin(x / 47.0) - 6 * np.sin(x / 13.0)
    rows = np.arange(height)[:, None]
    picture[(rows > ridge[None, :]) & (rows < horizon)] = (70, 80, 45)
    streaks = random.uniform(-1, 1, (height - horizon, width // 24)).astype(np.float32)
    streaks = np.asarray(
        cv2.resize(streaks, (width, height - horizon), interpolation=cv2.INTER_CUBIC), np.float32
    )
    picture[horizon:] = np.array([95, 135, 180], np.float32) + 16 * streaks[..., None]
    return np.clip(picture, 0, 255).astype(np.uint8)


class Blind(FaceDetector):
    """Sees nobody."""

    def detect(self, rgb: Picture) -> list[Box]:
        return []


class KnownFace(FaceDetector):
    """Sees the faces it was told of."""

    def __init__(self, *boxes: Box) -> None:
        self._boxes = list(boxes)

    def detect(self, rgb: Picture) -> list[Box]:
        return self._boxes


class KnownMatte(Matting):
    """Knows the matte already."""

    def __init__(self, matte: npt.NDArray[np.float32]) -> None:
        self._matte = matte

    def matte(self, still: Still) -> npt.NDArray[np.float32]:
        return self._matte


def somebody(size: int = 256, head_top: int = 40) -> tuple[Picture, Person]:
    """:func:`bust` and the person in it."""
    picture, matte = bust(size, head_top)
    person = find_person(Still(picture, "bust"), KnownFace(face_of(size, head_top)), KnownMatte(matte))
    assert person is not None
    return picture, person
