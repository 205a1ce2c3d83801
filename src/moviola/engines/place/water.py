"""Water that reads a mirrored picture of the world through its ripples.

Waves smaller than a pixel become roughness: the mirror is looked up in copies blurred more and more along the
vertical, and the view is tilted up a little, as in E. Bruneton et al., "Real-time Realistic Ocean Lighting", 2010.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.air import Haze, Light, haze_between
from moviola.engines.place.kernels import Mask, Picture, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import colour, tiled, tiled_pair
from moviola.engines.place.resample import AREA, LINEAR, fit, soften


class Water(NamedTuple):
    """Slopes of ripples, wavelets and swell; contrast of gusts; reflection gain; absorption per m; its own colour."""

    ripples: float
    wavelets: float
    swell: float
    gusts: float
    gain: float
    absorption: float
    red: float
    green: float
    blue: float


class Mirror(NamedTuple):
    """The mirrored picture sharp and at three vertical blurs, whose sizes are in pixels of the view."""

    sharp: Picture
    soft: Picture
    softer: Picture
    softest: Picture
    blur: float
    more_blur: float
    most_blur: float


#: Vertical blur of the mirror's copies as a share of the focal length.
_BLURS = (0.006, 0.03, 0.1)


def blurred(picture: Picture, focal: float, scale: float) -> Mirror:
    """The mirror's copies. ``focal`` is the view's; the picture is ``scale`` times the view's resolution."""
    rows, columns = picture.shape[:2]
    copies = []
    for share in _BLURS:
        size = share * focal * scale
        step = max(1, int(size / 3))
        across = max(step // 3, 1)
        small = fit(picture, (max(columns // across, 8), max(rows // step, 8)), AREA)
        small = soften(small, across=0.6 + size * 0.12 / across, down=max(size / step, 0.3))
        copies.append(fit(small, (columns, rows), LINEAR))
    soft, softer, softest = copies
    least, more, most = (share * focal for share in _BLURS)
    return Mirror(picture, soft, softer, softest, least, more, most)


@parallel
def draw_water(
    out: Picture,
    water: Mask,
    bed_depths: Picture,
    mirror: Mirror,
    mirror_lens: Lens,
    mirror_scale: float,
    ripples: Picture,
    soft: Picture,
    lens: Lens,
    time: float,
    look: Water,
    table: Picture,
    light: Light,
    haze: Haze,
) -> None:
    """Draw the surface over the bed that ``out`` [H, W, 3] holds, wherever ``water`` is 1.

    ``mirror_lens`` is the lens of the mirror's own canvas, ``mirror_scale`` times the view's resolution;
    ``time`` in seconds of slow water.
    """
    rows, columns = water.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    sun_x = light.x / flat
    sun_z = light.z / flat
    focal = lens.focal
    small = 1024 / 9.0
    middle = 1024 / 47.0
    large = 1024 / 310.0
    blur0 = mirror.blur
    blur1 = mirror.more_blur
    blur2 = mirror.most_blur
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / focal
        if slope >= -1e-5:
            continue
        depth = lens.height / (-slope)
        footprint = depth * depth / (focal * lens.height)
        keep_small = 1 / (1 + (footprint / 0.55) ** 2)
        keep_middle = 1 / (1 + (footprint / 3.5) ** 2)
        keep_large = 1 / (1 + (footprint / 30) ** 2)
        z = lens.z + depth
        lost = math.sqrt(
            (look.ripples * 1.2) ** 2 * (1 - keep_small)
            + look.wavelets**2 * (1 - keep_middle)
            + look.swell**2 * (1 - keep_large)
        )
        gust = 1.0
        clear = (1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
        swell = keep_large * look.swell
        left = lens.x + (0.5 - lens.centre) / focal * depth
        next_x, next_z = tiled_pair(ripples, left * large + time * 5, z * large + time * 14)
        next_x *= swell
        next_z *= swell
        swell_x = next_x
        swell_z = next_z
        for i in range(columns):
            across = (i + 0.5 - lens.centre) / focal
            x = lens.x + across * depth
            if (i & 7) == 0:
                # gusts and haze are smooth: every eighth pixel is enough
                patches = tiled(soft, x * 0.55 + time * 3, z * 0.9 + time * 5)
                patches += 0.6 * tiled(soft, x * 3.1 - time * 6, z * 4.2)
                lanes = tiled(soft, x * 0.16 + 40, z * 0.34 + time * 1.5)
                gust = max(0.25, 1 + look.gusts * (patches * 0.45 + lanes * 0.9))
                far = depth * math.sqrt(1 + across * across + slope * slope)
                clear = haze_between(table, across, slope, far, lens.height, 0.0, sun_x, sun_z, haze)
                # so is the swell: straight between the ends of the eight
                swell_x = next_x
                swell_z = next_z
                end = lens.x + (i + 8.5 - lens.centre) / focal * depth
                next_x, next_z = tiled_pair(ripples, end * large + time * 5, z * large + time * 14)
                next_x *= swell
                next_z *= swell
            if water[j, i] == 0:
                continue
            tilt_x = 0.0
            tilt_z = 0.0
            if keep_small > 0.02:
                a = x * small + time * 60
                b = z * small + time * 95
                c = z * small * 0.83 - time * 70
                d = x * small * 0.83
                gain = keep_small * look.ripples
                one_x, one_z = tiled_pair(ripples, a, b)
                two_x, two_z = tiled_pair(ripples, c, d)
                tilt_x += gain * (one_x + 0.7 * two_x)
                tilt_z += gain * (one_z + 0.7 * two_z)
            if keep_middle > 0.02:
                one_x, one_z = tiled_pair(ripples, x * middle - time * 17, z * middle + time * 42)
                tilt_x += keep_middle * look.wavelets * one_x
                tilt_z += keep_middle * look.wavelets * one_z
            share = (i & 7) * 0.125
            tilt_x = (tilt_x + swell_x + (next_x - swell_x) * share) * gust * 0.6
            tilt_z = (tilt_z + swell_z + (next_z - swell_z) * share) * gust
            rough = gust * lost
            length = 1 / math.sqrt(across * across + slope * slope + 1)
            vx = across * length
            vy = slope * length
            vz = length
            normal = 1 / math.sqrt(tilt_x * tilt_x + tilt_z * tilt_z + 1)
            dot = min((-vx * tilt_x + vy - vz * tilt_z) * normal, -0.01)
            rx = vx + 2 * dot * tilt_x * normal
            ry = abs(vy - 2 * dot * normal)
            rz = max(vz + 2 * dot * tilt_z * normal, 0.15)
            px = mirror_lens.centre + rx / rz * focal * mirror_scale
            py = mirror_lens.horizon - (ry / rz * focal + rough * focal * 0.35) * mirror_scale
            # the floor on the blur keeps single glints from sparkling
            spread = rough * focal * 1.1 + focal * 0.0035 * (1 - keep_small * 0.6)
            if spread < blur0:
                share = spread / blur0
                first = colour(mirror.sharp, px, py)
                second = colour(mirror.soft, px, py)
            elif spread < blur1:
                share = (spread - blur0) / (blur1 - blur0)
                first = colour(mirror.soft, px, py)
                second = colour(mirror.softer, px, py)
            else:
                share = min((spread - blur1) / (blur2 - blur1), 1.0)
                first = colour(mirror.softer, px, py)
                second = colour(mirror.softest, px, py)
            miss = 1 - min(-dot + rough * 0.5, 1.0)
            square = miss * miss
            fresnel = min((0.02 + 0.98 * square * square * miss) * look.gain, 1.0)
            through = math.exp(-min(bed_depths[j, i] - depth, 60.0) * look.absorption)
            for k in range(3):
                own = look.red if k == 0 else (look.green if k == 1 else look.blue)
                below = out[j, i, k] * through + own * (1 - through)
                value = (first[k] + (second[k] - first[k]) * share) * fresnel + below * (1 - fresnel)
                out[j, i, k] = value * clear[k] + clear[3 + k] * (1 - clear[k])
