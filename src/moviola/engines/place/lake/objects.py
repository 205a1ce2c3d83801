"""What is set at the lake as solid things: boats, boulders, driftwood, huts, tents, a village."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.lake import land
from moviola.engines.place.lake.boats import canoe, rowing_boat
from moviola.engines.place.lake.cabin import cabin
from moviola.engines.place.lake.driftwood import driftwood
from moviola.engines.place.lake.hamlet import hamlet
from moviola.engines.place.lake.scene import LakeScene
from moviola.engines.place.props.boulder import boulder
from moviola.engines.place.props.polygons import Mesh, joined, placed
from moviola.engines.place.props.tent import tent
from moviola.engines.place.sky.heaven import Heaven

_PAINTS = (
    (0.30, 0.055, 0.040),
    (0.42, 0.40, 0.36),
    (0.055, 0.12, 0.17),
    (0.06, 0.11, 0.065),
    (0.24, 0.15, 0.08),
)
_CLOTH = ((0.38, 0.13, 0.035), (0.34, 0.26, 0.06), (0.34, 0.16, 0.10))


def window_light(sky: Heaven) -> float:
    """Light of a lit window: bright beside what the camera is set for, and hardly seen by day."""
    # by night it is the moon that stands high
    dark = 1.0 if sky.stars > 0.3 else min(max((11 - sky.elevation) / 8, 0.0), 1.0)
    return 1.3 / sky.grade.exposure * dark


def _raised(mesh: Mesh, x: float, y: float, z: float, turn: float) -> Mesh:
    mesh = placed(mesh, x, z, turn)
    return mesh._replace(points=mesh.points + np.array([0, y, 0], np.float32))


def solids(scene: LakeScene, built: land.Land, spread: float) -> Mesh | None:
    """All solid things in one mesh; ``spread`` scales across, 1 for a 16:9 view."""
    glow = window_light(scene.heaven)
    snow = 1.0 if scene.tree_snow > 0 else 0.0
    paint = _PAINTS[scene.seed % len(_PAINTS)]
    out: list[Mesh] = []
    for number, thing in enumerate(scene.things):
        x, z = thing.x * spread, thing.z
        ground = land.height_of(built, x, z)
        if thing.kind == "boat":
            out.append(placed(rowing_boat(thing.size, paint), x, z, thing.turn))
        elif thing.kind == "canoe":
            out.append(placed(canoe(thing.size, paint), x, z, thing.turn))
        elif thing.kind == "cabin":
            out.append(_raised(cabin(scene.seed % 5, 0.35 * snow, glow), x, ground - 0.5, z, thing.turn))
        elif thing.kind == "tent":
            cloth = _CLOTH[scene.seed % len(_CLOTH)]
            out.append(_raised(tent(thing.size, glow * 0.30, cloth), x, ground - 0.05, z, thing.turn))
        elif thing.kind == "log":
            # it lies with its thick end higher on the shore
            out.append(
                _raised(driftwood(scene.seed % 4, thing.size, 0.17), x, max(ground, -0.12), z, thing.turn)
            )
        elif thing.kind == "hamlet":
            for house, across, ahead in hamlet(scene.seed % 6, glow * 1.6, snow):
                there = land.height_of(built, x + across * spread, z + ahead)
                if there > 0.3:
                    out.append(_raised(house, x + across * spread, there, z + ahead, 0.0))
        elif thing.kind == "boulder":
            kind = (scene.seed * 7 + number) % 12
            high = thing.size * (0.30 + 0.05 * (kind % 5))
            foot = max(ground, -0.55 * high)
            wet = max(-foot, 0.0) + 0.05 if ground < 0.05 else -9.0
            stone = boulder(kind, thing.size, high, scene.palette[8], snow * 0.9, round(wet, 1))
            out.append(_raised(stone, x, foot, z, thing.turn))
    return joined(out) if out else None
