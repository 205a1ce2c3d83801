from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.place.kernels import FAR
from moviola.engines.place.lens import Lens
from moviola.engines.place.terrain.cascade import Cascade, cascade_depths
from moviola.engines.place.terrain.crags import bent, raise_crags
from moviola.engines.place.terrain.erosion import relaxed
from moviola.engines.place.terrain.gullies import carve_gullies

pytestmark = pytest.mark.slow


def test_rockfall_leaves_no_cliff_and_no_water_moves() -> None:
    height = np.zeros((128, 128), np.float32)
    height[40:88, 40:88] = 400
    base = np.zeros((128, 128), bool)
    base[:8] = True
    after = relaxed(height, base, 128 * 10.0, 0.8)
    along, across = np.gradient(after, 10.0)
    assert np.hypot(along, across).max() < 2.0
    assert np.abs(after[:6]).max() < 1e-3
    assert after.sum() == pytest.approx(height.sum(), rel=0.03)


def test_gullies_run_down_slopes_and_spare_level_ground() -> None:
    ramp = np.tile(np.arange(128, dtype=np.float32)[:, None] * 8, (1, 128)) + 5
    flat = np.full((128, 128), 50, np.float32)
    soft = np.zeros((1024, 1024), np.float32)
    cut = carve_gullies(ramp, 10.0, (160.0,), 0.06, 0.3, soft, 0.0, 1) - ramp
    # they alternate across the slope much faster than along it
    assert np.abs(np.diff(cut, axis=1)).mean() > 1.5 * np.abs(np.diff(cut, axis=0)).mean()
    assert np.array_equal(carve_gullies(flat, 10.0, (160.0,), 0.06, 0.3, soft, 0.0, 1), flat)


def test_crags_break_steep_rock_and_spare_meadows() -> None:
    ramp = np.tile(np.arange(256, dtype=np.float32)[:, None] * 8, (1, 256)) + 5
    flat = np.full((256, 256), 50, np.float32)
    broken = raise_crags(ramp, 7.0, 1.0, 0.5, 3) - ramp
    assert broken.std() > 5
    assert np.abs(raise_crags(flat, 7.0, 1.0, 0.5, 3) - flat).max() < 0.5
    held = np.zeros((256, 256), np.float32)
    held[:64] = 1
    moved = bent(ramp, 7.0, held, 3)
    assert np.array_equal(moved[:60], ramp[:60])
    assert np.abs(moved[100:156] - ramp[100:156]).mean() > 3


def test_the_near_map_hides_what_lies_behind_it() -> None:
    far, near = np.zeros((64, 64), np.float32), np.zeros((64, 64), np.float32)
    near[40:44] = 6.0
    none = np.zeros((4, 4), np.float32)
    land = Cascade(far, 10.0, -320.0, -20.0, near, 1.0, -32.0, -8.0, none, 1.0, 0.0)
    depths = np.empty((40, 60), np.float32)
    cascade_depths(land, Lens(0.0, 2.0, 0.0, 60.0, 30.0, 20.0), 600.0, 0.002, depths)
    assert depths[19, 30] == pytest.approx(31.5, abs=1.5)
    assert depths[0, 30] > FAR / 10
    assert depths[39, 30] == pytest.approx(2 / ((39.5 - 20) / 60), abs=0.3)
