"""What a draft is about, and what must go when it becomes about something else."""

from __future__ import annotations

from moviola.studio.project import Project
from moviola.timeline.edits import Edit, RemoveTitle
from moviola.timeline.model import TextStyle


def farewell(project: Project) -> tuple[Edit, ...]:
    """Edits that drop the title which named the old subject; titles in the person's words stay."""
    base = project.base
    if base is None or not base.label:
        return ()
    return tuple(RemoveTitle(id=t.id) for t in project.timeline.titles if t.text == base.label)


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
