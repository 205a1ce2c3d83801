"""What moves in a wood: foliage sways, mist and beams breathe, leaves and petals fall, fireflies drift."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.place.forest.fall import Fall, draw_fall
from moviola.engines.place.forest.layouts import Layout
from moviola.engines.place.forest.palette import falling_colours
from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.forest.stir import add_light, draw_specks, sway_rows
from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.layers import Moving
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, LINEAR, fit, soften
from moviola.engines.place.sky.air import Light
from moviola.engines.place.textures import textures

#: Columns of the plane that holds where leaves sway.
_PLANE = 640


class Sway:
    """Leaves move by a few pixels, each part of the picture in its own time."""

    shown: Picture | None = None

    def __init__(self, leafy: Mask, depths: Picture, lens: Lens, wind: float) -> None:
        rows, columns = depths.shape
        size = (min(_PLANE, columns), max(round(rows * min(_PLANE / columns, 1.0)), 4))
        # metres of sway in units of the picture's width, so that it fits every size
        reach = leafy * np.minimum(
            lens.focal * 0.016 * (0.5 + wind) / np.maximum(depths, 4.0) / columns, 0.0022
        )
        small = fit(reach.astype(np.float32), size, AREA)
        # what is solid keeps still, with a soft seam
        self._reach = soften(np.minimum(small, soften(small, 2.5) * 1.2), 1.2)
        self._fitted: Picture | None = None

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:  # noqa: ARG002
        """Sway; nothing moves at 0 seconds."""
        if seconds <= 0:
            return
        rows, columns = depths.shape
        if self._fitted is None or self._fitted.shape != depths.shape:
            self._fitted = fit(self._reach, (columns, rows), LINEAR) * np.float32(columns)
        i, j = np.arange(columns) / columns, np.arange(rows) / columns
        ease = min(seconds / 1.5, 1.0)
        gust = 0.65 + 0.35 * math.sin(seconds * 0.55)
        phase = i * 31 + np.sin(i * 47) * 1.5 - seconds * 2.3
        level = j * 23 + np.sin(j * 61) - seconds * 0.6
        across = np.stack([np.sin(phase), np.cos(phase)]).astype(np.float32) * np.float32(ease * gust)
        down = np.stack([np.sin(level), np.cos(level)]).astype(np.float32)
        sway_rows(out, self._fitted, across, down)


class Breath:
    """The mist's light swells and fades in slow banks that drift across."""

    shown: Picture | None = None

    def __init__(self, mist: Picture, strength: float) -> None:
        self._mist = np.ascontiguousarray(fit(mist, (160, 90), AREA))
        self._strength = np.float32(strength)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:  # noqa: ARG002
        """Add the difference to the still mist."""
        if seconds <= 0:
            return
        rows, columns = self._mist.shape[:2]
        j, i = np.mgrid[0:rows, 0:columns].astype(np.float32)
        soft = textures().soft
        ease = min(seconds / 2.5, 1.0)

        def bank(scale: float, right: float, up: float, shift: float) -> Picture:
            u = (i * scale + shift + seconds * right) % 1024
            v = (j * scale * 1.6 + shift * 0.7 + seconds * up) % 1024
            return np.asarray(cv2.remap(soft, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)

        waves = 0.6 * bank(1.5, 5.0, 1.2, 90.0) + 0.4 * bank(2.6, -6.5, 2.0, 400.0)
        waves = soften(np.clip(waves, -1.6, 1.6), 2.0) * self._strength * np.float32(ease)
        add_light(out, np.ascontiguousarray(self._mist * waves[..., None]))


class Waterfall:
    """Falling water; it is drawn over what stands behind it."""

    def __init__(self, fall: Fall) -> None:
        self._fall = fall

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the water as it falls at this time."""
        draw_fall(out, depths, self._fall, lens, textures().soft, seconds)


def _falling(plan: Layout, light: Light, veil: tuple[Picture, float]) -> Waterfall | None:
    if plan.fall is None:
        return None
    at, high = plan.fall
    middle = float(plan.lead_x(np.array([at], np.float32))[0])
    sun = np.array([light.red, light.green, light.blue]) * 0.05
    air = np.array([light.sky_red, light.sky_green, light.sky_blue]) * 0.50
    mist, clear = veil
    red, green, blue = (float(v) for v in sun + air)
    grey = [float(v) for v in mist]
    half = plan.lead_width * 0.8
    return Waterfall(Fall(middle, half, at - 0.25, high, red, green, blue, grey[0], grey[1], grey[2], clear))


class Leaves:
    """Leaves or petals that fall, turn and are carried by the air."""

    def __init__(
        self, count: int, size: float, colours: Picture, near: float, wind: float, seed: int
    ) -> None:
        random = np.random.default_rng([seed, 5])
        self._depth = np.sort(near * 12.0 ** random.random(count))[::-1].astype(np.float32)
        self._place = random.random((2, count))
        self._speed = random.uniform(0.35, 0.8, count)
        self._wind = 0.15 + wind * random.uniform(0.4, 1.2, count)
        self._rate = random.uniform(1.2, 3.2, count)
        self._phase = random.uniform(0, 6.28, count)
        self._size = size * random.uniform(0.7, 1.3, count)
        self._colour = colours[random.integers(0, len(colours), count)] * random.uniform(0.6, 1.2, (count, 1))

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw them where they are at this time."""
        rows, columns = depths.shape
        scale = lens.focal / self._depth
        tall, span = rows * 1.15 / scale, columns * 1.2 / scale
        turn = seconds * self._rate + self._phase
        fallen = self._place[1] + seconds * self._speed / tall
        again = np.floor(fallen)
        x = self._place[0] + again * 0.618 + (seconds * self._wind + 0.12 * np.sin(turn) - lens.x) / span
        specks = np.empty((len(x), 9), np.float32)
        specks[:, 0] = (x - np.floor(x)) * columns * 1.2 - columns * 0.1
        specks[:, 1] = (fallen - again) * rows * 1.15 - rows * 0.075
        specks[:, 2] = self._depth
        specks[:, 3] = self._size * scale
        specks[:, 4] = self._size * scale * (0.12 + 0.5 * np.abs(np.sin(turn * 0.9)))
        specks[:, 5] = 0.8 * np.sin(turn * 0.7) + self._phase
        specks[:, 6:9] = self._colour
        draw_specks(out, depths, specks, False)


class Fireflies:
    """Points of light that wander above the ground and glow in turns."""

    def __init__(self, count: int, floor: float, bright: float, seed: int) -> None:
        random = np.random.default_rng([seed, 8])
        self._z = np.sort(3.2 * (34 / 3.2) ** random.random(count))[::-1]
        self._x = random.uniform(-0.62, 0.62, count) * self._z
        self._y = floor + random.gamma(2.0, 0.45, count)
        self._rate = random.uniform(0.5, 1.1, count)
        self._phase = random.uniform(0, 6.28, count)
        self._light = np.array([1.0, 0.85, 0.22]) * bright

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw those that glow."""
        turn = seconds * self._rate + self._phase
        x = self._x + 0.35 * np.sin(turn * 0.8) + 0.15 * np.sin(turn * 1.9)
        y = self._y + 0.18 * np.sin(turn * 1.1 + 2)
        glow = np.clip(np.sin(turn * 1.6) * 1.4 + 0.5, 0, 1)
        scale = lens.focal / self._z
        specks = np.empty((len(x), 9), np.float32)
        specks[:, 0] = lens.centre + (x - lens.x) * scale
        specks[:, 1] = lens.horizon - (y - lens.height) * scale
        specks[:, 2] = self._z
        specks[:, 3] = specks[:, 4] = np.maximum(scale * 0.011, lens.focal * 0.0011)
        specks[:, 5] = 0
        specks[:, 6:9] = self._light * (glow * np.minimum(9 / self._z, 1.6))[:, None]
        draw_specks(out, depths, specks, True)


def stirring(
    scene: ForestScene,
    plan: Layout,
    lens: Lens,
    light: Light,
    mist: Picture,
    leafy: Mask,
    depths: Picture,
    exposure: float,
    veil: tuple[Picture, float],
) -> tuple[Moving, ...]:
    """All that moves in a scene."""
    wish = scene.wish
    wind = wish.wind if wish.wind is not None else 0.25
    moving: list[Moving] = []
    if plan.grid.cell < 1:
        moving.append(Sway(leafy, depths, lens, wind))
    moving.append(Breath(mist, 0.16 if plan.grid.cell < 1 else 0.07))
    fall = _falling(plan, light, veil)
    if fall is not None:
        # before all that drifts in the air
        moving.insert(0, fall)
    seen = np.array([light.red, light.green, light.blue]) * 0.25
    seen = seen + np.array([light.sky_red, light.sky_green, light.sky_blue]) * 0.7
    colours, size = falling_colours(scene)
    asked = "leaves" in scene.features
    if (
        len(colours)
        and "leaves" not in wish.without
        and plan.grid.cell < 1
        and (asked or wish.time != "night")
    ):
        count = int((240 if size < 0.02 else 70) * (1.6 if asked else 1.0) * (0.6 + wind))
        moving.append(
            Leaves(count, size, np.asarray(colours * seen, np.float32), 1.35 / plan.wide, wind, scene.seed)
        )
    dark = wish.time in ("night", "dusk")
    summery = wish.season in ("spring", "summer") and scene.seed % 3 != 1 and not wish.rain
    glowing = "fireflies" in scene.features or (
        dark and summery and plan.grid.cell < 1 and wish.time == "night"
    )
    if glowing and "fireflies" not in wish.without:
        count = 150 if "fireflies" in scene.features else 60
        moving.append(Fireflies(count, lens.height - plan.eye + 0.2, 1.1 / exposure, scene.seed))
    return tuple(moving)
