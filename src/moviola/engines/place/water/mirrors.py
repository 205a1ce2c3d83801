"""How much of the sky a rough sea mirrors."""

from __future__ import annotations

from functools import cache

import numpy as np

from moviola.engines.place.kernels import Picture, kernel

#: Steps of a table from face-on to edge-on, and over roughness up to the largest.
_TURNS, _ROUGHS, _ROUGHEST = 256, 48, 0.48


@cache
def mirror_table() -> Picture:
    """The mirrored share [roughness, turn] of light: E. Bruneton et al., 2010, equation 9."""
    miss = np.linspace(0, 1, _TURNS)[None]
    rough = np.linspace(0, _ROUGHEST, _ROUGHS)[:, None]
    return np.asarray(0.02 + 0.98 * miss ** (5 * np.exp(-2.69 * rough)) / (1 + 22.7 * rough**1.5), np.float32)


@kernel
def mirrored_share(table: Picture, miss: float, rough: float) -> float:
    """A look at :func:`mirror_table`; ``miss`` is one less the cosine of view and face."""
    x = min(max(miss, 0.0), 0.9999) * (_TURNS - 1)
    y = min(rough / _ROUGHEST, 0.9999) * (_ROUGHS - 1)
    i = int(x)
    j = int(y)
    fx = x - i
    fy = y - j
    a = table[j, i] + (table[j, i + 1] - table[j, i]) * fx
    b = table[j + 1, i] + (table[j + 1, i + 1] - table[j + 1, i]) * fx
    return float(a + (b - a) * fy)
