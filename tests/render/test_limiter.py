from __future__ import annotations

import numpy as np
import pytest

from moviola.render.limiter import limit, true_peak


def test_true_peak_lies_between_the_samples() -> None:
    at = np.arange(48000)
    quarter = np.sin(2 * np.pi * at / 4 + np.pi / 4).astype(np.float32)
    ramp = np.minimum(1, np.minimum(at, at[::-1]) / 2000).astype(np.float32)
    sound = np.stack([quarter * ramp] * 2)
    assert np.abs(sound).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak(sound, 48000) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_passes_the_ceiling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sound = (rng.standard_normal((2, 96000)) * 0.4).astype(np.float32)
    sound[:, 30000:30020] *= 8
    sound[:, -3:] = 2.0
    limit(sound, 48000)
    assert true_peak(sound, 48000) <= -1.0
    assert np.isfinite(sound).all()


def test_quiet_sound_is_not_touched() -> None:
    sound = np.full((2, 5000), 0.5, np.float32)
    before = sound.copy()
    limit(sound, 48000)
    assert np.array_equal(sound, before)


def test_gain_recovers_and_keeps_the_stereo_image() -> None:
    sound = np.full((2, 96000), 0.25, np.float32)
    sound[0] *= 2
    sound[:, 1000:1010] = 3.0
    limit(sound, 48000)
    assert sound[0, 50000] == pytest.approx(0.5, abs=0.002)
    # Away from the peak itself, left stays twice right: one gain for both.
    ratio = sound[0, 1200:6000] / sound[1, 1200:6000]
    assert np.allclose(ratio, 2, atol=1e-4)


def test_empty_sound() -> None:
    sound = np.zeros((2, 0), np.float32)
    limit(sound, 48000)
    assert sound.shape == (2, 0)
