"""Accompaniment: how an instrument plays a chord for as long as it lasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from moviola.engines.music.basses import BASSES
from moviola.engines.music.form import Form
from moviola.engines.music.score import Chord, Note
from moviola.engines.music.slot import Figure, Slot
from moviola.engines.music.styles import Layer


def play(
    layer: Layer,
    form: Form,
    voicings: Sequence[tuple[int, ...]],
    basses: Sequence[int],
    intensity: Callable[[float], float],
    rng: np.random.Generator,
) -> list[Note]:
    """The notes of ``layer`` through the whole form, resting where the form is not dense enough for it."""
    figure = FIGURES[layer.pattern]
    notes: list[Note] = []
    for index, one in enumerate(form.chords):
        home = index == len(form.chords) - 1
        level = intensity(one.start)
        if level < layer.enters and not home:
            continue
        if home and not notes and len(form.chords) > 2:
            # Who has been silent throughout does not join the last chord.
            continue
        following = basses[min(index + 1, len(basses) - 1)]
        arpeggio = _ladder(one, basses[index], layer.low, layer.high)
        slot = Slot(
            one, voicings[index], basses[index], following, arpeggio, level, layer.velocity, home, form.meter
        )
        notes += figure(slot, rng)
    return notes


def _ladder(one: Chord, bass: int, low: int, high: int) -> tuple[int, ...]:
    """Bass, then the chord's own tones upwards, wide apart at the bottom as on a piano."""
    tones = set(one.tones)
    above = [key for key in range(max(low, bass + 5), high + 1) if key % 12 in tones]
    fifth = (one.root + 7) % 12
    wide = [key for key in above if key - bass >= 12 or key % 12 == fifth]
    return (bass, *(wide or above or [bass + 12]))


def _hold(
    slot: Slot, keys: Sequence[int], share: float = 1.0, roll: float = 0.0, softer: int = 0
) -> list[Note]:
    return [
        Note(slot.start, slot.chord.length * share, key, slot.velocity - softer, lag=index * roll)
        for index, key in enumerate(keys)
    ]


