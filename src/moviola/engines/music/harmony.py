"""Chords from Roman numerals, and their voices led smoothly from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from moviola.engines.music.score import Chord

#: Semitones of each mode above its tonic. Minor is natural; dominants are written out as major ("V").
SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor_pentatonic": (0, 3, 5, 7, 10),
}
#: The seven-note scale that numerals are read in, where the melody's own scale has fewer.
_NUMERAL_MODE = {"pentatonic": "major", "minor_pentatonic": "minor"}
_DEGREES = {"I": 0, "II": 1, "III": 2, "IV": 3, "V": 4, "VI": 5, "VII": 6}
_NUMERAL = re.compile(r"^(?P<flat>b?)(?P<degree>[iIvV]+)(?P<quality>[^/]*)(?:/(?P<bass>[1357]))?$")
_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (),
    "7": (10,),
    "M7": (11,),
    "9": (10, 14),
    "M9": (11, 14),
    "add9": (14,),
    "6": (9,),
    "69": (9, 14),
    "13": (10, 21),
}


def chord(numeral: str, tonic: int, mode: str, start: float, length: float) -> Chord:
    """The chord that ``numeral`` names in the key: upper case is major, lower case minor.

    After the degree: ``o`` diminished, ``5`` without third, ``sus4``, ``sus2``, and the extensions ``7``,
    ``M7``, ``9``, ``M9``, ``add9``, ``6``, ``69``, ``13``; ``/3``, ``/5``, ``/7`` put that member of the
    chord and ``/1`` the key's tonic in the bass. In minor, degrees are those of natural minor.
    """
    match = _NUMERAL.match(numeral)
    if match is None:
        raise ValueError(f"not a chord: {numeral}")
    scale = SCALES[_NUMERAL_MODE.get(mode, mode)]
    degree, quality = match["degree"], match["quality"]
    root = (tonic + scale[_DEGREES[degree.upper()]] - bool(match["flat"])) % 12
    third, fifth = (4 if degree.isupper() else 3), 7
    if quality.startswith("o"):
        fifth, quality = 6, quality[1:]
    middle: tuple[int, ...] = (third,)
    for mark, interval in (("sus4", 5), ("sus2", 2)):
        if mark in quality:
            middle, quality = (interval,), quality.replace(mark, "")
    if quality.startswith("5"):
        middle, quality = (), quality[1:]
    tones = (0, *middle, fifth, *_QUALITIES[quality])
    member = {"1": tonic - root, "3": third, "5": fifth, "7": tones[3] if len(tones) > 3 else 10}
    bass = root + member[match["bass"]] if match["bass"] else root
    return Chord(start, length, numeral, root, tuple((root + tone) % 12 for tone in tones), bass % 12)


def scale_of(tonic: int, mode: str) -> frozenset[int]:
    """Pitch classes a melody may use."""
    return frozenset((tonic + step) % 12 for step in SCALES[mode])


def lead(chords: Sequence[Chord], low: int, high: int, voices: int = 3) -> list[tuple[int, ...]]:
    """Voicings between MIDI keys ``low`` and ``high``, each moving as little as it can from the one before.

    The bass plays the root, so of rich chords the root and then the fifth are left out first.
    """
    found: list[tuple[int, ...]] = []
    before: tuple[int, ...] | None = None
    for one in chords:
        options = _voicings(_wanted(one, voices), low, high)
        centre = (low + high) / 2
        here = before
        if here is None:
            best = min(options, key=lambda notes: abs(sum(notes) / len(notes) - centre))
        else:
            best = min(
                options,
                key=lambda notes: _motion(here, notes) + 0.15 * abs(sum(notes) / len(notes) - centre),
            )
        found.append(best)
        before = best
    return found


def bass_line(chords: Sequence[Chord], low: int, high: int) -> list[int]:
    """One bass key a chord, in range, by the nearest way, preferring the lower half."""
    found: list[int] = []
    previous = low + (high - low) // 3
    for one in chords:
        options = [key for key in range(low, high + 1) if key % 12 == one.bass]
        previous = min(options, key=lambda key: abs(key - previous) + 0.3 * max(0, key - (low + high) / 2))
        found.append(previous)
    return found


def _wanted(one: Chord, voices: int) -> tuple[int, ...]:
    tones = list(dict.fromkeys(one.tones))
    fifth = (one.root + 7) % 12
    if len(tones) > voices and one.bass == one.root:
        tones.remove(one.root)
    if len(tones) > voices and fifth in tones:
        tones.remove(fifth)
    tones = tones[:voices]
    while len(tones) < voices:
        tones.append(tones[len(tones) % len(set(tones))])
    return tuple(tones)


def _voicings(tones: tuple[int, ...], low: int, high: int) -> list[tuple[int, ...]]:
    """Every way to lay ``tones`` out between the bounds in close or open position, without doubled keys."""
    places = [[key for key in range(low, high + 1) if key % 12 == tone] for tone in tones]
    laid = {tuple(sorted(notes)) for notes in product(*places) if len(set(notes)) == len(notes)}
    if not laid:
        # A bare fifth in a narrow range has no third key to offer.
        laid = {tuple(sorted(set(notes))) for notes in product(*places)}
    close = [notes for notes in laid if notes[-1] - notes[0] <= 16]
    # Two voices a semitone apart at the bottom sound muddy.
    clean = [notes for notes in close if len(notes) < 2 or notes[1] - notes[0] > 1]
    return sorted(clean or close or laid)


def _motion(before: tuple[int, ...], after: tuple[int, ...]) -> float:
    if len(before) != len(after):
        return abs(sum(before) / len(before) - sum(after) / len(after))
    moves = [b - a for a, b in zip(before, after, strict=True)]
    same_way = all(move > 0 for move in moves) or all(move < 0 for move in moves)
    return sum(map(abs, moves)) + (1.5 if same_way else 0) + 0.5 * max(map(abs, moves))
