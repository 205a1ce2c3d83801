"""Keeps peaks under a ceiling, between the samples too."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moviola.render.convolution import Samples
from moviola.render.loudness import amplitude, decibels

#: Highest true peak of anything Moviola writes, in dBTP.
CEILING = -1.0

_OVERSAMPLING = 4
_TAPS = 16
_LOOK_AHEAD_MS = 6
_RELEASE_MS = 90.0
_WINDOW_S = 10


def true_peak(samples: Samples, rate: int) -> float:
    """Highest true peak in dBTP of ``samples`` [channels, n] (BS.1770-4 Annex 2: 4× oversampled)."""
    return decibels(float(_peaks(samples, rate).max(initial=0.0)))


def limit(samples: Samples, rate: int, ceiling: float = CEILING) -> None:
    """Hold ``samples`` [channels, n] under ``ceiling`` dBTP, in place; both channels get the same gain.

    The gain falls along a cosine within 6 ms before a peak and recovers with a time constant of 90 ms. A
    sound already under the ceiling is not touched.
    """
    # A hair lower than asked: the moving gain itself may lift what lies between two samples.
    bound = amplitude(ceiling - 0.05)
    peaks = _peaks(samples, rate)
    if peaks.size == 0 or peaks.max() <= bound:
        return
    needed = np.minimum(1.0, bound / np.maximum(peaks, 1e-9))
    gain = _smooth(needed)
    hop = _hop(rate)
    count = samples.shape[1]
    points = (np.arange(gain.size) + 0.5) * hop
    for start in range(0, count, rate * _WINDOW_S):
        stop = min(count, start + rate * _WINDOW_S)
        samples[:, start:stop] *= np.interp(np.arange(start, stop), points, gain).astype(np.float32)


def _smooth(needed: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gain that never exceeds ``needed`` (one value per millisecond), without corners."""
    keep = float(np.exp(-1.0 / _RELEASE_MS))
    # One block wider than the smoothing, because gains are interpolated between the middles of blocks.
    reach = _LOOK_AHEAD_MS + 1
    padded = np.pad(needed, reach, mode="edge")
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    released = held.copy()
    level = 1.0
    for index, value in enumerate(held.tolist()):
        level = min(value, 1.0 - (1.0 - level) * keep)
        released[index] = level
    window = np.hanning(2 * _LOOK_AHEAD_MS + 1 + 2)[1:-1]
    padded = np.pad(released, _LOOK_AHEAD_MS, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")


def _peaks(samples: Samples, rate: int) -> NDArray[np.float64]:
    """Highest oversampled magnitude of any channel in every millisecond."""
    hop = _hop(rate)
    count = samples.shape[1]
    out = np.zeros(-(-count // hop))
    phases = _phases()
    margin = _TAPS
    step = hop * 1000 * _WINDOW_S
    for start in range(0, count, step):
        stop = min(count, start + step)
        low, high = max(0, start - margin), min(count, stop + margin)
        highest = np.abs(samples[:, start:stop]).max(axis=0)
        for channel in samples[:, low:high]:
            for phase in phases:
                between = np.abs(np.convolve(channel, phase, mode="same")[start - low : stop - low])
                np.maximum(highest, between, out=highest)
        padded = np.pad(highest, (0, -highest.size % hop))
        out[start // hop : start // hop + padded.size // hop] = padded.reshape(-1, hop).max(axis=1)
    return out


def _hop(rate: int) -> int:
    return max(1, round(rate / 1000))


@lru_cache(maxsize=1)
def _phases() -> tuple[NDArray[np.float32], ...]:
    """Windowed-sinc interpolators for the points ¼, ½ and ¾ of the way between two samples."""
    offsets = np.arange(_TAPS + 1) - _TAPS // 2
    found = []
    for part in range(1, _OVERSAMPLING):
        at = offsets - part / _OVERSAMPLING
        window = np.cos(np.pi * at / (_TAPS + 2)) ** 2
        kernel = np.sinc(at) * window
        found.append((kernel / kernel.sum()).astype(np.float32))
    return tuple(found)
