"""How a tree grows: limbs that fork, thin out and bend towards light or ground, and leaves around their twigs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.strew import (
    FINE,
    LEAF,
    LIMB,
    Cutout,
    halved,
    plate,
    strew_leaves,
    strew_limbs,
)

_Point = tuple[float, float, float]


@dataclass(frozen=True)
class Habit:
    """What a kind of tree grows like. Lengths are shares of its height, angles radians.

    ``clear``: the stem below the first bough; ``reach``: length of the lowest boughs; ``open_angle``: boughs against
    the stem; ``rise``: how much twigs bend up (below 0: hang); ``leaf``: half the length of a leaf; ``leaves``: how
    many; ``tuft``: how far leaves lie from their twig; ``taper`` of boughs towards the top of the crown, 0 for a round
    crown and 1 for a cone. ``crooked``: how much the stem itself
    bends; without ``stem`` it is left to whoever draws it.
    """

    clear: float = 0.28
    reach: float = 0.42
    open_angle: float = 0.95
    boughs: int = 16
    forks: int = 5
    levels: int = 3
    rise: float = 0.12
    wiggle: float = 0.16
    girth: float = 0.017
    leaf: float = 0.0042
    slim: float = 0.55
    leaves: int = 24_000
    tuft: float = 0.016
    taper: float = 0.35
    stem: bool = True
    crooked: float = 1.0


def _turned(direction: _Point, angle: float, roll: float) -> _Point:
    """``direction`` tilted by ``angle`` towards the side that ``roll`` names."""
    dx, dy, dz = direction
    ax, ay, az = (0.0, 1.0, 0.0) if abs(dy) < 0.9 else (1.0, 0.0, 0.0)
    ux, uy, uz = dy * az - dz * ay, dz * ax - dx * az, dx * ay - dy * ax
    size = math.sqrt(ux * ux + uy * uy + uz * uz)
    ux, uy, uz = ux / size, uy / size, uz / size
    vx, vy, vz = dy * uz - dz * uy, dz * ux - dx * uz, dx * uy - dy * ux
    c, s = math.cos(angle), math.sin(angle)
    cr, sr = math.cos(roll) * s, math.sin(roll) * s
    return dx * c + ux * cr + vx * sr, dy * c + uy * cr + vy * sr, dz * c + uz * cr + vz * sr


class _Growth:
    def __init__(self, habit: Habit, seed: int) -> None:
        self.habit = habit
        self.random = Random(seed)
        self.limbs: list[tuple[float, ...]] = []
        self.twigs: list[tuple[float, ...]] = []

    def limb(
        self, start: _Point, direction: _Point, length: float, radius: float, level: int
    ) -> list[_Point]:
        """One limb with all that grows from it; returns its points."""
        habit, random = self.habit, self.random
        parts = 9 if level == 0 else (6 if level == 1 else 4)
        at, points = start, [start]
        rise = habit.rise if level else 0.0
        for k in range(parts):
            dx, dy, dz = direction
            wiggle = habit.wiggle * (0.35 * habit.crooked if level == 0 else 1.0)
            dx += random.gauss(0, wiggle)
            dy += random.gauss(0, wiggle) + rise
            dz += random.gauss(0, wiggle)
            size = math.sqrt(dx * dx + dy * dy + dz * dz)
            direction = (dx / size, dy / size, dz / size)
            step = length / parts
            after = (at[0] + direction[0] * step, at[1] + direction[1] * step, at[2] + direction[2] * step)
            thick = radius * (1 - 0.80 * k / parts)
            thin = radius * (1 - 0.80 * (k + 1) / parts)
            if level or habit.stem:
                self.limbs.append((*at, thick, *after, thin))
            if level >= habit.levels - 1 or (level and k >= parts // 3):
                self.twigs.append((*at, *after))
            at = after
            points.append(at)
        if level < habit.levels and level > 0:
            self._fork(points, direction, length, radius, level)
        return points

    def _fork(
        self, points: list[_Point], direction: _Point, length: float, radius: float, level: int
    ) -> None:
        habit, random = self.habit, self.random
        roll = random.uniform(0, 6.28)
        for k in range(habit.forks):
            share = 0.25 + 0.75 * (k + random.random()) / habit.forks
            place = min(int(share * (len(points) - 1)), len(points) - 2)
            roll += 2.4 + random.uniform(-0.5, 0.5)
            child = _turned(direction, random.uniform(0.45, 1.0), roll)
            size = length * (0.68 - 0.34 * share) * random.uniform(0.75, 1.25)
            self.limb(points[place], child, size, radius * (0.62 - 0.3 * share), level + 1)


def grow(habit: Habit, seed: int) -> tuple[Picture, Picture]:
    """Limbs [n, 8] (two points and radii) and twigs [m, 6] (two points) of a tree of height 1 at the origin, y up."""
    growth = _Growth(habit, seed)
    random = growth.random
    lean = (random.gauss(0, 0.03) * habit.crooked, 1.0, random.gauss(0, 0.03) * habit.crooked)
    stem = growth.limb((0.0, 0.0, 0.0), lean, 0.94, habit.girth, 0)
    roll = random.uniform(0, 6.28)
    for k in range(habit.boughs):
        share = habit.clear + (0.99 - habit.clear) * ((k + random.random()) / habit.boughs) ** 0.9
        place = share * (len(stem) - 1)
        low = min(int(place), len(stem) - 2)
        part = place - low
        at = tuple(a + (b - a) * part for a, b in zip(stem[low], stem[low + 1], strict=True))
        roll += 2.4 + random.uniform(-0.4, 0.4)
        up = (share - habit.clear) / (1 - habit.clear)
        angle = habit.open_angle * (1 - 0.55 * up) + random.uniform(-0.15, 0.15)
        round_ = math.sqrt(max(1 - (2 * max(up, 0.30) - 0.6) ** 2 / 2.0, 0.05))
        length = (
            habit.reach * ((1 - habit.taper) * round_ + habit.taper * (1 - up)) * random.uniform(0.7, 1.15)
        )
        direction = (math.sin(angle) * math.cos(roll), math.cos(angle), math.sin(angle) * math.sin(roll))
        growth.limb(
            (at[0], at[1], at[2]),
            direction,
            max(length, habit.reach * 0.1 * (1.12 - habit.taper)),
            habit.girth * (0.52 - 0.3 * up),
            1,
        )
    limbs = np.asarray(growth.limbs, np.float32).reshape(-1, 8)
    twigs = np.asarray(growth.twigs, np.float32).reshape(-1, 6)
    size = 0.975 / float(twigs[:, 4].max())
    return limbs * np.float32(size), twigs * np.float32(size)


def bough(habit: Habit, seed: int, width: float) -> tuple[Picture, Picture]:
    """Limbs and twigs of one bough that comes in from the left, half way up; ``width`` as a share of the height."""
    growth = _Growth(habit, seed)
    random = growth.random
    start = (-width * 0.5, random.uniform(0.42, 0.56), 0.0)
    growth.limb(start, (1.0, random.uniform(-0.05, 0.22), 0.0), width * 0.82, habit.girth, 1)
    return np.asarray(growth.limbs, np.float32).reshape(-1, 8), np.asarray(growth.twigs, np.float32).reshape(
        -1, 6
    )


def openness(points: Picture, leaves: Picture, thick: float) -> Picture:
    """How much sky points [n, 3] see through a crown's ``leaves`` [m, 3], 0–1: little below and within it."""
    low = leaves.min(axis=0) - 1e-3
    size = float((leaves.max(axis=0) - low).max()) + 2e-3
    cells = 20
    counts = np.zeros((cells, cells, cells), np.float32)
    index = np.minimum(((leaves - low) / size * cells).astype(int), cells - 1)
    np.add.at(counts, (index[:, 0], index[:, 1], index[:, 2]), 1.0)
    counts *= thick * cells * cells / max(len(leaves), 1)
    above = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1] - counts * 0.5
    front = np.cumsum(counts, axis=2) - counts * 0.5
    seen = 0.62 * np.exp(-above) + 0.38 * np.exp(-front * 0.7)
    shaken = points + np.random.default_rng(1).normal(0, 0.6 * size / cells, points.shape)
    at = np.clip(((shaken - low) / size * cells).astype(int), 0, cells - 1)
    return np.asarray(seen[at[:, 0], at[:, 1], at[:, 2]], np.float32)


