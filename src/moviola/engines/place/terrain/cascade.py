"""A height field in two maps: a coarse one for the land, a fine one for what lies before the camera."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import FAR, Mask, Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep, tiled
from moviola.engines.place.terrain.columns import ROCKS_REACH


class Cascade(NamedTuple):
    """Heights in metres of the land, and finer of the ``near`` part of it; cells, west and south edges
    in metres too. Near stones repeat, ``cells`` to a metre.
    """

    far: Picture
    far_cell: float
    far_west: float
    far_south: float
    near: Picture
    near_cell: float
    near_west: float
    near_south: float
    stones: Picture
    cells: float
    gain: float


@kernel
def nearness(land: Cascade, x: float, z: float) -> float:
    """1 well inside the near map, 0 outside it."""
    size = land.near.shape[0]
    column = (x - land.near_west) / land.near_cell
    row = (z - land.near_south) / land.near_cell
    inside = min(min(column, row), min(size - 1 - column, size - 1 - row))
    return smoothstep(2.0, 2.0 + size * 0.06, inside)


@kernel
def height_at(land: Cascade, x: float, z: float) -> float:
    """Height of the land without stones, in metres."""
    share = nearness(land, x, z)
    height = 0.0
    if share < 1:
        height = sample(land.far, (x - land.far_west) / land.far_cell, (z - land.far_south) / land.far_cell)
    if share > 0:
        fine = sample(
            land.near, (x - land.near_west) / land.near_cell, (z - land.near_south) / land.near_cell
        )
        height += (fine - height) * share
    return height


@kernel
def stone_height(land: Cascade, x: float, z: float, depth: float) -> float:
    """Height of the stones at a point, in metres."""
    if depth < ROCKS_REACH and land.gain > 0:
        fade = land.gain * (1 - depth / ROCKS_REACH)
        return tiled(land.stones, x * land.cells, z * land.cells) * fade
    return 0.0


@parallel
def cascade_depths(
    land: Cascade, lens: Lens, reach: float, quality: float, depths: Picture, shore: float = 12.0
) -> None:  # fmt: skip
    """Fill ``depths`` [H, W] with metres ahead, ``FAR`` for sky.

    A camera below the plane is the mirrored one: it sees only what stands above the water beyond the near shore,
    which reaches ``shore`` metres at least.
    ``quality``: step along the ray as a share of the depth.
    """
    rows, columns = depths.shape
    below = lens.height < 0
    for i in prange(columns):
        across = (i + 0.5 - lens.centre) / lens.focal
        for row in range(rows):
            depths[row, i] = FAR
        j = rows - 1
        depth = 0.6
        before = 0.3
        height_before = height_at(land, lens.x + across * before, lens.z + before)
        past_water = not below
        while depth < reach and j >= 0:
            x = lens.x + across * depth
            z = lens.z + depth
            height = height_at(land, x, z) + stone_height(land, x, z, depth)
            if below and height < 0 and depth > shore:
                past_water = True
            if past_water and not (below and height < 0):
                crest = (height - lens.height) / depth
                while j >= 0:
                    slope = (lens.horizon - (j + 0.5)) / lens.focal
                    if slope > crest:
                        break
                    span = (height - height_before) - slope * (depth - before)
                    share = 1.0
                    if abs(span) > 1e-9:
                        share = (lens.height + slope * before - height_before) / span
                    share = min(max(share, 0.0), 1.0)
                    depths[j, i] = before + (depth - before) * share
                    j -= 1
            before = depth
            height_before = height
            depth += max(depth * quality, 0.012)


def raise_water(depths: Picture, water: Mask, lens: Lens) -> None:
    """Let the surface at height 0 hide what is drawn after it, where ``water`` shows it."""
    slope = (lens.horizon - (np.arange(depths.shape[0]) + 0.5)) / lens.focal
    surface = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR).astype(np.float32)[:, None]
    np.copyto(depths, np.minimum(surface, depths), where=water > 0)
