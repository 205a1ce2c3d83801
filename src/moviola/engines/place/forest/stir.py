"""Kernels of what stirs in a wood: swaying leaves, light that breathes, leaves and fireflies in the air."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, f32, kernel, parallel, prange


@parallel
def sway_rows(out: Picture, reach: Picture, across: Picture, down: Picture) -> None:
    """Shift ``out`` [H, W, 3] sideways by ``reach`` [H, W] pixels times a wave.

    The wave is the sine of two phases, given as their sines and cosines ``across`` [2, W] and ``down`` [2, H].
    """
    rows, columns = reach.shape
    last = f32(columns - 1.001)
    for j in prange(rows):
        some = False
        for i in range(columns):
            if reach[j, i] > f32(0.04):
                some = True
                break
        if not some:
            continue
        line = out[j].copy()
        for i in range(columns):
            much = reach[j, i]
            if much <= f32(0.04):
                continue
            x = f32(i) + much * (across[0, i] * down[1, j] + across[1, i] * down[0, j])
            x = min(max(x, f32(0)), last)
            left = int(x)
            share = x - f32(left)
            for c in range(3):
                out[j, i, c] = line[left, c] + (line[left + 1, c] - line[left, c]) * share


@parallel
def add_light(out: Picture, plane: Picture) -> None:
    """Add a small plane [h, w, 3], stretched over all of ``out`` [H, W, 3]."""
    rows, columns = out.shape[0], out.shape[1]
    high, wide = plane.shape[0], plane.shape[1]
    for j in prange(rows):
        y = min(max((j + 0.5) * high / rows - 0.5, 0.0), high - 1.001)
        top = int(y)
        fy = f32(y - top)
        step = f32(wide / columns)
        start = f32(0.5 * wide / columns - 0.5)
        for i in range(columns):
            x = min(max(start + step * f32(i), f32(0)), f32(wide - 1.001))
            left = int(x)
            fx = x - f32(left)
            for c in range(3):
                a = plane[top, left, c] + (plane[top, left + 1, c] - plane[top, left, c]) * fx
                b = plane[top + 1, left, c] + (plane[top + 1, left + 1, c] - plane[top + 1, left, c]) * fx
                out[j, i, c] = max(out[j, i, c] + a + (b - a) * fy, f32(0))


@kernel
def draw_specks(out: Picture, depths: Picture, specks: Picture, glow: bool) -> None:
    """Draw ``specks`` [n, 9] into ``out``: column, row, depth, half length and width in pixels, turn, light.

    Leaves cover what lies behind them; with ``glow`` they are added as soft points.
    """
    rows, columns = depths.shape
    for n in range(len(specks)):
        x, y, depth = specks[n, 0], specks[n, 1], specks[n, 2]
        long = max(specks[n, 3], 0.6)
        wide = max(specks[n, 4], 0.45)
        thin = min(specks[n, 3] / 0.6, 1.0) * min(specks[n, 4] / 0.45, 1.0)
        cosine = math.cos(specks[n, 5])
        sine = math.sin(specks[n, 5])
        reach = long * (3.0 if glow else 1.0) + 1
        for j in range(max(int(y - reach), 0), min(int(y + reach) + 2, rows)):
            for i in range(max(int(x - reach), 0), min(int(x + reach) + 2, columns)):
                if depths[j, i] < depth:
                    continue
                u = ((i + 0.5 - x) * cosine + (j + 0.5 - y) * sine) / long
                v = ((j + 0.5 - y) * cosine - (i + 0.5 - x) * sine) / wide
                if glow:
                    r = u * u + v * v
                    much = math.exp(-r * 1.2) + 0.05 * math.exp(-r * 0.15)
                    for c in range(3):
                        out[j, i, c] += specks[n, 6 + c] * much
                    continue
                inside = (1 - u * u - abs(v)) * wide + 0.5
                if inside <= 0:
                    continue
                much = min(inside, 1.0) * thin
                for c in range(3):
                    out[j, i, c] += (specks[n, 6 + c] - out[j, i, c]) * much
