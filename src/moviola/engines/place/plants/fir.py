"""Firs and broadleaf trees as cut-outs for open land: full to the ground, with needles or leaves one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.growth import Habit, portrait
from moviola.engines.place.plants.strew import Cutout

_FIR = Habit(
    crooked=0.05,
    stem=True,
    clear=0.035,
    boughs=120,
    open_angle=1.95,
    taper=1.0,
    reach=0.235,
    levels=2,
    forks=9,
    rise=-0.012,
    wiggle=0.07,
    leaf=0.0056,
    slim=0.22,
    leaves=120_000,
    tuft=0.0042,
    girth=0.011,
)
_BROAD = Habit(
    clear=0.16,
    boughs=22,
    reach=0.52,
    open_angle=1.05,
    leaves=52_000,
    leaf=0.0042,
    forks=6,
    wiggle=0.20,
    rise=0.05,
    girth=0.022,
)


def flattened(cutout: Cutout, snow: float, sunk: float) -> Picture:
    """A cut-out [h, w, 4] as :class:`~moviola.engines.place.props.sprites.Atlas` wants it.

    ``snow`` 0–1: how much of it lies on the tree; its lowest ``sunk`` share of the height stays empty.
    """
    planes = cutout.astype(np.float32) / np.float32(255)
    cover = planes[..., 0]
    each = 1 / np.maximum(cover, 1e-3)
    leaf, tone, open_ = planes[..., 2] * each, planes[..., 1] * each, planes[..., 6] * each
    white = planes[..., 7] * each * np.float32(snow)
    # limbs show as dark among the leaves; what is deep in the crown lies in its shade
    shade = tone * (0.30 + 0.70 * leaf) * (0.24 + 0.86 * open_)
    shade = shade + (np.clip(0.60 + 0.42 * open_, 0, 1) - shade) * white
    right = np.clip((planes[..., 4] * each * 255 - 128) / 120, -1, 1)
    out = np.stack([cover, np.clip(shade, 0, 1), right, white], 2)
    rows = round(out.shape[0] * sunk / (1 - sunk))
    return np.ascontiguousarray(
        np.concatenate([out, np.zeros((rows, *out.shape[1:]), np.float32)]), np.float32
    )


def fir(seed: int, width: int, height: int, snow: float, sunk: float) -> Picture:
    """A fir of ``width`` × ``height`` pixels with its boughs down to the ground."""
    slim = (1.0, 0.78, 1.16, 0.9)[seed % 4]
    habit = replace(_FIR, reach=_FIR.reach * slim)
    return flattened(portrait(habit, seed, width, height), snow, sunk)


def broadleaf(seed: int, width: int, height: int, snow: float, bare: bool, sunk: float) -> Picture:
    """A round tree of fields and gardens, ``bare`` in winter."""
    return flattened(portrait(_BROAD, seed, width, height, bare), snow, sunk)
