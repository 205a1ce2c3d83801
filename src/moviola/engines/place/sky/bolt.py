"""Lightning: a channel that forks on its way down, and the cloud that it lights from within."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, LINEAR, fit, soften

_Line = NDArray[np.float64]


@dataclass(frozen=True)
class Bolt:
    """Lines of slopes [N, 2] (across, up) with their strength, and where the cloud lights up."""

    lines: tuple[tuple[_Line, float], ...]
    head: tuple[float, float]


def _crooked(dice: np.random.Generator, start: _Line, end: _Line, rough: float) -> _Line:
    """A line between two points, broken by halves."""
    points: NDArray[Any] = np.stack([start, end])
    for _ in range(7):
        middle: NDArray[Any] = (points[1:] + points[:-1]) / 2
        span = points[1:] - points[:-1]
        normal = np.stack([-span[:, 1], span[:, 0]], 1)
        middle = middle + normal * dice.normal(0, rough, (len(middle), 1))
        merged = np.empty((len(points) + len(middle), 2))
        merged[0::2], merged[1::2] = points, middle
        points = merged
    return np.asarray(points, np.float64)


def bolt(seed: int, across: float, top: float, foot: float = 0.004) -> Bolt:
    """A flash to the ground at about ``across``, from the slope ``top`` of the cloud's base."""
    dice = np.random.default_rng((seed, 51))
    start = np.array([across + dice.uniform(-0.07, 0.07), top])
    trunk = _crooked(dice, start, np.array([across, foot]), 0.13)
    lines = [(trunk, 1.0)]
    for _ in range(int(dice.integers(7, 12))):
        at = int(dice.uniform(0.1, 0.75) * len(trunk))
        left = len(trunk) - at
        reach = (trunk[at, 1] - foot) * dice.uniform(0.3, 0.75)
        aim = trunk[at] + np.array([dice.choice([-1, 1]) * reach * dice.uniform(0.35, 0.9), -reach])
        branch = _crooked(dice, trunk[at], aim, 0.15)
        strength = float(dice.uniform(0.16, 0.42)) * min(left / len(trunk) + 0.4, 1)
        lines.append((branch, strength))
        for _ in range(int(dice.integers(0, 3))):
            k = int(dice.uniform(0.2, 0.8) * len(branch))
            tip = branch[k] + np.array([dice.normal(0, 0.4), -dice.uniform(0.3, 1.0)]) * reach * 0.4
            lines.append((_crooked(dice, branch[k], tip, 0.16), strength * 0.5))
    return Bolt(tuple(lines), (float(start[0]), top))


def paint_bolt(out: Picture, lens: Lens, flash: Bolt, gain: float, open_sky: Picture | None = None) -> None:
    """Add the flash to ``out`` [H, W, 3]; where ``open_sky`` [H, W] is 0, something stands before it."""
    rows, columns = out.shape[:2]
    core = np.zeros((rows, columns), np.float32)
    for line, strength in flash.lines:
        x, y = lens.centre + line[:, 0] * lens.focal, lens.horizon - line[:, 1] * lens.focal
        points = np.stack([x, y], 1)
        one = np.zeros_like(core) if strength < 1 else core
        wide = max(round(lens.focal / 1300 * (1.5 if strength >= 1 else 1.0)), 1)
        cv2.polylines(
            one, [(points * 16).astype(np.int32).reshape(-1, 1, 2)], False, strength, wide, cv2.LINE_AA, 4
        )
        if one is not core:
            np.maximum(core, one, out=core)
    fine = lens.focal / 500
    glow = np.asarray(core * 4.0 + soften(core, max(0.8 * fine, 0.5)) * 2.0, np.float32)
    small = fit(core, (max(columns // 4, 2), max(rows // 4, 2)), AREA)
    halo = np.asarray(soften(small, max(1.6 * fine, 0.5)) * 1.4 + soften(small, 8 * fine) * 2.4, np.float32)
    glow += fit(halo, (columns, rows), LINEAR)
    # the cloud around the head of the flash
    row, column = lens.horizon - flash.head[1] * lens.focal, lens.centre + flash.head[0] * lens.focal
    above = ((np.arange(rows) - row) / (0.10 * lens.focal)) ** 2
    beside = ((np.arange(columns) - column) / (0.22 * lens.focal)) ** 2
    lit = np.exp(-above)[:, None] * np.exp(-beside)[None, :] * 0.35
    glow += lit.astype(np.float32)
    if open_sky is not None:
        glow *= open_sky
    for c, tint in enumerate((0.86, 0.84, 1.12)):
        out[..., c] += glow * np.float32(tint * gain)


def flicker(seconds: float, seed: int) -> float:
    """How bright flashes are ``seconds`` into a film: strokes with returns, seconds apart; 1 at the start."""
    every = 3.4
    index = math.floor(seconds / every + 0.02)
    dice = np.random.default_rng((seed, 61, index))
    since = seconds - index * every - (0.0 if index == 0 else float(dice.uniform(0.2, 2.0)))
    if since < 0:
        return 0.0
    light = math.exp(-since / 0.09)
    for again in (0.16, 0.31):
        if since > again:
            light += 0.6 * math.exp(-(since - again) / 0.07)
    return light
