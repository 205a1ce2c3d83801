from __future__ import annotations

from pathlib import Path

import av
import pytest

from moviola.errors import UnsupportedFile
from moviola.media import footage
from moviola.media.footage import open_footage, picture_stream
from tests.media import samples


def test_nothing_inside_a_file_can_open_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = samples.video(tmp_path / "secret.mp4")
    playlist = tmp_path / "list.txt"
    playlist.write_text(f"ffconcat version 1.0\nfile {secret.name}\n")
    # The trick works where nobody looks out for it …
    with av.open(str(playlist), format="concat") as container:
        assert next(container.decode(video=0)).width == 64
    # … and not here, even if such a file were taken for a film.
    monkeypatch.setitem(footage._DEMUXERS, "mov", "concat")
    with (
        pytest.raises(UnsupportedFile, match="damaged or cut off"),
        open_footage(playlist, "mov") as container,
    ):
        next(container.decode(video=0))


@pytest.mark.parametrize("data", [b"#EXTM3U\nsecret.mp4\n", b"ffconcat version 1.0\nfile secret.mp4\n"])
def test_playlists_are_not_opened_at_all(data: bytes, tmp_path: Path) -> None:
    samples.video(tmp_path / "secret.mp4")
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(UnsupportedFile, match="a playlist"), open_footage(tmp_path / "a.mp4"):
        pass


@pytest.mark.parametrize("name", ["concat:a.mp4|b.mp4", "http:x.mp4", "%03d.mp4", "-i.mp4", "a\nb.mp4"])
def test_a_name_that_looks_like_a_protocol_is_only_a_name(name: str, tmp_path: Path) -> None:
    path = samples.video(tmp_path / "a.mp4").rename(tmp_path / name)
    with open_footage(path) as container:
        stream = picture_stream(container)
        assert stream is not None and stream.codec_context.width == 64


def test_a_picture_is_no_footage(tmp_path: Path) -> None:
    samples.corners().save(tmp_path / "a.png")
    with pytest.raises(UnsupportedFile, match="is a picture"), open_footage(tmp_path / "a.png"):
        pass


def test_a_file_that_is_not_there_is_our_fault_and_not_the_persons(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_footage(tmp_path / "a.mp4"):
        pass
