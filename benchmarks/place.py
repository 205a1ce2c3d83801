"""Time, CPU time and memory of a place: a still, then ten seconds of film, all in, against their targets.

    python benchmarks/place.py [--prompt TEXT] [--width 1920] [--height 1080] [--seconds 10] [--seed 0]

Kernels and terrain are warmed first. Last comes the CPU time of each stage of a frame that is not encoded. Where other
processes take the cores, half of the CPU seconds tell what two idle cores would need.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from moviola.engines.base import ClipRequest, ImageRequest, no_progress
from moviola.engines.place.engine import PlaceEngine
from moviola.engines.place.families import draw_layers
from moviola.engines.place.motion.animation import Animation
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import View
from moviola.engines.place.words import understand

#: Wall seconds on two cores: a still of 1920 × 1080, and ten seconds of film at 30 frames a second.
_STILL_TARGET = 4.0
_FILM_TARGET = 22.0
_FPS = 30
#: Frames that are drawn without an encoder, to count the CPU time of each stage.
_COUNTED = 20


class _Watch:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def told(self, target: float) -> str:
        """Wall and CPU seconds, and the wall seconds as a share of the target."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return f"{wall:6.2f} s wall = {wall / target:.2f} of {target:g} s  {cpu:6.2f} s CPU"


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
        develop(draw_layers(wish, asked.seed, View(96, 64), no_progress))
        watch, stages = _Watch(), _Stages()
        still = ImageRequest(prompt=asked.prompt, seed=asked.seed, width=asked.width, height=asked.height)
        engine.run(still, folder, stages)
        print(f"load   {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"still  {watch.told(_STILL_TARGET)}  peak {_memory()} MB")
        print("       " + "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.seconds.items()))
        watch = _Watch()
        clip = ClipRequest(
            prompt=asked.prompt, seed=asked.seed, width=asked.width, height=asked.height, fps=_FPS,
            duration_ms=round(asked.seconds * 1000),
        )  # fmt: skip
        made = engine.run(clip, folder, no_progress).file
        told = watch.told(_FILM_TARGET * asked.seconds / 10)
        print(f"film   {told}  peak {_memory()} MB  {made.path.stat().st_size / 1e6:.1f} MB")
        layers = draw_layers(wish, asked.seed, View(asked.width, asked.height), no_progress)
        animation = Animation(layers, asked.width, asked.height, asked.seconds, clock=time.process_time)
        for index in range(_COUNTED):
            animation.frame(index, _FPS)
        print(f"       CPU ms a frame, unencoded: {_per_frame(animation, _COUNTED)}")


def _per_frame(animation: Animation, count: int) -> str:
    told = "  ".join(f"{stage} {total / count:.1f}" for stage, total in animation.milliseconds.items())
    return f"{told}  in all {sum(animation.milliseconds.values()) / count:.1f}"


if __name__ == "__main__":
    main()
