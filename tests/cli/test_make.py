from __future__ import annotations

from pathlib import Path

import pytest

from moviola.cli.make import _sort
from moviola.cli.output import format_of, wanted
from moviola.errors import BadRequest


def test_files_come_first_and_the_rest_is_one_sentence(tmp_path: Path) -> None:
    photo = tmp_path / "a b 图.jpg"
    photo.write_bytes(b"x")
    assert _sort([str(photo), "pan left", "slowly"]) == ([photo], "pan left slowly")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"gone\.jpg"):
        _sort([str(tmp_path / "gone.jpg"), "pan left"])


def test_files_without_words_are_not_enough(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x")
    with pytest.raises(BadRequest, match="Say what you want"):
        _sort([str(photo)])


@pytest.mark.parametrize(
    ("name", "form", "want"),
    [
        ("a.mp4", "mp4", "video"),
        ("a.JPEG", "jpg", "image"),
        ("a.wav", "wav", "audio"),
        ("a.gif", "gif", "video"),
    ],
)
def test_the_ending_is_the_format(tmp_path: Path, name: str, form: str, want: str) -> None:
    assert format_of(tmp_path / name) == form
    assert wanted(form) == want


@pytest.mark.parametrize("name", ["a", "a.exe", "missing/a.mp4"])
def test_a_target_that_cannot_be_written_is_refused_first(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest):
        format_of(tmp_path / name)
