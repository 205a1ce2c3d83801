"""Where to stand in a sea of dunes: many points are tried, the one with the best view is kept."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.desert.patterns import smooth
from moviola.engines.place.desert.relief import RANK_FIELDS, sand_points
from moviola.engines.place.kernels import Vector
from moviola.engines.place.textures import textures

_TRIED = 70
_DEPTHS = np.geomspace(6.0, 2600.0, 46)
_Row = tuple[float, ...]


def stand(
    random: np.random.Generator, ranks: tuple[_Row, ...], swell: float, eye: float, half: float,
    sun: tuple[float, float, float], span: float,
) -> tuple[float, float]:  # fmt: skip
    """A point (x, z) in metres among the dunes from which the view ahead is worth having.

    Good: nothing near hides the land, several crests stand one behind the other, sunlit and shadowed sand both lie
    in the foreground. ``half``: half the view's width as a slope; ``span``: metres within which points are tried.
    """
    table = np.array(ranks, np.float64).reshape(len(ranks), RANK_FIELDS)
    spots = random.uniform(-span, span, (_TRIED, 2))
    sides = np.linspace(-half, half, 9)
    x = spots[:, 0, None, None] + sides[None, :, None] * _DEPTHS[None, None, :]
    z = spots[:, 1, None, None] + np.broadcast_to(_DEPTHS, x.shape)
    heights = _heights(x, z, table, swell)
    here = _heights(spots[:, 0], spots[:, 1], table, swell) + eye
    slopes = (heights - here[:, None, None]) / _DEPTHS
    most = np.maximum.accumulate(slopes, axis=2)
    hidden = slopes[:, :, 1:] < most[:, :, :-1] - 1e-4
    # a crest is where ground that was seen goes out of sight
    crests = (~hidden[:, :, :-1] & hidden[:, :, 1:]).sum(2).mean(1)
    near = _DEPTHS < 110
    blocked = np.clip((slopes[:, :, near].max(2) + 0.035) / 0.05, 0, 1).mean(1)
    skyline = slopes.max(2).mean(1)
    front = (_DEPTHS > 12) & (_DEPTHS < 160)
    fx, fz, fh = (part[:, ::2, front][:, :, ::2] for part in (x, z, heights))
    way = np.geomspace(2.0, 260.0, 14)
    flat = max(float(np.hypot(sun[0], sun[2])), 1e-3)
    toward = _heights(fx[..., None] + sun[0] / flat * way, fz[..., None] + sun[2] / flat * way, table, swell)
    lit = (toward < fh[..., None] + way * sun[1] / flat + 0.1).all(-1).mean((1, 2))
    score = np.minimum(crests, 5.0) * 0.35 - blocked * 2.2 - np.abs(skyline - 0.01) * 9
    score -= np.abs(lit - 0.68) * 2.4
    best = int(score.argmax())
    return float(spots[best, 0]), float(spots[best, 1])


def _heights(x: Vector, z: Vector, ranks: Vector, swell: float) -> Vector:
    none = np.zeros((0, 1))
    flat = sand_points(
        np.ascontiguousarray(x).ravel(),
        np.ascontiguousarray(z).ravel(),
        smooth(),
        textures().soft,
        ranks,
        none,
        swell,
    )
    return np.asarray(flat, np.float64).reshape(np.shape(x))
