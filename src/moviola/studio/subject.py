"""What a draft is about, and what must go when it becomes about something else."""

from __future__ import annotations

from moviola.studio.bench import Made
from moviola.studio.done import Done
from moviola.studio.project import Project, Touched
from moviola.timeline.edits import Edit, RemoveTitle, SetCanvas
from moviola.timeline.history import Step
from moviola.timeline.model import TextStyle


def farewell(project: Project) -> tuple[Edit, ...]:
    """Edits that drop the title which named the old subject; titles in the person's words stay."""
    base = project.base
    if base is None or not base.label:
        return ()
    return tuple(RemoveTitle(id=t.id) for t in project.timeline.titles if t.text == base.label)


def becomes(what: str, project: Project, made: Made, frame: SetCanvas, shown: Edit, touched: Touched) -> Done:
    """The draft is about something new: ``shown`` in ``frame``, and nothing that named the old subject."""
    medium = made.medium
    step = Step(label=what, edits=(*farewell(project), frame, shown), note=medium.label)
    return Done(
        what=what,
        change=lambda p: p.add(medium).do(step, touched),
        media=(medium,),
        notes=made.output.notes,
        label=medium.label,
        end_ms=medium.duration_ms,
    )


def title_style(project: Project) -> TextStyle | None:
    """How a first title stands: above the head of a face, not across the mouth; small in a wide view; else None."""
    subject = project.still or project.base
    if subject is None or project.timeline.titles:
        return None
    if subject.origin == "portrait":
        return TextStyle(position="top")
    if subject.origin in ("image", "clip"):
        return TextStyle(size=0.066)
    return None
