"""A place alive: its layers put together again for every frame.

Far land stands still, near things move against it as the camera drifts, clouds travel on their shell, and the
water reads a mirror that is drawn anew for each frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.blend import lay_over, lay_shifted
from moviola.engines.place.heavens import drift_clouds, lay_sky
from moviola.engines.place.kernels import FAR, Picture, Spans
from moviola.engines.place.lamps import draw_lamps
from moviola.engines.place.layers import Gloss, Layers, view_rows
from moviola.engines.place.resample import AREA, LINEAR, NEAREST, fit, soften
from moviola.engines.place.still import rays_of
from moviola.engines.place.tone import Bytes, curve_table, glow_of, to_yuv
from moviola.engines.place.water import Mirror, blurred, draw_water, settle
from moviola.engines.place.windows import Windows

#: The mirror's share of the film's resolution.
_MIRROR = 0.5
#: Columns of the film between two rays that are followed into the mirror.
_STRIDE = 2
#: Frames between two looks at what glows.
_GLOW_EVERY = 3
#: Fine static grain against banding.
_GRAIN = 0.004
#: The camera takes this long for its way, and longer in a longer film.
_CAMERA_SECONDS = 10.0
#: Seconds of drift that the layers can show before they run out of sky.
_LONGEST_DRIFT = 40.0

_Plane = TypeVar("_Plane", bound=NDArray[Any])


def _spans(plane: Picture) -> Spans:
    """Where each row of a plane is above 0."""
    some = plane > 0
    any_ = some.any(axis=1)
    first = np.where(any_, some.argmax(axis=1), 0)
    end = np.where(any_, plane.shape[1] - some[:, ::-1].argmax(axis=1), 0)
    return np.ascontiguousarray(np.stack([first, end], 1), np.int64)


class Animation:
    """Frames of one place; ``milliseconds`` holds the time spent by stage."""

    def __init__(
        self,
        layers: Layers,
        width: int,
        height: int,
        seconds: float,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``width`` and ``height`` are even; ``seconds`` is the length of the film."""
        self.milliseconds: dict[str, float] = {}
        self._clock = clock
        self._since = clock()
        self._size = (width, height)
        self._seconds = max(seconds, 1e-3)
        self._pace = min(1.0, _LONGEST_DRIFT / self._seconds)
        self._layers = layers
        self._scale = height / layers.depths.shape[0]
        self._lens = layers.lens.scaled(self._scale)
        self._top = min(max(int(self._lens.horizon), 0), height - 1)
        self._curve = curve_table(layers.grade.contrast)
        self._split(layers)
        self._skies(layers)
        self._glow: Picture | None = None
        self._rays = rays_of(layers, layers.picture)
        self._frame = np.empty((height, width, 3), np.float32)
        self._depths = self._fit(layers.depths, NEAREST)
        self._windows: Windows | None = None
        if layers.lamps is not None:
            self._windows = Windows(self._far, self._far_opacity, self._seconds)
            # lamps hang before the sky and over the water's surface, hidden only by what is nearer
            self._depths[self._fit(layers.water, NEAREST) > 0] = FAR
        # what the film no longer needs in full size
        layers.gloss = None
        layers.picture = layers.bed = layers.mirror = layers.sky = np.empty((0, 0, 3), np.float32)

    def _fit(self, plane: _Plane, method: int = AREA) -> _Plane:
        return fit(plane, self._size, method)

    def _split(self, layers: Layers) -> None:
        """Far and near things that stand, each with its opacity; the bed below the water."""
        stands = (layers.depths < FAR / 10) & (layers.water == 0)
        near = (stands & (layers.depths < layers.near)).astype(np.float32)
        far = stands.astype(np.float32) - near
        self._far, self._far_opacity = self._fit(layers.picture * far[..., None]), self._fit(far)
        self._near, self._near_opacity = self._fit(layers.picture * near[..., None]), self._fit(near)
        self._gloss = Gloss(np.empty((0, 0, 3), np.float32), np.empty((0, 0), np.float32))
        if layers.gloss is not None:
            self._gloss = Gloss(self._fit(layers.gloss.light), self._fit(layers.gloss.share))
        self._fill_behind()
        self._seal_horizon(self._fit(layers.picture))
        self._near_closeness = self._smooth_closeness(np.where(near > 0, 1 / layers.depths, 0))
        self._near_spans = _spans(self._near_closeness)
        rows = np.flatnonzero(self._far_opacity.max(axis=1) > 0)
        self._far_end = int(rows[-1]) + 1 if rows.size else 1
        self._surface = settle(
            self._fit(layers.bed), self._fit(layers.bed_water, NEAREST), self._fit(layers.bed_depths, NEAREST),
            self._lens, layers.look, layers.table, layers.light, layers.haze,
        )  # fmt: skip

    def _fill_behind(self) -> None:
        """Continue the far layer behind near things, so that nothing gapes where they move away."""
        end = self._top + 1
        clear = 1 - self._near_opacity[:end]
        weight = soften(clear, 14) + 1e-4
        light = soften(self._far[:end], 14) / weight[..., None]
        opacity = soften(self._far_opacity[:end], 14) / weight
        self._far[:end] += (1 - clear)[..., None] * light
        self._far_opacity[:end] = np.minimum(self._far_opacity[:end] + (1 - clear) * opacity, 1)

    def _smooth_closeness(self, closeness: Picture) -> Picture:
        """One over the depth of near things, smooth and spread beyond their edges, so that nothing tears."""
        width, height = self._size
        small = (max(width // 4, 4), max(height // 4, 4))
        closeness = fit(np.asarray(closeness, np.float32), small, AREA)
        weight = fit(self._near_opacity, small, AREA)
        for share in (0.008, 0.02, 0.05):
            blur = max(share * small[1], 0.5)
            total = soften(weight, blur)
            spread = soften(closeness, blur)
            keep = np.minimum(weight * 4, 1)
            closeness = closeness * keep + spread * (1 - keep)
            weight = weight * keep + total * (1 - keep)
        smooth = np.where(weight > 1e-3, closeness / np.maximum(weight, 1e-3), 0).astype(np.float32)
        smooth = soften(smooth, max(0.008 * small[1], 0.5))
        return fit(smooth, self._size, LINEAR)

    def _seal_horizon(self, picture: Picture) -> None:
        """Let no sky shine through where the far shore meets the water."""
        rows = slice(max(self._top - 2, 0), self._top + 2)
        near = self._near_opacity[rows][..., None]
        band = picture[rows]
        self._far[rows] = np.where(near > 0.01, cv2.blur(band, (31, 1)), band)
        self._far_opacity[rows] = 1

    def _skies(self, layers: Layers) -> None:
        """Clear skies of the view and of the mirror, and what stands in the mirror."""
        rows, columns = layers.mirror_depths.shape
        scale = self._scale * _MIRROR
        size = (max(int(columns * scale), 8), max(int(rows * scale), 8))
        self._mirror_lens = layers.mirror_lens.scaled(scale)
        self._mirror_sky = fit(layers.sky, size, AREA)
        stands = (layers.mirror_depths < FAR / 10).astype(np.float32)
        self._mirror_far = fit(layers.mirror * stands[..., None], size, AREA)
        self._mirror_open = 1 - fit(stands, size, AREA)
        self._mirror_depths = fit(layers.mirror_depths, size, NEAREST)
        self._mirror = np.empty_like(self._mirror_sky)
        self._clouds = np.empty((size[1], size[0], 4), np.float32)
        seen = min(round((self._top + 2) / self._scale), layers.depths.shape[0])
        view = view_rows(layers, layers.sky, seen)
        self._view_sky = fit(view, (self._size[0], self._top + 2), AREA)

    def _lap(self, stage: str) -> None:
        now = self._clock()
        self.milliseconds[stage] = self.milliseconds.get(stage, 0.0) + (now - self._since) * 1000
        self._since = now

    def frame(self, index: int, fps: float) -> Bytes:
        """Planar 4:2:0 [height·3/2, width] of one frame."""
        layers, out = self._layers, self._frame
        self._since = self._clock()
        seconds = index / fps
        moved = layers.drift.camera * seconds / max(self._seconds, _CAMERA_SECONDS)
        drifted = seconds * self._pace
        east, north = layers.drift.cloud_east * drifted, layers.drift.cloud_north * drifted
        mirror = self._reflect(east, north, seconds)
        self._lap("mirror")
        if self._windows is not None:
            self._windows.show(seconds)
        rows = self._view_sky.shape[0]
        lens, beyond = self._lens, self._mirror_lens
        lay_sky(
            out, self._view_sky, self._clouds, beyond.centre - lens.centre * _MIRROR,
            beyond.horizon - lens.horizon * _MIRROR, self._far[:rows], self._far_opacity[:rows],
        )  # fmt: skip
        self._lap("sky")
        draw_water(
            out, self._surface, mirror, beyond, _MIRROR, lens.moved(moved), seconds * layers.drift.water,
            layers.look, _STRIDE,
        )  # fmt: skip
        self._lap("water")
        below = slice(self._surface.top, self._far_end)
        lay_over(out[below], self._far[below], self._far_opacity[below])
        if layers.lamps is not None:
            draw_lamps(
                out, self._depths, layers.lamps, self._lens, seconds, layers.lamp_fade, layers.lamp_span
            )
        pixels = self._lens.focal * moved
        lay_shifted(
            out, self._near, self._near_opacity, self._near_closeness, self._near_spans, self._gloss.light,
            self._gloss.share, pixels,
        )  # fmt: skip
        self._lap("layers")
        glow = self._glowing(index)
        self._lap("glow")
        planes = to_yuv(out, glow, layers.grade, self._curve, layers.flip, _GRAIN)
        self._lap("tone")
        return planes

    def _reflect(self, east: float, north: float, seconds: float) -> Mirror:
        layers, share = self._layers, self._layers.cloud_scale
        scale = share / (self._scale * _MIRROR)
        drift_clouds(
            layers.clouds, self._mirror_lens, scale, layers.cloud_base, east, north, self._mirror_sky,
            self._mirror_open, self._mirror_far, self._clouds, self._mirror,
        )  # fmt: skip
        if layers.lamps is not None:
            draw_lamps(
                self._mirror, self._mirror_depths, layers.lamps, self._mirror_lens, seconds, layers.lamp_fade,
                layers.lamp_span,
            )  # fmt: skip
        return blurred(self._mirror, self._lens.focal, _MIRROR)

    def _glowing(self, index: int) -> Picture:
        """Bloom and rays; bloom follows the picture with a short lag, so that it never jumps."""
        if self._glow is None or index % _GLOW_EVERY == 0:
            width, height = self._size
            small = (max(width // 4, 4), max(height // 4, 4))
            light = fit(self._frame, small, LINEAR)
            fresh = glow_of(light, self._layers.grade.bloom_from)
            if self._rays is not None:
                gain = self._layers.grade.rays / self._layers.grade.bloom
                fresh += fit(self._rays, (fresh.shape[1], fresh.shape[0]), LINEAR) * np.float32(gain)
            self._glow = fresh if self._glow is None else 0.5 * self._glow + 0.5 * fresh
        return self._glow
