"""A place alive: its layers put together again for every frame.

Far land stands still, near things move against it as the camera drifts, clouds travel on their shell, and the
water reads a mirror that is drawn anew for each frame.
"""

from __future__ import annotations

import time as clock
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.blend import lay_below, lay_over, lay_shifted
from moviola.engines.place.heavens import cover_with_clouds
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.lamps import draw_lamps
from moviola.engines.place.layers import Layers, view_rows
from moviola.engines.place.resample import AREA, LINEAR, NEAREST, fit, soften
from moviola.engines.place.still import rays_of
from moviola.engines.place.textures import textures
from moviola.engines.place.tone import Bytes, curve_table, glow_of, to_yuv
from moviola.engines.place.water import Mirror, blurred, draw_water

#: The mirror's share of the film's resolution.
_MIRROR = 0.5
#: Frames between two looks at what glows.
_GLOW_EVERY = 3
#: Fine static grain against banding.
_GRAIN = 0.004
#: The camera takes this long for its way, and longer in a longer film.
_CAMERA_SECONDS = 10.0
#: Seconds of drift that the layers can show before they run out of sky.
_LONGEST_DRIFT = 40.0

_Plane = TypeVar("_Plane", bound=NDArray[Any])


class Animation:
    """Frames of one place; ``milliseconds`` holds the time spent by stage."""

    def __init__(self, layers: Layers, width: int, height: int, seconds: float) -> None:
        """``width`` and ``height`` are even; ``seconds`` is the length of the film."""
        self.milliseconds: dict[str, float] = {}
        self._since = clock.perf_counter()
        self._size = (width, height)
        self._seconds = max(seconds, 1e-3)
        self._pace = min(1.0, _LONGEST_DRIFT / self._seconds)
        self._layers = layers
        self._scale = height / layers.depths.shape[0]
        self._lens = layers.lens.scaled(self._scale)
        self._top = min(max(int(self._lens.horizon), 0), height - 1)
        self._book = textures()
        self._curve = curve_table(layers.grade.contrast)
        self._split(layers)
        self._skies(layers)
        self._glow: Picture | None = None
        self._rays = rays_of(layers, layers.picture)
        self._frame = np.empty((height, width, 3), np.float32)
        self._depths = self._fit(layers.depths, NEAREST)
        if layers.lamps is not None:
            # lamps hang before the sky and over the water's surface, hidden only by what is nearer
            self._depths[self._fit(layers.water, NEAREST) > 0] = FAR
        # what the film no longer needs in full size
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
        self._fill_behind()
        self._seal_horizon(self._fit(layers.picture))
        self._near_closeness = self._smooth_closeness(np.where(near > 0, 1 / layers.depths, 0))
        rows = np.flatnonzero(self._near_opacity.max(axis=1) > 0)
        self._near_top = int(rows[0]) if rows.size else self._size[1] - 1
        rows = np.flatnonzero(self._far_opacity.max(axis=1) > 0)
        self._far_end = int(rows[-1]) + 1 if rows.size else 1
        self._bed = self._fit(layers.bed)
        self._bed_depths = self._fit(layers.bed_depths, NEAREST)
        self._water = self._fit(layers.bed_water, NEAREST)

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
        self._mirror_opacity = fit(stands, size, AREA)
        self._mirror_depths = fit(layers.mirror_depths, size, NEAREST)
        self._mirror = np.empty_like(self._mirror_sky)
        seen = min(round((self._top + 2) / self._scale), layers.depths.shape[0])
        view = view_rows(layers, layers.sky, seen)
        self._view_sky = fit(view, (self._size[0], self._top + 2), AREA)

    def _lap(self, stage: str) -> None:
        now = clock.perf_counter()
        self.milliseconds[stage] = self.milliseconds.get(stage, 0.0) + (now - self._since) * 1000
        self._since = now

    def frame(self, index: int, fps: float) -> Bytes:
        """Planar 4:2:0 [height·3/2, width] of one frame."""
        layers, out = self._layers, self._frame
        self._since = clock.perf_counter()
        seconds = index / fps
        moved = layers.drift.camera * seconds / max(self._seconds, _CAMERA_SECONDS)
        drifted = seconds * self._pace
        east, north = layers.drift.cloud_east * drifted, layers.drift.cloud_north * drifted
        row, column = layers.sky_offset
        share = layers.cloud_scale
        cover_with_clouds(
            self._view_sky, layers.clouds, self._lens, column * share, row * share, share / self._scale,
            layers.cloud_base, east, north, out[: self._view_sky.shape[0]],
        )  # fmt: skip
        self._lap("sky")
        mirror = self._reflect(east, north, seconds)
        self._lap("mirror")
        top = self._view_sky.shape[0]
        out[top:] = self._bed[top:]
        lay_below(out, self._bed, self._water, self._top)
        lens = self._lens.moved(moved)
        draw_water(
            out, self._water, self._bed_depths, mirror, self._mirror_lens, _MIRROR, self._book.ripples,
            self._book.soft, lens, seconds * layers.drift.water, layers.look, layers.table, layers.light,
            layers.haze,
        )  # fmt: skip
        self._lap("water")
        end = self._far_end
        lay_over(out[:end], self._far[:end], self._far_opacity[:end])
        if layers.lamps is not None:
            draw_lamps(
                out, self._depths, layers.lamps, self._lens, seconds, layers.lamp_fade, layers.lamp_span
            )
        lay_shifted(
            out,
            self._near,
            self._near_opacity,
            self._near_closeness,
            self._lens.focal * moved,
            self._near_top,
        )
        self._lap("layers")
        glow = self._glowing(index)
        self._lap("glow")
        planes = to_yuv(out, glow, layers.grade, self._curve, layers.flip, _GRAIN)
        self._lap("tone")
        return planes

    def _reflect(self, east: float, north: float, seconds: float) -> Mirror:
        layers, share = self._layers, self._layers.cloud_scale
        scale = share / (self._scale * _MIRROR)
        cover_with_clouds(
            self._mirror_sky, layers.clouds, self._mirror_lens, 0.0, 0.0, scale, layers.cloud_base, east, north,
            self._mirror,
        )  # fmt: skip
        lay_over(self._mirror, self._mirror_far, self._mirror_opacity)
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
