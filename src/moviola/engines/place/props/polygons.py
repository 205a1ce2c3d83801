"""Small solid things of triangles: cars, lamp posts, lights. They mirror the street around them.

What they mirror is read from a small copy of the picture as from a chrome ball: not exact, but of the right colours.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, Vector, f32, i64, kernel, parallel, prange
from moviola.engines.place.lens import Lens

#: Columns that are worth a share of their own.
_BAND = 64
Triangles = NDArray[np.int32]


class Mesh(NamedTuple):
    """``points`` and ``normals`` [N, 3] in metres, y up, z along; ``corners`` [M, 3] of each triangle.

    ``made`` [M, 8]: colour, how much it mirrors at right angles, and the light that it gives, of which the last
    entry is the share that only the face turned to the camera gives.
    """

    points: Picture
    normals: Picture
    corners: Triangles
    made: Picture


def joined(meshes: list[Mesh]) -> Mesh:
    """Several meshes as one."""
    offset, corners = 0, []
    for mesh in meshes:
        corners.append(mesh.corners + offset)
        offset += len(mesh.points)
    return Mesh(
        np.concatenate([m.points for m in meshes]), np.concatenate([m.normals for m in meshes]),
        np.concatenate(corners).astype(np.int32), np.concatenate([m.made for m in meshes]),
    )  # fmt: skip


def sheet(points: Picture, made: Picture) -> Mesh:
    """A grid of points [A, B, 3] as a smooth surface; ``made`` [A − 1, B − 1, 8] or [8]."""
    a, b = points.shape[:2]
    across = np.gradient(points, axis=1)
    along = np.gradient(points, axis=0)
    normals = np.cross(along, across)
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)
    index = np.arange(a * b).reshape(a, b)
    first = np.stack([index[:-1, :-1], index[1:, :-1], index[:-1, 1:]], -1)
    second = np.stack([index[1:, :-1], index[1:, 1:], index[:-1, 1:]], -1)
    corners = np.concatenate([first.reshape(-1, 3), second.reshape(-1, 3)])
    each = np.broadcast_to(made, (a - 1, b - 1, 8)).reshape(-1, 8)
    return Mesh(
        points.reshape(-1, 3).astype(np.float32), normals.reshape(-1, 3).astype(np.float32),
        corners.astype(np.int32), np.concatenate([each, each]).astype(np.float32),
    )  # fmt: skip


def tube(path: Picture, radius: float | NDArray[Any], made: Picture, sides: int = 7) -> Mesh:
    """A round bar along ``path`` [K, 3]."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    up = np.where(np.abs(along[:, 1:2]) > 0.9, np.array([[1.0, 0, 0]]), np.array([[0, 1.0, 0]]))
    side = np.cross(along, up)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    other = np.cross(side, along)
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    r = np.broadcast_to(np.asarray(radius, np.float64), (len(path),))[:, None, None]
    rim = side[:, None] * np.cos(angle)[None, :, None] + other[:, None] * np.sin(angle)[None, :, None]
    mesh = sheet((path[:, None] + rim * r).astype(np.float32), made)
    return mesh._replace(normals=rim.reshape(-1, 3).astype(np.float32))


def placed(mesh: Mesh, x: float, z: float, turn: float, scale: float = 1.0) -> Mesh:
    """The mesh set down at (x, z), its z axis turned ``turn`` radians to the right of ahead."""
    cosine, sine = math.cos(turn), math.sin(turn)
    spin = np.array([[cosine, 0, -sine], [0, 1, 0], [sine, 0, cosine]], np.float32)
    points = mesh.points @ spin * np.float32(scale)
    points[:, 0] += x
    points[:, 2] += z
    return mesh._replace(points=points, normals=mesh.normals @ spin)


@kernel
def _ball(around: Picture, x: float, y: float, c: int) -> float:
    u = min(max((0.5 + 0.5 * x) * around.shape[1] - 0.5, 0.0), around.shape[1] - 1.001)
    v = min(max((0.5 - 0.5 * y) * around.shape[0] - 0.5, 0.0), around.shape[0] - 1.001)
    i = int(u)
    j = int(v)
    fu = u - i
    fv = v - j
    a = around[j, i, c] + (around[j, i + 1, c] - around[j, i, c]) * fu
    b = around[j + 1, i, c] + (around[j + 1, i + 1, c] - around[j + 1, i, c]) * fu
    return float(a + (b - a) * fv)


@kernel
def _within(low: float, high: float, start: float, step: float) -> tuple[float, float]:
    """The part of ``low`` to ``high`` where ``start + step · x`` is not below 0."""
    if abs(step) < 1e-12:
        return (low, high) if start > -1e-4 else (1.0, 0.0)
    at = -(start + 1e-4) / step
    if step > 0:
        return max(low, min(at, 1e7)), high
    return low, min(high, max(at, -1e7))


