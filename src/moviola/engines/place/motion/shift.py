"""A composed picture seen from a little further aside: every row is moved by its depths, and what opens is filled.

A camera that moves sideways moves each pixel along its row, by the focal length times the metres moved over the depth.
A row is therefore a line of springs: where neighbours stay neighbours it is stretched or pressed together, where they
part it tears and what stands further back goes on as its own mirror image, where they cross the nearer one is seen.
"""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture, Spans, f32, i64, kernel, parallel, prange

#: Neighbours that part by more than this many pixels were never one surface.
_TEAR = 1.6
#: Movements of less than this many pixels cannot be seen.
_UNSEEN = 0.03
#: Marks a place that nothing has come to.
_NOTHING = -1.0


@kernel
def _trace(
    closeness: Picture, first: int, last: int, left: float, away: float, source: Picture, near: Picture
) -> None:
    """Where in its row each pixel of a moved row comes from.

    ``closeness`` [n] of the row, of which the columns ``first`` to ``last`` matter; the moved row's column 0 is that at
    ``left``. Fills ``source`` and ``near`` (closeness of what is seen) [m]; ``near`` is below 0 where it is torn.
    """
    columns = source.shape[0]
    begin = f32(left)
    pull = f32(away)
    half = f32(0.5)
    one = f32(1)
    for i in range(columns):
        near[i] = f32(_NOTHING)
    c1 = closeness[first]
    t1 = f32(first) - begin - pull * c1
    for s in range(first, last - 1):
        c0 = c1
        t0 = t1
        c1 = closeness[s + 1]
        t1 = f32(s + 1) - begin - pull * c1
        wide = t1 - t0
        if wide <= f32(0):
            continue
        if wide < f32(_TEAR):
            low = int(np.ceil(t0))
            if f32(low) < t1 and low >= 0 and low < columns:
                step = one / wide
                nearer = max(c0, c1)
                at = f32(s) + (f32(low) - t0) * step
                if nearer > near[low]:
                    near[low] = nearer
                    source[low] = at
                low += 1
                if f32(low) < t1 and low < columns and nearer > near[low]:
                    near[low] = nearer
                    source[low] = at + step
        else:
            # either side keeps half a pixel
            low = int(np.ceil(t0))
            if f32(low) < t0 + half and low >= 0 and low < columns and c0 > near[low]:
                near[low] = c0
                source[low] = f32(s)
            low = int(np.floor(t1))
            if f32(low) > t1 - half and low >= 0 and low < columns and c1 > near[low]:
                near[low] = c1
                source[low] = f32(s + 1)


@kernel
def _fill(closeness: Picture, source: Picture, near: Picture) -> None:
    """Fill what is torn with what lies behind, mirrored at the edge that it came from."""
    columns = source.shape[0]
    most = f32(closeness.shape[0] - 1)
    i = 0
    while i < columns:
        if near[i] >= f32(0):
            i += 1
            continue
        end = i
        while end < columns and near[end] < f32(0):
            end += 1
        from_left = i > 0 and (end == columns or near[i - 1] <= near[end])
        if not from_left and end == columns:
            for k in range(i, end):
                source[k] = min(max(source[k], f32(0)), most)
                near[k] = f32(0)
            return
        edge = source[i - 1] if from_left else source[end]
        behind = near[i - 1] if from_left else near[end]
        # what is much nearer is not what lies behind
        limit = behind * f32(1.25) + f32(2e-4)
        step = f32(-1) if from_left else f32(1)
        place = edge
        for k in range(end - i):
            ahead = place + step
            if ahead < f32(0) or ahead > most or closeness[int(ahead)] > limit:
                step = -step
                ahead = place + step
                if ahead < f32(0) or ahead > most or closeness[int(ahead)] > limit:
                    ahead = place
            place = ahead
            n = i + k if from_left else end - 1 - k
            source[n] = place
            near[n] = behind
        i = end


