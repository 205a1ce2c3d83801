"""The file that a command writes."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from moviola.agent.plan import Wanted
from moviola.errors import BadRequest, StorageFull
from moviola.render.output import FORMATS, SOUNDS, STILLS


def format_of(path: Path) -> str:
    """The export format that a file's ending names.

    Raises:
        BadRequest: no format has that ending, or no file can be written there.
    """
    ending = path.suffix.lower().lstrip(".")
    ending = {"jpeg": "jpg"}.get(ending, ending)
    if ending not in FORMATS:
        raise BadRequest(f"'{path.name}' does not end in a format I write. Use one of: {', '.join(FORMATS)}.")
    if not path.parent.is_dir():
        raise BadRequest(f"The folder {path.parent} does not exist. Make it first.")
    try:
        if path.is_dir():
            raise BadRequest(f"{path} is a folder. Name a file.")
    except OSError as error:
        why = error.strerror
        raise BadRequest(f"'{path.name}' cannot name a file: {why}. Choose another name.") from error
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise BadRequest(f"The folder {path.parent} cannot be written to. Choose another place.")
    return ending


def numbered(target: Path, number: int) -> Path:
    """The name of one of several files: ``x.png`` becomes ``x-1.png``."""
    return target.with_name(f"{target.stem}-{number}{target.suffix}")


def place(source: Path, target: Path) -> None:
    """Copy a finished file to where the person wants it: the whole of it or nothing.

    Raises:
        StorageFull: it cannot be written.
    """
    # A name of its own: that of the target may already be as long as a name can be.
    part = target.with_name(f".moviola-{uuid.uuid4().hex[:12]}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        raise StorageFull(f"Cannot write {target}: {error.strerror}. Choose another place.") from error
    finally:
        part.unlink(missing_ok=True)


def wanted(ending: str) -> Wanted:
    """Whether a format is a picture, a video or a sound."""
    if ending in STILLS:
        return "image"
    return "audio" if ending in SOUNDS else "video"
