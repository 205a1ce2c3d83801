"""How close an export comes to what the encoder alone needs.

Three jobs, each against x264 fed the same number of raw frames from memory at the same settings in the same round:

    cuts     30 s of 1080×1920 video: three clips, an animated title, music
    still    20 s of one 1080p picture with a title and music
    convert  10 s of 720p BT.601 video in a 1080p draft (scaled and converted)

    python benchmarks/render.py [--rounds 3] [--seconds 30] [--json]

Prints wall and CPU time as multiples of the limit, and the highest memory of the child that exported.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from moviola.render.canvas import Canvas
from moviola.render.codecs import recipe
from moviola.render.compose import Composer
from moviola.render.encode import video_stream
from moviola.render.output import OutputSettings
from moviola.render.planes import copy
from moviola.render.worker import render
from moviola.timeline.model import Timeline

PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (1280, 720)


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=30, help="length of the job with cuts")
    options.add_argument("--quality", default="medium", choices=("low", "medium", "high"))
    options.add_argument("--json", action="store_true")
    options.add_argument("--child", nargs=2, metavar=("KIND", "JOB"), help=argparse.SUPPRESS)
    wanted = options.parse_args()
    if wanted.child:
        print(json.dumps(_child(wanted.child[0], json.loads(Path(wanted.child[1]).read_text()))))
        return
    with tempfile.TemporaryDirectory() as folder:
        jobs = _jobs(Path(folder), wanted.seconds, wanted.quality)
        results = {name: _compare(job, Path(folder), wanted.rounds) for name, job in jobs.items()}
    if wanted.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'job':<10}{'frames/s':>10}{'wall ×':>9}{'CPU ×':>9}{'peak MB':>9}   of x264 alone, median")
    for name, got in results.items():
        print(f"{name:<10}{got['rate']:>10.1f}{got['wall']:>9.2f}{got['cpu']:>9.2f}{got['peak_mb']:>9.0f}")


def _compare(job: dict[str, Any], folder: Path, rounds: int) -> dict[str, float]:
    path = folder / "job.json"
    path.write_text(json.dumps(job))
    pairs = [(_spawn("limit", path), _spawn("export", path)) for _ in range(rounds)]
    return {
        "wall": statistics.median(export["wall"] / limit["wall"] for limit, export in pairs),
        "cpu": statistics.median(export["cpu"] / limit["cpu"] for limit, export in pairs),
        "rate": statistics.median(export["frames"] / export["wall"] for _, export in pairs),
        "peak_mb": max(export["peak_mb"] for _, export in pairs),
    }


def _spawn(kind: str, job: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", kind, str(job)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    got: dict[str, float] = json.loads(done.stdout)
    return got


def _child(kind: str, job: dict[str, Any]) -> dict[str, float]:
    timeline = Timeline.model_validate(job["timeline"])
    output = OutputSettings.parse(job["output"])
    canvas = Canvas.of(timeline, output)
    frames = _raw(timeline, job, canvas) if kind == "limit" else []
    wall, cpu = time.perf_counter(), time.process_time()
    if kind == "limit":
        _encode(frames, canvas, output, Path(job["target"]))
    else:
        media = {sha: Path(path) for sha, path in job["media"].items()}
        render(timeline, media, output, Path(job["target"]), lambda _fraction, _stage: None)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "frames": canvas.frames,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _encode(frames: list[av.VideoFrame], canvas: Canvas, output: OutputSettings, target: Path) -> None:
    made_with = recipe(output, canvas)
    with av.open(str(target), "w", format=made_with.container) as out:
        stream = video_stream(out, made_with, canvas)
        for number in range(canvas.frames):
            frame = frames[number % len(frames)]
            frame.pts, frame.time_base, frame.pict_type = number, 1 / canvas.fps, 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _raw(timeline: Timeline, job: dict[str, Any], canvas: Canvas) -> list[av.VideoFrame]:
    """The frames of the export itself without its titles, up to 150 of them, decoded into memory."""
    media = {sha: Path(path) for sha, path in job["media"].items()}
    plain = timeline.model_copy(
        update={"tracks": tuple(track for track in timeline.tracks if track.type != 7)}
    )
    composer = Composer(plain, media, canvas)
    if job["still"]:
        return [copy(frame) for frame in composer.frames(0, 1)]
    return [copy(frame) for frame in composer.frames(0, min(150, canvas.frames))]


def _jobs(folder: Path, seconds: int, quality: str) -> dict[str, dict[str, Any]]:
    music = _music(folder / "music.wav", seconds)
    clips = [_clip(folder / f"clip{seed}.mp4", PORTRAIT, seed, min(seconds, 10)) for seed in range(3)]
    small = _clip(folder / "small.mp4", SMALL, 3, 10, matrix=6)
    picture = folder / "picture.png"
    cv2.imwrite(str(picture), _scene(np.random.default_rng(5), 1440, 2560))
    third = seconds * 1000 // 3
    cut = [_segment(path, "video", at * third, min(third, 10_000)) for at, path in enumerate(clips)]

    def job(
        name: str, video: list[dict[str, Any]], size: tuple[int, int], length: int, still: bool = False
    ) -> dict[str, Any]:
        files = [*clips, small, picture, music]
        tracks = [
            {"tt": 0, "sg": video},
            {"tt": 1, "sg": [_segment(music, "audio", 0, length)]},
            {"tt": 7, "sg": [{"id": "title", "s": 1000, "d": 5000, "x": "The Captain"}]},
        ]
        return {
            "timeline": {"t": tracks, "m": {"width": size[0], "height": size[1], "fps": 30}},
            "media": {_sha(path): str(path) for path in files},
            "output": {"format": "mp4", "quality": quality},
            "target": str(folder / f"{name}.mp4"),
            "still": still,
        }

    return {
        "cuts": job("cuts", cut, PORTRAIT, min(third, 10_000) * 3),
        "still": job("still", [_segment(picture, "image", 0, 20_000)], LANDSCAPE, 20_000, still=True),
        "convert": job("convert", [_segment(small, "video", 0, 10_000)], LANDSCAPE, 10_000),
    }


def _segment(path: Path, kind: str, start: int, length: int) -> dict[str, Any]:
    return {
        "id": f"{path.stem}{start}",
        "s": start,
        "d": length,
        "r": {"h": _sha(path), "k": kind, "n": path.name},
    }


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _scene(random: np.random.Generator, height: int, width: int) -> np.ndarray[Any, Any]:
    """A picture with soft areas and fine detail, like a photograph has: noise at every scale."""
    picture = np.full((height, width, 3), 110, np.float32)
    for octave in range(9):
        cells = 2 ** (octave + 1)
        noise = random.standard_normal((cells, cells * 2, 3)).astype(np.float32)
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * (60 / 1.7**octave)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _clip(path: Path, size: tuple[int, int], seed: int, seconds: int, matrix: int = 1) -> Path:
    """A slow camera move over a scene."""
    random = np.random.default_rng(seed)
    scene = _scene(random, size[1] + 400, size[0] + 400)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"preset": "veryfast", "crf": "18"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = matrix
        context.color_range = 1
        context.time_base = Fraction(1, 30)
        for number in range(30 * seconds):
            at = 400 * number / (30 * seconds)
            move = np.array([[1, 0, -at], [0, 1, -at / 2]])
            view = np.asarray(cv2.warpAffine(scene, move, size, flags=cv2.INTER_LINEAR), np.uint8)
            frame = av.VideoFrame.from_ndarray(view, format="bgr24").reformat(
                format="yuv420p", dst_colorspace="ITU709" if matrix == 1 else "ITU601", dst_color_range="MPEG"
            )
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def _music(path: Path, seconds: int) -> Path:
    at = np.arange(48_000 * max(seconds, 20)) / 48_000
    chord = np.sin(2 * np.pi * np.outer((220.0, 277.2, 329.6), at)).sum(axis=0) * 0.1
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(np.repeat((chord * 32767).astype("<i2"), 2).tobytes())
    return path


if __name__ == "__main__":
    main()
