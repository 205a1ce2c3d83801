"""Files on the disk against the catalogue.

A full check hashes every byte. So that starting an engine does not read hundreds of megabytes, a stamp beside
the files remembers which size and modification time were seen when a hash was right; a file that differs from
its stamp is hashed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from moviola.models.catalog import Model, ModelFile

STAMP = ".verified.json"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one file, as the end of a sentence: ``{file} {what}``."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file} {self.what}"


def sha256(path: Path) -> str:
    """SHA-256 of a file, as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(model: Model, folder: Path, *, full: bool) -> list[Problem]:
    """What is wrong with the model's files in ``folder``; an empty list means that all are right.

    With ``full`` every file is hashed; without, only those that changed since they were last found right.
    Files found right are stamped.
    """
    stamp = {} if full else _read(folder)
    problems: list[Problem] = []
    right: dict[str, list[object]] = {}
    for file in model.files:
        path = folder / file.name
        try:
            mark = _mark(path, file)
            if stamp.get(file.name) != mark:
                problem = _compare(path, file)
                if problem:
                    problems.append(problem)
                    continue
        except FileNotFoundError:
            problems.append(Problem(file.name, "is missing"))
            continue
        except OSError as error:
            problems.append(Problem(file.name, f"cannot be read ({error.strerror})"))
            continue
        right[file.name] = mark
    if right != stamp and not (full and not right):
        write_stamp(folder, right)
    return problems


def _compare(path: Path, file: ModelFile) -> Problem | None:
    size = path.stat().st_size
    if size != file.size:
        return Problem(file.name, f"has {size} bytes instead of {file.size}")
    if sha256(path) != file.sha256:
        return Problem(file.name, "was changed or damaged: its SHA-256 is not the catalogue's")
    return None


def _mark(path: Path, file: ModelFile) -> list[object]:
    status = path.stat()
    return [file.sha256, status.st_size, status.st_mtime_ns]


def _read(folder: Path) -> dict[str, list[object]]:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(folder: Path, marks: dict[str, list[object]]) -> None:
    """Remember which files are right. A cache that cannot be written is only slower, so that is no error."""
    with suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=STAMP, dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(marks, file)
            Path(name).replace(folder / STAMP)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
