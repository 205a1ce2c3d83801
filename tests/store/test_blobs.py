from __future__ import annotations

import errno
import hashlib
import os
import threading
from pathlib import Path

import pytest

from moviola.errors import Fault, NotFound, StorageFull
from moviola.store.blobs import FolderBlobs, open_blobs


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")


def test_a_blob_is_named_by_its_content_and_read_only(blobs: FolderBlobs, tmp_path: Path) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(b"sea" * 1_000_000)
    blob = blobs.put(source)
    assert blob.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert blob.size == 3_000_000
    assert blobs.exists(blob.sha256)
    assert blobs.path(blob.sha256).read_bytes() == source.read_bytes()
    assert blobs.path(blob.sha256).stat().st_mode & 0o222 == 0
    with blobs.open(blob.sha256) as file:
        assert file.read(3) == b"sea"
    source.write_bytes(b"changed")
    assert blobs.path(blob.sha256).stat().st_size == 3_000_000


def test_the_same_bytes_are_kept_once_even_by_many_at_once(blobs: FolderBlobs, tmp_path: Path) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(os.urandom(500_000))
    threads = [threading.Thread(target=blobs.put, args=(source,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [p for p in (tmp_path / "blobs").rglob("*") if p.is_file()]
    assert [p.name for p in kept] == [hashlib.sha256(source.read_bytes()).hexdigest()]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "0" * 64, "G" * 64, "0" * 64 + "\n"])
def test_what_is_no_blob_is_not_found(blobs: FolderBlobs, name: str) -> None:
    assert not blobs.exists(name)
    with pytest.raises(NotFound):
        blobs.path(name)


def test_a_full_disk_leaves_nothing_behind(
    blobs: FolderBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    source = tmp_path / "a.bin"
    source.write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull, match=r"a\.bin"):
        blobs.put(source)
    assert [p for p in (tmp_path / "blobs").rglob("*") if p.is_file()] == []


def test_a_place_that_is_no_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="s3://bucket"):
        open_blobs("s3://bucket", tmp_path)
