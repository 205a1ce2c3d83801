"""Rain and snow that fall before a place, in a still as in a film.

Drops and flakes have places in the air, not on the picture: near ones are large, fast and out of focus, far ones are
fine and slow, and all hide behind what is nearer. Where each is follows from the time alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.weather.marks import FIELDS, draw_marks

_Colour = tuple[float, float, float]

#: The nearest and the farthest that can be told apart, in metres.
_NEAREST, _FARTHEST = 1.3, 45.0
#: Seconds that the shutter is open.
_RAIN_SHUTTER, _SNOW_SHUTTER = 1 / 42, 1 / 240
#: What falls is spread so far over the view's edges that wind and drift bring nothing into view at once.
_MARGIN = 1.25
_GOLDEN = 0.6180339887
#: Parts of a picture's edge that share one blurred light.
_AIR = 40


class _Air:
    """Points in the air that fall, are carried by the wind, and come back above the view."""

    def __init__(self, count: int, speed: tuple[float, float], wind: float, sway: float, seed: int) -> None:
        random = np.random.default_rng([seed, 71])
        self.depth = (_NEAREST * (_FARTHEST / _NEAREST) ** random.random(count) ** 0.7).astype(np.float32)
        self.depth.sort()
        self.depth = self.depth[::-1].copy()
        self.place = random.random((2, count))
        self.speed = random.uniform(*speed, count)
        self.wind = wind * random.uniform(0.85, 1.15, count)
        self.sway = sway * random.uniform(0.4, 1.0, count)
        self.rate = random.uniform(1.1, 2.4, count)
        self.phase = random.uniform(0, 6.2832, count)
        self.grain = random.random(count)

    def seen(self, rows: int, columns: int, lens: Lens, seconds: float) -> tuple[Picture, Picture, Picture]:
        """Columns and rows in pixels, and pixels to a metre, of every point."""
        scale = lens.focal / self.depth
        span = _MARGIN * columns / scale
        tall = _MARGIN * rows / scale
        fallen = self.place[1] + seconds * self.speed / tall
        again = np.floor(fallen)
        side = self.sway * np.sin(seconds * self.rate + self.phase)
        # whoever comes back does so elsewhere
        x = self.place[0] + again * _GOLDEN + (seconds * self.wind + side - lens.x) / span
        column = (x - np.floor(x) - 0.5) * _MARGIN * columns + columns / 2
        row = (fallen - again - 0.5) * _MARGIN * rows + rows / 2
        return column.astype(np.float32), row.astype(np.float32), scale.astype(np.float32)


def _blurred_light(out: Picture) -> Picture:
    """The picture's light around each place, [h, w, 3], from a coarse look at it."""
    rows, columns = out.shape[:2]
    size = (max(columns * _AIR // max(rows, columns), 4), max(rows * _AIR // max(rows, columns), 4))
    # every third pixel is enough for a blur
    coarse = fit(out[::3, ::3], size, AREA)
    return np.ascontiguousarray(cv2.blur(np.minimum(coarse, 6.0), (3, 3)))


class Rain:
    """Rain as streaks.

    ``amount`` 0 … 1; ``wind`` in m/s to the right; ``light``: linear light that a drop sends on from the air around.
    """

    def __init__(self, amount: float, wind: float, light: _Colour, seed: int = 0) -> None:
        self._amount, self._light = amount, light
        self._air = _Air(int(240 + 1100 * amount), (6.5, 9.5), wind, 0.0, seed)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the streaks of this moment; see :class:`moviola.engines.place.layers.Moving`."""
        air = self._air
        x, y, scale = air.seen(depths.shape[0], depths.shape[1], lens, seconds)
        # drops of 1.2 to 3 mm; near ones are out of focus, and the wider the fainter
        sharp = scale * (0.0006 + 0.0009 * air.grain**2) * 1.4
        blur = lens.focal * 0.0022 * np.maximum(1 / air.depth - 1 / 6.0, 0)
        radius = np.maximum(np.hypot(sharp, blur), 0.35)
        down = scale * air.speed * _RAIN_SHUTTER
        marks = np.empty((x.size, FIELDS), np.float32)
        marks[:, 0], marks[:, 1] = x, y - down
        marks[:, 2], marks[:, 3] = x + scale * air.wind * _RAIN_SHUTTER, y
        marks[:, 4], marks[:, 5] = radius, 0.9
        # by night drops are seen where they cross a light; by day they only veil what is behind
        dark = max(self._light) < 0.12
        strength = ((0.17 if dark else 0.10) + (0.26 if dark else 0.18) * air.grain) * (
            0.55 + 0.45 * self._amount
        )
        marks[:, 6] = strength * np.clip((sharp + 0.06) / radius, 0.05, 1)
        marks[:, 7] = air.depth
        draw_marks(out, depths, marks, _blurred_light(out), *self._light, 1.5 if dark else 0.85)


class Snow:
    """Snow as flakes.

    ``amount`` 0 … 1; ``wind`` in m/s to the right; ``light``: linear light of a white flake.
    """

    def __init__(self, amount: float, wind: float, light: _Colour, seed: int = 0) -> None:
        self._amount, self._light = amount, light
        self._air = _Air(int(400 + 6600 * amount), (0.8, 1.6), wind, 0.16, seed)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the flakes of this moment; see :class:`moviola.engines.place.layers.Moving`."""
        air = self._air
        x, y, scale = air.seen(depths.shape[0], depths.shape[1], lens, seconds)
        # flakes of 4 to 12 mm; what is nearer than the focus spreads its light over a disc
        sharp = scale * (0.0020 + 0.0042 * air.grain**2.5)
        blur = lens.focal * 0.0105 * np.maximum(1 / air.depth - 1 / 9.0, 0)
        radius = np.maximum(np.hypot(sharp, blur), 0.45)
        move = scale * _SNOW_SHUTTER
        marks = np.empty((x.size, FIELDS), np.float32)
        marks[:, 0], marks[:, 1] = x, y - move * air.speed
        marks[:, 2] = x + move * (air.wind + air.sway * air.rate * np.cos(seconds * air.rate + air.phase))
        marks[:, 3] = y
        marks[:, 4], marks[:, 5] = radius, np.clip(1.1 - blur / radius * 0.55, 0.45, 1)
        cover = np.clip((sharp + 0.15) / radius, 0, 1) ** 1.7
        marks[:, 6] = np.clip(0.85 * cover, 0.02, 0.85) * (0.55 + 0.45 * air.grain)
        marks[:, 7] = air.depth
        draw_marks(out, depths, marks, _blurred_light(out), *self._light, 0.25)


def falling_for(scene: Scene, source: Dome | Light | _Colour, seed: int) -> tuple[Rain | Snow, ...]:
    """The rain and snow that ``scene`` asks for, lit by ``source``: add it to ``Layers.moving``.

    ``source``: the place's dome or light, or the linear light of the air itself. Nothing falls where ``scene.rain``
    and ``scene.snowfall`` are open or 0.
    """
    if isinstance(source, Dome):
        source = source.ground
    if isinstance(source, Light):
        # a flake or drop sees the whole sky and a part of the sun
        sun = 0.22
        light = (
            0.5 * source.sky_red + sun * source.red,
            0.5 * source.sky_green + sun * source.green,
            0.5 * source.sky_blue + sun * source.blue,
        )
    else:
        light = source
    random = np.random.default_rng([seed, 72])
    side = 1.0 if random.random() < 0.5 else -1.0
    wind = scene.wind if scene.wind is not None else 0.25 + 0.15 * float(random.random())
    some: list[Rain | Snow] = []
    if scene.rain:
        drop = (light[0] * 0.6, light[1] * 0.6, light[2] * 0.6)
        some.append(Rain(min(scene.rain, 1.0), side * (0.3 + 4.5 * wind**1.5), drop, seed))
    if scene.snowfall:
        flake = (light[0] * 1.5, light[1] * 1.5, light[2] * 1.5)
        some.append(Snow(min(scene.snowfall, 1.0), side * (0.1 + 2.6 * wind**1.5), flake, seed))
    return tuple(some)
