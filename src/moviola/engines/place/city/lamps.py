"""Points of light: street lamps, masts, flying craft; some blink, some move."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Picture, Vector, kernel
from moviola.engines.place.lens import Lens


class Lamps(NamedTuple):
    """One row each: place, velocity (m and m/s), radius in metres, colour, blinks per second (0: steady), phase."""

    place: Vector
    velocity: Vector
    radius: Vector
    colour: Vector
    blink: Vector
    phase: Vector


@kernel
def draw_lamps(
    out: Picture, depths: Picture, lamps: Lamps, lens: Lens, time: float, fade: float, span: float
) -> None:
    """Add lamps to ``out`` [H, W, 3] where nothing nearer stands; ``fade`` per metre.

    Moving ones return to their start after ``span`` metres.
    """
    rows, columns = depths.shape
    for n in range(len(lamps.radius)):
        x = lamps.place[n, 0] + lamps.velocity[n, 0] * time
        if lamps.velocity[n, 0] != 0:
            x = (x + span / 2) % span - span / 2
        y = lamps.place[n, 1] + lamps.velocity[n, 1] * time
        z = lamps.place[n, 2]
        depth = z - lens.z
        if depth < 1:
            continue
        on = 1.0
        if lamps.blink[n] > 0:
            swing = math.sin(6.2831853 * (lamps.blink[n] * time + lamps.phase[n]))
            on = 0.12 + 0.88 * min(max(swing * 4 - 2.2, 0.0), 1.0)
        size = lamps.radius[n] / depth * lens.focal
        gain = on * min(1.0, (size / 0.7) ** 2) * math.exp(-depth * fade)
        size = max(size, 0.7)
        column = lens.centre + (x - lens.x) / depth * lens.focal
        row = lens.horizon - (y - lens.height) / depth * lens.focal
        reach = int(size * 3) + 1
        for j in range(max(int(row) - reach, 0), min(int(row) + reach + 1, rows)):
            for i in range(max(int(column) - reach, 0), min(int(column) + reach + 1, columns)):
                if depths[j, i] < depth * 0.999:
                    continue
                away = ((i + 0.5 - column) ** 2 + (j + 0.5 - row) ** 2) / (size * size)
                share = 1.0 if away < 1 else math.exp(-(away - 1) * 3)
                if share < 0.01:
                    continue
                for c in range(3):
                    out[j, i, c] += lamps.colour[n, c] * share * gain
