from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from moviola.render.output import OutputSettings
from moviola.render.worker import render
from tests.render.clips import Shelf, draft, image, patches, quiet, video


def _frames(path: Path) -> list[tuple[Image.Image, int]]:
    with Image.open(path) as gif:
        found = []
        for number in range(getattr(gif, "n_frames", 1)):
            gif.seek(number)
            found.append((gif.convert("RGB"), int(gif.info["duration"])))
        assert gif.info["loop"] == 0, "it repeats for ever"
        return found


@pytest.mark.parametrize("quality", ["low", "medium", "high"])
def test_a_gif_moves_at_the_right_speed(tmp_path: Path, quality: str) -> None:
    shelf = Shelf()
    timeline = draft([shelf.clip(video(tmp_path / "a.mp4", frames=48), 0, 1600)])
    output = OutputSettings.parse({"format": "gif", "quality": quality})
    made = render(timeline, shelf.files, output, tmp_path / "out.gif", quiet)
    frames = _frames(tmp_path / "out.gif")
    assert (made.frames, made.duration_ms) == (20, 1600)
    assert len(frames) == 20
    assert sum(delay for _, delay in frames) == 1600
    shades = [float(np.asarray(frame).mean()) for frame, _ in frames]
    assert shades == sorted(shades) and shades[-1] - shades[0] > 150


def test_its_colours_are_those_of_the_picture(tmp_path: Path) -> None:
    shelf = Shelf()
    pixels = patches(96, 64)
    timeline = draft([shelf.clip(image(tmp_path / "a.png", pixels), 0, 400)], size=(96, 64))
    render(timeline, shelf.files, OutputSettings(format="gif"), tmp_path / "out.gif", quiet)
    got = np.asarray(_frames(tmp_path / "out.gif")[0][0]).astype(int)
    for x in (12, 36, 60, 84):
        assert abs(got[32, x] - pixels[32, x]).max() <= 8
