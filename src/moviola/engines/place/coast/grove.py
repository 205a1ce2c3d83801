"""The palms that frame a tropical beach, how they stand in the sand, and the shade they throw."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.coast.cutouts import Swaying, lit
from moviola.engines.place.coast.land import Land
from moviola.engines.place.coast.lookout import Ground
from moviola.engines.place.coast.scene import CoastScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.palm import foot_of, palm
from moviola.engines.place.sky.dome import Dome

_LEAF, _WOOD = (0.050, 0.078, 0.022), (0.165, 0.138, 0.110)


class Stem(NamedTuple):
    """One palm: its foot (x, z) in metres, height of its crown, lean 0–0.5, and which of the shapes it has."""

    x: float
    z: float
    tall: float
    lean: float
    kind: int


@lru_cache(maxsize=12)
def _shape(kind: int, height: int, lean: float) -> Picture:
    return palm(200 + kind, round(height * (1.05 + max(lean - 0.30, 0) * 1.1)), height, lean)


def stems(scene: CoastScene, half: float) -> tuple[Stem, ...]:
    """Where palms stand: one or two close by, others behind and beside them, some out over the water."""
    random = np.random.default_rng(scene.seed * 29 + 11)
    narrow = min(half / scene.coast.wide, 1.0)
    slope = scene.coast.wide * 9 / 16 * 2
    kinds = random.permutation(8)
    places: list[tuple[float, float, float, float]] = []
    first = float(random.uniform(12, 17))
    place = -float(random.uniform(0.50, 0.72))
    layout = int(random.integers(0, 3))
    if layout == 0:
        # one that leans far out over the beach, a pair behind it
        places = [(place - 0.12, first, 0.47, float(random.uniform(0.40, 0.50)))]
        places += [(place - 0.02, first * 1.35, 0.42, 0.16), (place + 0.20, first * 1.8, 0.40, 0.30)]
    elif layout == 1:
        # a clump whose stems part
        places = [(place, first, 0.50, 0.22), (place + 0.05, first * 1.05, 0.42, 0.42)]
        places += [(place - 0.26, first * 1.15, 0.50, 0.10), (place + 0.24, first * 1.7, 0.36, 0.18)]
    else:
        # a row along the beach
        places = [
            (place + 0.13 * k + float(random.normal(0, 0.03)), first * (1 + 0.42 * k), 0.46 - 0.03 * k,
             float(random.uniform(0.14, 0.42)))
            for k in range(int(random.integers(4, 6)))
        ]  # fmt: skip
    for _ in range(int(random.integers(1, 3))):
        # small ones farther off, beside the others
        places.append((place + float(random.uniform(0.1, 0.5)), first * float(random.uniform(2.1, 3.0)), 0.36,
                       float(random.uniform(0.2, 0.5))))  # fmt: skip
    found = []
    for number, (share, z, room, lean) in enumerate(places):
        top = scene.coast.horizon * slope * z * room * 2.0 + scene.coast.eye
        tall = min(max(top, 5.5), 13.0) * float(random.uniform(0.92, 1.06))
        if share * half * z > 0.9 * (scene.coast.start + scene.coast.lean * z):
            # not out in the sea
            share = 0.9 * (scene.coast.start + scene.coast.lean * z) / (half * z) - 0.06
        found.append(
            Stem(share * half * z, z, tall, round(lean * (0.5 + 0.5 * narrow), 2), int(kinds[number % 8]))
        )
    return tuple(sorted(found, key=lambda stem: -stem.z))


def root(land: Land, trees: tuple[Stem, ...]) -> None:
    """Heap sand around the feet of palms, so that they stand in it."""
    x, z = _near(land)
    last = x.shape[0]
    for tree in trees:
        dx, dz = x - tree.x, z - tree.z
        away = np.hypot(dx, dz) / 0.85
        mound = 0.22 * np.exp(-(away**2))
        slope = mound * -2 / 0.85**2
        land.height[:last] += mound.astype(np.float32)
        land.maps[:last, :, 0] += (slope * dx).astype(np.float32)
        land.maps[:last, :, 1] += (slope * dz).astype(np.float32)
        # the foot darkens the sand, and dry leaves lie about
        land.maps[:last, :, 3] *= (1 - 0.55 * np.exp(-((away * 1.9) ** 2))).astype(np.float32)
        litter = np.exp(-((away / 1.9) ** 2)) * (
            0.5 + 0.5 * np.sin(dx * 23 + np.sin(dz * 17) * 2) * np.sin(dz * 29)
        )
        land.maps[:last, :, 7] *= (1 - 0.34 * litter).astype(np.float32)


def palms(
    scene: CoastScene, sky: Dome, ground: Ground, trees: tuple[Stem, ...], rows: int
) -> tuple[Swaying, ...]:
    """Cut-outs of palms, far to near."""
    random = np.random.default_rng(scene.seed * 31 + 7)
    light = sky.ground
    behind = max(light.z, 0.0)
    # light that comes level has passed other leaves before
    glow = (0.06 + 0.7 * behind) * min(max(light.y * 5, 0.2), 1.0)
    # a sun that has set lights nothing any more
    up = min(max(light.y * 40 + 1, 0.04), 1.0)
    sun = (light.red * up, light.green * up, light.blue * up)
    cutouts = []
    for tree in trees:
        foot = float(ground.height(np.array([tree.x]), np.array([tree.z]))[0])
        # as fine as it will be seen, in a few steps so that shapes are found again
        pixels = rows * tree.tall / (tree.z * scene.coast.wide * 2 * 9 / 16)
        height = 360 if pixels < 420 else (760 if pixels < 900 else 1150)
        shape = _shape(tree.kind, height, tree.lean)
        tint = float(random.uniform(0.82, 1.12))
        leaf = (_LEAF[0] * tint * float(random.uniform(0.9, 1.25)), _LEAF[1] * tint, _LEAF[2] * tint)
        cut = lit(shape, leaf, _WOOD, sun, (light.sky_red, light.sky_green, light.sky_blue), behind, glow)
        root_ = foot_of(shape.shape[1], shape.shape[0], tree.lean)
        sway = tree.tall * (0.008 + 0.05 * scene.wind)
        cutouts.append(
            Swaying(cut, tree.x, tree.z, foot - 0.10, tree.tall, root_, sway, float(random.uniform(0, 6)))
        )
    return tuple(cutouts)


def _near(land: Land) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points (x, z) in metres of the nearest 90 m of a map."""
    rows, columns = land.height.shape
    chart = land.chart
    last = min(int(math.log(1 + 90 / chart.near) * chart.deep), rows)
    z = (chart.near * (np.exp(np.arange(last) / chart.deep) - 1))[:, None]
    x = (np.arange(columns)[None] - chart.centre) / chart.wide * (z + chart.near)
    return x, np.broadcast_to(z, x.shape)


