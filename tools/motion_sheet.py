"""A contact sheet of motion clips: first, quarter, half and last frame, and what changed.

    python tools/motion_sheet.py OUT.png [--portrait FILE] [--landscape FILE] [--still FILE]

Pictures that are not given are made by the portrait and place engines. Clips are kept beside the sheet.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.base import Effect, ImageRequest, MotionRequest, Move, PortraitRequest, no_progress
from moviola.engines.motion.engine import MotionEngine

Picture = npt.NDArray[np.uint8]

_ROW = 300
_PORTRAIT = "a weathered sea captain in his sixties with a grey beard"
_LANDSCAPE = "sunset over a mountain lake"


@dataclass(frozen=True)
class Take:
    """One clip of the sheet."""

    name: str
    picture: Path
    size: tuple[int, int]
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()


def portrait(folder: Path) -> Path:
    """A face made by the portrait engine."""
    from moviola.engines.portrait.engine import PortraitEngine

    return PortraitEngine().run(PortraitRequest(description=_PORTRAIT, seed=1), folder, no_progress).file.path


def landscape(folder: Path) -> Path:
    """A place made by the place engine."""
    from moviola.engines.place.engine import PlaceEngine

    return PlaceEngine().run(ImageRequest(prompt=_LANDSCAPE, seed=1), folder, no_progress).file.path


def takes(face: Path, place: Path, still: Path) -> list[Take]:
    """What the sheet shows."""
    tall, wide = (1080, 1920), (1920, 1080)
    return [
        Take("portrait", face, tall, (Move(kind="push_in"),), (Effect(kind="breathe"),)),
        Take("portrait-wide", face, wide, (Move(kind="pan_left"),), (Effect(kind="breathe"),)),
        Take("lake", place, wide, (Move(kind="pan_left", strength=0.5),), (Effect(kind="ripple"),)),
        Take("lake-tall", place, tall, (Move(kind="pan_right"),)),
        Take("still", still, tall, (Move(kind="push_in"), Move(kind="roll_right"))),
        Take("still-default", still, wide),
    ]


def film(take: Take, engine: MotionEngine, folder: Path) -> list[Picture]:
    """Four frames of ``take`` and the change from the first to the second, four times as strong; BGR."""
    clip = folder / take.name
    clip.mkdir(exist_ok=True)
    request = MotionRequest(
        image=take.picture,
        width=take.size[0],
        height=take.size[1],
        moves=take.moves,
        effects=take.effects,
    )
    output = engine.run(request, clip, no_progress)
    print(take.name, output.parameters["framing"], [note.code for note in output.notes])
    with av.open(str(output.file.path)) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    chosen = [frames[round(share * (len(frames) - 1))] for share in (0, 0.25, 0.5, 1)]
    small = [cv2.resize(f, _fitted(take.size), interpolation=cv2.INTER_AREA) for f in chosen]
    change = np.clip(np.abs(small[0].astype(int) - small[1].astype(int)) * 4, 0, 255)
    return [np.asarray(picture, np.uint8) for picture in (*small, change)]


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    return round(size[0] * _ROW / size[1]), _ROW


def main() -> None:
    parser = argparse.ArgumentParser(description="Contact sheet of motion clips")
    parser.add_argument("out", type=Path)
    for name in ("portrait", "landscape", "still"):
        parser.add_argument(f"--{name}", type=Path)
    chosen = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    still = chosen.still or root / "tests" / "engines" / "motion" / "data" / "collins.jpg"
    folder = chosen.out.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    engine = MotionEngine()
    with tempfile.TemporaryDirectory() as made:
        face = chosen.portrait or portrait(Path(made))
        place = chosen.landscape or landscape(Path(made))
        rows = [np.hstack(film(take, engine, folder)) for take in takes(face, place, still)]
    width = max(row.shape[1] for row in rows)
    sheet = np.vstack([np.pad(row, ((0, 6), (0, width - row.shape[1]), (0, 0))) for row in rows])
    chosen.out.write_bytes(cv2.imencode(".png", sheet)[1].tobytes())


if __name__ == "__main__":
    main()
