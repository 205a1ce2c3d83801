"""The shape of heaped clouds: domes on flat bases, with lumps that lean out over what is below them."""

from __future__ import annotations

from typing import NamedTuple

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import tiled, tiled3


class Heap(NamedTuple):
    """A layer of heaped clouds: lengths in km, ``density`` per km.

    ``lumps``: depth of the cauliflower as a share of the thickness, ``lump`` its size; ``hollow``: how far the
    underside is carved by the same lumps; ``east``, ``north``: offsets; ``forward``: scattering (g); ``haze`` per km;
    ``floor``: share of the sky's light that still reaches the base; ``eye``: height of the camera;
    ``cell``: km of a cell of the map; ``fine``: length of the shortest step.
    """

    base: float = 1.7
    thickness: float = 1.3
    density: float = 34.0
    lumps: float = 0.46
    lump: float = 0.85
    hollow: float = 0.05
    east: float = 0.0
    north: float = 0.0
    forward: float = 0.55
    haze: float = 0.016
    floor: float = 0.42
    eye: float = 0.0
    cell: float = 0.11
    fine: float = 0.035


@kernel
def rough(tops: Picture, x: float, z: float, level: float, heap: Heap) -> float:
    """How far inside a cloud a point is, as a share of the thickness, without its lumps."""
    return tiled(tops, x / heap.cell, z / heap.cell) - level


@kernel
def thick(
    tops: Picture, block: Picture, x: float, y: float, z: float, level: float, heap: Heap, detail: int
) -> float:
    """Density 0–1; below 0 about how far away the cloud is, as a share of the thickness.

    ``detail``: octaves of lumps.
    """
    value = rough(tops, x, z, level, heap)
    if value < -1.3 * heap.lumps:
        return value + heap.lumps
    scale = 32.0 / heap.lump
    first = tiled3(block, x * scale, y * scale, z * scale)
    # lumps lean out over what is below them
    lean = 0.22 * heap.lump * min(max(level, 0.0) * 1.5 + 0.12, 1.0)
    value = rough(tops, x + first * lean, z - first * lean * 0.7, level, heap)
    # they are smaller below and where the cloud is thin, so that no crumbs float beside it
    reach = heap.lumps * (0.35 + 0.65 * min(max(level, 0.0) * 2.5, 1.0))
    reach *= min(max(0.25 + 1.6 * (value + level), 0.0), 1.0)
    lump = first * 0.36
    if detail > 1:
        scale *= 2.83
        lump += tiled3(block, x * scale + 11, y * scale, z * scale + 5) * 0.20
    if detail > 2:
        scale *= 2.83
        lump += tiled3(block, x * scale + 3, y * scale, z * scale + 17) * 0.12
    if detail > 3:
        scale *= 2.3
        lump += tiled3(block, x * scale + 7, y * scale, z * scale + 29) * 0.07
    value += lump * reach
    # the underside: flat where nothing hollows it
    under = level - heap.hollow * (0.5 - 0.6 * lump)
    value = min(value, under * 2.0)
    if value <= 0:
        return value
    return min(value * 7.0, 1.0)
