"""A street as a plan: everything that stands in it, before any of it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.props.polygons import Mesh
from moviola.engines.place.props.walkers import Walker
from moviola.engines.place.street.panel import Tiles
from moviola.engines.place.street.signs import SignBook

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Way:
    """The middle line of a street: from (``x``, ``z``) towards ``heading`` (radians right of ahead), bending by
    ``bend`` radians per metre."""

    x: float
    z: float
    heading: float
    bend: float = 0.0

    def at(self, along: float, aside: float = 0.0) -> tuple[float, float, float]:
        """Place and heading ``along`` metres on, ``aside`` to the right."""
        turn = self.heading + self.bend * along
        if abs(self.bend) < 1e-6:
            x = self.x + math.sin(self.heading) * along
            z = self.z + math.cos(self.heading) * along
        else:
            x = self.x + (math.cos(self.heading) - math.cos(turn)) / self.bend
            z = self.z + (math.sin(turn) - math.sin(self.heading)) / self.bend
        return x + math.cos(turn) * aside, z - math.sin(turn) * aside, turn

    def where(self, x: Picture, z: Picture) -> tuple[Picture, Picture]:
        """How far along and aside places are."""
        dx, dz = x - self.x, z - self.z
        ahead = dx * math.sin(self.heading) + dz * math.cos(self.heading)
        right = dx * math.cos(self.heading) - dz * math.sin(self.heading)
        if abs(self.bend) < 1e-6:
            return ahead, right
        radius = 1 / self.bend
        side = math.copysign(1.0, self.bend)
        inward = (radius - right) * side
        along = np.arctan2(ahead, inward) / abs(self.bend)
        return along.astype(np.float32), (radius - side * np.hypot(ahead, inward)).astype(np.float32)


@dataclass(frozen=True)
class Car:
    """A car: ``along`` and ``aside`` in metres on the way; ``speed`` in m/s, below 0 towards the camera."""

    kind: str
    paint: int
    along: float
    aside: float
    speed: float
    lit: bool = True
    across: bool = False


@dataclass(frozen=True)
class Person:
    """Someone on foot; ``vx``, ``vz`` in m/s."""

    who: Walker
    x: float
    z: float
    vx: float = 0.0
    vz: float = 0.0
    phase: int = 0


class Tree(NamedTuple):
    """Place and height in metres, crown, and whether it is seen from its other side."""

    x: float
    z: float
    height: float
    crown: int
    mirrored: bool


@dataclass(frozen=True)
class Camera:
    """Eye height in metres, half the view's width as a slope at 16:9, the horizon's share of the height."""

    height: float
    wide: float
    horizon: float


@dataclass
class Plan:
    """A whole street. ``solid`` boxes come first and cast shadows; ``lights`` [N, LIGHT_FIELDS].

    ``bulbs``: place, radius and colour of lamps that shine in the haze; ``flicker``: boxes of faulty signs.
    """

    way: Way
    camera: Camera
    boxes: Vector
    solid: int
    lights: Vector
    tiles: Tiles
    signs: SignBook
    marks: Picture
    cobbled: bool
    furniture: list[Mesh]
    cars: tuple[Car, ...]
    people: tuple[Person, ...]
    wires: list[Vector]
    cross: float | None = None
    flicker: tuple[int, ...] = ()
    trees: tuple[Tree, ...] = ()
    bulbs: list[tuple[float, float, float, float, Colour]] = field(default_factory=list)
