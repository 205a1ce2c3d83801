"""Houses, signs on them, and the light that both give."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import hashed
from moviola.engines.place.street import fields as f
from moviola.engines.place.street.bays import STYLES, VARIANTS, painted
from moviola.engines.place.street.panel import Colour, Levels
from moviola.engines.place.street.shops import TALL, WIDE, painted_shop
from moviola.engines.place.street.signs import CJK, HUES, LATIN, OLD, Sign, picture

_SHOP_VARIANTS = {"store": 3, "diner": 4, "lobby": 2, "closed": 1, "house": 4}


@dataclass(frozen=True)
class Manner:
    """What the houses of a street are like.

    ``styles`` and ``shops``: names, chosen evenly; heights and widths in metres; ``lit``: share of lit windows;
    ``warm``: 0 lamps of 2700 K … 1 daylight; ``glow``: how bright lamps are by day or night; ``neon``: how many
    signs; ``hues``: colours of light; ``words``: "latin", "cjk", "both", "old" or "old cjk".
    """

    styles: tuple[str, ...]
    shops: tuple[str, ...]
    low: float
    high: float
    narrow: float
    broad: float
    lit: float
    warm: float
    glow: float
    neon: float
    hues: tuple[str, ...]
    words: str
    tints: tuple[Colour, ...] = ((1.0, 1.0, 1.0),)


@dataclass
class Block:
    """What is being built: boxes, tiles, signs and lights so far."""

    random: np.random.Generator
    manner: Manner
    houses: list[list[float]] = field(default_factory=list)
    extras: list[list[float]] = field(default_factory=list)
    lights: list[list[float]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    panels: list[tuple[Levels, int]] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    upright: list[tuple[float, float, float, float]] = field(default_factory=list)
    #: Slopes that the picture's sides and its upper edge see; a sign is hung inside or outside, never across them.
    frame: tuple[float, float] = (0.5, 0.5)
    eye: float = 1.6

    def tiles_of(self, style: str) -> int:
        """The first tile of a style, which is painted when first asked for."""
        if style not in self.starts:
            self.starts[style] = len(self.panels)
            if style in STYLES:
                self.panels += [painted(style, k) for k in range(VARIANTS)]
            else:
                self.panels += [painted_shop(style, k) for k in range(_SHOP_VARIANTS[style])]
        return self.starts[style]

    def shops_tiles(self) -> tuple[int, int]:
        """All shop fronts, one after another."""
        if "shops" not in self.starts:
            self.starts["shops"] = len(self.panels)
            for kind in self.manner.shops:
                self.panels += [painted_shop(kind, k) for k in range(_SHOP_VARIANTS[kind])]
            self.starts["shops end"] = len(self.panels)
        return self.starts["shops"], self.starts["shops end"] - self.starts["shops"]

    def word(self, upright: bool) -> str:
        """A name that no other sign has yet, as long as there are any."""
        words = {"latin": LATIN, "cjk": CJK, "both": LATIN + CJK + CJK, "old": OLD,
                 "old cjk": CJK}[self.manner.words]  # fmt: skip
        fit = [
            w for w in words if w not in self.used and (not upright or len(w) <= (6 if w.isascii() else 4))
        ]
        if not fit:
            # every name is up: begin again
            self.used.clear()
            fit = [w for w in words if not upright or len(w) <= (6 if w.isascii() else 4)]
        word = str(self.random.choice(fit))
        self.used.append(word)
        return word

    def hue(self) -> Colour:
        """One of the street's colours of light."""
        return HUES[str(self.random.choice(self.manner.hues))]

    def light(
        self, place: Colour, colour: Colour, power: float, way: Colour = (0, 0, 0), size: float = 0.3
    ) -> None:
        """A light of ``power`` (light at one metre) facing ``way``."""
        if power > 0:
            self.lights.append([*place, *(c * power for c in colour), *way, size])


def house(
    block: Block, x: float, z: float, turn: float, half_across: float, half_along: float, top: float, style: str,
    shops: bool,
) -> list[float]:  # fmt: skip
    """A building; its turn is that of its box."""
    random, manner = block.random, block.manner
    row = [0.0] * f.FIELDS
    bay = STYLES[style]
    row[f.X], row[f.Z], row[f.HALF_X], row[f.HALF_Z], row[f.TURN] = x, z, half_across, half_along, turn
    row[f.BOTTOM], row[f.KIND], row[f.SEED] = 0.0, f.BUILDING, float(random.integers(1, 9000))
    row[f.TILE], row[f.VARIANTS] = block.tiles_of(style), VARIANTS
    # whole bays and storeys: nothing is cut at a corner
    count = max(round(2 * half_along / bay.wide), 1)
    row[f.BAY] = 2 * half_along / count
    row[f.STOREY], row[f.GROUND] = bay.tall, TALL if shops else 0.0
    row[f.TOP] = row[f.GROUND] + max(round((top - row[f.GROUND]) / bay.tall), 1) * bay.tall
    row[f.SHOP], row[f.SHOPS] = block.shops_tiles()
    row[f.SHOP_WIDTH] = 2 * half_along / max(round(2 * half_along / WIDE), 1)
    row[f.LIT] = min(manner.lit * float(random.uniform(0.6, 1.35)), 0.95)
    row[f.WARM] = float(np.clip(manner.warm + random.normal(0, 0.16), 0, 1))
    row[f.BRIGHT] = manner.glow * float(random.uniform(0.7, 1.15))
    tint = manner.tints[int(random.integers(len(manner.tints)))]
    tone = float(random.uniform(0.78, 1.12))
    row[f.RED], row[f.GREEN], row[f.BLUE] = (t * tone for t in tint)
    block.houses.append(row)
    return row


