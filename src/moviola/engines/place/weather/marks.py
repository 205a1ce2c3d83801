"""Soft streaks and discs over a picture, each at its own depth."""

from __future__ import annotations

import math

from moviola.engines.place.kernels import Picture, f32, parallel, prange

#: Columns of a table of marks: upper and lower end and radius in pixels, softness of the edge as a share of the
#: radius, opacity, depth in metres.
X0, Y0, X1, Y1, RADIUS, SOFT, OPACITY, DEPTH, FIELDS = range(9)

#: Columns of the picture that one thread fills at a time.
_BANDS = 8


@parallel
def draw_marks(
    out: Picture,
    depths: Picture,
    marks: Picture,
    air: Picture,
    red: float,
    green: float,
    blue: float,
    gather: float,
) -> None:
    """Lay ``marks`` [N, FIELDS] over ``out`` [H, W, 3] where ``depths`` [H, W] has nothing nearer.

    A mark has the light (red, green, blue) and ``gather`` times that of ``air`` [h, w, 3], the picture's blurred
    light, stretched over it: what falls near a lamp is lit by the lamp.
    """
    rows, columns = depths.shape
    high = air.shape[0]
    wide = air.shape[1]
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        end = (band + 1) * columns // _BANDS
        for n in range(marks.shape[0]):
            x0 = marks[n, X0]
            y0 = marks[n, Y0]
            dx = marks[n, X1] - x0
            dy = marks[n, Y1] - y0
            radius = marks[n, RADIUS]
            left = max(int(min(x0, x0 + dx) - radius - 1), first)
            right = min(int(max(x0, x0 + dx) + radius + 2), end)
            if left >= right:
                continue
            top = max(int(min(y0, y0 + dy) - radius - 1), 0)
            bottom = min(int(max(y0, y0 + dy) + radius + 2), rows)
            if top >= bottom:
                continue
            depth = marks[n, DEPTH]
            opacity = marks[n, OPACITY]
            v = min(max(int((y0 + dy * f32(0.5)) * high / rows), 0), high - 1)
            u = min(max(int((x0 + dx * f32(0.5)) * wide / columns), 0), wide - 1)
            r = f32(red + gather * air[v, u, 0])
            g = f32(green + gather * air[v, u, 1])
            b = f32(blue + gather * air[v, u, 2])
            length = dx * dx + dy * dy
            inverse = f32(1) / max(length, f32(1e-6))
            # over how many pixels the mark's edge fades
            fade = max(radius * marks[n, SOFT], f32(1.0))
            reach = radius + f32(0.5)
            slant = dx / dy if abs(dy) > f32(1e-3) else f32(0)
            thin = abs(dy) > f32(2) * reach
            for j in range(top, bottom):
                near = left
                far = right
                if thin:
                    # a long streak crosses each row in a few columns only
                    middle = x0 + slant * (min(max(f32(j), min(y0, y0 + dy)), max(y0, y0 + dy)) - y0)
                    near = max(left, int(middle - reach - abs(slant)))
                    far = min(right, int(middle + reach + abs(slant)) + 2)
                for i in range(near, far):
                    if depths[j, i] < depth:
                        continue
                    px = f32(i) - x0
                    py = f32(j) - y0
                    along = min(max((px * dx + py * dy) * inverse, f32(0)), f32(1))
                    px -= along * dx
                    py -= along * dy
                    away = math.sqrt(px * px + py * py)
                    if away >= reach:
                        continue
                    a = min((reach - away) / fade, f32(1))
                    a = a * a * (f32(3) - f32(2) * a) * opacity
                    # a streak is faint at both ends, where the shutter caught less of it
                    if thin:
                        ends = f32(4) * along * (f32(1) - along)
                        a *= f32(0.25) + f32(0.75) * ends
                    out[j, i, 0] += (r - out[j, i, 0]) * a
                    out[j, i, 1] += (g - out[j, i, 1]) * a
                    out[j, i, 2] += (b - out[j, i, 2]) * a
