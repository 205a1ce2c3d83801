"""A hint of depth: the person moves a little more than the background when the camera moves.

The background gives way elastically in a wide band around the person, so nothing is uncovered or torn and hair
keeps its own surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moviola.engines.motion.breath import soft_mask
from moviola.engines.motion.camera import Pose
from moviola.engines.motion.canvas import Canvas
from moviola.engines.motion.displacement import Displacement
from moviola.engines.motion.subject import Person

Field = npt.NDArray[np.float32]

# Shares of the camera's own zoom and travel that the person adds to it.
_GROWTH = 0.14
_TRAVEL = 0.06
_BAND = 0.11


@dataclass(frozen=True)
class Parallax:
    """``away_x`` and ``away_y``: distance from the focus, ``near``: 1 on the person; all float32 [h, w] on one
    grid over the canvas. ``frame``: canvas pixels of the framing, across and down."""

    away_x: Field
    away_y: Field
    near: Field
    frame: tuple[float, float]

    def at(self, pose: Pose) -> Displacement:
        """The person's own movement for a camera pose; none for the framing itself."""
        growth = np.float32(_GROWTH * (1.0 - pose.zoom))
        across = np.float32(_TRAVEL * pose.dx * self.frame[0])
        down = np.float32(_TRAVEL * pose.dy * self.frame[1])
        return Displacement(
            self.near * across - self.away_x * growth,
            self.near * down - self.away_y * growth,
        )


def parallax(
    person: Person,
    canvas: Canvas,
    picture: tuple[int, int],
    size: tuple[int, int],
    focus: tuple[float, float],
    frame: tuple[float, float],
) -> Parallax:
    """Depth for ``person`` on a grid of ``size`` = (width, height) over ``canvas``.

    ``picture``: size of the picture. ``focus``: the camera's, in picture pixels. ``frame``: width and height of
    the framing in picture pixels.
    """
    sx, sy = canvas.scale
    band = _BAND * frame[0] * sx * size[0] / canvas.width
    near = soft_mask(canvas.place(person.matte, picture, size), band)
    x = (np.arange(size[0], dtype=np.float32) + 0.5) * canvas.width / size[0]
    y = (np.arange(size[1], dtype=np.float32) + 0.5) * canvas.height / size[1]
    away_x = near * (x - (focus[0] - canvas.area.left) * sx)[None, :]
    away_y = near * (y - (focus[1] - canvas.area.top) * sy)[:, None]
    return Parallax(
        np.asarray(away_x, np.float32), np.asarray(away_y, np.float32), near, (frame[0] * sx, frame[1] * sy)
    )
