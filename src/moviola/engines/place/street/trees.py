"""Trees along the kerb: grown crowns on a straight stem."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np

from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.plants.growth import portrait
from moviola.engines.place.plants.species import SPECIES
from moviola.engines.place.props.stamp import bytes_of, stamp
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.scene import Scene, Season
from moviola.engines.place.street.plan import Tree, Way

#: Crowns that stand well by themselves: species and seed.
_CROWNS = (("beech", 12), ("maple", 12), ("oak", 12), ("maple", 15), ("beech", 17))
_WIDE, _HIGH = 360, 460
_BARK = (0.045, 0.038, 0.031)


def kerb_trees(
    random: np.random.Generator, way: Way, scene: Scene, kind: str, road: float
) -> tuple[Tree, ...]:
    """Trees of a street that has any, far to near."""
    chance = (
        0.85 if scene.season == "autumn" else {"day": 0.55, "golden": 0.5, "dawn": 0.4}.get(scene.time, 0.1)
    )
    wanted = scene.has("trees") or random.random() < chance
    possible = (
        kind in ("avenue", "bend", "lane") and scene.era != "futuristic" and "trees" not in scene.without
    )
    if not wanted or not possible:
        return ()
    pitch, first = float(random.uniform(8.5, 12.0)), float(random.uniform(26, 31))
    crowns = random.choice(len(_CROWNS), 2, replace=False)
    sides = (-1, 1) if kind != "lane" else (int(random.choice([-1, 1])),)
    some = []
    for side in sides:
        for k in range(9):
            along = first + (k + 0.5 * (side > 0)) * pitch + float(random.uniform(-0.6, 0.6))
            x, z, _ = way.at(along, side * (road + 0.75))
            height = float(random.uniform(6.6, 8.8)) * (0.8 if kind == "lane" else 1.0)
            some.append(Tree(x, z, height, int(crowns[k % 2]), bool(random.random() < 0.5)))
    return tuple(sorted(some, key=lambda tree: -tree.z))


@lru_cache(maxsize=12)
def crown(which: int, season: Season) -> Mask:
    """A tree as a cutout for :func:`stamp.stamp`."""
    name, seed = _CROWNS[which]
    species = SPECIES[name]
    bare = season == "winter"
    grown = portrait(species.crown, seed, _WIDE, _HIGH, bare).astype(np.float32) / 255
    opacity = grown[..., :1]
    inverse = 1 / np.maximum(opacity, 1 / 255)
    tone, leaf, hue = (grown[..., k : k + 1] * inverse for k in (1, 2, 3))
    pairs = species.leaves.get(season) or species.leaves["summer"]
    first, second = (np.array(c, np.float32) for c in pairs[which % len(pairs)])
    leaves = (first + (second - first) * hue) * 2.0
    colour = (np.array(_BARK, np.float32) * (1 - leaf) + leaves * leaf) * (0.25 + 1.1 * tone)
    colour *= 0.35 + 0.65 * np.clip(grown[..., 6:7] * inverse, 0, 1)
    right = (grown[..., 4:5] * inverse - 128 / 255) * 2
    up = (grown[..., 5:6] * inverse - 128 / 255) * 2
    # the crown as a whole is round
    x = np.linspace(-1, 1, _WIDE, dtype=np.float32)[None, :, None]
    y = np.linspace(1, -1, _HIGH, dtype=np.float32)[:, None, None]
    right, up = np.clip(right * 0.5 + 0.6 * x, -0.9, 0.9), np.clip(up * 0.5 + 0.25 + 0.5 * y, -0.9, 0.9)
    toward = np.sqrt(np.clip(1 - right**2 - up**2, 0.04, 1))
    sketch = np.concatenate([opacity, np.clip(colour, 0, 1), right, up, toward], axis=2)
    _stem(sketch)
    return bytes_of(np.ascontiguousarray(sketch, np.float32))


def _stem(sketch: Picture) -> None:
    """A stem from the lower edge into the crown, behind its leaves."""
    mask = np.zeros((_HIGH, _WIDE), np.uint8)
    middle, base, top = _WIDE / 2, _HIGH, _HIGH * 0.52
    line = np.array([(middle - 8, base), (middle - 5, base - 40), (middle - 3, top), (middle + 3, top),
                     (middle + 5, base - 40), (middle + 8, base)])  # fmt: skip
    cv2.fillPoly(mask, [np.round(line * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    share = (mask.astype(np.float32) / 255)[..., None] * (1 - sketch[..., :1])
    total = sketch[..., :1] + share
    across = np.clip((np.arange(_WIDE, dtype=np.float32) - middle) / 7, -0.9, 0.9)[None, :]
    new = np.empty_like(sketch)
    new[..., 0], new[..., 1:4] = 1, _BARK
    new[..., 4], new[..., 5], new[..., 6] = across, 0, np.sqrt(1 - across**2)
    sketch[..., 1:] += (new[..., 1:] - sketch[..., 1:]) * (share / np.maximum(total, 1e-4))
    sketch[..., :1] = total


def draw_tree(
    out: Picture,
    depths: Picture,
    tree: Tree,
    season: Season,
    lens: Lens,
    cube: Picture,
    fog: float,
    veil: Picture,
) -> None:
    """Draw a tree into ``out`` where ``depths`` has nothing nearer, and its depth."""
    depth = tree.z - lens.z
    if depth < 4:
        return
    picture = crown(tree.crown, season)
    if tree.mirrored:
        picture = picture[:, ::-1].copy()
        picture[..., 4] = 254 - np.minimum(picture[..., 4], 254)
    pixels = lens.focal / depth
    # what is far takes fewer of its pixels: else they would flicker and look hard
    level = min(max(int(math.log2(max(_HIGH / (tree.height * pixels), 1.0))), 0), 4)
    if level:
        size = (_WIDE >> level, _HIGH >> level)
        halves = [
            fit(np.ascontiguousarray(picture[..., part]), size, AREA) for part in (slice(0, 4), slice(4, 7))
        ]
        picture = np.ascontiguousarray(np.concatenate(halves, axis=2))
    wide = tree.height * _WIDE / _HIGH * pixels
    column = lens.centre + (tree.x - lens.x) / depth * lens.focal
    foot = lens.horizon + lens.height / depth * lens.focal
    scale = picture.shape[0] / (tree.height * pixels)
    stamp(out, depths, picture, column - wide / 2, foot - tree.height * pixels, scale, depth, cube, fog, veil)
