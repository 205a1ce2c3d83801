"""Repeating patterns of the ground, computed once and kept: wind ripples and cracked crust."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import soften
from moviola.engines.place.shelf import kept
from moviola.engines.place.textures import textures

_SIZE = 512
_VERSION = 1


class Patterns(NamedTuple):
    """[512, 512] each: ``ripples`` of deviation 1, in ranks across the columns; ``cracks`` 1 on a seam, else 0."""

    ripples: Picture
    cracks: Picture


def _ripples() -> Picture:
    """A narrow band of random waves: crests run, fork and end as those of blown sand do."""
    random = np.random.default_rng(11)
    wave = np.fft.fftfreq(_SIZE) * _SIZE
    across, along = np.meshgrid(wave, wave)
    band = np.exp(-(((np.abs(across) - 42) / 5.0) ** 2) - (along / 7.0) ** 2)
    noise = np.fft.fft2(random.normal(size=(_SIZE, _SIZE)))
    height = np.fft.ifft2(noise * band).real
    height /= height.std()
    # sharp crests, round troughs
    height = np.exp(height * 0.55)
    return np.asarray((height - height.mean()) / height.std(), np.float32)


def _cracks() -> Picture:
    """Distance between the two nearest of scattered points. S. Worley, "A Cellular Texture Basis Function", 1996."""
    random = np.random.default_rng(12)
    cells = 7
    points = np.stack(np.meshgrid(np.arange(cells), np.arange(cells)), -1) + random.uniform(
        0.1, 0.9, (cells, cells, 2)
    )
    points = points.reshape(-1, 2) / cells * _SIZE
    around = [np.array([dx, dy]) * _SIZE for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    points = np.concatenate([points + shift for shift in around])
    near = np.all((points > -_SIZE * 0.4) & (points < _SIZE * 1.4), axis=1)
    points = points[near]
    wobble = [
        soften(np.tile(random.normal(size=(_SIZE, _SIZE)).astype(np.float32), (3, 3)), 5)[
            _SIZE:-_SIZE, _SIZE:-_SIZE
        ]
        for _ in range(2)
    ]
    y, x = np.mgrid[0:_SIZE, 0:_SIZE].astype(np.float32)
    x, y = x + wobble[0] * 34, y + wobble[1] * 34
    first = np.full((_SIZE, _SIZE), 1e9, np.float32)
    second = first.copy()
    for px, py in points:
        away = np.hypot(x - px, y - py)
        second = np.minimum(second, np.maximum(first, away))
        first = np.minimum(first, away)
    return np.asarray(np.exp(-(((second - first) / 5.0) ** 2)), np.float32)


@cache
def patterns() -> Patterns:
    """The patterns of this machine."""
    return Patterns(
        **kept(f"desert-{_VERSION}", Patterns._fields, lambda: {"ripples": _ripples(), "cracks": _cracks()})
    )


@cache
def smooth() -> Picture:
    """The soft texture without its finer octaves: mean 0, deviation 1, lumps of about 100 of its 1024 cells."""
    soft = textures().soft
    edge = 64
    wide = np.ascontiguousarray(soften(np.pad(soft, edge, mode="wrap"), 11.0)[edge:-edge, edge:-edge])
    return np.asarray((wide - wide.mean()) / wide.std(), np.float32)
