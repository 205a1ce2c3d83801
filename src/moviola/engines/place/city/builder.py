"""Collects the solids and lamps of a city."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from moviola.engines.place.city.fields import FIELDS, FLATS, HOTEL, OFFICE, PIERS, PLAIN, PUNCHED, RIBBON
from moviola.engines.place.city.lamps import Lamps
from moviola.engines.place.kernels import Vector

Colour = tuple[float, float, float]

RED_LAMP: Colour = (9.0, 0.55, 0.30)

#: Walls by material, reflectance.
_STONE: tuple[Colour, ...] = (
    (0.34, 0.315, 0.275), (0.27, 0.25, 0.225), (0.40, 0.38, 0.345), (0.24, 0.215, 0.185), (0.30, 0.30, 0.30),
)  # fmt: skip
_CONCRETE: tuple[Colour, ...] = (
    (0.28, 0.275, 0.265), (0.36, 0.355, 0.345), (0.20, 0.196, 0.19), (0.46, 0.455, 0.44), (0.15, 0.15, 0.155),
)  # fmt: skip
_BRICK: tuple[Colour, ...] = (
    (0.19, 0.12, 0.095), (0.24, 0.16, 0.125), (0.15, 0.10, 0.082), (0.28, 0.22, 0.175), (0.20, 0.17, 0.15),
)  # fmt: skip
_FRAME: tuple[Colour, ...] = (
    (0.09, 0.10, 0.11), (0.14, 0.145, 0.15), (0.06, 0.062, 0.066), (0.20, 0.20, 0.20),
)  # fmt: skip


@dataclass(frozen=True)
class Wall:
    """How the walls of one building look; fields as in :mod:`moviola.engines.place.city.fields`."""

    style: int = PLAIN
    seed: int = 1
    storey: float = 3.9
    bay: float = 2.0
    use: int = OFFICE
    colour: Colour = (0.3, 0.3, 0.3)
    mirror: float = 0.1
    lit: float = 0.4
    bright: float = 0.8
    cool: float = 0.5
    wash: float = 0.0
    wash_hue: float = -1.0
    corner: float = 0.0
    corner_hue: float = 0.5
    seam: float = 0.0


class Builder:
    """Solids and lamps of one city, with the randomness of its seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed + 3)
        #: Hues of the luminous lines and walls of this city.
        self.hues: tuple[float, ...] = (0.52, 0.09)
        self.rows: list[tuple[float, ...]] = []
        self.lamps: list[tuple[float, ...]] = []

    def pick(self, choices: tuple[Colour, ...]) -> Colour:
        """One of the colours, a little changed."""
        red, green, blue = choices[int(self.random.integers(len(choices)))]
        gain = float(self.random.uniform(0.72, 1.22))
        return red * gain, green * gain, blue * gain * float(self.random.uniform(0.95, 1.05))

    def solid(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float, wall: Wall, *,
        turn: float = 0.0, taper: float = 1.0, is_round: bool = False, base: float = 0.0, crest: float = 0.0,
    ) -> None:  # fmt: skip
        """A box or cylinder that narrows to ``taper`` of its width; ``turn`` in radians.

        ``crest``: the top of the building that it is a part of.
        """
        self.rows.append(
            (x, z, half_x, half_z, math.cos(turn), math.sin(turn), bottom, top, taper, float(is_round), wall.style,
             wall.seed, base, wall.storey, wall.bay, wall.use, *wall.colour, wall.mirror, wall.lit, wall.bright,
             wall.cool, wall.wash, wall.wash_hue, wall.corner, wall.corner_hue, wall.seam, max(crest, top))
        )  # fmt: skip

    def lamp(
        self,
        x: float,
        y: float,
        z: float,
        radius: float,
        colour: Colour,
        *,
        speed: float = 0.0,
        blink: float = 0.0,
    ) -> None:
        """A point of light; ``speed`` to the right in m/s, ``blink`` times a second."""
        self.lamps.append((x, y, z, speed, 0.0, 0.0, radius, *colour, blink, float(self.random.random())))

    def mast(self, x: float, z: float, bottom: float, height: float, width: float = 0.9) -> None:
        """A mast with a warning lamp."""
        self.solid(x, z, width, width, bottom, bottom + height, Wall(colour=(0.25, 0.25, 0.26)), taper=0.25)
        self.lamp(x, bottom + height, z, 0.7, RED_LAMP, blink=float(self.random.uniform(0.35, 0.6)))

    def office(self, style: int) -> Wall:
        """Walls of an office building."""
        random = self.random
        colour = self.pick(
            _STONE if style in (PUNCHED, PIERS) else (_CONCRETE if style == RIBBON else _FRAME)
        )
        glassy = style not in (PUNCHED, PIERS, RIBBON)
        return Wall(
            style=style,
            seed=int(random.integers(1, 1 << 20)),
            storey=float(random.uniform(3.4, 3.9)),
            bay=float(random.uniform(1.3, 2.3)),
            use=OFFICE,
            colour=colour,
            mirror=float(random.uniform(0.16, 0.42)) if glassy else float(random.uniform(0.08, 0.16)),
            lit=self._lit(),
            bright=float(np.clip(random.lognormal(-0.6, 0.55), 0.18, 1.9)),
            cool=float(np.clip(random.choice([0.12, 0.25, 0.36, 0.68]) + random.normal(0, 0.06), 0.02, 0.9)),
        )

    def _lit(self) -> float:
        """Share of lit windows: many offices are dark at night, some blaze."""
        kind = float(self.random.random())
        if kind < 0.36:
            return float(self.random.uniform(0.05, 0.16))
        if kind < 0.82:
            return float(self.random.uniform(0.28, 0.52))
        return float(self.random.uniform(0.62, 0.85))

    def flats(self) -> Wall:
        """Walls of a house of flats, or of a hotel."""
        random = self.random
        style = int(random.choice([PUNCHED, PUNCHED, RIBBON]))
        colour = self.pick(
            _BRICK if random.random() < 0.45 else (_CONCRETE if random.random() < 0.6 else _STONE)
        )
        return Wall(
            style=style,
            seed=int(random.integers(1, 1 << 20)),
            storey=float(random.uniform(2.8, 3.1)),
            bay=float(random.uniform(2.0, 3.2)),
            use=HOTEL if random.random() < 0.15 else FLATS,
            colour=colour,
            mirror=float(random.uniform(0.07, 0.13)),
            lit=float(np.clip(random.normal(0.42, 0.13), 0.15, 0.75)),
            bright=float(np.clip(random.lognormal(-0.6, 0.35), 0.25, 1.2)),
            cool=float(np.clip(random.normal(0.22, 0.12), 0.0, 0.6)),
        )

    def crowned(self, wall: Wall, share: float, hue: float = -1.0) -> Wall:
        """The same walls, with a floodlit crown for some."""
        if self.random.random() > share:
            return wall
        return replace(wall, wash=float(self.random.uniform(0.25, 0.9)), wash_hue=hue)

    def table(self) -> Vector:
        """All solids [n, FIELDS]."""
        return np.asarray(self.rows, np.float64).reshape(-1, FIELDS)

    def lights(self) -> Lamps:
        """All lamps."""
        lamps = np.asarray(self.lamps, np.float64).reshape(-1, 12)
        columns = [np.ascontiguousarray(lamps[:, a:b]) for a, b in ((0, 3), (3, 6), (7, 10))]
        single = [np.ascontiguousarray(lamps[:, k]) for k in (6, 10, 11)]
        return Lamps(columns[0], columns[1], single[0], columns[2], single[1], single[2])
