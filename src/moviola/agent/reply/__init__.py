"""All that Moviola says, in English and Chinese."""

from __future__ import annotations

from moviola.agent.language import language_of
from moviola.agent.reply.answers import ask, credits_left, decline, state, words
from moviola.agent.reply.deeds import done, motion, note
from moviola.agent.reply.runs import (
    before,
    cancelled,
    export_failed,
    exported,
    failed,
    next_steps,
    not_understood,
    queued,
    raw_clip,
)

__all__ = [
    "ask",
    "before",
    "cancelled",
    "credits_left",
    "decline",
    "done",
    "export_failed",
    "exported",
    "failed",
    "language_of",
    "motion",
    "next_steps",
    "not_understood",
    "note",
    "queued",
    "raw_clip",
    "state",
    "words",
]
