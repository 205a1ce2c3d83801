"""What grows low: ferns, shrubs, grass, flowers, mushrooms, and leaves that have fallen."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.growth import Habit, portrait
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

_Leaf = tuple[float, ...]


def _finished(
    width: int, height: int, leaves: list[_Leaf], limbs: list[tuple[float, ...]], seed: int
) -> Cutout:
    out, nearest = plate(width, height)
    if limbs:
        strew_limbs(out, nearest, np.asarray(limbs, np.float32).reshape(-1, LIMB), seed)
    strew_leaves(out, nearest, np.asarray(leaves, np.float32).reshape(-1, LEAF))
    return halved(out, FINE)


def _frond(
    random: np.random.Generator, root: tuple[float, float], length: float, around: float, climb: float
) -> Picture:
    """One frond's leaflets [n, LEAF]: an arching rib, pinnae to both sides of it, each of small notched leaflets."""
    pairs = 26
    right, back = math.cos(around), math.sin(around)
    share = np.linspace(0.006, 1.0, pairs)
    out = length * (0.22 * share + 0.74 * share**1.8) * (0.50 + 0.50 * abs(right))
    x = root[0] + right * out
    y = root[1] - length * climb * (share - 0.60 * share**2.4) + back * out * 0.16
    turn = np.arctan2(np.diff(y, prepend=root[1]), np.diff(x, prepend=root[0]))
    # widest at a third of its length, the first hand's breadth bare
    wide = length * 0.235 * np.clip((share - 0.10) * 4.2, 0, 1) ** 0.8 * (1.04 - share) ** 0.85
    # those in front catch the light, those behind stand in their shade
    tone = random.uniform(0.55, 0.80) * (0.84 - 0.22 * back)
    hue = random.uniform(0.10, 0.80)
    rows = [
        np.column_stack(
            [x, y, back * out, np.full(pairs, length / 34), np.full(pairs, 1.2), turn, np.full(pairs, tone * 0.6),
             np.full(pairs, 0.6), np.zeros(pairs), np.full(pairs, 0.4), 0.30 + 0.6 * share, np.full(pairs, 0.5)]
        )
    ]  # fmt: skip
    parts = 6
    for side in (-1.0, 1.0):
        angle = turn + side * (1.20 - 0.30 * share) + random.normal(0, 0.05, pairs)
        # what points at the camera or away is foreshortened
        seen = wide * (0.50 + 0.50 * np.abs(np.cos(angle)))
        for part in range(parts):
            far = (part + 0.5) / parts
            droop = 0.10 * wide * far * far
            px, py = x + np.cos(angle) * seen * far, y + np.sin(angle) * seen * far + droop
            size = wide * 0.17 * (1.05 - 0.75 * far) + 0.6
            for edge in (-0.75, 0.75):
                lean = angle + edge * 1.05
                rows.append(
                    np.column_stack(
                        [px + np.cos(lean) * size * 0.7, py + np.sin(lean) * size * 0.7,
                         back * out + side * 2 + far, size, np.maximum(size * 0.42, 0.8), lean,
                         tone * random.uniform(0.82, 1.12, pairs) * (0.78 + 0.22 * share),
                         np.clip(hue + random.normal(0, 0.10, pairs) + 0.15 * far, 0, 1),
                         np.full(pairs, right * 0.4 + 0.15 * side), np.full(pairs, 0.72) * (1 - 0.45 * share),
                         0.22 + 0.78 * share, np.full(pairs, 0.8)]
                    )
                )  # fmt: skip
    return np.concatenate(rows).astype(np.float32)


