"""Towers of a city by night: tapered boxes and cylinders, hit exactly, pixel by pixel."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.facade import (
    BOTTOM,
    HALF_X,
    HALF_Z,
    NEAREST,
    ROUND,
    TAPER,
    TOP,
    TURN,
    X,
    Z,
    facade,
)  # fmt: skip
from moviola.engines.place.kernels import FAR, Index, Mask, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens

_ROOF, _AROUND = 4, 5


class Glow(NamedTuple):
    """The lit air of a city: colour near the ground and high up; ``mist`` and ``clear`` density per metre.

    Mist falls off with ``mist_height`` metres, the glow with ``glow_height``.
    """

    red: float
    green: float
    blue: float
    high_red: float
    high_green: float
    high_blue: float
    mist: float
    mist_height: float
    clear: float
    glow_height: float
    gain: float


@kernel
def _hit(
    towers: Vector, k: int, x: float, y: float, z: float, across: float, slope: float
) -> tuple[float, int, float]:
    """Depth, face and metres along it where the ray from (x, y, z) enters tower ``k``; ``FAR`` where it does not."""
    cosine = math.cos(towers[k, TURN])
    sine = math.sin(towers[k, TURN])
    away_x = x - towers[k, X]
    away_z = z - towers[k, Z]
    eye_x = cosine * away_x + sine * away_z
    eye_z = -sine * away_x + cosine * away_z
    dx = cosine * across + sine
    dz = -sine * across + cosine
    half_x = towers[k, HALF_X]
    half_z = towers[k, HALF_Z]
    bottom = towers[k, BOTTOM]
    narrowing = (1 - towers[k, TAPER]) / (towers[k, TOP] - bottom)
    enter = 0.3
    leave = FAR
    face = -1
    low = (bottom - y) / (slope + 1e-12)
    high = (towers[k, TOP] - y) / (slope + 1e-12)
    if low > high:
        low, high = high, low
    if low > enter:
        enter = low
        face = _ROOF
    leave = min(leave, high)
    if enter > leave:
        return FAR, -1, 0.0
    if towers[k, ROUND] < 0.5:
        for side in range(4):
            sign = 1.0 if side % 2 == 0 else -1.0
            if side < 2:
                at = sign * eye_x
                step = sign * dx
                half = half_x
            else:
                at = sign * eye_z
                step = sign * dz
                half = half_z
            step += slope * narrowing * half
            at += (y - bottom) * narrowing * half - half
            if abs(step) < 1e-12:
                if at > 0:
                    return FAR, -1, 0.0
                continue
            t = -at / step
            if step < 0:
                if t > enter:
                    enter = t
                    face = side
            else:
                leave = min(leave, t)
            if enter > leave:
                return FAR, -1, 0.0
    else:
        radius = 1 - (y - bottom) * narrowing
        shrink = -slope * narrowing
        ax = dx / half_x
        az = dz / half_z
        bx = eye_x / half_x
        bz = eye_z / half_z
        a = ax * ax + az * az - shrink * shrink
        b = ax * bx + az * bz - radius * shrink
        root = b * b - a * (bx * bx + bz * bz - radius * radius)
        if root < 0:
            return FAR, -1, 0.0
        root = math.sqrt(root)
        if (-b - root) / a > enter:
            enter = (-b - root) / a
            face = _AROUND
        if enter > min(leave, (-b + root) / a):
            return FAR, -1, 0.0
    if enter <= 0.3:
        return FAR, -1, 0.0
    local_x = eye_x + dx * enter
    local_z = eye_z + dz * enter
    if face < 2:
        return enter, face, local_z
    if face == _AROUND:
        return enter, face, math.atan2(local_x / half_x, local_z / half_z) * 0.5 * (half_x + half_z)
    return enter, face, local_x


@parallel
def draw_towers(
    out: Picture, depths: Picture, water: Mask, sky: Picture, sky_row: int, sky_column: int, towers: Vector,
    order: Index, start: Index, count: Index, lens: Lens, glow: Glow, soft: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] with towers before ``sky``; ``water`` becomes 1 where the surface lies before them.

    Column ``i`` meets only ``order[start[i] : start[i] + count[i]]``, near to far.
    """
    rows, columns = depths.shape
    last_row = sky.shape[0] - 1
    for i in prange(columns):
        across = (i + 0.5 - lens.centre) / lens.focal
        for j in range(rows):
            slope = (lens.horizon - (j + 0.5)) / lens.focal
            depth = FAR
            found = -1
            face = -1
            along = 0.0
            for q in range(start[i], start[i] + count[i]):
                k = order[q]
                if towers[k, NEAREST] > depth:
                    break
                t, side, u = _hit(towers, k, lens.x, lens.height, lens.z, across, slope)
                if t < depth:
                    depth = t
                    found = k
                    face = side
                    along = u
            water[j, i] = 0
            if slope < -1e-6 and lens.height > 0:
                surface = lens.height / (-slope)
                if surface < depth and surface < 2e4:
                    water[j, i] = 1
                    found = -1
            depths[j, i] = depth
            if found < 0:
                row = min(max(j + sky_row, 0), last_row)
                if depth < FAR:
                    row = last_row
                for c in range(3):
                    out[j, i, c] = sky[row, i + sky_column, c]
                continue
            height = lens.height + slope * depth
            red, green, blue = facade(
                towers, found, face, along, height, depth / lens.focal, glow.red, glow.green, glow.blue, soft
            )
            far = depth * math.sqrt(1 + across * across + slope * slope)
            eye = abs(lens.height)
            rise = height - eye
            mist = math.exp(-eye / glow.mist_height) * far * glow.mist
            if abs(rise) > 0.3:
                ratio = rise / glow.mist_height
                mist *= (1 - math.exp(-ratio)) / ratio
            through = math.exp(-mist - far * glow.clear)
            low = math.exp(-max(height, 0.0) / glow.glow_height)
            # the glow is not one colour: districts differ
            district = 0.5 + 0.5 * math.sin(across * 4.1 + 0.9 + height * 0.004)
            fill = (1 - through) * (1 - low)
            lit = (1 - through) * low * glow.gain
            out[j, i, 0] = red * through + glow.high_red * fill + glow.red * lit * (0.75 + 0.55 * district)
            out[j, i, 1] = (
                green * through + glow.high_green * fill + glow.green * lit * (0.95 - 0.10 * district)
            )
            out[j, i, 2] = blue * through + glow.high_blue * fill + glow.blue * lit * (1.3 - 0.5 * district)


