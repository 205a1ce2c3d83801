from __future__ import annotations

import numpy as np
import pytest

from moviola.render.canvas import Matrix
from moviola.render.ycbcr import conversion, from_rgb, rounded


@pytest.mark.parametrize(
    ("matrix", "rgb", "codes"),
    [
        ("bt709", (0, 0, 0), (16, 128, 128)),
        ("bt709", (255, 255, 255), (235, 128, 128)),
        ("bt709", (255, 0, 0), (63, 102, 240)),
        ("bt709", (0, 255, 0), (173, 42, 26)),
        ("bt709", (0, 0, 255), (32, 240, 118)),
        ("smpte170m", (255, 0, 0), (81, 90, 240)),
    ],
)
def test_codes_of_the_primaries(
    matrix: Matrix, rgb: tuple[int, int, int], codes: tuple[int, int, int]
) -> None:
    y, cb, cr = from_rgb(np.full((8, 8, 3), rgb, np.uint8), matrix)
    assert (int(rounded(y)[0, 0]), int(cb[0, 0]), int(cr[0, 0])) == codes


def test_strips_join_without_a_seam() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (514, 130, 3)).astype(np.uint8)
    y, cb, cr = from_rgb(rgb)
    assert y.shape == (514, 130)
    assert cb.shape == cr.shape == (257, 65)
    for top in (0, 254, 256, 512):
        part = from_rgb(rgb[top : top + 2])
        assert np.allclose(y[top : top + 2], part[0])
        assert (cb[top // 2] == part[1][0]).all() and (cr[top // 2] == part[2][0]).all()


def test_alpha_scales_the_codes() -> None:
    """Half of white over nothing is half of its codes, offset and all."""
    half = conversion("bt709") @ np.array([0.5, 0.5, 0.5, 0.5], np.float32)
    assert half == pytest.approx([117.5, 64, 64], abs=1e-3)
