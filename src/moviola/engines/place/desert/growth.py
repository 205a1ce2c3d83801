"""What grows in a desert, as cut-outs: saguaros, scrub, dry grass, dead trees."""

from __future__ import annotations

import itertools
import math

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture
from moviola.engines.place.resample import AREA, fit, soften

_FINE = 3
_Bytes = NDArray[np.uint8]


def _finish(
    shape: _Bytes, tone: NDArray[np.float32], normal: NDArray[np.float32], size: tuple[int, int]
) -> Picture:
    opacity = fit(shape, size, AREA).astype(np.float32) / 255
    out = np.zeros((size[1], size[0], 4), np.float32)
    covered = np.maximum(opacity, 0.02)
    mask = shape.astype(np.float32) / 255
    out[..., 0] = opacity
    out[..., 1] = fit(tone * mask, size, AREA) / covered
    out[..., 2] = np.clip(fit(normal * mask, size, AREA) / covered, -1, 1)
    return out


def saguaro(seed: int, height: int) -> Picture:
    """A saguaro with none to five arms [height, ·, 4]."""
    random = np.random.default_rng(400 + seed)
    width = int(height * 0.62)
    w, h = width * _FINE, height * _FINE
    shape = np.zeros((h, w), np.uint8)
    tone, normal = np.full((h, w), 0.6, np.float32), np.zeros((h, w), np.float32)
    trunk = h * float(random.uniform(0.040, 0.052))
    middle = w / 2 + float(random.normal()) * w * 0.02
    stems: list[tuple[list[tuple[float, float]], float]] = []
    for _ in range(int(random.integers(1, 5))):
        side = float(random.choice([-1, 1]))
        root = h * float(random.uniform(0.42, 0.66))
        out = trunk * float(random.uniform(2.4, 3.9))
        top = root - h * float(random.uniform(0.14, 0.40))
        bend = [(middle + side * trunk * 0.5, root)]
        for k in range(9):
            a = k / 8 * math.pi / 2
            bend.append(
                (
                    middle + side * (trunk * 0.5 + out * math.sin(a)),
                    root + trunk * 0.4 - out * 0.55 * (1 - math.cos(a)),
                )
            )
        lean = side * float(random.uniform(-0.02, 0.06)) * h
        for k in range(1, 9):
            bend.append(
                (bend[9][0] + lean * (k / 8) ** 2, bend[9][1] + (max(top, h * 0.06) - bend[9][1]) * k / 8)
            )
        stems.append((bend, trunk * float(random.uniform(0.66, 0.85))))
    sway = float(random.normal()) * h * 0.008
    stems.append(
        ([(middle + sway * math.sin(k / 20 * 5), h - 1 + (h * 0.05 - h) * k / 20) for k in range(21)], trunk)
    )
    ribs = 7
    for path, radius in stems:
        count = int(sum(math.dist(a, b) for a, b in itertools.pairwise(path)) * 1.5)
        along = np.linspace(0, len(path) - 1, count)
        xs = np.interp(along, np.arange(len(path)), [p[0] for p in path])
        ys = np.interp(along, np.arange(len(path)), [p[1] for p in path])
        left = np.hypot(np.diff(xs, append=xs[-1]), np.diff(ys, append=ys[-1]))[::-1].cumsum()[::-1]
        for k in range(count):
            round_ = max(1 - left[k] / (radius * 1.3), 0.0)
            r = (
                radius
                * (0.88 + 0.17 * math.sin(min(k / count * 1.15, 1) * math.pi * 0.75))
                * math.sqrt(1 - round_**2)
            )
            dx, dy = (
                (xs[min(k + 4, count - 1)] - xs[max(k - 4, 0)]),
                (ys[min(k + 4, count - 1)] - ys[max(k - 4, 0)]),
            )
            length = math.hypot(dx, dy) + 1e-6
            px, py = -dy / length, dx / length
            for s in np.linspace(-1, 1, max(int(r * 2.2), 5)):
                i, j = int(xs[k] + px * r * s), int(ys[k] + py * r * s)
                if 0 <= i < w and 0 <= j < h:
                    shape[j, i] = 255
                    rib = math.cos(math.asin(max(min(s, 0.999), -0.999)) * ribs * 1.9)
                    tone[j, i] = (0.66 + 0.30 * rib) * (0.75 + 0.25 * math.sqrt(1 - min(s * s, 1)))
                    normal[j, i] = (
                        s * (px if abs(px) > 0.3 else 0.3) * (1 if px > 0 else -1) * np.sign(px or 1)
                    )
    shape = np.asarray(cv2.morphologyEx(shape, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    normal = np.where(shape > 0, soften(normal, 1.2), 0)
    return _finish(shape, soften(tone, 0.8), np.asarray(normal, np.float32), (width, height))


def scrub(seed: int, height: int, leaves: float) -> Picture:
    """A low bush of thin twigs [height, ·, 4]; ``leaves`` 0 (dry) to 1 (leafy)."""
    random = np.random.default_rng(500 + seed)
    width = int(height * 1.5)
    w, h = width * _FINE, height * _FINE
    shape, tone = np.zeros((h, w), np.uint8), np.full((h, w), 0.5, np.float32)
    for _ in range(130):
        angle = float(random.normal()) * 0.62
        length = h * float(random.uniform(0.45, 0.97)) * math.cos(angle * 0.75) ** 0.6
        x, y = w / 2 + float(random.normal()) * w * 0.045, h - 1.0
        steps = 14
        light = float(random.uniform(0.35, 0.95))
        for k in range(steps):
            angle += float(random.normal()) * 0.13
            nx, ny = x + math.sin(angle) * length / steps, y - math.cos(angle) * length / steps
            thick = max(1, round((1 - k / steps) * h * 0.010))
            a, b = (int(x * 8), int(y * 8)), (int(nx * 8), int(ny * 8))
            cv2.line(shape, a, b, 255, thick, cv2.LINE_AA, 3)
            cv2.line(tone, a, b, light * (0.45 + 0.55 * k / steps), thick, cv2.LINE_8, 3)
            if k > 4 and random.random() < leaves:
                for _ in range(3):
                    at = (int(nx + random.normal() * h * 0.018), int(ny + random.normal() * h * 0.018))
                    cv2.circle(shape, at, max(1, int(h * random.uniform(0.006, 0.014))), 255, -1, cv2.LINE_AA)
                    cv2.circle(tone, at, max(1, int(h * 0.012)), light * random.uniform(0.6, 1.1), -1)
            x, y = nx, ny
    normal = np.broadcast_to(np.linspace(-0.8, 0.8, w, dtype=np.float32), (h, w)).copy()
    return _finish(
        shape, tone * np.linspace(1.1, 0.55, h, dtype=np.float32)[:, None], normal, (width, height)
    )


def dead_tree(seed: int, height: int) -> Picture:
    """A bare camel thorn, long dead [height, ·, 4]."""
    random = np.random.default_rng(600 + seed)
    width = int(height * 1.05)
    w, h = width * _FINE, height * _FINE
    shape = np.zeros((h, w), np.uint8)
    tone, normal = np.full((h, w), 0.5, np.float32), np.zeros((h, w), np.float32)

    def grow(x: float, y: float, angle: float, length: float, radius: float, depth: int) -> None:
        steps = max(int(length / (h * 0.004)), 6)
        bias = float(random.normal()) * 0.018
        for k in range(steps):
            angle += bias + float(random.normal()) * 0.045
            angle *= 0.997
            x, y = x + math.sin(angle) * length / steps, y - math.cos(angle) * length / steps
            r = max(radius * (1 - 0.5 * k / steps), 1.0)
            cv2.circle(shape, (int(x * 8), int(y * 8)), int(r * 8), 255, -1, cv2.LINE_AA, 3)
            shade = 0.6 + 0.25 * float(random.random())
            cv2.circle(tone, (int(x), int(y)), max(int(r), 1), shade, -1)
            cv2.circle(normal, (int(x + r * 0.5), int(y)), max(int(r * 0.6), 1), 0.7, -1)
            cv2.circle(normal, (int(x - r * 0.5), int(y)), max(int(r * 0.6), 1), -0.7, -1)
            if depth > 0 and k > steps * 0.35 and random.random() < 0.035:
                turn = float(random.choice([-1, 1]) * random.uniform(0.5, 1.1))
                grow(x, y, angle + turn, length * float(random.uniform(0.35, 0.7)), r * 0.6, depth - 1)
        if depth > 0:
            for turn in (-0.5, 0.45):
                grow(
                    x,
                    y,
                    angle + turn + float(random.normal()) * 0.2,
                    length * float(random.uniform(0.5, 0.75)),
                    radius * 0.5,
                    depth - 1,
                )

    grow(w / 2, h - 1.0, float(random.normal()) * 0.2, h * 0.36, h * 0.034, 4)
    return _finish(shape, tone, normal, (width, height))
