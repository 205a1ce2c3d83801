from __future__ import annotations

import numpy as np

from moviola.engines.place.city.windows import Windows


def facade() -> tuple[np.ndarray, np.ndarray]:
    """A dark wall with lit windows of 5 × 4, and a bright roof line that is none."""
    layer = np.full((1080, 400, 3), 0.02, np.float32)
    for y in range(500, 800, 20):
        for x in range(40, 360, 16):
            layer[y : y + 5, x : x + 4] = (0.8, 0.6, 0.3)
    layer[400:404, :] = 1.0
    opacity = np.zeros((1080, 400), np.float32)
    opacity[400:] = 1
    return layer, opacity


def test_windows_go_out_and_nothing_else_changes() -> None:
    layer, opacity = facade()
    before = layer.copy()
    windows = Windows(layer, opacity, 10.0)
    windows.show(0.0)
    assert np.array_equal(layer, before)
    windows.show(6.0)
    changed = np.abs(layer - before).max(axis=2) > 0
    assert 5 * 20 < changed.sum() < 60 * 20
    assert np.all(before[changed] > 0.1)
    assert float(np.median(layer[changed])) < 0.03
    assert not changed[:420].any()


def test_switches_depend_on_the_moment_alone() -> None:
    layer, opacity = facade()
    again, _ = facade()
    windows, others = Windows(layer, opacity, 10.0), Windows(again, opacity, 10.0)
    for moment in (2.0, 9.0, 4.0):
        windows.show(moment)
    others.show(4.0)
    np.testing.assert_allclose(layer, again, atol=1e-6)


def test_dark_wall_has_no_windows() -> None:
    layer = np.full((64, 64, 3), 0.02, np.float32)
    before = layer.copy()
    Windows(layer, np.ones((64, 64), np.float32), 5.0).show(3.0)
    assert np.array_equal(layer, before)
