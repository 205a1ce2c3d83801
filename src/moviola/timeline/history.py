"""What was done to a draft, step by step, and back again."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from moviola.timeline.edits import Edit, apply
from moviola.timeline.model import Timeline

#: Steps that can be undone; older ones are folded into the base.
LIMIT = 200


class Step(BaseModel):
    """One wish fulfilled: its kind (``label``, a code), the edits, and a few words naming it (``note``)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    label: str
    edits: tuple[Edit, ...] = ()
    note: str = ""


class History(BaseModel):
    """A base and the steps on it. Frozen; every method gives a new history.

    Round trip: ``History.model_validate(history.model_dump(mode="json", by_alias=True))``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    base: Timeline = Field(default_factory=lambda: Timeline())
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @cached_property
    def current(self) -> Timeline:
        """The draft after all steps that are done; worked out once."""
        return _after(self.base, self.done)

    @property
    def last(self) -> Step | None:
        """The step that :meth:`undo` would take back."""
        return self.done[-1] if self.done else None

    @property
    def next(self) -> Step | None:
        """The step that :meth:`redo` would do again."""
        return self.undone[-1] if self.undone else None

    def do(self, step: Step) -> History:
        """The history with ``step`` done; what was undone can no longer be redone.

        Raises:
            BadRequest: the step does not apply to the current draft.
        """
        _after(self.current, (step,))
        done, base = (*self.done, step), self.base
        if len(done) > LIMIT:
            base, done = _after(base, done[:-LIMIT]), done[-LIMIT:]
        return History(base=base, done=done)

    def undo(self) -> History:
        """One step back; the same history when nothing is left to undo."""
        if not self.done:
            return self
        return History(base=self.base, done=self.done[:-1], undone=(*self.undone, self.done[-1]))

    def redo(self) -> History:
        """The step last undone, done again; the same history when there is none."""
        if not self.undone:
            return self
        return History(base=self.base, done=(*self.done, self.undone[-1]), undone=self.undone[:-1])


def _after(timeline: Timeline, steps: tuple[Step, ...]) -> Timeline:
    for step in steps:
        for edit in step.edits:
            timeline = apply(timeline, edit)
    return timeline
