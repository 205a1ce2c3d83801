"""What the rules have understood of a message so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from moviola.agent.plan import Action, Resolution
from moviola.engines.base import Effect, EffectKind, Framing, Language, Move, Side

Topic = Literal["motion", "music", "title", "frame", "subject", "control", "place", "stage"]


@dataclass
class Piece:
    """A stretch of the message about what is to be seen: where it stands, and its words."""

    start: int
    end: int
    text: str


@dataclass
class Wishes:
    """Filled by the rules while they read; made into actions when the message is read to its end."""

    #: Of the reply.
    language: Language = "en"
    #: Finished actions in the order in which they were said.
    actions: list[Action] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    dropped_effects: list[EffectKind] = field(default_factory=list)
    #: Factors on the strength of the earlier moves; empty: unchanged.
    pace: float | None = None
    #: Factor on the length of the earlier clip.
    stretch: float | None = None
    duration_ms: int | None = None
    aspect: str | None = None
    #: Pictures wanted together.
    count: int = 1
    #: Of a picture to make, where another than the usual one is wanted.
    resolution: Resolution | None = None
    #: Of the person before a place, said before the place was.
    side: Side | None = None
    framing: Framing | None = None
    #: Kind of picture with a shape of its own ("poster"), as in the word list.
    card: str = ""
    #: A size in pixels that no picture can have, as it was said.
    odd_size: str = ""
    #: A number of pictures that cannot be made together, as it was said, and what could be said instead.
    odd_count: str = ""
    counted: str = ""
    #: A length that no film can have, as it was said.
    odd_length: str = ""
    style: str | None = None
    animate: bool = False
    #: A film in which hours pass.
    hours: bool = False
    #: Moves are said to come on top of the earlier ones.
    also: bool = False
    wants_video: bool = False
    wants_image: bool = False
    wants_portrait: bool = False
    #: The message speaks of the picture that is there.
    this: bool = False
    again: bool = False
    #: An order to make something new.
    make: bool = False
    music_without_mood: str | None = None
    no_music: bool = False
    no_title: bool = False
    only_clip: bool = False
    pieces: list[Piece] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    #: What each clause was about, for clauses that only add to the one before.
    topics: list[Topic | None] = field(default_factory=list)

    @property
    def topic(self) -> Topic | None:
        """What the last clause that said something was about."""
        return next((topic for topic in reversed(self.topics) if topic is not None), None)

    @property
    def moves_anything(self) -> bool:
        return bool(self.animate or self.moves or self.effects or self.dropped_effects)

    @property
    def flags_only(self) -> bool:
        """Nothing was said but that something is not wanted."""
        return (self.no_music or self.no_title) and not (self.pieces or self.unknown or self.moves_anything)
