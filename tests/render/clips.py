"""Small real files for the tests of the render room."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from moviola.render.planes import planes
from moviola.timeline.model import (
    AudioTrack,
    Clip,
    Media,
    Meta,
    Sound,
    TextStyle,
    TextTrack,
    Timeline,
    Title,
    Track,
    VideoTrack,
)

Pixels = NDArray[np.uint8]
Paint = Callable[[int, av.VideoFrame], None]


def grey(level: int) -> Callable[[av.VideoFrame], None]:
    """Paints a frame in one grey; ``level`` is the code value of Y'."""

    def paint(frame: av.VideoFrame) -> None:
        for plane, value in zip(planes(frame), (level, 128, 128), strict=True):
            plane[...] = value

    return paint


def counting(number: int, frame: av.VideoFrame) -> None:
    """Frame ``number`` is grey of level 20 + 4 × number."""
    grey(20 + 4 * number)(frame)


def video(
    path: Path,
    *,
    frames: int = 12,
    size: tuple[int, int] = (64, 48),
    fps: int = 30,
    times: Sequence[int] | None = None,
    base: Fraction | None = None,
    paint: Paint = counting,
    rotate: int = 0,
    aspect: Fraction | None = None,
    matrix: int = 1,
    full: bool = False,
    container: str | None = None,
    gop: int = 250,
) -> Path:
    """An H.264 clip; ``times`` in units of ``base`` make its rate variable."""
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream("libx264", rate=fps, options={"crf": "2", "preset": "veryfast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.time_base = base or Fraction(1, fps)
        context.gop_size = gop
        context.colorspace = context.color_primaries = context.color_trc = matrix
        context.color_range = 2 if full else 1
        if aspect is not None:
            context.sample_aspect_ratio = aspect
        if rotate:
            stream.set_display_rotation(rotate)
        for number in range(frames):
            frame = av.VideoFrame(*size, "yuv420p")
            paint(number, frame)
            frame.pts = number if times is None else times[number]
            frame.time_base = context.time_base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def tone(path: Path, seconds: float = 1.0, hertz: float = 440.0, level: float = 0.3) -> Path:
    """A sine as 16-bit stereo WAV at 48 kHz."""
    time = np.arange(round(48_000 * seconds)) / 48_000
    samples = (np.sin(2 * np.pi * hertz * time) * level * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(np.repeat(samples, 2).tobytes())
    return path


def image(path: Path, pixels: Pixels, **options: Any) -> Path:
    """``pixels`` as a picture file."""
    Image.fromarray(pixels).save(path, **options)
    return path


def patches(width: int = 96, height: int = 64) -> Pixels:
    """Red, green, blue and grey side by side."""
    pixels = np.zeros((height, width, 3), np.uint8)
    colours = ((200, 30, 40), (30, 170, 60), (40, 60, 200), (128, 128, 128))
    for index, colour in enumerate(colours):
        pixels[:, index * width // 4 : (index + 1) * width // 4] = colour
    return pixels


class Shelf:
    """Files by their SHA-256, and the media that name them."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}

    def media(self, path: Path, kind: str) -> Media:
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        self.files[sha] = path
        return Media.model_validate({"hash": sha, "kind": kind, "name": path.name})

    def clip(self, path: Path, start: int, duration: int, **options: Any) -> Clip:
        kind = "image" if path.suffix in (".png", ".jpg", ".webp", ".heic") else "video"
        return Clip(
            id=f"c{start}{path.stem}"[:60],
            start=start,
            duration=duration,
            media=self.media(path, kind),
            **options,
        )

    def sound(self, path: Path, start: int, duration: int, **options: Any) -> Sound:
        return Sound(
            id=f"s{start}", start=start, duration=duration, media=self.media(path, "audio"), **options
        )


def title(text: str, start: int = 0, duration: int = 1000, **style: Any) -> Title:
    return Title(
        id=f"t{start}", start=start, duration=duration, text=text, style=TextStyle.model_validate(style)
    )


def draft(
    *tracks: Iterable[Clip],
    sounds: Iterable[Sound] = (),
    titles: Iterable[Title] = (),
    size: tuple[int, int] = (64, 48),
    fps: int = 30,
) -> Timeline:
    """A draft with one video track per argument."""
    every: list[Track] = [VideoTrack(segments=tuple(track)) for track in tracks]
    every.append(AudioTrack(segments=tuple(sounds)))
    every.append(TextTrack(segments=tuple(titles)))
    return Timeline(tracks=tuple(every), meta=Meta(width=size[0], height=size[1], fps=fps))


def quiet(_fraction: float, _stage: str) -> None:
    """Progress that nobody follows."""


def decoded(path: Path) -> list[av.VideoFrame]:
    """All frames of a file."""
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def levels(frames: Iterable[av.VideoFrame]) -> list[int]:
    """The middle Y' of each frame."""
    return [int(planes(frame)[0][frame.height // 2, frame.width // 2]) for frame in frames]


def heard(path: Path) -> NDArray[np.float32]:
    """float32 [2, n]: what a player of the file would hear."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "stereo", 48_000)
        blocks = [
            got.to_ndarray() for frame in container.decode(audio=0) for got in resampler.resample(frame)
        ]
        blocks += [got.to_ndarray() for got in resampler.resample(None)]
    return np.concatenate(blocks, axis=1).astype(np.float32)
