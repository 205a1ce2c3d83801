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
    """Where a first title goes: over a face it stands above the head, not across the mouth; else None."""
    still = project.still
    if still is None or still.origin != "portrait" or project.timeline.titles:
        return None
    return TextStyle(position="top")
