"""The trees that woods are made of, and their cut-outs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.broadleaves import BROADLEAVES
from moviola.engines.place.plants.evergreens import EVERGREENS
from moviola.engines.place.plants.growth import portrait, spray
from moviola.engines.place.plants.strew import Cutout
from moviola.engines.place.plants.tree import Species as Species
from moviola.engines.place.shelf import kept

#: Cut-outs of each species: crowns, then boughs.
CROWNS, BOUGHS = 5, 5
_VERSION = 15

SPECIES: dict[str, Species] = {species.name: species for species in (*BROADLEAVES, *EVERGREENS)}


def _made(species: Species, bare: bool) -> list[Cutout]:
    width, height = species.crown_size
    cutouts = [portrait(species.crown, 11 + k, width, height, bare) for k in range(CROWNS)]
    wide, high = species.bough_size
    return cutouts + [spray(species.bough, 41 + k, wide, high, bare) for k in range(BOUGHS)]


@lru_cache(maxsize=2)
def cutouts(name: str, bare: bool) -> tuple[Cutout, ...]:
    """Crowns and boughs of a species, from the cache folder once they have been drawn."""
    fields = tuple(f"plant{k}" for k in range(CROWNS + BOUGHS))

    def compute() -> dict[str, Picture]:
        # bytes ride in the shelf's floats, four to each
        made = _made(SPECIES[name], bare)
        return {field: cutout.view(np.float32) for field, cutout in zip(fields, made, strict=True)}

    stored = kept(f"plants-{_VERSION}-{name}-{'bare' if bare else 'leaves'}", fields, compute)
    return tuple(np.ascontiguousarray(stored[field]).view(np.uint8) for field in fields)
