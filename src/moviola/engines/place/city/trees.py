"""Trees of streets and parks, as cut-outs: a crown of many clumps of leaves on a stem, or bare branches."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.props.sprites import Atlas, atlas
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.scene import Season

#: Kinds of trees in an atlas.
KINDS = 5
_TALL, _WIDE = 640, 560
_LEAVES: dict[Season, tuple[tuple[float, float, float], ...]] = {
    "spring": ((0.075, 0.110, 0.028), (0.060, 0.095, 0.026)),
    "summer": ((0.045, 0.075, 0.020), (0.036, 0.060, 0.018)),
    "autumn": ((0.200, 0.090, 0.022), (0.150, 0.050, 0.018), (0.190, 0.125, 0.030)),
    "winter": ((0.050, 0.042, 0.036), (0.044, 0.038, 0.034)),
}


def _tree(seed: int, bare: bool) -> Picture:
    """Opacity, shade, normal to the right and snow [h, w, 4]."""
    random = np.random.default_rng(seed + 11)
    wood = np.zeros((_TALL, _WIDE), np.float32)
    tips: list[tuple[float, float]] = []

    def branch(x: float, y: float, angle: float, length: float, width: float, depth: int) -> None:
        end_x, end_y = x + math.sin(angle) * length, y - math.cos(angle) * length
        cv2.line(wood, (int(x), int(y)), (int(end_x), int(end_y)), 1.0, max(int(width), 1), cv2.LINE_AA)
        if depth == 0:
            tips.append((end_x, end_y))
            return
        for _ in range(3 if depth > 2 else 2):
            turn = float(random.uniform(-0.75, 0.75))
            branch(
                end_x,
                end_y,
                angle * 0.85 + turn,
                length * float(random.uniform(0.62, 0.84)),
                width * 0.62,
                depth - 1,
            )
        tips.append((end_x, end_y))

    branch(_WIDE / 2, _TALL - 1, float(random.uniform(-0.05, 0.05)), _TALL * 0.26, 17, 6 if bare else 5)
    shade = np.full((_TALL, _WIDE), 0.5, np.float32)
    side = np.zeros((_TALL, _WIDE), np.float32)
    opacity = wood.copy()
    if not bare:
        fleck = soften(random.normal(size=(_TALL, _WIDE)).astype(np.float32), 2.2)
        fleck /= float(fleck.std())
        broad = soften(random.normal(size=(_TALL, _WIDE)).astype(np.float32), 9)
        broad /= float(broad.std())
        y, x = np.mgrid[0:_TALL, 0:_WIDE].astype(np.float32)
        middle = np.array(tips).mean(axis=0)
        for tip_x, tip_y in random.permutation(np.array(tips))[:150]:
            radius = float(random.uniform(20, 40))
            rows = slice(max(int(tip_y - 2 * radius), 0), max(int(tip_y + 2 * radius), 1))
            columns = slice(max(int(tip_x - 2 * radius), 0), max(int(tip_x + 2 * radius), 1))
            dx, dy = (x[rows, columns] - tip_x) / radius, (y[rows, columns] - tip_y) / radius
            away = dx * dx + dy * dy
            leaf = np.clip(
                (1.0 - away + 0.42 * fleck[rows, columns] + 0.25 * broad[rows, columns]) * 3.0, 0, 1
            )
            opacity[rows, columns] = np.maximum(opacity[rows, columns], leaf)
            high = (middle[1] - tip_y) / (_TALL * 0.35)
            light = 0.62 + 0.22 * high - 0.26 * dy + 0.16 * fleck[rows, columns]
            shade[rows, columns] += (np.clip(light, 0.12, 1.2) - shade[rows, columns]) * leaf * 0.8
            turned = np.clip(dx * 0.6 + (tip_x - middle[0]) / (_WIDE * 0.5), -0.9, 0.9)
            side[rows, columns] += (turned - side[rows, columns]) * leaf * 0.8
    return fit(
        np.ascontiguousarray(np.stack([np.clip(opacity, 0, 1), shade, side, 0 * shade], 2)),
        (_WIDE // 2, _TALL // 2),
        AREA,
    )


@lru_cache(maxsize=4)
def tree_atlas(season: Season) -> Atlas:
    """Trees of a season."""
    bare = season == "winter"
    colours = _LEAVES[season]
    palette = [(*colours[k % len(colours)], 0.25) for k in range(KINDS)]
    return atlas([_tree(k, bare) for k in range(KINDS)], palette)
