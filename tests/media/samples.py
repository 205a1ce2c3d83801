"""Sample media, made by the real encoders."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

RATE = 48_000


def gradient(width: int, height: int) -> npt.NDArray[np.uint8]:
    """Red grows to the right, green downwards: uint8 ``[height, width, 3]``."""
    x = np.linspace(0, 255, width, dtype=np.float32)[None, :].repeat(height, 0)
    y = np.linspace(0, 255, height, dtype=np.float32)[:, None].repeat(width, 1)
    return np.stack([x, y, np.full_like(x, 128)], axis=2).astype(np.uint8)


def corners(width: int = 24, height: int = 16) -> Image.Image:
    """Red, green, blue and white quarters, from the top left in reading order."""
    picture = Image.new("RGB", (width, height))
    picture.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    picture.paste((0, 255, 0), (width // 2, 0, width, height // 2))
    picture.paste((0, 0, 255), (0, height // 2, width // 2, height))
    picture.paste((255, 255, 255), (width // 2, height // 2, width, height))
    return picture


def video(
    path: Path,
    width: int = 64,
    height: int = 48,
    frames: int = 30,
    fps: int = 30,
    *,
    codec: str = "libx264",
    audio: str | None = None,
    pixels: str = "yuv420p",
    rotation: int = 0,
    times: Sequence[int] | None = None,
    aspect: Fraction | None = None,
    black: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """A moving gradient. ``rotation``: counter-clockwise degrees in the container; ``times``: milliseconds of the
    frames; ``black``: so many black frames at the start."""
    with av.open(str(path), "w", options=options or {}) as out:
        stream = out.add_stream(codec, rate=fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        stream.codec_context.options = {"bf": "0"}
        if times:
            stream.codec_context.time_base = Fraction(1, 1000)
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation:
            stream.set_display_rotation(rotation)
        sound = out.add_stream(audio, rate=RATE, layout="stereo") if audio else None
        for index in range(frames):
            pixel_values = np.roll(gradient(width, height), index * 2, axis=1)
            if index < black:
                pixel_values = np.zeros_like(pixel_values)
            frame = av.VideoFrame.from_ndarray(pixel_values, format="rgb24")
            frame.pts = times[index] if times else index
            if times:
                frame.time_base = Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if isinstance(sound, av.AudioStream):
            _tone(out, sound, frames / fps)
    return path


def sound(path: Path, codec: str, seconds: float = 1.0, format: str | None = None) -> Path:  # noqa: A002
    """A 440 Hz tone."""
    with av.open(str(path), "w", format=format) as out:
        stream = out.add_stream(codec, rate=RATE, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        _tone(out, stream, seconds)
    return path


def _tone(out: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    wave = (np.sin(np.arange(int(seconds * RATE)) * 440 * 2 * np.pi / RATE) * 0.2).astype(np.float32)
    context = stream.codec_context
    context.open(strict=False)
    resampler = av.AudioResampler(stream.format, "stereo", RATE, frame_size=context.frame_size or 1024)
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = RATE, 0
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels."""
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
