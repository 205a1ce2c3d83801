"""Which face of which box each pixel of a street sees.

The camera never tilts, so a column of pixels is one line through the plan: it meets the boxes in the same order for
all its rows.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import FAR, Picture, Vector, i64, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.street.fields import (
    BACK,
    BOTTOM,
    FACES,
    FRONT,
    GROUND_PLANE,
    HALF_X,
    HALF_Z,
    LEFT,
    OVER,
    RIGHT,
    SKY,
    TOP,
    TURN,
    UNDER,
    X,
    Z,
)

Faces = NDArray[np.int32]
_MOST = 96


@kernel
def _crossing(boxes: Vector, n: int, lens: Lens, across: float) -> tuple[float, float, int, float]:
    """Where the line of a column enters and leaves box ``n``, by which side, and how far along it (m from its left)."""
    cosine = math.cos(boxes[n, TURN])
    sine = math.sin(boxes[n, TURN])
    x = lens.x - boxes[n, X]
    z = lens.z - boxes[n, Z]
    px = x * cosine + z * sine
    pz = -x * sine + z * cosine
    dx = across * cosine + sine
    dz = -across * sine + cosine
    dx = dx if abs(dx) > 1e-9 else 1e-9
    dz = dz if abs(dz) > 1e-9 else 1e-9
    half_x = boxes[n, HALF_X]
    half_z = boxes[n, HALF_Z]
    x0 = (-half_x - px) / dx
    x1 = (half_x - px) / dx
    z0 = (-half_z - pz) / dz
    z1 = (half_z - pz) / dz
    enter_x = min(x0, x1)
    enter_z = min(z0, z1)
    enter = max(enter_x, enter_z)
    leave = min(max(x0, x1), max(z0, z1))
    if enter_x > enter_z:
        along = pz + dz * enter
        if dx > 0:
            return enter, leave, LEFT, half_z - along
        return enter, leave, RIGHT, half_z + along
    along = px + dx * enter
    if dz > 0:
        return enter, leave, FRONT, half_x + along
    return enter, leave, BACK, half_x - along


@parallel
def cast(
    lens: Lens,
    boxes: Vector,
    first: Faces,
    last: Faces,
    depths: Picture,
    faces: Faces,
    us: Picture,
    vs: Picture,
) -> None:
    """Fill ``depths``, ``faces``, and the places on the faces in metres from their lower left, all [H, W].

    Box ``n`` can be seen in columns ``first[n]`` to ``last[n]``. A lens below the ground sees no ground.
    """
    rows, columns = depths.shape
    for column in prange(columns):
        i = i64(column)
        across = (i + 0.5 - lens.centre) / lens.focal
        enters = np.empty(_MOST)
        leaves = np.empty(_MOST)
        sides = np.empty(_MOST, np.int32)
        alongs = np.empty(_MOST)
        which = np.empty(_MOST, np.int32)
        count = 0
        for n in range(boxes.shape[0]):
            if i < first[n] or i > last[n] or count >= _MOST:
                continue
            enter, leave, side, along = _crossing(boxes, n, lens, across)
            if enter >= leave or enter < 0.3:
                continue
            k = count
            while k > 0 and enters[k - 1] > enter:
                enters[k] = enters[k - 1]
                leaves[k] = leaves[k - 1]
                sides[k] = sides[k - 1]
                alongs[k] = alongs[k - 1]
                which[k] = which[k - 1]
                k -= 1
            enters[k] = enter
            leaves[k] = leave
            sides[k] = side
            alongs[k] = along
            which[k] = n
            count += 1
        for j in range(rows):
            slope = (lens.horizon - (j + 0.5)) / lens.focal
            best = FAR
            face = SKY
            u = 0.0
            v = 0.0
            if slope < 0 and lens.height > 0:
                best = lens.height / -slope
                face = GROUND_PLANE
            for k in range(count):
                enter = enters[k]
                if enter >= best:
                    break
                n = which[k]
                bottom = boxes[n, BOTTOM]
                top = boxes[n, TOP]
                y = lens.height + slope * enter
                if y >= bottom and y <= top:
                    if y < 0:
                        continue
                    best = enter
                    face = n * FACES + sides[k]
                    u = alongs[k]
                    v = y - bottom
                elif y < bottom and slope > 0 and bottom > 0.01:
                    depth = (bottom - lens.height) / slope
                    if depth < leaves[k] and depth < best:
                        best = depth
                        face = n * FACES + UNDER
                        u = across * depth
                        v = depth
                elif y > top and slope < 0:
                    depth = (top - lens.height) / slope
                    if depth < leaves[k] and depth < best:
                        best = depth
                        face = n * FACES + OVER
                        u = across * depth
                        v = depth
            depths[j, i] = best
            faces[j, i] = face
            us[j, i] = u
            vs[j, i] = v


def columns_of(lens: Lens, boxes: Vector, columns: int) -> tuple[Faces, Faces]:
    """The first and last column in which each box can be seen; the last is before the first where none."""
    cosine, sine = np.cos(boxes[:, TURN]), np.sin(boxes[:, TURN])
    low = np.full(len(boxes), np.inf)
    high = np.full(len(boxes), -np.inf)
    behind = np.zeros(len(boxes), np.bool_)
    ahead = np.zeros(len(boxes), np.bool_)
    for a in (-1, 1):
        for b in (-1, 1):
            x = boxes[:, X] + a * boxes[:, HALF_X] * cosine - b * boxes[:, HALF_Z] * sine - lens.x
            z = boxes[:, Z] + a * boxes[:, HALF_X] * sine + b * boxes[:, HALF_Z] * cosine - lens.z
            behind |= z < 0.3
            ahead |= z >= 0.3
            column = lens.centre + x / np.maximum(z, 0.3) * lens.focal
            low, high = np.minimum(low, column), np.maximum(high, column)
    # what reaches behind the camera may be anywhere
    low = np.where(behind, 0, low)
    high = np.where(behind, columns, high)
    high = np.where(ahead, high, -10)
    first = np.clip(low - 1, 0, columns).astype(np.int32)
    return first, np.clip(high + 1, -1, columns).astype(np.int32)
