"""A flat picture of something lit, laid into a place at its depth."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Mask, Picture, f32, kernel


def bytes_of(sketch: Picture) -> Mask:
    """A cutout [h, w, 7] as bytes, from opacity, colour (0 … 1) and the way it faces (right, up, to the camera).

    Colours are kept as their square roots; they and the ways are multiplied by the opacity.
    """
    opacity = sketch[..., :1]
    packed = np.empty(sketch.shape, np.float32)
    packed[..., :1] = opacity * 255
    packed[..., 1:4] = np.sqrt(np.clip(sketch[..., 1:4], 0, 1)) * opacity * 255
    packed[..., 4:] = sketch[..., 4:] * opacity * 127.5 + 127
    return np.asarray(np.clip(packed + 0.5, 0, 255), np.uint8)


@kernel
def stamp(
    out: Picture, depths: Picture, cutout: Mask, left: float, top: float, scale: float,
    depth: float, cube: Picture, fog: float, veil: Picture,
) -> None:  # fmt: skip
    """Lay a cutout into ``out`` [H, W, 3] where ``depths`` has nothing nearer, and its depth.

    ``cutout`` [h, w, 7]: see :func:`bytes_of`. Its upper left corner is at (``left``, ``top``); ``scale``: pixels of
    the cutout to one of the picture.
    ``cube`` [6, 3]: light from the right, left, above, below, ahead and behind; ``fog``: share of ``veil`` before it.
    """
    rows, columns = depths.shape
    high = cutout.shape[0]
    wide = cutout.shape[1]
    first_row = max(int(top), 0)
    last_row = min(int(top + high / scale) + 2, rows)
    first = max(int(left), 0)
    last = min(int(left + wide / scale) + 2, columns)
    for j in range(first_row, last_row):
        v = f32((j + 0.5 - top) * scale - 0.5)
        if v < 0 or v >= high - 1:
            continue
        y = int(v)
        fv = v - f32(y)
        for i in range(first, last):
            if depths[j, i] < depth * 0.995:
                continue
            u = f32((i + 0.5 - left) * scale - 0.5)
            if u < 0 or u >= wide - 1:
                continue
            x = int(u)
            fu = u - f32(x)
            d = fu * fv
            b = fu - d
            c = fv - d
            a = f32(1) - fu - c
            cover = cutout[y, x, 0] * a + cutout[y, x + 1, 0] * b
            cover += cutout[y + 1, x, 0] * c + cutout[y + 1, x + 1, 0] * d
            if cover < f32(1.0):
                continue
            inverse = f32(1) / cover
            nx = (
                cutout[y, x, 4] * a
                + cutout[y, x + 1, 4] * b
                + cutout[y + 1, x, 4] * c
                + cutout[y + 1, x + 1, 4] * d
            )
            ny = (
                cutout[y, x, 5] * a
                + cutout[y, x + 1, 5] * b
                + cutout[y + 1, x, 5] * c
                + cutout[y + 1, x + 1, 5] * d
            )
            nz = (
                cutout[y, x, 6] * a
                + cutout[y, x + 1, 6] * b
                + cutout[y + 1, x, 6] * c
                + cutout[y + 1, x + 1, 6] * d
            )
            nx = (nx - f32(127)) * inverse * f32(2)
            ny = (ny - f32(127)) * inverse * f32(2)
            nz = (nz - f32(127)) * inverse * f32(2)
            cover *= f32(1.0 / 255.0)
            # cloth turned aside shows the light from ahead: an edge of light around a dark shape
            edge = max(f32(1) - nz, f32(0))
            rim = edge * edge
            shine = math.sqrt(edge) * edge
            for k in range(3):
                colour = cutout[y, x, 1 + k] * a + cutout[y, x + 1, 1 + k] * b
                colour = (colour + cutout[y + 1, x, 1 + k] * c + cutout[y + 1, x + 1, 1 + k] * d) * inverse
                colour *= colour
                side = cube[0, k] if nx > 0 else cube[1, k]
                rise = cube[2, k] if ny > 0 else cube[3, k]
                lit = side * nx * nx + rise * ny * ny + cube[5, k] * nz * nz
                value = colour * (lit * f32(0.5) + cube[4, k] * rim * f32(0.7))
                value += (
                    (side * nx * nx + max(ny, f32(0)) * rise * f32(0.6) + cube[4, k] * shine)
                    * rim
                    * f32(0.085)
                )
                value += (veil[k] - value) * f32(fog)
                out[j, i, k] += (value - out[j, i, k]) * cover
            if cover > f32(0.5):
                depths[j, i] = f32(depth)