def candidates(towers: Vector, columns: int, lens: Lens) -> tuple[Index, Index, Index]:
    """The towers that each picture column may meet, near to far, as order, start and count; sets ``NEAREST``."""
    radius = np.hypot(towers[:, HALF_X], towers[:, HALF_Z])
    dx, dz = towers[:, X] - lens.x, towers[:, Z] - lens.z
    towers[:, NEAREST] = np.maximum(dz - radius, 0.1)
    near, far = np.maximum(dz - radius, 0.3), np.maximum(dz + radius, 0.3)
    low = np.minimum((dx - radius) / near, (dx - radius) / far)
    high = np.maximum((dx + radius) / near, (dx + radius) / far)
    first = np.clip(np.floor(low * lens.focal + lens.centre).astype(np.int64), 0, columns)
    end = np.clip(np.ceil(high * lens.focal + lens.centre).astype(np.int64) + 1, 0, columns)
    end = np.where(dz + radius > 0.5, end, first)
    spans = np.maximum(end - first, 0)
    # every (column, tower) pair, sorted by column and then by distance
    tower = np.repeat(np.arange(len(towers)), spans)
    column = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans) + np.repeat(first, spans)
    order = np.lexsort((towers[tower, NEAREST], column))
    count = np.bincount(column, minlength=columns).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64)
    return tower[order].astype(np.int64), start, count
