"""Writes frames as an H.264 film in a thread of its own."""

from __future__ import annotations

import errno
import queue
import threading
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from moviola.engines.motion.planes import Plane
from moviola.errors import EngineFailed, StorageFull

_QUEUED = 4
# A fixed count: x264's decisions depend on it, and the same request must give the same pixels anywhere.
_THREADS = 4
_BT709 = 1
_LIMITED = 1


class Film:
    """An MP4 file being written: H.264, yuv420p, BT.709 limited, constant frame rate, faststart.

    Use as a context manager; on an error the unfinished file is removed.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int):
        self._path = path
        self._size = (width, height)
        self._time_base = Fraction(1, fps)
        self._frames: queue.Queue[av.VideoFrame | None] = queue.Queue(_QUEUED)
        self._failure: Exception | None = None
        self._count = 0
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart+write_colr"})
        # B-frames are coarser than their neighbours: a slow pan visibly trembles by a fifth of a pixel.
        options = {"preset": "veryfast", "crf": "16", "bf": "0", "threads": str(_THREADS)}
        self._stream = self._container.add_stream("libx264", rate=fps, options=options)
        self._stream.time_base = self._time_base
        self._configure(self._stream.codec_context, fps)
        self._thread = threading.Thread(target=self._encode, name="film", daemon=True)

    def _configure(self, codec: VideoCodecContext, fps: int) -> None:
        codec.width, codec.height = self._size
        codec.pix_fmt = "yuv420p"
        codec.time_base = self._time_base
        codec.framerate = Fraction(fps, 1)
        codec.gop_size = 2 * fps
        codec.color_primaries = _BT709
        codec.color_trc = _BT709
        codec.colorspace = _BT709
        codec.color_range = _LIMITED

    def __enter__(self) -> Film:
        self._thread.start()
        return self

    def blank(self) -> tuple[av.VideoFrame, tuple[Plane, Plane, Plane]]:
        """A new frame and writable views of its Y, U and V planes."""
        width, height = self._size
        frame = av.VideoFrame(width, height, "yuv420p")
        views = []
        for plane, divisor in zip(frame.planes, (1, 2, 2), strict=True):
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            views.append(rows[: height // divisor, : width // divisor])
        return frame, (views[0], views[1], views[2])

    def add(self, frame: av.VideoFrame) -> None:
        """Queue ``frame`` as the next one; waits while the encoder is behind."""
        frame.pts = self._count
        frame.time_base = self._time_base
        frame.color_primaries = _BT709
        frame.color_trc = _BT709
        frame.colorspace = _BT709
        frame.color_range = _LIMITED
        self._count += 1
        while True:
            if self._failure is not None:
                raise self._explained(self._failure)
            try:
                self._frames.put(frame, timeout=0.5)
                return
            except queue.Full:
                continue

    def _encode(self) -> None:
        try:
            while True:
                frame = self._frames.get()
                for packet in self._stream.encode(frame):
                    self._container.mux(packet)
                if frame is None:
                    return
        except Exception as error:
            self._failure = error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._failure is None:
            self._finish_queue()
        self._thread.join()
        try:
            self._container.close()
        except OSError as closing:
            self._failure = self._failure or closing
        if kind is not None or self._failure is not None:
            self._path.unlink(missing_ok=True)
        if kind is None and self._failure is not None:
            raise self._explained(self._failure)

    def _finish_queue(self) -> None:
        while self._thread.is_alive():
            try:
                self._frames.put(None, timeout=0.5)
                return
            except queue.Full:
                continue

    def _explained(self, failure: Exception) -> Exception:
        if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
            return StorageFull(
                "The disk is full: the clip could not be written. Free some space and try again."
            )
        return EngineFailed(f"The clip could not be encoded ({failure}). Try again.")
