"""One picture out of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from PIL import Image

from moviola.media import provenance
from moviola.media.image import Pixels, flatten, load_pixels
from moviola.media.names import named
from moviola.render.canvas import Canvas
from moviola.render.compose import Composer, local
from moviola.render.output import OutputSettings, Progress
from moviola.render.text.sprite import Sprite, draw_title
from moviola.timeline.model import Clip, TextTrack, Timeline, Title, VideoTrack

_JPEG = {"low": 75, "medium": 87, "high": 95}
_WEBP = {"low": 70, "medium": 82, "high": 92}
_WEBP_EDGE = 16383


def write(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, path: Path, progress: Progress
) -> dict[str, Any]:
    """A PNG, JPEG or WebP; gives the facts of the file.

    A draft of a single picture gives that picture whole, at its own size, with its first title on it. Any other
    gives the frame at ``output.at_ms``, or a third of the way in. A picture of ours keeps its provenance in PNG
    and JPEG.
    """
    only = single_picture(timeline)
    facts: dict[str, str] = {}
    if only is not None:
        pixels = _native(timeline, only, media, output)
        facts = provenance.read(local(only.media, media))
    else:
        canvas = Canvas.of(timeline, output)
        moment = timeline.duration // 3 if output.at_ms is None else output.at_ms
        number = min(canvas.frames - 1, canvas.frame_at(moment))
        composer = Composer(timeline, media, canvas, waiting=lambda: progress(0.1, "compose"))
        pixels = to_rgb(next(composer.frames(number, number + 1)), canvas)
    progress(0.6, "encode")
    _save(pixels, output, path, facts)
    return {"width": pixels.shape[1], "height": pixels.shape[0], "frames": 1}


def single_picture(timeline: Timeline) -> Clip | None:
    """The one still of a draft that has no other picture; None otherwise."""
    clips = [clip for track in timeline.tracks if isinstance(track, VideoTrack) for clip in track.segments]
    return (
        clips[0] if len({clip.media.hash for clip in clips}) == 1 and clips[0].media.kind == "image" else None
    )


def to_rgb(frame: av.VideoFrame, canvas: Canvas) -> Pixels:
    """uint8 [height, width, 3] of a canvas frame."""
    rgb = frame.reformat(
        format="rgb24",
        src_colorspace="ITU709" if canvas.matrix == "bt709" else "ITU601",
        src_color_range="MPEG",
        dst_color_range="JPEG",
        interpolation=_ACCURATE,
    )
    return np.asarray(rgb.to_ndarray(), np.uint8)


_ACCURATE = int(
    av.video.reformatter.Interpolation.BICUBIC
    | av.video.reformatter.Interpolation.ACCURATE_RND
    | av.video.reformatter.Interpolation.FULL_CHR_H_INT
)


def _native(timeline: Timeline, clip: Clip, media: Mapping[str, Path], output: OutputSettings) -> Pixels:
    path = local(clip.media, media)
    with named(clip.media.name or path.name):
        pixels = load_pixels(path)
    if output.resolution is not None:
        width, height = output.size(pixels.shape[1], pixels.shape[0])
        image = Image.fromarray(pixels)
        pixels = np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))
    high, wide = pixels.shape[:2]
    for title in _titles(timeline, output.at_ms):
        pixels = stamp(pixels, draw_title(title, wide, high))
    return flatten(pixels, (0, 0, 0)) if output.format == "jpg" else pixels


def _titles(timeline: Timeline, at_ms: int | None) -> list[Title]:
    """The titles seen together at a moment; when none is named, with the first one."""
    every = [title for track in timeline.tracks if isinstance(track, TextTrack) for title in track.segments]
    if not every:
        return []
    first = min(every, key=lambda title: title.start)
    moment = (first.start + first.end) // 2 if at_ms is None else at_ms
    return [title for title in every if title.start <= moment < title.end]


def stamp(pixels: Pixels, sprite: Sprite) -> Pixels:
    """A copy of ``pixels`` with ``sprite`` over it."""
    done = pixels.copy()
    high, wide = sprite.pixels.shape[:2]
    region = done[sprite.y : sprite.y + high, sprite.x : sprite.x + wide]
    keep = cv2.merge([255 - sprite.pixels[..., 3]] * 3)
    if pixels.shape[2] == 4:
        opaque = region[..., 3:].astype(np.float32) / 255
        over = sprite.pixels[..., 3:].astype(np.float32) / 255
        alpha = over + opaque * (1 - over)
        colour = sprite.pixels[..., :3] + region[..., :3] * opaque * (1 - over)
        region[..., :3] = np.rint(np.clip(colour / np.maximum(alpha, 1e-6), 0, 255))
        region[..., 3:] = np.rint(alpha * 255)
    else:
        region[...] = cv2.add(cv2.multiply(region, keep, scale=1 / 255), sprite.pixels[..., :3])
    return done


def _save(pixels: Pixels, output: OutputSettings, path: Path, facts: Mapping[str, str]) -> None:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if output.format == "jpg":
        told: dict[str, Any] = {"comment": provenance.as_line(facts)} if facts else {}
        image.save(path, "JPEG", quality=_JPEG[output.quality], subsampling=0, optimize=True, **told)
    elif output.format == "webp":
        if max(image.size) > _WEBP_EDGE:
            image.thumbnail((_WEBP_EDGE, _WEBP_EDGE), Image.Resampling.LANCZOS)
        image.save(path, "WEBP", quality=_WEBP[output.quality], method=4)
    else:
        image.save(path, "PNG", compress_level=6, pnginfo=provenance.as_png(facts))
