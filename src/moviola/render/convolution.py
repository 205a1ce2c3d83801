"""Linear filters as impulse responses, applied by fast Fourier transforms.

A recursive filter sample by sample is slow in numpy; its impulse response, cut where it has died away, gives
the same result by overlap-add.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


def convolve(samples: Samples, impulse: NDArray[np.floating]) -> Samples:
    """``samples`` [channels, n] through ``impulse`` [k] or [channels, k]; causal, cut to n."""
    channels, count = samples.shape
    kernel = np.atleast_2d(np.asarray(impulse, dtype=np.float32))
    taps = kernel.shape[1]
    size = 1 << max(14, (2 * taps - 1).bit_length())
    step = size - taps + 1
    spectrum = np.fft.rfft(kernel, size)
    out = np.zeros((channels, count + size), dtype=np.float32)
    for start in range(0, count, step):
        block = np.fft.rfft(samples[:, start : start + step], size)
        block *= spectrum
        out[:, start : start + size] += np.fft.irfft(block, size)
    return out[:, :count]


def impulse_response(
    numerator: tuple[float, float, float], denominator: tuple[float, float, float], taps: int
) -> NDArray[np.float64]:
    """The first ``taps`` values of a biquad's answer to a unit impulse.

    ``H(z) = (b0 + b1 z⁻¹ + b2 z⁻²) / (a0 + a1 z⁻¹ + a2 z⁻²)``, run as its difference equation.
    """
    b0, b1, b2 = (value / denominator[0] for value in numerator)
    _, a1, a2 = (value / denominator[0] for value in denominator)
    out = np.zeros(taps)
    x1 = x2 = y1 = y2 = 0.0
    for index in range(taps):
        x0 = 1.0 if index == 0 else 0.0
        y0 = b0 * x0 + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        out[index] = y0
        x2, x1, y2, y1 = x1, x0, y1, y0
    return out
