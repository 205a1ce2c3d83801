"""What a long exposure shows of the stars: their circles around the pole; and a meteor."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.sky.stars import star_list

#: Height of the pole in degrees, degrees that the sky turns during the exposure, and stars that leave a trail.
_POLE, _TURN, _COUNT = 24.0, 26.0, 2400


def paint_trails(out: Picture, lens: Lens, seed: int, gain: float, pole: float) -> None:
    """Add trails around the pole, ``pole`` degrees right of the view's middle, to ``out`` [H, W, 3]."""
    rows, columns = out.shape[:2]
    dice = np.random.default_rng((seed, 25))
    light, colour = star_list(seed)[2:]
    light, colour = np.minimum(light[:_COUNT] * 3 + 0.02, 0.5), colour[:_COUNT] * 1.08
    # places on the sphere: height above the pole's equator and angle around it
    sine = dice.uniform(-0.75, 1.0, _COUNT)
    first = dice.uniform(0, 2 * math.pi, _COUNT)
    up, round_ = math.radians(_POLE), math.radians(pole)
    axis = np.array([math.cos(up) * math.sin(round_), math.sin(up), math.cos(up) * math.cos(round_)])
    side = np.array([math.cos(round_), 0.0, -math.sin(round_)])
    over = np.cross(axis, side)
    flat = np.sqrt(1 - sine * sine)
    steps = max(int(math.radians(_TURN) * lens.focal * 1.1), 40)
    # a trail is as bright all along: the brightest point that crosses a pixel counts
    trails = np.zeros((rows * columns, 3), np.float32)
    level = light[:, None] * colour * gain * 0.34
    for angle in np.linspace(0, math.radians(_TURN), steps):
        turned = first + angle
        point = sine[:, None] * axis + flat[:, None] * (
            np.cos(turned)[:, None] * side + np.sin(turned)[:, None] * over
        )
        seen = point[:, 2] > 0.05
        x = lens.centre + point[:, 0] / np.where(seen, point[:, 2], 1) * lens.focal - 0.5
        y = lens.horizon - point[:, 1] / np.where(seen, point[:, 2], 1) * lens.focal - 0.5
        seen &= (x >= 0) & (x < columns - 1) & (y >= 0) & (y < rows - 1) & (point[:, 1] > 0)
        column, row = x[seen].astype(np.int64), y[seen].astype(np.int64)
        fx, fy = x[seen] - column, y[seen] - row
        clear = np.exp(-0.08 / np.maximum(point[seen, 1], 0.02))[:, None] * level[seen]
        for dx, dy, share in (
            (0, 0, (1 - fx) * (1 - fy)),
            (1, 0, fx * (1 - fy)),
            (0, 1, (1 - fx) * fy),
            (1, 1, fx * fy),
        ):
            at = (row + dy) * columns + column + dx
            np.maximum.at(trails, at, (clear * share[:, None]).astype(np.float32) * np.float32(1.6))
    out += trails.reshape(out.shape)


def paint_meteor(out: Picture, lens: Lens, seed: int, gain: float) -> None:
    """Add one meteor to ``out`` [H, W, 3]: a thin green head and a fading tail."""
    dice = np.random.default_rng((seed, 27))
    side = 1 if dice.random() < 0.5 else -1
    head = np.array([side * float(dice.uniform(0.05, 0.28)), float(dice.uniform(0.20, 0.30))])
    way = np.array([side * float(dice.uniform(0.12, 0.20)), float(dice.uniform(0.07, 0.13))])
    rows, columns = out.shape[:2]
    size = max(lens.focal / 1500.0, 0.5)
    count = int(np.hypot(*way) * lens.focal * 2) + 8
    reach = int(size * 3) + 1
    for share in np.linspace(0, 1, count):
        x = lens.centre + (head[0] + way[0] * share) * lens.focal
        y = lens.horizon - (head[1] + way[1] * share) * lens.focal
        column, row = int(x), int(y)
        if not (reach <= column < columns - reach - 1 and reach <= row < rows - reach - 1):
            continue
        wide = size * (0.35 + 0.65 * math.sin(math.pi * min(0.12 + share * 0.95, 1.0)) ** 0.7)
        light = gain * math.sin(math.pi * min(0.10 + 0.90 * share, 1.0)) ** 1.6 * (1.5 - share)
        offset = np.arange(-reach, reach + 1)
        away = (column + offset[None, :] + 0.5 - x) ** 2 + (row + offset[:, None] + 0.5 - y) ** 2
        spot = light * np.exp(-away / (2 * wide * wide)) * 0.8
        tint = np.array([0.80 + 0.2 * share, 1.0, 0.92 + 0.2 * share])
        patch = out[row - reach : row + reach + 1, column - reach : column + reach + 1]
        np.maximum(patch, (spot[..., None] * tint).astype(np.float32), out=patch)
