"""Draws a face, measures it and corrects what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait import starts
from moviola.engines.portrait.aims import Aim, correction, miss
from moviola.engines.portrait.controls import ALL_BANDS, Controls
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.meter import Meter
from moviola.engines.portrait.synthesis import Synthesis
from moviola.models.store import locate

#: A face that the landmark network is not sure of is broken or covered.
_SURE, _PENALTY = 0.8, 50.0


@dataclass(frozen=True)
class Drawn:
    """A face, its picture ([1024, 1024, 3] RGB, 0…1) what it misses of its aims, and how bright
    the whites of its eyes and the highlights of its skin are (linear luminance)."""

    latent: Latent
    picture: NDArray[np.float32]
    miss: float
    whites: float
    highlights: float


class Easel:
    """The generator and the meter, kept warm."""

    def __init__(self, controls: Controls):
        self.controls = controls
        self._synthesis = Synthesis(locate("face-generator"))
        self._meter = Meter(locate("face-landmarks"))

    def draw(self, latent: Latent, wanted: Mapping[str, Aim]) -> Drawn:
        """Draw ``latent``; what the meter can see replaces what was believed."""
        picture = self._synthesis(latent.styles)
        values = self._meter(picture)
        seen = self.controls.read(values)
        lost = _PENALTY if values["presence"] < _SURE else 0.0
        return Drawn(
            Latent(latent.styles, {**latent.believed, **seen}),
            picture,
            miss(seen, wanted, self.controls.trust) + lost,
            values["eye_whites"],
            values["highlights"],
        )

    def best(
        self,
        takes: int,
        cast: Callable[[int], Latent],
        wanted: Mapping[str, Aim],
        told: Callable[[int], None],
    ) -> Drawn:
        """The take that misses least; ``told`` is called with the number of faces drawn."""
        best: Drawn | None = None
        for take in range(takes):
            drawn = self.draw(cast(take), wanted)
            told(take + 1)
            if best is None or drawn.miss < best.miss:
                best = drawn
        assert best is not None
        return best

    def corrected(self, drawn: Drawn, wanted: Mapping[str, Aim], bands: Sequence[int] = ALL_BANDS) -> Drawn:
        """``drawn`` or a face corrected on ``bands`` of its styles that misses less."""
        visible = {
            name: value for name, value in drawn.latent.believed.items() if name in self.controls.trust
        }
        if starts.keeps_features(wanted):
            held = {name: Aim(visible[name], 0.3, held=True) for name in starts.FEATURES if name in visible}
            step = correction(self.controls, visible, held | dict(wanted), bands)
        else:
            step = correction(self.controls, visible, wanted, bands)
        styles = self.controls.moved(drawn.latent.styles, step)
        again = self.draw(Latent(styles, drawn.latent.believed).rounded(), wanted)
        return again if again.miss < drawn.miss else drawn
