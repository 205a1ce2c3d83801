from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from moviola.errors import UnsupportedFile
from moviola.media.thumbnail import thumbnail
from tests.media import samples


def _look(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(path) as picture:
        assert picture.format == "JPEG"
        return np.asarray(picture.convert("RGB"))


def test_of_a_picture(tmp_path: Path) -> None:
    Image.fromarray(samples.gradient(1600, 900)).save(tmp_path / "a.png")
    assert thumbnail(tmp_path / "a.png", "image", tmp_path / "t.jpg") == (320, 180)
    assert _look(tmp_path / "t.jpg").shape == (180, 320, 3)


def test_small_pictures_are_not_enlarged(tmp_path: Path) -> None:
    samples.corners(24, 16).save(tmp_path / "a.png")
    assert thumbnail(tmp_path / "a.png", "image", tmp_path / "t.jpg") == (24, 16)


def test_of_a_video_it_skips_black(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4", frames=40, black=20)
    thumbnail(tmp_path / "a.mp4", "video", tmp_path / "t.jpg")
    assert _look(tmp_path / "t.jpg").mean() > 60


def test_a_black_video_gives_a_black_picture(tmp_path: Path) -> None:
    samples.video(tmp_path / "a.mp4", frames=3, black=3)
    thumbnail(tmp_path / "a.mp4", "video", tmp_path / "t.jpg")
    assert _look(tmp_path / "t.jpg").mean() < 5


def test_of_a_rotated_video_it_is_upright(tmp_path: Path) -> None:
    # Turned by 90° clockwise, red (which grows to the right) grows downwards.
    samples.video(tmp_path / "a.mp4", 128, 64, frames=1, rotation=-90)
    assert thumbnail(tmp_path / "a.mp4", "video", tmp_path / "t.jpg") == (64, 128)
    red = _look(tmp_path / "t.jpg")[:, :, 0].astype(int).mean(axis=1)
    assert red[-10] > red[10] + 100


def test_sound_has_no_picture(tmp_path: Path) -> None:
    samples.sound(tmp_path / "a.wav", "pcm_s16le")
    with pytest.raises(UnsupportedFile, match="no picture"):
        thumbnail(tmp_path / "a.wav", "audio", tmp_path / "t.jpg")
