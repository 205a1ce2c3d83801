"""Tells what an action has done: what changed, from what to what, when, and what could not be done."""

from __future__ import annotations

import re

from moviola.agent.reply.sentences import known, listed, quoted, say
from moviola.engines.base import Effect, Language, Move, Note
from moviola.studio.done import Done
from moviola.studio.project import Medium
from moviola.timeline import summary as timelines
from moviola.timeline.model import Timeline

#: Said only when it took noticeable time, in seconds.
NOTICEABLE = 1.0
#: "Picture: lake (0-5s) → lake (0-5s)"
_ALIKE = re.compile(r"(?s)^[^:：]+[:：] ?(?P<side>.+) → (?P=side)$")
_MADE = ("make_portrait", "make_image", "make_clip")


def done(done: Done, before: Timeline, after: Timeline, language: Language, seconds: float = 0.0) -> str:
    """One paragraph about a finished action. ``seconds``: how long it took; 0: not to be said."""
    match done.what:
        case "make_portrait" | "make_image" | "make_clip" | "stage_person":
            lines = [_made(done, language)]
        case "make_variations":
            lines = [_varied(done, language)]
        case "storyboard":
            length = timelines.length(done.end_ms, language)
            lines = [say("deed.storyboard", language, length=length, **done.facts)]
        case "redraw":
            lines = [say("deed.redraw", language, label=done.label, size=_size(done.media[-1]))]
        case "choose":
            lines = [say("deed.choose", language, label=done.label, **done.facts)]
        case "edit_place":
            lines = _edited_place(done, before, after, language)
        case "edit_portrait":
            lines = _edited(done, language)
        case "animate":
            lines = [_animated(done, before, language), *_side_effects(before, after, language)]
        case "set_music":
            lines = [_music(done, after, language)]
        case "undo" | "redo":
            lines = [_step(done, language), *_told(before, after, language)]
        case "second_stage":
            lines = _second_stage(done, after, language)
        case "strip_extras":
            lines = [say("deed.strip_extras", language), *_told(before, after, language)]
        case _:
            changed = timelines.changes(before, after, language)
            lines = [_sentence(line, language) for line in changed] or [say("deed.unchanged", language)]
    lines += [note(one, language) for one in done.notes]
    if seconds >= NOTICEABLE:
        lines[0] += ("" if language == "zh" else " ") + say("deed.took", language, seconds=f"{seconds:.0f}")
    return "\n".join(lines)


def motion(moves: tuple[Move, ...], effects: tuple[Effect, ...], language: Language) -> str:
    """ "slow push in and breathing"."""
    words = [_strength(say(f"move.{m.kind}", language), m.strength, "slow", language) for m in moves]
    words += [_strength(say(f"move.{e.kind}", language), e.strength, "gentle", language) for e in effects]
    return listed(words, language)


def note(note: Note, language: Language) -> str:
    """What an engine could not do, or did only nearly."""
    key = f"note.{note.code}" if known(f"note.{note.code}", language) else "note.other"
    values = [value for value in note.values if value] or [note.code]
    return say(key, language, values=("、" if language == "zh" else ", ").join(values))


def _strength(word: str, strength: float, weak: str, language: Language) -> str:
    if strength < 0.8:
        return say(f"move.{weak}", language, move=word)
    if strength > 1.5:
        return say("move.strong", language, move=word)
    return word


def _made(done: Done, language: Language) -> str:
    medium = done.media[-1]
    length = timelines.length(medium.duration_ms, language)
    return say(f"deed.{done.what}", language, label=done.label, size=_size(medium), length=length)


def _varied(done: Done, language: Language) -> str:
    count, size = str(len(done.media)), _size(done.media[0])
    return say("deed.make_variations", language, label=done.label, size=size, count=count)


def _edited_place(done: Done, before: Timeline, after: Timeline, language: Language) -> list[str]:
    instruction = quoted(done.facts.get("instruction", ""), language)
    kind = "edit_place_clip" if done.media[-1].kind == "video" else "edit_place"
    lines = [say(f"deed.{kind}", language, instruction=instruction, label=done.label)]
    old, new = ([t for t in timeline.tracks if t.type != 0] for timeline in (before, after))
    frames = before.model_copy(update={"tracks": tuple(old)}), after.model_copy(update={"tracks": tuple(new)})
    return lines + [_sentence(line, language) for line in _told(*frames, language)]


def _size(medium: Medium) -> str:
    return f"{medium.width}×{medium.height}"


def _edited(done: Done, language: Language) -> list[str]:
    instruction = quoted(done.facts.get("instruction", ""), language)
    lines = [
        say("deed.edit_portrait", language, instruction=instruction, before=done.before, after=done.after)
    ]
    if any(medium.kind == "video" for medium in done.media):
        lines.append(say("deed.edit_portrait_clip", language))
    return lines


def _animated(done: Done, before: Timeline, language: Language) -> str:
    length = timelines.length(done.end_ms, language)
    words = motion(done.moves, done.effects, language)
    if not words:
        return say("deed.animate_plain", language, length=length)
    moved = any(clip.media.kind == "video" for clip in before.clips)
    return say("deed.animate_again" if moved else "deed.animate", language, motion=words, length=length)


def _side_effects(before: Timeline, after: Timeline, language: Language) -> list[str]:
    """What a clip of another length or shape did to the rest of the draft."""
    if not any(clip.media.kind == "video" for clip in before.clips):
        return []
    without = after.model_copy(update={"tracks": ()})
    same_picture = [t for t in after.tracks if t.type != 0], [t for t in before.tracks if t.type != 0]
    old = before.model_copy(update={"tracks": tuple(same_picture[1])})
    new = without.model_copy(update={"tracks": tuple(same_picture[0])})
    return [_sentence(line, language) for line in _told(old, new, language)]


def _music(done: Done, after: Timeline, language: Language) -> str:
    music = after.music
    values = {
        "before": done.before,
        "after": done.after or done.label,
        "span": timelines.span(music.start, music.end, language) if music else "",
        "volume": f"{round(100 * music.volume)}%" if music else "",
    }
    return say("deed.change_music" if done.before else "deed.set_music", language, **values)


def _told(before: Timeline, after: Timeline, language: Language) -> list[str]:
    """What differs; without lines that read alike on both sides, as of two variations with one name."""
    return [line for line in timelines.changes(before, after, language) if not _ALIKE.search(line)]


def _step(done: Done, language: Language) -> str:
    label = done.before or done.after
    name = say(f"step.{label}" if known(f"step.{label}", language) else "step.other", language)
    words = f"{name}{_bracketed(done.label, language)}" if done.label else name
    return say(f"deed.{done.what}", language, step=words)


def _bracketed(words: str, language: Language) -> str:
    return f"（{words}）" if language == "zh" else f" ({words})"


def _second_stage(done: Done, after: Timeline, language: Language) -> list[str]:
    added = []
    if done.label:
        added.append(say("step.set_music", language) + _bracketed(done.label, language))
    if done.after:
        added.append(say("step.add_title", language) + _bracketed(done.after, language))
    many = len(added) > 1
    offer = {"them": "them" if many else "it", "they": "they are" if many else "it is"}
    return [
        say("deed.second_stage", language, what=listed(added, language)),
        timelines.summary(after, language),
        say("deed.second_stage_offer", language, **offer),
    ]


def _sentence(line: str, language: Language) -> str:
    return line + ("。" if language == "zh" else ".")
