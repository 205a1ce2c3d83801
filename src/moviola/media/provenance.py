"""Where a picture of ours comes from: text in its file that says what made it, from what, and that it is synthetic.

Imports Pillow: only for child processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from moviola.errors import StorageFull

MAKER = "Moviola"
#: The only keys that are carried on; what others wrote into an upload stays in the upload.
KEYS = ("Software", "Source", "Engine", "Seed", "Prompt", "Changes")
#: Rendering intent 0 (perceptual), PNG specification §11.3.2.5.
_SRGB_CHUNK = b"\x00"


def read(path: Path) -> dict[str, str]:
    """The provenance in a picture of ours; empty for any other file."""
    with Image.open(path) as picture:
        text = {key: str(picture.info[key]) for key in KEYS if key in picture.info}
    return text if text.get("Software") == MAKER else {}


def origin(
    source: str, engine: str, seed: int | None = None, prompt: str = "", changes: tuple[str, ...] = ()
) -> dict[str, str]:
    """The facts of a picture: what it is (``source``), the ``engine`` with its version, and what it was made from."""
    facts = {"Software": MAKER, "Source": source, "Engine": engine}
    if seed is not None:
        facts["Seed"] = str(seed)
    if prompt:
        facts["Prompt"] = prompt
    if changes:
        facts["Changes"] = "; ".join(changes)
    return facts


def save_png(picture: Image.Image, path: Path, facts: Mapping[str, str]) -> None:
    """Write an sRGB picture with its facts.

    Raises:
        StorageFull: it could not be written; nothing is left of it.
    """
    info = as_png(facts)
    info.add(b"sRGB", _SRGB_CHUNK)
    try:
        picture.save(path, "PNG", pnginfo=info, compress_level=3)
    except OSError as fault:
        path.unlink(missing_ok=True)
        raise StorageFull(
            f"The picture could not be written: {fault}. Free some disk space and try again."
        ) from fault


def as_png(facts: Mapping[str, str]) -> PngInfo:
    """Text chunks for a PNG."""
    info = PngInfo()
    for key, value in facts.items():
        info.add_itxt(key, value)
    return info


def as_line(facts: Mapping[str, str]) -> str:
    """One line, for formats with room for one comment."""
    return "; ".join(f"{key}: {value}" for key, value in facts.items())
