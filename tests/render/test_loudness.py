from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import Any

import av
import numpy as np
import pytest
from av.filter import Graph

from moviola.render.convolution import convolve, impulse_response
from moviola.render.loudness import amplitude, decibels, integrated_loudness


def sine(frequency: float, seconds: float, rate: int = 48000, level: float = 0.0) -> Any:
    at = np.arange(round(seconds * rate)) / rate
    return (amplitude(level) * np.sin(2 * np.pi * frequency * at)).astype(np.float32)


def pink(seconds: float, seed: int, rate: int = 48000) -> Any:
    rng = np.random.default_rng(seed)
    count = round(seconds * rate)
    spectrum = np.fft.rfft(rng.standard_normal((2, count)))
    spectrum /= np.sqrt(np.maximum(1, np.arange(spectrum.shape[1])))
    noise = np.fft.irfft(spectrum, count)
    return (0.2 * noise / np.abs(noise).max()).astype(np.float32)


def ebur128(samples: Any, rate: int) -> float:
    """Integrated loudness by libavfilter, an independent implementation."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=rate, format="fltp", layout="stereo", time_base=Fraction(1, rate))
    meter = graph.add("ebur128", "metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    found = -inf

    def drain() -> None:
        nonlocal found
        while True:
            try:
                out = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            found = float(dict(out.metadata).get("lavfi.r128.I", found))

    position = 0
    for start in range(0, samples.shape[1], 4800):
        chunk = np.ascontiguousarray(samples[:, start : start + 4800])
        frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="stereo")
        frame.sample_rate = rate
        frame.pts = position
        position += chunk.shape[1]
        graph.push(frame)
        drain()
    graph.push(None)
    drain()
    return found


def test_calibration_sine_of_the_standard() -> None:
    one = sine(997, 5)
    assert integrated_loudness(np.stack([one, np.zeros_like(one)]), 48000) == pytest.approx(-3.01, abs=0.02)
    assert integrated_loudness(np.stack([one, one]), 48000) == pytest.approx(0.0, abs=0.02)


def test_other_rates_weigh_alike() -> None:
    for rate in (32000, 44100, 96000):
        one = sine(997, 3, rate, -20)
        assert integrated_loudness(np.stack([one, one]), rate) == pytest.approx(-20, abs=0.05)


def test_bass_counts_less_and_treble_more() -> None:
    def level(frequency: float) -> float:
        one = sine(frequency, 3, level=-20)
        return integrated_loudness(np.stack([one, one]), 48000)

    assert level(30) < level(997) - 4
    assert level(8000) > level(997) + 2.5


def test_silence_is_minus_infinity_and_gates_ignore_pauses() -> None:
    assert integrated_loudness(np.zeros((2, 48000), np.float32), 48000) == -inf
    assert integrated_loudness(np.zeros((2, 0), np.float32), 48000) == -inf
    one = np.stack([sine(997, 5, level=-20)] * 2)
    pause = np.zeros((2, 48000 * 10), np.float32)
    with_pause = integrated_loudness(np.concatenate([one, pause], axis=1), 48000)
    assert with_pause == pytest.approx(integrated_loudness(one, 48000), abs=0.5)


def test_short_sound_is_measured_as_one_block() -> None:
    one = np.stack([sine(997, 0.2, level=-20)] * 2)
    assert integrated_loudness(one, 48000) == pytest.approx(-20, abs=0.3)


@pytest.mark.slow
def test_agrees_with_libavfilter() -> None:
    for seed in range(3):
        noise = pink(25, seed)
        swell = np.linspace(0.02, 1, noise.shape[1], dtype=np.float32) ** (1 + seed)
        sound = noise * swell
        assert integrated_loudness(sound, 48000) == pytest.approx(ebur128(sound, 48000), abs=0.11)


def test_convolution_is_the_plain_sum() -> None:
    rng = np.random.default_rng(5)
    samples = rng.standard_normal((2, 40000)).astype(np.float32)
    kernel = rng.standard_normal(300)
    plain = np.stack([np.convolve(channel, kernel)[:40000] for channel in samples])
    assert np.allclose(convolve(samples, kernel), plain, atol=1e-3)
    assert convolve(samples[:, :0], kernel).shape == (2, 0)


def test_impulse_response_of_a_leaky_integrator() -> None:
    answer = impulse_response((1, 0, 0), (1, -0.5, 0), 5)
    assert answer.tolist() == [1, 0.5, 0.25, 0.125, 0.0625]


def test_decibels_and_back() -> None:
    assert decibels(amplitude(-7.5)) == pytest.approx(-7.5)
    assert decibels(0) == -inf
