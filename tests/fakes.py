"""A tiny real engine for every task, and a planner that is told what to plan."""

from __future__ import annotations

import time
import wave
from pathlib import Path
from typing import Any

from moviola.agent.plan import Action, Context, Plan
from moviola.engines.base import PREVIEW, EngineSpec, Output, OutputFile, Progress
from moviola.errors import EngineFailed

SPEC = EngineSpec(
    name="tiny",
    version="1",
    summary="small pictures, clips and sounds for tests",
    tasks=frozenset({"portrait", "portrait_edit", "image", "clip", "motion", "music", "composite", "board"}),
    entry="tests.fakes:TinyEngine",
    models=(),
    licence="Apache-2.0",
    commercial=True,
    memory_mb=100,
)


class TinyEngine:
    """Makes a 64 × 64 picture, a clip of that, or a tone. Words steer it: "slow" takes long, "fail" fails."""

    def run(self, request: Any, folder: Path, progress: Progress) -> Output:
        words = " ".join(
            str(getattr(request, name, "")) for name in ("description", "prompt", "instruction", "mood")
        )
        progress(0.1, "begin")
        if "slow" in words:
            for step in range(200):
                progress(0.1 + step / 250, "slow")
                time.sleep(0.05)
        if "fail" in words:
            raise EngineFailed("The tiny engine was told to fail. Ask for something else.")
        if request.task in ("image", "clip"):
            _picture(request, folder).path.rename(folder / PREVIEW)
            progress(0.2, "preview")
        make = {"clip": _clip, "motion": _clip, "music": _tone}.get(request.task, _picture)
        return Output(
            file=make(request, folder),
            engine=SPEC.name,
            version=SPEC.version,
            seed=request.seed,
            licence=SPEC.licence,
            data={"latent": f"of {words.strip()}"},
            label=words.strip().title(),
        )


def _shade(request: Any) -> int:
    return int(request.seed) % 200 + 20


def _picture(request: Any, folder: Path) -> OutputFile:
    from PIL import Image

    path = folder / "made.png"
    changes = len(getattr(request, "changes", ()))
    Image.new("RGB", (64, 64), (_shade(request), 80, 80 + changes)).save(path)
    return OutputFile(path=path, kind="image", width=64, height=64)


def _clip(request: Any, folder: Path) -> OutputFile:
    import av
    import numpy as np

    path = folder / "made.mp4"
    frames = max(1, round(request.duration_ms * request.fps / 1000))
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=request.fps, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for n in range(frames):
            picture = np.full((64, 64, 3), (n * 3) % 200, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return OutputFile(
        path=path, kind="video", width=64, height=64, duration_ms=request.duration_ms, fps=request.fps
    )


def _tone(request: Any, folder: Path) -> OutputFile:
    import numpy as np

    path = folder / "made.wav"
    t = np.arange(round(request.duration_ms * 48)) / 48000
    tone = (0.2 * np.sin(2 * np.pi * 440 * t) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(np.repeat(tone[:, None], 2, 1).tobytes())
    return OutputFile(path=path, kind="audio", duration_ms=request.duration_ms)


class Scripted:
    """A planner that gives the plans it was told, by the words of the message."""

    def __init__(self, **plans: tuple[Action, ...]):
        self.plans = plans
        self.seen: list[Context] = []

    def plan(self, text: str, context: Context) -> Plan:
        self.seen.append(context)
        key = text.partition(" ")[0]
        return Plan(
            actions=self.plans[key],
            no_music="silent" in text,
            no_title="silent" in text,
            only_clip="bare" in text,
        )
