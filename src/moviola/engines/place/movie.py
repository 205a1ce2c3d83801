"""Frames to a film: H.264 in MP4, encoded on a thread of its own while the next frame is drawn."""

from __future__ import annotations

import queue
import threading
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.video.reformatter import ColorRange, Colorspace

from moviola.engines.place.tone import Bytes
from moviola.errors import EngineFailed

#: Frames that may wait for the encoder.
_WAITING = 4


class Movie:
    """Writes planar 4:2:0 frames, BT.709 limited, to an MP4 that starts to play while it loads.

    Use as a context manager; the file is whole after a clean exit and removed otherwise.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int, title: str) -> None:
        self._path = path
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._container.metadata.update({"title": title, "comment": "synthetic; computed by moviola/place"})
        stream = self._container.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        self._tick = Fraction(1, fps)
        stream.options = {"preset": "veryfast", "crf": "16"}
        context = stream.codec_context
        context.color_primaries = 1
        context.color_trc = 1
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        self._stream = stream
        self._frames: queue.Queue[Bytes | None] = queue.Queue(_WAITING)
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._encode, name="encoder", daemon=True)
        self._thread.start()

    def add(self, frame: Bytes) -> None:
        """Queue one frame [height·3/2, width]; waits while the encoder is behind."""
        if self._fault is not None:
            raise EngineFailed(
                f"The film could not be written: {self._fault}. Check the free space on the disk."
            )
        self._frames.put(frame)

    def _encode(self) -> None:
        index = 0
        while (planes := self._frames.get()) is not None:
            if self._fault is not None:
                continue  # keep taking frames so that the drawing side never blocks
            try:
                frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
                frame.pts = index
                frame.time_base = self._tick
                index += 1
                self._container.mux(self._stream.encode(frame))
            except BaseException as fault:  # handed to the drawing thread
                self._fault = fault

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._frames.put(None)
        self._thread.join()
        try:
            if self._fault is None and kind is None:
                self._container.mux(self._stream.encode(None))
            self._container.close()
        except (av.FFmpegError, OSError) as fault:
            self._fault = self._fault or fault
        if self._fault is not None or kind is not None:
            self._path.unlink(missing_ok=True)
        if self._fault is not None and kind is None:
            raise EngineFailed(
                f"The film could not be written: {self._fault}. Check the free space on the disk."
            ) from self._fault
