"""The bulbs of the lamps before the camera, which move with their posts when the camera does."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.city.lamps import Lamps, draw_lamps
from moviola.engines.place.city.layout import Layout, quay_lamps
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens

_COLOUR = (8.0, 5.0, 2.3)
#: Radius in metres of a street lamp, and of a small lamp on a roof.
_LARGE, _SMALL = 0.10, 0.05
#: Bulbs stay where they are: nothing wraps.
_SPAN = 1e9


class Bulbs:
    """Fulfils :class:`moviola.engines.place.layers.Moving` for the lamps of a promenade or roof."""

    def __init__(self, layout: Layout, fade: float) -> None:
        """``fade``: share of the light that the air takes per metre."""
        place = np.array(quay_lamps(layout), np.float64).reshape(-1, 3)
        count = len(place)
        radius = _SMALL if layout.front == "roof" else _LARGE
        self._fade = fade
        self._lamps = Lamps(
            place, np.zeros((count, 3)), np.full(count, radius), np.tile(np.array(_COLOUR), (count, 1)),
            np.zeros(count), np.zeros(count),
        )  # fmt: skip

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the bulbs as the moved camera sees them."""
        draw_lamps(out, depths, self._lamps, lens, seconds, self._fade, _SPAN)
