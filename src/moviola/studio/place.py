"""Places from words: a still picture, or a clip that lives."""

from __future__ import annotations

from moviola.engines.base import ClipRequest, ImageRequest
from moviola.studio import canvas
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.portrait import STILL_MS
from moviola.studio.pricing import price
from moviola.studio.project import Project
from moviola.studio.subject import becomes
from moviola.timeline.edits import PlaceClip, PlaceStill

DEFAULT_ASPECT = "16:9"
#: Length of a clip when nobody said, in milliseconds.
CLIP_MS = 10_000


def image(bench: Bench, project: Project, prompt: str, aspect: str | None) -> Done:
    """A still of the place; it becomes the picture of the draft."""
    frame = canvas.for_aspect(aspect or DEFAULT_ASPECT)
    request = ImageRequest(
        prompt=prompt,
        language=bench.language,
        width=frame.width,
        height=frame.height,
        seed=bench.seed_for(project, prompt),
    )
    made = bench.make(
        "image",
        request,
        origin="image",
        cost=price(bench.settings, "image"),
        name="image",
        version=project.next_version(frozenset({"image"})),
    )
    medium = made.medium
    shown = PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
    return becomes("make_image", project, made, frame, shown, "image")


def clip(
    bench: Bench,
    project: Project,
    prompt: str,
    duration_ms: int | None,
    aspect: str | None,
    seed: int | None = None,
    cost: int | None = None,
) -> Done:
    """A living clip of the place. With the ``seed`` of a still it is the same place.

    ``cost`` in credits; None: the price of a clip.
    """
    frame = canvas.for_aspect(aspect or DEFAULT_ASPECT)
    request = ClipRequest(
        prompt=prompt,
        language=bench.language,
        width=frame.width,
        height=frame.height,
        duration_ms=duration_ms or CLIP_MS,
        seed=bench.seed_for(project, prompt) if seed is None else seed,
    )
    made = bench.make(
        "clip",
        request,
        origin="clip",
        cost=price(bench.settings, "clip") if cost is None else cost,
        name="clip",
        version=project.next_version(frozenset({"clip", "motion"})),
    )
    medium = made.medium
    shown = PlaceClip(media=medium.reference(), label=medium.label)
    return becomes("make_clip", project, made, frame, shown, "clip")
