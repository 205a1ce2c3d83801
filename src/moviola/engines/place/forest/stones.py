"""Stones, fallen trunks, and what hangs over the banks of a stream."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest.greens import FERN, GRASS, HERB, free, tinted
from moviola.engines.place.forest.growing import Grower

_MOSSY: tuple[float, ...] = (0.034, 0.047, 0.012, 0.075, 0.085, 0.020)


def stones(grower: Grower) -> None:
    """Stones and fallen trunks, along a stream its banks and ledge too."""
    random, layout, start = grower.random, grower.layout, grower.starts["stone"]
    stream = layout.lead == "stream"
    count = 150 if stream else (40 if "rocks" in grower.scene.features else int(random.integers(3, 12)))
    for _ in range(count):
        z = math.exp(random.uniform(math.log(3.2), math.log(40)))
        lead = 0.0
        if stream:
            lead = float(layout.lead_x(np.array([z], np.float32))[0])
            x = lead + random.normal() * layout.lead_width * 1.15
        else:
            x = random.uniform(-1, 1) * grower.half * z
            if not free(grower, np.array([x]), np.array([z]), 0.5)[0]:
                continue
        size = min(random.lognormal(-1.35, 0.55), 1.1) * (0.55 + 0.45 * min(z / 12, 1.0))
        y = max(grower.foot(x, z), -0.05 if stream else 0.0)
        if not stream:
            for _ in range(3):
                kind = grower.starts["grass"] + int(random.integers(4))
                look = tinted(GRASS[grower.scene.wish.season], random)
                grower.rows.add(
                    x + random.normal() * size * 0.6, z - 0.1, y - 0.03, size * 0.35, kind, 1.0, look
                )
        kind = start + int(random.integers(5))
        if stream and abs(x - lead) < layout.lead_width * 0.95 and random.random() < 0.85:
            kind = grower.starts["pebble"] + int(random.integers(4))
        grower.rows.add(
            x, z, y - size * (0.16 if y < 0.05 else 0.34), size, kind, 1 - 2.0 * random.integers(2), _MOSSY
        )
    if stream:
        _bank(grower)
    if layout.fall is not None:
        _ledge(grower)
    fallen = 2 if stream else int(random.integers(0, 3))
    for _ in range(fallen if grower.scene.trees[0][0] not in ("bamboo", "cherry") and layout.framed else 0):
        z = random.uniform(9, 20)
        x = random.choice([-1, 1]) * random.uniform(0.35, 0.9) * grower.half * z
        if free(grower, np.array([x]), np.array([z]), 2.4)[0] and not layout.edge:
            size = random.uniform(0.42, 0.66)
            kind = grower.starts["log"] + int(random.integers(2))
            grower.rows.add(
                x, z, grower.foot(x, z) - size * 0.26, size, kind, 1 - 2.0 * random.integers(2), _MOSSY
            )


def _bank(grower: Grower) -> None:
    """Ferns, grass and shrubs that hang over a stream."""
    random, layout = grower.random, grower.layout
    season = grower.scene.wish.season
    for _ in range(120 if grower.scene.snow else 700):
        z = math.exp(random.uniform(math.log(2.6), math.log(24)))
        side = 1 - 2.0 * float(random.integers(2))
        away = layout.lead_width * (1.18 + abs(random.normal()) * 1.2) / 0.9
        x = float(layout.lead_x(np.array([z], np.float32))[0]) + side * away
        which = random.random()
        name = "grass" if which < 0.45 else ("fern" if which < 0.70 and not grower.scene.snow else "herb")
        pair = {"grass": GRASS, "herb": HERB, "fern": FERN}[name][season]
        size = (
            {"grass": 0.34, "herb": 0.30, "fern": 0.50}[name]
            * random.uniform(0.5, 1.15)
            * min(1.0, 0.4 + z / 8)
        )
        grower.rows.add(
            x,
            z,
            grower.foot(x, z) - 0.04,
            size,
            grower.starts[name] + int(random.integers(4)),
            side,
            tinted(pair, random),
        )


def _ledge(grower: Grower) -> None:
    """Boulders beside, below and on top of the waterfall."""
    random, layout = grower.random, grower.layout
    assert layout.fall is not None
    at, high = layout.fall
    middle = float(layout.lead_x(np.array([at], np.float32))[0])
    for k in range(210):
        off = random.normal() * 3.4
        if abs(off) < layout.lead_width * (0.75 if k % 3 else 0.0):
            continue
        # at the foot of the face, in it, and along its edge
        z, lift = at - random.uniform(0.1, 1.2), 0.0
        if k % 3:
            lift = random.uniform(0.0, high + 0.2)
            # lower ones stand before those above them and hide their feet
            z = at - 0.15 - 0.55 * (1 - lift / (high + 0.2))
        elif abs(off) < layout.lead_width:
            z = at - random.uniform(0.9, 1.8)
        x = middle + off
        size = random.uniform(0.35, 1.0) * (0.6 if abs(off) < layout.lead_width else 1.0)
        foot = lift or grower.foot(x, z)
        mossy = random.random() < 0.6
        kind = grower.starts["stone" if mossy else "pebble"] + int(random.integers(4))
        grower.rows.add(x, z, foot - size * 0.3, size, kind, 1 - 2.0 * random.integers(2), _MOSSY)
