"""The sentences of both languages, from their files."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from moviola.engines.base import Language

_PLURAL = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")


@cache
def table(language: Language) -> dict[str, Any]:
    """All sentences of a language, by section and name."""
    file = resources.files(__package__).joinpath(f"sentences_{language}.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return table


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``"section.name"`` with its values put in."""
    section, name = key.split(".")
    template = str(table(language)[section][name])
    template = _PLURAL.sub(lambda m: m[2] if str(values[m[1]]) == "1" else m[3], template)
    # Values may hold braces themselves, so they are put in by hand, once, and not read again.
    return re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]) if m[1] in values else m[0], template).strip()


def known(key: str, language: Language) -> bool:
    """Whether there is such a sentence."""
    section, name = key.split(".")
    return name in table(language).get(section, {})


def listed(words: list[str], language: Language) -> str:
    """``a, b and c``; ``a、b、c``."""
    if len(words) < 2:
        return "".join(words)
    return say_raw("move.comma", language).join(words[:-1]) + say_raw("move.and", language) + words[-1]


def say_raw(key: str, language: Language) -> str:
    """A sentence part with its spaces."""
    section, name = key.split(".")
    return str(table(language)[section][name])


def quoted(words: str, language: Language) -> str:
    """What a person could say, in quotation marks."""
    return f"“{words}”" if language == "zh" else f'"{words}"'
