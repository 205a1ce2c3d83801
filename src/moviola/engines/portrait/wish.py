"""What a sentence asks of a face: values that travel from the words to the engine.

Targets are in standard deviations of the measured bank (0: the average generated face), except ``age`` (years)
and ``yaw`` (degrees, positive: the face looks to the right side of the picture).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True)
class FaceWish:
    """A described face.

    ``targets``: attribute → value. ``soft``: attributes that only suggest (a profession's usual look).
    ``unknown``: words that describe a face or a person and cannot be made. ``is_face``: the text describes a
    person. ``language``: the language most of the text is written in.
    """

    targets: Mapping[str, float] = field(default_factory=dict)
    soft: Mapping[str, float] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    is_face: bool = False
    language: Language = "en"


@dataclass(frozen=True)
class FaceEdit:
    """A change to a face.

    ``changes``: attribute → wanted change (deviations; ``age`` in years, ``yaw`` in degrees).
    ``goals``: attribute → wanted value, for words that name a state ("blond", "no glasses").
    ``unknown``: words about a face that cannot be made.
    """

    changes: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    language: Language = "en"

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.goals
