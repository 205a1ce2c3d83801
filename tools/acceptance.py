"""The product's acceptance test: its main sentences, run as a person runs them.

``python tools/acceptance.py FOLDER`` writes the results, ``sheet.png`` (frames of everything, to be looked
at) and ``report.json`` (what was run, how long it took, what came out). It fails when a command fails or a
file is not what was asked for; whether the pictures are good is for eyes.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

from samples import sample

CAPTAIN = (
    "a weathered sea captain in his sixties with a grey beard, slow push in, he breathes, calm piano, "
    "title 'The Captain'"
)
TILE_HEIGHT = 360
COLUMNS = 5

Picture = npt.NDArray[np.uint8]


@dataclass
class Result:
    """One command and what came of it. Sizes in pixels and bytes, times in seconds."""

    name: str
    command: list[str]
    seconds: float = 0.0
    file: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    duration: float = 0.0
    video: str = ""
    audio: str = ""
    tags: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def moviola(*words: str) -> list[str]:
    return [sys.executable, "-m", "moviola", *words]


def make(folder: Path, name: str, *words: str) -> Result:
    """Run ``moviola make`` and look into its file."""
    target = folder / name
    target.unlink(missing_ok=True)
    result = Result(name, ["moviola", "make", *words, "-o", name], file=name)
    began = time.monotonic()
    done = subprocess.run(moviola("make", *words, "--yes", "-o", str(target)), capture_output=True, text=True)
    result.seconds = round(time.monotonic() - began, 1)
    print(f"{name}: {result.seconds} s\n{done.stderr}{done.stdout}", flush=True)
    if done.returncode != 0 or not target.exists():
        result.problems.append(f"exit {done.returncode}: {done.stderr.strip()[-400:]}")
        return result
    examine(target, result)
    return result


def examine(path: Path, result: Result) -> None:
    """Fill in what the file is."""
    result.size = path.stat().st_size
    if path.suffix == ".png":
        picture = cv2.imread(str(path))
        assert picture is not None
        result.height, result.width = picture.shape[:2]
        return
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        result.width, result.height = video.width, video.height
        result.video = video.codec_context.name
        result.audio = container.streams.audio[0].codec_context.name if container.streams.audio else ""
        result.duration = round((container.duration or 0) / av.time_base, 2)
        context = video.codec_context
        result.tags = [context.color_primaries, context.color_trc, context.colorspace, context.color_range]
        if context.pix_fmt != "yuv420p":
            result.problems.append(f"pixel format {context.pix_fmt}")


def expect(result: Result, **wanted: Any) -> None:
    for key, value in wanted.items():
        found = getattr(result, key)
        near = isinstance(value, float) and abs(found - value) <= 0.1
        if not result.problems and found != value and not near:
            result.problems.append(f"{key} is {found}, not {value}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chat(folder: Path) -> list[Result]:
    """``moviola serve`` and, in ``moviola chat``, a face and an edit of it."""
    home = folder / "home"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MOVIOLA_HOME": str(home)}
    lines = ["old sea captain", "/export chat1.png", "make the jaw softer", "/export chat2.png", "/quit"]
    results = [
        Result("chat1.png", ["chat", "old sea captain"], file="chat1.png"),
        Result("chat2.png", ["chat", "make the jaw softer"], file="chat2.png"),
    ]
    server = subprocess.Popen(
        moviola("serve", "--port", str(port)), env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, server)
        began = time.monotonic()
        done = subprocess.run(
            moviola("chat", "--url", url),
            input="\n".join(lines) + "\n",
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
        )
        print(done.stdout, done.stderr, flush=True)
        for result in results:
            result.seconds = round((time.monotonic() - began) / 2, 1)
            path = folder / result.file
            if path.exists():
                examine(path, result)
            else:
                result.problems.append("no file came out of the chat")
        if not re.search(r"jaw", done.stdout):
            results[1].problems.append("the reply does not say what changed")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    return results


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def frames(path: Path) -> list[Picture]:
    """Five moments of a video, or the one picture."""
    if path.suffix == ".png":
        picture = cv2.imread(str(path))
        return [] if picture is None else [picture.astype(np.uint8)]
    with av.open(str(path)) as container:
        pictures = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    moments = [round(share * (len(pictures) - 1)) for share in np.linspace(0, 1, COLUMNS)]
    return [pictures[moment].astype(np.uint8) for moment in moments]


def sheet(folder: Path, results: list[Result]) -> None:
    """All frames on one page: a row for each video, and one for all stills."""
    rows: list[Picture] = []
    stills: list[Picture] = []
    for result in results:
        path = folder / result.file
        if not path.exists():
            continue
        tiles = [
            cv2.resize(
                f, (round(f.shape[1] * TILE_HEIGHT / f.shape[0]), TILE_HEIGHT), interpolation=cv2.INTER_AREA
            )
            for f in frames(path)
        ]
        if len(tiles) == 1:
            stills.append(tiles[0].astype(np.uint8))
        else:
            rows.append(np.hstack(tiles).astype(np.uint8))
    if stills:
        rows.append(np.hstack(stills).astype(np.uint8))
    width = max(row.shape[1] for row in rows)
    page = [cv2.copyMakeBorder(r, 0, 8, 0, width - r.shape[1], cv2.BORDER_CONSTANT) for r in rows]
    cv2.imwrite(str(folder / "sheet.png"), np.vstack(page))


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "acceptance").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    photo = sample("astronaut")
    results = [make(folder, "captain.mp4", CAPTAIN)]
    expect(results[-1], width=1080, height=1920, duration=6.0, video="h264", audio="aac", tags=[1, 1, 1, 1])
    results.append(
        make(folder, "clip.mp4", str(photo), "animate this photo into a cinematic 5-second video clip")
    )
    expect(results[-1], duration=5.0, video="h264", audio="aac")
    results.append(make(folder, "lake.png", "sunset over a mountain lake"))
    expect(results[-1], width=1920, height=1080)
    water = folder / "lake.png"
    results.append(
        make(folder, "clip.webm", str(water), "pan left slowly, let the water ripple, add lo-fi music")
    )
    expect(results[-1], video="vp9", audio="opus")
    results.append(make(folder, "lake.mp4", "sunset over a mountain lake"))
    expect(results[-1], width=1920, height=1080, duration=10.0, video="h264", audio="aac")
    results += chat(folder)
    sheet(folder, results)
    (folder / "report.json").write_text(json.dumps([asdict(r) for r in results], indent=2) + "\n", "utf-8")
    failed = [f"{r.name}: {p}" for r in results for p in r.problems]
    print("\n".join(failed) or f"All {len(results)} results are there. Look at {folder / 'sheet.png'}.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
