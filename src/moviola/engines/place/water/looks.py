"""Looks at the planes that a sea is painted from: several channels at once, between their points."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, kernel

#: Metres off a shore from which its map need not be looked at between its points.
_OPEN = 160.0


@kernel
def four(plane: Picture, u: float, v: float) -> tuple[float, float, float, float]:
    rows, columns = plane.shape[0], plane.shape[1]
    u = min(max(u, 0.0), columns - 1.001)
    v = min(max(v, 0.0), rows - 1.001)
    i = int(u)
    j = int(v)
    fx = u - i
    fy = v - j
    d = fx * fy
    b = fx - d
    c = fy - d
    a = 1 - fx - c
    p = plane[j, i]
    if p[0] > _OPEN:
        return p[0], p[1], p[2], p[3]
    q = plane[j, i + 1]
    r = plane[j + 1, i]
    s = plane[j + 1, i + 1]
    return (
        p[0] * a + q[0] * b + r[0] * c + s[0] * d,
        p[1] * a + q[1] * b + r[1] * c + s[1] * d,
        p[2] * a + q[2] * b + r[2] * c + s[2] * d,
        p[3] * a + q[3] * b + r[3] * c + s[3] * d,
    )


@kernel
def way(plane: Picture, u: float, v: float) -> tuple[float, float]:
    """The slopes of the distance from the waterline, from the map's nearest point."""
    i = int(min(max(u + 0.5, 0.0), plane.shape[1] - 1.0))
    j = int(min(max(v + 0.5, 0.0), plane.shape[0] - 1.0))
    return plane[j, i, 4], plane[j, i, 5]


@kernel
def three(plane: Picture, x: float, y: float) -> tuple[float, float, float]:
    """Bilinear in a repeating square [n, n, 3]."""
    wrap = plane.shape[0] - 1
    left = math.floor(x)
    top = math.floor(y)
    fx = x - left
    fy = y - top
    i = int(left) & wrap
    j = int(top) & wrap
    p = plane[j, i]
    q = plane[j, (i + 1) & wrap]
    r = plane[(j + 1) & wrap, i]
    s = plane[(j + 1) & wrap, (i + 1) & wrap]
    d = fx * fy
    b = fx - d
    c = fy - d
    a = 1 - fx - c
    return (
        p[0] * a + q[0] * b + r[0] * c + s[0] * d,
        p[1] * a + q[1] * b + r[1] * c + s[1] * d,
        p[2] * a + q[2] * b + r[2] * c + s[2] * d,
    )


@kernel
def two(plane: Picture, x: float, y: float) -> tuple[float, float]:
    """Bilinear in a repeating square [n, n, 2]."""
    wrap = plane.shape[0] - 1
    left = math.floor(x)
    top = math.floor(y)
    fx = x - left
    fy = y - top
    i = int(left) & wrap
    j = int(top) & wrap
    p = plane[j, i]
    q = plane[j, (i + 1) & wrap]
    r = plane[(j + 1) & wrap, i]
    s = plane[(j + 1) & wrap, (i + 1) & wrap]
    d = fx * fy
    b = fx - d
    c = fy - d
    a = 1 - fx - c
    return p[0] * a + q[0] * b + r[0] * c + s[0] * d, p[1] * a + q[1] * b + r[1] * c + s[1] * d


@kernel
def seen(plane: Picture, x: float, y: float) -> tuple[float, float, float]:
    x = min(max(x, 0.0), plane.shape[1] - 1.001)
    y = min(max(y, 0.0), plane.shape[0] - 1.001)
    i = int(x)
    j = int(y)
    fx = x - i
    fy = y - j
    p = plane[j, i]
    q = plane[j, i + 1]
    r = plane[j + 1, i]
    s = plane[j + 1, i + 1]
    d = fx * fy
    b = fx - d
    c = fy - d
    a = 1 - fx - c
    return (
        p[0] * a + q[0] * b + r[0] * c + s[0] * d,
        p[1] * a + q[1] * b + r[1] * c + s[1] * d,
        p[2] * a + q[2] * b + r[2] * c + s[2] * d,
    )
