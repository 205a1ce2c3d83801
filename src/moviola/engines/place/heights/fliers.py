"""What crosses the sky: hot-air balloons and birds, in a still as in a film."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.sky.air import Haze, Light

_Colour = tuple[float, float, float]

#: Cloths of balloons: colours of their gores.
_CLOTHS: tuple[tuple[_Colour, ...], ...] = (
    ((0.62, 0.06, 0.04), (0.85, 0.62, 0.10)),
    ((0.08, 0.16, 0.46), (0.80, 0.80, 0.76)),
    ((0.75, 0.30, 0.04), (0.30, 0.06, 0.22), (0.80, 0.66, 0.12)),
    ((0.05, 0.32, 0.30), (0.86, 0.72, 0.30)),
    ((0.55, 0.08, 0.26), (0.88, 0.80, 0.74)),
    ((0.70, 0.10, 0.05), (0.78, 0.42, 0.05), (0.82, 0.70, 0.14), (0.10, 0.34, 0.16), (0.08, 0.18, 0.46)),
)
_GORES = 24
_SIZE = 360


@cache
def _shape() -> tuple[Picture, Picture, Picture, Picture]:
    """Opacity, normal to the right and up, and gore coordinate of an envelope [h, w]; then the basket below it."""
    rows, columns = int(_SIZE * 1.36), _SIZE
    y = (np.arange(rows) + 0.5)[:, None] / _SIZE
    x = ((np.arange(columns) + 0.5)[None, :] / _SIZE - 0.5) * 2
    # a sphere above, drawn down to a mouth below
    middle = 0.50
    half = np.where(y < middle, np.sqrt(np.clip(1 - ((middle - y) / middle) ** 2, 0, 1)), 0.0)
    down = np.clip((y - middle) / 0.62, 0, 1)
    half = np.where(y >= middle, np.clip(1 - down**1.75, 0, 1) ** 0.82 * 0.86 + 0.14, half)
    half = np.where(y > middle + 0.60, 0, half)
    edge = np.clip((half - np.abs(x)) * columns * 0.5 + 0.5, 0, 1) * (half > 0.02)
    across = np.clip(x / np.maximum(half, 0.02), -1, 1)
    nx = across * np.where(y < middle, 1, 1 - 0.3 * down)
    ny = np.where(y < middle, (middle - y) / middle, -0.75 * down) * np.sqrt(
        np.clip(1 - across**2, 0, 1) * 0.4 + 0.6
    )
    gore = (np.arcsin(across) / math.pi + 0.5) * (_GORES / 2)
    return tuple(np.asarray(np.broadcast_to(v, (rows, columns)), np.float32) for v in (edge, nx, ny, gore))  # type: ignore[return-value]


def _balloon(cloth: int, light: Light, flame: float) -> Picture:
    """A balloon [h, w, 4], premultiplied light and opacity."""
    edge, nx, ny, gore = _shape()
    nz = -np.sqrt(np.clip(1 - nx * nx - ny * ny, 0, 1))
    colours = np.array(_CLOTHS[cloth % len(_CLOTHS)])
    rows = np.linspace(0, 1.36, edge.shape[0])[:, None]
    pattern = cloth % 3
    index = np.floor(gore) if pattern == 0 else np.floor(gore * 0.5 + rows * (6 if pattern == 1 else -5))
    albedo = colours[index.astype(np.int64) % len(colours)]
    band = (np.abs(rows - 0.56) < 0.06) & (pattern == 2)
    albedo = np.where(band[..., None], colours[-1] * 0.9, albedo)
    # every gore bulges, seams and load tapes are darker
    bulge = np.abs((gore % 1) - 0.5) * 2
    tone = 1 - 0.22 * bulge**4
    sun = np.array([light.red, light.green, light.blue])
    air = np.array([light.sky_red, light.sky_green, light.sky_blue])
    lit = np.clip(nx * light.x + ny * light.y + nz * light.z + 0.12, 0, 1)
    # light comes through the cloth where the sun stands behind it
    through = np.clip(-(nx * light.x + ny * light.y + nz * light.z), 0, 1) * 0.22 + 0.05
    colour = albedo * ((lit + through)[..., None] * sun + (0.62 + 0.38 * ny)[..., None] * air)
    colour += albedo * flame * np.exp(-(((rows - 0.95) / 0.35) ** 2))[..., None] * np.array([1.0, 0.62, 0.25])
    colour *= tone[..., None]
    out = np.zeros((int(_SIZE * 1.62), _SIZE, 4), np.float32)
    out[: edge.shape[0], :, :3] = colour * edge[..., None]
    out[: edge.shape[0], :, 3] = edge
    _basket(out, sun, air)
    return out


def _basket(out: Picture, sun: NDArray[np.float64], air: NDArray[np.float64]) -> None:
    mouth, top, foot = int(_SIZE * 1.09), int(_SIZE * 1.33), int(_SIZE * 1.47)
    middle, wide = _SIZE // 2, int(_SIZE * 0.075)
    mask = np.zeros(out.shape[:2], np.uint8)
    for side in (-1, -0.35, 0.35, 1):
        start, end = (int(middle + side * _SIZE * 0.125), mouth), (int(middle + side * wide), top)
        cv2.line(mask, start, end, 210, 2, cv2.LINE_AA)
    cv2.rectangle(mask, (middle - wide, top), (middle + wide, foot), 255, -1)
    cover = mask.astype(np.float32)[..., None] / 255
    colour = np.array([0.085, 0.052, 0.026]) * (0.35 * sun + 0.8 * air)
    out[..., :3] = out[..., :3] * (1 - cover) + colour.astype(np.float32) * cover
    out[..., 3:] = np.maximum(out[..., 3:], cover)


class Balloons:
    """Hot-air balloons that drift; fulfils :class:`~moviola.engines.place.layers.Moving`."""

    def __init__(
        self, count: int, half: float, light: Light, haze: Haze, air: _Colour, seed: int, lowest: float
    ) -> None:
        """``half`` view as a slope, ``air``: light of the haze, ``lowest``: slope below which none hangs."""
        dice = np.random.default_rng((seed, 91))
        # the hero hangs near and at a third, the others ever farther
        depth = np.sort(np.concatenate([[dice.uniform(80, 115)], 150 * (12 ** dice.random(count - 1))]))[::-1]
        spots: list[tuple[float, float]] = []
        side = 1 if dice.random() < 0.5 else -1
        for index in range(count):
            best, room = (0.0, 0.0), -1.0
            for _ in range(12):
                spot = (float(dice.uniform(-0.92, 0.92)) * half, lowest + float(dice.uniform(0.03, 0.42)))
                if index == count - 1:
                    spot = (
                        side * half * float(dice.uniform(0.30, 0.42)),
                        lowest + float(dice.uniform(0.14, 0.24)),
                    )
                gap = min((math.hypot(spot[0] - a, spot[1] - b) for a, b in spots), default=1.0)
                if gap > room:
                    best, room = spot, gap
            spots.append(best)
        self.depth, self.spots = depth, spots
        self.drift = dice.uniform(0.35, 0.6, count)
        self.climb = dice.uniform(-0.12, 0.2, count)
        flames = np.where(dice.random(count) < 0.3, 0.5, 0.06) * float(light.sky_blue + light.sky_red)
        self.sprites = [
            _balloon(int(seed + k * 5 + dice.integers(0, 2)), light, float(flames[k])) for k in range(count)
        ]
        for sprite, away in zip(self.sprites, depth, strict=True):
            clear = math.exp(-away * 0.001 * haze.density * 2.5 - away * haze.mist * 0.3)
            sprite[..., :3] = sprite[..., :3] * clear + sprite[..., 3:] * np.array(air, np.float32) * (
                1 - clear
            )

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw them into ``out`` [H, W, 3]."""
        for sprite, depth, (across, up), drift, climb in zip(
            self.sprites, self.depth, self.spots, self.drift, self.climb, strict=True
        ):
            wide = 17.0 / depth * lens.focal
            x = lens.centre + (across + drift * seconds / depth - lens.x / depth) * lens.focal
            y = lens.horizon - (up + climb * seconds / depth) * lens.focal
            _lay(out, depths, sprite, x - wide / 2, y - wide * 0.8, wide, float(depth))


