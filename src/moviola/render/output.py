"""What a person may ask an export to be, and what came out. Light: nothing here loads a codec."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from moviola.errors import BadRequest

Format = Literal["mp4", "mov", "webm", "mkv", "avi", "gif", "png", "jpg", "webp", "pdf", "mp3", "wav"]
Quality = Literal["low", "medium", "high"]

#: Called with the fraction done (0–1) and a short English stage name.
Progress = Callable[[float, str], None]

FORMATS: tuple[str, ...] = get_args(Format)
QUALITIES: tuple[str, ...] = get_args(Quality)
VIDEOS: frozenset[str] = frozenset({"mp4", "mov", "webm", "mkv", "avi"})
STILLS: frozenset[str] = frozenset({"png", "jpg", "webp"})
DOCUMENTS: frozenset[str] = frozenset({"pdf"})
SOUNDS: frozenset[str] = frozenset({"mp3", "wav"})
MEDIA_TYPES: Mapping[str, str] = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "gif": "image/gif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}

MIN_EDGE, MAX_EDGE = 16, 7680
_ALIASES = {"jpeg": "jpg", "m4v": "mp4", "qt": "mov", "quicktime": "mov", "matroska": "mkv", "wave": "wav"}
_EDGES = {"2k": 1440, "4k": 2160, "8k": 4320, "sd": 480, "hd": 720, "fullhd": 1080, "fhd": 1080, "uhd": 2160}
_NTSC = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.95": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}
_RESOLUTION_HELP = (
    f'Use a height such as "1080p" or "720p", or a size such as "1920x1080", with edges of {MIN_EDGE} '
    f"to {MAX_EDGE} pixels; leave it out to keep the size of the draft."
)


class OutputSettings(BaseModel):
    """How to export.

    ``resolution``: ``"1080p"`` gives the shorter edge and keeps the shape of the draft; ``"WxH"`` is taken as
    it is (odd numbers go down to even ones in video); None keeps the size of the draft. ``fps``: frames per
    second, None as the draft has it. ``at_ms``: which moment a still shows, None for a third of the way in.
    Unknown keys are ignored.

    Raises:
        BadRequest: a value that cannot be; the sentence lists what can.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Format = "mp4"
    quality: Quality = "high"
    resolution: str | None = None
    fps: float | None = None
    at_ms: int | None = Field(None, ge=0)

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> OutputSettings:
        """Settings out of untrusted JSON.

        Raises:
            BadRequest: whatever is wrong with it.
        """
        if not isinstance(data, Mapping):
            raise BadRequest('The output must be an object such as {"format": "mp4", "quality": "high"}.')
        try:
            return cls.model_validate(dict(data))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "output"
            raise BadRequest(
                f"The output setting {where!r} is not right: {first['msg']}. "
                f"Formats: {', '.join(FORMATS)}; qualities: {', '.join(QUALITIES)}."
            ) from error

    @field_validator("format", mode="before")
    @classmethod
    def _known_format(cls, value: Any) -> Any:
        name = str(value).strip().lower().lstrip(".") if isinstance(value, str) else ""
        name = _ALIASES.get(name, name)
        if name not in FORMATS:
            raise BadRequest(f"Cannot export as {_shown(value)}. Choose one of: {', '.join(FORMATS)}.")
        return name

    @field_validator("quality", mode="before")
    @classmethod
    def _known_quality(cls, value: Any) -> Any:
        name = str(value).strip().lower() if isinstance(value, str) else ""
        if name not in QUALITIES:
            raise BadRequest(f"There is no quality {_shown(value)}. Choose one of: {', '.join(QUALITIES)}.")
        return name

    @field_validator("resolution", mode="before")
    @classmethod
    def _readable_resolution(cls, value: Any) -> Any:
        if value is None or value == "":
            return None
        if not isinstance(value, str) or _edges(value) is None:
            raise BadRequest(f"Cannot export at a resolution of {_shown(value)}. {_RESOLUTION_HELP}")
        return value.strip().lower()

    @field_validator("fps", mode="before")
    @classmethod
    def _possible_rate(cls, value: Any) -> Any:
        if value is None or value == "":
            return None
        try:
            rate = float(value) if not isinstance(value, bool) else 0.0
        except (TypeError, ValueError):
            rate = 0.0
        if not 1 <= rate <= 120:
            raise BadRequest(f"Cannot export at {_shown(value)} frames per second. Choose 1 to 120.")
        return rate

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height in pixels of the export of a ``width`` × ``height`` draft."""
        got = _edges(self.resolution) if self.resolution else None
        if got is None:
            return width, height
        wide, high = got
        if wide:
            return wide, high
        scale = Fraction(high, min(width, height))
        return (
            max(MIN_EDGE, min(MAX_EDGE, round(width * scale))),
            max(MIN_EDGE, min(MAX_EDGE, round(height * scale))),
        )

    def rate(self, fps: int) -> Fraction:
        """Frames per second, exactly: 29.97 means 30000/1001."""
        if self.fps is None:
            return Fraction(fps)
        return _NTSC.get(f"{self.fps:g}", Fraction(self.fps).limit_denominator(1000))


class Rendered(BaseModel):
    """The file that came out. Sizes in pixels, ``size`` in bytes; stills last 0 ms, sounds have no pixels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    format: Format
    media_type: str
    size: int
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    frames: int = 0
    fps: float = 0.0
    video_codec: str = ""
    audio_codec: str = ""


def _edges(text: str) -> tuple[int, int] | None:
    """``(width, height)``; width 0 where only the shorter edge is given; None if it cannot be read."""
    clean = re.sub(r"\s+", "", text.lower())
    exact = re.fullmatch(r"(\d{1,5})[x×*](\d{1,5})", clean)
    if exact:
        wide, high = int(exact[1]), int(exact[2])
        return (wide, high) if all(MIN_EDGE <= edge <= MAX_EDGE for edge in (wide, high)) else None
    single = re.fullmatch(r"(\d{2,4})p?", clean)
    edge = int(single[1]) if single else _EDGES.get(clean, 0)
    return (0, edge) if MIN_EDGE <= edge <= 4320 else None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
