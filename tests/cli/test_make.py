from __future__ import annotations

from pathlib import Path

import pytest

from moviola.cli.make import _sort
from moviola.cli.output import format_of, numbered, place, wanted
from moviola.errors import BadRequest, StorageFull


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


@pytest.mark.parametrize(
    "sentence", ["a sea captain " * 40, "老船长" * 100, "~ sunset ~", "~nobody-here", "nul\0"]
)
def test_a_sentence_is_not_taken_for_a_file_however_odd(sentence: str) -> None:
    assert _sort([sentence]) == ([], sentence)


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(BadRequest, match="folder"):
        format_of(tmp_path / "a.png")


def test_a_name_that_is_too_long_is_refused_first(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="name"):
        format_of(tmp_path / ("a" * 300 + ".png"))


def test_a_target_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    source, target = tmp_path / "made", tmp_path / "图 😀 a.mp4"
    target.write_bytes(b"old")
    with pytest.raises(StorageFull, match="Cannot write"):
        place(source, target)
    assert target.read_bytes() == b"old"
    source.write_bytes(b"new")
    place(source, target)
    assert target.read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == sorted([source, target])


def test_the_longest_of_names_can_be_written(tmp_path: Path) -> None:
    source, target = tmp_path / "made", tmp_path / ("a" * 251 + ".mp4")
    source.write_bytes(b"new")
    place(source, target)
    assert target.read_bytes() == b"new"


def test_several_files_are_numbered_before_the_ending(tmp_path: Path) -> None:
    assert [numbered(tmp_path / "a.b.png", n).name for n in (1, 4)] == ["a.b-1.png", "a.b-4.png"]
