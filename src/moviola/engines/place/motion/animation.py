"""A place alive: its layers put together again for every frame.

The picture is composed a little larger than the frame and from the viewpoint that it was drawn from: clouds travel on
their shell, the water reads a mirror that follows them, and what stands lies over both. Then it is seen from where the
drifting camera has come to, and what moves freely comes before it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.city.lamps import draw_lamps
from moviola.engines.place.city.windows import Windows
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Anchored, Costly, Layers, view_rows
from moviola.engines.place.motion.clouds import air_at, carry_clouds, fill_mirror, lay_sky
from moviola.engines.place.motion.halved import Halved
from moviola.engines.place.motion.parallax import Parallax, drift_of, frame_of
from moviola.engines.place.motion.sun import Sun, SunWay, sun_of
from moviola.engines.place.post.blend import lay_over
from moviola.engines.place.post.still import rays_of
from moviola.engines.place.post.tone import Bytes, curve_table, glow_of, to_rgb, to_yuv
from moviola.engines.place.resample import AREA, LINEAR, NEAREST, fit
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Mirror, Surface, blurred, draw_water, settle

#: The mirror's share of the film's resolution.
_MIRROR = 0.5
#: Columns of the film between two rays that are followed into the mirror.
_STRIDE = 2
#: Frames between two looks at what glows, and at slow clouds.
_GLOW_EVERY = 3
_SKY_EVERY = 2
#: Fine static grain against banding.
_GRAIN = 0.004

_Plane = TypeVar("_Plane", bound=NDArray[Any])


class Animation:
    """Frames of one place; ``milliseconds`` holds the time spent by stage."""

    def __init__(
        self,
        layers: Layers,
        width: int,
        height: int,
        seconds: float,
        loop: bool = False,
        swift: bool = False,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``width`` and ``height`` are even; ``seconds`` is the length of the film.

        In a ``loop`` the camera goes there and back; where hours pass, clouds are ``swift``.
        """
        self.milliseconds: dict[str, float] = {}
        self._clock = clock
        self._since = clock()
        self._seconds = max(seconds, 1e-3)
        self._loop, self._swift = loop, swift
        self._layers = layers
        drift = drift_of(layers)
        frame = frame_of(width, height, drift)
        self._size = (frame.wide, frame.high)
        self._scale = frame.high / layers.depths.shape[0]
        self._lens = layers.lens.scaled(self._scale)
        self._parallax = Parallax(layers, frame, self._lens, drift)
        self._curve = curve_table(layers.grade.contrast)
        self._wet = bool(layers.bed_water.any())
        self._depths = self._fit(layers.depths, NEAREST)
        self._stand(layers)
        self._skies(layers)
        self._glow: Picture | None = None
        self._mirrored: Mirror | None = None
        #: Frames whose sky was drawn last, and whose glow was looked at last.
        self._drawn = self._looked = -1000
        self._rays = rays_of(layers, layers.picture)
        self._composed = np.zeros((frame.high, frame.wide, 3), np.float32)
        self._frame = np.empty((height, width, 3), np.float32)
        self._anchored = [
            Halved(thing) if isinstance(thing, Costly) else thing
            for thing in layers.moving
            if isinstance(thing, Anchored)
        ]
        self._free = [thing for thing in layers.moving if not isinstance(thing, Anchored)]
        self._seen = np.empty((height, width) if self._free else (0, 0), np.float32)
        self._windows: Windows | None = None
        if layers.lamps is not None:
            self._windows = Windows(self._land, self._opacity, self._seconds)
            # lamps hang before the sky and over the water's surface, hidden only by what is nearer
            self._depths[self._fit(layers.water, NEAREST) > 0] = FAR
        # what the film no longer needs in full size
        layers.gloss = None
        layers.picture = layers.bed = layers.mirror = layers.sky = np.empty((0, 0, 3), np.float32)

    def _fit(self, plane: _Plane, method: int = AREA) -> _Plane:
        return fit(plane, self._size, method)

    def _stand(self, layers: Layers) -> None:
        """What stands, with its opacity, and the bed below the water."""
        stands = ((layers.depths < FAR / 10) & (layers.water == 0)).astype(np.float32)
        picture = layers.picture
        if layers.gloss is not None:
            picture = picture + layers.gloss.light * layers.gloss.share[..., None]
        self._land, self._opacity = self._fit(picture * stands[..., None]), self._fit(stands)
        self._seal_horizon(self._fit(layers.picture))
        if self._wet:
            self._surface: Surface = settle(
                self._fit(layers.bed), self._fit(layers.bed_water, NEAREST), self._fit(layers.bed_depths, NEAREST),
                self._lens, layers.look, layers.table, layers.light, layers.haze,
            )  # fmt: skip

    def _seal_horizon(self, picture: Picture) -> None:
        """Let no sky shine through where the far shore meets the water."""
        top = min(max(int(self._lens.horizon), 0), self._size[1] - 1)
        rows = slice(max(top - 2, 0), top + 2)
        self._land[rows], self._opacity[rows] = picture[rows], 1

    def _skies(self, layers: Layers) -> None:
        """Clear skies of the view and of the mirror, and what stands in the mirror."""
        rows, columns = layers.mirror_depths.shape
        scale = self._scale * _MIRROR
        size = (max(int(columns * scale), 8), max(int(rows * scale), 8))
        self._mirror_lens = layers.mirror_lens.scaled(scale)
        self._clouds = np.empty((size[1], size[0], 4), np.float32)
        if self._wet:
            stands = (layers.mirror_depths < FAR / 10).astype(np.float32)
            self._mirror_sky = fit(layers.sky, size, AREA)
            self._mirror_far = fit(layers.mirror * stands[..., None], size, AREA)
            self._mirror_open = 1 - fit(stands, size, AREA)
            self._mirror_depths = fit(layers.mirror_depths, size, NEAREST)
            self._mirror = np.empty_like(self._mirror_sky)
        # some views see the sky below the horizon too, at the edge of a plain
        open_ = np.flatnonzero(((layers.depths >= FAR / 10) & (layers.water == 0)).any(axis=1))
        wanted = max(int(open_[-1]) + 1 if open_.size else 0, int(layers.lens.horizon) + 2)
        wanted = min(max(wanted, 2), layers.depths.shape[0])
        view = view_rows(layers, layers.sky, wanted)
        if len(view) < wanted:
            view = np.pad(view, ((0, wanted - len(view)), (0, 0), (0, 0)), mode="edge")
        high = min(max(round(wanted * self._scale), 2), self._size[1])
        self._view_sky = fit(view, (self._size[0], high), AREA)
        self.sun = sun_of(layers.light)
        self._ways: list[SunWay] = []
        if self.sun is not None and self._swift:
            self._ways = [SunWay(self._view_sky, self._lens, self.sun)]
            if self._wet:
                self._ways.append(SunWay(self._mirror_sky, self._mirror_lens, self.sun))

    def _lap(self, stage: str) -> None:
        now = self._clock()
        self.milliseconds[stage] = self.milliseconds.get(stage, 0.0) + (now - self._since) * 1000
        self._since = now

    def frame(self, index: int, fps: float, sun: Sun | None = None) -> Bytes:
        """Planar 4:2:0 [height·3/2, width] of one frame; ``sun``: where it stands on its way, when hours pass."""
        self._place_sun(sun)
        glow, layers = self._draw(index, fps), self._layers
        planes = to_yuv(self._frame, glow, layers.grade, self._curve, layers.flip, _GRAIN)
        self._lap("tone")
        return planes

    def picture(self, index: int, fps: float, sun: Sun | None = None) -> Bytes:
        """8-bit RGB [height, width, 3] of one frame, for a hand that goes over it; else as :meth:`frame`."""
        self._place_sun(sun)
        glow, layers = self._draw(index, fps), self._layers
        return to_rgb(self._frame, glow, layers.grade, self._curve, layers.flip)

    def _place_sun(self, sun: Sun | None) -> None:
        if sun is not None:
            for way in self._ways:
                way.bring(sun)

    def _draw(self, index: int, fps: float) -> Picture:
        """Fill the frame with linear light; gives its glow."""
        self._since = self._clock()
        seconds = index / fps
        moved = self._parallax.moved(seconds, self._seconds, self._loop)
        self._compose(index, seconds, moved)
        shown = self._before(seconds, fps)
        self._lap("moving")
        self._parallax.show(self._composed, self._depths, shown, moved, self._frame, self._seen)
        self._lap("parallax")
        lens = self._parallax.lens(moved)
        for thing in self._free:
            thing.draw(self._frame, self._seen, lens, seconds)
        self._lap("moving")
        glow = self._glowing(index)
        self._lap("glow")
        return glow

    def _compose(self, index: int, seconds: float, moved: float) -> None:
        """The place from the viewpoint that it was drawn from."""
        layers, out = self._layers, self._composed
        lens, beyond = self._lens, self._mirror_lens
        # a loop's seam shows two moments in turns
        apart = abs(index - self._drawn) >= _SKY_EVERY
        fresh = apart or self._swift or index % _SKY_EVERY == 0
        if fresh:
            self._drawn = index
            self._reflect(seconds)
        self._lap("mirror")
        if self._windows is not None:
            self._windows.show(seconds)
        rows = self._view_sky.shape[0]
        # what comes before the picture has left its traces there
        if fresh or self._anchored or layers.lamps is not None:
            lay_sky(
                out, self._view_sky, self._clouds, beyond.centre - lens.centre * _MIRROR,
                beyond.horizon - lens.horizon * _MIRROR, self._land[:rows], self._opacity[:rows],
            )  # fmt: skip
        self._lap("sky")
        if self._wet:
            assert self._mirrored is not None
            draw_water(
                out, self._surface, self._mirrored, beyond, _MIRROR, lens.moved(moved), seconds * layers.drift.water,
                layers.look, _STRIDE,
            )  # fmt: skip
        self._lap("water")
        lay_over(out[rows:], self._land[rows:], self._opacity[rows:])
        if self._wet and self._surface.top < rows:
            some = slice(self._surface.top, rows)
            lay_over(out[some], self._land[some], self._opacity[some])
        if layers.lamps is not None:
            draw_lamps(out, self._depths, layers.lamps, lens, seconds, layers.lamp_fade, layers.lamp_span)
        self._lap("layers")

    def _before(self, seconds: float, fps: float) -> Picture | None:
        """Draw what belongs to the picture; gives the depths with it, where it comes nearer than they were."""
        shown = None
        for thing in self._anchored:
            if isinstance(thing, Halved):
                thing.fps = fps
            thing.draw(self._composed, self._depths, self._lens, seconds)
            shown = thing.shown if thing.shown is not None else shown
        return shown

    def _reflect(self, seconds: float) -> None:
        layers = self._layers
        scale = layers.cloud_scale / (self._scale * _MIRROR)
        air = air_at(layers.drift, seconds, self._seconds, self._swift)
        carry_clouds(
            layers.clouds, self._mirror_lens, scale, layers.cloud_base, air, textures().soft, self._clouds
        )
        if not self._wet:
            return
        fill_mirror(self._clouds, self._mirror_sky, self._mirror_open, self._mirror_far, self._mirror)
        if layers.lamps is not None:
            draw_lamps(
                self._mirror, self._mirror_depths, layers.lamps, self._mirror_lens, seconds, layers.lamp_fade,
                layers.lamp_span,
            )  # fmt: skip
        self._mirrored = blurred(self._mirror, self._lens.focal, _MIRROR)

    def _glowing(self, index: int) -> Picture:
        """Bloom and rays; bloom follows the picture with a short lag, so that it never jumps."""
        apart = abs(index - self._looked) > _GLOW_EVERY
        if self._glow is None or apart or index % _GLOW_EVERY == 0:
            self._looked = index
            high, wide = self._frame.shape[:2]
            small = (max(wide // 4, 4), max(high // 4, 4))
            light = fit(self._frame, small, LINEAR)
            fresh = glow_of(light, self._layers.grade.bloom_from)
            if self._rays is not None:
                gain = self._layers.grade.rays / self._layers.grade.bloom
                fresh += fit(self._rays, (fresh.shape[1], fresh.shape[0]), LINEAR) * np.float32(gain)
            self._glow = fresh if self._glow is None or apart else 0.5 * self._glow + 0.5 * fresh
        return self._glow
