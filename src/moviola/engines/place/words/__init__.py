"""Which place a sentence asks for and how it is to change, in English and Chinese; light: the server imports it."""

from __future__ import annotations

from moviola.engines.place.scene import Scene
from moviola.engines.place.words.changing import change, is_all_place, is_change
from moviola.engines.place.words.naming import label, real_name
from moviola.engines.place.words.topic import names_a_thing
from moviola.engines.place.words.understanding import Reading, reading

__all__ = [
    "Reading",
    "change",
    "is_all_place",
    "is_change",
    "label",
    "names_a_thing",
    "reading",
    "real_name",
    "understand",
]


def understand(text: str) -> Scene | None:
    """The place that ``text`` describes, or None where it is none that this engine can build."""
    return reading(text).scene
