"""Leaves and limbs drawn into a cut-out, nearest first by their depth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import hashed
from moviola.engines.place.resample import AREA, fit

#: [h, w, 8] of a cut-out: opacity, tone, leaf, hue, normal right and up (128 is none), openness, snow; premultiplied.
Cutout = NDArray[np.uint8]

#: Columns of a leaf: x, y, z, half length, half width, turn, tone, hue, normal right, normal up, openness, snow.
LEAF = 12
#: Columns of a limb: x, y, z, radius at its root and at its tip, then tone, openness, snow.
LIMB = 11


@kernel
def strew_leaves(out: Cutout, nearest: Picture, leaves: Picture) -> None:
    """Draw ``leaves`` [n, LEAF] (pixels; z grows away) as pointed ovals into ``out`` and ``nearest`` [h, w]."""
    rows, columns = nearest.shape
    for n in range(len(leaves)):
        x, y, z, long, wide, turn = (
            leaves[n, 0], leaves[n, 1], leaves[n, 2], leaves[n, 3], leaves[n, 4], leaves[n, 5],
        )  # fmt: skip
        cosine = math.cos(turn)
        sine = math.sin(turn)
        reach = max(long, wide) + 1
        for j in range(max(int(y - reach), 0), min(int(y + reach) + 2, rows)):
            for i in range(max(int(x - reach), 0), min(int(x + reach) + 2, columns)):
                along = ((i - x) * cosine + (j - y) * sine) / long
                across = ((j - y) * cosine - (i - x) * sine) / wide
                if along * along >= 1 or abs(across) > 1 - along * along or z >= nearest[j, i]:
                    continue
                nearest[j, i] = z
                rib = 0.82 if abs(across) < 0.12 else 1.0
                out[j, i, 0] = 255
                out[j, i, 1] = int(min(max(leaves[n, 6] * rib * (0.94 + 0.12 * abs(across)), 0.0), 1.0) * 255)
                out[j, i, 2] = 255
                out[j, i, 3] = int(leaves[n, 7] * 255)
                out[j, i, 4] = int(128 + 120 * leaves[n, 8])
                out[j, i, 5] = int(128 + 120 * leaves[n, 9])
                out[j, i, 6] = int(leaves[n, 10] * 255)
                out[j, i, 7] = int(leaves[n, 11] * 255)


@kernel
def strew_limbs(out: Cutout, nearest: Picture, limbs: Picture, seed: int) -> None:
    """Draw ``limbs`` [n, LIMB] as tapered rods with a rough bark."""
    rows, columns = nearest.shape
    for n in range(len(limbs)):
        x0, y0, z0, r0 = limbs[n, 0], limbs[n, 1], limbs[n, 2], max(limbs[n, 3], 0.55)
        x1, y1, z1, r1 = limbs[n, 4], limbs[n, 5], limbs[n, 6], max(limbs[n, 7], 0.55)
        dx = x1 - x0
        dy = y1 - y0
        length = math.sqrt(dx * dx + dy * dy) + 1e-6
        reach = max(r0, r1) + 1
        for j in range(max(int(min(y0, y1) - reach), 0), min(int(max(y0, y1) + reach) + 2, rows)):
            for i in range(max(int(min(x0, x1) - reach), 0), min(int(max(x0, x1) + reach) + 2, columns)):
                share = ((i - x0) * dx + (j - y0) * dy) / (length * length)
                share = min(max(share, 0.0), 1.0)
                off_x = i - x0 - dx * share
                off_y = j - y0 - dy * share
                radius = r0 + (r1 - r0) * share
                away = math.sqrt(off_x * off_x + off_y * off_y)
                if away > radius:
                    continue
                bulge = math.sqrt(max(1 - (away / radius) ** 2, 0.0))
                z = z0 + (z1 - z0) * share - bulge * radius
                if z >= nearest[j, i]:
                    continue
                nearest[j, i] = z
                side = (off_x * -dy + off_y * dx) / length / radius
                grain = hashed(int(side * 5 + 60), int(share * length * 0.12) + n * 7, seed)
                grain = grain * 0.6 + 0.4 * hashed(
                    int(side * 11 + 60), int(share * length * 0.5) + n * 7, seed + 3
                )
                up = -off_y / radius
                out[j, i, 0] = 255
                out[j, i, 1] = int(min(limbs[n, 8] * (0.62 + 0.5 * grain), 1.0) * 255)
                out[j, i, 2] = 0
                out[j, i, 3] = 0
                out[j, i, 4] = int(128 + 120 * off_x / radius)
                out[j, i, 5] = int(128 + 120 * up)
                out[j, i, 6] = int(limbs[n, 9] * 255)
                white = limbs[n, 10] * (1.0 if up > 0.15 or radius < 1.2 else 0.0)
                out[j, i, 7] = int(min(white, 1.0) * 255)


#: Cut-outs are drawn this much larger, then averaged.
FINE = 2


def plate(width: int, height: int) -> tuple[Cutout, Picture]:
    """An empty cut-out, ``FINE`` times as large, and its depths."""
    shape = (height * FINE, width * FINE)
    return np.zeros((*shape, 8), np.uint8), np.full(shape, 1e9, np.float32)


def halved(cutout: Cutout, factor: int = 2) -> Cutout:
    """The same cut-out, smaller."""
    height, width = cutout.shape[:2]
    size = (max(width // factor, 1), max(height // factor, 1))
    # four channels at a time, moved as one number: much faster than as bytes
    fours = np.ascontiguousarray(cutout).view(np.uint32)
    out = np.empty((size[1], size[0], 2), np.uint32)
    for k in (0, 1):
        half = np.ascontiguousarray(fours[..., k]).view(np.uint8).reshape(height, width, 4)
        out[..., k] = fit(half, size, AREA).view(np.uint32)[..., 0]
    return out.view(np.uint8).reshape(size[1], size[0], 8)
