"""How a still is to move, or how the clip that is there is to move differently."""

from __future__ import annotations

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Action, Animate, Context, EditPlace, MakeClip, MakeImage, MakePortrait
from moviola.engines.base import Effect, Move

WEAKEST, STRONGEST = 0.1, 4.0
#: How much longer a film of passing hours becomes when it is to go slower.
SLOWER = 1.5
#: Assumed where a clip's length is not known.
USUAL_MS = 5_000

Made = MakePortrait | MakeImage | MakeClip


def animation(made: Made | None, wishes: Wishes, context: Context, said: list[Action]) -> list[Action]:
    """The one animation that the message asks for, as a list of none or one (or a question, or a new clip)."""
    if isinstance(made, MakeClip):
        return []
    if made is not None:
        return _of_new(made, wishes, context, said)
    styled = wishes.style is not None and (context.has_clip or context.picture is not None)
    changed = wishes.pace is not None or wishes.stretch is not None
    timed = wishes.duration_ms is not None and not said
    there = context.picture is not None or context.uploads > 0 or context.has_clip
    wanted = wishes.moves_anything or changed or styled or timed or (wishes.this and wishes.wants_video)
    if not wanted and context.want == "video" and there and not context.has_clip:
        wanted = True
    if not wanted:
        return []
    if not there:
        return [ask("need_clip" if changed else "need_picture", wishes.language)]
    if (
        wishes.hours
        and not wishes.moves
        and not context.staged
        and (there_is := knowledge.place_there(context))
    ):
        return [_passing(*there_is, wishes, context)]
    if context.clip_from_words:
        return _of_words(wishes, context)
    if context.has_clip:
        return _changed(wishes, context)
    if changed:
        return [ask("which_change", wishes.language)]
    return [
        Animate(
            moves=tuple(wishes.moves),
            effects=tuple(wishes.effects),
            duration_ms=wishes.duration_ms,
            aspect=wishes.aspect,
            style=wishes.style,
        )
    ]


def _of_new(made: Made, wishes: Wishes, context: Context, said: list[Action]) -> list[Action]:
    timed = wishes.duration_ms is not None or any(action.kind == "set_music" for action in said)
    wanted = wishes.moves_anything or wishes.style is not None or context.want == "video"
    if not (
        wanted or (timed and context.want != "image") or (wishes.wants_video and context.want != "image")
    ):
        return []
    return [
        Animate(
            moves=tuple(wishes.moves),
            effects=tuple(wishes.effects),
            duration_ms=wishes.duration_ms,
            aspect=made.aspect,
            style=wishes.style,
        )
    ]


def _passing(
    prompt: str, changes: tuple[str, ...], wishes: Wishes, context: Context
) -> MakeClip | EditPlace | Animate:
    """Hours that pass over the place that is there."""
    if context.clip_from_words:
        if knowledge.passes(prompt, changes):
            return Animate(duration_ms=wishes.duration_ms, aspect=wishes.aspect)
        return EditPlace(instruction="延时" if wishes.language == "zh" else "timelapse")
    said = (*changes, "延时" if wishes.language == "zh" else "timelapse")
    return MakeClip(prompt=prompt, changes=said, duration_ms=wishes.duration_ms, aspect=wishes.aspect)


def _of_words(wishes: Wishes, context: Context) -> list[Action]:
    """A clip that was built from words: the same place with another camera, or longer."""
    length = wishes.duration_ms or _stretched(wishes, context)
    moves = tuple(wishes.moves) or _paced(wishes, context)
    if wishes.pace and not moves and knowledge.passes(context.clip_prompt, context.clip_changes):
        # The same hours in more seconds go by more slowly.
        length = _times(SLOWER if wishes.pace < 1 else 1 / SLOWER, context)
    breathing = any(effect.kind == "breathe" for effect in wishes.effects)
    if not moves and not breathing and (length is None or length == context.clip_duration_ms):
        return [ask("which_change", wishes.language)]
    return [
        Animate(
            moves=moves or context.clip_moves,
            effects=tuple(wishes.effects),
            duration_ms=length,
            aspect=wishes.aspect,
        )
    ]


def _paced(wishes: Wishes, context: Context) -> tuple[Move, ...]:
    """The camera of before, faster or slower; none where there was none or nothing was said about it."""
    if wishes.pace is None:
        return ()
    return tuple(_scaled(move, wishes.pace) for move in context.clip_moves)


def _changed(wishes: Wishes, context: Context) -> list[Action]:
    """The earlier animation with what the message changes; the rest of it stays."""
    factor = wishes.pace or 1.0
    moves = tuple(wishes.moves)
    if not moves:
        moves = tuple(_scaled(move, factor) for move in context.clip_moves)
        if not moves and wishes.pace is not None:
            moves = (Move(kind="push_in", strength=factor),)
    elif wishes.also:
        said = {move.kind for move in moves}
        moves = (*(move for move in context.clip_moves if move.kind not in said | {"still"}), *moves)
    named = {effect.kind: effect for effect in wishes.effects}
    kept = {e.kind: e for e in context.clip_effects if e.kind not in wishes.dropped_effects}
    effects: tuple[Effect, ...] = tuple((kept | named).values())
    return [
        Animate(
            moves=moves,
            effects=effects,
            duration_ms=wishes.duration_ms or _stretched(wishes, context) or context.clip_duration_ms,
            aspect=wishes.aspect,
            style=wishes.style,
        )
    ]


def _scaled(move: Move, factor: float) -> Move:
    strength = min(max(move.strength * factor, WEAKEST), STRONGEST)
    return move.model_copy(update={"strength": strength})


def _stretched(wishes: Wishes, context: Context) -> int | None:
    """The clip's length times the factor of "longer" or "shorter", to half a second."""
    return None if wishes.stretch is None else _times(wishes.stretch, context)


def _times(factor: float, context: Context) -> int:
    length = (context.clip_duration_ms or USUAL_MS) * factor
    return int(min(max(500, 500 * round(length / 500)), 600_000))
