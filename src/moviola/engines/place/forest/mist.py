"""Mist in slices of depth, with the beams that the canopy lets through; laid over the picture from far to near.

Each slice holds what it lets through and what light it adds, as in B. Wronski, "Volumetric Fog", SIGGRAPH 2014. The
picture is drawn from far to near, and each slice is laid over what lies behind it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, Vector, f32, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, sample, tiled
from moviola.engines.place.plants.cutouts import Canopy
from moviola.engines.place.sky.air import Light

#: Points of a slice at which beams are looked up.
_POINTS = 3


class Mist(NamedTuple):
    """``density`` per metre at the ground, falling with ``height`` metres; ``patches`` 0–1 of it lie in banks.

    ``ambient`` and ``beams`` scale the light of the sky and of the sun that mist scatters; ``forward`` is its
    asymmetry (L. Henyey and J. Greenstein 1941). ``thin`` per metre is everywhere; one over
    ``clearing`` metres from the camera both are reached in full.
    """

    density: float
    height: float
    patches: float
    ambient: float
    beams: float
    forward: float
    thin: float
    clearing: float = 0.085


@parallel
def light_mist(
    planes: Picture,
    edges: Vector,
    lens: Lens,
    mist: Mist,
    light: Light,
    canopy: Canopy,
    trunks: Picture,
    soft: Picture,
) -> None:
    """Fill ``planes`` [slices, h, w, 4]: added light, and transmittance; ``lens`` fits them, ``edges`` in metres."""
    slices, rows, columns = planes.shape[0], planes.shape[1], planes.shape[2]
    steep = max(light.y, 0.12)
    lean_x = light.x / steep
    lean_z = light.z / steep
    g = mist.forward
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / lens.focal
            length = math.sqrt(1 + across * across + slope * slope)
            cosine = (across * light.x + slope * light.y + light.z) / length
            phase = (1 - g * g) / (1 + g * g - 2 * g * cosine) ** 1.5 * 0.08
            phase += 0.02
            jitter = hashed(i, j, 3)
            for k in range(slices):
                step = edges[k + 1] - edges[k]
                middle = (edges[k] + edges[k + 1]) * 0.5
                lit = 0.0
                dense = 0.0
                for point in range(_POINTS):
                    depth = edges[k] + step * (point + jitter) / _POINTS
                    y = lens.height + slope * depth
                    x = lens.x + across * depth
                    z = lens.z + depth
                    high = min(max((y / canopy.top - 0.45) * 1.8, 0.0), 1.0)
                    map_x = (x - y * lean_x - canopy.west) / canopy.cell
                    map_z = (z - y * lean_z - canopy.south) / canopy.cell
                    seen = sample(canopy.light, map_x, map_z)
                    seen *= 1 - (1 - sample(trunks, map_x, map_z)) * 0.85
                    bank = tiled(soft, x * 3.1 + 37, z * 2.3 + y * 9.0)
                    amount = mist.density * math.exp(-max(y, 0.0) / mist.height)
                    amount *= max(1 + mist.patches * 0.8 * bank, 0.05)
                    # the first metres stay clear, so that what is near keeps its depth
                    amount = (amount + mist.thin) * min(depth * mist.clearing, 1.0)
                    dense += amount
                    lit += (seen + (1 - seen) * high) * amount
                lit /= max(dense, 1e-9)
                clear = math.exp(-dense / _POINTS * step * length)
                y = max(lens.height + slope * middle, 0.0)
                open_ = mist.ambient * (0.72 + 0.28 * min(y / canopy.top, 1.0))
                beam = mist.beams * phase * lit
                planes[k, j, i, 0] = (light.red * beam + light.sky_red * open_) * (1 - clear)
                planes[k, j, i, 1] = (light.green * beam + light.sky_green * open_) * (1 - clear)
                planes[k, j, i, 2] = (light.blue * beam + light.sky_blue * open_) * (1 - clear)
                planes[k, j, i, 3] = clear


@parallel
def lay_mist(out: Picture, depths: Picture, plane: Picture, near: float, far: float) -> None:
    """Lay one slice [h, w, 4] over all of ``out`` [H, W, 3] that lies in or behind it."""
    rows, columns = depths.shape
    high, wide = plane.shape[0], plane.shape[1]
    each = 1 / (far - near)
    for j in prange(rows):
        y = min(max((j + 0.5) * high / rows - 0.5, 0.0), high - 1.001)
        top = int(y)
        fy = f32(y - top)
        for i in range(columns):
            depth = depths[j, i]
            if depth <= near:
                continue
            x = min(max((i + 0.5) * wide / columns - 0.5, 0.0), wide - 1.001)
            left = int(x)
            fx = f32(x - left)
            a = (f32(1) - fx) * (f32(1) - fy)
            b = fx * (f32(1) - fy)
            c = (f32(1) - fx) * fy
            d = fx * fy
            part = f32(min((depth - near) * each, 1.0))
            clear = plane[top, left, 3] * a + plane[top, left + 1, 3] * b
            clear += plane[top + 1, left, 3] * c + plane[top + 1, left + 1, 3] * d
            clear = f32(1) - (f32(1) - clear) * part
            for k in range(3):
                more = plane[top, left, k] * a + plane[top, left + 1, k] * b
                more += plane[top + 1, left, k] * c + plane[top + 1, left + 1, k] * d
                out[j, i, k] = out[j, i, k] * clear + more * part
