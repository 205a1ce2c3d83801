"""The sky as a picture: clear air, stars, high cirrus, sun or moon, and the clouds before them."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.air import Light, sky_colour
from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled

_PLANET = 6360.0
_BLOCK = 16


class Disc(NamedTuple):
    """Sun or moon: angular radius in radians, brightness, halo, and whether it shows a face (moon: 1)."""

    radius: float
    gain: float
    glow: float
    face: float


class Cirrus(NamedTuple):
    """High ice clouds: cover (−9: none) and colour."""

    cover: float
    red: float
    green: float
    blue: float


@parallel
def clear_sky(
    lens: Lens,
    table: Picture,
    light: Light,
    disc: Disc,
    cirrus: Cirrus,
    soft: Picture,
    stars: Picture,
    out: Picture,
) -> None:
    """Fill ``out`` [H, W, 3]. ``stars`` [h, w] is stretched over the canvas and added."""
    rows, columns = out.shape[0], out.shape[1]
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    rim = math.cos(disc.radius)
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / lens.focal
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            dx = across * length
            dy = slope * length
            dz = length
            red, green, blue = sky_colour(table, dx, max(dy, 0.0), dz, sun_x, sun_z)
            cosine = dx * light.x + dy * light.y + dz * light.z
            star = sample(stars, i * (stars.shape[1] - 1.0) / columns, j * (stars.shape[0] - 1.0) / rows)
            if cirrus.cover > -5 and dy > 0.01:
                t = 9.0 / (dy + 0.02)
                x = dx * t
                z = dz * t
                warp = tiled(soft, x * 3.1, z * 3.1)
                ice = tiled(soft, x * 5 + warp * 9, z * 17 + warp * 16) * 0.6
                ice += tiled(soft, x * 19 + 50 + warp * 14, z * 52 + warp * 20) * 0.32
                ice = (1 - math.exp(-max(ice + cirrus.cover, 0.0) * 0.55)) * min(1.0, dy * 9)
                facing = 0.45 + 1.6 * max(cosine, 0.0) ** 10
                red += (cirrus.red * facing - red * 0.3) * ice
                green += (cirrus.green * facing - green * 0.3) * ice
                blue += (cirrus.blue * facing - blue * 0.3) * ice
            halo = math.exp((cosine - 1) * 900) * 1.2
            halo += math.exp((cosine - 1) * 90) * 0.25 + math.exp((cosine - 1) * 14) * 0.05
            shine = disc.glow * halo
            if disc.face > 0:
                # place on the moon's face, −1…1 to the right and up
                p = (dx * sun_z - dz * sun_x) / disc.radius
                q = (dy * flat - (dx * sun_x + dz * sun_z) * light.y) / disc.radius
                away = math.sqrt(p * p + q * q)
                edge = disc.radius * lens.focal
                inside = min(max((1 - away) * edge + 0.5, 0.0), 1.0) if cosine > 0 else 0.0
                if inside > 0:
                    seas = tiled(soft, p * 34 + 411, q * 34 + 211) + 0.45 * tiled(
                        soft, p * 120 + 31, q * 120 + 87
                    )
                    craters = 0.05 * tiled(soft, p * 420, q * 420)
                    tone = 1 - 0.42 * smoothstep(-0.25, 1.0, seas) + craters
                    limb = math.sqrt(max(1 - away * away, 0.0))
                    shine += inside * disc.gain * tone * (0.62 + 0.38 * limb)
                    star *= 1 - inside
            else:
                shine += smoothstep(rim, rim + (1 - rim) * 0.35, cosine) * disc.gain
            out[j, i, 0] = red + light.red * shine + star
            out[j, i, 1] = green + light.green * shine + star
            out[j, i, 2] = blue + light.blue * shine + star


@kernel
def _moved(
    i: float, slope: float, lens: Lens, altitude: float, east: float, north: float
) -> tuple[float, float]:
    """Column and row, in pixels, at which the cloud now at column ``i`` + ½ was drawn."""
    across = (i + 0.5 - lens.centre) / lens.focal
    length = 1 / math.sqrt(across * across + slope * slope + 1)
    dy = slope * length
    root = math.sqrt(_PLANET * _PLANET * dy * dy + 2 * _PLANET * altitude + altitude * altitude)
    t = (root - _PLANET * dy) * length
    ahead = max(t - north, 0.05)
    return lens.centre + (
        across * t - east
    ) / ahead * lens.focal, lens.horizon - slope * t / ahead * lens.focal


@parallel
def cover_with_clouds(
    base: Picture, layer: Picture, lens: Lens, layer_x: float, layer_y: float, layer_scale: float,
    altitude: float, east: float, north: float, out: Picture,
) -> None:  # fmt: skip
    """``base`` with the cloud ``layer`` over it, moved by ``east`` and ``north`` km since it was drawn.

    Pixel (x, y) of the canvas is pixel ``x * layer_scale + layer_x``, … of the layer. The slab is taken for a
    shell at ``altitude`` km, so far clouds move less than near ones.
    """
    rows, columns = out.shape[0], out.shape[1]
    last_x = layer.shape[1] - 1.001
    last_y = layer.shape[0] - 1.001
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        if slope < 0.004:
            for i in range(columns):
                for c in range(3):
                    out[j, i, c] = base[j, i, c]
            continue
        x1, y1 = _moved(-0.5, slope, lens, altitude, east, north)
        for block in range((columns + _BLOCK - 1) // _BLOCK):
            # where the air has come from is smooth: exact at the ends of a block, straight between
            x0, y0 = x1, y1
            x1, y1 = _moved(block * _BLOCK + _BLOCK - 0.5, slope, lens, altitude, east, north)
            for k in range(min(_BLOCK, columns - block * _BLOCK)):
                i = block * _BLOCK + k
                share = (k + 0.5) / _BLOCK
                x = (x0 + (x1 - x0) * share) * layer_scale + layer_x - 0.5
                y = (y0 + (y1 - y0) * share) * layer_scale + layer_y - 0.5
                x = min(max(x, 0.0), last_x)
                y = min(max(y, 0.0), last_y)
                left = int(x)
                top = int(y)
                fx = x - left
                fy = y - top
                a = (1 - fx) * (1 - fy)
                b = fx * (1 - fy)
                c_ = (1 - fx) * fy
                d = fx * fy
                clear = 1 - (
                    layer[top, left, 3] * a
                    + layer[top, left + 1, 3] * b
                    + layer[top + 1, left, 3] * c_
                    + layer[top + 1, left + 1, 3] * d
                )
                for c in range(3):
                    out[j, i, c] = (
                        base[j, i, c] * clear
                        + layer[top, left, c] * a
                        + layer[top, left + 1, c] * b
                        + layer[top + 1, left, c] * c_
                        + layer[top + 1, left + 1, c] * d
                    )
