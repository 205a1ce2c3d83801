"""GIF: a palette made for this very clip, then every frame in it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import av.error
import av.filter

from moviola.render.canvas import Canvas
from moviola.render.compose import Composer
from moviola.render.output import OutputSettings, Progress
from moviola.timeline.model import Timeline

_COLOURS = {"low": 96, "medium": 176, "high": 256}
_DITHER = {"low": "bayer:bayer_scale=5", "medium": "bayer:bayer_scale=4", "high": "bayer:bayer_scale=3"}
_LOOKING = 0.4
_BEAT = 0.15


def write(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, path: Path, progress: Progress
) -> dict[str, Any]:
    """A GIF that repeats for ever, at most 480 pixels wide and 12.5 frames a second unless asked for more.

    The draft is composed twice, once to choose the colours and once to draw, so memory stays small.
    """
    canvas = Canvas.of(timeline, output)
    beat = _Beat(progress, canvas.frames)
    composer = Composer(timeline, media, canvas, waiting=beat.again)

    chooser, feed, result = _chain(
        canvas, f"stats_mode=full:max_colors={_COLOURS[output.quality]}:reserve_transparent=0"
    )
    for number, frame in enumerate(composer.frames()):
        feed.push(_stamped(frame, number, canvas))
        beat(number, 0.0, _LOOKING)
    feed.push(None)
    palette = result.pull()
    assert isinstance(palette, av.VideoFrame)
    del chooser

    painter, feed = _painter(canvas, palette, _DITHER[output.quality])
    with av.open(str(path), "w", format="gif") as out:
        stream = out.add_stream("gif", rate=canvas.fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "pal8"
        stream.codec_context.time_base = 1 / canvas.fps

        def drain() -> None:
            while (ready := _pulled(painter)) is not None:
                ready.time_base = 1 / canvas.fps
                out.mux(stream.encode(ready))

        for number, frame in enumerate(composer.frames()):
            feed.push(_stamped(frame, number, canvas))
            drain()
            beat(number, _LOOKING, 0.98)
        feed.push(None)
        drain()
        out.mux(stream.encode(None))
    return {
        "width": canvas.width,
        "height": canvas.height,
        "duration_ms": canvas.duration_ms,
        "frames": canvas.frames,
        "fps": float(canvas.fps),
        "video_codec": "gif",
    }


def _chain(
    canvas: Canvas, palette: str
) -> tuple[av.filter.Graph, av.filter.context.FilterContext, av.filter.context.FilterContext]:
    """A graph that looks at frames and gives one palette at the end."""
    graph = av.filter.Graph()
    feed = graph.add("buffer", _buffer(canvas, "yuv420p"))
    colours = graph.add("scale", _to_rgb(canvas))
    choose = graph.add("palettegen", palette)
    sink = graph.add("buffersink")
    for one, other in ((feed, colours), (colours, choose), (choose, sink)):
        one.link_to(other)
    graph.configure()
    return graph, feed, sink


def _painter(
    canvas: Canvas, palette: av.VideoFrame, dither: str
) -> tuple[av.filter.Graph, av.filter.context.FilterContext]:
    """A graph that draws frames in ``palette``."""
    graph = av.filter.Graph()
    feed = graph.add("buffer", _buffer(canvas, "yuv420p"))
    colours = graph.add("scale", _to_rgb(canvas))
    chosen = graph.add(
        "buffer",
        f"video_size={palette.width}x{palette.height}:pix_fmt={palette.format.name}:time_base=1/1000",
    )
    use = graph.add("paletteuse", f"dither={dither}:diff_mode=rectangle")
    sink = graph.add("buffersink")
    feed.link_to(colours)
    colours.link_to(use, 0, 0)
    chosen.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    chosen.push(palette)
    chosen.push(None)
    return graph, feed


def _buffer(canvas: Canvas, pixels: str) -> str:
    base = 1 / canvas.fps
    matrix = canvas.matrix
    return (
        f"video_size={canvas.width}x{canvas.height}:pix_fmt={pixels}:time_base={base.numerator}/{base.denominator}"
        f":pixel_aspect=1/1:colorspace={matrix}:range=tv"
    )


def _to_rgb(canvas: Canvas) -> str:
    colours = f"in_color_matrix={canvas.matrix}:in_range=limited:out_range=full"
    return f"flags=bicubic+accurate_rnd+full_chroma_int:{colours}"


def _stamped(frame: av.VideoFrame, number: int, canvas: Canvas) -> av.VideoFrame:
    frame.pts, frame.time_base = number, 1 / canvas.fps
    frame.colorspace, frame.color_range = (1 if canvas.matrix == "bt709" else 6), 1
    return frame


def _pulled(graph: av.filter.Graph) -> av.VideoFrame | None:
    try:
        return graph.vpull()
    except (BlockingIOError, EOFError):
        return None


class _Beat:
    """Progress by frames, several times a second."""

    def __init__(self, progress: Progress, frames: int) -> None:
        self._progress = progress
        self._frames = frames
        self._last = 0.0
        self._fraction = 0.0

    def __call__(self, number: int, low: float, high: float) -> None:
        now = time.monotonic()
        if now - self._last >= _BEAT:
            self._last = now
            self._fraction = low + (high - low) * number / self._frames
            self.again()

    def again(self) -> None:
        """Say the same once more: still at work."""
        self._progress(self._fraction, "encode")
