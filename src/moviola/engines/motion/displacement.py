"""Where to look for each place of a canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Displacement:
    """A backward warp.

    ``x`` and ``y``, float32 [h, w] on a coarser grid over the whole canvas, in canvas pixels, are added to a
    position. ``gain``, on the same grid, brightens by that share (0: not at all).
    """

    x: Field
    y: Field
    gain: Field | None = None

    def scaled(self, factor: float) -> Displacement:
        """The same movement, ``factor`` times as far."""
        share = np.float32(factor)
        return Displacement(self.x * share, self.y * share, None if self.gain is None else self.gain * share)

    def plus(self, other: Displacement) -> Displacement:
        """Both movements at once, to first order."""
        gains = [gain for gain in (self.gain, other.gain) if gain is not None]
        gain = None if not gains else np.asarray(sum(gains[1:], gains[0]), np.float32)
        return Displacement(self.x + other.x, self.y + other.y, gain)
