"""Measures video and sound by walking over every packet. Imports FFmpeg: only for child processes.

What a header declares is checked against what is there: a file that was cut off is told from a whole one, and
a file without a duration (a browser's recording, raw AAC) gets one. Only the first picture and the first
sound are decoded.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.footage import DAMAGED, check_audio, check_video, picture_stream, pixel_aspect
from moviola.media.formats import MAX_DURATION_MS, READABLE

_MAX_STREAMS = 64


@dataclass
class Track:
    """One stream, walked over. Times are in seconds on the file's clock."""

    packets: int = 0
    first: float = math.inf
    last: float = -math.inf
    starts: array[float] = field(default_factory=lambda: array("d"))
    longest_gap: float = 0.0
    typical_gap: float = 0.0
    is_uneven: bool = False
    frame: av.VideoFrame | av.AudioFrame | None = None

    def add(self, packet: Packet[Any]) -> None:
        """Count a packet that holds data."""
        self.packets += 1
        at = packet.pts if packet.pts is not None else packet.dts
        if at is None or packet.time_base is None:
            return
        start = float(at * packet.time_base)
        self.first = min(self.first, start)
        self.last = max(self.last, start + float((packet.duration or 0) * packet.time_base))
        self.starts.append(start)

    def close(self) -> None:
        """Take stock of the gaps between frames once all packets were added."""
        ordered = sorted(self.starts)
        gaps = [later - earlier for earlier, later in pairwise(ordered)]
        if not gaps:
            return
        self.longest_gap = max(gaps)
        self.typical_gap = median(gaps)
        # Rounding to milliseconds and a frame dropped here and there are not an uneven pace.
        tolerance = max(0.0025, 0.2 * self.typical_gap)
        odd = sum(abs(gap - self.typical_gap) > tolerance for gap in gaps)
        self.is_uneven = odd > 0.05 * len(gaps)
        if self.last <= ordered[-1]:
            # The packets state no duration: let the last be as long as the typical one.
            self.last += self.typical_gap


@dataclass(frozen=True)
class Measured:
    """Video or sound, measured, as :class:`~moviola.media.probed.Probed` says; ``""`` for a codec: none."""

    video_codec: str
    audio_codec: str
    width: int
    height: int
    duration_ms: int
    fps: float
    frames: int
    variable_rate: bool
    has_alpha: bool
    rotation: int
    pixel_aspect: float


def measure(container: InputContainer, *, estimated: bool) -> Measured:
    """Walk over the open file. ``estimated``: the declared duration is only a guess from the bit rate.

    Raises:
        UnsupportedFile: no picture and no sound, an unknown codec, damaged or cut off.
        FileTooLarge: over the limits on the size of the picture or the length.
    """
    if len(container.streams) > _MAX_STREAMS:
        raise UnsupportedFile(f"This file has {len(container.streams)} streams; the limit is {_MAX_STREAMS}.")
    video = picture_stream(container)
    audio = container.streams.audio[0] if container.streams.audio else None
    if video is None and audio is None:
        raise UnsupportedFile(f"This file holds neither a picture nor sound. {READABLE}")
    if video is not None:
        check_video(video)
    if audio is not None:
        check_audio(audio)
    declared = 0.0 if estimated else (container.duration or 0) / av.time_base
    _check_length(declared)
    seen, heard = _walk(container, video, audio)
    if video is not None and seen.frame is None:
        raise UnsupportedFile(f"{DAMAGED.format(what='no picture in it can be decoded')} {READABLE}")
    if video is None and heard.frame is None:
        raise UnsupportedFile(f"{DAMAGED.format(what='no sound in it can be decoded')} {READABLE}")
    streams = [stream for stream in (video, audio) if stream is not None]
    promised = 0.0 if estimated else _promised(container, streams)
    duration = _duration(declared, promised, seen, heard)
    _check_length(duration)
    audio_codec = audio.codec_context.name if audio is not None and heard.frame is not None else ""
    if video is None:
        return Measured("", audio_codec, 0, 0, round(duration * 1000), 0.0, 0, False, False, 0, 1.0)
    assert isinstance(seen.frame, av.VideoFrame)
    aspect = pixel_aspect(video)
    rotation = round(-seen.frame.rotation / 90) * 90 % 360
    width, height = max(1, round(seen.frame.width * aspect)), seen.frame.height
    if rotation % 180:
        width, height = height, width
    return Measured(
        video_codec=video.codec_context.name,
        audio_codec=audio_codec,
        width=width,
        height=height,
        duration_ms=round(duration * 1000),
        fps=_rate(video, seen),
        frames=seen.packets,
        variable_rate=seen.is_uneven,
        has_alpha=video.metadata.get("alpha_mode") == "1"
        or any(part.is_alpha for part in seen.frame.format.components),
        rotation=rotation,
        pixel_aspect=float(aspect),
    )


def _walk(
    container: InputContainer, video: av.VideoStream | None, audio: av.AudioStream | None
) -> tuple[Track, Track]:
    seen, heard = Track(), Track()
    for packet in container.demux([stream for stream in (video, audio) if stream is not None]):
        track = seen if packet.stream is video else heard
        if packet.size and not packet.is_discard:
            track.add(packet)
        if track.frame is None:
            try:
                # The packet without data at the end makes a decoder give out what it still holds.
                track.frame = next(
                    (f for f in packet.decode() if isinstance(f, av.VideoFrame | av.AudioFrame)), None
                )
            except FFmpegError:
                # A stream may start in the middle of a group of pictures.
                continue
    seen.close()
    heard.close()
    return seen, heard


def _promised(container: InputContainer, streams: list[av.VideoStream | av.AudioStream]) -> float:
    """Seconds that the headers promise for the picture and the sound; 0 where they promise nothing."""
    lengths = [
        float(stream.duration * stream.time_base)
        for stream in streams
        if stream.duration is not None and stream.time_base is not None
    ]
    if len(lengths) == len(streams):
        return max(lengths)
    # A duration of the whole file may be that of subtitles or data.
    alone = len(streams) == len(container.streams)
    return (container.duration or 0) / av.time_base if alone else 0.0


def _duration(declared: float, promised: float, seen: Track, heard: Track) -> float:
    """Seconds of the file; one that ends long before it promises to was cut off."""
    tracks = [track for track in (seen, heard) if track.starts]
    if not tracks:
        return declared
    walked = max(track.last for track in tracks) - min(max(0.0, track.first) for track in tracks)
    slack = max(0.5, 0.05 * walked) + max(track.longest_gap for track in tracks)
    if promised - walked > slack:
        what = f"it ends after {walked:.1f} of {promised:.1f} seconds"
        raise UnsupportedFile(f"{DAMAGED.format(what=what)} {READABLE}")
    return declared if declared and abs(declared - walked) <= slack else walked


def _rate(video: av.VideoStream, seen: Track) -> float:
    """Average frames per second; the stated rate where the frames' pace agrees with it within 1 %."""
    length = seen.last - seen.first if seen.starts else 0.0
    stated = float(video.average_rate or 0)
    pace = 1 / seen.typical_gap if seen.typical_gap and not seen.is_uneven else 0.0
    counted = seen.packets / length if length > 0 else stated
    agrees = stated and min(abs(stated - pace), abs(stated - counted)) <= 0.01 * stated
    return round(stated if agrees else counted, 3)


def _check_length(seconds: float) -> None:
    if seconds * 1000 > MAX_DURATION_MS:
        raise FileTooLarge(
            f"This file is {seconds / 3600:.1f} hours long; the limit is {MAX_DURATION_MS // 3_600_000}. "
            "Cut it and send it again."
        )
