"""How long composing, playing and mastering take, and how much memory; and how fast a timeline's sound is mixed.

    python benchmarks/music.py [--seconds 6 10 60] [--moods calm epic lofi]

Prints one line a recording: wall and CPU seconds, the share of real time, loudness and true peak reached. The
limit beside it is what no such engine can avoid: writing the finished samples and measuring their loudness once.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

from moviola.engines.base import MusicRequest, no_progress
from moviola.engines.music.engine import Composer
from moviola.engines.music.production import to_pcm
from moviola.render.audio import mix
from moviola.render.limiter import true_peak
from moviola.render.loudness import integrated_loudness
from moviola.render.pcm import RATE
from moviola.timeline.model import AudioTrack, Media, Sound, Timeline


def recording(engine: Composer, mood: str, seconds: float, folder: Path) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    request = MusicRequest(mood=mood, duration_ms=round(seconds * 1000), seed=1)
    path = engine.run(request, folder, no_progress).file.path
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    samples = np.ascontiguousarray(raw.reshape(-1, 2).T, dtype=np.float32) / np.float32(32768)
    limit = time.process_time()
    loudness = integrated_loudness(samples, RATE)
    to_pcm(samples, 1).T.tobytes()
    limit = time.process_time() - limit
    print(
        f"{mood:12} {seconds:6.1f} s  wall {wall:6.2f}  cpu {cpu:6.2f}  real time x{seconds / cpu:6.1f}  "
        f"cpu/limit {cpu / limit:5.1f}  {loudness:6.2f} LUFS  {true_peak(samples, RATE):5.2f} dBTP"
    )


def mixing(engine: Composer, folder: Path) -> None:
    """Three minutes: one piece of music under four spoken stretches."""
    music = engine.run(MusicRequest(mood="calm", duration_ms=180_000), folder, no_progress).file.path
    media = Media(hash="0" * 64, kind="audio", duration=180_000)
    voice = Media(hash="1" * 64, kind="audio", duration=180_000)
    segments = tuple(
        Sound(id=f"v{index}", start=20_000 + 40_000 * index, duration=15_000, media=voice, role="voice")
        for index in range(4)
    )
    draft = Timeline(
        tracks=(
            AudioTrack(segments=(Sound(id="m", duration=180_000, media=media, volume=0.5),)),
            AudioTrack(segments=segments),
        )
    )
    cpu = time.process_time()
    mix(draft, {"0" * 64: music, "1" * 64: music}, no_progress)
    print(f"mix of 180 s, music and four voices: cpu {time.process_time() - cpu:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, nargs="+", default=[6, 10, 60])
    parser.add_argument(
        "--moods", nargs="+", default=["calm piano", "lofi", "cinematic", "epic", "electronic"]
    )
    given = parser.parse_args()
    engine = Composer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording(engine, "calm", 2, folder)
        for seconds in given.seconds:
            for mood in given.moods:
                recording(engine, mood, seconds, folder)
        mixing(engine, folder)
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
