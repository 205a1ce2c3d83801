"""Carries out one action with the studio's tools."""

from __future__ import annotations

from moviola.agent import plan as plans
from moviola.settings import Settings
from moviola.studio import edit, motion, music, place, portrait, sequence, storyboard
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.pricing import Item, price
from moviola.studio.project import Project

#: Actions that only say something; they touch nothing and need no tool.
WORDS = (plans.Show, plans.Ask, plans.Decline)


def act(action: plans.Action, bench: Bench, project: Project) -> Done:
    """Do what the action says; slow where an engine is needed."""
    match action:
        case plans.MakePortrait():
            return portrait.make(bench, project, action.description, action.aspect)
        case plans.EditPortrait():
            return portrait.edit(bench, project, action.instruction)
        case plans.MakeImage():
            return place.image(
                bench,
                project,
                action.prompt,
                action.aspect,
                changes=action.changes,
                count=action.count,
                resolution=action.resolution,
            )
        case plans.MakeClip():
            return place.clip(
                bench,
                project,
                action.prompt,
                action.duration_ms,
                action.aspect,
                changes=action.changes,
                moves=action.moves,
            )
        case plans.Redraw():
            return place.redraw(bench, project, action.resolution)
        case plans.StagePerson():
            return place.stage(
                bench,
                project,
                action.prompt,
                action.side,
                action.framing,
                action.aspect,
                action.changes,
                action.count,
            )
        case plans.Storyboard():
            return storyboard.make(bench, project, action.shots, action.title, action.aspect)
        case plans.EditPlace():
            return place.edit(bench, project, action.instruction)
        case plans.Animate():
            return motion.animate(
                bench, project, action.moves, action.effects, action.duration_ms, action.aspect
            )
        case plans.SetMusic():
            return music.compose(bench, project, action.mood, action.volume, action.duration_ms)
        case plans.SetAspect():
            return edit.set_aspect(bench, project, action.aspect)
        case _:
            return _edit(action, project)


def _edit(action: plans.Action, project: Project) -> Done:
    match action:
        case plans.Choose():
            return place.choose(project, action.index)
        case plans.RemoveMusic():
            return edit.remove_music(project)
        case plans.SetVolume():
            return edit.set_volume(project, action.volume, action.delta_db)
        case plans.AddTitle():
            return edit.add_title(
                project,
                action.text,
                action.start_ms,
                action.at,
                action.duration_ms,
                action.position,
                action.size_factor,
            )
        case plans.ChangeTitle():
            return edit.change_title(
                project,
                action.index,
                action.text,
                action.start_ms,
                action.at,
                action.duration_ms,
                action.position,
                action.size_factor,
            )
        case plans.RemoveTitle():
            return edit.remove_title(project, action.index, action.all)
        case plans.Undo():
            return edit.undo(project)
        case plans.Redo():
            return edit.redo(project)
        case plans.StripExtras():
            return edit.strip_extras(project)
        case _:
            raise AssertionError(f"no tool for {action.kind}")


def starts_clip(action: plans.Action, project: Project) -> bool:
    """Whether the action makes the project's first clip or one of something new, which a second stage follows.

    A clip that is only made anew ("slower") keeps what the person has made of its music and titles.
    """
    base = project.base
    moving = base is not None and base.kind == "video"
    return isinstance(action, plans.MakeClip) or (isinstance(action, plans.Animate) and not moving)


_ITEMS: dict[str, Item] = {
    "make_portrait": "image",
    "make_image": "image",
    "make_clip": "clip",
    "animate": "clip",
    "edit_portrait": "edit",
    "edit_place": "edit",
    "redraw": "edit",
    "stage_person": "image",
    "storyboard": "image",
}


def cost(actions: tuple[plans.Action, ...], settings: Settings, project: Project) -> int:
    """Credits that the actions will hold together."""
    total, charged = 0, project.edits_charged
    for action in actions:
        item = _item(action, project)
        for _ in range(_number(action, project)):
            one = price(settings, item, charged)
            total += one
            charged += one if item == "edit" else 0
    return total


def _item(action: plans.Action, project: Project) -> Item:
    """What an action is charged as; another frame is free where nothing has to be made again for it."""
    base = project.base
    if isinstance(action, plans.SetAspect):
        return "edit" if base is not None and base.origin in ("motion", "clip", "image") else "free"
    return _ITEMS.get(action.kind, "free")


def _is_built(project: Project, media_hash: str) -> bool:
    """Whether a shot of the draft, still or moving, shows a picture that was built from words."""
    medium = project.by_hash(media_hash)
    if medium is not None and medium.kind == "video":
        medium = project.medium(medium.still) if medium.still else None
    return medium is not None and medium.origin == "image"


def _number(action: plans.Action, project: Project) -> int:
    """How many pictures an action makes; a draft of several shots is changed shot by shot."""
    match action:
        case plans.MakeImage() | plans.StagePerson():
            return action.count
        case plans.Storyboard():
            return sum(1 for shot in action.shots if shot.prompt)
        case plans.EditPlace() | plans.Redraw() | plans.SetAspect() if sequence.is_one(project):
            return sum(1 for clip in project.timeline.clips if _is_built(project, clip.media.hash))
        case _:
            return 1
