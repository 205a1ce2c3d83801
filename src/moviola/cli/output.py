"""The file that a command writes."""

from __future__ import annotations

from pathlib import Path

from moviola.agent.plan import Wanted
from moviola.errors import BadRequest
from moviola.render.output import FORMATS, SOUNDS, STILLS


def format_of(path: Path) -> str:
    """The export format that a file's ending names.

    Raises:
        BadRequest: no format has that ending, or its folder is not there.
    """
    ending = path.suffix.lower().lstrip(".")
    ending = {"jpeg": "jpg"}.get(ending, ending)
    if ending not in FORMATS:
        raise BadRequest(f"'{path.name}' does not end in a format I write. Use one of: {', '.join(FORMATS)}.")
    if not path.parent.is_dir():
        raise BadRequest(f"The folder {path.parent} does not exist. Make it first.")
    return ending


def wanted(ending: str) -> Wanted:
    """Whether a format is a picture, a video or a sound."""
    if ending in STILLS:
        return "image"
    return "audio" if ending in SOUNDS else "video"
