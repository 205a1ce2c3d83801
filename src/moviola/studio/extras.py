"""The second stage: music and a title for a new clip, where the person left them open."""

from __future__ import annotations

from moviola.engines.music import moods
from moviola.studio.bench import Bench
from moviola.studio.done import Done
from moviola.studio.music import piece
from moviola.studio.project import Medium, Project
from moviola.studio.subject import title_style
from moviola.timeline.edits import TITLE_MS, AddTitle, Edit, SetMusic
from moviola.timeline.history import Step


def add(bench: Bench, project: Project, *, music: bool, title: bool) -> Done | None:
    """Add what is missing, as one step that one undo takes back; None when nothing is."""
    base = project.base
    if base is None or base.kind != "video":
        return None
    subject = project.still or base
    timeline = project.timeline
    edits: list[Edit] = []
    media: tuple[Medium, ...] = ()
    mood_label = ""
    if music and timeline.music is None:
        mood = moods.default_for(subject.origin)
        mood_label = mood.label(bench.language)
        made = bench.make(
            "extra-music",
            piece(mood.key, timeline.picture_end, bench.seed_for(project, mood.key)),
            origin="music",
            name="music",
            label=mood_label,
            mood=mood.key,
        )
        media = (made.medium,)
        edits.append(SetMusic(media=made.medium.reference(), label=mood_label, mood=mood.key))
    # Of an upload nothing is known that deserves to stand on the picture: a file name would look cheap.
    words = subject.label if title and not timeline.titles and subject.origin != "upload" else ""
    if words:
        edits.append(
            AddTitle(text=words, duration=min(TITLE_MS, timeline.picture_end), style=title_style(project))
        )
    if not edits:
        return None
    step = Step(
        label="second_stage", edits=tuple(edits), note=" + ".join(w for w in (mood_label, words) if w)
    )

    def change(current: Project) -> Project:
        for medium in media:
            current = current.add(medium)
        return current.do(step, current.touched)

    return Done(
        what="second_stage",
        change=change,
        media=media,
        label=mood_label,
        after=words,
        end_ms=timeline.picture_end,
    )
