"""Which face of a mesh each pixel sees, through any lens of the place, also a mirrored one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture, parallel, prange
from moviola.engines.place.lens import Lens

#: Columns of the picture that one thread fills at a time.
_BANDS = 32
#: Faces nearer than this, in metres, are left out.
_NEAREST = 0.25

Faces = NDArray[np.int32]


@parallel
def rasterise(corners: Picture, lens: Lens, floor: float, depths: Picture, faces: Faces) -> None:
    """Write the number of the nearest triangle of ``corners`` [N, 3, 3] to ``faces`` [H, W], its metres to ``depths``.

    Only what is nearer than ``depths`` counts. Nothing below the height ``floor`` is drawn, as a mirror needs it.
    Pixels without a face keep what they had.
    """
    rows, columns = depths.shape
    count = corners.shape[0]
    spots = np.empty((count, 3, 3), np.float32)
    reach = np.empty((count, 4), np.int32)
    for n in prange(count):
        behind = False
        left = 1e9
        right = -1e9
        top = 1e9
        bottom = -1e9
        for k in range(3):
            depth = corners[n, k, 2] - lens.z
            if depth < _NEAREST:
                behind = True
                depth = _NEAREST
            column = lens.centre + (corners[n, k, 0] - lens.x) / depth * lens.focal
            row = lens.horizon - (corners[n, k, 1] - lens.height) / depth * lens.focal
            spots[n, k, 0] = column
            spots[n, k, 1] = row
            spots[n, k, 2] = 1 / depth
            left = min(left, column)
            right = max(right, column)
            top = min(top, row)
            bottom = max(bottom, row)
        if behind or right < 0 or left > columns or bottom < 0 or top > rows:
            reach[n, 0] = 1
            reach[n, 1] = 0
            continue
        reach[n, 0] = max(int(left - 0.5), 0)
        reach[n, 1] = min(int(right + 0.5), columns - 1)
        reach[n, 2] = max(int(top - 0.5), 0)
        reach[n, 3] = min(int(bottom + 0.5), rows - 1)
    for band in prange(_BANDS):
        first = band * columns // _BANDS
        last = (band + 1) * columns // _BANDS - 1
        for n in range(count):
            start = max(reach[n, 0], first)
            end = min(reach[n, 1], last)
            if start > end:
                continue
            ax = spots[n, 0, 0]
            ay = spots[n, 0, 1]
            bx = spots[n, 1, 0] - ax
            by = spots[n, 1, 1] - ay
            cx = spots[n, 2, 0] - ax
            cy = spots[n, 2, 1] - ay
            area = bx * cy - by * cx
            if abs(area) < 1e-9:
                continue
            inverse = 1 / area
            near_a = spots[n, 0, 2]
            near_b = (spots[n, 1, 2] - near_a) * inverse
            near_c = (spots[n, 2, 2] - near_a) * inverse
            for j in range(reach[n, 2], reach[n, 3] + 1):
                y = j + 0.5 - ay
                slope = (lens.horizon - (j + 0.5)) / lens.focal
                for i in range(start, end + 1):
                    x = i + 0.5 - ax
                    b = x * cy - y * cx
                    c = bx * y - by * x
                    if b * inverse < 0 or c * inverse < 0 or (b + c) * inverse > 1:
                        continue
                    depth = 1 / (near_a + near_b * b + near_c * c)
                    if depth >= depths[j, i] or lens.height + slope * depth < floor:
                        continue
                    depths[j, i] = depth
                    faces[j, i] = n