def portrait(habit: Habit, seed: int, width: int, height: int, bare: bool = False) -> Cutout:
    """A whole tree as a cut-out; ``bare`` without its leaves and with snow on its limbs."""
    limbs, twigs = grow(habit, seed)
    return drawn(limbs, twigs, habit, seed, width, height, bare)


def spray(habit: Habit, seed: int, width: int, height: int, bare: bool = False) -> Cutout:
    """A bough as a cut-out."""
    limbs, twigs = bough(habit, seed, width / height)
    return drawn(limbs, twigs, habit, seed, width, height, bare, hanging=True)


def drawn(
    limbs: Picture,
    twigs: Picture,
    habit: Habit,
    seed: int,
    width: int,
    height: int,
    bare: bool = False,
    hanging: bool = False,
) -> Cutout:
    """A cut-out of what has grown, its root at the middle of the lower edge, 1 as high as the picture.

    What is ``hanging`` in the air is kept within the upper and the lower edge.
    """
    random = np.random.default_rng(seed)
    count = habit.leaves if not bare else 2000
    scale = height * FINE
    # what would be cut off by the picture's edges is pressed in
    wide = float(np.quantile(np.abs(twigs[:, 3]), 0.995)) + habit.leaf * 2 + habit.tuft
    squeeze = np.float32(min(width / height * 0.49 / wide, 1.0))
    limbs, twigs = limbs.copy(), twigs.copy()
    limbs[:, [0, 4]] *= squeeze
    twigs[:, [0, 3]] *= squeeze
    if hanging:
        low, high = (float(v) for v in np.quantile(twigs[:, 4], (0.003, 0.997)))
        room = 0.47 - habit.leaf - 1.6 * habit.tuft
        press = np.float32(min(room / max(abs(low - 0.5), abs(high - 0.5)), 1.0))
        for plane, picked in ((limbs, (1, 5)), (twigs, (1, 4))):
            plane[:, picked] = 0.5 + (plane[:, picked] - 0.5) * press
    chosen = twigs[random.integers(0, len(twigs), count)]
    along = random.random((count, 1)).astype(np.float32)
    at = (
        chosen[:, :3]
        + (chosen[:, 3:] - chosen[:, :3]) * along
        + random.normal(0, habit.tuft, (count, 3)).astype(np.float32)
    )
    out, nearest = plate(width, height)
    rods = np.empty((len(limbs), LIMB), np.float32)
    rods[:, 0:8] = limbs * scale
    rods[:, [1, 5]] = scale - rods[:, [1, 5]]
    rods[:, [0, 4]] += width * FINE / 2
    rods[:, 8] = 0.7
    middle = np.asarray((limbs[:, 0:3] + limbs[:, 4:7]) / 2, np.float32)
    rods[:, 9] = 0.3 + 0.7 * openness(middle, at, 0.2 if bare else 1.0)
    rods[:, 10] = 0.9
    strew_limbs(out, nearest, rods, seed)
    if not bare:
        leaves = np.empty((count, LEAF), np.float32)
        leaves[:, 0] = at[:, 0] * scale + width * FINE / 2
        leaves[:, 1] = scale - at[:, 1] * scale
        leaves[:, 2] = at[:, 2] * scale
        size = habit.leaf * scale * random.uniform(0.7, 1.25, count)
        leaves[:, 3] = np.maximum(size, 1.1)
        tilt = random.uniform(0.45, 1.0, count)
        leaves[:, 4] = np.maximum(size * habit.slim * tilt, 0.9)
        leaves[:, 5] = random.uniform(0, np.pi, count)
        leaves[:, 6] = random.uniform(0.5, 0.95, count)
        # leaves of one tuft turn colour together
        patch = np.sin(at @ np.array([31.0, 23.0, 37.0], np.float32)) * 0.25 + 0.5
        leaves[:, 7] = np.clip(patch + random.normal(0, 0.18, count), 0, 1)
        out_ward = at - at.mean(axis=0)
        out_ward /= np.linalg.norm(out_ward, axis=1, keepdims=True) + 1e-6
        normal = out_ward * 0.7 + random.normal(0, 0.55, (count, 3)) + np.array([0, 0.35, 0])
        normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6
        leaves[:, 8] = normal[:, 0] * 0.98
        leaves[:, 9] = normal[:, 1] * 0.98
        leaves[:, 10] = 0.10 + 0.90 * openness(at, at, 1.7)
        # snow lies in pads, not on every second leaf
        pads = np.sin(at @ np.array([52.0, 31.0, 43.0], np.float32)) + np.sin(
            at @ np.array([-37.0, 47.0, 61.0], np.float32)
        )
        leaves[:, 11] = np.clip((normal[:, 1] * 0.9 + pads * 0.42 - 0.02) * 3, 0, 1) * 0.95
        strew_leaves(out, nearest, leaves)
    return halved(out, FINE)
