from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from moviola.errors import EngineFailed, StorageFull
from moviola.render.film import Film


def _film(path: Path, count: int, fps: int = 30) -> None:
    with Film(path, 128, 72, fps) as film:
        for index in range(count):
            frame, (y, u, v) = film.blank()
            y[:], u[:], v[:] = 16 + index % 200, 90, 160
            film.add(frame)


@pytest.mark.parametrize("fps", [1, 24, 30, 60])
def test_frames_are_exact_and_evenly_spaced(tmp_path: Path, fps: int) -> None:
    _film(tmp_path / "a.mp4", 13, fps)
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        assert stream.average_rate == fps
        assert [round(frame.time * fps, 6) for frame in frames if frame.time is not None] == list(range(13))
        assert abs(int(np.asarray(frames[5].to_ndarray(format="gray")).mean()) - 21) < 8


def test_the_stream_says_bt709_limited(tmp_path: Path) -> None:
    _film(tmp_path / "a.mp4", 3)
    with av.open(str(tmp_path / "a.mp4")) as container:
        codec = container.streams.video[0].codec_context
        assert codec.name == "h264"
        assert codec.pix_fmt == "yuv420p"
        assert (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range) == (1, 1, 1, 1)


def test_the_index_comes_first(tmp_path: Path) -> None:
    _film(tmp_path / "a.mp4", 3)
    data = (tmp_path / "a.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert b"colr" in data


def test_an_error_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="drawing"), Film(tmp_path / "a.mp4", 128, 72, 30) as film:
        frame, _ = film.blank()
        film.add(frame)
        raise RuntimeError("drawing failed")
    assert not (tmp_path / "a.mp4").exists()


def test_a_stop_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Film(tmp_path / "a.mp4", 128, 72, 30) as film:
        film.add(film.blank()[0])
        raise KeyboardInterrupt
    assert not (tmp_path / "a.mp4").exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="could not be encoded"):
        _film(tmp_path / "gone" / "a.mp4", 30)


def test_a_full_disk_is_named_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.symlink_to("/dev/full")
    with pytest.raises(StorageFull, match="disk is full"):
        _film(path, 90)
    assert not path.is_symlink()


def test_facts_stand_in_the_file(tmp_path: Path) -> None:
    facts = {"title": "晨雾湖", "comment": "synthetic"}
    with Film(tmp_path / "a.mp4", 128, 72, 30, facts) as film:
        film.add(film.blank()[0])
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert {key: container.metadata[key] for key in facts} == facts
