"""What stands at the lake's near shore, and the trees of its slopes, as cut-outs and boxes."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lake.blossom import flower
from moviola.engines.place.lake.land import Land, height_of
from moviola.engines.place.lake.layouts import PIER_HALF, PIER_START, PIER_TURN
from moviola.engines.place.lake.scene import Colour, LakeScene
from moviola.engines.place.plants.conifer import conifer, reeds
from moviola.engines.place.plants.leafy import boughs, crowns
from moviola.engines.place.plants.snowfir import snowfir
from moviola.engines.place.props.boxes import PLANKS, TIMBER, Box
from moviola.engines.place.props.figure import figure
from moviola.engines.place.props.sprites import Atlas, Flock, atlas

#: Kind → first cut-out and how many.
_KINDS = {
    "reeds": (0, 3),
    "tuft": (3, 3),
    "spruce": (6, 3),
    "pine": (9, 2),
    "person": (11, 1),
    "woman": (12, 1),
    "flower": (13, 4),
    "sitter": (17, 1),
    "larch": (18, 3),
    "birch": (21, 3),
    "blossom": (24, 2),
    "bough": (26, 2),
    "bough_left": (28, 2),
}
#: Trees of the near shore by season, as often as they are named.
_TREES = {
    "spring": ("spruce", "spruce", "birch", "larch", "blossom"),
    "summer": ("spruce", "spruce", "spruce", "spruce", "birch"),
    "autumn": ("spruce", "larch", "larch", "birch", "birch"),
    "winter": ("spruce",),
}
#: Trees of the slopes: spruces, larches, birches.
SPRUCES, LARCHES, BIRCHES = (0, 5), (5, 3), (8, 3)


@cache
def forest_atlas(colour: Colour, larch: Colour, birch: Colour, snow: float) -> Atlas:
    """Five spruces, three larches and three birches for the slopes."""
    if snow > 0:
        cutouts = [snowfir(11 + k, 150 + 12 * (k % 3), 360, snow) for k in range(5)]
    else:
        cutouts = [conifer(11 + k, 230 + 20 * (k % 3), 560, 0.0) for k in range(5)]
    cutouts += [conifer(51 + k, 280 + 24 * k, 520, 0.0) for k in range(3)]
    cutouts += list(crowns("birch", 3, 150))
    return atlas(cutouts, [(*colour, 0.5)] * 5 + [(*larch, 1.2)] * 3 + [(*birch, 1.0)] * 3)


def _petals(season: str) -> list[Colour]:
    if season == "spring":
        return [(0.62, 0.50, 0.05), (0.78, 0.75, 0.70), (0.62, 0.30, 0.44), (0.70, 0.60, 0.12)]
    return [(0.55, 0.10, 0.14), (0.72, 0.68, 0.60), (0.24, 0.16, 0.52), (0.62, 0.40, 0.06)]


@cache
def shore_atlas(snow: float, season: str, larch: Colour, birch: Colour) -> Atlas:
    """Cut-outs of the near shore."""
    dry = season in ("autumn", "winter")
    cutouts = [reeds(k, 200, 300, 60, True) for k in range(3)]
    cutouts += [reeds(9 + k, 200, 160, 70, False) for k in range(3)]
    if snow > 0:
        cutouts += [snowfir(31 + k, 320, 760, snow) for k in range(3)]
    else:
        cutouts += [conifer(31 + k, 360, 860, 0.0) for k in range(3)]
    cutouts += [conifer(41 + k, 560, 1150, snow) for k in range(2)]
    cutouts += [figure(420), figure(400, coat=True, long_hair=True)]
    cutouts += [flower(k, 220, 200) for k in range(4)]
    cutouts.append(figure(420)[:225])
    cutouts += [conifer(61 + k, 400, 820, 0.0) for k in range(3)]
    cutouts += list(crowns("birch", 3, 420)) + list(crowns("cherry", 2, 480))
    hanging = boughs("birch", 2, 900)
    cutouts += [*hanging, *(_turned(bough) for bough in hanging)]
    palette = [(0.165, 0.135, 0.066, 0.6)] * 3
    palette += [(0.21, 0.150, 0.060, 0.8) if dry else (0.095, 0.115, 0.040, 0.8)] * 3
    palette += [(0.034, 0.050, 0.022, 0.2)] * 5 + [(0.040, 0.037, 0.038, 0.25), (0.075, 0.030, 0.030, 0.25)]
    palette += [(0.72 * red, 0.72 * green, 0.72 * blue, 0.6) for red, green, blue in _petals(season)] + [
        (0.10, 0.030, 0.022, 0.25)
    ]
    palette += [(*larch, 1.0)] * 3 + [(*birch, 1.0)] * 3 + [(0.62, 0.44, 0.48, 0.8)] * 2 + [(*birch, 1.3)] * 4
    return atlas(cutouts, palette)


def _turned(cutout: Picture) -> Picture:
    out = np.ascontiguousarray(cutout[:, ::-1])
    out[..., 2] *= -1
    return out


def plants(scene: LakeScene, land: Land, spread: float, half: float, top: float) -> Flock:
    """The near shore's cut-outs, far to near.

    ``spread`` scales across, 1 for a 16:9 view; ``half``: half the view's width, ``top`` its upper edge, as slopes.
    """
    random = np.random.default_rng((scene.seed, 4))
    rows: list[tuple[float, float, float, float, float]] = []

    def add(kind: str, x: float, z: float, height: float, foot: float) -> None:
        first, count = _KINDS[kind]
        rows.append((x, z, foot, height, first + int(random.integers(count))))

    heights = {"reeds": (0.8, 1.9), "tuft": (0.3 * scene.grass, scene.grass), "flower": (0.18, 0.38)}
    for kind, nearest, farthest, count in scene.plants:
        low, high = heights[kind]
        placed = 0
        # reeds and flowers stand in clumps, none of them in the middle of the view
        clumps = _clumps(random)
        for _ in range(int(count) * 6):
            if placed >= count:
                break
            z = nearest * (farthest / nearest) ** float(random.random())
            share = float(random.uniform(-1.1, 1.1))
            tall = float(random.uniform(low, high))
            if kind == "reeds":
                middle, wide, size = clumps[int(random.integers(len(clumps)))]
                share, tall = middle + float(random.normal()) * wide, tall * size
                if abs(share) < 0.22:
                    continue
            elif kind == "flower" and random.random() < 0.6:
                share = clumps[int(random.integers(len(clumps)))][0] + float(random.normal()) * 0.22
            elif kind == "tuft" and scene.grass > 0.8:
                # high grass leaves the middle free, and is highest at the sides
                share = math.copysign(abs(share) ** 0.6, share)
                tall *= 0.35 + 0.75 * min(abs(share), 1.0)
            x = share * half * z
            ground = height_of(land, x, z)
            wet = -0.45 < ground < 0.12 if kind == "reeds" else ground > 0.16
            if not wet:
                continue
            placed += 1
            add(kind, x, z, tall, max(ground, -0.25) - 0.03)
    for thing in scene.things:
        if thing.kind not in _KINDS and thing.kind != "tree":
            continue
        x, z = thing.x * spread, thing.z
        if thing.kind in ("person", "woman"):
            on_pier = scene.layout == "pier"
            size = 1.78 if thing.kind == "person" else 1.66
            add(thing.kind, x, z, size, 0.60 if on_pier else max(height_of(land, x, z), 0.02) - 0.02)
        else:
            ground = height_of(land, x, z)
            if ground > 0.3:
                named = _TREES[scene.season]
                tree = named[int(random.integers(len(named)))] if thing.kind == "tree" else thing.kind
                size = thing.size * (0.72 if tree in ("birch", "blossom") else 1.0)
                add(tree, x, z, size, ground - 0.15)
    for thing in scene.things:
        if thing.kind == "canoe":
            add(
                "sitter",
                thing.x * spread + math.sin(thing.turn) * 0.5,
                thing.z + math.cos(thing.turn) * 0.5,
                0.96,
                0.10,
            )
    if scene.bough:
        eye = max(height_of(land, 0.0, 0.0), 0.0) + scene.eye
        for away, long, drop in ((8.4, 0.55, 0.12), (7.0, 0.75, 0.30), (6.0, 0.95, 0.20)):
            wide = long * half * away
            long_ = wide * 2 / 3
            hung = -scene.bough * (half * away - wide * 0.40)
            base = eye + top * away - long_ * (0.75 - drop)
            add("bough" if scene.bough > 0 else "bough_left", hung, away, long_, base)
    rows.sort(key=lambda row: -row[1])
    table = np.array(rows, np.float64).reshape(len(rows), 5)
    across, ahead, foot, height, kinds = (np.ascontiguousarray(table[:, k]) for k in range(5))
    tint = random.uniform(0.65, 1.3, len(rows))
    return Flock(
        across, ahead, foot, height, kinds.astype(np.int64), np.full(len(rows), 0.8, np.float32), tint
    )


def _clumps(random: np.random.Generator) -> list[tuple[float, float, float]]:
    """Where reeds stand together: middle and width as shares of half the view, and how high; most on one side."""
    side = float(random.choice([-1, 1]))
    out = []
    for _ in range(int(random.integers(1, 5))):
        here = side if random.random() < 0.72 else -side
        out.append(
            (
                here * float(random.uniform(0.3, 1.05)),
                float(random.uniform(0.03, 0.13)),
                float(random.uniform(0.5, 1.15)),
            )
        )
    return out


def pier(spread: float) -> tuple[Box, ...]:
    """A plank pier on posts that runs out from the right."""
    start = PIER_START[0] * (0.35 + 0.65 * spread), PIER_START[1]

    def along(metres: float) -> tuple[float, float]:
        return start[0] - math.sin(PIER_TURN) * metres, start[1] + math.cos(PIER_TURN) * metres

    x, z = along(PIER_HALF)
    side_x, side_z = math.cos(PIER_TURN), math.sin(PIER_TURN)
    boxes = [Box(x, z, 0.85, PIER_HALF, PIER_TURN, 0.52, 0.60, PLANKS)]
    for k in range(7):
        px, pz = along(1.2 + k * 2.75)
        for side in (-0.82, 0.82):
            top = 1.05 if k % 2 == 0 else 0.52
            boxes.append(
                Box(px + side * side_x, pz + side * side_z, 0.085, 0.085, PIER_TURN, -0.6, top, TIMBER)
            )
    for side in (-0.80, 0.80):
        at_x, at_z = x + side * side_x, z + side * side_z
        boxes.append(Box(at_x, at_z, 0.05, PIER_HALF, PIER_TURN, 0.40, 0.52, TIMBER))
    return tuple(boxes)
