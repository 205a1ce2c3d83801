"""A piece of wall to paint on, in metres, and the book of painted pieces that kernels read."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.kernels import Index, Mask, Picture
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.street.fields import DEEP, DENSITY, LEVELS, OUT, TILE_FIELDS

Colour = tuple[float, float, float]


#: The pixels [rows, columns, TILE_FIELDS] of a tile, and its halved copies.
Levels = tuple[Mask, ...]


class Tiles(NamedTuple):
    """Painted tiles: ``pixels`` flat bytes; ``table`` [tile, level] offset, width, height; what lies ``behind``."""

    pixels: Mask
    table: Index
    behind: Index


@lru_cache(maxsize=8)
def _cloud(seed: int, fine: int) -> Picture:
    """Smooth noise [512, 512] around 0, ``fine`` cells across."""
    random = np.random.default_rng([seed, fine])
    small = random.normal(size=(fine, fine)).astype(np.float32)
    return fit(small, (512, 512), cv2.INTER_CUBIC)


class Panel:
    """A wall of ``wide`` × ``tall`` metres, origin at its lower left; planes are [rows, columns]."""

    def __init__(self, wide: float, tall: float, seed: int) -> None:
        self.wide, self.tall = wide, tall
        self.columns, self.rows = round(wide * DENSITY), round(tall * DENSITY)
        self.random = np.random.default_rng([seed, 31])
        shape = (self.rows, self.columns)
        self.colour = np.full((*shape, 3), 0.4, np.float32)
        self.height = np.zeros(shape, np.float32)
        self.glass = np.zeros(shape, np.float32)
        self.cloth = np.zeros(shape, np.float32)

    def area(self, x0: float, y0: float, x1: float, y1: float) -> tuple[slice, slice]:
        """The pixels of a rectangle in metres."""
        top, bottom = round((self.tall - y1) * DENSITY), round((self.tall - y0) * DENSITY)
        left, right = round(x0 * DENSITY), round(x1 * DENSITY)
        return (
            slice(min(max(top, 0), self.rows), min(max(bottom, 0), self.rows)),
            slice(min(max(left, 0), self.columns), min(max(right, 0), self.columns)),
        )

    def block(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, height: float) -> None:
        """A solid block standing out by ``height`` metres."""
        where = self.area(x0, y0, x1, y1)
        self.colour[where], self.height[where] = colour, height
        self.glass[where], self.cloth[where] = 0, 0

    def pane(self, x0: float, y0: float, x1: float, y1: float, height: float, clear: float = 1.0) -> None:
        """Glass."""
        where = self.area(x0, y0, x1, y1)
        self.colour[where], self.height[where] = (0.03, 0.032, 0.035), height
        self.glass[where], self.cloth[where] = clear, 0

    def drape(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, thick: float) -> None:
        """Cloth or a blind behind the glass, which light shines through; ``thick`` hides the room."""
        where = self.area(x0, y0, x1, y1)
        shape = self.glass[where].shape
        if 0 in shape:
            return
        folds = 0.82 + 0.18 * np.sin(np.linspace(0, (x1 - x0) * 42, shape[1]) + self.random.uniform(0, 6))
        inside = self.glass[where] > 0.3
        self.colour[where] = np.where(
            inside[..., None], np.array(colour, np.float32) * folds[None, :, None], self.colour[where]
        )
        self.cloth[where] = np.where(inside, thick, self.cloth[where])
        self.glass[where] = np.where(inside, np.minimum(self.glass[where], 1 - thick), self.glass[where])

    def noise(self, fine: float, seed: int) -> Picture:
        """Smooth noise over the panel, cells of ``fine`` metres."""
        whole = _cloud(seed % 5, 64)
        scale = 8.0 / fine / DENSITY
        x = np.arange(self.columns) * scale + self.random.uniform(0, 500)
        y = np.arange(self.rows) * scale + self.random.uniform(0, 500)
        return np.ascontiguousarray(whole[y.astype(np.int64)[:, None] % 512, x.astype(np.int64)[None] % 512])

    def mottle(self, amount: float, fine: float, seed: int) -> None:
        """Vary the colour of what is not glass."""
        change = np.asarray(1 + amount * self.noise(fine, seed), np.float32)
        self.colour *= np.where(self.glass > 0.3, np.float32(1), change)[..., None]

    def streak(self, x0: float, x1: float, y: float, length: float, amount: float) -> None:
        """Dirt that rain has washed down from below a ledge."""
        where = self.area(x0, y - length, x1, y)
        rows, columns = self.height[where].shape
        if rows < 2 or columns < 2:
            return
        runs = np.asarray(self.random.random(columns), np.float32)
        runs = soften(runs[None], 1.5)[0]
        runs = np.clip((runs - runs.min()) / max(float(np.ptp(runs)), 1e-3), 0, 1)
        fall = np.linspace(1, 0, rows)[:, None] ** (0.6 + 2 * (1 - runs[None]))
        keep = 1 - amount * runs[None] * fall
        self.colour[where] *= np.where(self.glass[where] > 0.3, 1, keep)[..., None]

    def finished(self) -> Levels:
        """The pixels as bytes, with the shadows in nooks."""
        hollow = soften(self.height, 0.16 * DENSITY) - self.height
        close = soften(self.height, 0.05 * DENSITY) - self.height
        shadow = np.clip(1 - 2.2 * np.clip(hollow, 0, 0.3) - 2.6 * np.clip(close, 0, 0.2), 0.25, 1.15)
        shadow = np.where(self.glass + self.cloth > 0.3, 1, shadow)
        planes = np.empty((self.rows, self.columns, TILE_FIELDS), np.float32)
        planes[..., :3] = np.sqrt(np.clip(self.colour * shadow[..., None], 0, 1))
        planes[..., 3] = (np.clip(self.height, -DEEP, OUT) + DEEP) / (OUT + DEEP)
        planes[..., 4], planes[..., 5] = self.glass, self.cloth
        return _halved((planes * 255 + 0.5).astype(np.uint8))


def _halved(whole: Mask) -> Levels:
    levels = [whole]
    for _ in range(LEVELS - 1):
        last = levels[-1]
        half = (max(last.shape[1] // 2, 2), max(last.shape[0] // 2, 2))
        levels.append(
            np.concatenate([fit(last[..., :3], half, AREA), fit(last[..., 3:], half, AREA)], axis=2)
        )
    return tuple(levels)


def bind(panels: list[tuple[Levels, int]]) -> Tiles:
    """Tiles from finished pixels, each with what is behind its glass."""
    parts: list[Mask] = []
    table = np.zeros((len(panels), LEVELS, 3), np.int64)
    offset = 0
    for k, (levels, _) in enumerate(panels):
        for n, level in enumerate(levels):
            table[k, n] = (offset, level.shape[1], level.shape[0])
            parts.append(level.ravel())
            offset += level.size
    return Tiles(np.concatenate(parts), table, np.array([kind for _, kind in panels], np.int64))
