"""What stands at the lake's near shore: reeds, grass, tall spruces, a pier and someone on it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from moviola.engines.place.boxes import PLANKS, TIMBER, Box
from moviola.engines.place.figure import figure
from moviola.engines.place.ground import Maps
from moviola.engines.place.sprites import Atlas, Flock, atlas
from moviola.engines.place.terrain import ground_at
from moviola.engines.place.vegetation import conifer, reeds

_Colour = tuple[float, float, float]

_REED, _GRASS, _SPRUCE, _PERSON = 0, 3, 5, 7
_PIER_TURN = 0.42
_PIER_START = (7.6, 8.2)
_PIER_HALF = 9.0


@cache
def forest_atlas(colour: _Colour, snow: float) -> Atlas:
    """Five spruces for the slopes."""
    return atlas([conifer(11 + k, 230 + 20 * (k % 3), 560, snow) for k in range(5)], [(*colour, 0.5)] * 5)


@cache
def shore_atlas(snow: float, pack: bool) -> Atlas:
    """Cut-outs of the near shore."""
    cutouts = [reeds(k, 200, 300, 60, True) for k in range(3)]
    cutouts += [reeds(9 + k, 200, 160, 70, False) for k in range(2)]
    cutouts += [conifer(31 + k, 360, 860, snow) for k in range(2)]
    cutouts.append(figure(420, pack=pack))
    palette = [(0.12, 0.10, 0.035, 1.4)] * 3 + [(0.09, 0.10, 0.03, 1.6)] * 2
    palette += [(0.022, 0.036, 0.016, 0.12)] * 2 + [(0.030, 0.027, 0.028, 0.25)]
    return atlas(cutouts, palette)


def plants(maps: Maps, spread: float, seed: int, person: bool) -> Flock:
    """The near shore's cut-outs, far to near; ``spread`` scales across, 1 for a 16:9 view."""
    random = np.random.default_rng(seed + 4)
    rows: list[tuple[float, float, float, int, float]] = []

    def add(x: float, z: float, kind: int, height: float) -> None:
        rows.append((x, z, max(ground_at(maps, x, z), -0.25) - 0.03, kind, height))

    clump = float(random.uniform(-1.0, 1.5)) * (seed > 0)
    for _ in range(70):
        out = abs(random.normal()) * 3.2 + clump
        z = 10.5 + (out + 1.0) * 2.4 + random.normal() * 1.2 + 0.8
        add(-(5.5 + out) * spread, z, _REED + int(random.integers(0, 3)), random.uniform(1.1, 1.9))
    for _ in range(26):
        out = 10 + abs(random.normal()) * 3
        z = 12.5 + (out - 9) * 0.45 + random.normal() * 0.8
        add(out * spread, z, _REED + int(random.integers(0, 3)), random.uniform(0.8, 1.4))
    for _ in range(260):
        x = random.uniform(-12, 14)
        z = random.uniform(6.5, 10 + max(-x - 4.5, 0) * 2.2)
        add(x * spread, z, _GRASS + int(random.integers(0, 2)), random.uniform(0.12, 0.42))
    for _ in range(46):
        z = random.uniform(40, 120)
        x = -z * random.uniform(0.42, 0.62) * spread
        if ground_at(maps, x, z) > 0.3:
            add(x, z, _SPRUCE + int(random.integers(0, 2)), random.uniform(9, 19))
    for _ in range(420):
        x = -random.uniform(9, 34) * spread
        z = random.uniform(16, 60)
        if ground_at(maps, x, z) > 0.12:
            add(x, z, _GRASS + int(random.integers(0, 2)), random.uniform(0.2, 0.75))
    if person:
        x, z = _along_pier(16.9 - float(random.uniform(0, 4)) * (seed > 0), spread)
        rows.append((x - 0.12, z, 0.60, _PERSON, 1.78))
    rows.sort(key=lambda row: -row[1])
    table = np.array(rows, np.float64)
    across, ahead, foot, kind, height = (np.ascontiguousarray(table[:, k]) for k in range(5))
    tint = random.uniform(0.6, 1.3, len(rows))
    sunlit = np.full(len(rows), 0.8, np.float32)
    return Flock(across, ahead, foot, height, kind.astype(np.int64), sunlit, tint)


def _pier_start(spread: float) -> tuple[float, float]:
    return _PIER_START[0] * (0.35 + 0.65 * spread), _PIER_START[1]


def _along_pier(metres: float, spread: float) -> tuple[float, float]:
    x, z = _pier_start(spread)
    return x - math.sin(_PIER_TURN) * metres, z + math.cos(_PIER_TURN) * metres


def pier(spread: float) -> tuple[Box, ...]:
    """A plank pier on posts that runs out from the right."""
    x, z = _along_pier(_PIER_HALF, spread)
    side_x, side_z = math.cos(_PIER_TURN), math.sin(_PIER_TURN)
    boxes = [Box(x, z, 0.85, _PIER_HALF, _PIER_TURN, 0.52, 0.60, PLANKS)]
    for k in range(7):
        px, pz = _along_pier(1.2 + k * 2.75, spread)
        for side in (-0.82, 0.82):
            top = 1.05 if k % 2 == 0 else 0.52
            boxes.append(
                Box(px + side * side_x, pz + side * side_z, 0.085, 0.085, _PIER_TURN, -0.6, top, TIMBER)
            )
    for side in (-0.80, 0.80):
        at_x, at_z = x + side * side_x, z + side * side_z
        boxes.append(Box(at_x, at_z, 0.05, _PIER_HALF, _PIER_TURN, 0.40, 0.52, TIMBER))
    return tuple(boxes)
