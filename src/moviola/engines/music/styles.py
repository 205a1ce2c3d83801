"""What each mood is made of: tempo, harmony, rhythm, instruments and room; read from ``styles.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from moviola.engines.music.score import Voice

#: Durations in beats that fill one bar; negative ones are rests.
Cell = tuple[float, ...]

#: General MIDI programs by the names that ``styles.toml`` uses.
PROGRAMS: Mapping[str, int] = {
    "piano": 1,
    "rhodes": 4,
    "celesta": 8,
    "glockenspiel": 9,
    "music_box": 10,
    "vibes": 11,
    "marimba": 12,
    "nylon": 24,
    "steel": 25,
    "jazz_guitar": 26,
    "muted_guitar": 28,
    "upright": 32,
    "fingered": 33,
    "fretless": 35,
    "synth_bass": 38,
    "violin": 40,
    "cello": 42,
    "contrabass": 43,
    "tremolo": 44,
    "pizzicato": 45,
    "harp": 46,
    "strings": 48,
    "slow_strings": 49,
    "synth_strings": 50,
    "choir": 52,
    "trombone": 57,
    "horns": 60,
    "tenor_sax": 66,
    "bassoon": 70,
    "clarinet": 71,
    "flute": 73,
    "shakuhachi": 77,
    "square": 80,
    "saw": 81,
    "fantasia": 88,
    "warm_pad": 89,
    "halo": 94,
    "sweep": 95,
    "crystal": 98,
    "koto": 107,
    "taiko": 116,
    "reverse_cymbal": 119,
}
#: Drum kits by name: programs of the drum bank.
KITS: Mapping[str, int] = {
    "standard_kit": 0,
    "room_kit": 8,
    "electro_kit": 24,
    "tr808": 25,
    "jazz_kit": 32,
    "brush_kit": 40,
    "orchestra_kit": 48,
}


@dataclass(frozen=True)
class Layer:
    """One part of the arrangement. It plays where the form's intensity reaches ``enters``.

    ``low`` and ``high`` bound its MIDI keys; ``pattern`` names a figure of
    :mod:`~moviola.engines.music.figures`, a groove of :mod:`~moviola.engines.music.percussion`, ``melody``, or
    ``double`` (the melody again, elsewhere).
    """

    name: str
    pattern: str
    voice: Voice
    low: int = 0
    high: int = 127
    enters: float = 0.0
    velocity: int = 70
    role: Literal["lead", "chords", "bass", "colour", "drums"] = "chords"


@dataclass(frozen=True)
class Room:
    """Reverb time in seconds and its level, and the colour of the whole (dB; Hz; stereo width as a factor)."""

    seconds: float = 2.0
    level: float = 0.3
    air: float = 1.0
    warmth: float = 0.0
    lowpass: float | None = None
    width: float = 1.0


@dataclass(frozen=True)
class Style:
    """One way to write and play.

    ``tempo`` in beats a minute, and ``give``, the share by which it may move before it hurts; ``ring``: seconds
    that the last chord would like; ``swing``: where a beat's second half falls (.5 even); ``looseness``: seconds
    that a hand is off the beat; ``melody``: the scale a tune keeps to, where it is not the mode's own.
    """

    key: str
    tempo: float
    modes: tuple[str, ...]
    progressions: Mapping[str, tuple[str, ...]]
    cadences: Mapping[str, tuple[str, ...]]
    homes: Mapping[str, tuple[str, ...]]
    cells: tuple[Cell, ...]
    layers: tuple[Layer, ...]
    tonics: tuple[int, ...] = (0, 2, 3, 5, 7, 9, 10)
    meter: int = 4
    give: float = 0.16
    ring: float = 3.0
    ritardando: float = 0.0
    ending: Literal["rest", "hit"] = "rest"
    swing: float = 0.5
    looseness: float = 0.008
    melody: Mapping[str, str] = field(default_factory=dict)
    room: Room = Room()
    texture: frozenset[str] = frozenset()


_BY_MODE = ("progressions", "cadences", "homes")
_BUILT = {*_BY_MODE, "layers", "room", "texture", "cells"}


def style(key: str) -> Style:
    """The style of that name; KeyError where there is none."""
    return _styles()[key]


@lru_cache(maxsize=1)
def _styles() -> dict[str, Style]:
    table = tomllib.loads((files(__package__) / "styles.toml").read_text("utf-8"))
    return {key: _style(key, row) for key, row in table.items()}


def _style(key: str, row: dict[str, Any]) -> Style:
    layers = tuple(_layer(dict(layer)) for layer in row["layers"])
    by_mode: dict[str, Any] = {
        name: {mode: tuple(names) for mode, names in row[name].items()} for name in _BY_MODE
    }
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name not in _BUILT
    }
    return Style(
        key=key,
        layers=layers,
        room=Room(**row["room"]),
        texture=frozenset(row.get("texture", ())),
        cells=tuple(tuple(cell) for cell in row["cells"]),
        **by_mode,
        **plain,
    )


def _layer(row: dict[str, Any]) -> Layer:
    plays = row.pop("plays")
    drums = plays in KITS
    shaping = ("level", "pan", "space", "attack", "release", "cutoff", "detune")
    voice = Voice(
        program=KITS[plays] if drums else PROGRAMS[plays],
        drums=drums,
        **{name: row.pop(name) for name in shaping if name in row},
    )
    low, high = row.pop("range", (0, 127))
    return Layer(voice=voice, low=low, high=high, **row)
