"""Faces chosen by eye for wishes that the fit sees poorly: origins, full grey beards, bald heads, red hair.

A blend of two people with a full grey beard is a third person with one, so a blend of chosen faces needs no pull
towards the average, which would take the beard, or the origin, away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait.aims import Aim

#: Kind → attribute → least and most (deviations) that the wish must ask for. The first kind that fits is taken.
KINDS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "black_man": {"black": (2.0, 9.0), "male": (0.0, 9.0), "age": (-1.0, 9.0)},
    "black_woman": {"black": (2.0, 9.0), "male": (-9.0, 0.0), "age": (-1.2, 9.0)},
    "east_asian_man": {"east_asian": (2.0, 9.0), "male": (0.0, 9.0), "age": (-1.0, 9.0)},
    "east_asian_woman": {"east_asian": (2.0, 9.0), "male": (-9.0, 0.0), "age": (-1.2, 9.0)},
    "south_asian_man": {"south_asian": (2.0, 9.0), "male": (0.0, 9.0), "age": (-1.0, 9.0)},
    "south_asian_woman": {"south_asian": (2.0, 9.0), "male": (-9.0, 0.0), "age": (-1.2, 9.0)},
    "grey_beard": {"beard": (1.8, 9.0), "hair_L": (1.0, 9.0), "male": (0.0, 9.0), "age": (0.9, 9.0)},
    "bald": {"hair_top": (-9.0, -1.9), "male": (0.0, 9.0), "age": (-0.8, 9.0)},
    "red_hair_woman": {"hair_red": (1.8, 9.0), "male": (-9.0, 0.0), "age": (-1.2, 9.0)},
}
#: Origins that the fit cannot add to a face: a chosen start has them already.
ORIGINS = ("east_asian", "black", "south_asian")
_ASKED = 2.0
#: What marks the start's features and can be measured.
_FEATURES = (
    "eye_open eye_size eye_spacing eye_area brow_height nose_width nose_len philtrum lip_full "
    "face_aspect cheekbone_width forehead iris_L"
)
FEATURES = tuple(_FEATURES.split())


@cache
def _chosen() -> Mapping[str, NDArray[np.float32]]:
    with (
        resources.files("moviola.engines.portrait").joinpath("data/starts.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def of_origin(wanted: Mapping[str, Aim]) -> bool:
    """Whether an origin is asked for."""
    return any(name in wanted and wanted[name].value >= _ASKED for name in ORIGINS)


def keeps_features(wanted: Mapping[str, Aim]) -> bool:
    """Whether :data:`FEATURES` are held: those of East Asian faces, which a later age would take from the eyes."""
    return "east_asian" in wanted and wanted["east_asian"].value >= _ASKED


def find(wanted: Mapping[str, Aim]) -> NDArray[np.float32] | None:
    """Styles [faces, 512] of the chosen faces for ``wanted``; None when no kind fits and the bank serves."""
    for kind, conditions in KINDS.items():
        if all(
            name in wanted and least <= wanted[name].value <= most
            for name, (least, most) in conditions.items()
        ):
            return _chosen()[kind]
    return None
