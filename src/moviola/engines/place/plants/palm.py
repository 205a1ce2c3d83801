"""Coconut palms: a bent, ringed trunk and a crown of feathered leaves with the light in them."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit

_FINE = 2
#: Levels of a drawn tone.
_FULL = 255.0

_Points = NDArray[np.float64]


class _Canvas:
    """Opacity, tone, thinness and whether a point is leaf, drawn together."""

    def __init__(self, width: int, height: int) -> None:
        self.planes = [np.zeros((height * _FINE, width * _FINE), np.uint8) for _ in range(4)]

    def stroke(self, points: _Points, thick: _Points, tone: float, thin: float, leaf: bool) -> None:
        """A line through ``points`` [n, 2], ``thick`` [n] pixels at each."""
        at = np.round(points * (_FINE * 16)).astype(np.int64)
        values = (_FULL, min(tone, 1.0) * _FULL, min(thin, 1.0) * _FULL, _FULL if leaf else 0.0)
        for k in range(len(at) - 1):
            start, end = (int(at[k, 0]), int(at[k, 1])), (int(at[k + 1, 0]), int(at[k + 1, 1]))
            wide = max(round(float(thick[k]) * _FINE), 1)
            for plane, value in zip(self.planes, values, strict=True):
                cv2.line(plane, start, end, value, wide, cv2.LINE_AA, 4)

    def picture(self, width: int, height: int) -> Picture:
        planes = [fit(plane, (width, height), AREA).astype(np.float32) / _FULL for plane in self.planes]
        return np.stack(planes, 2)


def palm(seed: int, width: int, height: int, lean: float) -> Picture:
    """A palm [height, width, 4]: opacity, tone, how much light shines through, leaf (1) or wood (0).

    ``lean``: how far its crown is to the right of its foot, as a share of the height; the foot stands at the bottom,
    :func:`foot_of` of the width from the left. All but the opacity are multiplied by it.
    """
    random = np.random.default_rng(seed)
    canvas = _Canvas(width, height)
    tall = height * 0.70
    share = np.linspace(0, 1, 60)
    foot = np.array([width * foot_of(width, height, lean), height - 1.0])
    bow = lean * height
    # the trunk leaves the ground aslant and straightens towards the light
    x = foot[0] + bow * (1.75 * share - 0.75 * share**2.2) + height * 0.012 * np.sin(share * 5 + seed)
    y = foot[1] - tall * (0.86 * share + 0.14 * share**2)
    thick = height * (
        0.0165 + 0.017 * np.exp(-share * 20) + 0.013 * np.exp(-share * 60) + 0.004 * (1 - share)
    )
    top = np.array([x[-1], y[-1]])
    fronds = _crown(random, height)
    for frond in fronds:
        if frond[1] < 0:
            _leaf(canvas, random, top, *frond, height=height)
    _roots(canvas, random, foot, height)
    _trunk(canvas, np.stack([x, y], 1), thick, height)
    for k in range(int(random.integers(6, 12))):
        at = top + np.array([random.normal() * 0.017, 0.016 + abs(random.normal()) * 0.016]) * height
        dot = np.stack([at, at + 0.5])
        canvas.stroke(dot, np.full(2, height * 0.021), 0.24 + 0.05 * (k % 3), 0.0, k % 2 == 0)
        canvas.stroke(
            dot - height * 0.003, np.full(2, height * 0.010), 0.52 + 0.08 * (k % 3), 0.0, k % 2 == 0
        )
    for frond in fronds:
        if frond[1] >= 0:
            _leaf(canvas, random, top, *frond, height=height)
    shape = canvas.picture(width, height)
    _bury(shape, random, height)
    return shape


def foot_of(width: int, height: int, lean: float) -> float:
    """Where the foot of :func:`palm` stands, as a share of the width."""
    return 0.5 - 0.75 * lean * height / width


def _roots(canvas: _Canvas, random: np.random.Generator, foot: _Points, height: int) -> None:
    """Short roots and husks that spread from the foot."""
    for _ in range(26):
        side = random.normal() * 0.020
        start = foot + np.array([side * 0.5, -0.016]) * height
        end = foot + np.array([side * 1.5 + random.normal() * 0.004, 0.003]) * height
        points = np.linspace(start, end, 4)
        canvas.stroke(
            points, np.linspace(0.0055, 0.002, 4) * height, 0.25 + 0.3 * random.random(), 0.0, False
        )


def _bury(shape: Picture, random: np.random.Generator, height: int) -> None:
    """Fade the lowest part of a palm [h, w, 4] along a ragged line, where sand lies over it."""
    deep = max(round(height * 0.013), 2)
    ragged = np.convolve(random.normal(size=shape.shape[1] + 16), np.ones(17) / 17, "valid") * 1.6
    row = np.arange(deep)[:, None] / deep
    shape[-deep:] *= np.clip((0.80 + 0.35 * ragged[None] - row) * 3.0, 0, 1).astype(np.float32)[..., None]


def _trunk(canvas: _Canvas, line: _Points, thick: _Points, height: int) -> None:
    steps = len(line)
    for k in range(steps - 1):
        part = line[k : k + 2]
        wide = np.full(2, thick[k])
        # shade runs around the trunk, and old leaf scars across it
        canvas.stroke(part, wide, 0.34, 0.0, False)
        side = thick[k] * 0.22
        canvas.stroke(part + np.array((side, 0.0)), wide * 0.5, 0.62, 0.0, False)
        canvas.stroke(part + np.array((side * 1.4, 0.0)), wide * 0.22, 0.74, 0.0, False)
    for k in range(0, steps - 1):
        for half in (0.0, 0.5):
            at = line[k] + (line[k + 1] - line[k]) * half
            ring = at + np.array(((-thick[k] * 0.46, 1.0), (0.0, thick[k] * 0.10), (thick[k] * 0.46, -0.5)))
            canvas.stroke(ring, np.full(3, max(height * 0.0012, 0.5)), 0.33, 0.0, False)


def _crown(random: np.random.Generator, height: int) -> list[tuple[float, float, float, float]]:
    """Leaves from the back to the front: direction across −1…1, depth −1…1, rise at the root, length in pixels."""
    leaves = []
    count = int(random.integers(17, 23))
    for k in range(count):
        turn = (k + random.uniform(-0.3, 0.3)) / count * 2 * math.pi * 2.6
        rise = random.uniform(-0.25, 1.3) if k > 2 else random.uniform(-0.75, -0.5)
        leaves.append(
            (
                math.cos(turn),
                math.sin(turn),
                rise,
                height * (random.uniform(0.30, 0.42) if k > 2 else random.uniform(0.18, 0.26)),
            )
        )
    leaves.sort(key=lambda leaf: leaf[1])
    return leaves


def _leaf(
    canvas: _Canvas, random: np.random.Generator, root: _Points, across: float, near: float, rise: float, length: float,
    *, height: int,
) -> None:  # fmt: skip
    """One feather: a rib that bends under its weight, with leaflets hanging from both sides."""
    steps = 58
    share = np.linspace(0, 1, steps)
    out = length * math.cos(rise * 0.8)
    bend = share - 0.16 * share**2
    x = root[0] + across * out * bend * (1 - 0.12 * max(rise, 0))
    drop = (0.42 + 0.34 * random.random()) * length
    y = root[1] - math.sin(rise * 0.9) * length * share + drop * share**2.1 + near * 0.10 * length * share
    rib = np.stack([x, y], 1)
    old = rise < -0.45
    base = 0.40 + 0.18 * random.random() + 0.12 * (near > 0)
    wide = max(height * 0.0030, 0.6)
    lengths = length * 0.235 * np.sin(np.clip(share * 0.93 + 0.07, 0, 1) * math.pi) ** 0.55
    tangent = np.gradient(rib, axis=0)
    tangent /= np.maximum(np.hypot(tangent[:, 0], tangent[:, 1])[:, None], 1e-6)
    foreshort = 0.45 + 0.55 * abs(across)
    for side in (-1.0, 1.0):
        for k in range(3, steps):
            normal = np.array([-tangent[k, 1], tangent[k, 0]]) * side
            sweep = 0.62 + 0.5 * share[k]
            direction = tangent[k] * sweep + normal * (0.75 if side * tangent[k, 0] < 0 else 0.62) * foreshort
            direction = direction + random.normal(0, 0.07, 2)
            size = lengths[k] * random.uniform(0.85, 1.1)
            way = np.linspace(0, 1, 5)[:, None]
            droop = np.array([0.0, 1.0]) * size * (0.36 if side * tangent[k, 0] > 0 else 0.20)
            points = rib[k] + direction * size * way * 0.8 + droop * way**2
            tone = base + random.normal(0, 0.07) + (0.14 if side * tangent[k, 0] < 0 else -0.05)
            thin = 0.75 if side * tangent[k, 0] > 0 else 0.5
            if old:
                tone, thin = 0.42 + random.normal(0, 0.05), 0.15
            thick = wide * np.array([0.9, 1.0, 0.85, 0.55, 0.3])
            canvas.stroke(points, thick, float(np.clip(tone, 0.15, 0.95)), thin, not old or k % 3 == 0)
    canvas.stroke(rib, np.linspace(height * 0.0065, 0.6, steps), 0.62 if not old else 0.5, 0.1, not old)
