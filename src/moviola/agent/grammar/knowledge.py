"""What the engines know about words: faces, places, moods. Light: no engine is loaded for it."""

from __future__ import annotations

import re
from functools import lru_cache

from moviola.agent.grammar.lexicon import pattern
from moviola.agent.plan import Context
from moviola.engines.base import Move
from moviola.engines.music import moods
from moviola.engines.place import words as places
from moviola.engines.place.motion.travel import able
from moviola.engines.place.scene import Scene
from moviola.engines.place.words.place import choose
from moviola.engines.place.words.reading import read
from moviola.engines.portrait import words as faces

# An engine's lists are searched for each stretch of a message; a stretch longer than this is no description.
_LONGEST = 600
#: A word for a place weighs this much; what is only found in places weighs less.
STANDS = 1.5
FOUND_THERE = 0.9


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
def place(text: str) -> places.Reading:
    """What ``text`` says about a place."""
    return places.reading(text[:_LONGEST])


@lru_cache(maxsize=512)
def stands(text: str, least: float = STANDS) -> bool:
    """Whether ``text`` names a place itself, not only something that is found in one ("the pier").

    ``least``: :data:`FOUND_THERE` lets that count, too.
    """
    choice = choose(read(text[:_LONGEST]))
    return (
        choice is not None and place(text).scene is not None and max(v.weight for v in choice.votes) >= least
    )


def unbuildable(text: str) -> bool:
    """Whether ``text`` is about an animal, a thing or a pattern, of which there are none here."""
    return places.names_a_thing(text[:_LONGEST])


def place_there(context: Context) -> tuple[str, tuple[str, ...]] | None:
    """Prompt of the place that a change would change, and its changes so far; None without one."""
    if context.clip_from_words and context.clip_prompt:
        return context.clip_prompt, context.clip_changes
    if context.picture == "image" and context.picture_prompt:
        return context.picture_prompt, context.picture_changes
    return None


@lru_cache(maxsize=64)
def _scene(prompt: str, changes: tuple[str, ...]) -> Scene | None:
    scene = places.understand(prompt)
    for text in changes:
        scene = (places.change(scene, text) or scene) if scene is not None else None
    return scene


@lru_cache(maxsize=512)
def is_place_change(text: str, prompt: str, changes: tuple[str, ...]) -> bool:
    """Whether ``text`` changes the place that was made from ``prompt`` and the earlier ``changes``."""
    scene = _scene(prompt, changes)
    return places.change(scene, text) is not None if scene is not None else places.is_change(text)


def is_place_film(text: str, prompt: str, changes: tuple[str, ...]) -> bool:
    """Whether ``text`` changes how a film of the place goes: hours or seasons passing, a flight, a loop."""
    scene = _scene(prompt, changes)
    after = places.change(scene, text) if scene is not None else None
    if scene is None or after is None:
        return False
    return after.motion != scene.motion or (after.loop and not scene.loop)


def passes(prompt: str, changes: tuple[str, ...]) -> bool:
    """Whether in a film of the place hours or seasons pass, or the camera flies."""
    scene = _scene(prompt, changes)
    return scene is not None and scene.motion in ("timelapse", "seasons", "orbit", "fly")


def can_travel(moves: tuple[Move, ...]) -> bool:
    """Whether a camera can make these moves over a living place."""
    return able(moves)


def is_any_place_change(text: str) -> bool:
    """Whether ``text`` would change some place."""
    return places.is_change(text)


def is_all_place(text: str) -> bool:
    """Whether every word of ``text`` is a place's ("the boat", after "remove the people and")."""
    return places.is_all_place(text)


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
