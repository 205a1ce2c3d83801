"""Which container, codecs and settings each export uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from moviola.render.canvas import Canvas
from moviola.render.output import OutputSettings

#: AVColorPrimaries, AVColorTransferCharacteristic and AVColorSpace all say BT.709 with 1, BT.601 with 6.
TAGS = {"bt709": 1, "smpte170m": 6}

_X264_CRF = {"low": 28, "medium": 23, "high": 19}
_X264_PRESET = {"low": "veryfast", "medium": "veryfast", "high": "faster"}
_VP9_CRF = {"low": 42, "medium": 34, "high": 26}
_MPEG4_SCALE = {"low": 7, "medium": 4, "high": 2}
_AAC = {"low": 128_000, "medium": 160_000, "high": 192_000}
_OPUS = {"low": 96_000, "medium": 128_000, "high": 160_000}
_MP3 = {"low": 128_000, "medium": 192_000, "high": 256_000}

#: Matroska draws a random identity otherwise, and the same draft must give the same bytes.
_SAME = {"fflags": "+bitexact"}
_CONTAINERS = {"mp4": "mp4", "mov": "mov", "webm": "webm", "mkv": "matroska", "avi": "avi", "mp3": "mp3"}


@dataclass(frozen=True)
class Recipe:
    """Container, video codec and audio codec with their options; ``video`` is empty for sound alone.

    ``facts``: the file's own metadata."""

    container: str
    container_options: Mapping[str, str]
    video: str
    video_options: Mapping[str, str]
    audio: str
    audio_rate: int
    keyframe_seconds: float = 4.0
    tag: str = ""
    audio_options: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def recipe(output: OutputSettings, canvas: Canvas) -> Recipe:
    """The recipe of a video or an MP3."""
    quality = output.quality
    container = _CONTAINERS[output.format]
    if output.format == "webm":
        front = {"cues_to_front": "1", **_SAME}
        return Recipe(container, front, "libvpx-vp9", _vp9(output, canvas), "libopus", _OPUS[quality])
    if output.format == "avi":
        scale = str(_MPEG4_SCALE[quality])
        options = {"qmin": scale, "qmax": scale, "mbd": "rd", "bf": "0"}
        # The muxer would move the picture by a frame to make room for the start-up of the MP3 encoder.
        still = {"avoid_negative_ts": "disabled"}
        return Recipe(container, still, "mpeg4", options, "libmp3lame", _MP3[quality], tag="XVID")
    if output.format == "mp3":
        return Recipe(container, {"write_xing": "1"}, "", {}, "libmp3lame", _MP3[quality])
    h264 = {"preset": _X264_PRESET[quality], "crf": str(_X264_CRF[quality]), "profile": "high"}
    front = {"movflags": "+faststart+write_colr"} if output.format in ("mp4", "mov") else dict(_SAME)
    return Recipe(container, front, "libx264", h264, "aac", _AAC[quality])


def _vp9(output: OutputSettings, canvas: Canvas) -> dict[str, str]:
    columns = 2 if canvas.width >= 1920 else 1 if canvas.width >= 640 else 0
    return {
        "deadline": "realtime",
        "cpu-used": "6" if output.quality == "low" else "5",
        "row-mt": "1",
        "tile-columns": str(columns),
        "threads": "4",
        "crf": str(_VP9_CRF[output.quality]),
        "b": "0",
        "lag-in-frames": "0",
        "aq-mode": "0",
    }
