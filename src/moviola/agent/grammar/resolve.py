"""From wishes to a plan: what has to be made first, what follows, what has to be asked."""

from __future__ import annotations

import re

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.animation import animation
from moviola.agent.grammar.card import finer, lettered
from moviola.agent.grammar.choices import ask
from moviola.agent.grammar.creation import creation, staged
from moviola.agent.grammar.lexicon import pattern
from moviola.agent.grammar.reading import Reading, content
from moviola.agent.grammar.subject import Subject, is_change, is_off_topic, joined, judge, refusal
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import (
    Action,
    Ask,
    Context,
    Decline,
    EditPortrait,
    Export,
    MakeClip,
    MakeImage,
    Plan,
    SetAspect,
    SetMusic,
    SetVolume,
    Show,
    StagePerson,
)
from moviola.engines.base import Language

#: Actions come in this order; those of one rank in the order in which they were said.
_RANKS = {
    "undo": 0, "redo": 0, "strip_extras": 0, "make_portrait": 1, "make_image": 1, "make_clip": 1, "choose": 1,
    "edit_portrait": 2, "stage_person": 2, "storyboard": 2, "edit_place": 2,
    "animate": 3, "set_aspect": 4, "export": 8, "show": 9, "ask": 9, "decline": 9,
}  # fmt: skip
_MAKES = frozenset({"make_portrait", "make_image", "make_clip", "stage_person", "storyboard"})
#: Characters of an answer that is proposed at most.
_ANSWER = 120
#: Actions that need something to be there.
_NEEDS_SOMETHING = frozenset({"add_title", "set_music", "set_volume", "change_title", "remove_title"})


def resolve(reading: Reading, wishes: Wishes, context: Context) -> Plan:
    """The plan for what the rules understood; never empty."""
    whole = reading.message.plain(reading.message.text)
    actions: list[Action]
    # What stands in a title is only words.
    depicted = " ".join([reading.message.text, *(reading.message.plain(p.text) for p in wishes.pieces)])
    if reason := refusal(depicted):
        actions = [Decline(reason=reason, about=whole[:200])]
    elif wishes.odd_size:
        actions = [Decline(reason="size", about=wishes.odd_size)]
    elif wishes.odd_length:
        actions = [Decline(reason="too_long", about=wishes.odd_length[:200])]
    elif wishes.odd_count:
        choices = (wishes.counted,) if len(wishes.counted) <= _ANSWER else ()
        actions = [Ask(question="how_many", choices=choices, about=wishes.odd_count)]
    elif impossible := knowledge.place(reading.message.text).impossible:
        actions = [Decline(reason="impossible", about=impossible)]
    else:
        subjects = _subjects(reading, wishes, context)
        actions = _grounded(_actions(subjects, wishes, context), context, wishes.language)
        if not actions and not wishes.flags_only:
            actions = [_at_a_loss(whole, wishes, context)]
        elif not actions:
            actions = [ask("need_music" if wishes.no_music else "need_title", wishes.language)]
    if any(not isinstance(action, Show) for action in actions):
        # "hi, make me a sunset": the greeting is answered by doing it.
        actions = [a for a in actions if not (isinstance(a, Show) and a.what in ("greeting", "thanks"))]
    return Plan(
        actions=tuple(sorted(actions, key=lambda action: _RANKS.get(action.kind, 5))),
        language=wishes.language,
        unknown=tuple(dict.fromkeys(words for words in wishes.unknown if words)),
        no_music=wishes.no_music or wishes.only_clip,
        no_title=wishes.no_title or wishes.only_clip,
        only_clip=wishes.only_clip,
    )


def _subjects(reading: Reading, wishes: Wishes, context: Context) -> list[Subject]:
    """What is to be seen, descriptions put together again where other wishes stood between their parts."""
    subjects: list[Subject] = []
    for text in joined(reading, wishes.pieces):
        subject = judge(text, context, wishes.make and not wishes.this)
        last = subjects[-1] if subjects else None
        more = last is not None and (subject.kind == last.kind or _describes(subject))
        if last is not None and last.kind == "portrait" and (more or subject.kind == "edit"):
            subjects[-1] = Subject("portrait", f"{last.text}, {subject.text}")
        elif last is not None and last.kind in ("place", "edit") and more:
            subjects[-1] = Subject(last.kind, f"{last.text}, {subject.text}")
        else:
            subjects.append(subject)
    return subjects


