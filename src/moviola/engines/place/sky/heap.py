"""Heaped clouds: domes on flat bases with cauliflower sides, marched at a fraction of the picture's resolution.

Light that scatters more than once is approximated by octaves of ever weaker extinction and rounder scattering
(M. Wrenninge et al., "Oz: The Great and Volumetric", 2013).
"""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed
from moviola.engines.place.sky.air import Light, sky_colour
from moviola.engines.place.sky.lumps import Heap, rough, thick

_PLANET = 6360.0


@parallel
def shadow_block(tops: Picture, heap: Heap, light: Light, out: Picture) -> None:
    """Fill ``out`` [levels, Z, X] with the optical depth towards the light, over the whole map."""
    levels, deep, wide = out.shape
    stretch = tops.shape[0] / wide
    for k in prange(deep):
        for i in range(wide):
            for m in range(levels):
                x = i * stretch * heap.cell
                z = k * stretch * heap.cell
                level = (m + 0.5) / levels
                total = 0.0
                stride = heap.thickness * 0.10
                gone = 0.0
                for _ in range(9):
                    gone += stride * 0.5
                    at = level + light.y * gone / heap.thickness
                    if at > 1.0 or at < -0.02:
                        break
                    inside = rough(tops, x + light.x * gone, z + light.z * gone, at, heap)
                    total += stride * min(max(inside * 3.0, 0.0), 1.0)
                    gone += stride * 0.5
                    stride *= 1.45
                out[m, k, i] = total * heap.density


@kernel
def _shadow(shade: Picture, x: float, level: float, z: float, heap: Heap, cells: int) -> float:
    """The optical depth of :func:`shadow_block` at a point."""
    levels, deep, wide = shade.shape
    scale = wide / (cells * heap.cell)
    u = x * scale
    v = z * scale
    w = min(max(level * levels - 0.5, 0.0), levels - 1.001)
    left = math.floor(u)
    near = math.floor(v)
    low = int(w)
    fx = u - left
    fz = v - near
    fy = w - low
    i = int(left) & (wide - 1)
    k = int(near) & (deep - 1)
    i1 = (i + 1) & (wide - 1)
    k1 = (k + 1) & (deep - 1)
    a = shade[low, k, i] + (shade[low, k, i1] - shade[low, k, i]) * fx
    b = shade[low, k1, i] + (shade[low, k1, i1] - shade[low, k1, i]) * fx
    c = shade[low + 1, k, i] + (shade[low + 1, k, i1] - shade[low + 1, k, i]) * fx
    d = shade[low + 1, k1, i] + (shade[low + 1, k1, i1] - shade[low + 1, k1, i]) * fx
    lower = a + (b - a) * fz
    upper = c + (d - c) * fz
    return float(lower + (upper - lower) * fy)


@kernel
def _lobe(g: float, cosine: float) -> float:
    """Henyey and Greenstein's lobe, 1 for light that goes everywhere."""
    return float((1 - g * g) / (1 + g * g - 2 * g * cosine) ** 1.5)


@kernel
def _span(dy: float, heap: Heap) -> tuple[float, float]:
    """Where a ray enters and leaves the layer, in km; the same number twice where it never meets it."""
    bend = (1 - dy * dy) / (2 * _PLANET)
    top = heap.base + heap.thickness
    if heap.eye < heap.base:
        if dy < 0.003:
            return 0.0, 0.0
        low = heap.base - heap.eye
        high = top - heap.eye
        return (
            2 * low / (dy + math.sqrt(dy * dy + 4 * bend * low)),
            2 * high / (dy + math.sqrt(dy * dy + 4 * bend * high)),
        )
    if heap.eye <= top:
        return 0.0, 40.0
    if dy >= 0:
        return 0.0, 0.0
    over = dy * dy - 4 * bend * (heap.eye - top)
    if over <= 0:
        return 0.0, 0.0
    enter = 2 * (heap.eye - top) / (-dy + math.sqrt(over))
    under = dy * dy - 4 * bend * (heap.eye - heap.base)
    if under <= 0:
        return enter, enter + 40.0
    return enter, 2 * (heap.eye - heap.base) / (-dy + math.sqrt(under))


