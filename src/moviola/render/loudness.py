"""How loud a sound is to the ear: integrated loudness by ITU-R BS.1770-4, in LUFS."""

from __future__ import annotations

from functools import lru_cache
from math import inf, log10, pi, tan

import numpy as np
from numpy.typing import NDArray

from moviola.render.convolution import Samples, convolve, impulse_response

#: What Moviola's own music and finished films aim at.
TARGET = -16.0

_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_WINDOW_S = 10


def integrated_loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS of ``samples`` [channels, n]; ``-inf`` for silence.

    BS.1770-4: both channels through the K-weighting filter, mean squares z over blocks of 400 ms every 100
    ms, ``L = −0.691 + 10 log10 Σ z``, blocks under −70 LUFS dropped, then those more than 10 LU under the
    mean of the rest. All channels weigh 1 (left and right). A sound shorter than one block is measured as
    one block.
    """
    hop = round(rate * 0.1)
    energy = _energy(samples, rate, hop)
    blocks = np.convolve(energy, np.full(4, 0.25), mode="valid") if energy.size >= 4 else energy[:0]
    if blocks.size == 0:
        blocks = np.array([energy.mean()]) if energy.size else np.zeros(1)
    loud = blocks[blocks > _power(_ABSOLUTE_GATE)]
    if loud.size == 0:
        return -inf
    loud = loud[loud > _power(_level(float(loud.mean())) + _RELATIVE_GATE)]
    return _level(float(loud.mean()))


def decibels(value: float) -> float:
    """An amplitude ratio in dB; ``-inf`` for zero."""
    return 20 * log10(value) if value > 0 else -inf


def amplitude(level: float) -> float:
    """A level in dB as an amplitude ratio."""
    return float(10 ** (level / 20))


def _energy(samples: Samples, rate: int, hop: int) -> NDArray[np.float64]:
    """Mean square of the weighted sound, summed over channels, for every whole hop (or the rest, if
    shorter).
    """
    weighting = _k_weighting(rate)
    count = samples.shape[1]
    step = hop * 10 * _WINDOW_S
    parts: list[NDArray[np.float64]] = []
    for start in range(0, count, step):
        lead = min(start, weighting.size)
        weighted = convolve(samples[:, start - lead : start + step], weighting)[:, lead:]
        power = np.sum(weighted.astype(np.float64) ** 2, axis=0)
        whole = power.size // hop
        if whole:
            parts.append(power[: whole * hop].reshape(whole, hop).mean(axis=1))
        elif start == 0:
            parts.append(np.array([power.mean()]))
    return np.concatenate(parts) if parts else np.zeros(0)


def _level(power: float) -> float:
    return -0.691 + 10 * log10(power)


def _power(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))


@lru_cache(maxsize=8)
def _k_weighting(rate: int) -> NDArray[np.float64]:
    """Impulse response of both K-weighting stages.

    The standard prints coefficients for 48 kHz; these are the analogue prototypes behind them (a +4 dB shelf
    at 1682 Hz, a high-pass at 38 Hz) through the bilinear transform, so any rate gives the same curve.
    """
    k, q = tan(pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    shelf = impulse_response(
        (high + middle * k / q + k * k, 2 * (k * k - high), high - middle * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
        rate // 6,
    )
    k, q = tan(pi * 38.13547087602444 / rate), 0.5003270373238773
    # The standard leaves this stage's numerator at (1, −2, 1), without dividing it by the first denominator
    # term.
    scale = 1 + k / q + k * k
    high_pass = impulse_response(
        (scale, -2 * scale, scale), (scale, 2 * (k * k - 1), 1 - k / q + k * k), rate // 6
    )
    size = 1 << (rate // 3).bit_length()
    both = np.fft.irfft(np.fft.rfft(shelf, size) * np.fft.rfft(high_pass, size), size)
    return both[: rate // 6]
