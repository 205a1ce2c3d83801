"""Tiles of the forest floor: fallen leaves or needles, trodden earth, moss, grass and snow."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.tiles import Tiles, relief, tiles
from moviola.engines.place.resample import soften
from moviola.engines.place.shelf import kept
from moviola.engines.place.textures import textures

_SIZE = 1024
_VERSION = 2
_NAMES = ("leaves", "earth", "moss", "grass", "snow", "needles")
#: Metres that each tile covers, in the order of the floor's covers.
SPANS = (2.1, 2.4, 1.3, 1.7, 3.0)


def _noise(times: int, shift: int = 0) -> Picture:
    v, u = np.mgrid[0:_SIZE, 0:_SIZE]
    return np.asarray(
        textures().soft[(v * times + shift) % _SIZE, (u * times + shift * 3) % _SIZE], np.float32
    )


class _Sheet:
    """Planes that shapes are drawn into, across the borders."""

    def __init__(self, tone: float, hue: float) -> None:
        self.tone = np.full((_SIZE, _SIZE), tone, np.float32)
        self.hue = np.full((_SIZE, _SIZE), hue, np.float32)
        self.across = np.zeros((_SIZE, _SIZE), np.float32)
        self.along = np.zeros((_SIZE, _SIZE), np.float32)

    def polygon(self, points: Picture, tone: float, hue: float, across: float, along: float) -> None:
        low, high = points.min(axis=0), points.max(axis=0)
        for right in (-_SIZE, 0, _SIZE):
            if high[0] + right < -3 or low[0] + right > _SIZE + 3:
                continue
            for down in (-_SIZE, 0, _SIZE):
                if high[1] + down < -3 or low[1] + down > _SIZE + 3:
                    continue
                at = ((points + np.array([right, down])) * 16).astype(np.int32)
                shadow = at + np.array([20, 34])
                cv2.fillPoly(self.tone, [shadow], tone * 0.32, cv2.LINE_8, 4)
                cv2.fillPoly(self.tone, [at], tone, cv2.LINE_AA, 4)
                cv2.fillPoly(self.hue, [at], hue, cv2.LINE_AA, 4)
                cv2.fillPoly(self.across, [at], across, cv2.LINE_AA, 4)
                cv2.fillPoly(self.along, [at], along, cv2.LINE_AA, 4)

    def vein(self, start: Picture, end: Picture, tone: float) -> None:
        at = [tuple(int(v * 16) for v in point) for point in (start, end)]
        cv2.line(self.tone, at[0], at[1], tone, 1, cv2.LINE_AA, 4)

    def plane(self) -> Picture:
        return np.stack([np.clip(self.tone, 0, 1), np.clip(self.hue, 0, 1), self.across, self.along], 2)


def _strokes(
    sheet: _Sheet, random: np.random.Generator, count: int, long: float, wide: float, hue: float
) -> None:
    for _ in range(count):
        turn = random.uniform(0, np.pi)
        size = long * random.uniform(0.5, 1.3)
        way = np.array([np.cos(turn), np.sin(turn)])
        side = np.array([-way[1], way[0]]) * wide * random.uniform(0.7, 1.3)
        middle = random.uniform(0, _SIZE, 2)
        bend = side * random.normal() * 2
        points = np.stack(
            [middle - way * size, middle + bend - side, middle + way * size, middle + bend + side]
        ).astype(np.float32)
        sheet.polygon(
            points, random.uniform(0.25, 0.85), float(np.clip(hue + random.normal() * 0.2, 0, 1)),
            *(random.normal(size=2) * 0.5),
        )  # fmt: skip


def _leaves() -> Picture:
    random = np.random.default_rng(4)
    sheet = _Sheet(0.16, 0.2)
    share = np.linspace(0, 2 * np.pi, 15)[:-1]
    for n in range(5200):
        turn, size = random.uniform(0, 2 * np.pi), random.uniform(11, 23)
        slim = random.uniform(0.35, 0.62) * random.uniform(0.6, 1)
        lobes = 1 + 0.12 * np.cos(share * 7 + random.uniform(0, 6)) * (n % 3 == 0)
        outline = (
            np.stack([np.cos(share), np.sin(share) * slim * (1 - 0.35 * np.cos(share))], 1) * lobes[:, None]
        )
        way = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        middle = random.uniform(0, _SIZE, 2)
        points = (outline * size) @ way + middle
        tone = float(np.clip(random.normal(0.52, 0.17), 0.15, 0.95))
        sheet.polygon(
            points.astype(np.float32),
            tone,
            float(np.clip(random.beta(1.6, 1.6), 0, 1)),
            *(random.normal(size=2) * 0.55),
        )
        sheet.vein(middle - way[0] * size * 0.9, middle + way[0] * size * 0.9, tone * 0.72)
        if n % 60 == 0:
            _strokes(sheet, random, 1, 60, 2.2, 0.1)
    return sheet.plane()


def _needles() -> Picture:
    random = np.random.default_rng(5)
    sheet = _Sheet(0.25, 0.4)
    _strokes(sheet, random, 9000, 11, 0.9, 0.45)
    _strokes(sheet, random, 120, 70, 2.0, 0.15)
    _strokes(sheet, random, 5000, 10, 0.9, 0.5)
    _strokes(sheet, random, 260, 9, 4.0, 0.3)
    return sheet.plane()


def _grass() -> Picture:
    random = np.random.default_rng(6)
    sheet = _Sheet(0.14, 0.3)
    _strokes(sheet, random, 9000, 26, 1.8, 0.4)
    return sheet.plane()


def _earth() -> Picture:
    random = np.random.default_rng(7)
    rough = _noise(1) * 0.5 + _noise(3, 50) * 0.5
    across, along = relief(soften(rough, 1.0), 5.0)
    sheet = _Sheet(0.5, 0.5)
    sheet.tone[:] = np.clip(0.48 + 0.15 * rough + 0.10 * _noise(6, 9), 0.1, 1)
    sheet.hue[:] = np.clip(0.5 + 0.25 * _noise(1, 300), 0, 1)
    sheet.across[:], sheet.along[:] = across, along
    share = np.linspace(0, 2 * np.pi, 9)[:-1]
    for _ in range(1800):
        size = random.exponential(2.4) + 1.2
        outline = (
            np.stack([np.cos(share), np.sin(share) * 0.75], 1) * random.uniform(0.7, 1.2, 8)[:, None] * size
        )
        sheet.polygon(
            (outline + random.uniform(0, _SIZE, 2)).astype(np.float32), random.uniform(0.4, 0.8),
            random.uniform(0.3, 1), *(random.normal(size=2) * 0.5),
        )  # fmt: skip
    _strokes(sheet, random, 500, 16, 1.4, 0.2)
    return sheet.plane()


def _moss() -> Picture:
    cushions = np.abs(_noise(2)) * 0.7 + _noise(5, 100) * 0.35
    fine = _noise(13, 7)
    height = soften(cushions + fine * 0.25, 0.8)
    across, along = relief(height, 6.0)
    tone = np.clip(0.42 + 0.13 * cushions + 0.11 * fine, 0, 1)
    return np.stack([tone, np.clip(0.5 + 0.2 * _noise(1, 77) + 0.12 * fine, 0, 1), across, along], 2)


def _snow() -> Picture:
    height = _noise(1) * 0.9 + _noise(3, 40) * 0.22
    across, along = relief(soften(height, 2.0), 2.2)
    return np.stack([np.full_like(height, 0.62), np.clip(0.5 + 0.2 * height, 0, 1), across, along], 2)


def _compute() -> dict[str, Picture]:
    planes = (_leaves(), _earth(), _moss(), _grass(), _snow(), _needles())
    return dict(zip(_NAMES, planes, strict=True))


@cache
def floor_tiles(needles: bool) -> Tiles:
    """The tiles of litter, path, moss, grass and snow, in that order; litter of ``needles`` or of leaves."""
    planes = kept(f"forest-floor-{_VERSION}", _NAMES, _compute)
    litter = planes["needles" if needles else "leaves"]
    return tiles([litter, *(planes[name] for name in _NAMES[1:5])])
