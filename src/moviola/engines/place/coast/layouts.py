"""What a view of a coast consists of.

Metres; x to the right, z ahead of the composed camera. Land lies on the left; a flip of the picture gives the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["beach", "clifftop", "rocks", "tropical", "lighthouse", "islands", "aerial", "storm"]


class Mass(NamedTuple):
    """Raised land: middle, half sizes, turn in radians, height of its top, width of its face, share of turf on it."""

    x: float
    z: float
    wide: float
    long: float
    turn: float
    top: float
    face: float
    turf: float = 1.0


class Boulders(NamedTuple):
    """A scatter of rocks: middle, half sizes, how many, and the largest radius."""

    x: float
    z: float
    wide: float
    long: float
    many: int
    largest: float


@dataclass(frozen=True)
class Coast:
    """One view of a coast.

    ``horizon``: share of the picture above it; ``wide``: half the view's width as a slope at 16:9. The waterline is
    ``x = start + lean · z`` with bays of ``bay`` metres every ``bay_length``; ``slope`` is the beach's, ``floor`` the
    sea's; ``dunes`` their height, ``back`` metres inland. ``scarp``: cliffs along the waterline, so far inland,
    so high, with a face so wide. ``lush``: green covers even steep land. ``trail``: metres inland at which
    someone has walked along the sand. ``groyne``: metres ahead at which a row of posts runs into the sea.
    ``log``: where a trunk lies on the sand (x, z), and its height.
    """

    kind: Kind
    eye: float
    horizon: float
    wide: float
    start: float
    lean: float
    bay: float = 0.0
    bay_length: float = 400.0
    slope: float = 0.055
    floor: float = 0.05
    dunes: float = 4.0
    back: float = 26.0
    scarp: tuple[float, float, float] | None = None
    masses: tuple[Mass, ...] = ()
    boulders: tuple[Boulders, ...] = ()
    lighthouse: tuple[float, float, float] | None = None
    sun: float = 9.0
    mainland: bool = True
    lush: bool = False
    trail: float | None = None
    groyne: float | None = None
    log: tuple[float, float, float] | None = None
