"""Where the trees of a city stand: along its banks and avenues, in its parks, before the camera."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.city.kinds import ABOVE
from moviola.engines.place.city.skyline import CityScene, build
from moviola.engines.place.city.trees import KINDS
from moviola.engines.place.props.sprites import Flock

#: Trees seen from above at most, and metres beyond which they are specks.
_MOST, _FAR = 700, 1500.0

_Place = tuple[float, float, float, float]


def _of_parks(scene: CityScene, random: np.random.Generator) -> list[_Place]:
    """Trees of the parks and along the avenues, as x, z, height and foot."""
    layout, plan = scene.layout, build(scene)[3]
    found: list[tuple[float, float]] = []
    half = plan.parks.shape[0] // 2
    deep, wide = int(_FAR / plan.pitch_z) + 1, int(_FAR * layout.wide / plan.pitch_x) + 4
    for m in range(deep):
        for n in range(-wide, wide):
            count = 16 if plan.parks[m + half, n + half] else 0
            found += [
                ((n + u) * plan.pitch_x, (m + v) * plan.pitch_z)
                for u, v in random.uniform(0.12, 0.88, (count, 2))
            ]
            if n % plan.every == 0:
                for k in range(5):
                    for side in (-1.0, 1.0):
                        if random.random() < 0.6:
                            at = plan.avenue + 2.2 if plan.every > 1 else plan.avenue + 6.0
                            found.append((n * plan.pitch_x + side * at, (m + k / 5) * plan.pitch_z))
    rows = []
    for gx, gz in found:
        x, z = plan.cosine * gx - plan.sine * gz, plan.sine * gx + plan.cosine * gz
        water = layout.wet and layout.bank - 20 < z < layout.shore(x) + 6
        if max(layout.start, 60.0) < z < _FAR and abs(x) < layout.wide * z * 1.3 + 60 and not water:
            rows.append((x, z, float(random.uniform(7, 12)), 0.0))
    return [rows[k] for k in random.permutation(len(rows))[:_MOST]]


@lru_cache(maxsize=8)
def trees(scene: CityScene, far: bool) -> Flock | None:
    """Trees along the far bank, or those that frame the view."""
    layout, wish = scene.layout, scene.wish
    random = np.random.default_rng(scene.seed + 31 + far)
    rows: list[tuple[float, float, float, float]] = []
    if "trees" in wish.without:
        return None
    if far and layout.kind in ABOVE:
        rows = _of_parks(scene, random)
    elif far and layout.kind == "park":
        for line in range(5):
            z = layout.far_bank + 4 + line * 9
            for x in np.arange(-layout.wide * z * 1.5 - 20, layout.wide * z * 1.5 + 20, 6.5):
                at = float(x + random.normal() * 2.5)
                tall = float(random.uniform(8, 13)) + 1.3 * line
                rows.append((at, layout.shore(at) + 3 + line * 9 + float(random.normal() * 2), tall, 0.0))
    elif far and layout.kind in ("river", "low", "harbour"):
        reach = layout.wide * layout.far_bank * 1.45
        for x in np.arange(-reach, reach, 9.0):
            group = math.sin(x * 0.013 + layout.ripple) + math.sin(x * 0.031)
            if group > -0.7 and random.random() < 0.85:
                at = float(x + random.normal() * 2)
                rows.append((at, layout.shore(at) + 9, float(random.uniform(7, 13)), 2.0))
    elif not far and layout.front == "trees":
        z = layout.bank - 3
        side = -layout.side
        rows.append((side * layout.wide * z * 0.92, z, float(random.uniform(9, 13)), 0.3))
        rows.append((side * layout.wide * (z + 6) * 1.12, z - 1.5, float(random.uniform(8, 11)), 0.3))
    elif not far and layout.quay is not None and layout.rail == 2 and abs(layout.quay.nz) > 0.8:
        # a tree at the edge of the view, on the promenade
        z = layout.bank - 2.2
        foot = layout.quay.height
        rows.append((-layout.side * layout.wide * z * 0.86, z, float(random.uniform(5.5, 7.5)), foot))
        rows.append((-layout.side * layout.wide * z * 1.25, z, float(random.uniform(5.5, 7.5)), foot))
    if not rows:
        return None
    table = np.array(sorted(rows, key=lambda row: -row[1]))
    count = len(table)
    return Flock(
        np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1]), np.ascontiguousarray(table[:, 3]),
        np.ascontiguousarray(table[:, 2]), random.integers(0, KINDS, count).astype(np.int64),
        np.ones(count, np.float32), random.uniform(0.7, 1.2, count),
    )  # fmt: skip
