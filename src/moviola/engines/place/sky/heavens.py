"""The sky as a picture: clear air, stars, high cirrus, sun or moon, and the clouds before them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, f32, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.resample import LINEAR, fit
from moviola.engines.place.sky.air import Light, sky_colour

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
def drift_clouds(
    layer: Picture, lens: Lens, layer_scale: float, altitude: float, east: float, north: float, base: Picture,
    behind: Picture, stands: Picture, clouds: Picture, mirror: Picture,
) -> None:  # fmt: skip
    """The cloud ``layer`` moved by ``east`` and ``north`` km since it was drawn, on a canvas and before its sky.

    A point of the canvas is that point of the layer times ``layer_scale``. The slab is taken for a shell at
    ``altitude`` km, so far clouds move less than near ones. ``clouds`` [H, W, 4] gets the clouds alone; ``mirror``
    [H, W, 3] the sky ``base`` with them, ``behind`` [H, W] is how open it is, and what ``stands`` before it.
    """
    rows, columns = behind.shape
    last_x = f32(layer.shape[1] - 1.001)
    last_y = f32(layer.shape[0] - 1.001)
    scale = f32(layer_scale)
    half = f32(0.5)
    one = f32(1)
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        if slope < 0.004:
            for i in range(columns):
                for c in range(4):
                    clouds[j, i, c] = 0
                for c in range(3):
                    mirror[j, i, c] = base[j, i, c] * behind[j, i] + stands[j, i, c]
            continue
        x1, y1 = _moved(-0.5, slope, lens, altitude, east, north)
        for block in range((columns + _BLOCK - 1) // _BLOCK):
            # where the air has come from is smooth: exact at the ends of a block, straight between
            x0, y0 = x1, y1
            x1, y1 = _moved(block * _BLOCK + _BLOCK - 0.5, slope, lens, altitude, east, north)
            start_x = f32(x0)
            start_y = f32(y0)
            step_x = f32((x1 - x0) / _BLOCK)
            step_y = f32((y1 - y0) / _BLOCK)
            for k in range(min(_BLOCK, columns - block * _BLOCK)):
                i = block * _BLOCK + k
                share = f32(k) + half
                x = min(max((start_x + step_x * share) * scale - half, f32(0)), last_x)
                y = min(max((start_y + step_y * share) * scale - half, f32(0)), last_y)
                left = int(x)
                top = int(y)
                fx = x - f32(left)
                fy = y - f32(top)
                d = fx * fy
                b = fx - d
                below = fy - d
                a = one - fx - below
                open_ = behind[j, i]
                for c in range(4):
                    clouds[j, i, c] = (
                        layer[top, left, c] * a
                        + layer[top, left + 1, c] * b
                        + layer[top + 1, left, c] * below
                        + layer[top + 1, left + 1, c] * d
                    )
                clear = one - clouds[j, i, 3]
                for c in range(3):
                    mirror[j, i, c] = (base[j, i, c] * clear + clouds[j, i, c]) * open_ + stands[j, i, c]


@parallel
def lay_sky(
    out: Picture, sky: Picture, clouds: Picture, left: float, top: float, far: Picture, opacity: Picture
) -> None:
    """Fill the rows of ``sky`` with it, with clouds of half its resolution, and with far land.

    (``left``, ``top``) is the view's corner on the clouds' canvas.
    """
    rows, columns = sky.shape[0], sky.shape[1]
    wide = clouds.shape[1]
    last_y = clouds.shape[0] - 1.001
    last_x = f32(wide - 1.001)
    one = f32(1)
    for j in prange(rows):
        y = min(max((j + 0.5) * 0.5 + top - 0.5, 0.0), last_y)
        n = int(y)
        part = f32(y - n)
        row = np.empty((wide, 4), np.float32)
        upper = clouds[n]
        lower = clouds[n + 1]
        for i in range(wide):
            for c in range(4):
                row[i, c] = upper[i, c] + (lower[i, c] - upper[i, c]) * part
        start = f32(left - 0.25)
        for i in range(columns):
            hidden = opacity[j, i]
            if hidden > f32(0.997):
                for c in range(3):
                    out[j, i, c] = far[j, i, c]
                continue
            x = min(max(f32(i) * f32(0.5) + start, f32(0)), last_x)
            k = int(x)
            share = x - f32(k)
            clear = one - (row[k, 3] + (row[k + 1, 3] - row[k, 3]) * share)
            for c in range(3):
                value = sky[j, i, c] * clear + row[k, c] + (row[k + 1, c] - row[k, c]) * share
                out[j, i, c] = value * (one - hidden) + far[j, i, c]


def under_clouds(sky: Picture, layer: Picture) -> Picture:
    """A sky [H, W, 3] under a cloud layer that has not moved, of any resolution."""
    spread = fit(layer, (sky.shape[1], sky.shape[0]), LINEAR)
    covered = sky * (1 - spread[..., 3:])
    covered += spread[..., :3]
    return covered
