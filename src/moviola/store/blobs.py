"""Files by content: a blob's name is the SHA-256 of its bytes, and a blob never changes."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from moviola.errors import Fault, NotFound, StorageFull

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Blob:
    """``sha256`` in lower-case hex, ``size`` in bytes."""

    sha256: str
    size: int


class Blobs(Protocol):
    """Where blobs live. All calls are thread-safe."""

    def put(self, path: Path) -> Blob:
        """Keep a copy of the file. :class:`StorageFull` when there is no room; then nothing is kept."""

    def path(self, sha256: str) -> Path:
        """A local file with the blob's bytes, for reading only. :class:`NotFound` when there is none."""

    def exists(self, sha256: str) -> bool: ...

    def open(self, sha256: str) -> BinaryIO: ...


class FolderBlobs:
    """Blobs in a folder: ``ab/cd/abcd…``; what is still being written lies in ``incoming``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, path: Path) -> Blob:
        fresh = self._incoming / secrets.token_hex(16)
        try:
            blob = self._copy(path, fresh)
            target = self._place(blob.sha256)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                fresh.chmod(0o444)
                fresh.replace(target)
                _sync_folder(target.parent)
            return blob
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise StorageFull(
                    f"There is no room left on the disk for {path.name}. Free some space and try again."
                ) from error
            raise
        finally:
            fresh.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        place = self._place(sha256)
        if not place.is_file():
            raise NotFound("That file is not in the store any more. Upload or make it again.")
        return place

    def exists(self, sha256: str) -> bool:
        return bool(_SHA256.fullmatch(sha256)) and self._place(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise NotFound("A file is named by the 64 hexadecimal digits of its SHA-256.")
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    @staticmethod
    def _copy(source: Path, target: Path) -> Blob:
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as reader, target.open("xb") as writer:
            while chunk := reader.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                writer.write(chunk)
            writer.flush()
            os.fsync(writer.fileno())
        return Blob(digest.hexdigest(), size)


def open_blobs(place: str, home: Path) -> Blobs:
    """The blobs named by the setting ``blobs``; empty: a folder in ``home``."""
    if "://" in place:
        raise Fault(f"Cannot keep files at {place}: give the path of a folder, or leave MOVIOLA_BLOBS unset.")
    return FolderBlobs(Path(place) if place else home / "blobs")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
