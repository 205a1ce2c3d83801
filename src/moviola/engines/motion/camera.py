"""Camera moves: which window of the picture each frame shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moviola.engines.base import Move
from moviola.engines.motion.box import Box

#: How much of the frame one move covers in five seconds at strength 1.
_ZOOM = 0.14
_PAN = 0.10
_LONG_PAN = 0.35
_ROLL = math.radians(3.0)
_OPPOSITES = {
    "push_in": "pull_out",
    "pan_left": "pan_right",
    "tilt_up": "tilt_down",
    "roll_left": "roll_right",
}
_SAMPLES = 65


@dataclass(frozen=True)
class Window:
    """What one frame shows: centre and width in picture pixels; ``angle`` in radians, clockwise."""

    x: float
    y: float
    width: float
    angle: float


@dataclass(frozen=True)
class Pose:
    """A pose relative to the framing: offsets in frames, ``zoom`` ≤ 1 is the share of its width shown."""

    dx: float
    dy: float
    zoom: float
    angle: float


def ease(t: float) -> float:
    """Ease in and out over 0–1: speed 1 − .88 cos 2πt, so that it hardly moves at both ends."""
    return t - 0.88 * math.sin(2 * math.pi * t) / (2 * math.pi)


def _there_and_back(t: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * t)


@dataclass(frozen=True)
class Camera:
    """A solved camera path.

    ``aspect``: width / height of the frame. ``base``: centre and width of the framing in picture pixels.
    ``focus``: the point that stays where it is on the screen while zooming. ``shrink``: the share of the
    framing's width left so that no frame shows a border.
    """

    moves: tuple[Move, ...]
    aspect: float
    focus: tuple[float, float]
    base: Window
    centre: tuple[float, float]
    shrink: float
    pace: float
    room: tuple[float, float]

    def window(self, t: float) -> Window:
        """The window at ``t`` (0 at the first frame, 1 at the last)."""
        pose = self.pose(t)
        x, y = self._offset(pose)
        width = self.base.width * self.shrink
        return Window(
            self.centre[0] + x * self.shrink,
            self.centre[1] + y * self.shrink,
            width * pose.zoom,
            pose.angle,
        )

    @property
    def deepest(self) -> float:
        """The narrowest window of the path, in picture pixels."""
        return min(self.window(i / (_SAMPLES - 1)).width for i in range(_SAMPLES))

    @property
    def extent(self) -> Box:
        """The rectangle that holds every window of the path."""
        left, top, right, bottom = _extent(self, self.shrink)
        cx, cy = self.centre
        return Box(cx + left, cy + top, cx + right, cy + bottom)

    def _offset(self, pose: Pose) -> tuple[float, float]:
        fx, fy = self.focus[0] - self.base.x, self.focus[1] - self.base.y
        return (
            (1 - pose.zoom) * fx + pose.dx * self.base.width,
            (1 - pose.zoom) * fy + pose.dy * self.base.width / self.aspect,
        )

    def pose(self, t: float) -> Pose:
        """The pose at ``t`` (0 at the first frame, 1 at the last), before fitting."""
        dx = dy = angle = depth = 0.0
        kinds = {move.kind for move in self.moves}
        for move in self.moves:
            opposed = _OPPOSITES.get(move.kind) in kinds
            if any(other in kinds and _OPPOSITES[other] == move.kind for other in _OPPOSITES):
                continue  # its opposite plays both: there and back
            amount = min(move.strength * self.pace, 4.0)
            along = _there_and_back(t) if opposed else ease(t)
            middle = along - 0.5
            if move.kind == "push_in":
                depth += amount * along
            elif move.kind == "pull_out":
                depth += amount * (1 - along)
            elif move.kind in ("pan_left", "pan_right"):
                sign = 1 if move.kind == "pan_right" else -1
                dx += sign * middle * _travel(amount, self.room[0])
            elif move.kind in ("tilt_up", "tilt_down"):
                sign = 1 if move.kind == "tilt_down" else -1
                dy += sign * middle * _travel(amount, self.room[1])
            elif move.kind in ("roll_left", "roll_right"):
                angle += (1 if move.kind == "roll_right" else -1) * _ROLL * amount * along
        return Pose(dx, dy, (1 - _ZOOM) ** depth, angle)


def _travel(amount: float, room: float) -> float:
    """Length of a pan in frames: short inside the framing, longer where the picture goes on beside it."""
    return amount * max(_PAN, min(room, _LONG_PAN))


def _extent(camera: Camera, shrink: float) -> tuple[float, float, float, float]:
    edges = []
    for t in np.linspace(0.0, 1.0, _SAMPLES):
        pose = camera.pose(float(t))
        x, y = camera._offset(pose)
        half = 0.5 * camera.base.width * pose.zoom
        cos, sin = abs(math.cos(pose.angle)), abs(math.sin(pose.angle))
        across = half * (cos + sin / camera.aspect)
        down = half * (cos / camera.aspect + sin)
        edges.append((x - across, y - down, x + across, y + down))
    table = np.array(edges) * shrink
    return (
        float(table[:, 0].min()),
        float(table[:, 1].min()),
        float(table[:, 2].max()),
        float(table[:, 3].max()),
    )


def plan_camera(
    moves: Sequence[Move],
    bounds: Box,
    base: Window,
    aspect: float,
    focus: tuple[float, float],
    seconds: float,
    roam: bool = True,
) -> Camera:
    """A path for ``moves`` (played together) whose every window lies inside ``bounds``.

    ``base`` is the framing wanted; it is shrunk and moved only as far as the borders demand. Longer clips
    travel farther, by the square root of their length. ``roam``: pans may go far where the picture is wider than
    the frame; otherwise they stay with the subject.
    """
    pace = min(1.8, max(0.6, math.sqrt(seconds / 5.0)))
    room = (0.0, 0.0)
    if roam:
        room = (
            max(0.0, bounds.width / base.width - 1.0),
            max(0.0, bounds.height * aspect / base.width - 1.0),
        )
    free = Camera(tuple(moves), aspect, focus, base, (base.x, base.y), 1.0, pace, room)
    left, top, right, bottom = _extent(free, 1.0)
    shrink = min(1.0, bounds.width / (right - left), bounds.height / (bottom - top))
    x = _clamped(base.x, bounds.left - left * shrink, bounds.right - right * shrink)
    y = _clamped(base.y, bounds.top - top * shrink, bounds.bottom - bottom * shrink)
    return Camera(tuple(moves), aspect, focus, base, (x, y), shrink, pace, room)


def _clamped(value: float, low: float, high: float) -> float:
    return (low + high) / 2 if low > high else min(max(value, low), high)
