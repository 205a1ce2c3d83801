"""What a kind of tree is, and the colours that leaves take by season."""

from __future__ import annotations

from dataclasses import dataclass

from moviola.engines.place.plants.growth import Habit
from moviola.engines.place.scene import Season

Colour = tuple[float, float, float]
Pair = tuple[Colour, Colour]


@dataclass(frozen=True)
class Species:
    """``crown`` and ``bough`` habits; ``bark`` tile with metres it covers and its colours; sizes in metres.

    ``leaves``: for every season the pairs of colours that trees take; none where the tree stands bare. ``through``:
    how brightly its leaves glow against the sun. ``clear``: metres of stem below the crown;
    ``stem_share``: how far up a single stem can be told from its boughs; farther than
    ``bough_from`` metres it is drawn with a crown, nearer with single boughs.
    """

    name: str
    crown: Habit
    bough: Habit
    bark: int
    span: float
    bark_colours: Pair
    height: tuple[float, float]
    radius: tuple[float, float]
    clear: float
    leaves: dict[Season, tuple[Pair, ...]]
    through: float = 1.0
    crown_size: tuple[int, int] = (600, 800)
    bough_size: tuple[int, int] = (840, 560)
    bough_height: float = 2.3
    moss: float = 0.3
    roots: float = 0.5
    lean: float = 0.02
    bend: float = 0.12
    node: float = 0.0
    spacing: float = 3.4
    twig_colour: Colour = (0.10, 0.085, 0.07)
    evergreen: bool = False
    stem_share: float = 0.74
    bough_from: float = 19.0


GREEN: tuple[Pair, ...] = (
    ((0.035, 0.075, 0.012), (0.085, 0.115, 0.018)),
    ((0.030, 0.062, 0.014), (0.070, 0.100, 0.020)),
    ((0.045, 0.085, 0.012), (0.110, 0.130, 0.020)),
)
FRESH: tuple[Pair, ...] = (
    ((0.085, 0.150, 0.014), (0.165, 0.200, 0.022)),
    ((0.070, 0.135, 0.016), (0.140, 0.190, 0.022)),
)
GOLD: tuple[Pair, ...] = (
    ((0.260, 0.120, 0.010), (0.420, 0.250, 0.020)),
    ((0.340, 0.180, 0.012), (0.460, 0.300, 0.028)),
    ((0.240, 0.080, 0.012), (0.380, 0.170, 0.014)),
    ((0.130, 0.110, 0.014), (0.330, 0.220, 0.020)),
)
RED: tuple[Pair, ...] = (
    ((0.230, 0.032, 0.010), (0.360, 0.090, 0.012)),
    ((0.300, 0.060, 0.010), (0.420, 0.150, 0.014)),
)
