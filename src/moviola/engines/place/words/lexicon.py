"""The word lists, read once and compiled to tables that find a word in constant time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple, cast

from moviola.engines.place.scene import Family


class Meaning(NamedTuple):
    """One thing that a word says: a field of the scene and its value, a subject, a feature, or a part of speech."""

    kind: str
    value: str


#: What a word says; most say one thing.
Sense = tuple[Meaning, ...]


@dataclass(frozen=True)
class Subject:
    """A kind of place: the family that shows it, and how strongly its word asks for that family."""

    family: Family
    weight: float
    near: bool = False
    brings: tuple[str, ...] = ()
    feature: str = ""
    fixed: tuple[Meaning, ...] = ()
    soft: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class RealPlace:
    """A place or building that exists, and the kind of place that is nearest to it."""

    english: str
    chinese: str
    subject: Subject


@dataclass
class Words:
    """Word → what it says. ``longest``: most words (English) or characters (Chinese) of an entry by its first one."""

    english: dict[str, Sense] = field(default_factory=dict)
    chinese: dict[str, Sense] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, word: str, meanings: Sense) -> None:
        """Enter a word; what it says already comes first."""
        table, parts = (self.english, word.split()) if word.isascii() else (self.chinese, list(word))
        table[word] = (*table.get(word, ()), *(m for m in meanings if m not in table.get(word, ())))
        self.longest[parts[0]] = max(self.longest.get(parts[0], 0), len(parts))


#: Sections whose entries are values of a field of the same name, or roles in a sentence.
_PLAIN = (
    "subject", "time", "season", "fog", "rain", "snowfall", "clouds", "wind", "era", "style", "palette", "mood",
    "viewpoint", "angle", "motion", "feature", "big", "many", "strength", "person", "thing", "backdrop", "grammar",
    "compare", "target", "change", "beyond",
)  # fmt: skip

#: American spelling for British, so that each word stands once in the list.
_SPELLINGS = {
    "grey": "gray", "greyscale": "grayscale", "colour": "color", "colours": "colors", "coloured": "colored",
    "colourful": "colorful", "colourless": "colorless", "harbour": "harbor", "harbours": "harbors", "centre": "center",
    "centred": "centered", "metre": "meter", "theatre": "theater", "watercolour": "watercolor", "neighbourhood":
    "neighborhood", "mediaeval": "medieval", "traveller": "traveler", "cosy": "cozy", "ploughed": "plowed",
    "savour": "savor", "jewellery": "jewelry", "sombre": "somber", "mould": "mold", "favourite": "favorite",
    "colours'": "colors", "lamppost": "lamppost", "storey": "story", "aeroplane": "airplane", "pyjamas": "pajamas",
    "tranquillity": "tranquility", "colourfull": "colorful", "colorfull": "colorful", "analogue": "analog",
    "multicoloured": "multicolored", "ochre": "ochre", "sunrises": "sunrise", "nightime": "nighttime", "moutain":
    "mountain", "moutains": "mountain", "skys": "sky", "beatiful": "beautiful", "tress": "trees", "palmtrees": "palms",
    "palmtree": "palm", "cherryblossom": "blossom", "timelaps": "timelapse", "pic": "pic",
}  # fmt: skip


def spelled(word: str) -> str:
    """``word`` in the one spelling that the lists use."""
    return _SPELLINGS.get(word, word)


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def meaning(text: str) -> Meaning:
    """``"time=night"`` (fixed), ``"time~night"`` (suggested) or ``"light+-0.4"`` (added) as a meaning."""
    for mark, suffix in (("=", ""), ("~", "~"), ("+", "+")):
        name, found, value = text.partition(mark)
        if found:
            return Meaning(name + suffix, value)
    raise ValueError(f"“{text}” says nothing")


@cache
def meanings() -> dict[str, Any]:
    """Subjects, homes of features, moods; common to both languages."""
    return _data("meanings.toml")


@cache
def subjects() -> dict[str, Subject]:
    """Every kind of place that has a word."""
    return {name: _subject(entry) for name, entry in meanings()["subject"].items()}


def _subject(entry: dict[str, Any]) -> Subject:
    return Subject(
        family=cast(Family, entry["family"]),
        weight=entry.get("weight", 2.0),
        near=entry.get("near", False),
        brings=tuple(entry.get("with", ())),
        feature=entry.get("as", ""),
        fixed=tuple(meaning(text) for text in entry.get("set", ())),
        soft=tuple(meaning(text) for text in entry.get("soft", ())),
    )


@cache
def real_places() -> tuple[RealPlace, ...]:
    """Every real place that is known by name."""
    return tuple(
        RealPlace(entry["en"][0], entry["zh"][0], _subject(entry)) for entry in _data("places.toml")["place"]
    )


@cache
def titles() -> dict[str, list[list[str]]]:
    """What each family may be called: [what must be so, English, Chinese]."""
    return _data("titles.toml")


@cache
def simplified() -> dict[int, int]:
    """Traditional characters and the simplified ones that the lists use, for ``str.translate``."""
    table = _data("traditional.toml")
    return {ord(old): ord(new) for old, new in zip(table["from"], table["to"], strict=True) if old != new}


@cache
def impossible() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Pairs of words that contradict each other, and things with what they cannot be without."""
    both = [_data(f"lexicon_{language}.toml")["impossible"] for language in ("en", "zh")]
    pairs = tuple((a, b) for lists in both for a, b in lists["pairs"])
    return pairs, tuple((a, b) for lists in both for a, b in lists["without"])


@cache
def words() -> Words:
    """Both languages' lists in one."""
    found = Words()
    for language in ("en", "zh"):
        lists = _data(f"lexicon_{language}.toml")
        for word, texts in lists["several"].items():
            found.add(_even(word), tuple(meaning(text) for text in texts))
        for section in _PLAIN:
            for value, entries in lists[section].items():
                for word in entries:
                    found.add(_even(word), (Meaning(section, value),))
        for answer, section in (("yes", "yes"), ("no", "no")):
            for name, entries in lists[section].items():
                for word in entries:
                    found.add(_even(word), (Meaning(name, answer),))
        for stem, entries in lists.get("stems", {}).items():
            for word in entries:
                _compare(found, stem, word, lists["forms"])
        for word in lists["filler"]["words"]:
            found.add(_even(word), (Meaning("filler", ""),))
    for index, entry in enumerate(_data("places.toml")["place"]):
        for word in (*entry["en"], *entry["zh"]):
            found.add(_even(word), (Meaning("place", str(index)),))
    return found


_OPPOSITE = {"more": "less", "less": "more", "foreign": "foreign"}


def _compare(found: Words, stem: str, word: str, forms: dict[str, list[str]]) -> None:
    """Enter the comparatives of an adjective, and what says that there is too much of it."""
    for form in forms["more"]:
        found.add(form.format(word), (_comparison(stem),))
    for form in forms["too"]:
        found.add(form.format(word), (_comparison(_opposite(stem)),))


def _comparison(stem: str) -> Meaning:
    if stem in ("more", "less"):
        return Meaning("change", stem)
    return Meaning("target", stem) if stem == "foreign" else Meaning("compare", stem)


def _opposite(stem: str) -> str:
    if stem in _OPPOSITE:
        return _OPPOSITE[stem]
    if stem.startswith("mood "):
        return "less " + stem
    return stem[:-1] + ("-" if stem.endswith("+") else "+")


def _even(word: str) -> str:
    """An entry as the reader writes words: lower case, one spelling, no hyphens."""
    plain = word.lower().replace("-", " ").replace("’", "'").replace(".", " ")
    return " ".join(spelled(part) for part in plain.split())
