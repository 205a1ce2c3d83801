"""Portraits: a face from words, and changes to a face this studio made."""

from __future__ import annotations

from moviola.engines.base import PortraitEditRequest, PortraitRequest
from moviola.errors import BadRequest
from moviola.studio import canvas, sequence
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.drawn import animate_again
from moviola.studio.pricing import price
from moviola.studio.project import Medium, Origin, Project
from moviola.studio.subject import becomes
from moviola.timeline.edits import Edit, PlaceClip, PlaceStill
from moviola.timeline.history import Step

#: How long a still stays on screen when the draft is exported as a video, in milliseconds.
STILL_MS = 5_000
PORTRAITS: frozenset[Origin] = frozenset({"portrait"})


def make(bench: Bench, project: Project, description: str, aspect: str | None) -> Done:
    """A new face; it becomes the picture of the draft."""
    request = PortraitRequest(
        description=description, language=bench.language, seed=bench.seed_for(project, description)
    )
    cost = price(bench.settings, "image")
    made = bench.make(
        "portrait",
        request,
        origin="portrait",
        cost=cost,
        name="portrait",
        version=project.next_version(PORTRAITS),
    )
    medium = made.medium
    frame = canvas.for_aspect(aspect) if aspect else canvas.for_picture(medium.width, medium.height)
    shown = PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
    return becomes("make_portrait", project, made, frame, shown, "portrait")


def edit(bench: Bench, project: Project, instruction: str) -> Done:
    """A change to the current face. A clip made from that face is made again with the same movement."""
    still = project.still
    if still is None or still.origin != "portrait":
        raise BadRequest(
            "There is no portrait of ours to change. Describe a face first; changing the face on an "
            "uploaded photograph is not possible yet."
        )
    if sequence.is_one(project):
        raise BadRequest(
            "This face is in several shots. Change it before you make a storyboard of it: say “undo”, then the change."
        )
    request = PortraitEditRequest(
        instruction=instruction,
        base=bench.engine_data(still),
        language=bench.language,
        seed=still.seed,
    )
    cost = price(bench.settings, "edit", project.edits_charged)
    with bench.together() as whole:
        made = whole.make(
            "edit",
            request,
            origin="portrait",
            cost=cost,
            name="portrait",
            version=project.next_version(PORTRAITS),
            label=still.label,
        )
        face = made.medium
        media: tuple[Medium, ...] = (face,)
        place: Edit = PlaceStill(media=face.reference(), duration=STILL_MS, label=face.label)
        notes = made.output.notes
        base = project.base
        if base is not None and base.origin == "motion":
            moving = animate_again(whole, project, base, face)
            media = (face, moving.medium)
            notes = (*notes, *moving.output.notes)
            place = PlaceClip(media=moving.medium.reference(), label=face.label)
    step = Step(label="edit_portrait", edits=(place,), note=instruction)

    return Done(
        what="edit_portrait",
        change=lambda p: p.keep(*media, spent=cost).do(step, "portrait"),
        media=media,
        notes=notes,
        label=face.label,
        before=f"{still.version}",
        after=f"{face.version}",
        facts={"instruction": instruction},
    )
