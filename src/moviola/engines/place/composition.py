"""Which of several views of a place makes the best picture.

A family draws small sketches of the layouts that a seed offers; the one that a photographer would keep wins. The
rules are those of photography manuals: the subject at a third, whole, and unlike what surrounds it; the horizon off the
middle; weight on both sides; light and dark; a foreground that is not empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture

_Layout = TypeVar("_Layout")
#: Size at which sketches are judged.
_WIDE, _HIGH = 64, 36


class Sketch(NamedTuple):
    """A coarse view: ``light`` [h, w] as shown, 0–1, ``subject`` [h, w] 0–1, ``horizon`` as a share from the top."""

    light: Picture
    subject: Picture
    horizon: float


class Merits(NamedTuple):
    """What is good about a sketch, each 0–1."""

    thirds: float
    whole: float
    horizon: float
    balance: float
    contrast: float
    range: float
    foreground: float

    @property
    def total(self) -> float:
        """Their weighted mean."""
        return float(np.dot(self, _WEIGHTS) / sum(_WEIGHTS))


_WEIGHTS = (1.4, 1.2, 0.6, 0.8, 1.2, 0.8, 0.8)


def _bell(value: float, best: float, width: float) -> float:
    return float(np.exp(-(((value - best) / width) ** 2)))


def merits(sketch: Sketch) -> Merits:
    """Judge a sketch of any size."""
    light = cv2.resize(np.asarray(sketch.light, np.float32), (_WIDE, _HIGH), interpolation=cv2.INTER_AREA)
    subject = cv2.resize(np.asarray(sketch.subject, np.float32), (_WIDE, _HIGH), interpolation=cv2.INTER_AREA)
    across = (np.arange(_WIDE) + 0.5) / _WIDE
    mass = float(subject.sum())
    if mass < 1.0:
        at, cut, contrast = 0.5, 1.0, 0.0
    else:
        at = float((subject.sum(0) * across).sum() / mass)
        rim = np.concatenate([subject[:, :2].ravel(), subject[:, -2:].ravel(), subject[:1].ravel()])
        cut = min(float(rim.sum()) / mass * 6, 1.0)
        around = np.clip(cv2.dilate(subject, np.ones((7, 7), np.uint8)) - subject, 0, 1)
        inside = float((light * subject).sum() / mass)
        outside = float((light * around).sum() / max(float(around.sum()), 1e-3))
        contrast = min(abs(inside - outside) / 0.25, 1.0)
    detail = np.abs(light - cv2.blur(light, (9, 9)))
    left, right = float(detail[:, : _WIDE // 2].sum()), float(detail[:, _WIDE // 2 :].sum())
    share = left / max(left + right, 1e-6)
    below = detail[int(_HIGH * 0.72) :]
    return Merits(
        thirds=max(_bell(at, 1 / 3, 0.13), _bell(at, 2 / 3, 0.13)),
        whole=1 - cut,
        horizon=max(_bell(sketch.horizon, 0.38, 0.12), _bell(sketch.horizon, 0.64, 0.12)),
        balance=_bell(share, 0.5, 0.28),
        contrast=contrast,
        range=_bell(float(light.std()), 0.22, 0.14),
        foreground=min(float(below.mean()) / 0.03, 1.0),
    )


def choose(
    seed: int,
    count: int,
    offer: Callable[[np.random.Generator], _Layout],
    sketch: Callable[[_Layout], Sketch],
) -> _Layout:
    """The best of ``count`` layouts that ``offer`` draws from the seed."""
    random = np.random.default_rng(seed)
    offers = [offer(random) for _ in range(count)]
    return max(offers, key=lambda layout: merits(sketch(layout)).total)
