from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moviola.engines.music.sampler import RATE, Sampler
from moviola.engines.music.score import Note, Part, Piece, Voice
from moviola.engines.music.soundfont import DRUMS, SoundFont
from moviola.engines.music.styles import KITS, PROGRAMS
from moviola.errors import ModelMissing
from moviola.models.store import locate
from moviola.render.loudness import integrated_loudness


@pytest.fixture(scope="module")
def font() -> SoundFont:
    return SoundFont(locate("soundfont") / "TimGM6mb.sf2")


def piece(seconds: float) -> Piece:
    return Piece(0, "major", 60.0, 4, 0, 0, seconds, seconds, (), ())


def one(voice: Voice, *notes: Note) -> Part:
    return Part("part", voice, notes)


def silent(fraction: float) -> None:
    assert 0 <= fraction <= 1


def test_every_instrument_is_there(font: SoundFont) -> None:
    for program in PROGRAMS.values():
        assert font.preset(program)
        assert any(zone.serves(60, 80) for zone in font.preset(program))
    for kit in KITS.values():
        assert any(zone.serves(36, 80) for zone in font.preset(kit, DRUMS))
    assert font.preset(5, 77) == ()


@pytest.mark.parametrize(
    "name", ["piano", "violin", "flute", "nylon", "strings", "vibes", "koto", "clarinet", "saw"]
)
def test_instruments_are_in_tune(font: SoundFont, name: str) -> None:
    for key in (60, 69, 74):
        part = one(Voice(PROGRAMS[name], space=0.0), Note(0, 2, key, 90))
        out = Sampler(font).play(piece(2.5), (part,), silent).dry.sum(axis=0)
        frames = out[4000 : 4000 + 65536] * np.hanning(65536)
        spectrum = np.abs(np.fft.rfft(frames, 4 * 65536))
        wanted = 440 * 2 ** ((key - 69) / 12)
        at = np.arange(spectrum.size) * RATE / (4 * 65536)
        near = (at > wanted * 0.97) & (at < wanted * 1.03)
        found = at[near][spectrum[near].argmax()]
        assert abs(1200 * np.log2(found / wanted)) < 16


def test_soft_notes_are_quieter_and_darker(font: SoundFont) -> None:
    # One part, so that both notes get the same trim.
    voice = Voice(PROGRAMS["piano"], space=0.0)
    out = Sampler(font).play(piece(6), (one(voice, Note(0, 2, 60, 110), Note(3, 2, 60, 35)),), silent).dry[0]
    hard, soft = out[: 2 * RATE], out[3 * RATE : 5 * RATE]

    def brightness(samples: object) -> float:
        spectrum = np.abs(np.fft.rfft(np.asarray(samples))) ** 2
        return float((spectrum * np.arange(spectrum.size)).sum() / spectrum.sum())

    assert 15 < 20 * np.log10(np.abs(hard).max() / np.abs(soft).max()) < 30
    assert brightness(soft) < brightness(hard)


def test_notes_end(font: SoundFont) -> None:
    for name in ("strings", "horns", "saw", "warm_pad"):
        part = one(Voice(PROGRAMS[name], release=0.2), Note(0, 1, 60, 90))
        out = Sampler(font).play(piece(4), (part,), silent).dry
        assert np.abs(out[:, RATE // 2 : RATE]).max() > 0.01
        assert not out[:, 2 * RATE :].any()


def test_levels_are_loudness_whatever_plays(font: SoundFont) -> None:
    for name in ("piano", "violin", "warm_pad", "koto", "fingered"):
        notes = tuple(Note(beat, 1, 55 + 2 * (beat % 5), 80) for beat in range(8))
        loud = Sampler(font).play(piece(9), (one(Voice(PROGRAMS[name], level=-3), *notes),), silent).dry
        assert integrated_loudness(loud, RATE) == pytest.approx(-23, abs=0.3)


def test_pan_space_and_width(font: SoundFont) -> None:
    note = Note(0, 1, 72, 90)
    left = Sampler(font).play(piece(2), (one(Voice(PROGRAMS["flute"], pan=-0.9, space=0.5), note),), silent)
    assert np.abs(left.dry[0]).max() > 5 * np.abs(left.dry[1]).max()
    assert np.abs(left.send).max() == pytest.approx(0.5 * np.abs(left.dry).max(), rel=0.01)
    wide = Sampler(font).play(piece(2), (one(Voice(PROGRAMS["saw"], detune=8), note),), silent).dry
    assert np.corrcoef(wide[0], wide[1])[0, 1] < 0.98


def test_same_notes_same_samples(font: SoundFont) -> None:
    part = one(Voice(PROGRAMS["rhodes"]), *(Note(beat / 2, 1, 50 + beat, 70 + beat) for beat in range(12)))
    first = Sampler(font).play(piece(8), (part,), silent)
    warm = Sampler(font)
    warm.play(piece(8), (part,), silent)
    assert np.array_equal(first.dry, warm.play(piece(8), (part,), silent).dry)


def test_a_note_past_the_end_is_cut(font: SoundFont) -> None:
    part = one(Voice(PROGRAMS["strings"]), Note(0, 30, 60, 90), Note(40, 1, 60, 90))
    out = Sampler(font).play(piece(1), (part,), silent).dry
    assert out.shape == (2, RATE)
    assert np.isfinite(out).all()


@pytest.mark.parametrize(
    "content", [b"", b"RIFF....sfbk", b"\x00" * 500, b"RIFF\x20\x00\x00\x00sfbkLIST\x10\x00\x00\x00pdta"]
)
def test_a_broken_soundfont_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.sf2"
    path.write_bytes(content)
    with pytest.raises(ModelMissing, match="moviola models pull soundfont"):
        SoundFont(path)


def test_a_soundfont_cut_short_is_refused(tmp_path: Path) -> None:
    whole = (locate("soundfont") / "TimGM6mb.sf2").read_bytes()
    path = tmp_path / "cut.sf2"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelMissing, match=r"cut\.sf2"):
        SoundFont(path)
