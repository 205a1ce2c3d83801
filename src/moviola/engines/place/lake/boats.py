"""A rowing boat and a canoe as meshes."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.props.polygons import Mesh, joined, sheet, tube

Colour = tuple[float, float, float]


def _made(colour: Colour, mirror: float = 0.02) -> Picture:
    return np.array([*colour, mirror, 0.0, 0.0, 0.0, 0.0], np.float32)


def _hull(length: float, beam: float, side: float, rise: float, stern: float, inset: float) -> Picture:
    """Stations from stern to bow, points from the left rim under the keel to the right one; ``stern``: its width."""
    along = np.linspace(0, 1, 25)
    around = np.linspace(-1, 1, 15)
    t, s = np.meshgrid(along, around, indexing="ij")
    full = np.sin(np.clip(t * (1 - stern * 0.35) + stern * 0.35, 0, 1) * math.pi) ** 0.62
    wide = beam / 2 * full - inset
    rim = (
        side
        + rise * (np.clip(t - 0.55, 0, 1) / 0.45) ** 2
        + rise * 0.6 * (np.clip(0.45 - t, 0, 1) / 0.45) ** 2 * (1 - stern * 0.5)
    )
    x = np.sign(s) * np.maximum(wide, 0.005) * np.abs(s) ** 0.55
    y = 0.015 + inset * 1.6 + (rim - 0.015 - inset * 1.6) * np.abs(s) ** 2.6
    z = (t - 0.5) * length * (1 + 0.02 * np.abs(s))
    return np.stack([x, y, z], -1).astype(np.float32)


def rowing_boat(length: float, colour: Colour) -> Mesh:
    """An open boat of wood with three seats and oars laid in, afloat."""
    wood, dark = (0.13, 0.092, 0.06), (0.055, 0.042, 0.031)
    outer = _hull(length, length * 0.36, 0.40, 0.26, 1.0, 0.0)
    inner = _hull(length, length * 0.36, 0.40, 0.26, 1.0, 0.03)
    parts = [sheet(outer, _made(colour)), sheet(inner[:, ::-1], _made(dark))]
    parts += [tube(outer[:, k], 0.022, _made(wood), 6) for k in (0, -1)]
    for share in (0.10, 0.42, 0.70):
        station = inner[int(share * 24)]
        half = abs(float(station[0, 0])) * 0.96
        z, y = float(station[0, 2]), 0.30
        seat = np.array(
            [[[-half, y, z - 0.12], [half, y, z - 0.12]], [[-half, y, z + 0.12], [half, y, z + 0.12]]],
            np.float32,
        )
        parts.append(sheet(seat, _made(wood)))
        front = np.array(
            [
                [[-half, y, z - 0.12], [half, y, z - 0.12]],
                [[-half, y - 0.03, z - 0.12], [half, y - 0.03, z - 0.12]],
            ],
            np.float32,
        )
        parts.append(sheet(front, _made(wood)))
    # the transom
    back = outer[0]
    plate = np.stack([back, np.stack([back[:, 0], np.full(15, back[0, 1]), back[:, 2]], 1)])
    parts.append(sheet(plate.astype(np.float32), _made(colour)))
    for side in (-0.22, 0.26):
        oar = np.linspace([side, 0.36, -length * 0.36], [side * 1.3, 0.47, length * 0.30], 8).astype(
            np.float32
        )
        parts.append(tube(oar, 0.022, _made(wood), 5))
    return joined(parts)


def canoe(length: float, colour: Colour) -> Mesh:
    """A canoe, afloat."""
    wood, dark = (0.24, 0.15, 0.08), (0.13, 0.085, 0.05)
    outer = _hull(length, 0.86, 0.30, 0.30, 0.0, 0.0)
    inner = _hull(length, 0.86, 0.30, 0.30, 0.0, 0.02)
    parts = [sheet(outer, _made(colour, 0.04)), sheet(inner[:, ::-1], _made(dark))]
    parts += [tube(outer[:, k], 0.018, _made(wood), 6) for k in (0, -1)]
    return joined(parts)
