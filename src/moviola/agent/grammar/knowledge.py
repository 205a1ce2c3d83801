"""What the engines know about words: faces, places, moods. Light: no engine is loaded for it."""

from __future__ import annotations

import re
from functools import lru_cache

from moviola.agent.grammar.lexicon import pattern
from moviola.engines.music import moods
from moviola.engines.place import words as places
from moviola.engines.portrait import words as faces

# An engine's lists are searched for each stretch of a message; a stretch longer than this is no description.
_LONGEST = 600


@lru_cache(maxsize=512)
def is_person(text: str) -> bool:
    """Whether ``text`` describes a person or a face."""
    return faces.describe(text[:_LONGEST]).is_face


@lru_cache(maxsize=512)
def has_features(text: str) -> bool:
    """Whether ``text`` names features of a face, be a person named or not."""
    return bool(faces.describe(text[:_LONGEST]).targets)


@lru_cache(maxsize=512)
def is_face_edit(text: str) -> bool:
    """Whether ``text`` changes a face, be it in a way that the engine cannot do."""
    return faces.edit(text[:_LONGEST]) is not None


@lru_cache(maxsize=512)
def is_place(text: str) -> bool:
    """Whether ``text`` is a place that can be built."""
    return places.understand(text[:_LONGEST]) is not None


@lru_cache(maxsize=512)
def mood(text: str) -> str | None:
    """Key of the mood that ``text`` names."""
    found = moods.find(text[:_LONGEST])
    return found.key if found is not None else None


def usual_mood(picture: str | None) -> str:
    """Key of the mood that suits a picture when none was named."""
    return moods.default_for(picture or "").key


def names_person(text: str) -> bool:
    """Whether a word for a person stands in ``text``."""
    return pattern("subject.person").search(text) is not None


def head(text: str) -> str:
    """The part of an English phrase before its first preposition or deed: what it is, not where or what it does."""
    return re.split(
        r"(?i) (?:(?:in|on|at|over|by|near|under|behind|against|beside|above|with|of|from|through) "
        r"|\w{2,}ing (?:an?|the|his|her|their) )|[,;]",
        text,
    )[0]
