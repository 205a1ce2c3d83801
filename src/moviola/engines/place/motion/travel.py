"""A camera that moves over a living place: the window of it that each moment shows."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.base import Move, MoveKind
from moviola.engines.place.scene import Scene

#: How much wider than the window the place is drawn at strength 1, and at most.
_ROOM, _MOST_ROOM = 0.22, 0.45
#: Motions that words name in a scene, as camera moves.
_NAMED: dict[str, MoveKind] = {
    "push_in": "push_in",
    "pull_out": "pull_out",
    "pan_left": "pan_left",
    "pan_right": "pan_right",
    "rise": "tilt_up",
}
#: Kind → (closeness, x, y) at the start and at the end; closeness 0 sees everything, x and y lie within −1…1.
_WAYS: dict[MoveKind, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "push_in": ((0.0, 0.0, 0.0), (1.0, 0.0, -0.1)),
    "pull_out": ((1.0, 0.0, -0.1), (0.0, 0.0, 0.0)),
    "pan_left": ((1.0, 1.0, 0.0), (1.0, -1.0, 0.0)),
    "pan_right": ((1.0, -1.0, 0.0), (1.0, 1.0, 0.0)),
    "tilt_up": ((1.0, 0.0, 1.0), (1.0, 0.0, -1.0)),
    "tilt_down": ((1.0, 0.0, -1.0), (1.0, 0.0, 1.0)),
}


class Window(NamedTuple):
    """Corner and width of what is seen, as shares of the drawn place's width and height."""

    left: float
    top: float
    across: float


def able(moves: tuple[Move, ...]) -> bool:
    """Whether all these moves can be made over a living place."""
    return all(move.kind in _WAYS or move.kind == "still" for move in moves)


def moves_of(scene: Scene, asked: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves of a film: those asked for, or else what the scene's words name."""
    kept = tuple(move for move in asked if move.kind in _WAYS)
    if kept or scene.motion not in _NAMED:
        return kept
    return (Move(kind=_NAMED[scene.motion]),)


def margin(moves: tuple[Move, ...]) -> float:
    """How much larger than the frame the place is drawn, so that the window has somewhere to go; 1 without moves."""
    return 1 + max((min(_ROOM * move.strength, _MOST_ROOM) for move in moves), default=0.0)


def window(moves: tuple[Move, ...], share: float, loop: bool) -> Window:
    """What is seen at ``share`` 0–1 of the film; a looping camera goes there and back."""
    eased = 0.5 - 0.5 * math.cos(2 * math.pi * share) if loop else share * share * (3 - 2 * share)
    room = margin(moves) - 1
    close = x = y = 0.0
    for move in moves:
        own = min(_ROOM * move.strength, _MOST_ROOM) / max(room, 1e-9)
        start, end = (_WAYS[move.kind][k] for k in (0, 1))
        now = [a + (b - a) * eased for a, b in zip(start, end, strict=True)]
        close = max(close, now[0] * own)
        x, y = x + now[1] * own, y + now[2] * own
    across = 1 / (1 + room * close)
    x, y = min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0)
    return Window((1 - across) * (0.5 + 0.5 * x), (1 - across) * (0.5 + 0.5 * y), across)
