"""What is said about a run as a whole: queued, stopped, failed, exported, and what could come next."""

from __future__ import annotations

import re

from moviola.agent.forecast import Effort
from moviola.agent.plan import Picture
from moviola.agent.reply.sentences import quoted, say, say_raw, table
from moviola.engines.base import Language
from moviola.errors import MoviolaError
from moviola.store.rows import RenderRow
from moviola.timeline import summary as timelines
from moviola.timeline.model import Timeline


def queued(language: Language) -> str:
    """A message came while an earlier one is worked on."""
    return say("run.queued", language)


def cancelled(language: Language) -> str:
    """The person stopped the run."""
    return say("run.cancelled", language)


def before(effort: Effort, language: Language) -> str:
    """What is begun, and roughly how long it takes, so that the person can stop it."""
    if effort.seconds < 90:
        time = say("run.seconds", language, count=max(10, 5 * round(effort.seconds / 5)))
    else:
        time = say("run.minutes", language, count=max(2, round(effort.seconds / 60)))
    return say(f"run.before_{effort.what}", language, time=time)


def raw_clip(language: Language) -> str:
    """The first stage is done, the second begins."""
    return say("deed.raw_clip", language)


def not_understood(words: tuple[str, ...], language: Language) -> str:
    """Stretches of a message that were left out."""
    told = say_raw("show.or", language).join(quoted(word, language) for word in words)
    return say("run.not_understood", language, words=told)


def failed(error: MoviolaError, language: Language) -> str:
    """What went wrong, in the person's language where it is a known sentence."""
    return say("run.failed", language, message=error.message) if language == "en" else _translated(error)


def exported(row: RenderRow, language: Language) -> str:
    """The file, and what else could be done."""
    facts = [row.name.rpartition(".")[2].upper()]
    resolution = row.output.get("resolution")
    if resolution:
        facts.append(str(resolution))
    if row.duration_ms:
        facts.append(timelines.length(row.duration_ms, language))
    facts.append(_bytes(row.size))
    gap = "" if language == "zh" else " "
    told = ("，" if language == "zh" else ", ").join(facts)
    return say("export.done", language, name=row.name, facts=told) + gap + say("export.again", language)


def export_failed(row: RenderRow, language: Language) -> str:
    """The export ended without a file."""
    if row.status == "cancelled":
        return say("export.cancelled", language)
    error = MoviolaError(row.error or "")
    told = failed(error, language) if row.error else ""
    return say("export.failed", language, error=told)


def next_steps(
    timeline: Timeline,
    language: Language,
    picture: Picture | None = None,
    edited: bool = False,
    *,
    staged: bool = False,
    board: bool = False,
) -> str:
    """Three things that work now, as a sentence; empty for an empty draft.

    ``picture``: what the still is; ``edited``: it was just changed, so that is not offered again. ``staged``: it
    shows somebody before a place. ``board``: it is the first of a storyboard's.
    """
    if timeline.is_empty:
        return ""
    steps = []
    moving = any(clip.media.kind == "video" for clip in timeline.clips)
    if timeline.clips and not moving:
        steps += ["move_portrait"] if picture == "portrait" else ["move_image"]
        if picture == "image":
            steps.insert(0, "side" if staged and not edited else "variations" if edited else "edit_place")
        if picture == "portrait":
            steps.insert(0, "stage" if edited else "edit_portrait")
    steps.append("music" if timeline.music is None else "other_music")
    steps.append("title" if not timeline.titles else "bigger_title")
    told = [
        quoted(say(f"next.{step}", language), language)
        for step in (*steps[:2], "storyboard" if board else "export")
    ]
    return say("show.next", language, steps=say_raw("show.or", language).join(told))


def _translated(error: MoviolaError) -> str:
    for fault in table("zh")["fault"]:
        found = re.match(fault["like"], error.message)
        if found:
            return str(fault["say"]).format(*found.groups())
    return say("run.failed", "zh", message=error.message)


def _bytes(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
