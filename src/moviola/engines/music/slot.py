"""One chord's turn for one instrument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from moviola.engines.music.score import Chord, Note


@dataclass(frozen=True)
class Slot:
    """One chord's turn. ``keys``: its voicing from low to high; ``bass``: its bass key; ``following``: the
    next one.

    ``arpeggio``: chord tones upwards from the bass through the layer's range; ``home``: the last chord.
    """

    chord: Chord
    keys: tuple[int, ...]
    bass: int
    following: int
    arpeggio: tuple[int, ...]
    intensity: float
    velocity: int
    home: bool
    meter: int

    @property
    def start(self) -> float:
        return self.chord.start

    @property
    def end(self) -> float:
        return self.chord.start + self.chord.length

    def beats(self, step: float) -> Iterator[tuple[int, float]]:
        """(index, beat) of every ``step`` inside the slot."""
        index = 0
        while self.start + index * step < self.end - 1e-6:
            yield index, self.start + index * step
            index += 1


#: Plays a slot; the generator decides what a player would leave to the moment.
Figure = Callable[[Slot, np.random.Generator], list[Note]]
