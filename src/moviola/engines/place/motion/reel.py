"""All frames of a film, whatever it shows: the place alive, hours or seasons passing, a moving camera, a flight."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from moviola.engines.base import Move, Progress, no_progress
from moviola.engines.place.layers import Layers
from moviola.engines.place.motion import flight, travel
from moviola.engines.place.motion.animation import Animation
from moviola.engines.place.motion.hours import passage
from moviola.engines.place.motion.raster import Plane, Planes, mixed, packed, split, windowed
from moviola.engines.place.motion.sun import Sun
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View
from moviola.render.ycbcr import i420

#: Draws the layers of a scene.
Draw = Callable[[Scene, View, Progress], Layers]
#: Goes over a finished picture [h, w, 3]; None: a photograph.
Hand = Callable[[Plane], Plane] | None
#: Samples along a pixel's edge where several hours or seasons are drawn.
_FEWER = 1.05
#: Seconds in which the end of a loop becomes its beginning, at most a third of the film; briefer where people walk and
#: cars drive, for two of each would be seen at once.
_SEAM, _BRIEF = 2.0, 0.6


class Reel:
    """``frame(index)`` gives planar 4:2:0 [height·3/2, width]; ask in order, for the hours are drawn as they come."""

    def __init__(
        self,
        scene: Scene,
        width: int,
        height: int,
        fps: int,
        count: int,
        draw: Draw,
        hand: Hand,
        progress: Progress,
        moves: tuple[Move, ...] = (),
    ) -> None:
        """``width`` and ``height`` are even, ``count`` frames at ``fps``. Draws what the first frame needs."""
        self._scene, self._size = scene, (width, height)
        self._fps, self._count = fps, count
        self._draw, self._hand = draw, hand
        self._scenes = passage(scene)
        self._living: dict[int, Animation] = {}
        seam = _BRIEF if scene.family == "street" else _SEAM
        self._seam = round(min(seam * fps, count / 3)) if scene.loop else 0
        self._moves = travel.moves_of(scene, moves)
        grow = travel.margin(self._moves)
        self._drawn = tuple(round(edge * grow / 2) * 2 for edge in self._size)
        if not flight.flies(scene.motion):
            self._animation(0, progress)

    def frame(self, index: int) -> Plane:
        """The frame with this number."""
        planes = self._seamless(index)
        if self._moves:
            planes = self._seen(planes, index)
        if self._hand is None:
            return packed(planes)
        return i420(self._hand(planes[0]))

    def _seamless(self, index: int) -> Planes:
        """The frame; at the beginning of a loop, what comes after its end gives way to it."""
        planes = self._moment(index)
        if index >= self._seam:
            return planes
        share = (index + 0.5) / self._seam
        return mixed(self._moment(self._count + index), planes, share * share * (3 - 2 * share))

    def _moment(self, index: int) -> Planes:
        if flight.flies(self._scene.motion):
            return self._flown(index)
        at = index / max(self._count - 1, 1) * (len(self._scenes) - 1)
        last = len(self._scenes) - 1
        if self._scene.loop and last:
            # the year or the day ends where it began
            at = index % self._count / self._count * len(self._scenes)
            last = len(self._scenes)
        first = min(int(at), max(last - 1, 0))
        share = at - first
        if self._scene.motion == "seasons":
            # each season has its time, then gives way
            share = float(np.clip((share - 0.45) / 0.55, 0, 1))
            share = share * share * (3 - 2 * share)
        one = self._animation(first % len(self._scenes), no_progress)
        if last == 0 or share <= 0:
            return self._shown(one, index, one.sun)
        other = self._animation((first + 1) % len(self._scenes), no_progress)
        # one sun on its way, not two that fade
        between = one.sun and other.sun and one.sun.toward(other.sun, share)
        return mixed(self._shown(one, index, between), self._shown(other, index, between), share)

    def _shown(self, animation: Animation, index: int, sun: Sun | None) -> Planes:
        if self._hand is not None:
            return [animation.picture(index, self._fps, sun)]
        return split(animation.frame(index, self._fps, sun))

    def _animation(self, key: int, progress: Progress) -> Animation:
        """The living place of one scene; only two are kept, for they are large."""
        if key in self._living:
            self._living[key] = self._living.pop(key)  # the last one used goes last
            return self._living[key]
        while len(self._living) > 1:
            del self._living[next(iter(self._living))]
        width, height = self._drawn
        view = View(width, height)
        if len(self._scenes) > 1:
            # another place is kept meanwhile, and many are drawn
            view = View(width, height, samples=_FEWER)
        layers = self._draw(self._scenes[key], view, progress)
        seconds = self._count / self._fps
        self._living[key] = Animation(
            layers, width, height, seconds, self._scene.loop, self._scene.motion == "timelapse"
        )
        return self._living[key]

    def _seen(self, planes: Planes, index: int) -> Planes:
        width, height = self._size
        wide, high = self._drawn
        window = travel.window(self._moves, index / max(self._count - 1, 1), self._scene.loop)
        return windowed(planes, window.left * wide, window.top * high, window.across * wide, width, height)

    def _flown(self, index: int) -> Planes:
        width, height = self._size
        view = flight.view(
            self._scene.family, self._scene.motion, index / max(self._count - 1, 1), width, height
        )
        pixels = develop(self._draw(self._scene, view, no_progress))
        large = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
        return [large] if self._hand is not None else split(i420(large))