def fern(seed: int, width: int = 520, height: int = 300) -> Cutout:
    """A fern of arching fronds."""
    random = np.random.default_rng(seed)
    tall = height * FINE
    root = (width * FINE / 2, tall - 2.0)
    parts = []
    count = int(random.integers(9, 13))
    for n in range(count):
        around = 2 * math.pi * (n + random.uniform(-0.3, 0.3)) / count
        length = tall * random.uniform(0.80, 1.12)
        parts.append(_frond(random, root, length, around, random.uniform(1.30, 2.05)))
    out, nearest = plate(width, height)
    leaves = np.concatenate(parts)
    leaves[:, 0] = np.clip(leaves[:, 0], 6, width * FINE - 6)
    # what reaches higher than the picture presses the whole fern down
    press = min((tall - 12) / max(tall - float(leaves[:, 1].min()), 1.0), 1.0)
    leaves[:, 1] = np.minimum(tall - (tall - leaves[:, 1]) * np.float32(press), tall)
    strew_leaves(out, nearest, np.ascontiguousarray(leaves[:, :LEAF]))
    return halved(out, FINE)


def leaf_litter(seed: int, width: int = 300, height: int = 84, count: int = 90) -> Cutout:
    """Fallen leaves that curl up from the ground, seen from low; the two colours are those of the leaves."""
    random = np.random.default_rng(seed)
    leaves: list[_Leaf] = []
    base = height * FINE - 2.0
    for _ in range(count):
        x = width * FINE * float(np.clip(0.5 + random.normal() * 0.17, 0.05, 0.95))
        room = 1 - abs(x / (width * FINE) - 0.5) * 1.6
        y = base - height * FINE * random.uniform(0, 0.62) * room * random.uniform(0.3, 1)
        size = height * FINE * random.uniform(0.07, 0.17)
        flat = random.uniform(0.22, 0.8)
        turn = random.normal() * 0.7
        tone, hue = random.uniform(0.42, 0.95), random.uniform(0, 1)
        up = random.uniform(-0.1, 0.9)
        depth = -y * 0.1 + random.normal()
        open_ = float(np.clip(0.35 + (base - y) / (height * FINE), 0, 1))
        lobes = int(random.integers(1, 4))
        for lobe in range(lobes):
            swing = turn + (lobe - (lobes - 1) / 2) * 0.8
            leaves.append(
                (
                    x + math.cos(swing) * size * 0.4, y + math.sin(swing) * size * 0.4 * flat, depth, size,
                    max(size * flat * (0.7 if lobes == 1 else 0.42), 1.0), swing, tone * random.uniform(0.9, 1.05),
                    hue, random.normal() * 0.3, up, open_, 0.6,
                )
            )  # fmt: skip
    return _finished(width, height, leaves, [], seed)


_SHRUB = Habit(
    clear=0.02,
    reach=0.95,
    open_angle=1.05,
    boughs=9,
    forks=4,
    levels=2,
    rise=0.16,
    wiggle=0.20,
    girth=0.008,
    leaf=0.023,
    slim=0.52,
    leaves=1500,
    tuft=0.040,
    taper=0.1,
)


def herb(seed: int, width: int = 340, height: int = 200) -> Cutout:
    """A low shrub."""
    return portrait(_SHRUB, seed, width, height)


def _blade(
    leaves: list[_Leaf], root: tuple[float, float], length: float, bend: float, thick: float, tone: float, hue: float,
    z: float,
) -> tuple[float, float]:  # fmt: skip
    parts = 6
    before = root
    for k in range(1, parts + 1):
        share = k / parts
        x = root[0] + bend * length * share**2
        y = root[1] - length * share * (1 - 0.35 * bend * bend * share)
        turn = math.atan2(y - before[1], x - before[0])
        size = math.hypot(x - before[0], y - before[1])
        leaves.append(
            (
                (x + before[0]) / 2, (y + before[1]) / 2, z, size * 0.78, max(thick * (1.15 - share), 0.7), turn,
                tone * (0.6 + 0.4 * share), hue, bend * 0.5, 0.35, 0.25 + 0.75 * share, 0.7 * share,
            )
        )  # fmt: skip
        before = (x, y)
    return before


