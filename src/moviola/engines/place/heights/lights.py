"""Lights of the night sky that move: northern lights, twinkling stars, lightning."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import LINEAR, fit, soften
from moviola.engines.place.sky.aurora import aurora
from moviola.engines.place.sky.bolt import Bolt, flicker, paint_bolt
from moviola.engines.place.sky.stars import star_list

#: Columns of the small picture that northern lights are computed in, and seconds between two of them.
_COLUMNS = 200
_EVERY = 1.0
#: Stars that twinkle, the brightest ones.
_TWINKLING = 70


class Aurora:
    """Curtains that wander; fulfils :class:`~moviola.engines.place.layers.Moving`.

    Pictures of them a moment apart are cross-faded: curtains have no edges that would show it.
    """

    def __init__(self, soft: Picture, seed: int, gain: float) -> None:
        self.soft, self.seed, self.gain = soft, seed, gain
        self.known: dict[int, Picture] = {}
        self.open: Picture | None = None

    def _at(self, index: int, lens: Lens, columns: int, rows: int) -> Picture:
        if index not in self.known:
            share = _COLUMNS / columns
            light = aurora(
                lens.scaled(share),
                _COLUMNS,
                max(int(rows * share), 2),
                self.soft,
                self.seed,
                index * _EVERY * 3,
            )
            self.known = {key: value for key, value in self.known.items() if key >= index - 1}
            self.known[index] = soften(light, 1.0)
        return self.known[index]

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Add them to ``out`` [H, W, 3] where the sky is open."""
        rows = min(int(lens.horizon) + 1, out.shape[0])
        columns = out.shape[1]
        at = seconds / _EVERY
        index = int(at)
        # the canvas of another size starts anew
        view = lens._replace(x=0.0)
        first, second = (self._at(index + k, view, columns, rows) for k in (0, 1))
        light = first + (second - first) * np.float32(at - index)
        wide = fit(light, (columns, rows), LINEAR)
        if self.open is None or self.open.shape[:2] != (rows, columns):
            self.open = (depths[:rows] > FAR / 10).astype(np.float32)[..., None] * np.float32(self.gain)
        wide *= self.open
        out[:rows] += wide


class Twinkle:
    """The brightest stars flicker; fulfils :class:`~moviola.engines.place.layers.Moving`."""

    def __init__(self, seed: int, gain: float) -> None:
        across, slope, light, colour = star_list(seed)
        brightest = np.argsort(-light)[: _TWINKLING * 7]
        self.across, self.slope = across[brightest], slope[brightest]
        self.light = np.minimum(light[brightest], 2.0)[:, None] * colour[brightest] * gain
        dice = np.random.default_rng((seed, 95))
        self.rate = dice.uniform(1.2, 3.2, len(brightest))
        self.phase = dice.uniform(0, 2 * math.pi, len(brightest))

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Brighten and darken stars of ``out`` [H, W, 3]; not at all at 0 seconds."""
        rows, columns = depths.shape
        x = (lens.centre + self.across * lens.focal).astype(np.int64)
        y = (lens.horizon - self.slope * lens.focal).astype(np.int64)
        inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        inside[inside] = depths[y[inside], x[inside]] > FAR / 10
        swing = np.sin(seconds * self.rate * 2 * math.pi + self.phase) - np.sin(self.phase)
        change = self.light[inside] * (0.28 * swing[inside])[:, None]
        at = (y[inside], x[inside])
        out[at] = np.maximum(out[at] + change.astype(np.float32), out[at] * 0.25)


class Flashes:
    """Lightning, over and again; fulfils :class:`~moviola.engines.place.layers.Moving`."""

    def __init__(self, flashes: tuple[Bolt, ...], gain: float, seed: int) -> None:
        self.flashes, self.gain, self.seed = flashes, gain, seed

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Add the flash of the moment to ``out`` [H, W, 3]."""
        strength = flicker(seconds, self.seed)
        if strength < 0.02:
            return
        rows = min(int(lens.horizon) + 2, out.shape[0])
        flash = self.flashes[int(seconds / 3.4 + 0.02) % len(self.flashes)]
        open_sky = (depths[:rows] > FAR / 10).astype(np.float32)
        paint_bolt(out[:rows], lens, flash, self.gain * strength, open_sky)
        if strength > 0.3:
            # the land answers
            out[rows:] *= np.float32(1 + 0.5 * strength)
