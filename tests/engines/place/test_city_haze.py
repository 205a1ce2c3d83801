from __future__ import annotations

import math

import numpy as np
import pytest

from moviola.engines.place.city.haze import Glow, above_roofs, veil
from moviola.engines.place.city.streets import SURFACE
from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens

pytestmark = pytest.mark.slow

_GLOW = Glow(1.0, 0.5, 0.25, 60.0, 300.0, 4000.0, 0.0007)
_LENS = Lens(0.0, 20.0, 0.0, 60.0, 20.0, 30.0)
_NONE = _GLOW._replace(red=0.0, green=0.0, blue=0.0)


def _summed(glow: Glow, eye: float, slope: float) -> float:
    rise = slope / math.hypot(1, slope)
    step = 0.5
    way = np.arange(glow.start, glow.end, step) + step / 2
    return float(np.sum(np.exp(-(eye + rise * way) / glow.high - glow.thick * way)) * step)


def test_glow_before_the_sky_is_the_integral_along_the_ray() -> None:
    metres = above_roofs(_GLOW, _LENS, 30)
    for row in (0, 12, 24, 29):
        slope = (30 - row - 0.5) / 60
        assert metres[row] == pytest.approx(_summed(_GLOW, 20.0, slope), rel=1e-3)
    assert np.all(np.diff(metres) > 0)


def _veiled(depth: float, density: float, glow: Glow) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    out = np.full((40, 40, 3), 0.5, np.float32)
    depths = np.full((40, 40), depth, np.float32)
    found = np.zeros((40, 40), np.int64)
    found[39] = SURFACE
    depths[0] = FAR
    sky = np.full((40, 40, 3), 0.125, np.float32)
    air = np.full((40, 3), 0.25, np.float32)
    veil(
        out, depths, found, sky, 0, 0, air, _LENS, np.full(3, density), 0.0, 45.0, glow, _NONE, np.ones(40),
    )  # fmt: skip
    return out


def test_air_dims_what_is_far_and_glows_before_it() -> None:
    clear = _veiled(500.0, 0.0, _NONE)
    assert np.allclose(clear[1:39], 0.5)
    assert np.all(clear[39] == 0)
    assert np.all(clear[0] == np.float32(0.125))
    hazy = _veiled(5000.0, 0.001, _NONE)
    assert np.allclose(hazy[1:39], 0.25, atol=0.01)
    near, middle, far = (_veiled(depth, 0.0, _GLOW)[20] for depth in (250.0, 600.0, 1200.0))
    assert np.allclose(near, 0.5)
    assert np.all(far > middle)
    assert np.all(middle > near)
    # it has its own colour, and is strongest near the ground
    assert far[20, 0] - 0.5 == pytest.approx(2 * (far[20, 1] - 0.5), rel=1e-3)
    whole = _veiled(1200.0, 0.0, _GLOW)
    assert whole[28, 20, 0] > whole[5, 20, 0]