def _pad(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    return _hold(slot, slot.keys, 0.7 if slot.home else 1.03)


def _arpeggio(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A left hand in eighths: up through the chord and gently back, the pedal holding until the harmony
    changes.
    """
    del rng
    tones = slot.arpeggio[:5]
    if slot.home:
        return [
            Note(slot.start, slot.chord.length, key, slot.velocity - 2 * index, lag=0.07 * index)
            for index, key in enumerate(tones[:4])
        ]
    order = (0, 1, 2, 3, 2, 3, 2, 1) if slot.intensity > 0.55 else (0, 1, 2, 3, -1, 2, -1, 1)
    notes = []
    for index, at in slot.beats(0.5):
        place = order[index % len(order)]
        if place < 0:
            continue
        key = tones[min(place, len(tones) - 1)]
        accent = 8 if index == 0 else 0 if index % 2 == 0 else -5
        notes.append(Note(at, slot.end - at, key, slot.velocity + accent))
    return notes


def _waltz_arpeggio(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return _hold(slot, (slot.keys[0] - 12, *slot.keys), 1.0, 0.09)
    order = (0, 1, 2, 1, 2, 1)
    return [
        Note(
            at,
            1.2,
            slot.keys[order[index % 6] % len(slot.keys)],
            slot.velocity + (6 if index % 6 == 0 else -4),
        )
        for index, at in slot.beats(0.5)
    ]


def _broken(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 1.0, 0.05)
    order = (0, 2, 1, 2)
    return [
        Note(
            at,
            0.95,
            slot.keys[order[index % 4] % len(slot.keys)],
            slot.velocity + (7 if index % 4 == 0 else -3),
        )
        for index, at in slot.beats(0.5)
    ]


def _pulse(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Repeated eighths of the whole chord, leaning on the first and the pushed fourth."""
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 1.0, 0.01)
    notes = []
    for index, at in slot.beats(0.5):
        accent = 10 if index % 8 == 0 else 4 if index % 8 in (3, 6) else -8
        keys = slot.keys if accent > 0 else slot.keys[1:]
        notes += [Note(at, 0.45, key, slot.velocity + accent) for key in keys]
    return notes


def _eighths(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A muted guitar: one string at a time, root and fifth with the third on top now and then."""
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 0.6, 0.012)
    order = (0, 1, 2, 1, 0, 1, 2, 1)
    return [
        Note(
            at,
            0.32,
            slot.keys[order[index % 8] % len(slot.keys)],
            slot.velocity + (9 if index % 4 == 0 else -4),
        )
        for index, at in slot.beats(0.5)
    ]


def _ostinato(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Short bows: root three times, then a neighbour of the chord, in eighths that double when it grows."""
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 0.5)
    step = 0.25 if slot.intensity > 0.7 else 0.5
    order = (0, 0, 1, 0, 2, 0, 1, 0)
    return [
        Note(
            at,
            step * 0.7,
            slot.keys[order[index % 8] % len(slot.keys)],
            slot.velocity + (12 if index % 4 == 0 else -6),
        )
        for index, at in slot.beats(step)
    ]


def _sixteenths(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    ladder = (*slot.keys, slot.keys[0] + 12)
    if slot.home:
        return [
            Note(slot.start + 0.25 * index, 0.3, ladder[index % 4], slot.velocity - 6 * index)
            for index in range(8)
        ]
    order = (0, 1, 2, 3, 1, 2, 3, 2)
    return [
        Note(at, 0.2, ladder[order[index % 8]], slot.velocity + (10 if index % 4 == 0 else -6))
        for index, at in slot.beats(0.25)
    ]


def _stabs(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 0.8)
    found = []
    for offset, length in ((0, 0.9), (1.5, 0.4), (2.5, 0.9), (3.5, 0.4)):
        if offset < slot.chord.length:
            found += [
                Note(slot.start + offset, length, key, slot.velocity + (6 if offset == 0 else 0))
                for key in slot.keys
            ]
    return found


def _strum(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Down, down-up, up-down-up: the strings follow each other within hundredths of a second."""
    keys = (slot.keys[0] - 12, *slot.keys) if slot.keys[0] - 12 >= 40 else slot.keys
    if slot.home:
        return _hold(slot, keys, 1.0, 0.022)
    notes = []
    for offset, down, weight in (
        (0, True, 6),
        (1, True, -2),
        (1.5, False, -10),
        (2.5, False, -6),
        (3, True, 0),
        (3.5, False, -10),
    ):
        at = slot.start + offset
        if at >= slot.end - 1e-6:
            break
        strings = keys if down else tuple(reversed(keys[1:]))
        spread = float(rng.uniform(0.008, 0.014))
        notes += [
            Note(at, min(0.9, slot.end - at), key, slot.velocity + weight - 2 * index, lag=index * spread)
            for index, key in enumerate(strings)
        ]
    return notes


def _pick(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Thumb on the beat between bass and its fifth, fingers in between."""
    del rng
    fingers = slot.keys
    fifth = slot.bass + 7 if slot.bass + 7 < fingers[0] else slot.bass + 12
    if slot.home:
        return _hold(slot, (slot.bass, *fingers), 1.0, 0.05)
    notes = []
    order = (0, 2, 1, 2, 0, 2, 1, 2)
    for index, at in slot.beats(0.5):
        if index % 2 == 0:
            thumb = slot.bass if index % 4 == 0 else fifth
            notes.append(
                Note(at, min(1.9, slot.end - at), thumb, slot.velocity + (4 if index % 4 == 0 else -4))
            )
        if index % 2 == 1 or index % 8 == 0:
            key = fingers[order[index % 8] % len(fingers)]
            notes.append(Note(at, min(1.6, slot.end - at + 0.2), key, slot.velocity - 4))
    return notes


def _offbeats(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 0.3)
    return [
        Note(at + 0.5, 0.25, key, slot.velocity - (4 if index % 2 else 0))
        for index, at in slot.beats(1.0)
        if at + 0.5 < slot.end
        for key in slot.keys
    ]


def _waltz(slot: Slot, rng: np.random.Generator) -> list[Note]:
    del rng
    if slot.home:
        return _hold(slot, slot.keys, 0.9, 0.02)
    return [
        Note(at, 0.7, key, slot.velocity - (0 if index % 3 == 1 else 6))
        for index, at in slot.beats(1.0)
        if index % 3
        for key in slot.keys
    ]


def _lazy_comp(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Late, soft chords: one on the first beat, another somewhere after the second."""
    if slot.home:
        return _hold(slot, slot.keys, 1.0, 0.03)
    again = (1.5, 2.5, 2.0)[int(rng.integers(3))]
    late = float(rng.uniform(0.01, 0.03))
    notes = [
        Note(slot.start, min(again, slot.chord.length), key, slot.velocity, lag=late + 0.014 * index)
        for index, key in enumerate(slot.keys)
    ]
    if again < slot.chord.length:
        notes += [
            Note(
                slot.start + again, slot.chord.length - again, key, slot.velocity - 9, lag=late + 0.01 * index
            )
            for index, key in enumerate(slot.keys[1:])
        ]
    return notes


def _jazz_comp(slot: Slot, rng: np.random.Generator) -> list[Note]:
    if slot.home:
        return _hold(slot, slot.keys, 1.0, 0.015)
    hits = (
        ((0, 1.4), (1.5, 0.4)),
        ((0.5, 0.4), (2.0, 1.2)),
        ((1.5, 0.5), (3.5, 0.4)),
        ((0, 0.5), (2.5, 1.2)),
    )
    chosen = hits[int(rng.integers(len(hits)))]
    return [
        Note(slot.start + offset, length, key, slot.velocity + int(rng.integers(-5, 6)))
        for offset, length in chosen
        if offset < slot.chord.length
        for key in slot.keys
    ]


def _sparse(slot: Slot, rng: np.random.Generator) -> list[Note]:
    if slot.home or rng.random() < 0.45:
        return []
    at = slot.start + (0.5, 1.0, 2.5)[int(rng.integers(3))]
    keys = slot.keys[-2:]
    return [
        Note(at + 0.5 * i, 1.2, key, slot.velocity - 3 * i)
        for i, key in enumerate(keys)
        if at + 0.5 * i < slot.end
    ]


def _twinkle(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A few high tones of the chord, now and then."""
    if slot.home:
        return [
            Note(slot.start + 0.5 * i, 2.0, key, slot.velocity - 6 * i) for i, key in enumerate(slot.keys)
        ]
    notes = []
    for _, at in slot.beats(1.0):
        if rng.random() < 0.3 + 0.25 * slot.intensity:
            off = 0.5 if rng.random() < 0.4 else 0.0
            if at + off < slot.end:
                key = slot.keys[int(rng.integers(len(slot.keys)))]
                notes.append(Note(at + off, 1.5, key, slot.velocity + int(rng.integers(-8, 5))))
    return notes


def _counter(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A slow second voice: one or two chord tones a bar, moving by the nearest way."""
    del rng
    inner = slot.keys[len(slot.keys) // 2]
    if slot.home:
        return [Note(slot.start, slot.chord.length * 0.6, inner, slot.velocity)]
    if slot.chord.length < 3:
        return [Note(slot.start, slot.chord.length * 0.98, inner, slot.velocity)]
    half = slot.chord.length / 2
    return [
        Note(slot.start, half * 1.02, inner, slot.velocity - 4),
        Note(slot.start + half, half, slot.keys[-1], slot.velocity),
    ]


def _guzheng(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """Plucked octaves and fifths, rolled upwards; strings ring on."""
    tones = (slot.bass, *slot.keys)
    if slot.home:
        return [
            Note(slot.start, slot.chord.length, key, slot.velocity + 4 - 3 * index, lag=0.09 * index)
            for index, key in enumerate((*tones, tones[-1] + 12))
        ]
    order = (0, 1, 2, 3, 2, 1) if rng.random() < 0.5 else (0, 2, 1, 3, 2, 3)
    notes = []
    for index, at in slot.beats(0.5):
        if index % 8 in (5, 7) and slot.intensity < 0.75:
            continue
        key = tones[order[index % 6] % len(tones)]
        notes.append(Note(at, min(3.0, slot.end - at + 0.5), key, slot.velocity + (8 if index == 0 else -5)))
    return notes


def _sweep(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A glissando over the strings into the next bar, now and then; downwards as often as up."""
    if slot.home or slot.chord.length < 2 or rng.random() < 0.55:
        return []
    tonic_scale = sorted(
        {key for octave in range(-1, 4) for key in (tone + 60 + 12 * octave for tone in slot.chord.tones)}
    )
    strings = [key for key in tonic_scale if 57 <= key <= 93]
    if rng.random() < 0.5:
        strings.reverse()
    begin = slot.end - 1.0
    share = 0.9 / len(strings)
    return [
        Note(begin + index * share, 1.5, key, slot.velocity - 14 + round(18 * index / len(strings)))
        for index, key in enumerate(strings)
    ]


def _swell(slot: Slot, rng: np.random.Generator) -> list[Note]:
    """A reversed cymbal that grows into the last chord."""
    del rng
    return [Note(slot.start - 2.0, 2.0, 60, slot.velocity)] if slot.home and slot.start >= 2 else []


FIGURES: Mapping[str, Figure] = {
    **BASSES,
    "pad": _pad,
    "arpeggio": _arpeggio,
    "waltz_arpeggio": _waltz_arpeggio,
    "broken": _broken,
    "pulse": _pulse,
    "eighths": _eighths,
    "ostinato": _ostinato,
    "sixteenths": _sixteenths,
    "stabs": _stabs,
    "strum": _strum,
    "pick": _pick,
    "offbeats": _offbeats,
    "waltz": _waltz,
    "lazy_comp": _lazy_comp,
    "jazz_comp": _jazz_comp,
    "sparse": _sparse,
    "twinkle": _twinkle,
    "counter": _counter,
    "guzheng": _guzheng,
    "sweep": _sweep,
    "swell": _swell,
}
