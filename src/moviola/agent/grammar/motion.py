"""Wishes about movement: camera moves, breathing, water, pace and length."""

from __future__ import annotations

from typing import cast

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.reading import Clause, Reading
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Context
from moviola.engines.base import Effect, EffectKind, Move, MoveKind

_MOVES = (
    "still", "pull_out", "push_in", "pan_left", "pan_right", "tilt_up", "tilt_down", "roll_left", "roll_right"
)  # fmt: skip
_EFFECTS = ("breathe", "ripple")
_STYLES = ("cinematic", "dreamy", "dramatic", "documentary")

#: Strength of a move said with an adverb; .5 is slow, 2 is strong.
SLOW, VERY_SLOW, FAST, VERY_FAST = 0.5, 0.25, 2.0, 3.0
#: Factor on the strengths, and on the length, for "slower" and "longer".
_PACES = (
    ("slower", 0.5),
    ("faster", 2.0),
    ("twice", 2.0),
    ("half", 0.5),
    ("longer", 1.5),
    ("shorter", 2 / 3),
)


def read_motion(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take moves, effects and adverbs; False: the clause has none."""
    strength = _strength(reading, clause)
    found = _read_effects(reading, clause, wishes, strength)
    found |= _read_moves(reading, clause, wishes, strength)
    if words := reading.take("effect.animate", clause):
        wishes.animate = found = True
        wishes.style = next((s for s in _STYLES if pattern(f"style.{s}").search(words)), wishes.style)
    if found:
        reading.take_all("move.camera_noun", clause)
        reading.take_all("{pace.slower}|{pace.faster}", clause)
        reading.take_all("{pace.very}? ?{pace.slow}|{pace.very}? ?{pace.fast}", clause)
        wishes.also |= reading.take("pace.also", clause) is not None
        return True
    if _read_adverb(reading, clause, wishes):
        return True
    return _read_pace(reading, clause, wishes, context)


def read_beyond(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """Take a movement that no still can be made to do; it is reported as not understood."""
    if not reading.has("effect.beyond", clause) or reading.content(
        clause, "effect.beyond", "move.camera_noun"
    ):
        return False
    wishes.unknown.append(reading.left(clause))
    reading.blank(clause.start, clause.end)
    return True


def read_style(reading: Reading, clause: Clause, wishes: Wishes) -> None:
    """Take a style of movement where the clause is about the clip and not about what is to be seen."""
    about_clip = wishes.animate or reading.has("subject.video_noun", clause)
    for style in _STYLES:
        concept = f"style.{style}"
        bare = not reading.content(clause, concept) and not _follows_place(clause, wishes)
        if reading.has(concept, clause) and (about_clip or bare):
            reading.take(concept, clause)
            wishes.style = style


def _follows_place(clause: Clause, wishes: Wishes) -> bool:
    """Whether the clause goes on describing a place ("a street in the rain, cinematic")."""
    return bool(wishes.pieces) and clause.link != "sentence" and knowledge.is_place(wishes.pieces[0].text)


def _strength(reading: Reading, clause: Clause) -> float:
    very = reading.has("{pace.very} ?(?:{pace.slow}|{pace.fast})", clause)
    if reading.has("{pace.slow}|{pace.slower}", clause):
        return VERY_SLOW if very else SLOW
    if reading.has("{pace.fast}|{pace.faster}", clause):
        return VERY_FAST if very else FAST
    return 1.0


def _read_effects(reading: Reading, clause: Clause, wishes: Wishes, strength: float) -> bool:
    found = False
    denied = reading.has("verb.without", clause) or reading.has("verb.remove", clause)
    for name in _EFFECTS:
        if not reading.take(f"effect.{name}", clause):
            continue
        found = True
        kind = cast(EffectKind, name)
        if denied:
            wishes.dropped_effects.append(kind)
        elif kind not in [effect.kind for effect in wishes.effects]:
            wishes.effects.append(Effect(kind=kind, strength=strength))
    if found and denied:
        reading.take_all("{verb.without}|{verb.remove}", clause)
    return found


def _read_moves(reading: Reading, clause: Clause, wishes: Wishes, strength: float) -> bool:
    hits: list[tuple[int, MoveKind]] = []
    for name in _MOVES:
        while place := reading.find(f"move.{name}", clause):
            hits.append((place.start(), cast(MoveKind, name)))
            reading.blank(*place.span())
    place = None if hits else reading.find("move.pan", clause)
    if place and not reading.content(clause, "move.pan", "move.camera_noun", "pace.slow", "pace.fast"):
        # A pan without a direction; people read pictures from left to right.
        hits.append((place.start(), "pan_right"))
        reading.blank(*place.span())
    for _, kind in sorted(hits):
        if kind not in [move.kind for move in wishes.moves]:
            wishes.moves.append(Move(kind=kind, strength=strength))
    return bool(hits)


def _read_adverb(reading: Reading, clause: Clause, wishes: Wishes) -> bool:
    """ "slowly" after a comma speaks of the move before it."""
    if wishes.topic != "motion" or not (wishes.moves or wishes.effects):
        return False
    strength = _strength(reading, clause)
    if strength == 1.0 or reading.content(clause, "pace.slow", "pace.fast", "pace.very"):
        return False
    if wishes.moves:
        wishes.moves[-1] = wishes.moves[-1].model_copy(update={"strength": strength})
    else:
        wishes.effects[-1] = wishes.effects[-1].model_copy(update={"strength": strength})
    reading.blank(clause.start, clause.end)
    return True


def _read_pace(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """ "slower", "longer" and the like, where nothing else in the clause says what they are about."""
    if context.last_touched == "portrait" and not context.has_clip:
        return False
    for name, factor in _PACES:
        concept = f"pace.{name}"
        if not reading.has(concept, clause) or reading.content(
            clause, concept, "pace.play", "subject.this_picture"
        ):
            continue
        if name in ("slower", "faster"):
            wishes.pace = factor
        else:
            wishes.stretch = factor
        reading.blank(clause.start, clause.end)
        return True
    return False
