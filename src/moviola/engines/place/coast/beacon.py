"""A lighthouse's place, and its lamp with two turning beams."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moviola.engines.place.coast.lookout import Ground
from moviola.engines.place.coast.scene import CoastScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.lighthouse import LAMP
from moviola.engines.place.scene import Scene

_Light = tuple[float, float, float]


@dataclass
class Beacon:
    """A lighthouse's lamp and its two turning beams, at (x, y, z) metres; ``light`` is the lamp's."""

    x: float
    y: float
    z: float
    light: _Light
    beam: float
    period: float
    phase: float

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Add the lamp's glow and beams to ``out`` [H, W, 3]."""
        depth = self.z - lens.z
        if depth < 2:
            return
        scale = lens.focal / depth
        column = lens.centre + (self.x - lens.x) * scale
        row = lens.horizon - (self.y - lens.height) * scale
        rows, columns = depths.shape
        if not (0 <= column < columns and 0 <= row < rows):
            return
        colour = np.array(self.light, np.float32)
        angle = 2 * math.pi * (seconds / self.period) + self.phase
        # the lamp itself, brightest as a beam sweeps over the camera
        flash = max(math.cos(2 * angle), 0.0) ** 24
        self._glow(out, column, row, scale, colour, 1.0 + 5.0 * flash)
        for turn in (angle, angle + math.pi):
            self._beam(out, column, row, scale, colour, math.sin(turn), -math.cos(turn))

    def _glow(
        self, out: Picture, column: float, row: float, scale: float, colour: Picture, gain: float
    ) -> None:
        reach = max(int(scale * 9), 6)
        y0, y1 = max(int(row) - reach, 0), min(int(row) + reach + 1, out.shape[0])
        x0, x1 = max(int(column) - reach, 0), min(int(column) + reach + 1, out.shape[1])
        y = (np.arange(y0, y1, dtype=np.float32) + 0.5 - row)[:, None]
        x = (np.arange(x0, x1, dtype=np.float32) + 0.5 - column)[None]
        away = (x * x + y * y) / np.float32(scale * scale)
        shine = np.exp(-away * 2.2) * 1.2 + 0.035 * np.exp(-away * 0.10) * gain
        out[y0:y1, x0:x1] += shine[..., None] * colour

    def _beam(
        self,
        out: Picture,
        column: float,
        row: float,
        scale: float,
        colour: Picture,
        across: float,
        ahead: float,
    ) -> None:
        """A beam to the right (``across`` > 0) and away from the camera (``ahead`` > 0)."""
        long = 150.0
        # perspective makes a beam that comes towards the camera long, one that leaves short
        end = across * long / max(1 + ahead * long * scale / 1400.0, 0.35)
        reach = abs(end) * scale
        if reach < 2:
            return
        high = int(scale * 1.5 + reach * 0.16) + 2
        y0, y1 = max(int(row) - high, 0), min(int(row) + high + 1, out.shape[0])
        first, last = (column, column + reach) if across > 0 else (column - reach, column)
        x0, x1 = max(int(first), 0), min(int(last) + 1, out.shape[1])
        if x0 >= x1 or y0 >= y1:
            return
        x = np.abs(np.arange(x0, x1, dtype=np.float32) + 0.5 - column)
        y = np.arange(y0, y1, dtype=np.float32) + 0.5 - row
        wide = scale * 0.55 + x * 0.075
        fade = np.clip(1 - x / reach, 0, 1) ** 2.4 * (scale * 0.55 / wide) ** 0.9
        shine = np.exp(-((y[:, None] / wide) ** 2)) * (fade * np.float32(self.beam))
        out[y0:y1, x0:x1] += shine[..., None] * colour


def site(scene: CoastScene, ground: Ground) -> tuple[float, float, float] | None:
    """Where the lighthouse's foot is: on level ground near where the layout wants it; None without one."""
    wanted = scene.coast.lighthouse
    if wanted is None:
        return None
    at, ahead, top = wanted
    step = np.linspace(-1, 1, 41)
    x, z = (plane.ravel() for plane in np.meshgrid(at + step * top * 2.2, ahead + step * top * 1.2))
    height = ground.height(x, z)
    # the house stands to its right
    beside = np.minimum(ground.height(x + 5, z), ground.height(x - 2.5, z))
    cost = np.hypot(x - at, z - ahead) / top - 2.2 * np.minimum(height, beside) / top
    cost += np.abs(beside - height) * 0.5 + 40.0 * (height < 3.0)
    best = int(np.argmin(cost))
    return float(x[best]), float(z[best]), float(min(height[best], beside[best])) - 0.3


def beacon(wanted: Scene, scene: CoastScene, ground: Ground) -> Beacon | None:
    """The lighthouse's lamp, after sunset and in bad weather."""
    place = site(scene, ground)
    murky = (
        bool(wanted.fog and wanted.fog > 0.3) or bool(wanted.rain and wanted.rain > 0.4) or scene.wind > 0.7
    )
    if (
        place is None
        or "lighthouse" in wanted.without
        or not (wanted.time in ("dusk", "night", "dawn") or murky)
    ):
        return None
    x, z, foot = place
    # as bright as the picture's exposure needs
    gain = 1 / scene.heaven.grade.exposure
    # only darkness and fog show a beam in the air
    beam = (
        0.16
        if wanted.time == "night" or (wanted.fog or 0) > 0.3
        else (0.07 if wanted.time == "dusk" else 0.0)
    )
    light = (9.0 * gain, 6.6 * gain, 3.4 * gain)
    return Beacon(x, foot + LAMP, z, light, beam * 0.25, 12.0, 0.9 + scene.seed % 5)
