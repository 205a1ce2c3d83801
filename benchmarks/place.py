"""Time, CPU time and memory of a place: a still, then ten seconds of film, stage by stage.

    python benchmarks/place.py [--prompt TEXT] [--width 1920] [--height 1080] [--seconds 10] [--seed 0]

Kernels and terrain are warmed first.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from moviola.engines.base import ClipRequest, ImageRequest, no_progress
from moviola.engines.place.animate import Animation
from moviola.engines.place.engine import PlaceEngine, draw_layers
from moviola.engines.place.movie import Movie
from moviola.engines.place.still import develop
from moviola.engines.place.words import understand


class _Watch:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._wall:6.2f} s wall  {time.process_time() - self._cpu:6.2f} s CPU"


class _Stages:
    """Progress that remembers how long each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._since = "start", time.perf_counter()

    def __call__(self, _: float, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompt", default="sunset over a mountain lake")
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    wish = understand(asked.prompt)
    if wish is None:
        raise SystemExit(f"no place in {asked.prompt!r}")
    engine = PlaceEngine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = ClipRequest(prompt=asked.prompt, seed=asked.seed, width=96, height=64, duration_ms=300)
        engine.run(small, folder, no_progress)
        develop(draw_layers(wish, asked.seed, 96, 64, no_progress))
        watch, stages = _Watch(), _Stages()
        still = ImageRequest(prompt=asked.prompt, seed=asked.seed, width=asked.width, height=asked.height)
        engine.run(still, folder, stages)
        print(f"still  {watch}  peak {_memory()} MB")
        print("       " + "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.seconds.items()))
        watch = _Watch()
        layers = draw_layers(wish, asked.seed, asked.width, asked.height, no_progress)
        animation = Animation(layers, asked.width, asked.height, asked.seconds)
        count = round(asked.seconds * 30)
        path = folder / "bench.mp4"
        with Movie(path, asked.width, asked.height, 30, "bench") as movie:
            for index in range(count):
                movie.add(animation.frame(index, 30))
        print(f"film   {watch}  peak {_memory()} MB  {count} frames  {path.stat().st_size / 1e6:.1f} MB")
        stages_ms = "  ".join(
            f"{stage} {total / count:.1f}" for stage, total in animation.milliseconds.items()
        )
        print(f"       ms per frame: {stages_ms}")


if __name__ == "__main__":
    main()
