"""Where clouds stand: repeating maps of dome heights, from noise with a chosen size of cloud."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture

#: Cells of a map along an edge, and the km that a cell spans.
CELLS = 512
CELL = 0.11


_RIM = 0.02


class Field(NamedTuple):
    """What a map of clouds looks like.

    ``cover``: share of the sky under cloud 0–1. ``size``: km from cloud to cloud; ``cluster``: km from group to group,
    ``grouped`` 0–1 how much it shows. ``stretch``: how much longer clouds are across the view than along it.
    ``dome``: exponent of the profile from rim to middle: 0.5 round, 0.2 flat. ``ragged``: share of small waves.
    """

    cover: float
    size: float = 2.8
    cluster: float = 16.0
    grouped: float = 0.55
    stretch: float = 1.0
    dome: float = 0.55
    ragged: float = 0.20


def _waves(random: np.random.Generator, length: float, width: float, stretch: float) -> NDArray[np.float64]:
    """Periodic noise around one wavelength in km, deviation 1."""
    wave = np.fft.fftfreq(CELLS) * CELLS
    along, across = np.meshgrid(wave, wave, indexing="ij")
    number = np.hypot(across * stretch, along) + 1e-6
    wanted = CELLS * CELL / length
    spectrum = np.exp(-((np.log(number / wanted) / width) ** 2)) / number
    spectrum[0, 0] = 0
    phase = np.fft.fft2(random.normal(size=(CELLS, CELLS)))
    plane = np.fft.ifft2(spectrum * phase).real
    return np.asarray((plane - plane.mean()) / plane.std(), np.float64)


@lru_cache(maxsize=6)
def cloud_map(field: Field, seed: int) -> Picture:
    """Heights [CELLS, CELLS] of the clouds' tops, north by east: 0 at the rim, 1 for the highest; below 0 is clear."""
    random = np.random.default_rng(seed)
    groups = _waves(random, field.cluster, 0.5, field.stretch)
    plane = _waves(random, field.size, 0.55, field.stretch) + field.grouped * groups
    plane += field.ragged * _waves(random, field.size * 0.36, 0.5, field.stretch)
    rim, top = np.quantile(plane, [1 - min(max(field.cover, 0.003), 0.995), 0.9995])
    high = (plane - rim) / (top - rim)
    # a rim of finite slope
    inside = (np.maximum(high, 0) + _RIM) ** field.dome - _RIM**field.dome
    return np.ascontiguousarray(np.where(high > 0, inside, high * 2.2), np.float32)