def shade(land: Land, trees: tuple[Stem, ...], sun: tuple[float, float, float]) -> None:
    """Let palms throw their shadows on the land's map of sunlight: trunk, and leaves like the fingers of a hand."""
    x, z = _near(land)
    last = x.shape[0]
    flat = math.hypot(sun[0], sun[2])
    away_x, away_z = -sun[0] / flat, -sun[2] / flat
    for number, tree in enumerate(trees):
        long = min(0.72 * tree.tall * flat / max(sun[1], 0.08), 40.0)
        crown_x = tree.lean * tree.tall * 0.7
        # how far behind the foot, and beside it, each point lies; the crown leans
        along = (x - tree.x) * away_x + (z - tree.z) * away_z
        beside = (x - tree.x) * -away_z + (z - tree.z) * away_x
        share = np.clip(along / long, 0, 1)
        bent = beside + crown_x * away_z * share
        trunk = np.exp(-((bent / 0.20) ** 2)) * ((along > 0) & (along < long))
        a = along - long - crown_x * away_x
        b = beside + crown_x * away_z
        turn = np.arctan2(b, a * 0.8)
        reach = np.hypot(a * 0.8, b) / (0.36 * tree.tall)
        fingers = np.cos(turn * 11 + number * 2.1 + 0.7 * np.sin(turn * 3 + number))
        leaflets = np.cos(reach * 60 + turn * 9) * 0.25
        crown = np.clip((fingers + leaflets + 0.75 - reach * 1.25) * 2.2, 0, 1) * np.clip(
            (1 - reach) * 5, 0, 1
        )
        dark = 1 - 0.82 * np.maximum(trunk, crown * 0.92)
        land.maps[:last, :, 2] *= dark.astype(np.float32)
