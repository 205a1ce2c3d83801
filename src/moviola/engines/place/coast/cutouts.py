"""Cut-outs that sway before the coast: palms, laid over a picture with light of their own."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, LINEAR, fit

#: Seconds of one sway.
_SWAY = 5.2


@kernel
def _mixed(row: Picture, x: float, c: int) -> float:
    i = int(x)
    return float(row[i, c] + (row[i + 1, c] - row[i, c]) * (x - i))


@parallel
def _lay(out: Picture, cut: Picture, left: float, top: int, bend: float, flutter: float, turn: float) -> None:
    """Lay ``cut`` [h, w, 4] (light times opacity, opacity) over ``out``, its top ``bend`` pixels aside."""
    high, wide = cut.shape[0], cut.shape[1]
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(max(top, 0), min(top + high, rows)):
        up = 1 - (j - top) / high
        shift = bend * up * up
        rustle = flutter * up
        row = cut[j - top]
        for i in range(max(int(left), 0), min(int(left) + wide + 1, columns)):
            x = i - left - shift
            if rustle > 0.05:
                x -= rustle * math.sin(turn * 3 + i * 0.045 + j * 0.023)
            if x < 0 or x >= wide - 1:
                continue
            opacity = _mixed(row, x, 3)
            if opacity < 0.004:
                continue
            for c in range(3):
                out[j, i, c] = out[j, i, c] * (1 - opacity) + _mixed(row, x, c)


@dataclass
class Swaying:
    """One cut-out [h, w, 4]: light times opacity, opacity. It fills ``height`` metres from ``foot`` at (x, z).

    ``root``: where its foot is across the cut-out, 0–1; ``sway``: metres at its top.
    """

    cut: Picture
    x: float
    z: float
    foot: float
    height: float
    root: float
    sway: float
    phase: float
    _fitted: dict[tuple[int, int], Picture] = field(default_factory=dict)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:  # noqa: ARG002
        """Lay it over ``out`` [H, W, 3]; it stands before everything."""
        depth = self.z - lens.z
        if depth < 0.5:
            return
        scale = lens.focal / depth
        high = max(round(self.height * scale), 2)
        wide = max(round(high * self.cut.shape[1] / self.cut.shape[0]), 2)
        cut = self._fitted.get((wide, high))
        if cut is None:
            self._fitted.clear()
            shrinks = high < self.cut.shape[0]
            cut = self._fitted[wide, high] = fit(self.cut, (wide, high), AREA if shrinks else LINEAR)
        # a drifting camera moves it by parts of a pixel
        left = lens.centre + (self.x - lens.x) * scale - wide * self.root
        top = round(lens.horizon - (self.foot - lens.height) * scale) - high
        turn = seconds * 2 * math.pi / _SWAY + self.phase
        bend = self.sway * scale * (math.sin(turn) + 0.3 * math.sin(2 * turn + 1))
        _lay(out, cut, left, top, bend, abs(self.sway) * scale * 0.25, turn)


def lit(
    shape: Picture, leaf: tuple[float, float, float], wood: tuple[float, float, float], sun: tuple[float, float, float],
    sky: tuple[float, float, float], behind: float, glow: float,
) -> Picture:  # fmt: skip
    """A cut-out of :func:`~moviola.engines.place.plants.palm.palm` in a light.

    ``behind``: how much the sun stands behind it, 0–1; ``glow``: light that shines through its leaves.
    """
    opacity = shape[..., :1]
    some = np.maximum(opacity, 1e-3)
    tone, thin, leafy = (shape[..., k : k + 1] / some for k in (1, 2, 3))
    colour = np.array(leaf) * leafy + np.array(wood) * (1 - leafy)
    front = (1 - 0.75 * behind) * tone * tone * 1.15
    through = np.array((1.0, 1.1, 0.36)) * leafy * thin * tone * glow
    light = colour * (np.array(sun) * (front + through) + np.array(sky) * (0.25 + 0.75 * tone))
    return np.concatenate([light * opacity, opacity], 2).astype(np.float32)
