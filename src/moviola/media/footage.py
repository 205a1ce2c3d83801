"""Video and sound through PyAV. Imports FFmpeg: only for child processes.

A file is opened from an open handle, as the one format that its bytes show, with every protocol switched off:
whatever stands inside it (a playlist, an external track, an address) can open nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition

from moviola.errors import FileTooLarge, UnsupportedFile
from moviola.media.formats import MAX_VIDEO_EDGE, READABLE
from moviola.media.magic import IMAGES, Magic, identify

#: FFmpeg's demuxer for each format.
_DEMUXERS: dict[Magic, str] = {name: name for name in ("mov", "matroska", "avi", "mp3", "wav", "aac")}
#: No protocol has this name, so none is allowed; the file itself is read through our handle.
_SEALED = {"protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}
_BUFFER = 1 << 18

DAMAGED = "This file is damaged or cut off: {what}. Send the whole file again."

#: Codecs that cameras, phones, browsers and editors write, by FFmpeg's names.
_VIDEO_CODECS = frozenset(
    """
    h264 hevc av1 libdav1d libaom-av1 vp8 vp9 libvpx libvpx-vp9 theora
    mpeg4 mpeg1video mpeg2video mjpeg msmpeg4v2 msmpeg4 h263 flv wmv2 svq3
    prores dnxhd cfhd dvvideo ffv1 huffyuv ffvhuff utvideo qtrle cinepak rawvideo v210 png
    """.split()  # noqa: SIM905 - a list of quoted words is harder to read
)
_AUDIO_CODECS = frozenset(
    """
    aac aac_latm mp3 mp3float mp2 mp2float mp1 opus libopus vorbis flac alac
    ac3 eac3 dca adpcm_ms adpcm_ima_wav adpcm_ima_qt amrnb amrwb gsm_ms wmav2
    """.split()  # noqa: SIM905
)


@contextmanager
def open_footage(path: Path, magic: Magic | None = None) -> Iterator[InputContainer]:
    """An open container that can read nothing but ``path``.

    Raises:
        UnsupportedFile: not video or sound that can be read, or damaged (also when a decoder says so inside
        the
            block).
    """
    magic = magic or identify(path)
    if magic in IMAGES:
        raise UnsupportedFile(f"This file is a picture, not video or sound. {READABLE}")
    with path.open("rb") as handle, plain_errors():
        container = av.open(
            handle,
            "r",
            format=_DEMUXERS[magic],
            options=dict(_SEALED),
            buffer_size=_BUFFER,
            metadata_errors="replace",
        )
        with container:
            yield container


@contextmanager
def plain_errors() -> Iterator[None]:
    """FFmpeg's own errors become sentences."""
    try:
        yield
    except MemoryError as error:
        raise FileTooLarge("This file needs more memory to decode than there is. Make it smaller.") from error
    except (FFmpegError, EOFError) as error:
        raise UnsupportedFile(f"{DAMAGED.format(what='it cannot be decoded')} {READABLE}") from error


def picture_stream(container: InputContainer) -> av.VideoStream | None:
    """The first stream of moving pictures; cover art does not count."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def pixel_aspect(stream: av.VideoStream) -> Fraction:
    """Width of a stored pixel over its height; 1 where a file states none or nonsense."""
    stated = stream.sample_aspect_ratio or Fraction(1)
    return stated if Fraction(1, 4) <= stated <= 4 else Fraction(1)


def check_video(stream: av.VideoStream) -> None:
    """Let the stream pass if its codec is known and its frames are of a sane size.

    Raises:
        UnsupportedFile, FileTooLarge: they are not.
    """
    _check_codec(stream, _VIDEO_CODECS, "picture")
    width, height = stream.codec_context.width, stream.codec_context.height
    if width < 1 or height < 1:
        raise UnsupportedFile(f"{DAMAGED.format(what='the size of its picture is not stated')} {READABLE}")
    if max(width, height) > MAX_VIDEO_EDGE:
        raise FileTooLarge(
            f"This video is {width}×{height} pixels; the longest edge may have {MAX_VIDEO_EDGE}. "
            "Make it smaller and send it again."
        )


def check_audio(stream: av.AudioStream) -> None:
    """Let the stream pass if its codec is known.

    Raises:
        UnsupportedFile: it is not.
    """
    _check_codec(stream, _AUDIO_CODECS, "sound")


def _check_codec(stream: av.VideoStream | av.AudioStream, known: frozenset[str], what: str) -> None:
    # PyAV's types leave out that a stream of an unknown codec has no context.
    context: av.CodecContext | None = stream.codec_context
    if context is None:
        raise UnsupportedFile(f"{DAMAGED.format(what=f'the coding of its {what} is not stated')} {READABLE}")
    if context.name not in known and not context.name.startswith("pcm_"):
        raise UnsupportedFile(
            f"The {what} of this file is coded as '{context.name}', which cannot be read. "
            "Convert it to H.264 with AAC and send it again."
        )
