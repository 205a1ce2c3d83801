"""Grooves: what each drum plays in the sixteen steps of a bar, with fills, and a last stroke."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from moviola.engines.music.form import Form
from moviola.engines.music.score import Note
from moviola.engines.music.styles import Layer, Style

KICK, STICK, SNARE, CLAP, HAT, OPEN_HAT, CRASH, RIDE, TAMBOURINE, SHAKER = (
    36,
    37,
    38,
    39,
    42,
    46,
    49,
    51,
    54,
    82,
)
LOW_TOM, MIDDLE_TOM, HIGH_TOM, WOODBLOCK, LOW_BLOCK, TRIANGLE, SWIRL = 41, 45, 48, 76, 77, 81, 40
CYMBALS = 57  # clashed by hand in the orchestra kit

#: X accent, x plain, o soft, g ghost.
_WEIGHTS: Mapping[str, int] = {"X": 14, "x": 0, "o": -18, "g": -40}

#: Groove → drum key → (steps of a bar, intensity from which it plays).
_GROOVES: Mapping[str, Mapping[int, tuple[str, float]]] = {
    "pop": {
        KICK: ("X.....o.x.x.....", 0.0),
        SNARE: ("....X.......X..g", 0.0),
        HAT: ("x.o.x.o.x.o.x.o.", 0.0),
        TAMBOURINE: ("....o.......o...", 0.8),
    },
    "four": {
        KICK: ("X...x...X...x...", 0.0),
        SNARE: ("....X.......X...", 0.5),
        HAT: ("..x...x...x...x.", 0.0),
        OPEN_HAT: ("..............o.", 0.8),
        SHAKER: ("ogogogogogogogog", 0.6),
    },
    "build": {
        KICK: ("X.......x.x.....", 0.0),
        STICK: ("....o.......o...", 0.5),
        SNARE: ("....x.......x...", 0.8),
        SHAKER: ("o.g.o.g.o.g.o.g.", 0.0),
    },
    "claps": {CLAP: ("....x.......x...", 0.0)},
    "shaker": {SHAKER: ("o.gox.gog.gox.go", 0.0), KICK: ("o.......g.......", 0.8)},
    "boom_bap": {
        KICK: ("X.....o...x.....", 0.0),
        SNARE: ("....x.......x..g", 0.0),
        HAT: ("x.o.x.o.x.o.x.og", 0.0),
    },
    "ride": {
        RIDE: ("x...x..ox...x..o", 0.0),
        HAT: ("....o.......o...", 0.0),
        SWIRL: ("o.......o.......", 0.0),
        SNARE: (".......g......g.", 0.7),
        KICK: ("g...g...g...g...", 0.5),
    },
    "house": {
        KICK: ("X...X...X...X...", 0.0),
        CLAP: ("....x.......x...", 0.4),
        OPEN_HAT: ("..o...o...o...o.", 0.5),
        HAT: ("o.o.o.o.o.o.o.oo", 0.0),
    },
    "cinema": {KICK: ("X.......o.......", 0.0), LOW_TOM: ("..........g.o...", 0.85)},
    "taiko": {
        KICK: ("X.....x...x.....", 0.0),
        SNARE: ("..g.x.g.g.g.x.gg", 0.75),
    },
    "clock": {STICK: ("o...g...o...g...", 0.0)},
    "toys": {
        WOODBLOCK: ("x.......o.......", 0.0),
        LOW_BLOCK: ("....o.......o.o.", 0.0),
        TRIANGLE: ("........o.......", 0.7),
        SHAKER: ("g.o.g.o.g.o.g.o.", 0.6),
    },
}
#: Pitched drums: (step, key, weight).
_TUNED: Mapping[str, tuple[tuple[int, int, str], ...]] = {
    "taiko_low": ((0, 36, "X"), (3, 40, "o"), (6, 36, "x"), (10, 36, "x"), (12, 43, "o"), (14, 40, "x")),
    "heartbeat": ((0, 36, "X"), (2, 36, "o")),
}
_FILLS: Mapping[str, tuple[tuple[int, int, str], ...]] = {
    "pop": ((12, SNARE, "x"), (13, SNARE, "o"), (14, HIGH_TOM, "x"), (15, LOW_TOM, "x")),
    "four": ((12, SNARE, "o"), (13, SNARE, "o"), (14, SNARE, "x"), (15, SNARE, "X")),
    "build": ((14, MIDDLE_TOM, "o"), (15, LOW_TOM, "x")),
    "house": ((14, CLAP, "x"), (15, CLAP, "o")),
    "boom_bap": ((14, SNARE, "o"), (15, KICK, "o")),
    "taiko": ((12, SNARE, "x"), (13, SNARE, "x"), (14, SNARE, "x"), (15, SNARE, "X")),
}
_LAST: Mapping[str, tuple[tuple[int, int], ...]] = {
    "pop": ((KICK, 8), (CRASH, -6)),
    "four": ((KICK, 8), (CRASH, -6)),
    "build": ((KICK, 4), (CRASH, -14)),
    "house": ((KICK, 10), (CRASH, -8)),
    "boom_bap": ((KICK, -4),),
    "ride": ((RIDE, -4), (KICK, -20)),
    "taiko": ((KICK, 14), (CYMBALS, -4)),
    "cinema": ((KICK, 6),),
    "taiko_low": ((36, 16),),
    "heartbeat": ((36, 6),),
    "claps": ((CLAP, 4),),
    "toys": ((WOODBLOCK, 8), (TRIANGLE, 0)),
}


def plays(pattern: str) -> bool:
    """Whether ``pattern`` names a groove (and not a figure on a chord)."""
    return pattern in _GROOVES or pattern in _TUNED


def play(
    layer: Layer, form: Form, style: Style, intensity: Callable[[float], float], rng: np.random.Generator
) -> list[Note]:
    """The drums of the whole form; they rest where the form is not dense enough for them."""
    notes: list[Note] = []
    for index, bar in enumerate(form.bars):
        level = intensity(bar.start)
        if level < layer.enters:
            continue
        fill = bar.place == 3 and bar.length == form.meter and index < len(form.bars) - 1 and level > 0.55
        if index == len(form.bars) - 1 and style.ending == "hit" and bar.length == form.meter:
            fill = True
        for step, key, weight in _steps(layer.pattern, level, fill):
            at = step / 4
            if at >= bar.length:
                continue
            velocity = layer.velocity + _WEIGHTS[weight] + int(rng.integers(-4, 5))
            notes.append(Note(bar.start + at, 0.25, key, velocity))
        if (
            notes
            and bar.place == 0
            and bar.phrase > 0
            and level > 0.7
            and layer.pattern in ("pop", "four", "house")
        ):
            notes.append(Note(bar.start, 1.0, CRASH, layer.velocity - 16))
    if notes or not form.bars:
        weights = _LAST.get(layer.pattern, ())
        notes += [Note(form.beats, 1.0, key, layer.velocity + weight) for key, weight in weights]
    return notes


def _steps(pattern: str, level: float, fill: bool) -> list[tuple[int, int, str]]:
    if pattern in _TUNED:
        return [stroke for stroke in _TUNED[pattern] if level > 0.6 or stroke[2] == "X"]
    found = [
        (step, key, mark)
        for key, (steps, enters) in _GROOVES[pattern].items()
        if level >= enters
        for step, mark in enumerate(steps)
        if mark != "."
    ]
    extra = _FILLS.get(pattern, ()) if fill else ()
    if extra:
        begin = min(step for step, _, _ in extra)
        found = [stroke for stroke in found if stroke[0] < begin or stroke[1] in (KICK, HAT)]
        found += list(extra)
    return found