def _lay(
    out: Picture, depths: Picture, sprite: Picture, left: float, top: float, wide: float, depth: float
) -> None:
    """Lay a premultiplied sprite [h, w, 4] over ``out``, ``wide`` pixels wide, with its corner between pixels."""
    rows, columns = out.shape[:2]
    scale = sprite.shape[1] / wide
    high = sprite.shape[0] / scale
    a, b = max(int(left) - 1, 0), min(int(left + wide) + 2, columns)
    c, d = max(int(top) - 1, 0), min(int(top + high) + 2, rows)
    if a >= b or c >= d:
        return
    level = sprite
    while scale > 2:
        level = fit(level, (max(level.shape[1] // 2, 1), max(level.shape[0] // 2, 1)), AREA)
        scale = level.shape[1] / wide
    x = (np.arange(a, b, dtype=np.float32) + 0.5 - np.float32(left)) * np.float32(scale) - 0.5
    y = (np.arange(c, d, dtype=np.float32) + 0.5 - np.float32(top)) * np.float32(scale) - 0.5
    maps = np.meshgrid(x, y)
    seen = cv2.remap(level, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    seen = seen * (depths[c:d, a:b, None] > depth)
    patch = out[c:d, a:b]
    patch *= 1 - seen[..., 3:]
    patch += seen[..., :3]


class Birds:
    """A loose skein of birds; fulfils :class:`~moviola.engines.place.layers.Moving`."""

    def __init__(self, count: int, half: float, light: Light, seed: int, lowest: float) -> None:
        dice = np.random.default_rng((seed, 93))
        at = np.array([float(dice.uniform(-0.5, 0.4)) * half, lowest + float(dice.uniform(0.16, 0.34))])
        lag = np.arange(count)
        arm = np.where(lag % 2 == 0, 1, -1)
        self.across = at[0] - 0.016 * lag + dice.normal(0, 0.006, count)
        self.up = at[1] + arm * 0.0085 * lag + dice.normal(0, 0.005, count)
        self.size = 0.0085 * dice.uniform(0.8, 1.2, count)
        self.phase = dice.uniform(0, 2 * math.pi, count)
        self.rate = dice.uniform(2.2, 3.0, count)
        self.speed = 0.016
        dark = np.array([light.sky_red, light.sky_green, light.sky_blue]) * 0.05
        self.colour = tuple(float(v) for v in dark)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw them into ``out`` [H, W, 3]."""
        rows, columns = out.shape[:2]
        for n in range(len(self.across)):
            x = lens.centre + (self.across[n] + self.speed * seconds) * lens.focal
            y = lens.horizon - (self.up[n] + 0.002 * math.sin(seconds * 0.6 + self.phase[n])) * lens.focal
            span = self.size[n] * lens.focal
            reach = int(span) + 3
            left, top = int(x) - reach, int(y) - reach
            if left < 0 or top < 0 or left + 2 * reach >= columns or top + 2 * reach >= rows:
                continue
            beat = math.sin(seconds * self.rate[n] * 2 * math.pi + self.phase[n])
            cover = _wings(span, beat, x - left, y - top, 2 * reach)
            cover *= depths[top : top + 2 * reach, left : left + 2 * reach] > 1e6
            patch = out[top : top + 2 * reach, left : left + 2 * reach]
            patch += (np.array(self.colour, np.float32) - patch) * cover[..., None]


def _wings(span: float, beat: float, x: float, y: float, size: int) -> Picture:
    """Opacity [size, size] of a bird whose wings are at ``beat`` −1 … 1."""
    fine = 4
    plane = np.zeros((size * fine, size * fine), np.uint8)
    tip, elbow = 0.34 * beat, 0.22 + 0.16 * beat
    points = [
        (-1.0, -tip), (-0.5, -elbow), (-0.06, -0.03), (0.06, -0.03), (0.5, -elbow), (1.0, -tip), (0.48, -elbow + 0.13),
        (0.10, 0.10), (0.0, 0.18), (-0.10, 0.10), (-0.48, -elbow + 0.13),
    ]  # fmt: skip
    outline = np.array([((x + p * span) * fine, (y + q * span) * fine) for p, q in points])
    cv2.fillPoly(plane, [(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(fit(plane, (size, size), AREA) / 255, np.float32)
