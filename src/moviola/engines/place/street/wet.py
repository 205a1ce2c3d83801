"""What a wet street mirrors: sharp in puddles, smeared towards the eye on rough asphalt, moved by rings of rain.

What stands on the ground is mirrored sharply where it stands, whatever the ground: the smear grows with the way that
light goes between the two.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, f32, i64, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed
from moviola.engines.place.resample import AREA, fit, soften


class Sheen(NamedTuple):
    """The mirrored street sharp and twice smeared, each smaller than the one before, and its depths."""

    sharp: Picture
    soft: Picture
    softest: Picture
    depths: Picture


def smeared(mirror: Picture, depths: Picture, focal: float, wet: float) -> Sheen:
    """The copies of a mirrored picture [H, W, 3] whose focal length is ``focal`` pixels; ``wet`` 0 … 1."""
    rows, columns = depths.shape
    # dry ground shows no lamp as a mirror would
    mirror = np.minimum(mirror, np.float32(0.8 + 40 * wet))
    # lamps are brighter by far than a picture shows: their mirror image tells
    bright = np.maximum(np.maximum(mirror[..., :1], mirror[..., 1:2]), mirror[..., 2:])
    mirror = mirror * np.asarray(0.52 + 2.1 * np.clip(bright - 0.18, 0, 2.5), np.float32)
    half = fit(mirror, (max(columns // 2, 4), max(rows // 2, 4)), AREA)
    soft = soften(half, max(focal * 0.0016, 0.6), max(focal * 0.013, 0.8))
    quarter = fit(soft, (max(columns // 4, 4), max(rows // 4, 4)), AREA)
    softest = soften(quarter, max(focal * 0.0015, 0.6), max(focal * 0.034, 0.8))
    return Sheen(mirror, soft, softest, depths)


@kernel
def _at(plane: Picture, x: float, y: float) -> tuple[float, float, float]:
    x = min(max(x, f32(0)), f32(plane.shape[1] - 1.001))
    y = min(max(y, f32(0)), f32(plane.shape[0] - 1.001))
    i = int(x)
    j = int(y)
    fx = x - f32(i)
    fy = y - f32(j)
    d = fx * fy
    b = fx - d
    c = fy - d
    a = f32(1) - fx - c
    return (
        plane[j, i, 0] * a + plane[j, i + 1, 0] * b + plane[j + 1, i, 0] * c + plane[j + 1, i + 1, 0] * d,
        plane[j, i, 1] * a + plane[j, i + 1, 1] * b + plane[j + 1, i, 1] * c + plane[j + 1, i + 1, 1] * d,
        plane[j, i, 2] * a + plane[j, i + 1, 2] * b + plane[j + 1, i, 2] * c + plane[j + 1, i + 1, 2] * d,
    )


@kernel
def _rings(x: float, z: float, seconds: float, much: float) -> tuple[float, float]:
    """Slopes of the rings that drops leave in a puddle."""
    sx = 0.0
    sz = 0.0
    for layer in range(2):
        cell = 0.34 + 0.13 * layer
        cx = math.floor(x / cell)
        cz = math.floor(z / cell)
        beat = seconds * 1.35 + hashed(int(cx), int(cz), 31 + layer)
        life = beat - math.floor(beat)
        count = math.floor(beat)
        if hashed(int(cx) + 57 * count, int(cz), 33 + layer) > 0.25 + 0.6 * much:
            continue
        px = (x / cell - cx - 0.35 - 0.3 * hashed(int(cx), int(cz) + count, 35)) * cell
        pz = (z / cell - cz - 0.35 - 0.3 * hashed(int(cx) + count, int(cz), 36)) * cell
        away = math.sqrt(px * px + pz * pz) + 1e-4
        front = life * 0.17
        ring = (away - front) / 0.016
        wave = math.exp(-ring * ring * 0.35) * math.sin(ring * 2.2) * (1 - life) * 0.046 * (front > 0.01)
        sx += wave * px / away
        sz += wave * pz / away
    return sx, sz


@parallel
def lay_sheen(
    out: Picture, depths: Picture, share: Picture, rough: Picture, bump: Picture, sheen: Sheen, lens: Lens,
    beyond: Lens, seconds: float, rain: float, each: int,
) -> None:  # fmt: skip
    """Fill ``out`` with what the ground would mirror were it water, at every ``each``-th row and column.

    ``beyond`` is the mirrored lens of ``sheen``, whatever its resolution; ``share``, ``rough`` and ``bump``
    [H, W] are those of :func:`pavement.shade_pavement`.
    """
    rows, columns = depths.shape
    wide = sheen.depths.shape[1]
    tall = sheen.depths.shape[0]
    for row in prange(out.shape[0]):
        j = min(i64(row) * each, rows - 1)
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        if slope >= 0:
            continue
        for column in range(out.shape[1]):
            i = min(column * each, columns - 1)
            if share[j, i] <= f32(0.002):
                # what stands here hides it; its neighbours may be seen through
                continue
            depth = depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            tilt_x = float(bump[j, i, 0])
            tilt_z = float(bump[j, i, 1])
            rest = rough[j, i]
            if rain > 0 and rest < f32(0.5) and depth < 22:
                px, pz = _rings(lens.x + across * depth, lens.z + depth, seconds, rain)
                # far rings are finer than a pixel
                keep = (1 - rest * 2) * min(max(1.2 - depth * 0.055, 0.0), 1.0)
                tilt_x += px * keep
                tilt_z += pz * keep
            x = beyond.centre + across * beyond.focal
            y = beyond.horizon + slope * beyond.focal
            qi = min(max(int(x), 0), wide - 1)
            qj = min(max(int(y), 0), tall - 1)
            # nothing moves where it touches the ground
            far = min(max((sheen.depths[qj, qi] - depth) / sheen.depths[qj, qi], 0.0), 1.0)
            # a drop's tilt turns the ray by twice as much, upwards more than sideways at a low view
            y -= 2 * tilt_z * far * beyond.focal
            x += 2 * tilt_x * far * abs(slope) * beyond.focal * 1.6
            blur = rest * f32(min(far * 1.5, 1.0)) * f32(2)
            first = f32(max(1 - blur, f32(0)))
            last = f32(max(blur - 1, f32(0)))
            middle = f32(1) - first - last
            # the eye sees rough ground by its far sides: the smear reaches up
            lift = f32(rest * f32(0.02) * f32(far) * f32(beyond.focal))
            fx = f32(x - 0.5)
            fy = f32(y - 0.5)
            red = f32(0)
            green = f32(0)
            blue = f32(0)
            if first > f32(0):
                r, g, b = _at(sheen.sharp, fx, fy)
                red += r * first
                green += g * first
                blue += b * first
            if middle > f32(0):
                r, g, b = _at(sheen.soft, fx * f32(0.5), (fy - lift) * f32(0.5))
                red += r * middle
                green += g * middle
                blue += b * middle
            if last > f32(0):
                r, g, b = _at(sheen.softest, fx * f32(0.25), (fy - lift * f32(1.6)) * f32(0.25))
                red += r * last
                green += g * last
                blue += b * last
            out[row, column, 0] = red
            out[row, column, 1] = green
            out[row, column, 2] = blue


@parallel
def add_sheen(out: Picture, light: Picture, share: Picture, top: int) -> None:
    """Add ``share`` [H, W] of ``light``, a picture of :func:`lay_sheen`, to ``out`` [H, W, 3] from row ``top`` on."""
    rows, columns = share.shape
    each = 1 if light.shape[0] == rows else 2
    for row in prange(rows - top):
        j = i64(row) + top
        y = j // each
        below = min(y + (j % each), light.shape[0] - 1)
        for i in range(columns):
            much = share[j, i]
            if much <= f32(0.002):
                continue
            x = i // each
            after = min(x + (i % each), light.shape[1] - 1)
            much *= f32(0.25)
            for c in range(3):
                out[j, i, c] += much * (
                    light[y, x, c] + light[y, after, c] + light[below, x, c] + light[below, after, c]
                )
