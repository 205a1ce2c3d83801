"""Exact visibility of a height field, one picture column at a time, from the bottom up."""

from __future__ import annotations

from typing import NamedTuple

from moviola.engines.place.kernels import FAR, Picture, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, tiled

#: Rocks are drawn this far, in metres.
ROCKS_REACH = 90.0


class Grid(NamedTuple):
    """Where a square map lies: metres of a cell, west and south edge."""

    cell: float
    west: float
    south: float


@kernel
def _height(
    land: Picture,
    grid: Grid,
    rocks: Picture,
    rock_cells: float,
    rock_gain: float,
    x: float,
    z: float,
    depth: float,
) -> float:
    height = sample(land, (x - grid.west) / grid.cell, (z - grid.south) / grid.cell)
    if depth < ROCKS_REACH and rock_gain > 0:
        height += tiled(rocks, x * rock_cells, z * rock_cells) * rock_gain * (1 - depth / ROCKS_REACH)
    return height


@parallel
def column_depths(
    land: Picture,
    grid: Grid,
    rocks: Picture,
    rock_cells: float,
    rock_gain: float,
    lens: Lens,
    reach: float,
    quality: float,
    depths: Picture,
) -> None:
    """Fill ``depths`` [H, W] with metres ahead, ``FAR`` for sky.

    A camera below the plane is the mirrored one: it looks up through the water and sees only what stands
    above it, beyond the near shore.

    Args:
        rocks: repeating map of near stones in metres; ``rock_cells`` of it to a metre.
        quality: step along the ray as a share of the depth.
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
        height_before = _height(
            land, grid, rocks, rock_cells, rock_gain, lens.x + across * before, lens.z + before, before
        )
        past_water = not below
        while depth < reach and j >= 0:
            height = _height(
                land, grid, rocks, rock_cells, rock_gain, lens.x + across * depth, lens.z + depth, depth
            )
            if below and height < 0 and depth > 60:
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
