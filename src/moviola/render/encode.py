"""Canvas frames and sound go into a file, on a thread of their own."""

from __future__ import annotations

import errno
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.container
import numpy as np
from numpy.typing import NDArray

from moviola.render.canvas import Canvas
from moviola.render.codecs import TAGS, Recipe

SAMPLE_RATE = 48_000
_WAITING = 4
_BEAT = 0.15
_AUDIO_BLOCK = SAMPLE_RATE // 4

Sound = NDArray[np.float32]
#: Called with frames done.
Count = Callable[[int], None]


def write_movie(
    frames: Iterable[av.VideoFrame],
    sound: Callable[[], Sound | None],
    path: Path,
    canvas: Canvas,
    recipe: Recipe,
    done: Count,
) -> None:
    """Encode ``frames`` (yuv420p of the canvas) and ``sound`` (float32 [2, n] at 48 kHz) into ``path``.

    ``sound`` is called on the encoding thread while the first frames are composed. ``done`` is called on this
    thread several times a second with the number of frames encoded.

    Raises:
        av.error.FFmpegError, OSError: the file could not be written.
    """
    last = time.monotonic()

    def tell() -> None:
        nonlocal last
        last = time.monotonic()
        done(encoder.count)

    encoder = Encoder(sound, path, canvas, recipe)
    encoder.start()
    try:
        for frame in frames:
            encoder.send(frame, tell)
            if time.monotonic() - last > _BEAT:
                tell()
        encoder.finish(tell)
    except BaseException:
        encoder.abandon()
        raise


def no_room(error: BaseException) -> bool:
    """Whether a file could not be written because the disk, the quota or the largest file size is reached."""
    return getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Encoder(threading.Thread):
    """Writes the frames it is sent, and the samples that ``sound`` gives, into ``path``.

    An error of the encoding thread is raised by :meth:`send` and :meth:`finish`. While these wait, they call
    ``waiting`` several times a second.
    """

    def __init__(self, sound: Callable[[], Sound | None], path: Path, canvas: Canvas, recipe: Recipe) -> None:
        super().__init__(name="encode", daemon=True)
        self.count = 0
        self._sound = sound
        self._path = path
        self._canvas = canvas
        self._recipe = recipe
        self._queue: queue.Queue[av.VideoFrame | None] = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._abandoned = False

    def send(self, frame: av.VideoFrame | None, waiting: Callable[[], None] = lambda: None) -> None:
        """Hand over a frame (None: that was all) as soon as there is room."""
        while True:
            self._check()
            try:
                self._queue.put(frame, timeout=_BEAT)
                return
            except queue.Full:
                waiting()

    def finish(self, waiting: Callable[[], None] = lambda: None) -> None:
        """Return when the file is whole."""
        self.send(None, waiting)
        while self.is_alive():
            self.join(_BEAT)
            waiting()
        self._check()

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    def abandon(self) -> None:
        """Stop without finishing the file."""
        self._abandoned = True
        while self.is_alive():
            try:
                self._queue.put(None, timeout=_BEAT)
                break
            except queue.Full:
                continue
        self.join()

    def run(self) -> None:
        try:
            self._encode()
        except BaseException as error:  # raised again by check() on the composing thread
            self._error = error

    def _encode(self) -> None:
        sound = self._sound()
        recipe, canvas = self._recipe, self._canvas
        with av.open(
            str(self._path), "w", format=recipe.container, container_options=dict(recipe.container_options)
        ) as out:
            out.metadata.update(recipe.facts)
            stream = video_stream(out, recipe, canvas)
            audio = None if sound is None else SoundWriter(out, recipe, sound)
            base = 1 / canvas.fps
            while not self._abandoned and (frame := self._queue.get()) is not None:
                # A held frame comes many times as one object, so it is stamped only here.
                frame.pts, frame.time_base = self.count, base
                frame.pict_type = 0
                out.mux(stream.encode(frame))
                self.count += 1
                if audio is not None:
                    audio.write_until(float(self.count * base))
            out.mux(stream.encode(None))
            if audio is not None:
                audio.finish()


def video_stream(out: av.container.OutputContainer, recipe: Recipe, canvas: Canvas) -> av.VideoStream:
    """A stream of yuv420p in limited range whose colours are named in the file."""
    stream = out.add_stream(recipe.video, rate=canvas.fps, options=dict(recipe.video_options))
    assert isinstance(stream, av.VideoStream)
    context = stream.codec_context
    stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
    context.time_base = 1 / canvas.fps
    context.gop_size = max(1, round(canvas.fps * Fraction(recipe.keyframe_seconds)))
    tag = TAGS[canvas.matrix]
    context.color_primaries = context.color_trc = context.colorspace = tag
    context.color_range = 1
    if recipe.tag:
        context.codec_tag = recipe.tag
    return stream


class SoundWriter:
    """Feeds samples to an audio stream, block by block, so that sound lies beside its picture in the file."""

    def __init__(self, out: av.container.OutputContainer, recipe: Recipe, samples: Sound) -> None:
        stream = out.add_stream(
            recipe.audio, rate=SAMPLE_RATE, layout="stereo", options=dict(recipe.audio_options)
        )
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = recipe.audio_rate
        self._out = out
        self._stream = stream
        self._blocks = _blocks(samples)
        self.seconds = 0.0

    def write_until(self, seconds: float) -> None:
        while self.seconds < seconds:
            block = next(self._blocks, None)
            if block is None:
                return
            self._out.mux(self._stream.encode(block))
            self.seconds += block.samples / SAMPLE_RATE

    def finish(self) -> None:
        self.write_until(float("inf"))
        self._out.mux(self._stream.encode(None))


def _blocks(samples: Sound) -> Iterator[av.AudioFrame]:
    for at in range(0, samples.shape[1], _AUDIO_BLOCK):
        block = np.ascontiguousarray(samples[:, at : at + _AUDIO_BLOCK], np.float32)
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = at
        frame.time_base = Fraction(1, SAMPLE_RATE)
        yield frame
