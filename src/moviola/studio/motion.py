"""A still picture comes alive."""

from __future__ import annotations

from dataclasses import replace

from moviola.engines.base import Effect, ImageRequest, Move
from moviola.engines.place.motion.travel import able
from moviola.engines.registry import engines
from moviola.errors import BadRequest
from moviola.studio import canvas, place, sequence
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.drawn import animate_still
from moviola.studio.pricing import price
from moviola.studio.project import Medium, Project
from moviola.timeline.edits import PlaceClip, SetCanvas
from moviola.timeline.history import Step

#: Length of a clip when nobody said, in milliseconds.
CLIP_MS = 6_000
#: Faces are watched on telephones.
PORTRAIT_ASPECT = "9:16"


def animate(
    bench: Bench,
    project: Project,
    moves: tuple[Move, ...],
    effects: tuple[Effect, ...],
    duration_ms: int | None,
    aspect: str | None,
    cost: int | None = None,
) -> Done:
    """The current still becomes a clip; a clip made from it before is replaced.

    ``cost`` in credits; None: the price of a clip.
    """
    charge = price(bench.settings, "clip") if cost is None else cost
    base = project.base
    if base is not None and base.kind == "video" and base.origin == "upload":
        raise BadRequest(
            "This is a video already. Upload a still picture to animate, or add music and titles."
        )
    if sequence.is_one(project):
        frame = canvas.for_aspect(aspect) if aspect else None
        return sequence.animate(bench, project, moves, effects, duration_ms, frame, charge)
    length = duration_ms or (base.duration_ms if base is not None and base.kind == "video" else CLIP_MS)
    still = project.still
    still_water = tuple(effect for effect in effects if effect.kind != "ripple")
    if (
        base is not None
        and base.origin in ("image", "clip")
        and _lives(base)
        and able(moves)
        and not still_water
    ):
        # A place that we built can move by itself: better than moving its picture.
        asked = aspect or _shape_of(project)
        done = place.clip(
            bench,
            project,
            base.prompt,
            duration_ms or base.duration_ms or None,
            asked,
            base.seed,
            charge,
            base.changes,
            moves,
        )
        return replace(done, what="animate", moves=moves) if moves else done
    if still is None and base is not None and base.origin == "clip":
        still = _still_of(bench, base)
    if still is None or still.kind != "image":
        raise BadRequest("There is no picture to animate. Upload one, or describe a face or a place first.")
    frame = _frame(project, still, aspect)
    made = animate_still(
        bench,
        still,
        frame,
        project.timeline.meta.fps,
        length,
        moves,
        effects,
        still.seed,
        cost=charge,
        version=project.next_version(frozenset({"clip", "motion"})),
    )
    medium = made.medium
    picture = still
    step = Step(
        label="animate",
        edits=(frame, PlaceClip(media=medium.reference(), label=medium.label)),
        note=medium.label,
    )
    return Done(
        what="animate",
        change=lambda p: p.keep(picture, medium).do(step, "clip"),
        media=(medium,),
        notes=made.output.notes,
        label=medium.label,
        moves=tuple(Move.model_validate(m) for m in made.output.parameters.get("moves", ())) or moves,
        effects=tuple(Effect.model_validate(e) for e in made.output.parameters.get("effects", ())) or effects,
        end_ms=medium.duration_ms,
    )


def _lives(base: Medium) -> bool:
    """Whether the engine that made a picture from words can also let it live."""
    spec = engines().get(base.engine)
    return spec is not None and "clip" in spec.tasks


def _shape_of(project: Project) -> str | None:
    meta = project.timeline.meta
    return "9:16" if meta.height > meta.width else "1:1" if meta.height == meta.width else None


def _frame(project: Project, still: Medium, aspect: str | None) -> SetCanvas:
    if aspect:
        return canvas.for_aspect(aspect)
    base = project.base
    if base is not None and base.kind == "video":  # keep the frame that the person has seen
        meta = project.timeline.meta
        return SetCanvas(width=meta.width, height=meta.height)
    if still.origin == "portrait":
        return canvas.for_aspect(PORTRAIT_ASPECT)
    return canvas.for_picture(still.width, still.height)


def _still_of(bench: Bench, base: Medium) -> Medium:
    """The picture of a place whose clip was built from words."""
    request = ImageRequest(
        prompt=base.prompt,
        changes=base.changes,
        language=bench.language,
        width=base.width,
        height=base.height,
        seed=base.seed,
    )
    return bench.make(
        "still", request, origin="image", name="image", version=1, engine=base.engine, changes=base.changes
    ).medium
