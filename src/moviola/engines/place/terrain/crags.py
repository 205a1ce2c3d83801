"""Rock finer than erosion makes it: slopes that bend, buttresses and clefts in all directions, beds that stand out.

Water carves a smooth slope into gullies that all run alike; rock is broken. Everything here is laid over steep ground
only, and shifted by noise, so that no two faces of a mountain repeat each other.
"""

from __future__ import annotations

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.noise import fractal
from moviola.engines.place.resample import CUBIC, fit, soften

#: Buttresses: metres between them, height in metres, and metres of shift for a metre of climb.
_BUTTRESSES = ((620.0, 36.0, 0.4), (260.0, 23.0, 0.8), (105.0, 12.0, 1.1), (48.0, 5.0, 1.3))
#: Thinnest and thickest bed in metres.
_BEDS = (14.0, 95.0)


def _even(plane: Picture) -> Picture:
    return np.asarray((plane - plane.mean()) / plane.std(), np.float32)


def _noise(size: int, across: float, octaves: int, seed: int, ridged: bool = False) -> Picture:
    """Mean 0, deviation 1; coarse noise is made small and enlarged."""
    few = min(size, 1 << max(int(np.ceil(np.log2(across * 2 ** (octaves + 1)))), 6))
    plane = _even(fractal(few, across, octaves, seed, 0.55, ridged, False))
    return plane if few == size else fit(plane, (size, size), CUBIC)


def _read(plane: Picture, columns: Picture, rows: Picture) -> Picture:
    read = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(read, np.float32)


def _places(size: int) -> tuple[Picture, Picture]:
    at = np.arange(size, dtype=np.float32)
    columns, rows = np.meshgrid(at, at)
    return columns, rows


def bent(height: Picture, cell: float, held: Picture, seed: int) -> Picture:
    """``height`` [n, n] with every ridge and gully bent; what is ``held`` (1, else 0) stays where it is."""
    size = len(height)
    columns, rows = _places(size)
    free = (1 - held) / np.float32(cell)
    for length, far in ((1500.0, 210.0), (480.0, 75.0), (170.0, 24.0)):
        across = size * cell / length
        columns += free * far * 0.6 * _noise(size, across, 3, seed + int(length))
        rows += free * far * 0.6 * _noise(size, across, 3, seed + int(length) + 5)
    return _read(height, columns, rows)


def steepness(height: Picture, cell: float, soft: float) -> Picture:
    """Slope of a map as a tangent, softened over so many cells."""
    along, across = np.gradient(height, cell)
    return soften(np.hypot(along, across).astype(np.float32), soft)


def raise_crags(height: Picture, cell: float, rough: float, beds: float, seed: int) -> Picture:
    """``height`` [n, n] in metres with broken rock where it is steep.

    ``rough``: gain of buttresses, 1 for common rock; ``beds``: how far hard beds stand out, 0–1.
    """
    size = len(height)
    columns, rows = _places(size)
    extent = size * cell
    out = height
    for number, (length, high, climb) in enumerate(_BUTTRESSES):
        rocky = np.clip((steepness(out, cell, max(length / cell * 0.10, 1.5)) - 0.42) / 0.45, 0, 1)
        plane = _noise(size, extent / length, 4, seed + 41 * number, True)
        shift = np.float32(climb / cell) * out
        # shifted with the climb, a face changes from its foot to its top
        plane = _read(plane, columns + shift, rows - shift * np.float32(0.7))
        much = np.clip(0.75 + 0.55 * _noise(size, extent / (length * 3.1), 2, seed + 9 + number), 0, 1.6)
        out = out + np.float32(high * rough * 0.62) * rocky * much * plane
    if beds > 0:
        out = _bedded(out, cell, beds, seed)
    return np.asarray(out, np.float32)


def _bedded(height: Picture, cell: float, gain: float, seed: int) -> Picture:
    """Beds of unlike thickness: some stand out as steps, most hardly show, and only here and there."""
    random = np.random.default_rng((seed, 5))
    size = len(height)
    columns, rows = _places(size)
    low, high = _BEDS
    thick = low * (high / low) ** random.random(160)
    edges = np.cumsum(thick) - 200
    stand = random.normal(size=160) * thick * 0.30
    dip = random.uniform(-0.12, 0.12, 2)
    level = height + (columns * dip[0] + rows * dip[1]) * cell
    level += 30 * _noise(size, size * cell / 900, 3, seed + 77)
    out = np.interp(level.ravel(), edges, stand).reshape(height.shape).astype(np.float32)
    shown = np.clip(0.4 + 0.6 * _noise(size, size * cell / 1300, 2, seed + 78), 0, 1.3)
    rocky = np.clip((steepness(height, cell, 2.0) - 0.5) / 0.5, 0, 1)
    return np.asarray(height + np.float32(gain) * rocky * shown * out, np.float32)
