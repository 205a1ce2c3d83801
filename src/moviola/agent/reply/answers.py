"""Answers that change nothing: state, credits, help, questions back, and what is declined."""

from __future__ import annotations

from moviola.agent.plan import Ask, Decline, Show
from moviola.agent.reply.sentences import known, quoted, say, say_raw
from moviola.engines.base import Language
from moviola.settings import Settings
from moviola.store.rows import Balance
from moviola.timeline import summary as timelines
from moviola.timeline.model import Timeline


def words(
    action: Show | Ask | Decline, timeline: Timeline, balance: Balance, settings: Settings, language: Language
) -> str:
    """What to say for an action that only says something."""
    if isinstance(action, Ask):
        return ask(action, language)
    if isinstance(action, Decline):
        return decline(action, language)
    if action.what == "state":
        return state(timeline, language)
    if action.what == "credits":
        return credits_left(balance, settings, language)
    return say(f"show.{action.what}", language)


def state(timeline: Timeline, language: Language) -> str:
    """The tracks, the frame and the length."""
    line = timelines.summary(timeline, language)
    if timeline.is_empty:
        return line + "\n" + say("ask.what_to_make", language)
    meta = timeline.meta
    length = timelines.length(timeline.duration, language)
    more = say("show.state_more", language, width=meta.width, height=meta.height, fps=meta.fps, length=length)
    return f"{line}\n{more}"


def credits_left(balance: Balance, settings: Settings, language: Language) -> str:
    """The balance, and what things cost where anything does."""
    line = say(
        "show.credits", language, available=balance.available, frozen=balance.frozen, total=balance.total
    )
    if not settings.is_metered:
        return f"{line}\n{say('show.free', language)}"
    prices = {
        "clip": settings.price_clip,
        "image": settings.price_image,
        "edits": settings.price_edit_session,
    }
    return f"{line}\n{say('show.prices', language, **prices)}"


def ask(question: Ask, language: Language) -> str:
    """The question, and answers that work."""
    about = f"ask.{question.question}_about"
    if question.question == "how_many":
        line = say("ask.how_many", language, about=question.about)
    elif question.about and known(about, language):
        line = say(about, language, about=question.about)
    else:
        line = say(f"ask.{question.question}", language)
    if not question.choices:
        return line
    choices = say_raw("show.or", language).join(quoted(choice, language) for choice in question.choices)
    gap = "" if language == "zh" else " "
    return line + gap + say("ask.try", language, choices=choices)


def decline(declined: Decline, language: Language) -> str:
    """Why not, and what instead."""
    return say(f"decline.{declined.reason}", language, about=declined.about)
