"""A layer of land over what lies behind it."""

from __future__ import annotations

from moviola.engines.place.kernels import Picture, f32, parallel, prange


@parallel
def lay_over(out: Picture, layer: Picture, opacity: Picture) -> None:
    """A premultiplied ``layer`` [H, W, 3] with its ``opacity`` [H, W] over ``out`` [H, W, 3]."""
    rows, columns = opacity.shape
    one = f32(1)
    for j in prange(rows):
        for i in range(columns):
            hidden = opacity[j, i]
            if hidden > f32(0.997):
                for c in range(3):
                    out[j, i, c] = layer[j, i, c]
            elif hidden > f32(0):
                for c in range(3):
                    out[j, i, c] = out[j, i, c] * (one - hidden) + layer[j, i, c]
