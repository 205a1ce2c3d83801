from __future__ import annotations

import os
from pathlib import Path

import pytest

from moviola.jobs import lease, scratch


def test_what_a_dead_process_left_is_cleared_away(tmp_path: Path) -> None:
    (scratch.scratch(tmp_path) / "job-x").mkdir()
    (scratch.scratch(tmp_path) / "job-x" / "half.mp4").write_bytes(b"half")
    (scratch.scratch(tmp_path) / "loose").write_bytes(b"half")
    mine = lease.take(scratch.holders(tmp_path))
    scratch.sweep(tmp_path)
    assert list(scratch.scratch(tmp_path).iterdir()) == []
    mine.release()


def test_nothing_is_cleared_while_another_process_works_there(tmp_path: Path) -> None:
    theirs = scratch.scratch(tmp_path) / "job-x"
    theirs.mkdir()
    one, two = (lease.take(scratch.holders(tmp_path)) for _ in range(2))
    scratch.sweep(tmp_path)
    assert theirs.is_dir()
    one.release()
    scratch.sweep(tmp_path)
    assert not theirs.exists()
    two.release()


def test_the_folder_of_a_living_command_stays_and_that_of_a_dead_one_goes(tmp_path: Path) -> None:
    folder, held = scratch.command_home(tmp_path)
    scratch.sweep_commands(tmp_path)
    assert folder.is_dir()
    held.release()
    scratch.sweep_commands(tmp_path)
    assert not folder.exists()


@pytest.mark.parametrize(("age", "stays"), [(10, True), (100_000, False)])
def test_a_folder_without_a_lock_goes_by_its_age(tmp_path: Path, age: float, stays: bool) -> None:
    folder = tmp_path / "make-abc"
    folder.mkdir()
    then = folder.stat().st_mtime - age
    os.utime(folder, (then, then))
    scratch.sweep_commands(tmp_path)
    assert folder.is_dir() is stays


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "make-a-file").write_text("no folder")
    scratch.sweep_commands(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blobs", "make-a-file"]
