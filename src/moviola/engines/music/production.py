"""From dry instruments to a finished recording: room, tone, width, tape and vinyl, loudness, peaks, the last
fade.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moviola.engines.music.sampler import RATE, Sound
from moviola.engines.music.score import Piece
from moviola.engines.music.styles import Room
from moviola.render.convolution import Samples, convolve, impulse_response
from moviola.render.limiter import limit
from moviola.render.loudness import TARGET, amplitude, integrated_loudness

_NOISE_SEED = 0x51CA
_TAPS = 4096


def finish(
    piece: Piece, sound: Sound, room: Room, seed: int, progress: Callable[[float, str], None]
) -> Samples:
    """The master [2, n] of ``sound``, in place of its dry signal: −16 LUFS, under −1 dBTP, silent at both
    ends.
    """
    master = sound.dry
    progress(0.0, "reverb")
    wet = convolve(sound.send, _reverb(room.seconds))
    wet *= np.float32(room.level)
    master += wet
    del wet
    progress(0.4, "master")
    if "wow" in piece.texture:
        master = _wow(master)
    master = _toned(master, room)
    progress(0.6, "master")
    _widen(master, room.width)
    if "vinyl" in piece.texture:
        master += _vinyl(master.shape[1], seed) * np.float32(np.abs(master).max() * 0.9)
    _fade(master, piece)
    progress(0.7, "loudness")
    _level(master)
    progress(1.0, "loudness")
    return master


def pump(samples: Samples, piece: Piece) -> None:
    """Everything but the drums steps aside for the kick on each beat, as a side-chained compressor does; in
    place.
    """
    beats = np.arange(0, int(piece.beats) + 1)
    kicks = np.array([piece.time(float(beat)) for beat in beats])
    at = np.arange(samples.shape[1]) / RATE
    since = at - kicks[np.clip(np.searchsorted(kicks, at, side="right") - 1, 0, None)]
    dip = 0.55 * np.exp(-since / 0.09) * np.minimum(1, since / 0.004)
    samples *= (1 - dip).astype(np.float32)


def to_pcm(samples: Samples, seed: int) -> NDArray[np.int16]:
    """16-bit samples [2, n] with triangular dither of one step; exact silence stays silence."""
    rng = np.random.default_rng([seed & 0xFFFFFFFF, _NOISE_SEED])
    scaled = samples * 32767.0
    noise = rng.random(samples.shape, dtype=np.float32) - rng.random(samples.shape, dtype=np.float32)
    silent = np.abs(samples).max(axis=0) < 1e-7
    noise[:, silent] = 0
    return np.asarray(np.clip(np.round(scaled + noise), -32768, 32767), dtype=np.int16)


def _reverb(seconds: float) -> Samples:
    """Impulse response [2, k] of a room: a few first reflections, then noise that dies away, treble first.

    Three bands fall by 60 dB in 1.1, 1 and .5 of the reverb time; both ears hear different noise.
    """
    count = round(seconds * 1.15 * RATE)
    rng = np.random.default_rng(_NOISE_SEED)
    at = np.arange(count) / RATE
    spectrum = np.fft.rfft(rng.standard_normal((2, count)))
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    low = 1 / (1 + (frequency / 400) ** 4)
    high = 1 / (1 + (3500 / np.maximum(frequency, 1)) ** 4)
    response = np.zeros((2, count))
    for band, share in ((low, 1.1), (1 - low - high, 1.0), (high, 0.5)):
        noise = np.fft.irfft(spectrum * band, count)
        response += noise * 10 ** (-3 * at / (seconds * share))
    # The tail swells in over 60 ms, after the reflections, and leaves the deepest bass dry.
    response *= 1 - np.exp(-at / 0.03)
    spectrum = np.fft.rfft(response)
    spectrum *= 1 / (1 + (160 / np.maximum(frequency, 1)) ** 4)
    response = np.fft.irfft(spectrum, count)
    response /= np.sqrt((response**2).sum(axis=1, keepdims=True))
    for side in range(2):
        for delay, gain in zip((0.011, 0.019, 0.029, 0.041), (0.22, 0.18, 0.14, 0.1), strict=True):
            response[side, round((delay + 0.0017 * side) * RATE)] += gain * (1 - 2 * (side ^ (delay > 0.02)))
    return np.asarray(response * np.linspace(1, 0, count) ** 0.5, dtype=np.float32)


def _toned(samples: Samples, room: Room) -> Samples:
    """Equaliser: rumble out, a little mud out, warmth and air to taste; all in one impulse response."""
    chain = [
        _high_pass(36),
        _bell(280, -1.2, 0.9),
        _shelf(160, room.warmth, low=True),
        _shelf(7500, room.air, low=False),
    ]
    if room.lowpass:
        chain.append(_low_pass(room.lowpass))
    size = 2 * _TAPS
    spectrum = np.ones(size // 2 + 1, dtype=complex)
    for impulse in chain:
        spectrum *= np.fft.rfft(impulse, size)
    return convolve(samples, np.fft.irfft(spectrum, size)[:_TAPS])


# Biquads after R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".


def _high_pass(frequency: float) -> NDArray[np.float64]:
    w = 2 * np.pi * frequency / RATE
    alpha, c = np.sin(w) / (2 * 0.7071), np.cos(w)
    return impulse_response(((1 + c) / 2, -(1 + c), (1 + c) / 2), (1 + alpha, -2 * c, 1 - alpha), _TAPS)


def _low_pass(frequency: float) -> NDArray[np.float64]:
    w = 2 * np.pi * frequency / RATE
    alpha, c = np.sin(w) / (2 * 0.7071), np.cos(w)
    return impulse_response(((1 - c) / 2, 1 - c, (1 - c) / 2), (1 + alpha, -2 * c, 1 - alpha), _TAPS)


def _bell(frequency: float, gain: float, q: float) -> NDArray[np.float64]:
    w, a = 2 * np.pi * frequency / RATE, 10 ** (gain / 40)
    alpha, c = np.sin(w) / (2 * q), np.cos(w)
    return impulse_response(
        (1 + alpha * a, -2 * c, 1 - alpha * a), (1 + alpha / a, -2 * c, 1 - alpha / a), _TAPS
    )


def _shelf(frequency: float, gain: float, *, low: bool) -> NDArray[np.float64]:
    w, a = 2 * np.pi * frequency / RATE, 10 ** (gain / 40)
    c, slope = np.cos(w), np.sin(w) * np.sqrt(2 * a)
    sign = 1 if low else -1
    return impulse_response(
        (
            a * ((a + 1) - sign * (a - 1) * c + slope),
            sign * 2 * a * ((a - 1) - sign * (a + 1) * c),
            a * ((a + 1) - sign * (a - 1) * c - slope),
        ),
        (
            (a + 1) + sign * (a - 1) * c + slope,
            -sign * 2 * ((a - 1) + sign * (a + 1) * c),
            (a + 1) + sign * (a - 1) * c - slope,
        ),
        _TAPS,
    )


def _widen(samples: Samples, width: float) -> None:
    """Scales what differs between the sides, and keeps the bass under 110 Hz in the middle; in place."""
    side = (samples[:1] - samples[1:]) * np.float32(0.5)
    side = convolve(side, _high_pass(110)) * np.float32(width)
    middle = (samples[0] + samples[1]) * np.float32(0.5)
    samples[0] = middle + side[0]
    samples[1] = middle - side[0]


def _wow(samples: Samples) -> Samples:
    """A tape that does not run quite evenly: ±4 cents at half a hertz, a trace of flutter at 6 Hz."""
    at = np.arange(samples.shape[1]) / RATE
    shift = RATE * (0.0016 / np.pi * np.sin(np.pi * at) + 0.000006 * np.sin(2 * np.pi * 6.1 * at))
    places = np.arange(samples.shape[1]) - (shift - shift[0])
    index = np.arange(samples.shape[1])
    return np.stack([np.interp(places, index, channel).astype(np.float32) for channel in samples])


def _vinyl(count: int, seed: int) -> Samples:
    """A record's surface, peak 1 of the music: soft hiss and a few crackles a second."""
    rng = np.random.default_rng([seed & 0xFFFFFFFF, _NOISE_SEED, 7])
    hiss = rng.standard_normal((2, count)).astype(np.float32) * np.float32(0.0035)
    crackle = np.zeros((2, count), dtype=np.float32)
    for at in rng.integers(0, count, size=max(1, 7 * count // RATE)):
        length = int(rng.integers(12, 60))
        click = (
            rng.standard_normal(length)
            * np.exp(-np.arange(length) / (length / 4))
            * 10 ** rng.uniform(-2.4, -1.3)
        )
        end = min(count, int(at) + length)
        crackle[:, int(at) : end] += (click * rng.uniform(0.5, 1))[: end - int(at)].astype(np.float32)
    return convolve(hiss + crackle, _low_pass(5200))


def _fade(samples: Samples, piece: Piece) -> None:
    """3 ms in; out along a cosine over half of the last chord's ring, to exact silence; in place."""
    count = samples.shape[1]
    head = min(count, 3 * RATE // 1000)
    samples[:, :head] *= np.sin(np.linspace(0, np.pi / 2, head, dtype=np.float32)) ** 2
    tail = min(count, round(max(0.5 * piece.ring, min(1.1, 0.8 * piece.ring)) * RATE))
    samples[:, count - tail :] *= np.cos(np.linspace(0, np.pi / 2, tail, dtype=np.float32)) ** 2
    samples[:, -min(count, 48) :] = 0


def _level(samples: Samples) -> None:
    """To the target loudness under the ceiling; the limiter costs loudness, so measure again and make up; in
    place.
    """
    for _ in range(4):
        loudness = integrated_loudness(samples, RATE)
        if not np.isfinite(loudness):
            return
        missing = TARGET - loudness
        if abs(missing) > 0.05:
            samples *= np.float32(amplitude(missing))
        limit(samples, RATE)
        if abs(missing) <= 0.05:
            return
