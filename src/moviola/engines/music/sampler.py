"""Plays a piece on a soundfont: every note becomes a resampled, filtered, enveloped wave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moviola.engines.music.score import Note, Part, Piece, Voice
from moviola.engines.music.soundfont import DRUMS, SoundFont, Zone
from moviola.render.loudness import amplitude, integrated_loudness

RATE = 48_000

Samples = NDArray[np.float32]

_CONTROL = 48  # samples between two points of an envelope
_SILENT_DB = -84.0
_BANDS = 4
_STEP = 12_000  # waves are kept in lengths of a quarter of a second
_OPEN = 13_000.0  # Hz; a filter above this is not heard
_REFERENCE = -20.0  # LUFS of a part at level 0
_LISTEN_S = 12.0
_CACHE_SAMPLES = 24_000_000


@dataclass(frozen=True)
class Sound:
    """``dry`` and ``send`` [2, n]: what is heard at once and what goes to the reverb."""

    dry: Samples
    send: Samples


class Sampler:
    """Plays pieces; keeps the waves of recent notes, since music repeats itself."""

    def __init__(self, font: SoundFont):
        self._font = font
        self._waves: dict[tuple[int, int, int, int], Samples] = {}
        self._held = 0

    def play(self, piece: Piece, parts: Sequence[Part], progress: Callable[[float], None]) -> Sound:
        """``parts`` of ``piece`` as stereo at 48 kHz, exactly the piece's length; deterministic."""
        count = round(piece.seconds * RATE)
        sound = Sound(np.zeros((2, count), np.float32), np.zeros((2, count), np.float32))
        ticks = 0
        total = 2 * sum(len(part.notes) for part in parts)

        def tick() -> None:
            nonlocal ticks
            ticks += 1
            if ticks % 8 == 0:
                progress(min(1.0, ticks / total))

        for part in parts:
            gain = self._trim(part, piece, tick)
            for note in part.notes:
                self._play(note, part.voice, gain, piece, sound)
                tick()
        return sound

    def _play(
        self, note: Note, voice: Voice, gain: float, piece: Piece, sound: Sound, begin: int = 0
    ) -> None:
        start = max(0.0, piece.time(note.start) + note.lag)
        held = max(0.03, piece.time(note.end) + note.lag - start)
        at = max(0, round(start * RATE) - begin)
        room = sound.dry.shape[1] - at
        if room <= 0:
            return
        spread = (-voice.detune, voice.detune) if voice.detune else (0.0,)
        for zone in self._font.preset(voice.program, DRUMS if voice.drums else 0):
            if not zone.serves(note.pitch, note.velocity):
                continue
            envelope = _envelope(zone, voice, note, held, room)
            for side, cents in enumerate(spread):
                wave = self._wave(zone, note, voice, cents, envelope.size)
                wave = wave[: envelope.size] * envelope[: wave.size]
                pan = np.clip(
                    zone.pan * 0.6 + voice.pan + (0.0 if len(spread) == 1 else 1.2 * side - 0.6), -1, 1
                )
                left, right = np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)
                end = at + wave.size
                for channel, share in enumerate((left, right)):
                    heard = wave * np.float32(gain * share / len(spread) ** 0.5)
                    sound.dry[channel, at:end] += heard
                    if voice.space:
                        heard *= np.float32(voice.space)
                        sound.send[channel, at:end] += heard

    def _trim(self, part: Part, piece: Piece, tick: Callable[[], None]) -> float:
        """The gain at which ``part`` is as loud as its voice's level asks, whatever instrument plays it and
        how.

        Up to twelve seconds from where the piece is fullest are played and measured, as a sound engineer
        would.
        """
        times = [piece.time(note.start) for note in part.notes]
        begin = max(times[0], min(0.45 * piece.seconds, times[-1] - _LISTEN_S))
        heard = [note for note, at in zip(part.notes, times, strict=True) if begin <= at < begin + _LISTEN_S]
        count = round(min(_LISTEN_S, piece.seconds - begin) * RATE)
        stem = Sound(np.zeros((2, count), np.float32), np.zeros((2, 0), np.float32))
        voice = replace(part.voice, space=0.0)
        for note in heard:
            self._play(note, voice, 1.0, piece, stem, round(begin * RATE))
            tick()
        loudness = integrated_loudness(stem.dry, RATE)
        return amplitude(_REFERENCE + voice.level - loudness) if np.isfinite(loudness) else 1.0

    def _wave(self, zone: Zone, note: Note, voice: Voice, cents: float, needed: int) -> Samples:
        """The zone's wave at the note's pitch and brightness, at least ``needed`` long (or all there is)."""
        band = 0 if voice.drums else _band(note.velocity)
        key = (id(zone), note.pitch, round(cents), band * 1_000_000 + round(voice.cutoff or 0))
        kept = self._waves.get(key)
        if kept is not None and (kept.size >= needed or zone.loop is None):
            return kept
        raw = _resampled(zone, note.pitch + cents / 100, -(-needed // _STEP) * _STEP)
        wave = _filtered(raw, zone, voice, band)
        if self._held > _CACHE_SAMPLES:
            self._waves.clear()
            self._held = 0
        self._waves[key] = wave
        self._held += wave.size
        return wave


def _band(velocity: int) -> int:
    return 1 + velocity * _BANDS // 128


def _cutoff(cutoff: float, voice: Voice, band: int) -> float:
    """Softer notes are darker: four fifths of an octave from the hardest band to the softest."""
    softness = 0.8 * (1 - band / _BANDS) if band else 0.0
    return float(min(cutoff, voice.cutoff or 20_000.0) * 2.0**-softness)


def _resampled(zone: Zone, pitch: float, count: int) -> Samples:
    """``count`` samples of the wave at ``pitch`` by cubic Hermite interpolation, looped where it loops."""
    semitones = (pitch - zone.root) * zone.cents_per_key / 100
    step = 2 ** (semitones / 12) * zone.rate / RATE
    wave = zone.wave
    if zone.loop is None:
        count = max(1, min(count, int((wave.size - 4) / step)))
    else:
        low, high = zone.loop
        times = max(1, int((count * step + 4 - high) / (high - low)) + 2)
        wave = np.concatenate([wave[:high], np.tile(wave[low:high], times)])
    at = np.arange(count, dtype=np.float64) * step
    whole = at.astype(np.intp)
    part = (at - whole).astype(np.float32)
    padded = np.concatenate([wave[:1], wave, np.zeros(4, np.float32)])
    before, here, after, beyond = (np.take(padded[offset:], whole) for offset in range(4))
    rise, next_rise = np.float32(0.5) * (after - before), np.float32(0.5) * (beyond - here)
    drop = here - after
    cubic = rise + next_rise + 2 * drop
    square = -2 * rise - next_rise - 3 * drop
    return np.asarray(here + part * (rise + part * (square + part * cubic)), dtype=np.float32)


def _filtered(wave: Samples, zone: Zone, voice: Voice, band: int) -> Samples:
    """``wave`` through the zone's low-pass, which moves from its first to its later cutoff."""
    first, later = (_cutoff(cutoff, voice, band) for cutoff in (zone.cutoff, zone.later_cutoff))
    moves = abs(later - first) > 0.05 * first and min(first, later) < _OPEN
    if not moves and first >= _OPEN:
        return wave
    size = _fast_size(wave.size + 1024)
    spectrum = np.fft.rfft(wave, size)
    dark = _low_passed(spectrum, first, size, wave)
    if not moves:
        return dark
    fade = np.minimum(1, np.arange(wave.size, dtype=np.float32) / np.float32(zone.closing * RATE))
    return np.asarray(dark + (_low_passed(spectrum, later, size, wave) - dark) * fade, dtype=np.float32)


def _low_passed(spectrum: NDArray[np.complexfloating], cutoff: float, size: int, wave: Samples) -> Samples:
    """The magnitude of a second-order Butterworth filter, without its phase."""
    if cutoff >= _OPEN:
        return wave
    frequency = np.arange(spectrum.size, dtype=np.float32) * np.float32(RATE / size / cutoff)
    return np.asarray(np.fft.irfft(spectrum / np.sqrt(1 + frequency**4), size)[: wave.size], dtype=np.float32)


def _fast_size(count: int) -> int:
    """The next length whose only prime factors are 2, 3 and 5: Fourier transforms of it are quick."""
    best = 1 << (count - 1).bit_length()
    for threes in (1, 3, 9):
        for fives in (1, 5, 25):
            rest = -(-count // (threes * fives))
            best = min(best, threes * fives << max(0, (rest - 1).bit_length()))
    return best


def _envelope(zone: Zone, voice: Voice, note: Note, held: float, room: int) -> Samples:
    """Amplitude of one note: attack, hold, decay to sustain, release; stops where it cannot be heard.

    Decay and release fall in a straight line in decibels, 100 dB in their stated time (SoundFont 2.01
    §8.1.2); velocity attenuates by 40 log10(127/v) dB (§8.4.1).
    """
    attack = max(0.002, zone.attack if voice.attack is None else voice.attack)
    release = max(0.03, zone.release if voice.release is None else voice.release)
    decay = max(0.01, zone.decay * 2 ** (zone.decay_per_key * (60 - note.pitch) / 1200))
    if voice.drums:
        held = max(held, 4.0)
    longest = min(room, int((held + release) * RATE) + _CONTROL)
    at = np.arange(0, longest + _CONTROL, _CONTROL) / RATE
    falling = np.clip((at - zone.delay - attack - zone.hold) / decay, 0, None) * 100
    level = -np.minimum(falling, zone.sustain)
    level -= np.clip((at - held) / release, 0, None) * 100
    rising = np.clip((at - zone.delay) / attack, 0, 1)
    shape = rising * 10 ** (level / 20)
    shape *= zone.gain * (note.velocity / 127) ** 2
    heard = np.flatnonzero(level > _SILENT_DB)
    count = min(longest, int((heard[-1] + 1) * _CONTROL)) if heard.size else 0
    points = np.arange(at.size) * _CONTROL
    envelope = np.interp(np.arange(count), points, shape).astype(np.float32)
    tail = min(240, count)
    envelope[count - tail :] *= np.linspace(1, 0, tail, dtype=np.float32)
    return envelope
