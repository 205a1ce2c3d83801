"""The sea of a coast, drawn anew for every moment."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from moviola.engines.place.coast.land import Land, look_steps
from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, LINEAR, NEAREST, fit
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.textures import textures
from moviola.engines.place.water.foam import lace
from moviola.engines.place.water.mirrors import mirror_table
from moviola.engines.place.water.ocean import Patch
from moviola.engines.place.water.sea import lay_sea, paint_sea
from moviola.engines.place.water.state import GROUP, Surf, Swell

#: From this many columns on films paint the sea smaller, at this share.
_COARSE, _SHARE = 1100, 0.40


@parallel
def _air(
    clear: Picture, veil: Picture, top: int, lens: Lens, table: Picture, light: Light, haze: Haze
) -> None:
    """What the air before flat water lets through and adds, every ``GROUP`` columns."""
    rows, blocks = clear.shape[0], clear.shape[1]
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    for j in prange(rows):
        slope = min((lens.horizon - (j + top + 0.5)) / lens.focal, -2e-4)
        depth = min(-lens.height / slope, 30000.0)
        for n in range(blocks):
            across = (n * GROUP - lens.centre) / lens.focal
            far = depth * math.sqrt(1 + across * across + slope * slope)
            air = haze_between(
                table, across, slope, far, lens.height, 0.0, light.x / flat, light.z / flat, haze
            )
            for c in range(3):
                clear[j, n, c] = air[c]
                veil[j, n, c] = air[3 + c] * (1 - air[c])


class _Stage(NamedTuple):
    """What a picture of one size needs that does not move, and room for its ``sea`` [h, W, 4]."""

    top: int
    bed: Picture
    open: Picture
    land: Picture
    clear: Picture
    veil: Picture
    steps: Vector
    place: Vector
    narrow: Vector
    sea: Picture


@dataclass
class Waters:
    """The moving sea. ``bed`` [H, W, 3], ``open`` [H, W] and ``ground`` [H, W] are the canvas without it.

    ``mirror`` [h, w, 3] shows the world upside down through ``beyond``, ``blurred`` the same at ``blur`` of its size;
    ``start``: seconds at the beginning of a film.
    """

    bed: Picture
    open: Picture
    ground: Picture
    mirror: Picture
    blurred: Picture
    beyond: Lens
    blur: float
    land: Land
    patches: tuple[Patch, Patch]
    swell: Swell
    surf: Surf
    table: Picture
    light: Light
    haze: Haze
    canvas_lens: Lens
    start: float
    tallest: float
    wave_length: float
    choppy: float
    shown: Picture | None = None
    costly: bool = True
    _stages: dict[tuple[int, int], _Stage] = field(default_factory=dict)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:  # noqa: ARG002
        """Paint the sea at a time over ``out`` [H, W, 3]."""
        size = out.shape[:2]
        film = size != self.open.shape
        share = _SHARE if film and size[1] >= _COARSE else 1.0
        small = (round(size[0] * share), round(size[1] * share))
        for wanted in {size, small}:
            if wanted not in self._stages:
                self._stages = {key: self._stages[key] for key in {size, small} & self._stages.keys()}
                self._stages[wanted] = self._set(wanted[0], wanted[1], wanted == small)
        whole, stage = self._stages[size], self._stages[small]
        time = self.start + seconds
        large, little = self.patches[0].at(time, self.choppy), self.patches[1].at(time, self.choppy)
        book = textures()
        lens = self.canvas_lens.scaled(small[0] / self.open.shape[0])
        paint_sea(
            stage.sea, stage.top, stage.bed, stage.open, stage.land, stage.steps, stage.place, stage.narrow,
            self.land.shore, self.land.chart, large.height, large.slopes, little.slopes, book.ripples, book.soft,
            lace(), self.mirror, self.blurred, self.beyond, self.blur, mirror_table(), stage.clear, stage.veil, lens,
            self.light, self.swell, self.surf, time, not film,
        )  # fmt: skip
        lay_sea(out, whole.top, stage.sea, stage.top, small[0] / size[0], whole.bed, whole.open)

    def _set(self, rows: int, columns: int, work: bool) -> _Stage:
        """What a picture of this size needs; only for laying over it without ``work``."""
        scale = rows / self.open.shape[0]
        lens = self.canvas_lens.scaled(scale)
        crest = max(self.tallest - lens.height, 0) / 60.0 + 0.004
        top = min(max(int(lens.horizon - crest * lens.focal), 0), rows - 2)
        size = (columns, rows)
        same = (rows, columns) == self.open.shape
        bed = self.bed if same else fit(self.bed, size, AREA if scale < 1 else LINEAR)
        open_ = self.open if same else fit(self.open, size, AREA if scale < 1 else LINEAR)
        ground = self.ground if same else fit(self.ground, size, NEAREST)
        cut = np.s_[top:]
        none = np.zeros(0)
        if not work:
            nothing = np.zeros((0, 0, 3), np.float32)
            return _Stage(
                top, np.ascontiguousarray(bed[cut]), np.ascontiguousarray(open_[cut]), ground, nothing, nothing, none,
                none, none, nothing,
            )  # fmt: skip
        blocks = columns // GROUP + 2
        clear = np.ones((rows - top, blocks, 3), np.float32)
        veil = np.zeros((rows - top, blocks, 3), np.float32)
        _air(clear, veil, top, lens, self.table, self.light, self.haze)
        lowest = max((rows - lens.horizon) / lens.focal, 0.02)
        first = max(0.5, (lens.height - self.tallest) / lowest * 0.7)
        steps, place, narrow = look_steps(
            self.land.chart,
            lens,
            first,
            0.02 if same else 0.026,
            min(self.wave_length / 9, 0.4 + 0.06 * self.surf.breadth),
            1.0 if same else 2.0,
        )
        return _Stage(
            top, np.ascontiguousarray(bed[cut]), np.ascontiguousarray(open_[cut]), np.ascontiguousarray(ground[cut]),
            clear, veil, steps, place, narrow, np.empty((rows - top, columns, 4), np.float32),
        )  # fmt: skip
