"""Where a picture of ours comes from: text in its file that says what made it, from what, and that it is synthetic.

Imports Pillow: only for child processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

MAKER = "Moviola"
#: The only keys that are carried on; what others wrote into an upload stays in the upload.
KEYS = ("Software", "Source", "Engine", "Seed", "Prompt")


def read(path: Path) -> dict[str, str]:
    """The provenance in a picture of ours; empty for any other file."""
    with Image.open(path) as picture:
        text = {key: str(picture.info[key]) for key in KEYS if key in picture.info}
    return text if text.get("Software") == MAKER else {}


def as_png(facts: Mapping[str, str]) -> PngInfo:
    """Text chunks for a PNG."""
    info = PngInfo()
    for key, value in facts.items():
        info.add_itxt(key, value)
    return info


def as_line(facts: Mapping[str, str]) -> str:
    """One line, for formats with room for one comment."""
    return "; ".join(f"{key}: {value}" for key, value in facts.items())
