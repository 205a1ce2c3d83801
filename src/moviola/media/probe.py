"""Looks into a file: what it is, how large, how long, which way up. Only for child processes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.footage import DAMAGED, open_footage
from moviola.media.formats import MAX_ANIMATION_FRAMES, MAX_ANIMATION_PIXELS, READABLE, Format
from moviola.media.image import open_image, turn
from moviola.media.magic import IMAGES, Magic, brands, identify
from moviola.media.probed import Probed
from moviola.media.tracks import measure

#: Formats that Pillow can open with several pictures that follow each other in time.
_ANIMATED: frozenset[Magic] = frozenset({"gif", "webp", "png"})


def probe(path: Path) -> Probed:
    """What the file at ``path`` holds, told by its content alone.

    Raises:
        UnsupportedFile: not a format that is read, empty, damaged or cut off; the message lists the formats.
        FileTooLarge: over the limits on pixels or length.
    """
    magic = identify(path)
    return _image(path, magic) if magic in IMAGES else _footage(path, magic)


def _image(path: Path, magic: Magic) -> Probed:
    with open_image(path, magic) as picture:
        degrees, mirrored = turn(picture)
        frames, duration_ms = _frames(picture) if magic in _ANIMATED else (1, 0)
        picture.seek(0)
        # Decoding is the proof that the file is whole.
        picture.load()
        width, height = picture.size
        alpha = picture.has_transparency_data
    if degrees % 180:
        width, height = height, width
    name: Format = "heic" if magic == "heif" else magic  # type: ignore[assignment]
    return Probed(
        kind="image",
        format=name,
        codec=name,
        width=width,
        height=height,
        duration_ms=duration_ms,
        fps=round(frames * 1000 / duration_ms, 3) if duration_ms else 0.0,
        frames=frames,
        has_alpha=alpha,
        rotation=degrees,
        mirrored=mirrored,
        size=path.stat().st_size,
        sha256=_sha256(path),
    )


def _frames(picture: Image.Image) -> tuple[int, int]:
    """Number of frames and their time together in milliseconds (0 for a single picture)."""
    count = int(getattr(picture, "n_frames", 1))
    if count == 1:
        return 1, 0
    if count > MAX_ANIMATION_FRAMES or count * picture.width * picture.height > MAX_ANIMATION_PIXELS:
        raise FileTooLarge(
            f"This animation has {count} frames of {picture.width}×{picture.height} pixels: too much. "
            "Send it as a video (mp4)."
        )
    duration = 0.0
    for index in range(count):
        picture.seek(index)
        picture.load()
        # Browsers show frames that state (nearly) no time for 100 ms.
        stated = float(picture.info.get("duration", 0) or 0)
        duration += stated if stated > 10 else 100
    return count, round(duration)


def _footage(path: Path, magic: Magic) -> Probed:
    if magic == "avi":
        _check_riff(path)
    with open_footage(path, magic) as container:
        found = measure(container, estimated=magic in ("mp3", "aac"))
    has_picture = bool(found.video_codec)
    return Probed(
        kind="video" if has_picture else "audio",
        format=_format(path, magic, has_picture),
        codec=found.video_codec or found.audio_codec,
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms,
        fps=found.fps,
        frames=found.frames,
        variable_rate=found.variable_rate,
        has_audio=bool(found.audio_codec),
        has_alpha=found.has_alpha,
        rotation=found.rotation,
        pixel_aspect=found.pixel_aspect,
        size=path.stat().st_size,
        sha256=_sha256(path),
    )


def _check_riff(path: Path) -> None:
    """AVI states how many bytes it has; its headers tell nothing else that survives a cut."""
    with path.open("rb") as file:
        stated = int.from_bytes(file.read(8)[4:], "little") + 8
    # A recorder that was switched off leaves 0 or the largest number.
    if stated < 0xFFFFFFFF and stated > path.stat().st_size:
        what = f"it has {path.stat().st_size} of {stated} bytes"
        raise UnsupportedFile(f"{DAMAGED.format(what=what)} {READABLE}")


def _format(path: Path, magic: Magic, has_picture: bool) -> Format:
    with path.open("rb") as file:
        head = file.read(4096)
    if magic == "matroska":
        # The DocType element (42 82) of the EBML header says which of the two it is.
        return "webm" if b"\x42\x82\x84webm" in head else "mkv"
    if magic == "mov":
        if not has_picture:
            return "m4a"
        return "mov" if head[4:8] != b"ftyp" or brands(head)[0] == b"qt  " else "mp4"
    if magic in ("avi", "mp3", "wav", "aac"):
        return magic
    raise UnsupportedFile(f"No film is of the format {magic}.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
