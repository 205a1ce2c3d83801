"""Wild flowers in the meadow: heads on thin stalks, in drifts of one colour or a few."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from moviola.engines.place.heights.land import Land, near_height
from moviola.engines.place.heights.layouts import Layout
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.sprites import Atlas, Flock, atlas, draw_sprites
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.sky.air import Haze, Light
from moviola.engines.place.textures import textures

#: Colours that stand together: poppies, buttercups, lavender, daisies, lupins.
_MIXES = (
    ((0.62, 0.075, 0.03), (0.55, 0.10, 0.04)),
    ((0.72, 0.50, 0.05), (0.72, 0.68, 0.58)),
    ((0.36, 0.20, 0.62), (0.46, 0.30, 0.70)),
    ((0.90, 0.88, 0.82), (0.94, 0.70, 0.08)),
    ((0.62, 0.24, 0.56), (0.30, 0.26, 0.72)),
)
_COUNT = 11_000


def _head(seed: int, width: int, height: int) -> Picture:
    """A few heads on their stalks [height, width, 4], opacity, shade, normal to the right, 0."""
    dice = np.random.default_rng(seed)
    fine = 3
    cover = np.zeros((height * fine, width * fine), np.uint8)
    tone = np.zeros_like(cover)
    for _ in range(4):
        foot, top = (
            dice.uniform(0.3, 0.7) * width,
            (dice.uniform(0.15, 0.85) * width, dice.uniform(0.08, 0.45) * height),
        )
        ends = [(int(foot * fine), height * fine), (int(top[0] * fine), int(top[1] * fine))]
        cv2.line(cover, ends[0], ends[1], 255, 2, cv2.LINE_AA)
        cv2.line(tone, ends[0], ends[1], 36, 2, cv2.LINE_AA)
        size = (int(width * fine * dice.uniform(0.09, 0.15)), int(width * fine * dice.uniform(0.06, 0.11)))
        turn = float(dice.uniform(-25, 25))
        cv2.ellipse(cover, ends[1], size, turn, 0, 360, 255, -1, cv2.LINE_AA)
        cv2.ellipse(tone, ends[1], size, turn, 0, 360, 250, -1, cv2.LINE_AA)
        cv2.ellipse(tone, ends[1], (size[0] // 3, size[1] // 3), turn, 0, 360, 120, -1, cv2.LINE_AA)
    out = np.zeros((height, width, 4), np.float32)
    out[..., 0] = fit(cover, (width, height), AREA) / 255
    out[..., 1] = np.where(out[..., 0] > 0.02, fit(tone, (width, height), AREA) / 255, 0)
    return out


@cache
def _atlas(mix: int) -> Atlas:
    heads = [_head(5 + k, 60, 90) for k in range(4)]
    first, second = _MIXES[mix]
    return atlas(heads, [(*first, 0.4), (*first, 0.4), (*first, 0.4), (*second, 0.4)])


def draw_flowers(
    out: Picture, depths: Picture, layout: Layout, land: Land, half: float, lens: Lens, table: Picture, light: Light,
    haze: Haze,
) -> None:  # fmt: skip
    """Draw the flowers of a layout into ``out`` [H, W, 3], denser in drifts."""
    dice = np.random.default_rng((layout.seed, 33))
    ahead = 1.8 + 52.0 * dice.random(_COUNT) ** 1.1
    across = dice.uniform(-1, 1, _COUNT) * (half * 1.1 * ahead + 0.6)
    soft = textures().soft
    drifts = soft[
        (ahead * 6.0).astype(np.int64) & 1023, (across * 6.0 + layout.seed * 37).astype(np.int64) & 1023
    ]
    grows = dice.random(_COUNT) < np.clip(0.45 + 0.55 * drifts, 0.04, 1)
    ahead, across = ahead[grows], across[grows]
    order = np.argsort(-ahead)
    ahead, across = ahead[order], across[order]
    count = len(ahead)
    flock = Flock(
        across, ahead, near_height(land.heights, across, ahead) - 0.02,
        dice.uniform(0.11, 0.22, count) + 0.0018 * ahead,
        dice.integers(0, 4, count).astype(np.int64), np.ones(count, np.float32), dice.uniform(0.8, 1.2, count),
    )  # fmt: skip
    book = _atlas(layout.seed % len(_MIXES))
    draw_sprites(out, depths, np.zeros(depths.shape, np.uint8), flock, book, lens, table, light, haze)
