"""The sky as a picture: clear air, stars, high cirrus, sun or moon, and the clouds before them."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, parallel, prange
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


def under_clouds(sky: Picture, layer: Picture) -> Picture:
    """A sky [H, W, 3] under a cloud layer that has not moved, of any resolution."""
    spread = fit(layer, (sky.shape[1], sky.shape[0]), LINEAR)
    covered = sky * (1 - spread[..., 3:])
    covered += spread[..., :3]
    return covered
