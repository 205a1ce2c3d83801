"""The frame an export is painted on: size, rate, length and colour matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from moviola.render.output import OutputSettings
from moviola.timeline.model import Timeline

Matrix = Literal["bt709", "smpte170m"]

#: Kr and Kb of ITU-R BT.709-6 and BT.601-7.
COEFFICIENTS: dict[Matrix, tuple[float, float]] = {"bt709": (0.2126, 0.0722), "smpte170m": (0.299, 0.114)}

#: What a GIF is brought down to when nothing was asked: its width, its pixels, and a rate whose delay is
#: whole hundredths of a second.
GIF_WIDTH = 480
GIF_AREA = 360 * 640
GIF_RATE = Fraction(25, 2)


def assumed_matrix(width: int, height: int) -> Matrix:
    """The matrix of a picture that does not name one: players go by its size."""
    return "bt709" if width >= 1280 or height > 576 else "smpte170m"


@dataclass(frozen=True)
class Canvas:
    """``width`` × ``height`` even pixels, ``fps``, ``frames`` in all; limited range Y'CbCr of ``matrix``."""

    width: int
    height: int
    fps: Fraction
    frames: int
    matrix: Matrix = "bt709"

    @property
    def samples(self) -> int:
        """Audio samples at 48 kHz that last exactly as long as the frames."""
        return round(self.frames * 48_000 / self.fps)

    @property
    def duration_ms(self) -> int:
        return round(self.frames * 1000 / self.fps)

    def frame_at(self, ms: int) -> int:
        """The frame a moment of the draft falls on."""
        return int(self.fps * ms / 1000 + Fraction(1, 2))

    @classmethod
    def of(cls, timeline: Timeline, output: OutputSettings) -> Canvas:
        """The canvas of an export."""
        meta = timeline.meta
        width, height = output.size(meta.width, meta.height)
        fps = output.rate(meta.fps)
        if output.format == "gif":
            if output.resolution is None:
                shrink = min(1.0, GIF_WIDTH / width, math.sqrt(GIF_AREA / (width * height)))
                width, height = max(2, round(width * shrink)), max(2, round(height * shrink))
            # Browsers slow down a GIF whose frames stay for less than two hundredths of a second.
            fps = min(fps, GIF_RATE if output.fps is None else Fraction(50))
        width, height = width & ~1, height & ~1
        # AVI cannot say which matrix it uses, so it is the one that players assume.
        matrix: Matrix = assumed_matrix(width, height) if output.format == "avi" else "bt709"
        frames = max(1, int(fps * timeline.duration / 1000 + Fraction(1, 2)))
        return cls(width, height, fps, frames, matrix)
