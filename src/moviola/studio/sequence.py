"""A draft of several shots, changed as a whole: every one of them is drawn or moved again, none is lost."""

from __future__ import annotations

from collections.abc import Callable

from moviola.engines.base import Effect, Move, Note
from moviola.errors import BadRequest
from moviola.studio.bench import Bench, Made
from moviola.studio.done import Done
from moviola.studio.drawn import Words, animate_still, draw_still
from moviola.studio.pricing import price
from moviola.studio.project import Medium, Project, Touched
from moviola.timeline.edits import Edit, PlacedShot, PlaceShots, SetCanvas
from moviola.timeline.history import Step
from moviola.timeline.model import Clip

#: A piece of film is not shorter, in milliseconds.
_SHORTEST_MS = 200

Size = Callable[[Medium], tuple[int, int]]
_Remade = Callable[[Bench, Medium, Clip, str], list[Made]]


def is_one(project: Project) -> bool:
    """Whether the draft shows more than one shot."""
    return len(project.timeline.clips) > 1


def draw(
    bench: Bench,
    project: Project,
    what: str,
    note: str,
    *,
    instruction: str = "",
    size: Size | None = None,
    frame: SetCanvas | None = None,
) -> Done:
    """Every shot that was built from words, drawn again: changed by ``instruction``, or at another size.

    ``size`` gives that of each; ``frame``: all are composed for this frame. A shot that moves moves again in the
    same way.

    Raises:
        BadRequest: an instruction, and no shot was built from words.
    """
    pictures = [_still(project, m) for m in map(project.by_hash, _hashes(project)) if m is not None]
    if instruction and not any(still is not None and still.origin == "image" for still in pictures):
        raise BadRequest(
            "There is no place of ours to change. Describe one first, for example “sunset over a mountain lake”."
        )
    spent = 0

    def remade(whole: Bench, medium: Medium, clip: Clip, part: str) -> list[Made]:
        nonlocal spent
        still = _still(project, medium)
        if still is None or still.origin != "image":
            return []
        words = Words.of(still, project)
        words = words.changed(instruction) if instruction else words
        width, height = (frame.width, frame.height) if frame is not None else (still.width, still.height)
        if size is not None:
            width, height = size(still)
        cost = price(bench.settings, "edit", project.edits_charged + spent)
        spent += cost
        made = draw_still(whole, words, width, height, part, cost=cost, version=still.version)
        if medium.origin != "motion":
            return [made]
        moved = _move(whole, project, made.medium, clip, part, medium.moves, medium.effects, frame)
        return [made, moved]

    return _every(bench, project, what, note, remade, frame, lambda: spent)


def animate(
    bench: Bench,
    project: Project,
    moves: tuple[Move, ...],
    effects: tuple[Effect, ...],
    duration_ms: int | None,
    frame: SetCanvas | None,
    cost: int,
) -> Done:
    """Every still of the draft comes alive for as long as it is seen; ``duration_ms`` for all of them together."""
    scale = duration_ms / project.timeline.picture_end if duration_ms else 1.0
    charges = iter((cost,))

    def remade(whole: Bench, medium: Medium, clip: Clip, part: str) -> list[Made]:
        still = _still(project, medium)
        if still is None:
            return []
        length = clip.model_copy(update={"duration": max(round(clip.duration * scale), _SHORTEST_MS)})
        charge = next(charges, 0)
        return [_move(whole, project, still, length, part, moves, effects, frame, charge)]

    return _every(bench, project, "animate", "", remade, frame, lambda: 0, moves, effects)


def _hashes(project: Project) -> list[str]:
    return [clip.media.hash for clip in project.timeline.clips]


def _still(project: Project, medium: Medium) -> Medium | None:
    """The picture of a shot, also of one that moves; None for a film that was brought."""
    if medium.kind == "image":
        return medium
    return project.medium(medium.still) if medium.still else None


def _move(
    bench: Bench,
    project: Project,
    still: Medium,
    clip: Clip,
    part: str,
    moves: tuple[Move, ...],
    effects: tuple[Effect, ...],
    frame: SetCanvas | None,
    cost: int = 0,
) -> Made:
    return animate_still(
        bench,
        still,
        frame or project.timeline.meta,
        project.timeline.meta.fps,
        max(clip.duration, _SHORTEST_MS),
        moves,
        effects,
        still.seed,
        part=f"{part}-motion",
        cost=cost,
    )


def _every(
    bench: Bench,
    project: Project,
    what: str,
    note: str,
    remade: _Remade,
    frame: SetCanvas | None,
    spent: Callable[[], int],
    moves: tuple[Move, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Done:
    clips = project.timeline.clips
    media: list[Medium] = []
    notes: list[Note] = []
    shots: list[PlacedShot] = []
    with bench.together() as whole:
        for index, clip in enumerate(clips):
            old = project.by_hash(clip.media.hash)
            part = whole.within(index, len(clips))
            made = remade(part, old, clip, f"shot-{index + 1}") if old is not None else []
            media += [one.medium for one in made]
            notes += [n for one in made for n in one.output.notes if n not in notes]
            new = made[-1].medium if made else None
            named = old is not None and clip.label == old.label
            shots.append(
                PlacedShot(
                    media=new.reference() if new is not None else clip.media,
                    duration=(new.duration_ms or clip.duration) if new is not None else clip.duration,
                    label=new.label if new is not None and named else clip.label,
                )
            )
    edits: tuple[Edit, ...] = (PlaceShots(shots=tuple(shots)),)
    step = Step(label=what, edits=(frame, *edits) if frame is not None else edits, note=note)
    touched: Touched = "clip" if media and media[-1].kind == "video" else "image"

    return Done(
        what=what,
        change=lambda p: p.keep(*media, spent=spent()).do(step, touched),
        media=tuple(media),
        notes=tuple(notes),
        label=media[0].label if media else "",
        after=note,
        moves=moves,
        effects=effects,
        end_ms=sum(shot.duration for shot in shots),
        facts={"instruction": note},
    )
