"""Exports that are heard and not seen, and sound cut to the length of a video."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np

from moviola.render import audio
from moviola.render.canvas import Canvas
from moviola.render.codecs import recipe
from moviola.render.encode import SAMPLE_RATE, Sound, SoundWriter
from moviola.render.output import OutputSettings, Progress
from moviola.timeline.model import Timeline

_SECOND = SAMPLE_RATE
_MIXING = 0.6


def fit(samples: Sound, length: int) -> Sound:
    """``samples`` [2, n] cut or filled with silence to exactly ``length``."""
    have = samples.shape[1]
    if have == length:
        return samples
    if have > length:
        return samples[:, :length]
    return np.pad(samples, ((0, 0), (0, length - have)))


def write(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, path: Path, progress: Progress
) -> dict[str, Any]:
    """The mix of ``timeline`` as WAV (16 bits) or MP3; gives the facts of the file."""
    mixed = audio.mix(timeline, media, lambda fraction, stage: progress(_MIXING * fraction, stage))
    samples = fit(mixed, round(timeline.duration * SAMPLE_RATE / 1000))
    seconds = max(1, samples.shape[1] // _SECOND)

    def done(at: float) -> None:
        progress(_MIXING + (0.99 - _MIXING) * min(1.0, at / seconds), "encode")

    if output.format == "wav":
        _write_wave(samples, path, done)
        codec = "pcm_s16le"
    else:
        made_with = recipe(output, Canvas.of(timeline, output))
        codec = made_with.audio
        with av.open(
            str(path), "w", format=made_with.container, container_options=dict(made_with.container_options)
        ) as out:
            writer = SoundWriter(out, made_with, samples)
            for second in range(1, seconds + 1):
                writer.write_until(second)
                done(second)
            writer.finish()
    return {"duration_ms": timeline.duration, "audio_codec": codec}


def _write_wave(samples: Sound, path: Path, done: Callable[[float], None]) -> None:
    with path.open("wb") as file, wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        for at in range(0, samples.shape[1], _SECOND):
            block = np.clip(samples[:, at : at + _SECOND] * 32767, -32768, 32767)
            out.writeframes(np.rint(block).astype("<i2").T.tobytes())
            done(at / _SECOND)
