from __future__ import annotations

from itertools import pairwise

import pytest

from moviola.engines.music.harmony import SCALES, bass_line, chord, lead, scale_of
from moviola.engines.music.moods import styles
from moviola.engines.music.styles import style

NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")


def spelled(numeral: str, tonic: int = 0, mode: str = "major") -> list[str]:
    return [NAMES[tone] for tone in chord(numeral, tonic, mode, 0, 4).tones]


@pytest.mark.parametrize(
    ("numeral", "mode", "tones"),
    [
        ("I", "major", "C E G"),
        ("V7", "major", "G B D F"),
        ("ii7", "major", "D F A C"),
        ("IVM7", "major", "F A C E"),
        ("Vsus4", "major", "G C D"),
        ("iv6", "major", "F Ab C D"),
        ("IM9", "major", "C E G B D"),
        ("V13", "major", "G B D F E"),
        ("i", "minor", "C Eb G"),
        ("VI", "minor", "Ab C Eb"),
        ("VII", "minor", "Bb D F"),
        ("V", "minor", "G B D"),
        ("bII", "minor", "Db F Ab"),
        ("iio7", "minor", "D F Ab C"),
        ("II/1", "lydian", "D Gb A"),
        ("I5", "pentatonic", "C G"),
        ("VII", "minor_pentatonic", "Bb D F"),
    ],
)
def test_numerals(numeral: str, mode: str, tones: str) -> None:
    assert spelled(numeral, 0, mode) == tones.split()


def test_bass_of_an_inversion() -> None:
    assert chord("V/3", 0, "major", 0, 4).bass == 11
    assert chord("IV/1", 2, "major", 0, 4).bass == 2
    assert chord("I", 7, "major", 0, 4).bass == 7


def test_not_a_chord() -> None:
    with pytest.raises(ValueError, match="not a chord"):
        chord("H7", 0, "major", 0, 4)


def test_voices_move_little_and_stay_in_range() -> None:
    chords = [
        chord(name, 0, "major", 4 * i, 4) for i, name in enumerate(["I", "V/3", "vi", "IV", "ii7", "V7", "I"])
    ]
    voicings = lead(chords, 52, 72)
    for one, keys in zip(chords, voicings, strict=True):
        assert len(keys) == 3
        assert all(52 <= key <= 72 and key % 12 in one.tones for key in keys)
    for before, after in pairwise(voicings):
        moves = [abs(b - a) for a, b in zip(before, after, strict=True)]
        assert max(moves) <= 5
        assert sum(moves) <= 9


def test_bass_line_keeps_to_its_range() -> None:
    chords = [
        chord(name, 9, "minor", 4 * i, 4) for i, name in enumerate(["i", "VI", "III", "VII", "iv", "V", "i"])
    ]
    line = bass_line(chords, 31, 46)
    assert all(31 <= key <= 46 for key in line)
    assert [key % 12 for key in line] == [one.bass for one in chords]


def test_every_chord_of_every_style_can_be_read() -> None:
    for name in styles():
        made = style(name)
        assert set(made.modes) <= set(SCALES)
        assert set(made.modes) <= set(made.progressions) & set(made.cadences) & set(made.homes)
        for table in (made.progressions, made.cadences, made.homes):
            for mode, lines in table.items():
                for numeral in " ".join(lines).split():
                    assert len(set(chord(numeral, 3, mode, 0, 1).tones)) >= 2


def test_scales() -> None:
    assert scale_of(7, "major") == {7, 9, 11, 0, 2, 4, 6}
    assert len(scale_of(0, "pentatonic")) == 5
