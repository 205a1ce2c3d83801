"""Wishes about the work itself: undo, redo, export, show, keep or strip."""

from __future__ import annotations

from typing import Literal, cast

from moviola.agent.grammar.card import is_built
from moviola.agent.grammar.lexicon import names
from moviola.agent.grammar.reading import Clause, Reading
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Context, Export, Redo, Redraw, Resolution, Show, StripExtras, Undo

#: Words beside a control word that still leave it one ("export it for my friends").
_FEW = 3
_HOW_TO = r"^\s*(?:how (?:do|can|to|does)|怎么|如何|怎样)"

_What = Literal["state", "credits", "help", "greeting", "thanks"]


def read_control(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    """Take a clause that is a control; False: it is not one."""
    if reading.quotes(clause):
        return False
    if (reading.has(_HOW_TO, clause) and not reading.has("subject.off_topic", clause)) or _is(
        reading, clause, "help"
    ):
        return _show(reading, clause, wishes, "help")
    if _is(reading, clause, "undo"):
        wishes.actions.append(Undo())
    elif _is(reading, clause, "redo"):
        wishes.actions.append(Redo())
    elif _is(reading, clause, "credits"):
        return _show(reading, clause, wishes, "credits")
    elif _is(reading, clause, "state"):
        return _show(reading, clause, wishes, "state")
    elif _is(reading, clause, "greeting"):
        return _show(reading, clause, wishes, "greeting")
    elif _is(reading, clause, "thanks") or (_seen(context) and _is(reading, clause, "keep")):
        return _show(reading, clause, wishes, "thanks")
    else:
        return _read_export(reading, clause, wishes, context)
    reading.blank(clause.start, clause.end)
    return True


def read_strip(reading: Reading, wishes: Wishes, context: Context) -> bool:
    """Take a message that as a whole wants the plain clip back."""
    if not reading.clauses:
        return False
    whole = Clause(0, len(reading.text), "sentence")
    extras = context.has_clip and (context.music is not None or bool(context.titles))
    if not _is(reading, whole, "strip") and not (
        extras and reading.has("verb.only_clip", whole) and not reading.content(whole, "verb.only_clip")
    ):
        return False
    wishes.actions.append(StripExtras())
    wishes.only_clip = True
    wishes.topics.append("control")
    reading.blank(0, len(reading.text))
    return True


def _is(reading: Reading, clause: Clause, name: str, few: int = 0) -> bool:
    """The concept stands in the clause, with at most ``few`` words of weight beside it."""
    concept = f"control.{name}"
    if not reading.has(concept, clause):
        return False
    rest = reading.content(clause, concept)
    return len(rest.split()) <= few and len(rest) <= 6 * few


def _show(reading: Reading, clause: Clause, wishes: Wishes, what: _What) -> bool:
    wishes.actions.append(Show(what=what))
    reading.blank(clause.start, clause.end)
    return True


def _seen(context: Context) -> bool:
    return context.has_clip or context.picture is not None


def _read_export(reading: Reading, clause: Clause, wishes: Wishes, context: Context) -> bool:
    ordered = reading.has("control.export", clause)
    format_only = not ordered and not reading.content(
        clause,
        "script.board",
        *(f"format.{n}" for n in names("format")),
        *(f"resolution.{n}" for n in names("resolution")),
    )
    named = any(reading.has(f"format.{n}", clause) for n in names("format"))
    # "in 4K", of what is there
    sized = any(reading.has(f"resolution.{n}", clause) for n in names("resolution"))
    sized = sized and _seen(context) and len(reading.clauses) == 1
    if not ordered and not (format_only and (named or sized)):
        return False
    words = ["script.board"] + [
        f"{section}.{n}" for section in ("format", "resolution", "quality") for n in names(section)
    ]
    if ordered and len(reading.content(clause, "control.export", *words).split()) > _FEW:
        return False
    export = take_export(reading, clause)
    larger = export.resolution in ("1440p", "2160p") and export.format in (None, "png", "jpg", "webp")
    if larger and export.resolution is not None and is_built(context):
        # Drawn at that size, not blown up to it.
        wishes.actions.append(Redraw(resolution=export.resolution))
    if ordered or named or not larger or not is_built(context):
        wishes.actions.append(export)
    reading.blank(clause.start, clause.end)
    return True


def take_export(reading: Reading, clause: Clause) -> Export:
    """Format, size and quality that the clause names, taken."""
    found = {
        section: next((n for n in names(section) if reading.take(f"{section}.{n}", clause)), None)
        for section in ("format", "quality", "resolution")
    }
    size = found["resolution"]
    return Export(
        format=found["format"],
        quality=found["quality"],
        resolution=cast(Resolution, size[1:]) if size else None,
    )
