"""A repeating patch of stones for the ground before the camera."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.terrain.ground import Stones
from moviola.engines.place.textures import textures

_METRES = 40.0
_SIZE = 1024
#: Cells of the map to a metre.
STONE_CELLS = _SIZE / _METRES
_PEBBLE_METRES = 9.0
#: Cells of the map of pebbles to a metre.
PEBBLE_CELLS = _SIZE / _PEBBLE_METRES


@lru_cache(maxsize=1)
def stones() -> Stones:
    """Stones, some the size of a hand, few to the knee."""
    book = textures()
    random = np.random.default_rng(5)
    height = np.zeros((_SIZE, _SIZE), np.float32)
    for _ in range(900):
        radius = min(0.06 * random.pareto(1.5) + 0.07, 1.05)
        cells = radius / _METRES * _SIZE
        column, row = random.integers(0, _SIZE, 2)
        reach = min(int(cells * 1.5) + 2, 63)
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        turn = random.uniform(0, 2 * math.pi)
        a = (x * math.cos(turn) + y * math.sin(turn)) / cells
        b = (-x * math.sin(turn) + y * math.cos(turn)) / (cells * random.uniform(0.55, 0.95))
        rough = book.soft[(y * 3 + row * 7) & 1023, (x * 3 + column * 3) & 1023] * 0.16
        away = np.maximum(np.abs(a), np.abs(b)) * 0.55 + np.hypot(a, b) * 0.5 + rough * 1.4
        dome = (
            radius * random.uniform(0.5, 0.85) * np.sqrt(np.clip(1 - away * away, 0, 1)) * (1 + rough * 1.1)
        )
        # broken off along planes, as stones are
        for _ in range(3):
            lean = random.uniform(0, 2 * math.pi)
            face = radius * (
                random.uniform(0.25, 0.6)
                - random.uniform(0.2, 0.9) * (a * math.cos(lean) + b * math.sin(lean))
            )
            dome = np.minimum(dome, np.maximum(face, 0) + 0.1 * radius * (1 + rough * 3))
        dome = np.where(away < 1, np.maximum(dome, 0), 0)
        rows, columns = (row + y) % _SIZE, (column + x) % _SIZE
        height[rows, columns] = np.maximum(height[rows, columns], dome)
    height += 0.012 * np.maximum(book.soft, -1)
    cell = _METRES / _SIZE
    slope_z = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * cell)
    slope_x = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * cell)
    return Stones(height, slope_x.astype(np.float32), slope_z.astype(np.float32))


@lru_cache(maxsize=1)
def pebbles() -> Stones:
    """A shore of rounded stones side by side, from the size of an egg to that of a loaf."""
    random = np.random.default_rng(6)
    height = np.zeros((_SIZE, _SIZE), np.float32)
    for number in range(4200):
        radius = min(0.022 + 0.020 * random.pareto(2.2), 0.15)
        cells = radius / _PEBBLE_METRES * _SIZE
        column, row = random.integers(0, _SIZE, 2)
        reach = int(cells * 1.3) + 2
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        turn = random.uniform(0, 2 * math.pi)
        a = (x * math.cos(turn) + y * math.sin(turn)) / (cells * random.uniform(0.95, 1.3))
        b = (-x * math.sin(turn) + y * math.cos(turn)) / (cells * random.uniform(0.65, 0.95))
        away = (np.abs(a) ** 2.4 + np.abs(b) ** 2.4) ** (1 / 2.4)
        dome = radius * 0.75 * np.sqrt(np.clip(1 - away * away, 0, 1)) * (away < 1)
        rows, columns = (row + y) % _SIZE, (column + x) % _SIZE
        # the large lie on the small
        under = height[rows, columns] * (0.35 if number > 900 else 0.15)
        height[rows, columns] = np.where(
            dome > 0, np.maximum(height[rows, columns], dome + under), height[rows, columns]
        )
    cell = _PEBBLE_METRES / _SIZE
    slope_z = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * cell)
    slope_x = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * cell)
    return Stones(height.astype(np.float32), slope_x.astype(np.float32), slope_z.astype(np.float32))
