"""Layers over layers in the view of a camera that moves sideways."""

from __future__ import annotations

from moviola.engines.place.kernels import Picture, Spans, f32, parallel, prange


def lay_over(out: Picture, layer: Picture, opacity: Picture) -> None:
    """A premultiplied layer that does not move, over ``out`` [H, W, 3]."""
    out *= (1 - opacity)[..., None]
    out += layer


@parallel
def lay_shifted(
    out: Picture, layer: Picture, opacity: Picture, closeness: Picture, spans: Spans, gloss: Picture,
    gloss_share: Picture, pixels: float,
) -> None:  # fmt: skip
    """A premultiplied layer seen from further right.

    ``pixels`` is the focal length times the metres moved; ``closeness`` [H, W], one over the depth, is smooth. The
    layer can be seen in the columns of each row that ``spans`` [H, 2] names. It mirrors ``gloss`` [H, W, 3], which is
    far and stays, by ``gloss_share`` [H, W] (both may be empty).
    """
    rows, columns = opacity.shape
    last = f32(columns - 1.001)
    away = f32(pixels)
    none = f32(0)
    one = f32(1)
    for j in prange(rows):
        for i in range(spans[j, 0], spans[j, 1]):
            close = closeness[j, i]
            if close <= none:
                continue
            x = min(max(f32(i) + away * close, none), last)
            # beyond the borders the layer goes on as its mirror image
            x = abs(f32(i) + away * closeness[j, int(x)])
            x = max(last - abs(last - x), none)
            left = int(x)
            share = x - f32(left)
            a = opacity[j, left] + (opacity[j, left + 1] - opacity[j, left]) * share
            if a < f32(0.003):
                continue
            shine = none
            if gloss_share.shape[0] > 0:
                shine = gloss_share[j, left] + (gloss_share[j, left + 1] - gloss_share[j, left]) * share
            for c in range(3):
                value = layer[j, left, c] + (layer[j, left + 1, c] - layer[j, left, c]) * share
                if shine > none:
                    value += gloss[j, i, c] * shine
                out[j, i, c] = out[j, i, c] * (one - a) + value
