"""Where canvas frames come from: one video or one picture, decoded ahead on a thread of its own."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
import av.error

from moviola.errors import UnsupportedFile
from moviola.media.footage import open_footage, picture_stream, pixel_aspect
from moviola.media.image import load_rgb
from moviola.media.names import named
from moviola.render.canvas import Canvas
from moviola.render.fit import Fitter
from moviola.timeline.model import Clip

_AHEAD = 6
_BEAT = 0.15


class Source(Protocol):
    """Gives the frames of one clip, one per canvas frame, in order."""

    def next(self) -> av.VideoFrame:
        """The next frame. It may be the same object as the last one and must not be drawn on."""
        ...

    def close(self) -> None:
        """Stop decoding and let go of the file."""
        ...


def open_source(
    clip: Clip, path: Path, canvas: Canvas, skip: int, count: int, waiting: Callable[[], None] = lambda: None
) -> Source:
    """The frames ``skip`` to ``skip + count`` of ``clip``, counted on the canvas from the clip's start.

    ``waiting`` is called several times a second while a frame is not ready yet.
    """
    frames = (
        _picture(clip, path, canvas)
        if clip.media.kind == "image"
        else _video(clip, path, canvas, skip, count)
    )
    return _Ahead(frames, waiting)


class _Ahead:
    """Runs an iterator on a thread, a few items ahead; the last item is repeated for ever."""

    def __init__(self, frames: Iterator[av.VideoFrame], waiting: Callable[[], None]) -> None:
        self._waiting = waiting
        self._queue: queue.Queue[av.VideoFrame | BaseException | None] = queue.Queue(_AHEAD)
        self._stop = threading.Event()
        self._last: av.VideoFrame | None = None
        self._done = False
        self._thread = threading.Thread(target=self._run, args=(frames,), name="decode", daemon=True)
        self._thread.start()

    def _run(self, frames: Iterator[av.VideoFrame]) -> None:
        item: av.VideoFrame | BaseException | None
        try:
            for item in frames:
                if not self._put(item):
                    return
            item = None
        except BaseException as error:  # handed over to the thread that asks for frames
            item = error
        self._put(item)

    def _put(self, item: av.VideoFrame | BaseException | None) -> bool:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def next(self) -> av.VideoFrame:
        if not self._done:
            item = self._get()
            if isinstance(item, BaseException):
                raise item
            if item is None:
                self._done = True
            else:
                self._last = item
        assert self._last is not None, "a source gives at least one frame"
        return self._last

    def _get(self) -> av.VideoFrame | BaseException | None:
        while True:
            try:
                return self._queue.get(timeout=_BEAT)
            except queue.Empty:
                self._waiting()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()


def _picture(clip: Clip, path: Path, canvas: Canvas) -> Iterator[av.VideoFrame]:
    with named(clip.media.name or path.name):
        # Twice the longer edge leaves room for a crop.
        pixels = load_rgb(path, 2 * max(canvas.width, canvas.height), background=(0, 0, 0))
    yield Fitter(canvas, clip.fit)(av.VideoFrame.from_ndarray(pixels, format="rgb24"))


def _video(clip: Clip, path: Path, canvas: Canvas, skip: int, count: int) -> Iterator[av.VideoFrame]:
    """One canvas frame after the other; ends early where the video does."""
    with named(clip.media.name or path.name), open_footage(path) as container:
        stream = picture_stream(container)
        if stream is None:
            raise UnsupportedFile("There is no picture in this file. Put it on an audio track instead.")
        stream.thread_type = "AUTO"
        fit = Fitter(canvas, clip.fit, pixel_aspect(stream))
        start = Fraction(clip.offset, 1000) + skip / canvas.fps
        shown: av.VideoFrame | None = None
        given = 0
        for slot, frame in _slots(container, stream, start, canvas.fps):
            if shown is not None and slot > given:
                ready = fit(shown)
                for _ in range(min(slot, count) - given):
                    yield ready
                given = slot
            shown = frame
            if given >= count:
                return
        if shown is None:
            raise UnsupportedFile("This video holds no picture that can be decoded. Upload it again.")
        yield fit(shown)


def _slots(
    container: av.container.InputContainer, stream: av.VideoStream, start: Fraction, fps: Fraction
) -> Iterator[tuple[int, av.VideoFrame]]:
    """Decoded frames with the canvas frame each first shows on: its own time stamp, rounded.

    Slots are relative to ``start`` seconds into the file and may be negative. Times count from where the file
    starts, so that picture and sound keep their places to each other.
    """
    base = stream.time_base or Fraction(1, 1000)
    origin = Fraction(container.start_time or 0, 1_000_000)
    if start > 0:
        container.seek(int((origin + start) / base), stream=stream, backward=True)
    step = 1 / Fraction(stream.average_rate or stream.guessed_rate or 25)
    time = origin
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue  # a damaged packet: the picture before it stays until the next good one
        for frame in frames:
            time = frame.pts * (frame.time_base or base) if frame.pts is not None else time + step
            yield _round((time - origin - start) * fps), frame


def _round(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))
