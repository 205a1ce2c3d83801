"""The file formats that Moviola reads."""

from __future__ import annotations

from typing import Literal

Kind = Literal["image", "video", "audio"]
Format = Literal[
    "mp4", "mov", "avi", "webm", "mkv", "jpeg", "png", "gif", "webp", "heic", "mp3", "wav", "m4a", "aac"
]

#: Internet media types (IANA; the ``x-`` ones are what browsers use).
MEDIA_TYPES: dict[Format, str] = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
}

READABLE = (
    "Moviola reads video (mp4, mov, avi, webm, mkv), pictures (jpg, jpeg, png, gif, webp, heic, heif) "
    "and sound (mp3, wav, m4a, aac)."
)

#: Most pixels of a picture, and of all frames of an animated one together.
MAX_PIXELS = 100_000_000
MAX_ANIMATION_PIXELS = 1_500_000_000
MAX_ANIMATION_FRAMES = 5_000
#: Longest edge of a video frame, in pixels.
MAX_VIDEO_EDGE = 8_192
#: Longest video or sound.
MAX_DURATION_MS = 6 * 3_600_000


def extension(format: Format) -> str:  # noqa: A002 - the field's own word
    """File name ending of a format, with its dot."""
    return ".jpg" if format == "jpeg" else f".{format}"
