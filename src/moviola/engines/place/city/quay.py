"""The paved ground that the camera stands on: slabs in the light of the sky and of lamps, dry, wet or under snow."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Mask, Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, smoothstep, tiled
from moviola.engines.place.sky.air import Light


class Quay(NamedTuple):
    """A terrace at ``height`` metres behind a line through (x, z) with the unit normal (nx, nz) towards the water.

    ``length``: metres along the line, both ways, after which it ends.
    """

    height: float
    x: float
    z: float
    nx: float
    nz: float
    length: float


@parallel
def pave(
    out: Picture, depths: Picture, water: Mask, quay: Quay, lens: Lens, light: Light, lamps: Vector, lamp: Light,
    mirror: Picture, wet: float, snow: float, grass: float, soft: Picture,
) -> None:  # fmt: skip
    """Draw the terrace into ``out`` [H, W, 3].

    ``lamps`` [n, 3]: where they hang; the colours of ``lamp`` are their light and that of the glowing air. ``mirror``
    [H, W, 3] is what a wet floor shows; ``grass`` 1 makes a lawn of it.
    """
    rows, columns = depths.shape
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        if slope > -1e-4:
            continue
        depth = (lens.height - quay.height) / -slope
        if depth < 0.5:
            continue
        z = lens.z + depth
        for i in range(columns):
            if depth > depths[j, i]:
                continue
            x = lens.x + (i + 0.5 - lens.centre) / lens.focal * depth
            off = (x - quay.x) * quay.nx + (z - quay.z) * quay.nz
            along = (x - quay.x) * quay.nz - (z - quay.z) * quay.nx
            if off > 0 or abs(along) > quay.length:
                continue
            pixel = depth / lens.focal
            stretched = pixel * depth / (lens.height - quay.height)
            # slabs in courses along the edge
            course = math.floor(off / 0.6)
            shift = hashed(int(course), 3, 5) * 0.9
            slab = math.floor((along + shift) / 0.9)
            tone = 0.86 + 0.20 * hashed(int(slab), int(course), 9) + 0.12 * tiled(soft, x * 21, z * 21)
            tone += 0.05 * tiled(soft, x * 130, z * 130)
            in_x = abs((along + shift) / 0.9 - slab - 0.5) * 0.9
            in_z = abs(off / 0.6 - course - 0.5) * 0.6
            joint = max(
                smoothstep(0.45 - 0.012 - pixel, 0.45, in_x), smoothstep(0.30 - 0.012 - stretched, 0.30, in_z)
            )
            tone *= 1 - 0.35 * joint * min(0.03 / max(stretched, 0.03), 1.0)
            if off > -0.5:
                tone *= 1.25
            red, green, blue = 0.155 * tone, 0.148 * tone, 0.138 * tone
            if grass > 0:
                blades = 0.7 + 0.25 * tiled(soft, x * 34, z * 11) + 0.18 * tiled(soft, x * 210, z * 60)
                red += (0.045 * blades - red) * grass
                green += (0.075 * blades - green) * grass
                blue += (0.020 * blades - blue) * grass
            white = snow * smoothstep(-0.9, 0.2, tiled(soft, x * 9, z * 9) + 0.8)
            red += (0.74 - red) * white
            green += (0.77 - green) * white
            blue += (0.82 - blue) * white
            pool = 0.0
            shine = 0.0
            for n in range(len(lamps)):
                dx = lamps[n, 0] - x
                dy = lamps[n, 1] - quay.height
                dz = lamps[n, 2] - z
                square = dx * dx + dy * dy + dz * dz
                pool += dy * dy * dy / (square * math.sqrt(square)) * 9.0 / (dy * dy)
                if wet > 0:
                    # a streak towards the lamp
                    aim = abs((lamps[n, 0] - lens.x) / max(lamps[n, 2] - lens.z, 0.5) * depth - (x - lens.x))
                    shine += (
                        math.exp(-((aim / 0.28) ** 2)) * 2.2 / (1 + square * 0.02) * smoothstep(-0.3, 3.5, dz)
                    )
            puddle = smoothstep(-0.2, 1.0, tiled(soft, x * 13, z * 9))
            gloss = wet * (0.30 + 0.70 * puddle) * (0.06 + 0.80 * math.exp(slope * 3.2))
            dark = 1 - 0.45 * wet
            got = max(light.y, 0.0) * 0.9
            out[j, i, 0] = (
                red * dark * (light.red * got + light.sky_red * 0.9 + lamp.red * pool + lamp.sky_red)
            )
            out[j, i, 1] = (
                green
                * dark
                * (light.green * got + light.sky_green * 0.9 + lamp.green * pool + lamp.sky_green)
            )
            out[j, i, 2] = (
                blue * dark * (light.blue * got + light.sky_blue * 0.9 + lamp.blue * pool + lamp.sky_blue)
            )
            if wet > 0:
                out[j, i, 0] += (mirror[j, i, 0] - out[j, i, 0]) * gloss + lamp.red * shine * wet * 0.09 * (
                    0.3 + 0.7 * puddle
                )
                out[j, i, 1] += (mirror[j, i, 1] - out[j, i, 1]) * gloss + lamp.green * shine * wet * 0.09 * (
                    0.3 + 0.7 * puddle
                )
                out[j, i, 2] += (mirror[j, i, 2] - out[j, i, 2]) * gloss + lamp.blue * shine * wet * 0.09 * (
                    0.3 + 0.7 * puddle
                )
            depths[j, i] = depth
            water[j, i] = 0
