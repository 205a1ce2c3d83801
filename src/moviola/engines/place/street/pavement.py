"""The ground of a street: asphalt or cobbles, slabs, kerbs, painted lines, puddles, snow and leaves."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, f32, i64, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, smoothstep, tiled
from moviola.engines.place.sky.air import Light
from moviola.engines.place.street.cast import Faces
from moviola.engines.place.street.fields import GROUND_PLANE


class Ground(NamedTuple):
    """What lies on the ground.

    ``marks`` [rows, columns, 3]: metres inside the pavement (below 0: on the road), metres inside painted lines,
    and how worn the road is; ``light`` as of :func:`lit.light_ground`; both begin at (``left``, ``near``), with
    ``mark_step`` and ``light_step`` metres to a pixel. ``cobbled`` 0 asphalt, 1 cobbles; ``wet``, ``snow``,
    ``leaves``: 0 … 1.
    """

    marks: Picture
    light: Picture
    left: float
    near: float
    mark_step: float
    light_step: float
    cobbled: float
    wet: float
    snow: float
    leaves: float
    turn: float


@kernel
def _read(plane: Picture, x: float, y: float, c: int) -> float:
    x = min(max(x, 0.0), plane.shape[1] - 1.001)
    y = min(max(y, 0.0), plane.shape[0] - 1.001)
    i = int(x)
    j = int(y)
    fx = x - i
    fy = y - j
    a = plane[j, i, c] + (plane[j, i + 1, c] - plane[j, i, c]) * fx
    b = plane[j + 1, i, c] + (plane[j + 1, i + 1, c] - plane[j + 1, i, c]) * fx
    return float(a + (b - a) * fy)


@kernel
def _cobble(x: float, z: float) -> tuple[float, float, float, float]:
    """Setts in rows: height 0 … 1, slopes across and ahead, and the number of the stone."""
    row = math.floor(z / 0.115)
    shift = hashed(int(row), 3, 7) + 0.15 * math.sin(z * 0.7)
    column = math.floor(x / 0.145 + shift)
    u = x / 0.145 + shift - column - 0.5
    v = z / 0.115 - row - 0.5
    u += 0.10 * (hashed(int(column), int(row), 1) - 0.5)
    v += 0.10 * (hashed(int(column), int(row), 2) - 0.5)
    square = u * u * u * u + v * v * v * v
    high = min(max(1 - square * 14, 0.0), 1.0)
    return high, -u * u * u * 14, -v * v * v * 14, hashed(int(column), int(row), 5)


@parallel
def shade_pavement(
    out: Picture, share: Picture, rough: Picture, bump: Picture, depths: Picture, faces: Faces, lens: Lens,
    ground: Ground, light: Light, soft: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] where ``faces`` names the ground, and what its wetness mirrors.

    ``share`` [H, W]: how much of the mirror is seen; ``rough`` [H, W]: 0 still water … 1 rough stone; ``bump``
    [H, W, 2]: slopes of the surface across and ahead.
    """
    rows, columns = depths.shape
    for row in prange(rows):
        j = i64(row)
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            share[j, i] = 0
            rough[j, i] = 1
            bump[j, i, 0] = 0
            bump[j, i, 1] = 0
            if faces[j, i] != GROUND_PLANE:
                continue
            depth = depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            z = lens.z + depth
            mx = (x - ground.left) / ground.mark_step - 0.5
            mz = (z - ground.near) / ground.mark_step - 0.5
            kerb = _read(ground.marks, mx, mz, 0)
            paint = _read(ground.marks, mx, mz, 1)
            worn = _read(ground.marks, mx, mz, 2)
            lx = (x - ground.left) / ground.light_step - 0.5
            lz = (z - ground.near) / ground.light_step - 0.5
            lr = _read(ground.light, lx, lz, 0)
            lg = _read(ground.light, lx, lz, 1)
            lb = _read(ground.light, lx, lz, 2)
            sun = _read(ground.light, lx, lz, 3)
            sky = _read(ground.light, lx, lz, 4)
            # metres of ground that a pixel covers, across and ahead
            fine = depth / lens.focal
            deep = fine * depth / max(abs(lens.height), 0.5)
            far = smoothstep(0.004, 0.05, deep)
            cosine = math.cos(ground.turn)
            sine = math.sin(ground.turn)
            sx = x * cosine + z * sine
            sz = -x * sine + z * cosine
            patch = tiled(soft, x * 9 + 31, z * 9 + 7)
            grain = tiled(soft, x * 900, z * 900) * 0.5 * (1 - far)
            near = 1 - smoothstep(0.002, 0.02, deep)
            grain += (0.6 * tiled(soft, x * 4300, z * 4300) + 0.5 * tiled(soft, x * 13000, z * 13000)) * near
            slopes_x = 0.0
            slopes_z = 0.0
            tone = 1.0
            # dry asphalt is pale with dust
            red = 0.050 + 0.038 * max(1 - 3 * ground.wet, 0.0)
            green = red * 0.99
            blue = red * 0.985
            roughness = 0.75
            low = 0.0
            edge = 0.03 + fine
            if kerb > 0:
                red = 0.112
                green = 0.109
                blue = 0.104
                if kerb < 0.28:
                    # the kerb stone: its face is dark, its edge catches the light
                    tone = 0.40 if kerb < 0.10 else 1.25
                    joint = sz / 1.0 - math.floor(sz / 1.0)
                    if joint < 0.014 + deep * 0.5:
                        tone *= 0.6
                else:
                    u = sx / 0.6 - math.floor(sx / 0.6)
                    v = sz / 0.6 - math.floor(sz / 0.6)
                    stone = hashed(math.floor(sx / 0.6), math.floor(sz / 0.6), 3)
                    tone = 0.84 + 0.22 * stone + 0.10 * grain + 0.06 * patch
                    gap = 0.020
                    if (u < gap or v < gap + deep * 0.3) and far < 0.9:
                        tone *= 0.55 + 0.45 * far
                        low = 0.3
                    slopes_x = (stone - 0.5) * 0.012
                    slopes_z = (hashed(math.floor(sz / 0.6), math.floor(sx / 0.6), 4) - 0.5) * 0.012
                roughness = 0.55
            elif ground.cobbled > 0.5:
                high, slopes_x, slopes_z, stone = _cobble(sx, sz)
                keep = 1 - smoothstep(0.012, 0.085, deep)
                tone = 0.72 + keep * (-0.44 + 0.58 * high + 0.6 * (stone - 0.5)) + 0.08 * patch
                keep *= keep
                slopes_x *= 0.045 * keep
                slopes_z *= 0.045 * keep
                low = (1 - high) * 0.35 * keep
                red = 0.105
                green = 0.098
                blue = 0.090
                roughness = 0.70 - 0.2 * keep
            else:
                tone = 1.0 + 0.35 * worn + 0.10 * patch + 0.22 * grain
                slopes_x = 0.010 * tiled(soft, x * 900 + 50, z * 900) * (1 - far)
                slopes_z = 0.010 * tiled(soft, x * 900, z * 900 + 90) * (1 - far)
                slopes_x += (
                    0.018
                    * (tiled(soft, x * 4300 + 9, z * 4300) + tiled(soft, x * 13000, z * 13000 + 5))
                    * near
                )
                slopes_z += (
                    0.018
                    * (tiled(soft, x * 4300, z * 4300 + 7) + tiled(soft, x * 13000 + 3, z * 13000))
                    * near
                )
            if paint > -edge and kerb < 0:
                inside = smoothstep(-edge, edge, paint)
                inside *= 0.80 - 0.45 * smoothstep(0.2, 1.6, tiled(soft, x * 60, z * 60) + 0.5 * grain)
                red += (0.46 - red) * inside
                green += (0.45 - green) * inside
                blue += (0.42 - blue) * inside
            # water gathers in hollows and along the kerb
            puddle = 0.0
            if ground.wet > 0:
                hollow = 0.62 * tiled(soft, x * 5 + 31, z * 5 + 7) + 0.10 * tiled(soft, x * 40, z * 40)
                hollow += 0.7 * math.exp(-abs(kerb + 0.25) * 3.0)
                hollow += low + 0.35 * worn - (0.45 if kerb > 0.0 else 0.0)
                puddle = smoothstep(2.05 - 1.05 * ground.wet, 2.35 - 1.00 * ground.wet, hollow)
                damp = 1 - 0.45 * ground.wet
                red *= damp
                green *= damp
                blue *= damp * 1.02
            white = 0.0
            if ground.snow > 0:
                bank = (0.9 if kerb > 0.05 else -0.55) + 0.65 * patch + 0.35 * tiled(soft, x * 55, z * 55)
                bank += 0.5 * math.exp(-abs(kerb + 0.1) * 2.0) - 0.7 * worn
                white = smoothstep(0.55, 0.95, bank + 0.9 * ground.snow - 0.55)
                snow_tone = 0.72 + 0.07 * tiled(soft, x * 130, z * 130) + 0.04 * grain
                red += (snow_tone - red * tone) * white
                green += (snow_tone * 1.01 - green * tone) * white
                blue += (snow_tone * 1.05 - blue * tone) * white
                tone += (1 - tone) * white
                puddle *= 1 - white
            if ground.leaves > 0:
                cell = 0.13
                cx = math.floor(x / cell)
                cz = math.floor(z / cell)
                px = (x / cell - cx - 0.5) + 0.5 * (hashed(int(cx), int(cz), 21) - 0.5)
                pz = (z / cell - cz - 0.5) + 0.5 * (hashed(int(cx), int(cz), 22) - 0.5)
                turn = hashed(int(cx), int(cz), 23) * 6.28
                qx = px * math.cos(turn) + pz * math.sin(turn)
                qz = -px * math.sin(turn) + pz * math.cos(turn)
                chance = ground.leaves * (0.12 + 0.75 * math.exp(-abs(kerb + 0.15) * 1.6) + 0.10 * patch)
                if hashed(int(cx), int(cz), 24) < chance and (qx * qx * 9 + qz * qz * 24) < 1 - 0.3 * far:
                    hue = hashed(int(cx), int(cz), 25)
                    red = 0.30 + 0.16 * hue
                    green = 0.085 + 0.17 * hue * hue
                    blue = 0.02
                    tone = 0.5 + 0.6 * hashed(int(cx), int(cz), 26)
                    puddle *= 0.3
                    roughness = 0.9
            dim = 1 - 0.75 * puddle
            ahead = 1 + 3 * slopes_z
            lr = lr * ahead + light.sky_red * sky + light.red * sun * light.y
            lg = lg * ahead + light.sky_green * sky + light.green * sun * light.y
            lb = lb * ahead + light.sky_blue * sky + light.blue * sun * light.y
            out[j, i, 0] = f32(red * tone * lr * dim)
            out[j, i, 1] = f32(green * tone * lg * dim)
            out[j, i, 2] = f32(blue * tone * lb * dim)
            # Schlick's mirror of water, or of dry stone where it is dry
            sight = -slope / math.sqrt(slope * slope + across * across + 1)
            fresnel = (1 - min(sight, 1.0)) ** 5
            film = 0.15 + 0.75 * (1 - min(sight, 1.0)) ** 3.2
            dry = 0.005 + 0.02 * fresnel * fresnel
            strength = dry + (film - dry) * min(ground.wet * 1.5, 1.0)
            strength += (0.04 + 0.93 * fresnel - strength) * puddle
            strength *= 1 - 0.93 * white
            if tone < 0.5 and kerb > 0 and kerb < 0.1:
                strength *= 0.4
            share[j, i] = f32(strength)
            rough[j, i] = f32((roughness + 0.12 * patch) * (1 - puddle) * (1 - 0.15 * ground.wet))
            bump[j, i, 0] = f32(slopes_x * (1 - puddle))
            bump[j, i, 1] = f32(slopes_z * (1 - puddle))
