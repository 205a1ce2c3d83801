"""What the planner may know of a project."""

from __future__ import annotations

from moviola.agent.plan import Context, Picture, Wanted
from moviola.studio.project import Project

_PICTURES: dict[str, Picture] = {"portrait": "portrait", "image": "image", "upload": "upload"}


def picture_of(project: Project) -> Picture | None:
    """What the current still is; None without one."""
    still = project.still
    return _PICTURES.get(still.origin) if still is not None and still.kind == "image" else None


def context_of(
    project: Project, language: str | None, want: Wanted | None, any_picture: bool = False
) -> Context:
    """The planner's view of the project as it is now. ``any_picture`` as in :class:`Context`."""
    timeline = project.timeline
    base = project.base
    moving = base is not None and base.kind == "video"
    still = project.still
    sound = timeline.music
    return Context(
        language=language,
        picture=picture_of(project),
        picture_prompt=still.prompt if still is not None else "",
        picture_changes=still.changes if still is not None else (),
        uploads=sum(1 for m in project.media if m.origin == "upload"),
        has_clip=moving,
        clip_from_words=base is not None and base.origin == "clip",
        clip_prompt=base.prompt if base is not None and base.origin == "clip" else "",
        clip_changes=base.changes if base is not None and base.origin == "clip" else (),
        has_person=project.person is not None,
        staged=still is not None and still.person is not None,
        variations=len(project.variations),
        any_picture=any_picture,
        clip_moves=base.moves if base is not None else (),
        clip_effects=base.effects if base is not None else (),
        clip_duration_ms=base.duration_ms if base is not None and moving else None,
        titles=tuple(title.text for title in timeline.titles),
        music=(sound.mood or sound.label or sound.media.name) if sound is not None else None,
        last_touched=project.touched,
        want=want,
        can_undo=bool(project.history.done),
        can_redo=bool(project.history.undone),
    )
