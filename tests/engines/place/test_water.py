from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.sky.air import AZIMUTHS, ELEVATIONS, Haze, Light
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle

pytestmark = pytest.mark.slow

LENS = Lens(0.0, 2.0, 0.0, 160.0, 96.0, 40.0)
CALM = Water(0.0, 0.0, 0.0, 0.0, 1.0, 5.0, 0.0, 0.0, 0.0)
ROUGH = CALM._replace(ripples=0.016, wavelets=0.014, swell=0.005, gusts=0.5)


def water(look: Water, stride: int, time: float = 0.0) -> np.ndarray:
    """A view of 192 × 128, lake left of column 150, below a sky that is red on the left and blue on the right."""
    light = Light(0.0, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    bed = np.full((128, 192, 3), 0.25, np.float32)
    mask = np.zeros((128, 192), np.uint8)
    mask[41:, :150] = 1
    below, columns, rows = mirrored(LENS, 192, 128, 0.06)
    sky = np.zeros((rows, columns, 3), np.float32)
    sky[:, : columns // 2, 0] = sky[:, columns // 2 :, 2] = 1
    table = np.zeros((ELEVATIONS, AZIMUTHS, 3), np.float32)
    air = Haze(0.0, 0.0, 50.0, 0.0, 0.0)
    surface = settle(bed, mask, np.full(mask.shape, 1e9, np.float32), LENS, look, table, light, air)
    out = np.zeros_like(bed)
    draw_water(out, surface, blurred(sky, LENS.focal, 1.0), below, 1.0, LENS, time, look, stride)
    return out


@pytest.mark.parametrize("stride", [1, 2])
def test_calm_water_mirrors_and_land_stays(stride: int) -> None:
    out = water(CALM, stride)
    assert np.all(out[:40] == 0)
    assert np.all(out[41:, 150:] == 0.25)
    assert out[60, 40, 0] > 0.1
    assert out[60, 40, 2] < 0.01
    assert out[60, 130, 2] > 0.1
    assert out[44, 40, 0] > out[100, 40, 0]


def test_every_second_ray_is_enough() -> None:
    full, half = water(ROUGH, 1), water(ROUGH, 2)
    assert np.abs(full - half).mean() < 0.01
    assert np.abs(full - half).max() < 0.6


def test_ripples_move_and_come_out_the_same_again() -> None:
    assert np.array_equal(water(ROUGH, 2, 1.0), water(ROUGH, 2, 1.0))
    assert np.abs(water(ROUGH, 2, 1.0) - water(ROUGH, 2, 0.0)).mean() > 0.001
