"""Where the lights of a street arrive: on every facade and on the ground, and where the sun does."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, Vector, i64, kernel, parallel, prange
from moviola.engines.place.street.fields import (
    BOTTOM,
    GRID,
    HALF_X,
    HALF_Z,
    LB,
    LG,
    LR,
    LX,
    LY,
    LZ,
    NX,
    NY,
    NZ,
    SIZE,
    TOP,
    TURN,
    X,
    Z,
)


@kernel
def _sunlit(
    boxes: Vector, solid: int, own: int, x: float, y: float, z: float, sx: float, sy: float, sz: float
) -> float:
    """1 where no box stands between a place and the sun."""
    for n in range(solid):
        if n == own:
            continue
        cosine = math.cos(boxes[n, TURN])
        sine = math.sin(boxes[n, TURN])
        px = (x - boxes[n, X]) * cosine + (z - boxes[n, Z]) * sine
        pz = -(x - boxes[n, X]) * sine + (z - boxes[n, Z]) * cosine
        dx = sx * cosine + sz * sine
        dz = -sx * sine + sz * cosine
        dx = dx if abs(dx) > 1e-6 else 1e-6
        dz = dz if abs(dz) > 1e-6 else 1e-6
        x0 = (-boxes[n, HALF_X] - px) / dx
        x1 = (boxes[n, HALF_X] - px) / dx
        z0 = (-boxes[n, HALF_Z] - pz) / dz
        z1 = (boxes[n, HALF_Z] - pz) / dz
        enter = max(min(x0, x1), min(z0, z1))
        leave = min(max(x0, x1), max(z0, z1))
        enter = max(enter, 0.05)
        if enter < leave and y + sy * enter < boxes[n, TOP] and y + sy * leave > boxes[n, BOTTOM]:
            return 0.0
    return 1.0


@kernel
def _gather(
    lights: Vector, x: float, y: float, z: float, nx: float, ny: float, nz: float
) -> tuple[float, float, float, float, float, float]:
    """Light at a place with a normal: red, green, blue, and the mean way to it."""
    red = 0.0
    green = 0.0
    blue = 0.0
    mx = 0.0
    my = 0.0
    mz = 0.0
    for k in range(lights.shape[0]):
        dx = lights[k, LX] - x
        dy = lights[k, LY] - y
        dz = lights[k, LZ] - z
        square = dx * dx + dy * dy + dz * dz
        size = lights[k, SIZE]
        inverse = 1 / math.sqrt(square + 1e-6)
        lambert = (dx * nx + dy * ny + dz * nz) * inverse
        # what is larger than its distance lights from many ways at once
        lambert = max(lambert, 0.0) + 0.15 * size / (size + 1 / inverse)
        spread = 1.0
        if lights[k, NX] != 0 or lights[k, NY] != 0 or lights[k, NZ] != 0:
            spread = (
                max(-(dx * lights[k, NX] + dy * lights[k, NY] + dz * lights[k, NZ]) * inverse, 0.0) + 0.04
            )
        power = lambert * spread / (square + size * size)
        red += lights[k, LR] * power
        green += lights[k, LG] * power
        blue += lights[k, LB] * power
        bright = (lights[k, LR] + lights[k, LG] + lights[k, LB]) * power * inverse
        mx += dx * bright
        my += dy * bright
        mz += dz * bright
    norm = 1 / (math.sqrt(mx * mx + my * my + mz * mz) + 1e-12)
    return red, green, blue, mx * norm, my * norm, mz * norm


@parallel
def light_walls(
    boxes: Vector, solid: int, lights: Vector, sun: tuple[float, float, float], out: Picture
) -> None:
    """Fill ``out`` [4 · boxes, GRID, GRID, GRID_FIELDS]; the first ``solid`` boxes cast shadows."""
    sx, sy, sz = sun
    for face in prange(boxes.shape[0] * 4):
        code = i64(face)
        n = code // 4
        side = code - n * 4
        cosine = math.cos(boxes[n, TURN])
        sine = math.sin(boxes[n, TURN])
        # outward normal and the way along the wall, in the plan
        lx = 0.0
        lz = -1.0
        if side == 1:
            lx, lz = 1.0, 0.0
        elif side == 2:
            lx, lz = 0.0, 1.0
        elif side == 3:
            lx, lz = -1.0, 0.0
        ax = -lz
        az = lx
        nx = lx * cosine - lz * sine
        nz = lx * sine + lz * cosine
        ux = ax * cosine - az * sine
        uz = ax * sine + az * cosine
        half = boxes[n, HALF_X] if side % 2 == 0 else boxes[n, HALF_Z]
        away = boxes[n, HALF_Z] if side % 2 == 0 else boxes[n, HALF_X]
        tall = boxes[n, TOP] - boxes[n, BOTTOM]
        for j in range(GRID):
            y = boxes[n, BOTTOM] + (j + 0.5) / GRID * tall
            for i in range(GRID):
                if n >= solid and (i != GRID // 2 or j != GRID // 2):
                    continue
                along = ((i + 0.5) / GRID * 2 - 1) * half
                x = boxes[n, X] + nx * (away + 0.15) + ux * along
                z = boxes[n, Z] + nz * (away + 0.15) + uz * along
                red, green, blue, mx, my, mz = _gather(lights, x, y, z, nx, 0.0, nz)
                out[code, j, i, 0] = red
                out[code, j, i, 1] = green
                out[code, j, i, 2] = blue
                out[code, j, i, 3] = my
                out[code, j, i, 4] = mx * ux + mz * uz
                sees = 0.0
                if sy > 0 and nx * sx + nz * sz > 0:
                    sees = _sunlit(boxes, solid, n, x, y, z, sx, sy, sz)
                out[code, j, i, 5] = sees


@parallel
def light_ground(
    boxes: Vector, solid: int, lights: Vector, sun: tuple[float, float, float], left: float, near: float, step: float,
    out: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [rows, columns, 5] with colour, the share of the sun and of the sky at the ground.

    Row ``j`` lies ``near + j · step`` metres ahead, column ``i`` at ``left + i · step``.
    """
    rows, columns = out.shape[0], out.shape[1]
    sx, sy, sz = sun
    for row in prange(rows):
        j = i64(row)
        z = near + j * step
        for i in range(columns):
            x = left + i * step
            red, green, blue, _, _, _ = _gather(lights, x, 0.0, z, 0.0, 1.0, 0.0)
            out[j, i, 0] = red
            out[j, i, 1] = green
            out[j, i, 2] = blue
            out[j, i, 3] = _sunlit(boxes, solid, -1, x, 0.02, z, sx, sy, sz) if sy > 0 else 0.0
            # houses close by hide a part of the sky
            open_sky = 1.0
            for k in range(6):
                turn = k * 1.0472 + 0.5
                open_sky -= (
                    1 - _sunlit(boxes, solid, -1, x, 0.02, z, math.cos(turn), 0.9, math.sin(turn))
                ) * 0.13
            out[j, i, 4] = open_sky