@parallel
def heap_layer(
    lens: Lens, tops: Picture, block: Picture, shade: Picture, table: Picture, light: Light, heap: Heap,
    limits: Picture, under: Picture, first: int, out: Picture, reach: Picture,
) -> None:  # fmt: skip
    """Lay the clouds over ``out`` [H, W, 4], premultiplied light and opacity, seen through ``lens``.

    Args:
        shade: optical depths of :func:`shadow_block`.
        limits: km [H, W] at which land ends a ray; or empty.
        under: light [3] that the ground throws up, as a colour.
        first: octaves of lumps near the camera.
        reach: gets the km at which the cloud became half opaque [H, W]; or empty.
    """
    rows, columns = out.shape[0], out.shape[1]
    along = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / along
    sun_z = light.z / along
    cells = tops.shape[0]
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            dx = across * length
            dy = slope * length
            dz = length
            enter, leave = _span(dy, heap)
            leave = min(leave, enter + 26.0 * heap.thickness)
            if limits.shape[0] > 0:
                leave = min(leave, limits[j, i])
            if leave <= enter or enter > 120:
                continue
            through = 1.0
            red = 0.0
            green = 0.0
            blue = 0.0
            weight_far = 0.0
            cosine = dx * light.x + dy * light.y + dz * light.z
            lobe1 = 0.72 * _lobe(heap.forward, cosine) + 0.28 * _lobe(-0.25, cosine)
            lobe2 = 0.72 * _lobe(heap.forward * 0.5, cosine) + 0.28 * _lobe(-0.12, cosine)
            lobe3 = 1.0
            bend = (1 - dy * dy) / (2 * _PLANET)
            smallest = heap.fine + enter * 0.004
            t = enter + hashed(i, j, 3) * smallest
            detail = first if enter < 28 else max(min(first, 3) - 1, 1)
            last = 0.0
            for _ in range(140):
                if t >= leave:
                    break
                y = heap.eye + dy * t + t * t * bend
                level = (y - heap.base) / heap.thickness
                x = dx * t + heap.east
                z = dz * t + heap.north
                here = thick(tops, block, x, y, z, level, heap, detail)
                if here <= 0.004:
                    last = max(smallest, min(-here * heap.thickness * 0.40, 0.35))
                    t += last
                    continue
                if last > 0:
                    # back to where the cloud begins
                    for _ in range(3):
                        last *= 0.5
                        back = t - last
                        y = heap.eye + dy * back + back * back * bend
                        level = (y - heap.base) / heap.thickness
                        x = dx * back + heap.east
                        z = dz * back + heap.north
                        there = thick(tops, block, x, y, z, level, heap, detail)
                        if there > 0.004:
                            t = back
                            here = there
                    last = 0.0
                    y = heap.eye + dy * t + t * t * bend
                    level = (y - heap.base) / heap.thickness
                    x = dx * t + heap.east
                    z = dz * t + heap.north
                step = smallest * (0.7 + 1.3 * (1 - through))
                gone = 0.06 * heap.lump
                near = thick(
                    tops, block, x + light.x * gone, y + light.y * gone, z + light.z * gone,
                    level + light.y * gone / heap.thickness, heap, min(detail, 3),
                )  # fmt: skip
                gone = 0.24 * heap.lump
                mid = 3.0 * rough(
                    tops,
                    x + light.x * gone,
                    z + light.z * gone,
                    level + light.y * gone / heap.thickness,
                    heap,
                )
                local = (max(near, 0.0) * 0.10 + min(max(mid, 0.0), 1.0) * 0.20) * heap.lump * heap.density
                depth = local + 0.8 * _shadow(shade, x, level, z, heap, cells)
                sunlit = 0.95 * lobe1 * math.exp(-depth)
                sunlit += 0.55 * lobe2 * math.exp(-depth * 0.32)
                sunlit += 0.32 * lobe3 * math.exp(-depth * 0.10)
                inside = rough(tops, x, z, level, heap)
                open_ = math.exp(-max(inside, 0.0) * 1.9)
                ambient = heap.floor + (1 - heap.floor) * open_ * min(0.35 + level, 1.0)
                below = 0.5 * math.exp(-max(level, 0.0) * 5.0)
                opacity = 1 - math.exp(-here * heap.density * step)
                weight = through * opacity
                red += weight * (light.red * sunlit + light.sky_red * ambient + under[0, 0] * below)
                green += weight * (light.green * sunlit + light.sky_green * ambient + under[0, 1] * below)
                blue += weight * (light.blue * sunlit + light.sky_blue * ambient + under[0, 2] * below)
                weight_far += weight * t
                through *= 1 - opacity
                t += step
                if through < 0.03:
                    through = 0.0
                    break
            cover = 1 - through
            if cover <= 0:
                continue
            far = weight_far / cover
            clear = math.exp(-far * heap.haze)
            sky_red, sky_green, sky_blue = sky_colour(table, dx, max(dy, 0.02), dz, sun_x, sun_z)
            fade = cover * min(1.0, max(140.0 - far, 0.0) / 60.0)
            gain = fade / cover
            out[j, i, 0] = out[j, i, 0] * (1 - fade) + (red * clear + sky_red * cover * (1 - clear)) * gain
            out[j, i, 1] = (
                out[j, i, 1] * (1 - fade) + (green * clear + sky_green * cover * (1 - clear)) * gain
            )
            out[j, i, 2] = out[j, i, 2] * (1 - fade) + (blue * clear + sky_blue * cover * (1 - clear)) * gain
            out[j, i, 3] = out[j, i, 3] * (1 - fade) + fade
            if reach.shape[0] > 0 and cover > 0.5:
                reach[j, i] = far


def shadows(tops: Picture, heap: Heap, light: Light) -> Picture:
    """The optical depths towards a light, over the whole map."""
    out = np.empty((12, tops.shape[0] // 4, tops.shape[1] // 4), np.float32)
    shadow_block(tops, heap, light, out)
    return out