def solid(block: Block, x: float, z: float, turn: float, half: tuple[float, float], low: float, high: float,
          colour: Colour, glow: float = 0.0) -> None:  # fmt: skip
    """A plain box, glowing in its colour where ``glow`` is above 0."""
    row = [0.0] * f.FIELDS
    row[f.X], row[f.Z], row[f.HALF_X], row[f.HALF_Z], row[f.TURN] = x, z, *half, turn
    row[f.BOTTOM], row[f.TOP], row[f.KIND], row[f.BRIGHT] = low, high, f.SOLID, glow
    row[f.RED], row[f.GREEN], row[f.BLUE] = colour
    block.extras.append(row)


def sign(block: Block, x: float, z: float, turn: float, wide: float, thick: float, low: float, tall: float,
         what: Sign, gain: float) -> None:  # fmt: skip
    """A sign whose front looks as a box of that ``turn`` does, and its light; none where an edge would cut it."""
    if _cut(block, x, z, turn, wide, low + tall, low):
        return
    row = [0.0] * f.FIELDS
    row[f.X], row[f.Z], row[f.HALF_X], row[f.HALF_Z], row[f.TURN] = x, z, wide / 2, thick / 2, turn
    row[f.BOTTOM], row[f.TOP], row[f.KIND], row[f.BRIGHT] = low, low + tall, f.SIGN, gain
    row[f.TILE] = len(block.pictures)
    row[f.RED], row[f.GREEN], row[f.BLUE] = 0.05, 0.05, 0.052
    # what is far needs fewer pixels
    light = picture(what, wide, tall, min(max(2600 / max(z, 1.0), 24.0), 150.0))
    gain *= 1.45 if what.kind == "neon" else 1.15
    block.pictures.append(light)
    block.extras.append(row)
    mean = light.mean(axis=(0, 1)) * gain * wide * tall
    facing = (math.sin(turn), 0.0, -math.cos(turn))
    front = (x + facing[0] * 0.15, low + tall / 2, z + facing[2] * 0.15)
    power = float(mean.max())
    if power > 1e-4:
        colour = (float(mean[0]) / power, float(mean[1]) / power, float(mean[2]) / power)
        block.light(
            front,
            colour,
            power * (5.5 if what.kind == "neon" else 3.0) * min(block.manner.glow, 1.0),
            facing if wide > tall and what.kind != "neon" else (0, 0, 0),
            max(wide, tall) * 0.4,
        )


def _cut(block: Block, x: float, z: float, turn: float, wide: float, top: float, low: float) -> bool:
    """Whether an edge of the picture would run through a sign."""
    side, high = block.frame
    depth = max(z - abs(math.sin(turn)) * wide / 2, 0.5)
    if z < 4.0:
        return True
    ends = [
        (x + k * math.cos(turn) * wide / 2) / max(z + k * math.sin(turn) * wide / 2, 0.5) for k in (-1, 1)
    ]
    across = min(abs(e) for e in ends) < side * 1.01 and max(abs(e) for e in ends) > side * 0.985
    return across or ((low - block.eye) / z < high and (top - block.eye) / depth > high * 0.97)


def shop_lights(block: Block, row: list[float], way: tuple[float, float], face: int) -> None:
    """The light that a house's shops throw on the street; ``way``: the unit vector out of their windows."""
    count = round(2 * row[f.HALF_Z] / row[f.SHOP_WIDTH])
    along = (-math.sin(row[f.TURN]), math.cos(row[f.TURN]))
    for k in range(count):
        key = int(hashed(k, int(row[f.SEED]) + face, 5) * 1000) % max(int(row[f.SHOPS]), 1)
        if block.panels[int(row[f.SHOP]) + key][1] == f.CLOSED:
            continue
        number = k * 131 + int(row[f.SEED]) + 7
        strength = row[f.BRIGHT] * (0.25 + 0.75 * hashed(number, 42, 3) ** 1.5) * 1.5
        warm = min(max(row[f.WARM] + 0.55 * (hashed(number, 43, 3) - 0.5), 0.0), 1.0)
        # faces count their metres from the left as seen from outside
        place = ((k + 0.5) * row[f.SHOP_WIDTH] - row[f.HALF_Z]) * (1 if face == f.RIGHT else -1)
        x = row[f.X] + way[0] * (row[f.HALF_X] + 0.2) + along[0] * place
        z = row[f.Z] + way[1] * (row[f.HALF_X] + 0.2) + along[1] * place
        block.light((x, 1.9, z), (1 - 0.2 * warm, 0.62 + 0.28 * warm, 0.28 + 0.72 * warm), strength * 9.5,
                    (way[0], -0.15, way[1]), 1.6)  # fmt: skip
