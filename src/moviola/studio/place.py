"""Pictures and clips from words: made, varied, chosen and changed."""

from __future__ import annotations

import dataclasses

from moviola.engines.base import (
    Framing,
    Move,
    Side,
)
from moviola.errors import BadRequest
from moviola.studio import canvas, sequence
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.drawn import Words, animate_again, animate_still, draw_film, draw_still
from moviola.studio.portrait import STILL_MS
from moviola.studio.pricing import price
from moviola.studio.project import Medium, Project, Touched
from moviola.studio.subject import becomes
from moviola.timeline.edits import ChangeTitle, Edit, PlaceClip, PlaceStill, SetCanvas
from moviola.timeline.history import Step

DEFAULT_ASPECT = "16:9"
#: Length of a clip when nobody said, in milliseconds.
CLIP_MS = 10_000


def image(
    bench: Bench,
    project: Project,
    prompt: str,
    aspect: str | None,
    *,
    changes: tuple[str, ...] = (),
    count: int = 1,
    resolution: str | None = None,
    person: Medium | None = None,
    side: Side = "right",
    framing: Framing = "medium",
) -> Done:
    """A still from the words, or several that differ; the first becomes the picture of the draft.

    ``person``: whoever stands before the place.
    """
    shape = aspect or DEFAULT_ASPECT
    size = canvas.for_still(shape, resolution)
    group = bench.job if count > 1 else ""
    version = project.next_version(frozenset({"image"}))
    all_made = []
    with bench.together() as whole:
        for index in range(count):
            part = whole.within(index, count)
            seed = part.seed_for(project, prompt, index)
            words = Words(prompt, changes, seed, person=person, side=side, framing=framing)
            name = "image" if index == 0 else f"image-{index + 1}"
            all_made.append(
                draw_still(part, words, size.width, size.height, name, group=group, version=version + index)
            )
    first = all_made[0]
    shown = PlaceStill(media=first.medium.reference(), duration=STILL_MS, label=first.medium.label)
    done = becomes("make_image", project, first, canvas.for_aspect(shape), shown, "image")
    if count == 1:
        return done
    media = tuple(made.medium for made in all_made)

    return dataclasses.replace(
        done, what="make_variations", change=lambda p: done.change(p.keep(*media)), media=media
    )


def choose(project: Project, index: int) -> Done:
    """Another of the pictures that were made together."""
    offered = project.variations
    if len(offered) < 2:
        raise BadRequest("There are no variations to choose from. Ask for some, for example “4 variations”.")
    if not -len(offered) <= index < len(offered):
        raise BadRequest(f"There are only {len(offered)} variations. Say which of them you mean.")
    medium = offered[index]
    shown = PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
    step = Step(label="choose", edits=(shown,), note=medium.label)
    number = index % len(offered) + 1
    return Done(
        what="choose",
        change=lambda p: p.do(step, "image"),
        media=(medium,),
        label=medium.label,
        facts={"number": str(number), "count": str(len(offered))},
    )


def clip(
    bench: Bench,
    project: Project,
    prompt: str,
    duration_ms: int | None,
    aspect: str | None,
    seed: int | None = None,
    cost: int | None = None,
    changes: tuple[str, ...] = (),
    moves: tuple[Move, ...] = (),
) -> Done:
    """A living clip of the place. With the ``seed`` of a still it is the same place.

    Where another engine draws the pictures, the clip is its still with a moving camera.
    ``cost`` in credits; None: the price of a clip. ``moves``: what the camera does.
    """
    frame = canvas.for_aspect(aspect or DEFAULT_ASPECT)
    if seed is None:
        seed = _known_seed(project, prompt, changes)
    words = Words(prompt, changes, bench.seed_for(project, prompt) if seed is None else seed)
    if bench.settings.draws_anything:
        charge = price(bench.settings, "clip") if cost is None else cost
        return _still_and_camera(bench, project, words, frame, duration_ms or CLIP_MS, charge, moves)
    made = draw_film(
        bench, project, words, frame.width, frame.height, duration_ms or CLIP_MS,
        cost=price(bench.settings, "clip") if cost is None else cost, moves=moves,
    )  # fmt: skip
    medium = made.medium
    shown = PlaceClip(media=medium.reference(), label=medium.label)
    return becomes("make_clip", project, made, frame, shown, "clip")


