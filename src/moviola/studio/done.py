"""What a tool gives back: a change to the project, to be applied in one transaction, and facts for the reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from moviola.engines.base import Effect, Move, Note
from moviola.studio.project import Medium, Project

Change = Callable[[Project], Project]


@dataclass(frozen=True)
class Done:
    """One action carried out.

    ``what`` names the outcome for the reply: the kind of the action. ``change`` is pure and may be applied to a
    newer project than the tool saw. ``before`` and ``after`` are words for what was replaced and by what.
    """

    what: str
    change: Change
    media: tuple[Medium, ...] = ()
    notes: tuple[Note, ...] = ()
    label: str = ""
    before: str = ""
    after: str = ""
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    start_ms: int = 0
    end_ms: int = 0
    facts: dict[str, str] = field(default_factory=dict)
