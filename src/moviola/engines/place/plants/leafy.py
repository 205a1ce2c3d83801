"""Crowns and boughs of leafy trees as cut-outs that stand in the land."""

from __future__ import annotations

from functools import cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.species import CROWNS, cutouts
from moviola.engines.place.plants.strew import Cutout
from moviola.engines.place.resample import fit


def _plain(cutout: Cutout, width: int) -> Picture:
    """A cut-out [h, w, 4] as :class:`~moviola.engines.place.props.sprites.Atlas` wants it, ``width`` pixels wide."""
    height = round(cutout.shape[0] * width / cutout.shape[1])
    small = np.concatenate(
        [fit(np.ascontiguousarray(cutout[..., k : k + 4]), (width, height)) for k in (0, 4)], axis=2
    ).astype(np.float32)
    opacity = np.clip(small[..., 0] / 255, 0, 1)
    share = 1 / np.maximum(opacity, 0.02)
    out = np.zeros((height, width, 4), np.float32)
    out[..., 0] = opacity
    # what the crown's own leaves hide from the sky is darker
    out[..., 1] = (
        np.clip(small[..., 1] / 255 * share * (0.35 + 0.65 * small[..., 6] / 255 * share), 0, 1.2) * 1.25
    )
    out[..., 2] = np.clip((small[..., 4] / 255 * share - 0.5) * 2.1, -1, 1) * (opacity > 0.02)
    return out


def _footed(crown: Picture) -> Picture:
    """The crown cut free of the air around it, on a short stem."""
    solid = crown[..., 0] > 0.3
    rows, columns = np.nonzero(solid.any(1))[0], np.nonzero(solid.any(0))[0]
    crown = crown[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    low = crown[-max(len(crown) // 20, 2) :, :, 0]
    middle = int(np.average(np.arange(crown.shape[1]), weights=low.sum(0) + 1e-6))
    stem = np.zeros((len(crown) // 6, *crown.shape[1:]), np.float32)
    half = max(crown.shape[1] // 60, 1)
    stem[:, max(middle - half, 0) : middle + half + 1, :2] = (1.0, 0.45)
    return np.ascontiguousarray(np.concatenate([crown, stem]))


@cache
def crowns(name: str, count: int, width: int) -> tuple[Picture, ...]:
    """Whole crowns of a species, which begin at the ground."""
    return tuple(_footed(_plain(cutout, width)) for cutout in cutouts(name, False)[:count])


@cache
def boughs(name: str, count: int, width: int) -> tuple[Picture, ...]:
    """Single boughs, which grow into the picture from its left edge."""
    return tuple(_plain(cutout, width) for cutout in cutouts(name, False)[CROWNS : CROWNS + count])
