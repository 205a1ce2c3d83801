"""Edits that need no engine: titles, volume, frame, undo and redo."""

from __future__ import annotations

from moviola.errors import BadRequest
from moviola.studio import canvas, motion, place, sequence
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.pricing import price
from moviola.studio.project import Project, Touched
from moviola.studio.subject import title_style
from moviola.timeline.edits import (
    TITLE_MS,
    AddTitle,
    ChangeTitle,
    Edit,
    RemoveMusic,
    RemoveTitle,
    SetVolume,
)
from moviola.timeline.history import Step
from moviola.timeline.model import TextStyle, Title


def _done(what: str, edits: tuple[Edit, ...], touched: Touched, note: str, **facts: object) -> Done:
    step = Step(label=what, edits=edits, note=note)
    return Done(what=what, change=lambda p: p.do(step, touched), **facts)  # type: ignore[arg-type]


def _span(project: Project, start: int | None, at: str | None, duration: int | None) -> tuple[int, int]:
    """Start and duration of a title inside the picture, in milliseconds."""
    whole = project.timeline.picture_end or project.timeline.duration
    length = min(duration or TITLE_MS, whole) if whole else (duration or TITLE_MS)
    if start is not None:
        if whole and start >= whole:
            raise BadRequest(
                f"The video is {whole / 1000:g} s long, so a title cannot start at {start / 1000:g} s."
            )
        return start, min(length, whole - start) if whole else length
    if at == "end" and whole:
        return whole - length, length
    return 0, length


def add_title(
    project: Project,
    text: str,
    start_ms: int | None,
    at: str | None,
    duration_ms: int | None,
    position: str | None,
    size_factor: float | None = None,
) -> Done:
    """A new title; at the start, for three seconds, unless said otherwise."""
    start, duration = _span(project, start_ms, at, duration_ms)
    style = TextStyle.model_validate({"position": position}) if position else title_style(project)
    if size_factor is not None:
        style = style or TextStyle()
        style = style.model_copy(update={"size": min(max(style.size * size_factor, 0.02), 0.3)})
    edit = AddTitle(text=text, start=start, duration=duration, style=style)
    return _done("add_title", (edit,), "title", text, after=text, start_ms=start, end_ms=start + duration)


def _title(project: Project, index: int | None) -> Title:
    titles = project.timeline.titles
    if not titles:
        raise BadRequest("There is no title yet. Add one, for example: title 'Golden Hour' at the start.")
    if index is None:
        return titles[-1]
    if not -len(titles) <= index < len(titles):
        raise BadRequest(f"There are only {len(titles)} titles. Say which one of them you mean.")
    return titles[index]


def change_title(
    project: Project,
    index: int | None,
    text: str | None,
    start_ms: int | None,
    at: str | None,
    duration_ms: int | None,
    position: str | None,
    size_factor: float | None,
) -> Done:
    """New words, time, place or size for a title."""
    title = _title(project, index)
    style = title.style
    if position is not None:
        style = TextStyle.model_validate({**style.model_dump(), "position": position})
    if size_factor is not None:
        style = style.model_copy(update={"size": min(max(style.size * size_factor, 0.02), 0.3)})
    start, duration = title.start, title.duration
    if start_ms is not None or at is not None or duration_ms is not None:
        kept = title.start if start_ms is None and at is None else start_ms
        start, duration = _span(project, kept, at, duration_ms or title.duration)
    edit = ChangeTitle(id=title.id, text=text, start=start, duration=duration, style=style)
    return _done(
        "change_title",
        (edit,),
        "title",
        text or title.text,
        before=title.text,
        after=text or title.text,
        start_ms=start,
        end_ms=start + duration,
        facts=_title_facts(text, position, size_factor),
    )


def _title_facts(text: str | None, position: str | None, size_factor: float | None) -> dict[str, str]:
    facts = {}
    if text is not None:
        facts["text"] = text
    if position is not None:
        facts["position"] = position
    if size_factor is not None:
        facts["size"] = f"{size_factor:.2f}"
    return facts


def remove_title(project: Project, index: int | None, every: bool) -> Done:
    """Take one title away, or all."""
    if every:
        titles = project.timeline.titles
        words = " · ".join(t.text for t in titles)
        return _done("remove_title", (RemoveTitle(),), "title", words, before=words)
    title = _title(project, index)
    return _done("remove_title", (RemoveTitle(id=title.id),), "title", title.text, before=title.text)


def remove_music(project: Project) -> Done:
    """Silence where the music was."""
    playing = project.timeline.music
    before = playing.label if playing is not None else ""
    return _done("remove_music", (RemoveMusic(),), "music", before, before=before)


def set_volume(project: Project, volume: float | None, delta_db: float | None) -> Done:
    """Loudness of the music, absolute or by a step in decibels; at most 100 %."""
    playing = project.timeline.music
    if playing is None:
        raise BadRequest("There is no music in this video. Add some first, for example: calm piano.")
    wanted = playing.volume * 10 ** ((delta_db or 0.0) / 20) if volume is None else volume
    level = round(min(max(wanted, 0.0), 1.0), 4)
    before, after = f"{playing.volume:.0%}", f"{level:.0%}"
    return _done("set_volume", (SetVolume(volume=level),), "music", after, before=before, after=after)


def set_aspect(bench: Bench, project: Project, aspect: str) -> Done:
    """Another shape of the frame. What we made is made again for it, so that nothing is blown up."""
    cost = price(bench.settings, "edit", project.edits_charged)
    base = project.base
    if sequence.is_one(project):
        frame = canvas.for_aspect(aspect)
        return sequence.draw(bench, project, "set_aspect", aspect, frame=frame)
    if base is not None and base.origin == "motion":
        return motion.animate(bench, project, base.moves, base.effects, base.duration_ms, aspect, cost)
    if base is not None and base.origin == "clip":
        return place.clip(
            bench, project, base.prompt, base.duration_ms, aspect, base.seed, cost, base.changes
        )
    if base is not None and base.origin == "image":
        return place.reframe(bench, project, base, aspect)
    return _done("set_aspect", (canvas.for_aspect(aspect),), "clip", aspect, after=aspect)


def undo(project: Project) -> Done:
    """One step back."""
    last = project.history.last
    if last is None:
        raise BadRequest("There is nothing to undo.")
    return Done(
        what="undo",
        change=lambda p: p.model_copy(update={"history": p.history.undo()}),
        before=last.label,
        label=last.note,
    )


def redo(project: Project) -> Done:
    """One undone step forward again."""
    following = project.history.next
    if following is None:
        raise BadRequest("There is nothing to redo.")
    return Done(
        what="redo",
        change=lambda p: p.model_copy(update={"history": p.history.redo()}),
        after=following.label,
        label=following.note,
    )


def strip_extras(project: Project) -> Done:
    """Drop the music and title that were added on top of a clip."""
    extra = next((s for s in reversed(project.history.done) if s.label == "second_stage"), None)
    if extra is None:
        raise BadRequest("Nothing was added on top of the clip, so there is nothing to strip.")
    edits: list[Edit] = []
    timeline = project.timeline
    for edit in extra.edits:
        if edit.kind == "set_music" and timeline.music is not None and timeline.music.media == edit.media:
            edits.append(RemoveMusic())
        if edit.kind == "add_title":
            edits += [RemoveTitle(id=t.id) for t in timeline.titles if t.text == edit.text][:1]
    if not edits:
        raise BadRequest("The added music and title are gone or changed already.")
    return _done("strip_extras", tuple(edits), "clip", "")
