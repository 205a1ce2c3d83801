from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moviola.engines.base import MusicRequest, Output, no_progress
from moviola.engines.music import SPEC
from moviola.engines.music.engine import Composer
from moviola.engines.music.moods import styles
from moviola.errors import BadRequest
from moviola.render.limiter import true_peak
from moviola.render.loudness import integrated_loudness


@pytest.fixture(scope="module")
def engine() -> Composer:
    return Composer()


def made(engine: Composer, folder: Path, mood: str, milliseconds: int, seed: int = 0) -> tuple[Output, Any]:
    request = MusicRequest(mood=mood, duration_ms=milliseconds, seed=seed)
    output = engine.run(request, folder, no_progress)
    with wave.open(str(output.file.path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 48000)
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return output, raw.reshape(-1, 2).T.astype(np.float32) / 32768


def loudest(samples: Any) -> Any:
    """Highest magnitude in each tenth of a second."""
    whole = samples.shape[1] // 4800
    return np.abs(samples[:, : whole * 4800]).max(axis=0).reshape(whole, 4800).max(axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("mood", styles())
def test_a_finished_recording(engine: Composer, tmp_path: Path, mood: str) -> None:
    output, samples = made(engine, tmp_path, mood, 7_345, seed=2)
    assert samples.shape == (2, 7_345 * 48)
    assert integrated_loudness(samples, 48000) == pytest.approx(-16, abs=0.5)
    assert true_peak(samples, 48000) <= -0.9
    assert np.abs(samples[:, 0]).max() <= 1 / 32768
    assert not samples[:, -40:].any()
    # It begins at once, has no hole, and dies away.
    levels = loudest(samples)
    assert levels[:5].max() > 0.02
    assert (levels[: round(output.data["cadence_ms"] / 100)] > 0.004).all()
    assert levels[-1] < 0.02
    assert levels[-3:].max() < 0.3 * levels.max()
    assert levels[-15:-10].max() > levels[-5:].max()
    # Both sides sound, alike but not the same.
    assert abs(20 * np.log10(samples[0].std() / samples[1].std())) < 3
    assert np.corrcoef(samples)[0, 1] < 0.995
    assert np.abs(np.diff(samples, axis=1)).max() < 0.6


@pytest.mark.slow
def test_one_request_one_recording(engine: Composer, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    _, first = made(engine, tmp_path / "a", "lo-fi", 5_000, seed=3)
    _, again = made(Composer(), tmp_path / "b", "lo-fi", 5_000, seed=3)
    _, other = made(engine, tmp_path / "c", "lo-fi", 5_000, seed=4)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.slow
@pytest.mark.parametrize("milliseconds", [500, 501, 1_200, 2_999, 61_003])
def test_any_length(engine: Composer, tmp_path: Path, milliseconds: int) -> None:
    output, samples = made(engine, tmp_path, "calm piano", milliseconds)
    assert samples.shape[1] == milliseconds * 48
    assert output.file.duration_ms == milliseconds
    assert integrated_loudness(samples, 48000) == pytest.approx(-16, abs=0.5)
    assert not samples[:, -40:].any()


def test_what_it_says_about_itself(engine: Composer, tmp_path: Path) -> None:
    seen: list[tuple[float, str]] = []
    request = MusicRequest(mood="平静的钢琴", duration_ms=4_000, seed=9)
    output = engine.run(request, tmp_path, lambda fraction, stage: seen.append((fraction, stage)))
    assert output.label == "Calm piano"
    assert output.data["label"] == {"en": "Calm piano", "zh": "平静钢琴"}
    assert output.data["mood"] == "calm piano"
    assert output.data["tempo"] > 40
    assert output.data["key"].endswith(("major", "minor"))
    assert 0 < output.data["cadence_ms"] < 4_000
    assert (output.engine, output.seed, output.licence) == (SPEC.name, 9, SPEC.licence)
    assert output.parameters["mood"] == "平静的钢琴"
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(seen) > 6
    assert list(tmp_path.iterdir()) == [output.file.path]


def test_unknown_music_is_refused_with_advice(engine: Composer, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"“polka”.*calm.*lo-fi"):
        engine.run(MusicRequest(mood="polka", duration_ms=2_000), tmp_path, no_progress)
    assert not list(tmp_path.iterdir())


def test_spec() -> None:
    assert SPEC.tasks == {"music"}
    assert SPEC.models == ("soundfont",)
    assert SPEC.commercial is True
    assert SPEC.seeded
    assert SPEC.entry == f"{Composer.__module__}:{Composer.__name__}"
