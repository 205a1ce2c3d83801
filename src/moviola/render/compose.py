"""The draft, frame by frame: which clip is seen, with which titles over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av

from moviola.errors import NotFound
from moviola.render import animation
from moviola.render.animation import Pose
from moviola.render.canvas import Canvas
from moviola.render.overlay import Overlay
from moviola.render.planes import black, copy
from moviola.render.source import Source, open_source
from moviola.render.text.sprite import draw_title
from moviola.timeline.model import Clip, Media, TextTrack, Timeline, Title, VideoTrack


@dataclass(frozen=True)
class Shot:
    """Frames ``first`` up to ``last`` show ``clip`` from its frame ``skip`` on; None is black."""

    first: int
    last: int
    clip: Clip | None
    skip: int = 0


def shots(timeline: Timeline, canvas: Canvas) -> tuple[Shot, ...]:
    """What is seen when: without gaps, 0 to ``canvas.frames``. A later track hides the earlier ones."""
    layers = [
        (canvas.frame_at(clip.start), canvas.frame_at(clip.end), clip)
        for track in timeline.tracks
        if isinstance(track, VideoTrack)
        for clip in track.segments
    ]
    cuts = sorted({0, canvas.frames} | {at for first, last, _ in layers for at in (first, last)})
    found: list[Shot] = []
    for first, last in pairwise(cuts):
        if first >= canvas.frames:
            break
        top = next((layer for layer in reversed(layers) if layer[0] <= first < layer[1]), None)
        clip, skip = (top[2], first - top[0]) if top else (None, 0)
        if found and found[-1].clip is clip:
            found[-1] = Shot(found[-1].first, last, clip, found[-1].skip)
        else:
            found.append(Shot(first, last, clip, skip))
    return tuple(found)


def local(media: Media, files: Mapping[str, Path]) -> Path:
    """The file of ``media``.

    Raises:
        NotFound: it is not here.
    """
    path = files.get(media.hash)
    if path is None or not path.is_file():
        name = media.name or f"{media.kind} {media.hash[:12]}"
        raise NotFound(f"The file of {name} is missing. Upload it again or take the clip out of the draft.")
    return path


class Composer:
    """Paints ``timeline`` on ``canvas``. ``waiting`` is called now and then while a source is slow.

    Raises:
        NotFound: a clip's file is missing.
    """

    def __init__(
        self,
        timeline: Timeline,
        files: Mapping[str, Path],
        canvas: Canvas,
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        self._canvas = canvas
        self._waiting = waiting
        self._shots = shots(timeline, canvas)
        self._paths = {
            shot.clip.media.hash: local(shot.clip.media, files) for shot in self._shots if shot.clip
        }
        self._titles = [
            _Shown(title, canvas)
            for track in timeline.tracks
            if isinstance(track, TextTrack)
            for title in track.segments
        ]

    def frames(self, first: int = 0, last: int | None = None) -> Iterator[av.VideoFrame]:
        """The yuv420p frames ``first`` up to ``last``. A frame may be the same object as the one before.

        Raises:
            UnsupportedFile: a clip cannot be decoded.
        """
        end = self._canvas.frames if last is None else last
        played = [_cut(shot, first, end) for shot in self._shots if shot.last > first and shot.first < end]
        opened: dict[int, Source] = {}
        dark = black(self._canvas.width, self._canvas.height)
        ahead = round(self._canvas.fps)
        base: av.VideoFrame | None = None
        drawn: tuple[tuple[Pose | None, ...], av.VideoFrame] | None = None
        try:
            for index, shot in enumerate(played):
                for number in range(shot.first, shot.last):
                    self._open(opened, played, index)
                    if shot.last - number <= ahead:
                        self._open(opened, played, index + 1)
                    below = opened[index].next() if index in opened else dark
                    poses = tuple(title.pose(number) for title in self._titles)
                    if below is not base or drawn is None or drawn[0] != poses:
                        drawn = (poses, self._draw(below, poses))
                    base = below
                    yield drawn[1]
                if index in opened:
                    opened.pop(index).close()
        finally:
            for source in opened.values():
                source.close()

    def _open(self, opened: dict[int, Source], played: list[Shot], index: int) -> None:
        if index in opened or index >= len(played):
            return
        shot = played[index]
        if shot.clip is not None:
            path = self._paths[shot.clip.media.hash]
            count = shot.last - shot.first
            opened[index] = open_source(shot.clip, path, self._canvas, shot.skip, count, self._waiting)

    def _draw(self, below: av.VideoFrame, poses: tuple[Pose | None, ...]) -> av.VideoFrame:
        if all(pose is None or pose.opacity <= 0 for pose in poses):
            return below
        frame = copy(below)
        for title, pose in zip(self._titles, poses, strict=True):
            if pose is not None:
                title.draw(frame, pose)
        return frame


class _Shown:
    """A title on the canvas, drawn once when it is first seen."""

    def __init__(self, title: Title, canvas: Canvas) -> None:
        self._title = title
        self._canvas = canvas
        self._first, self._last = canvas.frame_at(title.start), canvas.frame_at(title.end)
        self._overlay: Overlay | None = None
        self._em = title.style.size * min(canvas.width, canvas.height)

    def pose(self, number: int) -> Pose | None:
        if not self._first <= number < self._last:
            return None
        fps = float(self._canvas.fps)
        seconds, duration = (number - self._first + 0.5) / fps, (self._last - self._first) / fps
        return animation.pose(self._title.style.animation, seconds, duration, self._em)

    def draw(self, frame: av.VideoFrame, pose: Pose) -> None:
        if self._overlay is None:
            sprite = draw_title(self._title, self._canvas.width, self._canvas.height)
            self._overlay = Overlay(sprite, self._canvas.matrix)
        self._overlay.draw(frame, pose)


def _cut(shot: Shot, first: int, last: int) -> Shot:
    begin = max(shot.first, first)
    return Shot(begin, min(shot.last, last), shot.clip, shot.skip + begin - shot.first)
