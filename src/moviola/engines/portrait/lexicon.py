"""Reads ``lexicon.toml``: the words about faces in English and Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

Values = Mapping[str, float]


@dataclass(frozen=True)
class Feature:
    """A part of the face; ``present`` when merely named, ``absent`` when denied."""

    key: str
    present: Values
    absent: Values
    looks: Mapping[str, Values]


@dataclass(frozen=True)
class Term:
    """A word that means something by itself."""

    names: Mapping[str, str]
    person: bool
    set: Values
    soft: Values
    change: Values
    goal: Values
    absent: Values


@dataclass
class Sense:
    """All that one spelling can mean."""

    feature: Feature | None = None
    quality: str = ""
    term: Term | None = None
    strength: float = 0.0
    marks: set[str] = field(default_factory=set)
    comparative: bool = False


@dataclass(frozen=True)
class Lexicon:
    """``english``: words joined by single blanks → sense; ``chinese``: characters → sense."""

    english: Mapping[str, Sense]
    chinese: Mapping[str, Sense]
    states: frozenset[str]
    longest_english: int
    longest_chinese: int


def _plain(word: str) -> str:
    return re.sub(r"[-\s]+", " ", word.lower().replace("’", "'"))


def _compared(word: str) -> Iterator[str]:
    """Comparative and superlative spellings; impossible ones do no harm."""
    if " " in word:
        return
    if word.endswith("e"):
        stems = [word[:-1]]
    elif word.endswith("y"):
        stems = [word[:-1] + "i"]
    else:
        stems = [word, word + word[-1]]
    for stem in stems:
        yield stem + "er"
        yield stem + "est"


class _Builder:
    def __init__(self) -> None:
        self.english: dict[str, Sense] = {}
        self.chinese: dict[str, Sense] = {}

    def senses(self, entry: Mapping[str, Any]) -> Iterator[Sense]:
        for word in entry.get("en", ()):
            yield self.english.setdefault(_plain(word), Sense())
        for word in entry.get("zh", ()):
            yield self.chinese.setdefault(word, Sense())

    def comparatives(self) -> None:
        for word, sense in list(self.english.items()):
            if sense.quality or (sense.term and (sense.term.change or sense.term.goal)):
                for compared in _compared(word):
                    if compared not in self.english:
                        self.english[compared] = Sense(
                            quality=sense.quality, term=sense.term, comparative=True
                        )


@cache
def load() -> Lexicon:
    """The lexicon that ships with Moviola."""
    path = resources.files("moviola.engines.portrait").joinpath("lexicon.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    builder = _Builder()
    for key, entry in data["features"].items():
        feature = Feature(key, entry.get("present", {}), entry.get("absent", {}), data["looks"].get(key, {}))
        for sense in builder.senses(entry):
            sense.feature = feature
    for key, entry in data["qualities"].items():
        for sense in builder.senses(entry):
            sense.quality = key
    for entry in data["terms"]:
        term = Term(
            names=entry.get("name", {}),
            person=entry.get("person", False),
            set=entry.get("set", {}),
            soft=entry.get("soft", {}),
            change=entry.get("edit", {}),
            goal=entry.get("goal", {}),
            absent=entry.get("absent", {}),
        )
        for sense in builder.senses(entry):
            sense.term = term
    for mark in ("unknown", "animals", "elsewhere", "negation", "less", "more", "through", "verbs"):
        for sense in builder.senses(data[mark]):
            sense.marks.add(mark)
    for amount, entry in data["strength"].items():
        for sense in builder.senses(entry):
            sense.strength = float(amount)
    builder.comparatives()
    return Lexicon(
        english=builder.english,
        chinese=builder.chinese,
        states=frozenset(data["state"]["qualities"]),
        longest_english=max(word.count(" ") + 1 for word in builder.english),
        longest_chinese=max(map(len, builder.chinese)),
    )