def _describes(subject: Subject) -> bool:
    """An unknown stretch that goes on describing: no order, no question."""
    orders = (
        r"(?i)(?:do|make|let|add|put|remove|set|use|give|show|send|call|go|turn|tell|write)\b|[加让把给去放]"
    )
    return (
        subject.kind == "unknown"
        and not is_off_topic(subject.text)
        and re.match(orders, subject.text) is None
    )


def _actions(subjects: list[Subject], wishes: Wishes, context: Context) -> list[Action]:
    made = creation(
        subjects, wishes, context, [a for a in _with_mood(wishes, context) if a.kind != "edit_place"]
    )
    said = _timed(_with_mood(wishes, context), wishes)
    actions: list[Action] = staged(made)
    said = [_framed(action, wishes) for action in said]
    for subject in subjects:
        if subject.kind == "edit" and not any(a.kind == "make_portrait" for a in actions):
            actions.append(_face_edit(subject.text, wishes, context))
        elif subject.kind == "unknown":
            actions += _unknown(subject.text, wishes, context, bool(said or actions or wishes.moves_anything))
    # What cannot be made must not be half done with the rest of the message.
    if not any(isinstance(a, Decline) for a in actions):
        actions += animation(made, wishes, context, said)
    there = context.picture is not None or context.has_clip or context.uploads > 0
    if wishes.card and not there and not actions and not any(a.kind in _MAKES for a in said):
        return [ask("what_to_make", wishes.language)]
    if wishes.aspect and not any(getattr(a, "aspect", None) == wishes.aspect for a in (*actions, *said)):
        actions.append(SetAspect(aspect=wishes.aspect))
    if isinstance(made, MakeClip) and wishes.resolution in ("480p", "720p"):
        # A film is drawn in full and made small when it is written.
        if not any(isinstance(a, Export) for a in said):
            said.append(Export())
        said = [_sized(action, wishes) for action in said]
    actions += finer(wishes, context, [*actions, *said])
    return actions + _music_alone([lettered(one, wishes) for one in said], actions, wishes, context)


def _framed(action: Action, wishes: Wishes) -> Action:
    """A person before a place, in the shape that the message names."""
    if isinstance(action, StagePerson) and wishes.aspect:
        return action.model_copy(update={"aspect": wishes.aspect})
    return action


def _sized(action: Action, wishes: Wishes) -> Action:
    """A file in the size that the message names, where the file has none of its own."""
    if isinstance(action, Export) and action.resolution is None:
        return action.model_copy(update={"resolution": wishes.resolution})
    return action


def _timed(said: list[Action], wishes: Wishes) -> list[Action]:
    """A film of the place that is there takes the length that the message names."""
    if wishes.duration_ms is None or not any(isinstance(action, MakeClip) for action in said):
        return said
    length, wishes.duration_ms = wishes.duration_ms, None
    update = {"duration_ms": length, "aspect": wishes.aspect}
    return [action.model_copy(update=update) if isinstance(action, MakeClip) else action for action in said]


def _music_alone(said: list[Action], made: list[Action], wishes: Wishes, context: Context) -> list[Action]:
    """Where there is nothing to see, a length that was said is the music's."""
    seen = bool(made) or context.has_clip or context.picture is not None or context.uploads > 0
    if seen or wishes.duration_ms is None:
        return said
    length = max(wishes.duration_ms, 500)
    return [a.model_copy(update={"duration_ms": length}) if isinstance(a, SetMusic) else a for a in said]


def _with_mood(wishes: Wishes, context: Context) -> list[Action]:
    """The finished actions; music whose mood was not understood becomes a question, loudness joins its music."""
    actions: list[Action] = []
    for action in wishes.actions:
        last = actions[-1] if actions else None
        if isinstance(action, SetVolume) and isinstance(last, SetMusic) and action.volume is not None:
            actions[-1] = last.model_copy(update={"volume": action.volume})
        elif isinstance(action, SetVolume) and not any(isinstance(a, SetMusic) for a in wishes.actions):
            actions.append(action if context.music is not None else ask("need_music", wishes.language))
        elif not isinstance(action, SetVolume) or action.delta_db is None:
            actions.append(action)
    asked = wishes.music_without_mood
    if asked is not None and not any(isinstance(a, SetMusic) for a in actions):
        named = content(asked, "music.noun", "music.change", "verb.add", "verb.change")
        if named or context.music is not None:
            actions.append(ask("which_mood", wishes.language, named))
        else:
            actions.append(SetMusic(mood=knowledge.usual_mood(context.picture)))
    return actions


