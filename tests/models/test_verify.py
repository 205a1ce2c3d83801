from __future__ import annotations

import os
from pathlib import Path

import pytest

from moviola.models import verify as verify_module
from moviola.models.catalog import Model
from moviola.models.verify import STAMP, check


def _whats(model: Model, folder: Path, *, full: bool = True) -> dict[str, str]:
    return {problem.file: problem.what for problem in check(model, folder, full=full)}


def test_files_put_there_by_hand_are_adopted_and_hashed_once(
    toy: Model, placed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(toy, placed, full=False) == []
    assert (placed / STAMP).is_file()
    monkeypatch.setattr(verify_module, "sha256", lambda path: pytest.fail(f"{path} was hashed again"))
    assert check(toy, placed, full=False) == []


def test_a_changed_byte_is_found_and_named(toy: Model, placed: Path) -> None:
    assert check(toy, placed, full=False) == []
    data = bytearray((placed / "net.bin").read_bytes())
    data[1000] ^= 1
    (placed / "net.bin").write_bytes(data)
    for full in (False, True):
        assert list(_whats(toy, placed, full=full)) == ["net.bin"]
        assert "SHA-256" in _whats(toy, placed, full=full)["net.bin"]


def test_a_change_behind_an_old_modification_time_is_found_by_the_full_check(
    toy: Model, placed: Path
) -> None:
    check(toy, placed, full=False)
    path = placed / "net.bin"
    before = path.stat()
    path.write_bytes(b"\xff" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list(_whats(toy, placed)) == ["net.bin"]
    # What the full check found is not forgotten by the cheap one.
    assert list(_whats(toy, placed, full=False)) == ["net.bin"]


def test_missing_short_and_unreadable_files_are_told_apart(toy: Model, placed: Path) -> None:
    (placed / "net.xml").unlink()
    (placed / "net.bin").write_bytes(b"short")
    assert _whats(toy, placed) == {"net.xml": "is missing", "net.bin": "has 5 bytes instead of 102400"}
    (placed / "net.xml").mkdir()
    assert "net.xml" in _whats(toy, placed)


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"net.bin": 3}', '{"net.bin": ["0", 1, 2]}'])
def test_a_broken_stamp_is_no_proof(toy: Model, placed: Path, stamp: str) -> None:
    (placed / STAMP).write_text(stamp)
    (placed / "net.bin").write_bytes(b"\0" * 102400)
    assert list(_whats(toy, placed, full=False)) == ["net.bin"]


def test_a_stamp_for_another_version_of_the_catalogue_is_no_proof(toy: Model, placed: Path) -> None:
    check(toy, placed, full=False)
    stamp = (placed / STAMP).read_text()
    (placed / STAMP).write_text(stamp.replace(toy.files[1].sha256, "0" * 64))
    assert check(toy, placed, full=False) == []
    assert toy.files[1].sha256 in (placed / STAMP).read_text()


def test_no_temporary_file_stays(toy: Model, placed: Path) -> None:
    check(toy, placed, full=True)
    assert sorted(path.name for path in placed.iterdir()) == [STAMP, "net.bin", "net.xml"]
