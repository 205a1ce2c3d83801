"""Ferns, shrubs, grass, flowers and fallen leaves on the forest floor, and what stands among them."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest.company import creatures, mushrooms
from moviola.engines.place.forest.greens import FERN, GRASS, HERB, Colour, free, tinted, tuft
from moviola.engines.place.forest.growing import Grower
from moviola.engines.place.forest.land import ground_at
from moviola.engines.place.forest.stems import RADIUS, ROOTS, X, Z
from moviola.engines.place.forest.stones import stones
from moviola.engines.place.kernels import Vector

_PETALS: tuple[Colour, ...] = (
    (0.75, 0.74, 0.68),
    (0.80, 0.56, 0.03),
    (0.30, 0.16, 0.55),
    (0.58, 0.22, 0.34),
    (0.46, 0.07, 0.035),
    (0.22, 0.24, 0.58),
)

#: Leaves on the ground in autumn, and under bamboo.
_LITTERED: tuple[tuple[Colour, Colour], ...] = (
    ((0.20, 0.075, 0.014), (0.40, 0.21, 0.035)),
    ((0.26, 0.055, 0.012), (0.38, 0.13, 0.02)),
    ((0.30, 0.17, 0.02), (0.46, 0.32, 0.05)),
    ((0.11, 0.055, 0.024), (0.22, 0.12, 0.05)),
)
_CANE_LEAVES: tuple[tuple[Colour, Colour], ...] = (
    ((0.13, 0.10, 0.05), (0.24, 0.20, 0.11)),
    ((0.17, 0.13, 0.05), (0.28, 0.22, 0.09)),
)


def plant(grower: Grower) -> None:
    """Everything low."""
    scene, layout = grower.scene, grower.layout
    if layout.grid.cell > 1:
        return
    first = scene.trees[0][0]
    ferny = {
        "spruce": 0.9,
        "pine": 0.35,
        "beech": 0.5,
        "oak": 0.8,
        "maple": 0.5,
        "birch": 0.45,
        "bamboo": 0.12,
        "cherry": 0.0,
    }
    share = ferny[first] * (0.0 if scene.snow else 1.0)
    patches = grower.random.uniform(0, 900, 2)
    _ferns(grower, int((420 if scene.wish.season == "autumn" else 760) * share), patches)
    wilted = scene.wish.season == "autumn" and first not in ("spruce", "pine")
    if not layout.edge and first not in ("bamboo", "cherry"):
        _herbs(grower, 260 if scene.snow else (300 if wilted else 1900), patches)
    if wilted or (first == "bamboo" and not scene.snow):
        _fallen(grower, 900 if wilted else 260)
    grassy = 0.18 if scene.snow else 1.0
    _grasses(grower, int((2200 if layout.edge or first in ("cherry", "birch") else 1000) * grassy), patches)
    _feet(grower)
    stones(grower)
    wish = scene.wish
    flowery = wish.season in ("spring", "summer") and "flowers" not in wish.without
    flowery = flowery and first not in ("spruce", "pine", "bamboo") and not scene.snow
    if "flowers" in scene.features or (flowery and (layout.edge or grower.random.random() < 0.4)):
        _flowers(grower, 1500 if layout.edge else 650, patches)
    if "mushrooms" in scene.features:
        mushrooms(grower)
    creatures(grower)


def _ferns(grower: Grower, count: int, patches: Vector) -> None:
    random, start = grower.random, grower.starts["fern"]
    if count == 0:
        return
    places = grower.low(count, 3.2, 48.0)
    foot = ground_at(grower.floor, grower.layout, places[:, 0].copy(), places[:, 1].copy())
    beside = free(grower, places[:, 0], places[:, 1], 0.35)
    pair = FERN[grower.scene.wish.season]
    for (x, z), y, allowed in zip(places, foot, beside, strict=True):
        if not allowed or tuft(x, z, (patches[0], patches[1])) < random.uniform(-0.1, 0.5):
            continue
        size = random.uniform(0.26, 0.60) * min(1.0, 0.30 + z / 9)
        grower.rows.add(
            x,
            z,
            y - 0.05,
            size,
            start + int(random.integers(4)),
            1 - 2.0 * random.integers(2),
            tinted(pair, random),
        )


def _fallen(grower: Grower, count: int) -> None:
    """Leaves that the wind has blown together, fewer where people walk."""
    random, start = grower.random, grower.starts["litter"]
    places = grower.low(count, 2.2, 26.0)
    foot = ground_at(grower.floor, grower.layout, places[:, 0].copy(), places[:, 1].copy())
    beside = free(grower, places[:, 0], places[:, 1], -0.25)
    lead = grower.layout.lead
    warm = _LITTERED if grower.scene.trees[0][0] != "bamboo" else _CANE_LEAVES
    for (x, z), y, allowed in zip(places, foot, beside, strict=True):
        if not allowed and random.random() < 0.6:
            continue
        size = random.uniform(0.055, 0.13) * (1.0 if allowed else 0.6)
        if not allowed and lead == "stream":
            # those that fell into the water float, flat
            y, size = max(y, 0.012), size * 0.5
        pair = warm[int(random.integers(len(warm)))]
        grower.rows.add(
            x,
            z,
            y - 0.012,
            size,
            start + int(random.integers(4)),
            1 - 2.0 * random.integers(2),
            tinted(pair, random),
        )


def _feet(grower: Grower) -> None:
    """Tufts around the feet of trunks, where no one walks."""
    random = grower.random
    season = grower.scene.wish.season
    if grower.scene.snow or grower.scene.trees[0][0] == "bamboo":
        return
    for stem in grower.stems:
        if stem[Z] > 34 or stem[ROOTS] <= 0:
            continue
        for _ in range(int(random.integers(4, 9))):
            turn = random.uniform(-0.2, math.pi + 0.2)
            away = stem[RADIUS] * random.uniform(1.0, 1.9) + 0.05
            x, z = stem[X] + math.cos(turn) * away, stem[Z] - math.sin(turn) * away
            if z < 2.2:
                continue
            which = random.random()
            name = "grass" if which < 0.55 else ("herb" if which < 0.85 else "fern")
            pair = {"grass": GRASS, "herb": HERB, "fern": FERN}[name][season]
            size = {"grass": 0.26, "herb": 0.24, "fern": 0.36}[name] * random.uniform(0.5, 1.1)
            grower.rows.add(
                x, z, grower.foot(x, z) - 0.03, size, grower.starts[name] + int(random.integers(4)),
                1 - 2.0 * random.integers(2), tinted(pair, random),
            )  # fmt: skip


def _herbs(grower: Grower, count: int, patches: Vector) -> None:
    """Low shrubs such as bilberry, in carpets."""
    random, layout, start = grower.random, grower.layout, grower.starts["herb"]
    places = grower.low(count, 2.4, 55.0)
    foot = ground_at(grower.floor, layout, places[:, 0].copy(), places[:, 1].copy())
    beside = free(grower, places[:, 0], places[:, 1], 0.2)
    pair = HERB[grower.scene.wish.season]
    for (x, z), y, allowed in zip(places, foot, beside, strict=True):
        if not allowed or tuft(x * 0.8, z * 0.8, (patches[1] + 2, patches[0])) < random.uniform(-0.7, 0.3):
            continue
        size = random.uniform(0.14, 0.38) * min(1.0, 0.4 + z / 8)
        grower.rows.add(
            x,
            z,
            y - size * 0.1,
            size,
            start + int(random.integers(4)),
            1 - 2.0 * random.integers(2),
            tinted(pair, random),
        )


def _grasses(grower: Grower, count: int, patches: Vector) -> None:
    random, start, layout = grower.random, grower.starts["grass"], grower.layout
    places = grower.low(count, 2.0, 60.0 if layout.edge else 32.0)
    foot = ground_at(grower.floor, layout, places[:, 0].copy(), places[:, 1].copy())
    beside = free(grower, places[:, 0], places[:, 1], -0.1)
    green = grower.cover("grass", places[:, 0], places[:, 1])
    pair = GRASS[grower.scene.wish.season]
    for (x, z), y, allowed, lush in zip(places, foot, beside, green, strict=True):
        if not allowed or (lush < 0.3 and tuft(x * 1.7, z * 1.7, (patches[1], patches[0])) < 0.35):
            continue
        size = random.uniform(0.12, 0.34) * (1.5 if layout.edge else 1.0) * min(1.0, 0.45 + z / 9)
        grower.rows.add(
            x,
            z,
            y - 0.02,
            size,
            start + int(random.integers(4)),
            1 - 2.0 * random.integers(2),
            tinted(pair, random),
        )


def _flowers(grower: Grower, count: int, patches: Vector) -> None:
    random, layout = grower.random, grower.layout
    chosen = random.permutation(len(_PETALS))[: 3 if layout.edge else 1]
    orchard = grower.scene.trees[0][0] == "cherry"
    if orchard:
        # nothing vies with the blossom
        chosen, count = np.array([0, 1]), count // 2
    bells = not orchard and grower.scene.wish.season == "spring" and not layout.edge and random.random() < 0.6
    if bells:
        # bluebells carpet a spring wood
        chosen, count = np.array([2]), int(count * 2.2)
    places = grower.low(count, 2.3, 50.0)
    foot = ground_at(grower.floor, layout, places[:, 0].copy(), places[:, 1].copy())
    beside = free(grower, places[:, 0], places[:, 1], 0.15)
    green = GRASS[grower.scene.wish.season][0]
    for (x, z), y, allowed in zip(places, foot, beside, strict=True):
        which = int(
            chosen[
                int(abs(math.sin(x * 0.35 + patches[0]) + math.sin(z * 0.3 + patches[1])) * 1.45)
                % len(chosen)
            ]
        )
        if not allowed or tuft(x, z, (patches[0] + 2 * which, patches[1])) < random.uniform(-0.5, 0.3):
            continue
        kind = grower.starts["bell" if bells or which in (2, 5) else "daisy"] + int(random.integers(3))
        size = random.uniform(0.24, 0.46) * min(1.0, 0.45 + z / 8)
        petal = (
            np.array(_PETALS[which])
            * random.uniform(0.75, 1.0)
            * (0.35 if grower.scene.wish.time == "night" else 1.0)
        )
        grower.rows.add(
            x, z, y - 0.02, size, kind, 1 - 2.0 * random.integers(2), (*green, *(float(v) for v in petal))
        )
