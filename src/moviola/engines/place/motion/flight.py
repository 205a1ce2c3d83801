"""A true flight: the place is drawn anew for every frame, from where the camera has come to."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.scene import Family, Motion, View


class Way(NamedTuple):
    """Metres, as suits the place's own scale: up and ahead over the whole of a flight; around what is seen, from one
    side to the other, and how much above the composed viewpoint that is.
    """

    up: float
    ahead: float
    around: float
    above: float


_WAYS: dict[Family, Way] = {
    "lake": Way(75.0, 900.0, 150.0, 24.0),
    "coast": Way(14.0, 130.0, 30.0, 5.0),
    "city": Way(45.0, 260.0, 100.0, 24.0),
    "street": Way(2.6, 26.0, 2.0, 0.5),
    "forest": Way(0.8, 14.0, 2.5, 0.3),
    "desert": Way(22.0, 150.0, 60.0, 8.0),
    "village": Way(15.0, 48.0, 14.0, 14.0),
    "sky": Way(40.0, 700.0, 160.0, 9.0),
}
#: How much of a flight's way lies between the composed viewpoint and where the camera goes around.
_OUT = 0.22
#: A flight has climbed when it has lasted one over this share of its time.
_CLIMB = 1.35
#: Flights are drawn at this share of the film's resolution and enlarged.
SCALE = 0.5


def flies(motion: Motion) -> bool:
    """Whether this kind of film is drawn frame by frame."""
    return motion in ("fly", "orbit")


def view(family: Family, motion: Motion, share: float, width: int, height: int) -> View:
    """Size and place of the camera at ``share`` 0–1 of a flight."""
    size = max(round(width * SCALE / 2) * 2, 16), max(round(height * SCALE / 2) * 2, 16)
    way = _WAYS[family]
    if motion == "orbit":
        right = way.around * math.sin((share - 0.5) * math.pi / 2)
        return View(*size, right=right, up=way.above, forward=way.ahead * _OUT, samples=1.0)
    # it climbs first, over what stands near
    up, ahead = (part * part * (3 - 2 * part) for part in (min(share * _CLIMB, 1.0), share))
    return View(*size, up=way.up * up, forward=way.ahead * ahead, samples=1.0)
