from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.music.production import finish, pump, to_pcm
from moviola.engines.music.sampler import RATE, Sound
from moviola.engines.music.score import Piece
from moviola.engines.music.styles import Room

PIECE = Piece(0, "major", 120.0, 4, 2, 8.0, 6.0, 2.0, (), ())


def noise(level: float = 0.05) -> Sound:
    rng = np.random.default_rng(1)
    dry = (rng.standard_normal((2, 6 * RATE)) * level).astype(np.float32)
    return Sound(dry, dry * np.float32(0.5))


def quiet(fraction: float, stage: str) -> None:
    assert 0 <= fraction <= 1
    assert stage in ("reverb", "master", "loudness")


def test_the_room_adds_a_tail() -> None:
    dry = np.zeros((2, 6 * RATE), np.float32)
    dry[:, 1000] = 0.5
    out = finish(PIECE, Sound(dry.copy(), dry.copy()), Room(seconds=2.0), 1, quiet)
    early = np.abs(out[:, 3000 : RATE // 2]).max()
    late = np.abs(out[:, 2 * RATE : int(2.5 * RATE)]).max()
    assert early > 3 * late > 0
    assert np.abs(out[:, :900]).max() < 1e-4


def test_lowpass_takes_the_treble() -> None:
    def treble(room: Room) -> float:
        spectrum = np.abs(np.fft.rfft(finish(PIECE, noise(), room, 1, quiet)[0])) ** 2
        frequency = np.fft.rfftfreq(6 * RATE, 1 / RATE)
        return float(spectrum[frequency > 9000].sum() / spectrum.sum())

    assert treble(Room(lowpass=5000.0)) < 0.2 * treble(Room())


def test_bass_is_in_the_middle() -> None:
    sound = noise()
    sound.dry[1] *= -1
    out = finish(PIECE, Sound(sound.dry, sound.send * 0), Room(width=1.2), 1, quiet)
    side = np.abs(np.fft.rfft(out[0] - out[1])) ** 2
    frequency = np.fft.rfftfreq(6 * RATE, 1 / RATE)
    assert (
        side[(frequency > 20) & (frequency < 60)].mean()
        < 0.1 * side[(frequency > 800) & (frequency < 2000)].mean()
    )


def test_vinyl_crackles_where_the_music_rests() -> None:
    sound = noise()
    sound.dry[:, RATE:] = 0
    sound.send[:] = 0
    plain = finish(PIECE, Sound(sound.dry.copy(), sound.send), Room(), 1, quiet)
    record = finish(
        replace(PIECE, texture=frozenset({"vinyl"})), Sound(sound.dry.copy(), sound.send), Room(), 1, quiet
    )
    rest = slice(2 * RATE, 3 * RATE)
    assert np.abs(plain[:, rest]).max() < 1e-4 < np.abs(record[:, rest]).max() < 0.1


def test_wow_bends_pitch_a_little() -> None:
    at = np.arange(6 * RATE) / RATE
    tone = np.stack([0.2 * np.sin(2 * np.pi * 1000 * at)] * 2).astype(np.float32)
    silent = np.zeros_like(tone)
    out = finish(replace(PIECE, texture=frozenset({"wow"})), Sound(tone, silent), Room(), 1, quiet)[0]
    crossings = np.flatnonzero((out[:-1] < 0) & (out[1:] >= 0))
    seconds = [
        np.diff(crossings[(crossings > RATE * k) & (crossings < RATE * k + RATE // 4)]).mean()
        for k in range(4)
    ]
    cents = 1200 * np.abs(np.log2(np.array(seconds) / 48))
    assert 1 < cents.max() < 12


def test_pump_ducks_on_the_beat() -> None:
    samples = np.ones((2, 6 * RATE), np.float32)
    pump(samples, PIECE)
    assert samples[0, RATE // 2 + 400] < 0.6
    assert samples[0, RATE // 2 - 100] > 0.98


def test_dither_keeps_silence_and_the_average() -> None:
    samples = np.full((2, RATE), 0.3 / 32767, np.float32)
    samples[:, RATE // 2 :] = 0
    out = to_pcm(samples, 5)
    assert not out[:, RATE // 2 :].any()
    assert abs(out[:, : RATE // 2].mean() - 0.3) < 0.02
    assert np.array_equal(out, to_pcm(samples, 5))
    loud = to_pcm(np.full((2, 10), 1.5, np.float32), 1)
    assert loud.max() == 32767
