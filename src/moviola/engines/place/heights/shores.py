"""Islands and capes far out at sea, pale with the air before them."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.sky.dome import Dome


def far_away(out: Picture, lens: Lens, sky: Dome, seed: int) -> None:
    """Draw them above the horizon of ``out`` [H, W, 3]: some seeds have none, some a coast, some islands."""
    dice = np.random.default_rng((seed, 97))
    rows, columns = out.shape[:2]
    across = (np.arange(columns) + 0.5 - lens.centre) / lens.focal
    horizon = int(lens.horizon)
    for _ in range(int(dice.integers(0, 4))):
        middle, wide = float(dice.uniform(-0.75, 0.75)), float(dice.uniform(0.07, 0.34))
        tall, near = float(dice.uniform(0.008, 0.030)), float(dice.uniform(0.25, 0.75))
        shape = np.clip(1 - np.abs((across - middle) / wide), 0, 1) ** 0.8
        rough = np.zeros(columns)
        for octave in range(6):
            waves = 9.0 * 2**octave
            rough += (
                np.sin(across * waves + float(dice.uniform(0, 6.3)))
                * np.sin(across * waves * 0.37 + octave)
                / 1.7**octave
            )
        high = np.clip(shape * (0.62 + 0.22 * rough), 0, None) * tall * lens.focal
        top = int(np.ceil(high.max())) + 1
        first = max(horizon - top, 0)
        if first >= min(horizon, rows):
            continue
        row = np.arange(first, min(horizon, rows))[:, None]
        cover = np.clip(high[None, :] - (lens.horizon - row - 0.5) + 0.5, 0, 1)
        # a dark land behind air that glows as the low sky does
        band = out[max(horizon - 3, 0) : horizon].mean(0)[None]
        land = sky.air[None, None] * np.array([0.045, 0.055, 0.050])
        colour = land * near + band * (1 - near) * 0.86
        patch = out[first : first + len(row)]
        patch += (colour.astype(np.float32) - patch) * cover[..., None].astype(np.float32)
