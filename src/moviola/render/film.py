"""A silent clip that an engine draws frame by frame, encoded while the next frame is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from moviola.errors import EngineFailed, StorageFull
from moviola.render.canvas import Canvas
from moviola.render.codecs import Recipe
from moviola.render.encode import Encoder, no_room
from moviola.render.planes import Plane, planes

#: Near-transparent, since every export encodes it again. B-frames are coarser than their neighbours: a slow
#: pan visibly trembles by a fifth of a pixel. x264's decisions depend on the number of threads, and the same
#: request must give the same pixels anywhere.
_X264 = {"preset": "veryfast", "crf": "16", "bf": "0", "threads": "4"}


class Film:
    """An MP4 file being written: H.264, yuv420p, BT.709 limited, constant frame rate, faststart.

    Use as a context manager; on an error the unfinished file is removed. ``facts`` go into the file's
    metadata, such as ``title`` and ``comment``.

    Raises:
        StorageFull: no room on the disk.
        EngineFailed: the file could not be written for another reason.
    """

    def __init__(
        self, path: Path, width: int, height: int, fps: int, facts: Mapping[str, str] | None = None
    ) -> None:
        front = {"movflags": "+faststart+write_colr"}
        recipe = Recipe("mp4", front, "libx264", _X264, "", 0, keyframe_seconds=2.0, facts=facts or {})
        self._path = path
        self._size = (width, height)
        self._encoder = Encoder(lambda: None, path, Canvas(width, height, Fraction(fps), 0), recipe)

    def __enter__(self) -> Self:
        self._encoder.start()
        return self

    def blank(self) -> tuple[av.VideoFrame, tuple[Plane, Plane, Plane]]:
        """A new frame and writable views of its Y, Cb and Cr planes."""
        frame = av.VideoFrame(*self._size, "yuv420p")
        y, cb, cr = planes(frame)
        return frame, (y, cb, cr)

    def add(self, frame: av.VideoFrame) -> None:
        """Queue ``frame`` (yuv420p) as the next one; waits while the encoder is behind."""
        try:
            self._encoder.send(frame)
        except Exception as failure:
            raise _explained(failure) from failure

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._encoder.abandon()
            self._path.unlink(missing_ok=True)
            return
        try:
            self._encoder.finish()
        except Exception as failure:
            self._path.unlink(missing_ok=True)
            raise _explained(failure) from failure


def _explained(failure: Exception) -> Exception:
    if no_room(failure):
        return StorageFull("The disk is full: the clip could not be written. Free some space and try again.")
    return EngineFailed(f"The clip could not be encoded ({failure}). Try again.")
