"""Removal of the lattice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait import weave


def _smooth(edge: int = 512) -> NDArray[np.float32]:
    """A soft portrait-like gradient with one hard edge."""
    y, x = np.mgrid[:edge, :edge] / edge
    grey = 0.5 + 0.2 * np.sin(3 * x + 2 * y) + 0.1 * (x > 0.6)
    return np.repeat(grey[..., None], 3, 2).astype(np.float32)


def test_lattice_goes_and_the_picture_stays() -> None:
    clean = _smooth()
    y, x = np.mgrid[:512, :512]
    woven = sum(np.cos(2 * np.pi * (a * x + b * y) / 32) for a, b in ((4, 4), (8, 0), (6, 10), (0, 12)))
    lattice = (0.004 * np.asarray(woven))[..., None].astype(np.float32)
    result = weave.remove(clean + lattice)
    inside = (slice(32, -32), slice(32, -32))
    before, after = np.std(lattice[inside]), np.std((result - clean)[inside])
    assert after < 0.45 * before


def test_a_picture_without_lattice_is_left_alone() -> None:
    clean = _smooth() + np.random.default_rng(0).normal(0, 0.004, (512, 512, 1)).astype(np.float32)
    assert np.abs(weave.remove(clean) - clean).std() < 0.001
