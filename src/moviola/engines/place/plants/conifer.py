"""Cut-outs of plants: conifers branch by branch, reeds and grass stroke by stroke."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture, kernel
from moviola.engines.place.noise import hashed
from moviola.engines.place.resample import AREA, fit

_BRANCHES = 430
_FINE = 3


@kernel
def conifer(seed: int, width: int, height: int, snow: float) -> Picture:
    """A spruce [height, width, 4] as :class:`~moviola.engines.place.props.sprites.Atlas` wants it.

    ``snow``: share of branches that carry some.
    """
    out = np.zeros((height, width, 4), np.float32)
    middle = width / 2
    lean = (hashed(1, 1, seed) - 0.5) * 0.02
    for branch in range(_BRANCHES):
        climb = (branch / _BRANCHES) ** 0.9
        root = height * (0.95 - 0.93 * climb)
        low = 1 - climb
        turn = hashed(branch, 1, seed) * 6.2831853
        reach = width * 0.52 * low**0.92 * (0.55 + 0.55 * hashed(branch, 2, seed)) + width * 0.012
        right = math.cos(turn)
        back = math.sin(turn)
        droop = 0.10 + 0.42 * low
        steps = int(reach * 1.6) + 4
        snowy = 1.0 if hashed(branch, 1, seed + 9) < snow else 0.0
        for step in range(steps):
            along = step / steps
            x = middle + right * reach * along + lean * (height - root)
            y = root + reach * (droop * (along - 0.35 * along * along) - back * 0.16 * along)
            radius = ((1 - along) * 0.020 + 0.008) * width * (0.22 + 0.78 * low) + 0.35
            key = branch * 131 + step
            for tuft in range(4):
                tx = x + (hashed(key, 3 + tuft, seed) - 0.5) * radius * 2.6
                ty = y + hashed(key, 13 + tuft, seed) * radius * 2.8 * (1 - 0.5 * along)
                size = radius * (0.35 + 0.55 * hashed(key, 23 + tuft, seed))
                for j in range(max(int(ty - size), 0), min(int(ty + size) + 2, height)):
                    for i in range(max(int(tx - size), 0), min(int(tx + size) + 2, width)):
                        if (i - tx) ** 2 + (j - ty) ** 2 > size * size + 0.3:
                            continue
                        out[j, i, 0] = 1
                        tone = 0.6 + 0.55 * hashed(branch * 7 + step, tuft, seed)
                        out[j, i, 1] = (0.20 + 0.80 * along) * tone * (0.8 - 0.2 * back)
                        out[j, i, 2] = right * along
                        on_top = 1.0 if (tuft < 3 and ty < y + radius * 2.0) else 0.0
                        out[j, i, 3] = snowy * on_top * (0.75 + 0.25 * hashed(i, j, seed))
    for j in range(int(height * 0.03), height):
        half = width * (0.006 + 0.014 * j / height)
        shift = middle + lean * (height - j)
        for i in range(max(int(shift - half), 0), min(int(shift + half) + 1, width)):
            if out[j, i, 0] == 0:
                out[j, i, 0] = 1
                out[j, i, 1] = 0.3
    return out


def reeds(seed: int, width: int, height: int, blades: int, plumes: bool) -> Picture:
    """A clump of reeds (``plumes``) or grass [height, width, 4]."""
    random = np.random.default_rng(seed)
    shape = np.zeros((height * _FINE, width * _FINE), np.uint8)
    tone = shape.copy()
    share = np.linspace(0, 1, 30)
    for _ in range(blades):
        root = width * (0.5 + random.normal() * 0.13)
        length = height * random.uniform(0.4, 0.97) * (1 if plumes else 0.8)
        bend = random.normal() * 0.16 + 0.07
        x = root + bend * length * share**2.2
        y = height - 1 - length * share * (1 - 0.12 * abs(bend) * share)
        thick = np.maximum((1 - share) * (1.6 if plumes else 1.9), 0.5)
        light = int(random.uniform(90, 255))
        points = np.stack([x, y], 1) * _FINE * 16
        for k in range(29):
            start = (int(points[k, 0]), int(points[k, 1]))
            end = (int(points[k + 1, 0]), int(points[k + 1, 1]))
            stroke = max(1, round(thick[k] * _FINE * 0.8))
            cv2.line(shape, start, end, 255, stroke, cv2.LINE_AA, 4)
            cv2.line(tone, start, end, light, stroke, cv2.LINE_AA, 4)
        if plumes and random.random() < 0.42:
            for k in range(26):
                up = 1 - k * 0.006
                px = root + bend * length * up**2.2
                py = height - 1 - length * up * (1 - 0.12 * abs(bend) * up)
                radius = int((1.6 * math.sin((k + 1) / 27 * math.pi) + 0.5) * _FINE * 0.8)
                at = (int((px + random.normal() * 0.5) * _FINE), int(py * _FINE))
                cv2.circle(shape, at, radius, 255, -1, cv2.LINE_AA)
                cv2.circle(tone, at, radius, 235, -1, cv2.LINE_AA)
    opacity = fit(shape, (width, height), AREA).astype(np.float32) / 255
    bright = fit(tone, (width, height), AREA).astype(np.float32) / 255
    out = np.zeros((height, width, 4), np.float32)
    out[..., 0] = opacity
    shade = np.where(opacity > 0.02, bright / np.maximum(opacity, 0.02), 0)
    out[..., 1] = shade * np.linspace(1.1, 0.35, height)[:, None]
    return out
