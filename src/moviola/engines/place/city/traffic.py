"""Cars that drive through the streets and over the bridge, seen by their lights."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.city.canyon import lanes
from moviola.engines.place.city.layout import Layout, bridge_line
from moviola.engines.place.city.streets import Plan
from moviola.engines.place.kernels import Picture, Vector, kernel
from moviola.engines.place.lens import Lens
from moviola.engines.place.scene import Scene

_HEAD = (1.0, 0.88, 0.70)
_TAIL = (1.0, 0.10, 0.05)
#: Cars at most, and metres between two on a busy road.
_MOST = 1500
_GAP = 34.0


@kernel
def _dots(out: Picture, depths: Picture, dots: Vector, gain: float) -> None:
    """Add points of light to ``out``; ``dots`` [n, 7]: column, row, depth, radius in pixels, colour."""
    rows, columns = depths.shape
    for n in range(len(dots)):
        column = dots[n, 0]
        row = dots[n, 1]
        size = max(dots[n, 3], 0.6)
        share = gain * min((dots[n, 3] / 0.6) ** 2, 1.0)
        reach = int(size * 2) + 1
        for j in range(max(int(row) - reach, 0), min(int(row) + reach + 1, rows)):
            for i in range(max(int(column) - reach, 0), min(int(column) + reach + 1, columns)):
                if depths[j, i] < dots[n, 2] * 0.99:
                    continue
                away = ((i + 0.5 - column) ** 2 + (j + 0.5 - row) ** 2) / (size * size)
                light = share * math.exp(-away * 1.4)
                if light > 0.01:
                    for c in range(3):
                        out[j, i, c] += dots[n, 4 + c] * light


class Traffic:
    """Fulfils :class:`moviola.engines.place.layers.Moving` for the cars of one city."""

    def __init__(self, layout: Layout, plan: Plan, wish: Scene, seed: int, lamps: float, fade: float) -> None:
        self._random = np.random.default_rng(seed + 640)
        self._fade = fade
        self._lamps = lamps
        #: start (x, y, z), direction (x, z), length, speed, phase, whether it comes towards the camera
        self._cars: list[tuple[float, ...]] = []
        if layout.kind in ("aerial", "rooftop", "terrace"):
            self._streets(layout, plan)
        elif layout.kind == "canyon":
            for across, height, side in lanes(layout, self._random):
                reach = layout.hero[1] * 1.6
                x, z = plan.cosine * across, plan.sine * across + 110
                end = (x - plan.sine * reach, z + plan.cosine * reach)
                self._lane((x, z, height), end, 0.0, int(reach / 30), side, 2.6)
        if layout.bridge and wish.era != "old":
            start, end = bridge_line(layout)
            for side in (-1.0, 1.0):
                self._lane((*start, 34.6), end, side * 3.2, 40)
                self._lane((*start, 34.6), end, side * 6.0, 40)
        table = np.array(self._cars[:_MOST], np.float64).reshape(-1, 9)
        self._place, self._way = table[:, 0:3], table[:, 3:5]
        self._length, self._speed, self._phase, self._toward = (
            table[:, 5],
            table[:, 6],
            table[:, 7],
            table[:, 8],
        )

    def _streets(self, layout: Layout, plan: Plan) -> None:
        far = layout.hero[1] * 2.2
        half = layout.wide * far
        for n in range(-26, 27):
            avenue = n % plan.every == 0
            gx = n * plan.pitch_x
            for side in (-1.0, 1.0):
                off = side * (plan.avenue if avenue else plan.street) * 0.45
                x, z = plan.cosine * (gx + off), plan.sine * (gx + off)
                start = (x - plan.sine * layout.start, z + plan.cosine * layout.start, 0.9)
                end = (x - plan.sine * far, z + plan.cosine * far)
                if min(abs(start[0]), abs(end[0])) < half:
                    self._lane(start, end, 0.0, int(far / _GAP * (1.0 if avenue else 0.30)), side)
        for m in range(2, int(far / plan.pitch_z)):
            if m % plan.every:
                continue
            for side in (-1.0, 1.0):
                gz = m * plan.pitch_z + side * plan.avenue * 0.45
                x, z = -plan.sine * gz, plan.cosine * gz
                start = (x - plan.cosine * half, z - plan.sine * half, 0.9)
                self._lane(start, (x + plan.cosine * half, z + plan.sine * half), 0.0, int(half / _GAP), side)

    def _lane(
        self,
        start: tuple[float, float, float],
        end: tuple[float, float],
        across: float,
        count: int,
        side: float = 0.0,
        pace: float = 1.0,
    ) -> None:
        """Cars from ``start`` (x, z, height) to ``end``, or back where ``side`` is below 0."""
        side = side or math.copysign(1.0, across)
        dx, dz = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dz)
        dx, dz = dx / length, dz / length
        x, z = start[0] + dz * across, start[1] - dx * across
        if side < 0:
            x, z, dx, dz = x + dx * length, z + dz * length, -dx, -dz
        pace *= float(self._random.uniform(9, 14))
        for phase in self._random.random(count):
            self._cars.append((x, start[2], z, dx, dz, length, pace, float(phase), float(dz < 0)))

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the cars as they are after ``seconds``."""
        if not len(self._length) or self._lamps <= 0:
            return
        gone = np.mod(self._phase * self._length + self._speed * seconds, self._length)
        x, z = self._place[:, 0] + self._way[:, 0] * gone, self._place[:, 2] + self._way[:, 1] * gone
        depth = z - lens.z
        ahead = depth > 20
        depth = np.maximum(depth, 20)
        dots = np.empty((len(depth), 7))
        dots[:, 0] = lens.centre + (x - lens.x) / depth * lens.focal
        dots[:, 1] = lens.horizon - (self._place[:, 1] - lens.height) / depth * lens.focal
        dots[:, 2] = depth
        # a lamp near by is no ball
        dots[:, 3] = np.minimum(0.50 / depth, 0.0022) * lens.focal
        # they come and go at the ends of their way
        shown = (
            np.minimum(np.minimum(gone, self._length - gone) / 40, 1) * np.exp(-depth * self._fade) * ahead
        )
        head = self._toward[:, None] > 0.5
        dots[:, 4:] = np.where(head, 5.0 * np.array(_HEAD), 3.2 * np.array(_TAIL)) * shown[:, None]
        rows, columns = depths.shape
        inside = (
            (dots[:, 0] > -4)
            & (dots[:, 0] < columns + 4)
            & (dots[:, 1] > -4)
            & (dots[:, 1] < rows + 4)
            & ahead
        )
        _dots(out, depths, np.ascontiguousarray(dots[inside]), self._lamps)
