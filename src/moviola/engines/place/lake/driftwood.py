"""A bleached trunk that the lake has thrown on its shore."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.props.polygons import Mesh, joined, tube

_GREY = (0.20, 0.178, 0.155)


def _bark(mesh: Mesh, random: np.random.Generator, sides: int) -> Mesh:
    """Stripes along the wood, lighter and darker."""
    count = len(mesh.made) // 2
    stripes = random.uniform(0.55, 1.25, sides)
    along = count // sides
    tone = np.tile(stripes, along)[:count] * np.repeat(random.uniform(0.95, 1.04, along), sides)[:count]
    made = mesh.made.copy()
    made[:, :3] *= np.concatenate([tone, tone])[:, None].astype(np.float32)
    return mesh._replace(made=made)


@lru_cache(maxsize=8)
def driftwood(seed: int, length: float, radius: float) -> Mesh:
    """A trunk along z around its own origin with its roots at one end and stubs of branches."""
    random = np.random.default_rng((seed, 62))
    made = np.zeros(8, np.float32)
    made[:3] = _GREY
    share = np.linspace(0, 1, 120)
    bend = float(random.uniform(-0.05, 0.05)) * length
    x = bend * np.sin(share * 2.6) + random.normal(size=120).cumsum() * 0.0016 * length / 10
    path = np.stack([x, radius * (0.75 + 0.5 * share), (share - 0.5) * length], 1).astype(np.float32)
    thick = radius * (1.15 - 0.62 * share) * (1 + 0.02 * random.normal(size=120))
    thick[0] *= 0.6
    thick[-1] *= 0.3
    parts = [_bark(tube(path, thick, made, 44), random, 44)]
    for k in range(9):
        # roots at the thick end
        turn = k / 9 * 6.283 + float(random.uniform(-0.3, 0.3))
        reach = radius * float(random.uniform(1.4, 2.9))
        way = np.linspace(0, 1, 9)[:, None]
        out = np.array(
            [
                np.cos(turn) * reach,
                abs(np.sin(turn)) * reach - radius * 0.3 * (np.sin(turn) < 0),
                -0.5 * reach,
            ]
        )
        root = path[1] + way * out + way**2 * random.normal(size=3) * radius * 0.5
        parts.append(tube(root.astype(np.float32), radius * 0.34 * (1 - way[:, 0]) + 0.012, made, 8))
    for _ in range(5):
        at = int(random.integers(30, 110))
        out = np.array([random.normal() * 0.5, abs(random.normal()) + 0.35, random.uniform(0.1, 0.8)])
        way = np.linspace(0, 1, 7)[:, None]
        stub = path[at] + way * out * float(random.uniform(0.15, 0.5)) + way**2 * random.normal(size=3) * 0.12
        parts.append(tube(stub.astype(np.float32), radius * (0.30 - 0.16 * way[:, 0]), made, 8))
    return joined(parts)
