"""Visibility of the land before the camera, one picture column at a time, and the sun's shadows on it."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import FAR, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled
from moviola.engines.place.water.state import Chart


@kernel
def _height(land: Picture, u: float, v: float) -> float:
    rows, columns = land.shape
    u = min(max(u, 0.0), columns - 1.001)
    v = min(max(v, 0.0), rows - 1.001)
    i = int(u)
    j = int(v)
    fx = u - i
    fy = v - j
    a = land[j, i]
    c = land[j + 1, i]
    return float((a + (land[j, i + 1] - a) * fx) * (1 - fy) + (c + (land[j + 1, i + 1] - c) * fx) * fy)


@parallel
def land_depths(
    land: Picture, chart: Chart, steps: Vector, place: Vector, narrow: Vector, lens: Lens, depths: Picture
) -> None:
    """Fill ``depths`` [H, W] with metres ahead, ``FAR`` where no land is met.

    ``steps`` are depths from near to far, ``place`` their rows of the map and ``narrow`` one over their distance.
    A camera below the water sees only what stands above it, beyond the first water.
    """
    rows, columns = depths.shape
    below = lens.height < 0
    for i in prange(columns):
        across = (i + 0.5 - lens.centre) / lens.focal
        for row in range(rows):
            depths[row, i] = FAR
        j = rows - 1
        before = steps[0] * 0.5
        height_before = 0.0
        past = not below
        for k in range(len(steps)):
            z = steps[k]
            x = lens.x + across * z
            height = _height(land, x * narrow[k] * chart.wide + chart.centre, place[k])
            if below and height < -0.05:
                past = True
            # what stands close to a low camera would make stripes of the whole mirror
            if past and not (below and (height < 0 or z < 14 * abs(lens.height))):
                crest = (height - lens.height) / z
                while j >= 0:
                    slope = (lens.horizon - (j + 0.5)) / lens.focal
                    if slope > crest:
                        break
                    span = (height - height_before) - slope * (z - before)
                    share = 1.0
                    if abs(span) > 1e-9:
                        share = (lens.height + slope * before - height_before) / span
                    depths[j, i] = before + (z - before) * min(max(share, 0.0), 1.0)
                    j -= 1
                if j < 0:
                    break
            before = z
            height_before = height


@parallel
def shadows(
    land: Picture, x: Picture, z: Picture, chart: Chart, sun_x: float, sun_y: float, sun_z: float, softness: float
) -> Picture:  # fmt: skip
    """How much of the sun each point of the map sees, 0–1, with soft edges."""
    rows, columns = land.shape
    out = np.ones((rows, columns), np.float32)
    flat = math.sqrt(sun_x * sun_x + sun_z * sun_z)
    ux = sun_x / flat
    uz = sun_z / flat
    climb = sun_y / flat
    for j in prange(rows):
        for i in range(columns):
            here = land[j, i]
            if here < -1.5:
                continue
            # begin at the size of a cell of the map
            t = 0.3 + 0.012 * z[j, i]
            seen = 1.0
            for _ in range(36):
                px = x[j, i] + ux * t
                pz = z[j, i] + uz * t
                if pz < 0:
                    break
                u = px / (pz + chart.near) * chart.wide + chart.centre
                v = math.log(1 + pz / chart.near) * chart.deep
                gap = here + climb * t - _height(land, u, v)
                seen = min(seen, gap / (softness * t) + 0.6)
                if seen <= 0:
                    seen = 0.0
                    break
                t *= 1.17
            out[j, i] = seen
    return out


@parallel
def spread(
    plane: Picture, x: Picture, z: Picture, cells_x: float, cells_z: float, right: float, ahead: float
) -> Picture:
    """A repeating texture laid over points of the ground, with so many of its cells to a metre."""
    rows, columns = x.shape
    out = np.empty((rows, columns), np.float32)
    for j in prange(rows):
        for i in range(columns):
            out[j, i] = tiled(plane, x[j, i] * cells_x + right, z[j, i] * cells_z + ahead)
    return out
