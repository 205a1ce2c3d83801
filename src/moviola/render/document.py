"""A draft as a document: its shots as storyboard pages in a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from moviola.errors import BadRequest
from moviola.media.provenance import MAKER
from moviola.render.board import HEIGHT, WIDTH, Panel, pages
from moviola.render.canvas import Canvas
from moviola.render.compose import Composer
from moviola.render.output import OutputSettings, Progress
from moviola.render.still import to_rgb
from moviola.timeline.model import Clip, Timeline, Title

_INCH = 200.0
#: Pixels of the shorter edge of a shot's picture; more would not be seen on the page.
_EDGE = 540


def write(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, path: Path, progress: Progress
) -> dict[str, Any]:
    """A PDF with a panel for each clip of the draft, in order: how it looks in its middle, and the titles over it.

    Raises:
        BadRequest: the draft has no picture.
    """
    clips = sorted(timeline.clips, key=lambda clip: clip.start)
    if not clips:
        raise BadRequest(
            "There is no picture in the draft, so there is no storyboard. Add a picture or a clip first."
        )
    small = output.model_copy(update={"resolution": f"{_EDGE}p", "format": "png"})
    bare = timeline.model_copy(update={"tracks": tuple(t for t in timeline.tracks if t.type != 7)})
    canvas = Canvas.of(bare, small)
    panels = []
    for number, clip in enumerate(clips):
        progress(0.9 * number / len(clips), "compose")
        at = min(canvas.frames - 1, canvas.frame_at(clip.start + clip.duration // 2))
        composer = Composer(bare, media, canvas, waiting=lambda: None)
        frame = to_rgb(next(composer.frames(at, at + 1)), canvas)
        panels.append(
            Panel(np.asarray(frame[..., :3]), _words(clip, timeline), f"{clip.duration / 1000:g} s")
        )
    progress(0.92, "encode")
    heading = timeline.meta.title or clips[0].label or "Storyboard"
    sheets = [Image.fromarray(page) for page in pages(heading, panels)]
    sheets[0].save(
        path, "PDF", save_all=True, append_images=sheets[1:], resolution=_INCH, quality=92, title=heading,
        creator=MAKER, producer=MAKER,
    )  # fmt: skip
    return {"width": WIDTH, "height": HEIGHT, "frames": len(sheets)}


def _words(clip: Clip, timeline: Timeline) -> str:
    """What is said over a clip, or else what it shows."""
    over: list[Title] = [t for t in timeline.titles if clip.start <= (t.start + t.end) // 2 < clip.end]
    return " ".join(title.text for title in over) or clip.label
