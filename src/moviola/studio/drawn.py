"""Pictures and clips from words, drawn by an engine; with somebody before them where the words say so."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from moviola.engines.base import (
    ClipRequest,
    CompositeRequest,
    Effect,
    Framing,
    ImageRequest,
    MotionRequest,
    Move,
    Side,
)
from moviola.studio.bench import Bench, Made
from moviola.studio.pricing import price
from moviola.studio.project import Medium, Project
from moviola.timeline.edits import SetCanvas
from moviola.timeline.model import Meta


@dataclass(frozen=True)
class Words:
    """What a picture is made from, by which engine (empty: the one that is set up), and who stands before it."""

    prompt: str
    changes: tuple[str, ...]
    seed: int
    engine: str = ""
    person: Medium | None = None
    side: Side = "right"
    framing: Framing = "medium"

    @classmethod
    def of(cls, medium: Medium, project: Project) -> Words:
        words = cls(medium.prompt, medium.changes, medium.seed, medium.engine)
        person = project.medium(medium.person) if medium.person else None
        if person is None:
            return words
        told = medium.parameters
        return dataclasses.replace(
            words, engine=told["backdrop"], person=person, side=told["side"], framing=told["framing"]
        )

    def changed(self, instruction: str) -> Words:
        """The same, with one more change."""
        return dataclasses.replace(self, changes=(*self.changes, instruction))


def draw_still(
    bench: Bench,
    words: Words,
    width: int,
    height: int,
    part: str,
    *,
    cost: int | None = None,
    **facts: Any,
) -> Made:
    if words.person is None:
        return _view(bench, words, width, height, part, cost=cost, **facts)
    backdrop = _view(bench, words, width, height, f"{part}-backdrop", cost=0, alone=True)
    request = CompositeRequest(
        person=bench.file_of(words.person),
        background=bench.file_of(backdrop.medium),
        side=words.side,
        framing=words.framing,
        width=width,
        height=height,
        seed=words.seed,
    )
    charge = price(bench.settings, "image") if cost is None else cost
    made = bench.make(
        part, request, origin="image", cost=charge, name="image", prompt=words.prompt, changes=words.changes,
        label=backdrop.medium.label, person=words.person.id, **facts,
    )  # fmt: skip
    told = {
        **made.medium.parameters,
        "side": words.side,
        "framing": words.framing,
        "backdrop": backdrop.medium.engine,
        "place": backdrop.medium.parameters,
    }
    notes = (*backdrop.output.notes, *made.output.notes)
    return Made(
        made.medium.model_copy(update={"parameters": told}), made.output.model_copy(update={"notes": notes})
    )


def _view(
    bench: Bench,
    words: Words,
    width: int,
    height: int,
    part: str,
    *,
    cost: int | None = None,
    alone: bool = False,
    **facts: Any,
) -> Made:
    """The place itself; ``alone``: without the people that it might have."""
    prompt = words.prompt
    if alone:
        prompt += "，无人" if bench.language == "zh" else ", no people"
    request = ImageRequest(
        prompt=prompt,
        changes=words.changes,
        language=bench.language,
        width=width,
        height=height,
        seed=words.seed,
    )
    charge = price(bench.settings, "image") if cost is None else cost
    return bench.make(
        part,
        request,
        origin="image",
        cost=charge,
        name="image",
        engine=words.engine,
        changes=words.changes,
        **facts,
    )


def draw_film(
    bench: Bench,
    project: Project,
    words: Words,
    width: int,
    height: int,
    duration_ms: int,
    *,
    cost: int,
    moves: tuple[Move, ...] = (),
) -> Made:
    """The place alive, as a medium."""
    request = ClipRequest(
        prompt=words.prompt,
        changes=words.changes,
        language=bench.language,
        width=width,
        height=height,
        duration_ms=duration_ms,
        moves=moves,
        seed=words.seed,
    )
    version = project.next_version(frozenset({"clip", "motion"}))
    return bench.make(
        "clip",
        request,
        origin="clip",
        cost=cost,
        name="clip",
        version=version,
        changes=words.changes,
        moves=moves,
    )


def animate_still(
    bench: Bench,
    still: Medium,
    frame: SetCanvas | Meta,
    fps: int,
    duration_ms: int,
    moves: tuple[Move, ...],
    effects: tuple[Effect, ...],
    seed: int,
    *,
    part: str = "motion",
    cost: int = 0,
    **facts: Any,
) -> Made:
    """A clip from a still, in a frame of that size."""
    request = MotionRequest(
        image=bench.file_of(still),
        width=frame.width,
        height=frame.height,
        fps=fps,
        duration_ms=duration_ms,
        moves=moves,
        effects=effects,
        seed=seed,
    )
    return bench.make(
        part,
        request,
        origin="motion",
        cost=cost,
        name="clip",
        label=still.label,
        still=still.id,
        moves=moves,
        effects=effects,
        **facts,
    )


def animate_again(bench: Bench, project: Project, base: Medium, still: Medium) -> Made:
    """The clip ``base`` again, from another still."""
    meta = project.timeline.meta
    return animate_still(bench, still, meta, meta.fps, base.duration_ms, base.moves, base.effects, base.seed)
