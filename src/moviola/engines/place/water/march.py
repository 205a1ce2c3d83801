"""Where the moving surface of a sea is seen: one column of the picture, from its foot to the horizon."""

from __future__ import annotations

from moviola.engines.place.kernels import Picture, Vector, f32, kernel
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled
from moviola.engines.place.water.breakers import breaker, sheltered
from moviola.engines.place.water.looks import four
from moviola.engines.place.water.state import Chart, Surf, Swell


@kernel
def march(
    hits: Picture, column: int, across: float, top: int, lens: Lens, steps: Vector, place: Vector, narrow: Vector,
    shore: Picture, chart: Chart, large: Picture, swell: Swell, surf: Surf, rows: int, time: float, land: Picture,
    at: int, farthest: Picture,
) -> None:  # fmt: skip
    """Fill ``hits`` [column] with the depth of the water's surface in every row from ``top`` down.

    Beyond the land of column ``at`` there is nothing to find; ``farthest`` [h] is room to note where it ends.
    """
    reach = f32(0)
    for row in range(rows - top):
        reach = max(reach, land[row, at])
        farthest[row] = reach
    j = rows - 1
    before = steps[0] * 0.5
    height_before = 0.0
    for k in range(len(steps)):
        z = steps[k]
        if z > farthest[j - top] * f32(1.02) + f32(1):
            break
        x = lens.x + across * z
        off, _, phase, _ = four(shore, x * narrow[k] * chart.wide + chart.centre, place[k])
        height = 0.0
        if off > 0:
            height = (
                tiled(large, x * swell.large, (z + lens.z) * swell.large) * swell.gain * sheltered(off, surf)
            )
            if off < 3.4 * surf.breadth:
                height += breaker(off, phase, time, surf)[0]
        crest = (height - lens.height) / z
        while j >= top:
            slope = (lens.horizon - (j + 0.5)) / lens.focal
            if slope > crest:
                break
            span = (height - height_before) - slope * (z - before)
            share = 1.0
            if abs(span) > 1e-9:
                share = min(max((lens.height + slope * before - height_before) / span, 0.0), 1.0)
            hits[column, j - top] = before + (z - before) * share
            j -= 1
        if j < top:
            break
        before = z
        height_before = height
    while j >= top:
        hits[column, j - top] = 1e9
        j -= 1
