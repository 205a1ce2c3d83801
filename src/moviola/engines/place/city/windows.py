"""Lit windows of a city's film that go out, and some that come on again."""

from __future__ import annotations

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import soften

#: Windows that change in a second.
_RATE = 6.0
#: Seconds that a lamp takes to fade, and how long a room stays dark.
_FADE = 0.2
_DARK = (2.0, 9.0)
#: Pixels of a patch of light that counts as windows, at 1080 rows.
_LEAST, _MOST = 8, 160
#: A window is this much brighter than what surrounds it.
_CONTRAST = 2.2


class Windows:
    """Switches patches of light in a layer [H, W, 3], which it changes; the same film has the same switches."""

    def __init__(self, layer: Picture, opacity: Picture, seconds: float) -> None:
        """``opacity`` [H, W] of the layer: no window reaches over a roof. ``seconds``: length of the film."""
        self._layer = layer
        light = np.asarray(layer.max(axis=2), np.float32)
        scale = layer.shape[0] / 1080
        around = soften(light, max(9 * scale, 1.0))
        lit = (light > around * _CONTRAST) & (light > light.mean())
        wall = cv2.erode(opacity, np.ones((7, 7), np.uint8)) > 0.99
        _, labels, stats, _ = cv2.connectedComponentsWithStats(lit.astype(np.uint8), connectivity=4)
        area = stats[:, cv2.CC_STAT_AREA]
        fit = np.flatnonzero((area >= max(_LEAST * scale**2, 2)) & (area <= _MOST * scale**2))
        random = np.random.default_rng(11)
        outside = np.zeros(len(area), np.bool_)
        outside[np.unique(labels[~wall])] = True
        chosen = random.permutation(fit[~outside[fit]])[: int(_RATE * seconds)]
        self._from = random.uniform(0.3, max(seconds, 0.4), len(chosen))
        self._to = self._from + random.uniform(*_DARK, len(chosen))
        self._shown = np.ones(len(chosen))
        self._patches = []
        for label in chosen:
            x, y, wide, high = (int(v) for v in stats[label, :4])
            # one pixel further, where the edge is smooth
            rows = slice(max(y - 1, 0), y + high + 1)
            columns = slice(max(x - 1, 0), x + wide + 1)
            mask = (labels[rows, columns] == label).astype(np.uint8)
            share = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0
            bright = layer[rows, columns].copy()
            # the wall between the windows is what an unlit pane looks like
            pane = np.percentile(bright[mask == 0], 30, axis=0).astype(np.float32)
            dark = np.minimum(bright, pane)
            self._patches.append((rows, columns, bright, np.where(share[..., None], dark, bright)))

    def show(self, seconds: float) -> None:
        """Bring the layer to a moment of the film."""
        going = np.clip((seconds - self._from) / _FADE, 0, 1) - np.clip((seconds - self._to) / _FADE, 0, 1)
        lit = 1 - going
        for k in np.flatnonzero(lit != self._shown):
            rows, columns, bright, dark = self._patches[k]
            self._layer[rows, columns] = dark + (bright - dark) * np.float32(lit[k])
        self._shown = lit
