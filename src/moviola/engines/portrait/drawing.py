"""Draws a face, measures it and corrects what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait.aims import COLOURS, Aim, correction, miss, moved
from moviola.engines.portrait.controls import Controls
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.meter import Meter
from moviola.engines.portrait.synthesis import Synthesis
from moviola.models.store import locate

#: A face that the landmark network is not sure of is broken or covered.
_SURE, _PENALTY = 0.8, 50.0


@dataclass(frozen=True)
class Drawn:
    """A face, its picture ([1024, 1024, 3] RGB, 0…1) and what it misses of its aims."""

    latent: Latent
    picture: NDArray[np.float32]
    miss: float


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

    def corrected(self, drawn: Drawn, wanted: Mapping[str, Aim], *, colours_only: bool = False) -> Drawn:
        """``drawn`` or a corrected face that misses less."""
        visible = {
            name: value for name, value in drawn.latent.believed.items() if name in self.controls.trust
        }
        step = correction(self.controls, visible, wanted)
        styles = moved(self.controls, drawn.latent.styles, step, colours_only=colours_only)
        again = self.draw(Latent(styles, drawn.latent.believed).rounded(), wanted)
        return again if again.miss < drawn.miss else drawn


def only_colours(wanted: Mapping[str, Aim]) -> bool:
    """Whether nothing but colours is to change."""
    return all(name in COLOURS for name, aim in wanted.items() if not aim.held)
