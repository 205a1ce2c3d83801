"""Layers over layers in the view of a camera that moves sideways."""

from __future__ import annotations

from moviola.engines.place.kernels import Mask, Picture, parallel, prange


@parallel
def lay_over(out: Picture, layer: Picture, opacity: Picture) -> None:
    """A premultiplied layer that does not move, over ``out`` [H, W, 3]."""
    rows, columns = opacity.shape
    for j in prange(rows):
        for i in range(columns):
            a = opacity[j, i]
            if a < 0.003:
                continue
            for c in range(3):
                out[j, i, c] = out[j, i, c] * (1 - a) + layer[j, i, c]


@parallel
def lay_shifted(
    out: Picture, layer: Picture, opacity: Picture, closeness: Picture, pixels: float, top: int
) -> None:
    """A premultiplied layer seen from further right, from row ``top`` down.

    ``pixels`` is the focal length times the metres moved; ``closeness`` [H, W], one over the depth, is smooth.
    """
    rows, columns = opacity.shape
    last = columns - 1.001
    for k in prange(rows - top):
        j = k + top
        for i in range(columns):
            close = closeness[j, i]
            if close <= 0:
                continue
            x = min(max(i + pixels * close, 0.0), last)
            x = min(max(i + pixels * closeness[j, int(x)], 0.0), last)
            left = int(x)
            share = x - left
            a = opacity[j, left] * (1 - share) + opacity[j, left + 1] * share
            if a < 0.003:
                continue
            for c in range(3):
                value = layer[j, left, c] * (1 - share) + layer[j, left + 1, c] * share
                out[j, i, c] = out[j, i, c] * (1 - a) + value


@parallel
def lay_below(out: Picture, bed: Picture, water: Mask, top: int) -> None:
    """Copy the bed into the rows from ``top`` down where there is water."""
    rows, columns = water.shape
    for k in prange(rows - top):
        j = k + top
        for i in range(columns):
            if water[j, i] != 0:
                for c in range(3):
                    out[j, i, c] = bed[j, i, c]