def _known_seed(project: Project, prompt: str, changes: tuple[str, ...]) -> int | None:
    """The seed of the picture that is seen, where a clip of the same words is asked for: it is to be that place."""
    still = project.base
    if still is None or still.origin != "image" or still.prompt != prompt:
        return None
    return still.seed if changes[: len(still.changes)] == still.changes else None


def _still_and_camera(
    bench: Bench,
    project: Project,
    words: Words,
    frame: SetCanvas,
    duration_ms: int,
    cost: int,
    moves: tuple[Move, ...],
) -> Done:
    version = project.next_version(frozenset({"image"}))
    drawn = draw_still(bench, words, frame.width, frame.height, "image", cost=0, version=version)
    camera = moves or (Move(kind="push_in", strength=0.6),)
    version = project.next_version(frozenset({"clip", "motion"}))
    fps = project.timeline.meta.fps
    moving = animate_still(
        bench, drawn.medium, frame, fps, duration_ms, camera, (), words.seed, cost=cost, version=version
    )
    shown = PlaceClip(media=moving.medium.reference(), label=drawn.medium.label)
    done = becomes("make_clip", project, moving, frame, shown, "clip")
    return dataclasses.replace(
        done, change=lambda p: done.change(p.add(drawn.medium)), media=(drawn.medium, moving.medium)
    )


def edit(bench: Bench, project: Project, instruction: str) -> Done:
    """The same place, changed as the words say. A clip of it is made again, with the same movement."""
    base, still = project.base, project.still
    if sequence.is_one(project):
        return sequence.draw(bench, project, "edit_place", instruction, instruction=instruction)
    cost = price(bench.settings, "edit", project.edits_charged)
    if base is not None and base.origin == "clip":
        words = Words.of(base, project).changed(instruction)
        made = draw_film(
            bench, project, words, base.width, base.height, base.duration_ms, cost=cost, moves=base.moves
        )
        old = base
        media: tuple[Medium, ...] = (made.medium,)
        shown: Edit = PlaceClip(media=made.medium.reference(), label=made.medium.label)
        notes = made.output.notes
    elif still is not None and still.origin == "image":
        version = project.next_version(frozenset({"image"}))
        words = Words.of(still, project).changed(instruction)
        old = still
        with bench.together() as whole:
            made = draw_still(whole, words, still.width, still.height, "image", cost=cost, version=version)
            media = (made.medium,)
            shown = PlaceStill(media=made.medium.reference(), duration=STILL_MS, label=made.medium.label)
            notes = made.output.notes
            if base is not None and base.origin == "motion":
                moved = animate_again(whole, project, base, made.medium)
                media = (*media, moved.medium)
                notes = (*notes, *moved.output.notes)
                shown = PlaceClip(media=moved.medium.reference(), label=made.medium.label)
    else:
        raise BadRequest(
            "There is no place of ours to change. Describe one first, for example “sunset over a mountain lake”."
        )
    step = Step(label="edit_place", edits=(*_retitled(project, old, made.medium), shown), note=instruction)

    touched: Touched = "clip" if media[-1].kind == "video" else "image"
    return Done(
        what="edit_place",
        change=lambda p: p.keep(*media, spent=cost).do(step, touched),
        media=media,
        notes=notes,
        label=made.medium.label,
        facts={"instruction": instruction},
    )