def _face_edit(text: str, wishes: Wishes, context: Context) -> Action:
    if context.picture == "portrait":
        return EditPortrait(instruction=text)
    if context.picture is None:
        return ask("need_portrait", wishes.language, text)
    if context.picture == "image" and not context.any_picture:
        return Decline(reason="no_face", about=text[:200])
    return Decline(reason="cannot_edit", about=text[:200])


def _unknown(text: str, wishes: Wishes, context: Context, others: bool) -> list[Action]:
    """What nobody here can make is declined; other stray words are only reported beside what was understood."""
    if wishes.card and others and not context.any_picture and pattern(f"card.{wishes.card}").search(text):
        wishes.unknown.append(text[:200])  # what the poster is for
        return []
    if is_off_topic(text) and not others:
        return [Decline(reason="off_topic", about=text[:200])]
    if (
        context.any_picture
        and (not others or wishes.card)
        and (wishes.make or wishes.card or _names_something(text))
        and not wishes.this
    ):
        return [
            MakeImage(
                prompt=text[:1000], aspect=wishes.aspect, count=wishes.count, resolution=wishes.resolution
            )
        ]
    said = knowledge.place(text)
    if (
        not others
        and not said.cannot
        and knowledge.place_there(context) is None
        and knowledge.is_any_place_change(text)
    ):
        if context.picture == "upload":
            return [Decline(reason="cannot_edit", about=text[:200])]
        return [ask("need_picture", wishes.language, text)]
    if said.cannot and not others and not wishes.this and knowledge.unbuildable(text):
        # "add a dragon" to a place: the dragon is what cannot be.
        added = knowledge.place_there(context) is not None and is_change(text)
        return [Decline(reason="cannot_build", about=(", ".join(said.cannot) if added else text)[:200])]
    thing = (
        re.match(r"(?i)(?:an?|one|two|three|some) \w|[一两三][只个辆条座匹朵把架艘头片张位]", text)
        is not None
    )
    nothing_there = context.picture is None and not context.has_clip
    thing = thing or (nothing_there and _names_something(text))
    if not others and not wishes.this and (thing or (wishes.make and text)):
        return [Decline(reason="cannot_build", about=text[:200])]
    if others and thing and (wishes.make or nothing_there) and not wishes.this:
        return [Decline(reason="cannot_build", about=text[:200])]
    wishes.unknown.append(text[:200])
    return []


def _names_something(text: str) -> bool:
    """Whether words that nobody here understands are likely to be a picture's subject, not talk."""
    talk = r"(?i)(?:i|you|we|he|she|it|they|my|your|this|that|there|please|ignore|yes|no|ok|why)\b|[我你您他她它这那请]"
    return re.match(talk, text) is None and re.search(r"\w \w|[\u4e00-\u9fff]{3}", text) is not None


def _grounded(actions: list[Action], context: Context, language: Language) -> list[Action]:
    """Music and titles need a picture under them; asked for once, instead of failing one by one."""
    there = context.picture is not None or context.has_clip or context.uploads > 0
    there = there or any(a.kind in _MAKES for a in actions)
    if there or context.want == "audio":
        return actions
    asks = any(isinstance(a, Ask | Decline) for a in actions)
    kept = [a for a in actions if a.kind not in _NEEDS_SOMETHING]
    if len(kept) < len(actions) and not asks:
        kept.append(ask("need_clip", language))
    return kept


def _at_a_loss(whole: str, wishes: Wishes, context: Context) -> Action:
    if is_off_topic(whole) and not wishes.unknown:
        return Decline(reason="off_topic", about=whole[:200])
    foreign = context.picture == "upload" or (context.picture == "image" and context.any_picture)
    if wishes.this and foreign and is_change(whole):
        return Decline(reason="cannot_edit", about=whole[:200])
    if wishes.unknown and (context.picture is not None or context.has_clip or context.uploads):
        about = ", ".join(wishes.unknown)[:200]
        beyond = wishes.topic == "motion"
        return (
            Decline(reason="cannot_animate", about=about)
            if beyond
            else ask("not_understood", wishes.language, about)
        )
    if pattern("subject.upload").search(whole):
        return ask("need_picture", wishes.language)
    if wishes.make or wishes.wants_image or wishes.wants_video or wishes.wants_portrait or not content(whole):
        return ask("what_to_make", wishes.language)
    return ask("not_understood", wishes.language, whole if len(whole) <= 80 else "")
