"""What a sea before a shore is like: open water, surf, and how the maps of the shore lie before the camera."""

from __future__ import annotations

from typing import NamedTuple

#: Columns that are painted together, and between two looks at the air.
GROUP = 8
#: Channels of a shore map: metres off the waterline (the sea's side positive), height, phase of the waves, rockiness,
#: and the slopes of the first across and ahead.
OFFSHORE, HEIGHT, PHASE, ROCK, OFF_X, OFF_Z = range(6)


class Swell(NamedTuple):
    """Open water: cells per metre of the large and small patch, their gain, ripples' slope and gusts, white share,
    light from within (r, g, b), absorption per metre (r, g, b), glow of crests against the sun, 0–1 how far a long
    exposure has blurred the foam, how bright the sun's glitter
    may get, and how bright the nets of
    sunlight on the sea's floor are, 0–1.
    """

    large: float
    small: float
    gain: float
    small_gain: float
    ripples: float
    gusts: float
    white: float
    red: float
    green: float
    blue: float
    absorb_red: float
    absorb_green: float
    absorb_blue: float
    glow: float
    milk: float
    glitter: float = 13.0
    caustics: float = 0.0


class Surf(NamedTuple):
    """Waves at the shore: height and breadth of the surf in metres, seconds between waves, metres of run-up, foam
    0–1, the way to the shore (x, z), how far wet sand mirrors 0–1.
    """

    height: float
    breadth: float
    period: float
    run: float
    foam: float
    x: float
    z: float
    wet: float


class Chart(NamedTuple):
    """How a map lies before the camera: row ``ln(1 + z / near) · deep``, column ``x / (z + near) · wide + centre``."""

    near: float
    deep: float
    wide: float
    centre: float
