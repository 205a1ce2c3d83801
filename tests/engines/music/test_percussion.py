from __future__ import annotations

import numpy as np
import pytest

from moviola.engines.music import figures, percussion
from moviola.engines.music.composer import compose
from moviola.engines.music.moods import Mood, styles
from moviola.engines.music.percussion import KICK, SNARE
from moviola.engines.music.styles import style


def test_every_pattern_of_every_style_exists() -> None:
    known = {"melody", "double"} | set(figures.FIGURES)
    for name in styles():
        for layer in style(name).layers:
            assert layer.pattern in known or percussion.plays(layer.pattern)
            assert layer.low < layer.high


def test_backbeat() -> None:
    piece = compose(Mood("happy"), 30.0, 1)
    drums = next(part for part in piece.parts if part.name == "drums")
    snares = [note.start % 4 for note in drums.notes if note.pitch == SNARE and note.velocity > 70]
    assert np.mean([beat in (1.0, 3.0) for beat in snares]) > 0.6
    assert any(note.pitch == KICK and note.start == piece.beats for note in drums.notes)


def test_swing_delays_the_second_eighth() -> None:
    piece = compose(Mood("lofi"), 40.0, 1)
    drums = next(part for part in piece.parts if part.name == "drums")
    second = 60 / piece.tempo
    off = [note.lag / second for note in drums.notes if note.start % 1 == 0.5 and note.start < piece.beats]
    on = [note.lag / second for note in drums.notes if note.start % 1 == 0]
    assert np.mean(off) == pytest.approx(style("lofi").swing - 0.5, abs=0.02)
    assert np.mean(on) == pytest.approx(0, abs=0.02)


def test_drums_wait_for_the_form_to_build() -> None:
    piece = compose(Mood("cinematic"), 60.0, 1)
    drums = next(part for part in piece.parts if part.name == "drums")
    assert min(piece.time(note.start) for note in drums.notes) > 8
