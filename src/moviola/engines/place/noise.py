"""Hash noise and the samplers that every kernel shares."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, Vector, kernel, parallel, prange


@kernel
def hashed(x: int, y: int, seed: int) -> float:
    """A number in [0, 1) for a lattice point."""
    h = (x * 374761393 + y * 668265263 + seed * 974634777) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((h ^ (h >> 15)) & 0xFFFFFF) * (1.0 / 16777216.0)


@kernel
def smoothstep(low: float, high: float, x: float) -> float:
    """0 at ``low``, 1 at ``high`` (which may be the smaller), smooth between."""
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)


@kernel
def _slope(x: int, y: int, seed: int, dx: float, dy: float) -> float:
    angle = hashed(x, y, seed) * 6.2831853
    return math.cos(angle) * dx + math.sin(angle) * dy


@kernel
def perlin(x: float, y: float, seed: int, period: int) -> float:
    """Gradient noise, about −1…1; ``period`` 0 means none. K. Perlin, "Improving Noise", 2002."""
    x0 = math.floor(x)
    y0 = math.floor(y)
    fx = x - x0
    fy = y - y0
    u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    x1 = x0 + 1
    y1 = y0 + 1
    if period > 0:
        x0 %= period
        y0 %= period
        x1 %= period
        y1 %= period
    a = _slope(x0, y0, seed, fx, fy)
    b = _slope(x1, y0, seed, fx - 1, fy)
    c = _slope(x0, y1, seed, fx, fy - 1)
    d = _slope(x1, y1, seed, fx - 1, fy - 1)
    return 1.5 * (a + (b - a) * u + (c - a + (a - b - c + d) * u) * v)


@kernel
def _corner(x: int, y: int, seed: int, period: int) -> tuple[float, float]:
    """The slope of a lattice point."""
    if period > 0:
        x %= period
        y %= period
    angle = hashed(x, y, seed) * 6.2831853
    return math.cos(angle), math.sin(angle)


@kernel
def _perlin_row(out: Vector, y: float, step: float, seed: int, period: int) -> None:
    """:func:`perlin` at (i · step, y), for all i: a lattice point's slope is worked out once, not for every pixel."""
    y0 = math.floor(y)
    fy = y - y0
    v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    cell = -1
    right, below_right = _corner(0, y0, seed, period), _corner(0, y0 + 1, seed, period)
    left, below_left = right, below_right
    for i in range(len(out)):
        x = i * step
        x0 = math.floor(x)
        if x0 != cell:
            if x0 == cell + 1:
                left, below_left = right, below_right
            else:
                left, below_left = _corner(x0, y0, seed, period), _corner(x0, y0 + 1, seed, period)
            right, below_right = _corner(x0 + 1, y0, seed, period), _corner(x0 + 1, y0 + 1, seed, period)
            cell = x0
        fx = x - x0
        u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
        a = left[0] * fx + left[1] * fy
        b = right[0] * (fx - 1) + right[1] * fy
        c = below_left[0] * fx + below_left[1] * (fy - 1)
        d = below_right[0] * (fx - 1) + below_right[1] * (fy - 1)
        out[i] = 1.5 * (a + (b - a) * u + (c - a + (a - b - c + d) * u) * v)


@parallel
def fractal(
    size: int, scale: float, octaves: int, seed: int, gain: float, ridged: bool, periodic: bool
) -> Picture:
    """A [size, size] map of fractal noise, ``scale`` cells across; ridged: F. K. Musgrave's ridged multifractal."""
    out = np.empty((size, size), np.float32)
    for j in prange(size):
        row = np.empty(size, np.float64)
        total = np.zeros(size, np.float64)
        weight = np.ones(size, np.float64)
        amplitude = 1.0
        frequency = scale
        for octave in range(octaves):
            period = int(frequency) if periodic else 0
            _perlin_row(row, j * frequency / size, frequency / size, seed + octave * 17, period)
            for i in range(size):
                value = row[i]
                if ridged:
                    value = 1 - abs(value)
                    value = value * value * weight[i]
                    weight[i] = min(1.0, max(0.0, value * 1.6))
                total[i] += value * amplitude
            amplitude *= gain
            frequency *= 2
        for i in range(size):
            out[j, i] = total[i]
    return out


@kernel
def sample(plane: Picture, x: float, y: float) -> float:
    """Bilinear, clamped at the borders."""
    rows, columns = plane.shape
    x = min(max(x, 0.0), columns - 1.001)
    y = min(max(y, 0.0), rows - 1.001)
    i = int(x)
    j = int(y)
    fx = x - i
    fy = y - j
    a = plane[j, i]
    c = plane[j + 1, i]
    return float((a + (plane[j, i + 1] - a) * fx) * (1 - fy) + (c + (plane[j + 1, i + 1] - c) * fx) * fy)


@kernel
def tiled(plane: Picture, x: float, y: float) -> float:
    """Bilinear in a repeating square whose size is a power of two."""
    wrap = plane.shape[0] - 1
    left = math.floor(x)
    top = math.floor(y)
    fx = x - left
    fy = y - top
    i = int(left) & wrap
    j = int(top) & wrap
    i1 = (i + 1) & wrap
    j1 = (j + 1) & wrap
    a = plane[j, i]
    c = plane[j1, i]
    return float((a + (plane[j, i1] - a) * fx) * (1 - fy) + (c + (plane[j1, i1] - c) * fx) * fy)


@kernel
def tiled3(block: Picture, x: float, y: float, z: float) -> float:
    """Trilinear in a repeating cube whose size is a power of two."""
    wrap = block.shape[0] - 1
    left = math.floor(x)
    top = math.floor(y)
    front = math.floor(z)
    fx = x - left
    fy = y - top
    i = int(left) & wrap
    j = int(top) & wrap
    k = int(front) & wrap
    i1 = (i + 1) & wrap
    j1 = (j + 1) & wrap
    k1 = (k + 1) & wrap
    a = block[k, j, i]
    c = block[k, j1, i]
    e = block[k1, j, i]
    g = block[k1, j1, i]
    near = (a + (block[k, j, i1] - a) * fx) * (1 - fy) + (c + (block[k, j1, i1] - c) * fx) * fy
    far = (e + (block[k1, j, i1] - e) * fx) * (1 - fy) + (g + (block[k1, j1, i1] - g) * fx) * fy
    return float(near + (far - near) * (z - front))


@parallel
def sample_points(plane: Picture, x: Vector, y: Vector) -> Picture:
    """:func:`sample` at a list of points."""
    out = np.empty(len(x), np.float32)
    for k in prange(len(x)):
        out[k] = sample(plane, x[k], y[k])
    return out
