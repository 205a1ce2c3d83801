from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from moviola.engines.music.composer import compose
from moviola.engines.music.moods import Mood, find, styles
from moviola.engines.music.score import Piece
from moviola.engines.music.styles import style

# C. L. Krumhansl, "Cognitive Foundations of Musical Pitch" (1990): how well each degree fits a key.
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
LENGTHS = (0.5, 1.2, 3.0, 4.7, 6.0, 10.0, 17.3, 31.0, 60.0)


def estimated_keys(piece: Piece) -> list[tuple[int, bool]]:
    """All keys (tonic, is minor), the likeliest first, from nothing but the notes."""
    weight = np.zeros(12)
    for part in piece.parts:
        if part.role != "drums" and part.name != "swell":
            for note in part.notes:
                weight[note.pitch % 12] += min(note.length, 4) * note.velocity
    fit = {
        (tonic, minor): float(np.corrcoef(np.roll(profile, tonic), weight)[0, 1])
        for tonic in range(12)
        for minor, profile in ((False, MAJOR), (True, MINOR))
    }
    return sorted(fit, key=lambda key: -fit[key])


@pytest.mark.parametrize("name", styles())
def test_ends_at_home_after_a_cadence(name: str) -> None:
    for seed in range(4):
        for seconds in LENGTHS:
            piece = compose(Mood(name), seconds, seed)
            assert piece.chords[-1].root == piece.key
            assert piece.chords[-1].bass == piece.key
            if len(piece.chords) > 1:
                assert (piece.chords[-2].root - piece.key) % 12 in (5, 7)
            assert piece.time(piece.beats) == pytest.approx(seconds - piece.ring)
            assert 0 < piece.ring <= (0.61 * seconds if piece.beats else seconds)


@pytest.mark.parametrize("name", styles())
def test_tempo_stays_near_the_style_and_bars_are_whole(name: str) -> None:
    wanted = style(name).tempo
    for seconds in (6.0, 10.0, 31.0, 60.0):
        piece = compose(Mood(name), seconds, 1)
        assert 0.75 < piece.tempo / wanted < 1.35
        assert (2 * piece.bars) % 1 == 0
    long = compose(Mood(name), 60.0, 1)
    assert 0.9 < long.tempo / wanted < 1.1
    assert long.bars == int(long.bars)


@pytest.mark.parametrize("name", styles())
def test_chords_fill_the_time_without_gaps(name: str) -> None:
    for seconds in LENGTHS:
        piece = compose(Mood(name), seconds, 2)
        assert piece.chords[0].start == 0
        for before, after in pairwise(piece.chords):
            assert before.start + before.length == pytest.approx(after.start)


@pytest.mark.parametrize("name", styles())
def test_notes_are_playable(name: str) -> None:
    for seconds in (3.0, 10.0, 45.0):
        piece = compose(Mood(name), seconds, 3)
        assert piece.parts
        for part in piece.parts:
            for note in part.notes:
                assert 21 <= note.pitch <= 108
                assert 12 <= note.velocity <= 124
                assert note.length > 0
                # A glissando or a strum is written as lag; the hand itself is off by hundredths.
                assert abs(note.lag) < 0.6
                assert piece.time(note.start) + note.lag < seconds


@pytest.mark.parametrize("name", styles())
def test_something_always_sounds(name: str) -> None:
    piece = compose(Mood(name), 24.0, 5)
    sounding = np.zeros(240)
    for part in piece.parts:
        for note in part.notes:
            begin, end = piece.time(note.start), piece.time(note.end)
            sounding[int(begin * 10) : max(int(begin * 10) + 1, int(np.ceil(end * 10)))] = 1
    assert sounding[:220].mean() > 0.97
    assert sounding[0] == 1


def test_a_listener_hears_the_key() -> None:
    right = total = 0
    for name in styles():
        for seed in range(4):
            piece = compose(Mood(name), 30.0, seed)
            keys = estimated_keys(piece)
            wanted = (piece.key, "minor" in piece.mode)
            # Five notes, or seventh chords throughout, fit neighbouring keys nearly as well.
            assert keys.index(wanted) <= 5
            right += keys[0] == wanted
            total += 1
    assert right / total > 0.75


def melody(piece: Piece) -> list[tuple[float, int]]:
    part = next(part for part in piece.parts if part.role == "lead")
    return [(note.start, note.pitch) for note in part.notes]


@pytest.mark.parametrize("name", ["calm", "happy", "epic", "sad", "chinese", "classical", "acoustic"])
def test_tunes_move_like_tunes(name: str) -> None:
    for seed in range(6):
        piece = compose(Mood(name), 40.0, seed)
        tune = sorted(melody(piece))
        leaps = [abs(b - a) for (_, a), (_, b) in pairwise(tune)]
        assert max(leaps) <= 9
        assert np.mean([leap <= 5 for leap in leaps]) > 0.75
        assert len({pitch for _, pitch in tune}) >= 4
        assert tune[-1][1] % 12 in piece.chords[-1].tones[:2]


def test_the_motif_comes_back() -> None:
    piece = compose(Mood("happy"), 60.0, 4)
    bars: dict[int, tuple[float, ...]] = {}
    for start, _ in melody(piece):
        bars[int(start // 4)] = (*bars.get(int(start // 4), ()), start % 4)
    rhythms = list(bars.values())
    assert max(rhythms.count(rhythm) for rhythm in rhythms) >= 4


def test_one_seed_one_piece() -> None:
    mood = find("calm piano")
    assert mood is not None
    assert compose(mood, 12.0, 7) == compose(mood, 12.0, 7)
    assert len({compose(mood, 12.0, seed).parts for seed in range(6)}) == 6


def test_feeling_pace_and_instrument_are_heard() -> None:
    plain = compose(Mood("lofi"), 40.0, 1)
    sad = compose(Mood("lofi", "sad"), 40.0, 1)
    assert sad.mode == "minor"
    assert sad.tempo < plain.tempo
    assert compose(Mood("calm", None, None, "slow"), 60.0, 1).tempo < 60
    strings = compose(Mood("romantic", None, "saxophone"), 20.0, 1)
    assert any(part.voice.program == 66 for part in strings.parts)


def test_drums_only_where_they_belong() -> None:
    def drums(name: str) -> int:
        return sum(len(part.notes) for part in compose(Mood(name), 30.0, 1).parts if part.voice.drums)

    assert drums("calm") == drums("sad") == drums("lullaby") == drums("chinese") == 0
    assert min(drums("happy"), drums("lofi"), drums("electronic"), drums("jazz")) > 40


def test_slows_down_before_the_end_where_the_style_does() -> None:
    piece = compose(Mood("calm"), 40.0, 1)
    steps = [piece.time(beat + 1) - piece.time(beat) for beat in range(int(piece.beats))]
    assert steps[-1] > 1.1 * steps[0]
    assert all(after > before - 1e-9 for before, after in pairwise(steps))
