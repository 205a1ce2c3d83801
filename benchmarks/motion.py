"""How fast stills become clips: frames a second, ratio to real time and to x264 alone, memory, jitter.

    python benchmarks/motion.py [PICTURE] [--seconds 5]

Without a picture a synthetic one is filmed. The limit is x264 fed the same frames from memory at the same
settings; each case is run in a fresh process, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np

from moviola.engines.base import Effect, EffectKind, MotionRequest, Move, MoveKind, no_progress
from moviola.engines.motion.engine import MotionEngine
from moviola.engines.motion.shift import shift
from moviola.render.film import Film

FPS = 30
CASES: dict[str, tuple[tuple[MoveKind, ...], tuple[EffectKind, ...]]] = {
    "push in": (("push_in",), ()),
    "pan": (("pan_right",), ()),
    "push in + breathe": (("push_in",), ("breathe",)),
    "push in + ripple": (("push_in",), ("ripple",)),
}


def jitter(clip: Path) -> tuple[float, float]:
    """Largest departure of the movement from frame to frame from a smooth curve, pixels across and down."""
    with av.open(str(clip)) as container:
        grey = [
            np.asarray(frame.to_ndarray(format="gray"), np.float32) for frame in container.decode(video=0)
        ]
    shifts = np.array([shift(a, b) for a, b in pairwise(grey)])
    t = np.linspace(-1, 1, len(shifts))
    curves = [np.polynomial.Polynomial.fit(t, shifts[:, axis], 8)(t) for axis in (0, 1)]
    return tuple(float(np.abs(shifts[:, axis] - curves[axis]).max()) for axis in (0, 1))  # type: ignore[return-value]


def x264_alone(clip: Path, width: int, height: int, folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds to encode the frames of ``clip`` again from memory."""
    with av.open(str(clip)) as container:
        frames = [
            [np.frombuffer(memoryview(plane), np.uint8).copy() for plane in frame.planes]
            for frame in container.decode(container.streams.video[0])
        ]
    wall, cpu = time.perf_counter(), time.process_time()
    with Film(folder / "again.mp4", width, height, FPS) as film:
        for planes in frames:
            frame, views = film.blank()
            for view, plane in zip(views, planes, strict=True):
                view[:] = plane.reshape(view.shape[0], -1)[:, : view.shape[1]]
            film.add(frame)
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(case: str, picture: Path, seconds: float, width: int, height: int) -> dict[str, float]:
    """One case in this process, after one short run that loads the networks."""
    moves, effects = CASES[case]
    request = MotionRequest(
        image=picture,
        width=width,
        height=height,
        fps=FPS,
        duration_ms=round(1000 * seconds),
        moves=tuple(Move(kind=kind) for kind in moves),
        effects=tuple(Effect(kind=kind) for kind in effects),
    )
    engine = MotionEngine()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        engine.run(request.model_copy(update={"duration_ms": 200}), folder, no_progress)
        wall, cpu = time.perf_counter(), time.process_time()
        output = engine.run(request, folder, no_progress)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        limit_wall, limit_cpu = x264_alone(output.file.path, width, height, folder)
        across, down = jitter(output.file.path) if case == "pan" else (0.0, 0.0)
    return {
        "done": float(not output.notes),
        "fps": seconds * FPS / wall,
        "of_real_time": wall / seconds,
        "cpu_ms": 1000 * cpu / (seconds * FPS),
        "wall_to_limit": wall / limit_wall,
        "cpu_to_limit": cpu / limit_cpu,
        "peak_mb": peak,
        "jitter_x": across,
        "jitter_y": down,
    }


def synthetic(path: Path) -> Path:
    """A picture with detail at every scale."""
    random = np.random.default_rng(1)
    picture = np.full((1440, 2560, 3), 128.0, np.float32)
    for cells in (8, 32, 128, 512):
        noise = random.uniform(-1, 1, (cells, cells, 3)).astype(np.float32)
        picture += 60 / cells**0.15 * cv2.resize(noise, (2560, 1440), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(path), np.clip(picture, 0, 255).astype(np.uint8))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed of the motion engine")
    parser.add_argument("picture", type=Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--case", choices=sorted(CASES), help="run this one alone and print JSON")
    chosen = parser.parse_args()
    width, height = (int(edge) for edge in chosen.size.split("x"))
    if chosen.case:
        print(json.dumps(measure(chosen.case, chosen.picture, chosen.seconds, width, height)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        picture = chosen.picture or synthetic(Path(scratch) / "picture.png")
        print(f"{'case':20} fps  ×real  CPU ms  wall/x264  CPU/x264  peak MB  jitter px")
        for case in CASES:
            options = ["--seconds", str(chosen.seconds), "--size", chosen.size, "--case", case]
            command = [sys.executable, __file__, str(picture), *options]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            row = f"{case:20} {found['fps']:3.0f}  {found['of_real_time']:5.2f}  {found['cpu_ms']:6.1f}"
            row += f"  {found['wall_to_limit']:9.2f}  {found['cpu_to_limit']:8.2f}  {found['peak_mb']:7.0f}"
            row += f"  {found['jitter_x']:.3f}/{found['jitter_y']:.3f}" if case == "pan" else ""
            print(row if found["done"] else f"{row}  (the effect found nothing to move)")


if __name__ == "__main__":
    main()