@parallel
def _fill(
    out: Picture, depths: Picture, mesh: Mesh, screen: Vector, lens: Lens, cube: Picture, around: Picture, fog: float,
    veil: tuple[float, float, float], first: int, last: int, bands: int,
) -> None:  # fmt: skip
    rows = depths.shape[0]
    normals, corners, made = mesh.normals, mesh.corners, mesh.made
    for share in prange(bands):
        band = i64(share)
        start = first + band * (last - first) // bands
        end = first + (band + 1) * (last - first) // bands
        for t in range(corners.shape[0]):
            a = corners[t, 0]
            b = corners[t, 1]
            c = corners[t, 2]
            if screen[a, 2] < 0.3 or screen[b, 2] < 0.3 or screen[c, 2] < 0.3:
                continue
            ax = screen[a, 0]
            ay = screen[a, 1]
            bx = screen[b, 0]
            by = screen[b, 1]
            cx = screen[c, 0]
            cy = screen[c, 1]
            left = max(int(min(ax, min(bx, cx))), start)
            right = min(int(max(ax, max(bx, cx))) + 1, end)
            if left >= right:
                continue
            top = max(int(min(ay, min(by, cy))), 0)
            bottom = min(int(max(ay, max(by, cy))) + 1, rows)
            area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
            if top >= bottom or abs(area) < 1e-9:
                continue
            inverse = 1 / area
            step_b = (cy - ay) * inverse
            step_c = (ay - by) * inverse
            step_a = -step_b - step_c
            for j in range(top, bottom):
                py = j + 0.5
                row_b = (-ax * (cy - ay) - (cx - ax) * (py - ay)) * inverse
                row_c = ((bx - ax) * (py - ay) + ax * (by - ay)) * inverse
                # between which columns the row lies within all three edges
                low = float(left)
                high = float(right)
                low, high = _within(low, high, 1 - row_b - row_c, step_a)
                low, high = _within(low, high, row_b, step_b)
                low, high = _within(low, high, row_c, step_c)
                for i in range(max(int(low) - 1, left), min(int(high) + 2, right)):
                    px = i + 0.5
                    wb = row_b + step_b * px
                    wc = row_c + step_c * px
                    wa = 1 - wb - wc
                    if wa < -1e-4 or wb < -1e-4 or wc < -1e-4:
                        continue
                    close = wa / screen[a, 2] + wb / screen[b, 2] + wc / screen[c, 2]
                    depth = 1 / close
                    if depth >= depths[j, i]:
                        continue
                    nx = wa * normals[a, 0] + wb * normals[b, 0] + wc * normals[c, 0]
                    ny = wa * normals[a, 1] + wb * normals[b, 1] + wc * normals[c, 1]
                    nz = wa * normals[a, 2] + wb * normals[b, 2] + wc * normals[c, 2]
                    dx = (px - lens.centre) / lens.focal
                    dy = (lens.horizon - py) / lens.focal
                    length = 1 / math.sqrt(dx * dx + dy * dy + 1)
                    dx *= length
                    dy *= length
                    dz = length
                    norm = 1 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
                    facing = (nx * dx + ny * dy + nz * dz) * norm
                    if facing > 0:
                        norm = -norm
                        facing = -facing
                    nx *= norm
                    ny *= norm
                    nz *= norm
                    rx = dx - 2 * facing * nx
                    ry = dy - 2 * facing * ny
                    rz = dz - 2 * facing * nz
                    # a chrome ball shows what lies behind the camera near its middle
                    bend = 0.55 if rz > 0 else 0.9
                    mirror = made[t, 3]
                    shine = mirror + (1 - mirror) * (1 + facing) ** 5 * (0.9 if mirror > 0.02 else 0.12)
                    rise = min(max(0.5 + 2.2 * ry, 0.0), 1.0)
                    for k in range(3):
                        lit = 0.0
                        n = nx
                        lit += n * n * cube[0 if n > 0 else 1, k]
                        n = ny
                        lit += n * n * cube[2 if n > 0 else 3, k]
                        n = nz
                        lit += n * n * cube[4 if n > 0 else 5, k]
                        seen = _ball(around, rx * bend, ry * 1.25, k) * (0.25 + 0.75 * rise)
                        value = made[t, k] * lit * (1 - shine) + seen * shine + made[t, 4 + k]
                        out[j, i, k] = f32(value + (veil[k] - value) * fog)
                    depths[j, i] = f32(depth)


def draw_mesh(
    out: Picture, depths: Picture, mesh: Mesh, lens: Lens, cube: Picture, around: Picture, fog: float = 0.0,
    veil: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> None:  # fmt: skip
    """Draw a mesh into ``out`` [H, W, 3] where ``depths`` has nothing nearer, and its depth.

    ``cube`` [6, 3]: light that arrives from the right, left, above, below, ahead and behind; ``around`` [h, w, 3]: a
    small copy of the picture, to be mirrored; ``fog``: share of the air's light ``veil`` before it.
    """
    z = mesh.points[:, 2].astype(np.float64) - lens.z
    safe = np.maximum(z, 0.05)
    screen = np.stack(
        [
            lens.centre + (mesh.points[:, 0] - lens.x) / safe * lens.focal,
            lens.horizon - (mesh.points[:, 1] - lens.height) / safe * lens.focal,
            z,
        ],
        1,
    )
    ahead = screen[z > 0.3, 0]
    if ahead.size == 0:
        return
    columns = depths.shape[1]
    first, last = max(int(ahead.min()), 0), min(int(ahead.max()) + 2, columns)
    if last - first < 1:
        return
    bands = min(max((last - first) // _BAND, 1), 8)
    # one layout in memory for all: another would be compiled as another kernel
    mesh = mesh._replace(normals=np.ascontiguousarray(mesh.normals), made=np.ascontiguousarray(mesh.made))
    _fill(out, depths, mesh, screen, lens, cube, around, fog, veil, first, last, bands)
