"""What stands in a desert, as flocks of cut-outs on its ground."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from moviola.engines.place.desert.caravan import camel, leader
from moviola.engines.place.desert.growth import dead_tree, saguaro, scrub
from moviola.engines.place.desert.land import height_of
from moviola.engines.place.desert.scene import DesertScene
from moviola.engines.place.desert.shade import Lit
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample_points
from moviola.engines.place.plants.conifer import reeds
from moviola.engines.place.plants.palm import palm
from moviola.engines.place.props.figure import figure
from moviola.engines.place.props.sprites import Atlas, Flock, atlas
from moviola.engines.place.shelf import kept
from moviola.engines.place.terrain.cascade import Cascade

_VERSION = 1
#: Kind → first cut-out and how many there are.
_CUTOUTS = {
    "saguaro": (0, 5),
    "scrub": (5, 4),
    "tuft": (9, 3),
    "dead": (12, 3),
    "camel": (15, 4),
    "leader": (19, 1),
    "person": (20, 1),
    "palm": (21, 4),
}
_COUNT = sum(count for _, count in _CUTOUTS.values())
_HEIGHTS = {"saguaro": (3.0, 8.0), "scrub": (0.35, 1.1), "tuft": (0.14, 0.42), "dead": (3.5, 6.5)}


def _palm(seed: int, lean: float) -> Picture:
    """A palm as :class:`Atlas` wants it: no snow, and lit alike from all sides."""
    tree = palm(40 + seed, 460, 620, lean)
    out = np.zeros_like(tree)
    out[..., 0] = tree[..., 0]
    out[..., 1] = tree[..., 1] / np.maximum(tree[..., 0], 0.02)
    return out


def _drawn() -> list[Picture]:
    cutouts = [saguaro(k, 620) for k in range(5)]
    cutouts += [scrub(k, 180, 0.25 * k) for k in range(4)]
    cutouts += [reeds(70 + k, 160, 140, 46, False) for k in range(3)]
    cutouts += [dead_tree(k, 560) for k in range(3)]
    cutouts += [camel(360, 0, "rider"), camel(360, 1, "rider"), camel(360, 0, "load"), camel(360, 1, "load")]
    cutouts += [leader(230), figure(420)]
    return cutouts + [_palm(k, lean) for k, lean in enumerate((0.10, -0.14, 0.03, -0.05))]


@cache
def book() -> Atlas:
    """Every cut-out of a desert, from the cache folder once they have been drawn."""
    fields = tuple(f"cutout{k}" for k in range(_COUNT))

    def compute() -> dict[str, Picture]:
        # half precision is more than a screen shows
        halves: list[Any] = [cutout.astype(np.float16) for cutout in _drawn()]
        return dict(zip(fields, halves, strict=True))

    stored = kept(f"desert-plants-{_VERSION}", fields, compute)
    cutouts = [stored[field].astype(np.float32) for field in fields]
    palette = (
        [(0.15, 0.165, 0.085, 0.15)] * 5 + [(0.23, 0.205, 0.125, 0.6)] * 4 + [(0.46, 0.36, 0.19, 1.0)] * 3
    )
    palette += [(0.15, 0.115, 0.085, 0.1)] * 3 + [(0.22, 0.15, 0.095, 0.2)] * 4
    palette += [(0.10, 0.085, 0.08, 0.2), (0.05, 0.045, 0.045, 0.2)]
    palette += [(0.150, 0.165, 0.060, 0.6)] * 4
    return atlas(cutouts, palette)


def standing(scene: DesertScene, land: Cascade, lit: Lit, half: float) -> Flock | None:
    """All that stands in view, far to near; None for bare sand."""
    dice = np.random.default_rng((scene.seed, 31))
    rows: list[tuple[float, float, float, float, float]] = []

    def add(kind: str, x: float, z: float, height: float, foot: float | None = None) -> None:
        first, count = _CUTOUTS[kind]
        ground = height_of(land, x, z) if foot is None else foot
        if scene.wet and ground < 0.02:
            return
        rows.append((x, z, ground - 0.02 - height * 0.01, height, first + int(dice.integers(count))))

    for kind, first, last, count in scene.plants:
        low, high = _HEIGHTS[kind]
        # even in the picture, not on the ground: most stand near
        for _ in range(int(count)):
            z = first * (last / first) ** float(dice.random())
            x = float(dice.uniform(-1.1, 1.1)) * half * z
            add(kind, x, z, low + (high - low) * float(dice.beta(2, 3)))
    for plant in scene.standing:
        if plant.kind in _CUTOUTS:
            # what frames a wide view frames a narrow one too; palms keep to their pool
            share = 1.0 if plant.kind == "palm" else half / scene.half
            add(plant.kind, plant.x * share, plant.z, plant.height)
    if scene.caravan:
        rows += _caravan(scene, land, half, dice)
    if scene.person:
        x, z = scene.person[0] * scene.person[1], scene.person[1]
        add("person", x, z, 1.78)
    if not rows:
        return None
    rows.sort(key=lambda row: -row[1])
    x, z, foot, height, kind_ = (np.ascontiguousarray(column) for column in np.array(rows, np.float64).T)
    far = sample_points(
        lit.sun_far, (x - land.far_west) / land.far_cell, (z - land.far_south) / land.far_cell
    )
    sun = np.maximum(far, np.float32(0.04))
    return Flock(x, z, foot, height, kind_.astype(np.int64), sun, dice.uniform(0.75, 1.25, len(x)))


def camp(scene: DesertScene, land: Cascade, half: float, lens: Lens, rows: int) -> tuple[float, float, float]:
    """Where the tent stands: metres across and ahead, and the ground there; nothing hides it, no edge cuts it off."""
    assert scene.tent is not None
    share, first, _ = scene.tent
    eye = height_of(land, 0.0, 0.0) + scene.eye
    for side in (share, -share, share * 0.4, -share * 0.4):
        for ahead in first * np.geomspace(0.8, 3.0, 9):
            x = side * half / scene.half * float(ahead)
            ground = height_of(land, x, float(ahead))
            slope = (ground - eye) / ahead
            if lens.horizon - slope * lens.focal > rows * 0.90:
                continue
            way = np.linspace(0.1, 0.97, 24)
            before = [(height_of(land, x * t, float(ahead) * t) - eye) / (ahead * t) for t in way]
            if max(before) < slope + 0.3 / ahead:
                return x, float(ahead), ground
    x = share * half / scene.half * first
    return x, first, height_of(land, x, first)


def _caravan(
    scene: DesertScene, land: Cascade, half: float, dice: np.random.Generator
) -> list[tuple[float, float, float, float, float]]:
    """Camels in a row along the crest that shows best before the sky."""
    assert scene.caravan is not None
    ahead, gap, count = scene.caravan
    # a narrow picture has room for fewer
    count = min(count, max(int(1.35 * half * ahead / gap), 2))
    eye = height_of(land, 0.0, 0.0) + scene.eye
    room = 1.8 * half * ahead - count * gap
    start = -0.9 * half * ahead + float(dice.uniform(0.15, 0.85)) * room
    out = []
    for k in range(count + 1):
        x = start + k * gap + float(dice.uniform(-0.5, 0.5)) * (k < count)
        # on the skyline of the nearest dune
        depths = np.arange(ahead * 0.5, ahead * 1.9, 0.7)
        line = np.array([(height_of(land, x * d / ahead, d) - eye) / d for d in depths])
        z = float(depths[int(line.argmax())])
        at = x * z / ahead
        kind = 19.0 if k == count else float(15 + (0, 2, 1, 3)[k % 4])
        out.append((at, z, height_of(land, at, z) - 0.06, 1.75 if k == count else 3.05, kind))
    return out
