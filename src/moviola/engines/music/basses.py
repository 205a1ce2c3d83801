"""Bass lines: what the lowest instrument does while a chord lasts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from moviola.engines.music.score import Note
from moviola.engines.music.slot import Figure, Slot


def _drone(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    share = 0.6 if slot.home else 1.05
    return [Note(slot.start, slot.chord.length * share, slot.bass, slot.velocity)]


def _long_bass(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    share = 0.6 if slot.home else 0.98
    return [Note(slot.start, slot.chord.length * share, slot.bass, slot.velocity)]


def _root_fifth(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return [Note(slot.start, min(2.0, slot.chord.length * 0.7), slot.bass, slot.velocity)]
    fifth = slot.bass + 7 if slot.bass < 40 else slot.bass - 5
    return [
        Note(at, 1.2, slot.bass if index % 2 == 0 else fifth, slot.velocity - (0 if index % 2 == 0 else 6))
        for index, at in slot.beats(2.0)
    ]


def _octaves(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return [Note(slot.start, slot.chord.length * 0.6, slot.bass, slot.velocity)]
    notes = []
    for index, at in slot.beats(0.5):
        high = index % 4 in (1, 3) and index % 8 != 1
        notes.append(
            Note(at, 0.38, slot.bass + (12 if high else 0), slot.velocity + (6 if index % 8 == 0 else -4))
        )
    return notes


def _offbeat_bass(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return [Note(slot.start, slot.chord.length * 0.5, slot.bass, slot.velocity)]
    return [
        Note(at + part, 0.22, slot.bass, slot.velocity - (0 if part == 0.5 else 8))
        for _, at in slot.beats(1.0)
        for part in (0.25, 0.5, 0.75)
        if at + part < slot.end
    ]


def _lazy_bass(slot: Slot, rng: np.random.Generator) -> list[Note]:
    if slot.home:
        return [Note(slot.start, slot.chord.length * 0.8, slot.bass, slot.velocity)]
    notes = [Note(slot.start, 1.3, slot.bass, slot.velocity)]
    if slot.chord.length >= 2.5:
        notes.append(Note(slot.start + 1.5, 0.8, slot.bass, slot.velocity - 10))
        if slot.chord.length >= 4:
            fifth = slot.bass + 7 if slot.bass < 40 else slot.bass - 5
            notes.append(Note(slot.start + 2.5, 0.9, fifth, slot.velocity - 6))
            if rng.random() < 0.6:
                step = 1 if slot.following > slot.bass else -1
                notes.append(Note(slot.start + 3.5, 0.45, slot.following - step, slot.velocity - 8))
    return notes


def _walking(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Quarter notes: root, chord tones on the way, and a half step into the next root."""
    if slot.home:
        return [Note(slot.start, slot.chord.length * 0.7, slot.bass, slot.velocity)]
    tones = sorted({slot.bass + (tone - slot.bass) % 12 for tone in slot.chord.tones[:4]})
    notes = []
    count = sum(1 for _ in slot.beats(1.0))
    for index, at in slot.beats(1.0):
        if index == 0:
            key = slot.bass
        elif index == count - 1:
            key = slot.following + (1 if rng.random() < 0.5 else -1)
        else:
            key = tones[min(index, len(tones) - 1)] if rng.random() < 0.7 else tones[1]
        while key > 52:
            key -= 12
        notes.append(Note(at, 0.92, key, slot.velocity + int(rng.integers(-4, 5))))
    return notes


def _waltz_bass(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    return [Note(slot.start, 0.95 if not slot.home else slot.chord.length, slot.bass, slot.velocity)]


def _pulse_low(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return [Note(slot.start, 0.6, slot.bass, slot.velocity)]
    return [
        Note(at, 0.3, slot.bass, slot.velocity + (8 if index % 4 == 0 else -6))
        for index, at in slot.beats(0.5)
    ]


BASSES: Mapping[str, Figure] = {
    "drone": _drone,
    "long_bass": _long_bass,
    "root_fifth": _root_fifth,
    "octaves": _octaves,
    "offbeat_bass": _offbeat_bass,
    "lazy_bass": _lazy_bass,
    "walking": _walking,
    "waltz_bass": _waltz_bass,
    "pulse_low": _pulse_low,
}
