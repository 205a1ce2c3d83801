"""Decides what moves: the wishes that the picture allows, or what suits it when nothing was asked."""

from __future__ import annotations

from moviola.engines.base import Effect, MotionRequest, Move, Note
from moviola.engines.motion.framing import Framing
from moviola.engines.motion.water import Water


def direct(
    request: MotionRequest, framing: Framing, water: Water | None
) -> tuple[tuple[Move, ...], tuple[Effect, ...], tuple[Note, ...]]:
    """Moves and effects to play, and notes on what the picture cannot do."""
    if not request.moves and not request.effects:
        moves, effects = _suiting(request, framing)
        return moves, effects, ()
    effects_left: list[Effect] = []
    notes: list[Note] = []
    for effect in request.effects:
        if effect.kind == "breathe" and framing.person is None:
            notes.append(Note(code="no_person"))
        elif effect.kind == "ripple" and water is None:
            notes.append(Note(code="no_water"))
        else:
            effects_left.append(effect)
    return _distinct(request.moves), tuple(effects_left), tuple(notes)


def _distinct(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """One move of each kind, the last one asked for; ``still`` says nothing beside another move."""
    last = {move.kind: move for move in moves}
    if len(last) > 1:
        last.pop("still", None)
    return tuple(last.values())


def _suiting(request: MotionRequest, framing: Framing) -> tuple[tuple[Move, ...], tuple[Effect, ...]]:
    if framing.person is not None:
        return (Move(kind="push_in", strength=0.6),), (Effect(kind="breathe"),)
    spare = framing.rgb.shape[1] / framing.window.width
    sideways: Move = Move(kind="pan_right" if request.seed % 2 == 0 else "pan_left", strength=0.7)
    if spare > 1.5:
        return (sideways,), ()
    return (Move(kind="push_in", strength=0.7), sideways.model_copy(update={"strength": 0.25})), ()
