"""A log cabin by the water."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.props import mesh
from moviola.engines.place.props.house import house
from moviola.engines.place.props.polygons import Mesh

#: Light of a lit window.
_WARM = (1.0, 0.52, 0.18)
#: Logs and boards, weathered.
_LOG_CABIN = 3


@lru_cache(maxsize=8)
def cabin(seed: int, snow: float, glow: float) -> Mesh:
    """A cabin around its own origin, its front towards the camera; ``glow``: light of a lit window."""
    solid = house(_LOG_CABIN, seed, snow, 0.8 if glow > 0 else 0.0, True).mesh
    count = len(solid.corners)
    made = np.zeros((count, 8), np.float32)
    made[:, :3] = solid.colour * solid.openness.mean(1, keepdims=True)
    # what the panes' colour tells is their curtains; by day glass is dark
    made[solid.made == mesh.GLASS, :3] = (0.022, 0.024, 0.028)
    made[:, 3] = np.where(solid.made == mesh.GLASS, 0.25, 0.0)
    made[:, 4:7] = solid.glow[:, None] * np.array(_WARM, np.float32) * glow
    corners = np.arange(count * 3, dtype=np.int32).reshape(count, 3)
    return Mesh(
        np.ascontiguousarray(solid.corners.reshape(-1, 3)),
        np.ascontiguousarray(solid.normals.reshape(-1, 3)),
        corners,
        made,
    )
