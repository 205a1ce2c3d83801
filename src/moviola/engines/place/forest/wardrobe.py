"""All cut-outs that a wood is made of, and the plants that are gathered for one picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from moviola.engines.place.plants import rubble, undergrowth
from moviola.engines.place.plants.creatures import deer, walker
from moviola.engines.place.plants.cutouts import Sheet, Stand, sheet
from moviola.engines.place.plants.species import BOUGHS, CROWNS, SPECIES, cutouts
from moviola.engines.place.plants.strew import Cutout

_GREY = (0.115, 0.108, 0.098)
_STALK = (0.06, 0.07, 0.02)
#: Kinds after the trees: name, how many, colour of what is no leaf, glow.
_LOW: dict[str, tuple[int, tuple[float, float, float], float]] = {
    "fern": (5, _STALK, 0.7),
    "grass": (4, _STALK, 0.9),
    "daisy": (3, _STALK, 0.8),
    "bell": (3, _STALK, 0.8),
    "herb": (4, _STALK, 0.55),
    "stone": (5, _GREY, 0.0),
    "pebble": (4, (0.085, 0.082, 0.078), 0.0),
    "log": (2, (0.085, 0.068, 0.052), 0.0),
    "litter": (4, _STALK, 0.5),
    "mushroom": (2, (0.42, 0.38, 0.32), 0.2),
    "person": (1, (0.060, 0.050, 0.055), 0.0),
    "walker": (1, (0.045, 0.040, 0.045), 0.0),
    "deer": (2, (0.105, 0.065, 0.040), 0.0),
}


@lru_cache(maxsize=1)
def _low() -> tuple[Cutout, ...]:
    return (
        *(undergrowth.fern(3 + k) for k in range(5)),
        *(undergrowth.grass(13 + k) for k in range(4)),
        *(undergrowth.flowers(23 + k, (5, 7, 12)[k]) for k in range(3)),
        *(undergrowth.flowers(33 + k, 0) for k in range(3)),
        *(undergrowth.herb(73 + k) for k in range(4)),
        *(rubble.stone(43 + k) for k in range(5)),
        *(rubble.stone(143 + k, -0.38) for k in range(4)),
        *(rubble.log(53 + k) for k in range(2)),
        *(undergrowth.leaf_litter(83 + k) for k in range(4)),
        *(undergrowth.mushrooms(63 + k) for k in range(2)),
        walker(False), walker(True), deer(False), deer(True),
    )  # fmt: skip


@lru_cache(maxsize=2)
def wardrobe(names: tuple[str, ...], bare: tuple[bool, ...]) -> tuple[Sheet, dict[str, int]]:
    """All cut-outs of a wood of these species, and where the kinds of each begin."""
    pictures: list[Cutout] = []
    natures: list[tuple[float, float, float, float]] = []
    starts: dict[str, int] = {}
    for name, leafless in zip(names, bare, strict=True):
        species = SPECIES[name]
        starts[name] = len(pictures)
        pictures += cutouts(name, leafless)
        natures += [(*species.twig_colour, species.through)] * (CROWNS + BOUGHS)
    start = len(pictures)
    for kind, (count, colour, through) in _LOW.items():
        starts[kind] = start
        start += count
        natures += [(*colour, through)] * count
    return sheet([*pictures, *_low()], natures), starts


@dataclass
class Rows:
    """Plants being gathered."""

    x: list[float] = field(default_factory=list)
    z: list[float] = field(default_factory=list)
    foot: list[float] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    side: list[float] = field(default_factory=list)
    colour: list[tuple[float, ...]] = field(default_factory=list)

    def add(
        self,
        x: float,
        z: float,
        foot: float,
        height: float,
        kind: int,
        side: float,
        colour: tuple[float, ...],
    ) -> None:
        """One more."""
        self.x.append(x)
        self.z.append(z)
        self.foot.append(foot)
        self.height.append(height)
        self.kind.append(kind)
        self.side.append(side)
        self.colour.append(colour)

    def stand(self) -> Stand:
        """All of them, far to near."""
        z = np.asarray(self.z, np.float64)
        order = np.argsort(-z, kind="stable")
        colour = np.asarray(self.colour, np.float64).reshape(-1, 6)[order]
        plain = [
            np.asarray(v, np.float64)[order] for v in (self.x, self.z, self.foot, self.height, self.side)
        ]
        kind = np.asarray(self.kind, np.int64)[order]
        return Stand(plain[0], plain[1], plain[2], plain[3], kind, plain[4], np.ascontiguousarray(colour))
