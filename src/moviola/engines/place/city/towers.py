"""Which solid each pixel sees: tapered boxes and cylinders, hit exactly, column by column."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.city.fields import (
    AROUND,
    BOTTOM,
    COS,
    HALF_X,
    HALF_Z,
    ROOF,
    ROUND,
    SIN,
    TAPER,
    TOP,
    X,
    Z,
)
from moviola.engines.place.kernels import FAR, Index, Mask, Picture, Vector, i64, kernel, parallel, prange
from moviola.engines.place.lens import Lens

#: Picture columns that share a list of towers.
_BIN = 8


class Seen(NamedTuple):
    """What a canvas shows: ``depths`` in metres, the solid's row (−1: none), its face, and metres along the face."""

    depths: Picture
    found: Index
    face: Mask
    along: Picture


@kernel
def _hit(
    towers: Vector, k: int, x: float, y: float, z: float, across: float, slope: float
) -> tuple[float, int, float]:
    """Depth, face and metres along it where the ray from (x, y, z) enters tower ``k``; ``FAR`` where it does not."""
    cosine = towers[k, COS]
    sine = towers[k, SIN]
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
    face = -1
    low = (bottom - y) / (slope + 1e-12)
    high = (towers[k, TOP] - y) / (slope + 1e-12)
    if low > high:
        low, high = high, low
    if low > enter:
        enter = low
        face = ROOF
    leave = high
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
            face = AROUND
        if enter > min(leave, (-b + root) / a):
            return FAR, -1, 0.0
    if enter <= 0.3 or face < 0:
        return FAR, -1, 0.0
    local_x = eye_x + dx * enter
    local_z = eye_z + dz * enter
    if face < 2:
        return enter, face, local_z
    if face == AROUND:
        return enter, face, math.atan2(local_x / half_x, local_z / half_z) * 0.5 * (half_x + half_z)
    return enter, face, local_x


@kernel
def _column(
    seen: Seen, i: int, towers: Vector, nearest: Vector, order: Index, first: int, end: int, lens: Lens
) -> None:
    """One column of the canvas, its towers near to far."""
    rows = seen.depths.shape[0]
    across = (i + 0.5 - lens.centre) / lens.focal
    for j in range(rows):
        seen.depths[j, i] = FAR
        seen.found[j, i] = -1
    for q in range(first, end):
        k = order[q]
        near = nearest[k, 0]
        rise = towers[k, TOP] - lens.height
        fall = towers[k, BOTTOM] - lens.height
        top = lens.horizon - rise / (near if rise > 0 else nearest[k, 1]) * lens.focal
        bottom = lens.horizon - fall / (near if fall < 0 else nearest[k, 1]) * lens.focal
        for j in range(min(max(int(top) - 1, 0), rows), min(max(int(bottom) + 2, 0), rows)):
            if seen.depths[j, i] <= near:
                continue
            slope = (lens.horizon - (j + 0.5)) / lens.focal
            t, side, u = _hit(towers, k, lens.x, lens.height, lens.z, across, slope)
            if side >= 0 and t < seen.depths[j, i]:
                seen.depths[j, i] = t
                seen.found[j, i] = k
                seen.face[j, i] = side
                seen.along[j, i] = u


@parallel
def _trace(
    seen: Seen, towers: Vector, nearest: Vector, order: Index, start: Index, count: Index, lens: Lens
) -> None:
    for i in prange(seen.depths.shape[1]):
        n = i64(i) // _BIN
        _column(seen, i, towers, nearest, order, start[n], start[n] + count[n], lens)


def see(towers: Vector, lens: Lens, columns: int, rows: int) -> Seen:
    """What of ``towers`` [n, FIELDS] a canvas of rows × columns shows; the ground hides nothing yet."""
    seen = Seen(
        np.empty((rows, columns), np.float32),
        np.empty((rows, columns), np.int64),
        np.empty((rows, columns), np.uint8),
        np.empty((rows, columns), np.float32),
    )
    radius = np.hypot(towers[:, HALF_X], towers[:, HALF_Z]) * np.maximum(towers[:, TAPER], 1)
    away = towers[:, Z] - lens.z
    nearest = np.stack([np.maximum(away - radius, 0.3), np.maximum(away + radius, 0.3)], 1)
    order, start, count = candidates(towers, -(-columns // _BIN), lens.scaled(1 / _BIN))
    _trace(seen, towers, nearest, order, start, count, lens)
    return seen


def candidates(towers: Vector, columns: int, lens: Lens) -> tuple[Index, Index, Index]:
    """The towers that each picture column may meet, near to far, as order, start and count."""
    radius = np.hypot(towers[:, HALF_X], towers[:, HALF_Z])
    dx, dz = towers[:, X] - lens.x, towers[:, Z] - lens.z
    near, far = np.maximum(dz - radius, 0.3), np.maximum(dz + radius, 0.3)
    low = np.minimum((dx - radius) / near, (dx - radius) / far)
    high = np.maximum((dx + radius) / near, (dx + radius) / far)
    first = np.clip(np.floor(low * lens.focal + lens.centre), 0, columns).astype(np.int64)
    end = np.clip(np.ceil(high * lens.focal + lens.centre) + 1, 0, columns).astype(np.int64)
    end = np.where(dz + radius > 0.5, end, first)
    by_distance = np.argsort(dz - radius, kind="stable")
    spans = np.maximum(end - first, 0)[by_distance]
    # every (column, tower) pair, by distance and then stably by column
    tower = np.repeat(by_distance, spans)
    column = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
    column += np.repeat(first[by_distance], spans)
    order = np.argsort(column.astype(np.uint16), kind="stable")
    count = np.bincount(column, minlength=columns).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int64)
    return tower[order].astype(np.int64), start, count
