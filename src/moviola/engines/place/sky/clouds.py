"""A slab of cloud, marched at a fraction of the picture's resolution."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, tiled, tiled3
from moviola.engines.place.sky.air import Light, sky_colour

_PLANET = 6360.0


class Slab(NamedTuple):
    """``base`` and ``thickness`` in km. ``cover`` shifts how much of the sky is cloud, about −1…0.5.

    ``scale`` of the pattern, ``stretch`` across the view, ``density`` per km, ``east`` and ``north`` offsets
    in km, ``forward`` scattering (g), ``steps`` along the view, ``light_steps`` towards the sun, ``haze`` per km.
    """

    base: float
    thickness: float
    cover: float
    scale: float
    stretch: float
    density: float
    east: float
    north: float
    forward: float
    steps: float
    light_steps: float
    haze: float


@kernel
def _density(block: Picture, soft: Picture, x: float, y: float, z: float, level: float, slab: Slab) -> float:
    scale = slab.scale
    wide = tiled(soft, x * scale * 9, z * scale * 9 * slab.stretch) * 0.5
    wide += tiled(soft, x * scale * 31 + 77, z * scale * 31 * slab.stretch) * 0.17
    wide += 0.55 * tiled(soft, x * scale * 2.3 + 300, z * scale * 3.1 + 100)
    profile = min(level * 5, 1.0) * min((1 - level) * 1.6, 1.0)
    value = (wide + slab.cover) * 0.9 + profile * 0.55 - 0.55
    if value < -0.75:
        return 0.0
    value += tiled3(block, x * scale * 17, y * scale * 24, z * scale * 17 * slab.stretch) * 0.26
    if value <= -0.2:
        return 0.0
    value += tiled3(block, x * scale * 61, y * scale * 80, z * scale * 61 * slab.stretch) * 0.10
    return min(max(value * 1.6, 0.0), 1.0)


@parallel
def cloud_layer(
    lens: Lens, block: Picture, soft: Picture, table: Picture, light: Light, slab: Slab, out: Picture
) -> None:
    """Fill ``out`` [H, W, 4] with premultiplied light and opacity of the slab, seen through ``lens``."""
    rows, columns = out.shape[0], out.shape[1]
    along = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / along
    sun_z = light.z / along
    top = slab.base + slab.thickness
    g = slab.forward
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            for c in range(4):
                out[j, i, c] = 0
            if slope < 0.004:
                continue
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            dx = across * length
            dy = slope * length
            dz = length
            lift = _PLANET * _PLANET * dy * dy
            enter = -_PLANET * dy + math.sqrt(lift + 2 * _PLANET * slab.base + slab.base * slab.base)
            leave = -_PLANET * dy + math.sqrt(lift + 2 * _PLANET * top + top * top)
            if enter > 140:
                continue
            leave = min(leave, enter + slab.thickness * 9)
            step = (leave - enter) / slab.steps
            through = 1.0
            red = 0.0
            green = 0.0
            blue = 0.0
            cosine = dx * light.x + dy * light.y + dz * light.z
            phase = 0.75 * (1 - g * g) / (1 + g * g - 2 * g * cosine) ** 1.5
            phase += 0.28 * 0.91 / (1.09 + 0.6 * cosine) ** 1.5
            jitter = hashed(i, j, 3)
            for k in range(int(slab.steps)):
                t = enter + (k + jitter) * step
                x = dx * t + slab.east
                z = dz * t + slab.north
                y = dy * t + t * t * (1 - dy * dy) / (2 * _PLANET)
                level = (y - slab.base) / slab.thickness
                if level < 0 or level > 1:
                    continue
                here = _density(block, soft, x, y, z, level, slab)
                if here < 0.01:
                    continue
                shade = 0.0
                stride = slab.thickness * 0.11
                towards = 0.0
                for _ in range(int(slab.light_steps)):
                    towards += stride
                    stride *= 1.55
                    above = y + light.y * towards
                    above_level = (above - slab.base) / slab.thickness
                    if above_level > 1:
                        break
                    shade += stride * _density(
                        block,
                        soft,
                        x + light.x * towards,
                        above,
                        z + light.z * towards,
                        max(above_level, 0.0),
                        slab,
                    )
                shade *= slab.density
                sunlit = (math.exp(-shade) * 0.75 + math.exp(-shade * 0.22) * 0.25) * phase
                sunlit *= (1 - 0.6 * math.exp(-here * 3.0)) * 1.5
                opacity = 1 - math.exp(-here * slab.density * step)
                weight = through * opacity
                ambient = 0.45 + 0.55 * level
                red += weight * (light.red * sunlit + light.sky_red * ambient)
                green += weight * (light.green * sunlit + light.sky_green * ambient)
                blue += weight * (light.blue * sunlit + light.sky_blue * ambient)
                through *= 1 - opacity
                if through < 0.015:
                    break
            cover = 1 - through
            clear = math.exp(-enter * slab.haze)
            sky_red, sky_green, sky_blue = sky_colour(table, dx, dy, dz, sun_x, sun_z)
            fade = 0.25 + 0.75 * clear
            out[j, i, 0] = (red * clear + sky_red * cover * (1 - clear)) * fade
            out[j, i, 1] = (green * clear + sky_green * cover * (1 - clear)) * fade
            out[j, i, 2] = (blue * clear + sky_blue * cover * (1 - clear)) * fade
            out[j, i, 3] = cover * fade
