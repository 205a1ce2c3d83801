"""The word lists, compiled: one pattern for a concept, both languages at once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

# Between Han characters and Latin words there is often no space, so only Latin letters delimit Latin words.
_LATIN = r"(?<![A-Za-z0-9'])(?:{})(?![A-Za-z0-9]|'[a-z])"


@cache
def _lists() -> tuple[dict[str, Any], dict[str, Any]]:
    folder = resources.files(__package__)
    english, chinese = (
        tomllib.loads(folder.joinpath(f"lexicon_{language}.toml").read_text(encoding="utf-8"))
        for language in ("en", "zh")
    )
    return english, chinese


def source(concept: str) -> str:
    """The regular expression of a concept, ``"section.name"``, without groups that capture."""
    section, name = concept.split(".")
    english, chinese = _lists()
    parts = []
    if words := english.get(section, {}).get(name):
        parts.append(_LATIN.format("|".join(words)))
    if words := chinese.get(section, {}).get(name):
        parts.append("(?:" + "|".join(words) + ")")
    if not parts:
        raise KeyError(f"no word list for '{concept}'")
    # Groups in the lists are only for grouping.
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", "|".join(parts))


@cache
def pattern(template: str) -> re.Pattern[str]:
    """A compiled template: ``{section.name}`` stands for a concept. A bare concept name is a template too."""
    if re.fullmatch(r"\w+\.\w+", template):
        template = "{" + template + "}"
    written = re.sub(r"\{(\w+\.\w+)\}", lambda found: f"(?:{source(found[1])})", template)
    return re.compile(written, re.IGNORECASE)


@cache
def names(section: str) -> tuple[str, ...]:
    """The concepts of a section, in the order of the file."""
    return tuple(_lists()[0].get(section, {}))


@cache
def words(concept: str) -> frozenset[str]:
    """The plain English words of a list that holds no patterns."""
    section, name = concept.split(".")
    return frozenset(_lists()[0][section][name])


@cache
def aliases() -> dict[str, str]:
    """Misspelling → word."""
    return dict(_lists()[0]["aliases"])