def redraw(bench: Bench, project: Project, resolution: str) -> Done:
    """The same picture at another resolution of its shorter edge, drawn, not enlarged."""
    still = project.still
    if still is None or still.origin != "image":
        raise BadRequest(
            "There is no place of ours to draw again. Describe one first, or say “export as png in 4K”."
        )

    def size(picture: Medium) -> tuple[int, int]:
        factor = int(resolution.removesuffix("p")) / min(picture.width, picture.height)
        factor = min(factor, canvas.LONGEST / max(picture.width, picture.height))
        return round(picture.width * factor), round(picture.height * factor)

    if sequence.is_one(project):
        return sequence.draw(bench, project, "redraw", resolution, size=size)
    width, height = size(still)
    cost = price(bench.settings, "edit", project.edits_charged)
    version = project.next_version(frozenset({"image"}))
    made = draw_still(bench, Words.of(still, project), width, height, "image", cost=cost, version=version)
    medium = made.medium
    shown = PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
    step = Step(label="redraw", edits=(shown,), note=resolution)

    return Done(
        what="redraw",
        change=lambda p: p.keep(medium, spent=cost).do(step, "image"),
        media=(medium,),
        notes=made.output.notes,
        label=medium.label,
    )


def reframe(bench: Bench, project: Project, still: Medium, aspect: str) -> Done:
    """The same place composed for another shape of frame."""
    frame = canvas.for_aspect(aspect)
    cost = price(bench.settings, "edit", project.edits_charged)
    version = project.next_version(frozenset({"image"}))
    made = draw_still(
        bench, Words.of(still, project), frame.width, frame.height, "image", cost=cost, version=version
    )
    medium = made.medium
    shown = PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
    step = Step(label="set_aspect", edits=(frame, shown), note=aspect)

    return Done(
        what="set_aspect",
        change=lambda p: p.keep(medium, spent=cost).do(step, "image"),
        media=(medium,),
        notes=made.output.notes,
        label=medium.label,
        after=aspect,
    )


def _retitled(project: Project, old: Medium, new: Medium) -> tuple[Edit, ...]:
    """The title that named the place names it as it is now; titles in the person's words stay."""
    if not old.label or not new.label or old.label == new.label:
        return ()
    return tuple(
        ChangeTitle(id=title.id, text=new.label)
        for title in project.timeline.titles
        if title.text == old.label
    )


def stage(
    bench: Bench,
    project: Project,
    prompt: str,
    side: Side | None,
    framing: Framing | None,
    aspect: str | None,
    changes: tuple[str, ...] = (),
    count: int = 1,
) -> Done:
    """The person of the conversation before a place; where they are seen so already, what is open stays as it was.

    The same once more, with nothing new about it, is another take.
    """
    person = project.person
    if person is None:
        raise BadRequest(
            "There is nobody to put there yet. Describe a person first, or upload a photo of one."
        )
    still = project.still
    again = side is None and framing is None and aspect is None and still is not None and bool(still.person)
    seed = _known_seed(project, prompt, changes)
    if again and still is not None and still.changes == changes:
        seed = None
    if (
        aspect is None
        and still is not None
        and still.origin == "image"
        and (still.person or seed is not None)
    ):
        frame = canvas.for_picture(still.width, still.height)
    else:
        frame = canvas.for_aspect(aspect or DEFAULT_ASPECT)
    now = still.parameters if still is not None and still.person else {}
    where: Side = side or now.get("side", "right")
    near: Framing = framing or now.get("framing", "medium")
    if count > 1:
        shape = f"{frame.width}:{frame.height}"
        return image(
            bench,
            project,
            prompt,
            shape,
            changes=changes,
            count=count,
            person=person,
            side=where,
            framing=near,
        )
    seed = bench.seed_for(project, prompt) if seed is None else seed
    words = Words(prompt, changes, seed, person=person, side=where, framing=near)
    version = project.next_version(frozenset({"image"}))
    made = draw_still(bench, words, frame.width, frame.height, "image", version=version)
    shown = PlaceStill(media=made.medium.reference(), duration=STILL_MS, label=made.medium.label)
    return becomes("stage_person", project, made, frame, shown, "image")