@kernel
def _read(light: Picture, source: Picture, out: Picture) -> None:
    """Read a row [n, 3] at fractions of its columns; cubic, so that it stays as sharp as it is.

    Beside lamps a cubic would ring: it is held near what it lies between.
    """
    columns = light.shape[0]
    last = f32(columns - 1.001)
    for i in range(source.shape[0]):
        x = min(max(source[i], f32(0)), last)
        n = int(x)
        t = x - f32(n)
        if t < f32(0.004):
            for c in range(3):
                out[i, c] = light[n, c]
            continue
        before = max(n - 1, 0)
        after = min(n + 2, columns - 1)
        # Catmull-Rom
        u = f32(1) - t
        wa = f32(-0.5) * t * u * u
        wd = f32(-0.5) * t * t * u
        wb = f32(1) + t * t * (f32(1.5) * t - f32(2.5))
        wc = f32(1) - wa - wb - wd
        for c in range(3):
            b = light[n, c]
            d = light[n + 1, c]
            value = light[before, c] * wa + b * wb + d * wc + light[after, c] * wd
            out[i, c] = min(max(value, f32(0.7) * min(b, d)), f32(1.3) * max(b, d))


@parallel
def come_before(
    closeness: Picture, spans: Spans, depths: Picture, shown: Picture, out: Picture, out_spans: Spans
) -> None:
    """``closeness`` and its ``spans`` with the things that ``shown`` [H, W] holds nearer than ``depths`` [H, W]."""
    rows, columns = depths.shape
    for j in prange(rows):
        some = 0
        for i in range(columns):
            nearer = shown[j, i] < depths[j, i]
            some += nearer
            out[j, i] = f32(1) / max(shown[j, i], f32(0.3)) if nearer else closeness[j, i]
        out_spans[j, 0] = 0 if some > 0 else spans[j, 0]
        out_spans[j, 1] = columns if some > 0 else spans[j, 1]


@parallel
def seen_from_aside(
    light: Picture, closeness: Picture, spans: Spans, depths: Picture, top: int, left: int, away: float, out: Picture,
    out_depths: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` [h, w, 3] and ``out_depths`` [h, w], or nothing of the latter where it is empty.

    ``away``: focal length times metres to the right. The window's corner lies at (``left``, ``top``) of ``light``
    [H, W, 3]; ``closeness`` [H, W] is one over the depth, 0 where it stays; ``spans`` [H, 2] tells where in each row
    anything moves.
    """
    rows, columns = out.shape[0], out.shape[1]
    wide = closeness.shape[1]
    deep = out_depths.shape[0] > 0
    for k in prange(rows):
        j = i64(k + top)
        line = closeness[j]
        first = spans[j, 0]
        last = spans[j, 1]
        most = f32(0)
        for i in range(first, last):
            most = max(most, line[i])
        reach = abs(f32(away)) * most
        if deep:
            for i in range(columns):
                out_depths[k, i] = depths[j, i + left]
        if reach < f32(_UNSEEN):
            for i in range(columns):
                for c in range(3):
                    out[k, i, c] = light[j, i + left, c]
            continue
        room = int(reach) + 3
        # columns of the frame that may change, and those of the picture that may come there
        start = min(max(i64(first - room - left), 0), columns)
        end = max(min(i64(last + room - left), columns), start)
        for i in range(start):
            for c in range(3):
                out[k, i, c] = light[j, i + left, c]
        for i in range(end, columns):
            for c in range(3):
                out[k, i, c] = light[j, i + left, c]
        source = np.empty(end - start, np.float32)
        near = np.empty(end - start, np.float32)
        _trace(line, max(first - 2 * room, 0), min(last + 2 * room, wide), left + start, away, source, near)
        _fill(line, source, near)
        _read(light[j], source, out[k, start:end])
        if deep:
            for i in range(end - start):
                n = min(int(source[i] + f32(0.5)), wide - 1)
                out_depths[k, start + i] = depths[j, n]
