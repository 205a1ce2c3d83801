"""Shots of a script: pictures with one person and one palette, as a sheet and as a timed draft."""

from __future__ import annotations

from moviola.engines.base import BoardRequest, BoardShot
from moviola.errors import BadRequest
from moviola.studio import canvas
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.drawn import Words, draw_still
from moviola.studio.place import DEFAULT_ASPECT
from moviola.studio.portrait import STILL_MS
from moviola.studio.project import Medium, Project
from moviola.studio.shot import Shot
from moviola.studio.subject import farewell
from moviola.timeline.edits import AddTitle, Edit, PlacedShot, PlaceShots, RemoveTitle
from moviola.timeline.history import Step
from moviola.timeline.model import TextStyle

#: Where the person stands in one shot after the other, so that no two cuts repeat.
_SIDES = ("right", "left", "centre", "left", "right", "centre")
_CAPTION = TextStyle(face="sans", weight=600, size=0.048, position="bottom", animation="fade")


def make(bench: Bench, project: Project, shots: tuple[Shot, ...], title: str, aspect: str | None) -> Done:
    """All shots drawn, laid out as a sheet, and set one after the other as the draft.

    Raises:
        BadRequest: a shot wants a person and there is none.
    """
    person = project.person
    if person is None and any(shot.person for shot in shots):
        raise BadRequest(
            "There is nobody to put there yet. Describe a person first, or upload a photo of one."
        )
    frame = canvas.for_aspect(aspect or DEFAULT_ASPECT)
    pictures: list[Medium] = []
    notes = []
    prompts = [shot.prompt for shot in shots]
    with bench.together() as whole:
        for index, shot in enumerate(shots):
            if shot.person and not shot.prompt and person is not None:
                # nothing but the person: their own picture is the shot
                pictures.append(person)
                continue
            words = Words(
                shot.prompt,
                shot.changes,
                # the same words are the same place, seen once more
                bench.seed_for(project, shot.prompt, prompts.index(shot.prompt)),
                person=person if shot.person else None,
                side=_SIDES[index % len(_SIDES)],  # type: ignore[arg-type]
                framing=shot.framing,
            )
            part = whole.within(index, len(shots))
            made = draw_still(part, words, frame.width, frame.height, f"shot-{index + 1}", version=index + 1)
            pictures.append(made.medium)
            notes += [note for note in made.output.notes if note not in notes]
        sheet = whole.make(
            "board",
            BoardRequest(
                title=title or pictures[0].label,
                shots=tuple(
                    BoardShot(
                        picture=bench.file_of(medium), words=shot.caption or medium.label, facts=_facts(shot)
                    )
                    for shot, medium in zip(shots, pictures, strict=True)
                ),
            ),
            origin="board",
            name="storyboard",
        ).medium
    step = Step(label="storyboard", edits=(frame, *_edits(project, shots, pictures)), note=title)

    total = sum(shot.duration_ms or STILL_MS for shot in shots)
    return Done(
        what="storyboard",
        change=lambda p: p.keep(*pictures, sheet).do(step, "image"),
        media=(*{m.id: m for m in pictures}.values(), sheet),
        notes=tuple(notes),
        label=title,
        end_ms=total,
        facts={"count": str(len(shots))},
    )


def _facts(shot: Shot) -> str:
    framing = f"{shot.framing} · " if shot.person else ""
    return f"{framing}{(shot.duration_ms or STILL_MS) / 1000:g} s"


def _edits(project: Project, shots: tuple[Shot, ...], pictures: list[Medium]) -> tuple[Edit, ...]:
    placed = tuple(
        PlacedShot(
            media=medium.reference(),
            duration=shot.duration_ms or STILL_MS,
            label=shot.caption or medium.label,
        )
        for shot, medium in zip(shots, pictures, strict=True)
    )
    edits: list[Edit] = [RemoveTitle()] if project.timeline.titles else [*farewell(project)]
    edits.append(PlaceShots(shots=placed))
    start = 0
    for shot, one in zip(shots, placed, strict=True):
        if shot.caption:
            edits.append(AddTitle(text=shot.caption, start=start, duration=one.duration, style=_CAPTION))
        start += one.duration
    return tuple(edits)
