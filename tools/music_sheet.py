"""Draws a contact sheet of the composer's moods: waveform and spectrogram of each piece, to look at.

python tools/music_sheet.py sheet.png --seconds 10 --seed 1 [mood ...]
"""

from __future__ import annotations

import argparse
import tempfile
import wave
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from moviola.engines.base import MusicRequest, Output, no_progress
from moviola.engines.music.engine import Composer
from moviola.engines.music.moods import styles

_WIDTH, _WAVE, _SPECTRUM, _HEAD = 620, 70, 150, 34


def read(path: Path) -> Any:
    """Samples [2, n] of a 16-bit WAV file, −1…1."""
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return raw.reshape(-1, 2).T.astype(np.float32) / 32768


def panel(samples: Any, output: Output) -> Any:
    """One mood: title, waveform with the cadence marked, log-frequency spectrogram (30 Hz – 16 kHz)."""
    sheet = np.full((_HEAD + _WAVE + _SPECTRUM, _WIDTH, 3), 18, np.uint8)
    data = output.data
    key = data["key"].replace("♭", "b").replace("♯", "#")
    title = f"{data['mood']}   {key}  {data['tempo']:.0f} bpm  {data['bars']:g} bars"
    cv2.putText(sheet, title, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (240, 240, 240), 1, cv2.LINE_AA)
    chords = " ".join(data["chords"])[:100]
    cv2.putText(sheet, chords, (4, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.33, (150, 190, 220), 1, cv2.LINE_AA)
    edges = np.linspace(0, samples.shape[1], _WIDTH + 1).astype(int)
    middle = _HEAD + _WAVE // 2
    for x, (low, high) in enumerate(pairwise(edges)):
        part = samples[:, low : max(high, low + 1)]
        top, bottom = float(part.max()), float(part.min())
        loud = max(-bottom, top) > 0.9
        cv2.line(
            sheet,
            (x, middle - round(top * _WAVE / 2)),
            (x, middle - round(bottom * _WAVE / 2)),
            (80, 80, 255) if loud else (200, 160, 60),
            1,
        )
    size = 4096
    starts = np.linspace(0, max(1, samples.shape[1] - size), _WIDTH).astype(int)
    mono = samples.mean(axis=0)
    frames = np.stack([mono[start : start + size] for start in starts]) * np.hanning(size)
    level = 20 * np.log10(np.abs(np.fft.rfft(frames)) / (size / 4) + 1e-9)
    rows = np.geomspace(16000, 30, _SPECTRUM) / 48000 * size
    picture = level[:, np.clip(rows.round().astype(int), 0, level.shape[1] - 1)].T
    shown = np.clip((picture + 95) / 80 * 255, 0, 255).astype(np.uint8)
    sheet[_HEAD + _WAVE :] = cv2.applyColorMap(shown, cv2.COLORMAP_MAGMA)
    x = round(data["cadence_ms"] / output.file.duration_ms * _WIDTH)
    cv2.line(sheet, (x, _HEAD), (x, _HEAD + _WAVE), (90, 220, 90), 1)
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("moods", nargs="*")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    engine = Composer()
    panels = []
    with tempfile.TemporaryDirectory() as folder:
        for mood in given.moods or styles():
            request = MusicRequest(mood=mood, duration_ms=round(given.seconds * 1000), seed=given.seed)
            output = engine.run(request, Path(folder), no_progress)
            panels.append(panel(read(output.file.path), output))
    if len(panels) % 2:
        panels.append(np.zeros_like(panels[0]))
    rows = [
        np.hstack([panels[i], np.full((panels[i].shape[0], 8, 3), 60, np.uint8), panels[i + 1]])
        for i in range(0, len(panels), 2)
    ]
    cv2.imwrite(str(given.target), np.vstack(rows))


if __name__ == "__main__":
    main()
