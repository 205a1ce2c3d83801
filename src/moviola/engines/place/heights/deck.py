"""A sea of clouds below the camera, around the peaks that stand out of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moviola.engines.place.heights.land import CLOUD_BASE
from moviola.engines.place.heights.rolling import Rolling
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, LINEAR, NEAREST, fit, soften
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.sky.field import Field, cloud_map
from moviola.engines.place.sky.heap import heap_layer, shadows
from moviola.engines.place.sky.lumps import Heap
from moviola.engines.place.textures import Textures

#: The deck's share of the canvas resolution.
_SCALE = 1 / 1.9


class Deck(NamedTuple):
    """Thickness and size of the billows in km, and the share of the view they close."""

    thickness: float = 0.62
    size: float = 1.7
    cover: float = 0.965


def lay_deck(out: Picture, depths: Picture, lens: Lens, sky: Dome, book: Textures, seed: int) -> Rolling:
    """Lay the clouds over ``out`` [H, W, 3] and let ``depths`` [H, W] follow.

    Returns:
        What moves them in a film.
    """
    dice = np.random.default_rng((seed, 71))
    deck = Deck(size=float(dice.uniform(1.3, 2.4)))
    field = Field(
        deck.cover, deck.size, 9.0, 0.8, stretch=float(dice.uniform(1.0, 1.7)), dome=0.85, ragged=0.3
    )
    heap = Heap(
        base=CLOUD_BASE / 1000, thickness=deck.thickness, density=22.0, lumps=0.40, lump=0.55, haze=0.014, fine=0.03,
        eye=lens.height / 1000, east=float(dice.uniform(0, 56)), north=float(dice.uniform(0, 56)), floor=0.35,
    )  # fmt: skip
    rows, columns = depths.shape
    wide, tall = max(int(columns * _SCALE), 2), max(int(rows * _SCALE), 2)
    small = lens.scaled(wide / columns)
    slope = (small.horizon - (np.arange(tall) + 0.5)) / small.focal
    across = (np.arange(wide) + 0.5 - small.centre) / small.focal
    length = np.sqrt(1 + across[None, :] ** 2 + slope[:, None] ** 2).astype(np.float32)
    limits = np.minimum(fit(depths, (wide, tall), NEAREST), 1e6) * length / np.float32(1000)
    layer = np.zeros((tall, wide, 4), np.float32)
    reach = np.full((tall, wide), FAR, np.float32)
    tops = cloud_map(field, seed)
    heap_layer(
        small, tops, book.cloud, shadows(tops, heap, sky.on_clouds), sky.table, sky.on_clouds, heap, limits,
        np.zeros((1, 3), np.float32), 3, layer, reach,
    )  # fmt: skip
    free = _free(fit(depths, (wide, tall), NEAREST), layer)
    layer = fit(soften(layer, 0.6), (columns, rows), LINEAR)
    out *= 1 - layer[..., 3:]
    out += layer[..., :3]
    near = fit(
        np.where(reach < FAR / 10, reach * 1000 / length, FAR).astype(np.float32), (columns, rows), NEAREST
    )
    np.minimum(depths, near, out=depths)
    return Rolling(free, max(lens.height / 1000 - heap.base - 0.5 * heap.thickness, 0.15))


def _free(depths: Picture, layer: Picture) -> Picture:
    """Where clouds may be moved, 0–1: not at peaks that stand before them, nor next to those."""
    rows, columns = depths.shape
    small = (max(columns // 4, 8), max(rows // 4, 8))
    bare = ((depths < FAR / 10) & (layer[..., 3] < 0.7)).astype(np.float32)
    near = fit(bare, small, AREA)
    reach = max(small[0] * 0.03, 1.0)
    spread = np.clip(soften(near, reach) * 6, 0, 1)
    return np.asarray(soften(1 - np.maximum(spread, near), reach * 0.6), np.float32)