def grass(seed: int, width: int = 260, height: int = 200, blades: int = 70) -> Cutout:
    """A tuft of grass."""
    random = np.random.default_rng(seed)
    leaves: list[_Leaf] = []
    for _ in range(blades):
        root = (width * FINE * (0.5 + random.normal() * 0.11), height * FINE - 1.0)
        _blade(
            leaves, root, height * FINE * random.uniform(0.3, 0.94), random.normal() * 0.38, 2.3,
            random.uniform(0.5, 0.95), float(np.clip(random.normal(0.4, 0.25), 0, 1)), random.normal(),
        )  # fmt: skip
    return _finished(width, height, leaves, [], seed)


def flowers(seed: int, petals: int, width: int = 240, height: int = 260, stalks: int = 11) -> Cutout:
    """Flowers in grass; the second colour is that of the petals. ``petals`` 0 gives spikes of small bells."""
    random = np.random.default_rng(seed)
    leaves: list[_Leaf] = []
    base = height * FINE - 1.0
    for _ in range(34):
        root = (width * FINE * (0.5 + random.normal() * 0.15), base)
        _blade(
            leaves, root, height * FINE * random.uniform(0.2, 0.6), random.normal() * 0.3, 2.2,
            random.uniform(0.45, 0.8), random.uniform(0, 0.12), random.normal() + 3,
        )  # fmt: skip
    for _ in range(stalks):
        root = (width * FINE * (0.5 + random.normal() * 0.16), base)
        bend = random.normal() * 0.22
        length = height * FINE * random.uniform(0.5, 0.88)
        x, y = _blade(leaves, root, length, bend, 1.4, 0.6, 0.05, random.normal())
        if petals:
            size = height * FINE * random.uniform(0.019, 0.030)
            flat = random.uniform(0.35, 0.9)
            start = random.uniform(0, 6)
            for k in range(petals):
                turn = start + k * 2 * math.pi / petals
                leaves.append(
                    (
                        x + math.cos(turn) * size * 0.75,
                        y + math.sin(turn) * size * 0.75 * flat,
                        -5,
                        size,
                        size * 0.55,
                        math.atan2(math.sin(turn) * flat, math.cos(turn)),
                        random.uniform(0.75, 1.0),
                        1.0,
                        0,
                        0.5,
                        1,
                        0,
                    )
                )
            leaves.append((x, y, -6, size * 0.4, size * 0.4 * flat, 0, 0.5, 0.75, 0, 0.5, 0.9, 0))
        else:
            for k in range(15):
                share = k / 15
                wide = length * 0.035 * (1.1 - share)
                leaves.append(
                    (
                        x - bend * length * 0.5 * (1 - share) + random.normal() * wide,
                        y + length * 0.30 * (1 - share),
                        -4,
                        wide * 1.1,
                        wide * 0.8,
                        random.uniform(0, 3),
                        random.uniform(0.6, 1.0),
                        random.uniform(0.8, 1.0),
                        random.normal() * 0.3,
                        0.3,
                        0.9,
                        0,
                    )
                )
    return _finished(width, height, leaves, [], seed)


def mushrooms(seed: int, width: int = 200, height: int = 160) -> Cutout:
    """A few toadstools."""
    random = np.random.default_rng(seed)
    leaves: list[_Leaf] = []
    limbs: list[tuple[float, ...]] = []
    for k in range(4):
        x = width * FINE * (0.5 + (k - 1.5) * 0.17 + random.normal() * 0.03)
        tall = height * FINE * random.uniform(0.35, 0.85)
        base = height * FINE - 1.0
        limbs.append((x, base, k, tall * 0.07, x + tall * 0.04, base - tall, k, tall * 0.05, 1.0, 0.8, 0))
        for j in range(60):
            share = j / 60
            half = tall * 0.34 * math.sqrt(1 - share * share)
            leaves.append(
                (
                    x + tall * 0.04, base - tall * (0.86 + 0.22 * share), k - share, max(half, 1.5), tall * 0.05, 0.0,
                    0.55 + 0.3 * share, 1.0, 0, 0.2 + 0.75 * share, 0.55 + 0.45 * share, 0.4,
                )
            )  # fmt: skip
    return _finished(width, height, leaves, limbs, seed)
