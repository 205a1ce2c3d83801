"""Where the road ends and what is painted on it, as distances in a map of the ground."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.street.plan import Way

#: The map begins here and has this many metres to a pixel.
LEFT, NEAR, STEP = -40.0, -4.0, 0.125
COLUMNS, ROWS = 640, 1280
#: Metres between the places where the light on the ground is known.
LIGHT_STEP = 0.8
_FAR_EDGE = -9.0


def _dashes(along: Picture, aside: Picture, at: float, half: float, dash: float, gap: float) -> Picture:
    period = dash + gap
    within = np.abs(along % period - period / 2) - gap / 2
    line = half - np.abs(aside - at)
    return np.asarray(np.minimum(line, within), np.float32)


def _stripes(along: Picture, aside: Picture, first: float, last: float, road: float) -> Picture:
    band = np.minimum(along - first, last - along)
    bars = 0.25 - np.abs(aside % 1.0 - 0.5)
    return np.asarray(np.minimum(np.minimum(band, bars), road - 0.3 - np.abs(aside)), np.float32)


def marks(
    way: Way,
    road: float,
    cross: float | None,
    cross_road: float,
    zebra: float | None,
    painted: bool,
    paved: bool,
    setts: bool = False,
) -> Picture:
    """[ROWS, COLUMNS, 3]: metres inside the pavement, inside paint, and wear; see :class:`pavement.Ground`.

    ``road`` and ``cross_road``: half widths; ``cross``, ``zebra``: how far along they lie; ``paved``: no
    road at all, but slabs or ``setts``.
    """
    x = (LEFT + (np.arange(COLUMNS, dtype=np.float32) + 0.5) * STEP)[None]
    z = (NEAR + (np.arange(ROWS, dtype=np.float32) + 0.5) * STEP)[:, None]
    along, aside = way.where(x + 0 * z, z + 0 * x)
    out = np.empty((ROWS, COLUMNS, 3), np.float32)
    kerb = np.abs(aside) - road
    if cross is not None:
        other = np.abs(along - cross) - cross_road
        corner = 3.0
        rounded = corner - np.hypot(np.maximum(corner - kerb, 0), np.maximum(corner - other, 0))
        kerb = np.where((kerb > 0) & (other > 0), rounded, np.minimum(kerb, other))
    paint = np.full_like(kerb, _FAR_EDGE)
    if painted:
        paint = np.maximum(paint, _dashes(along, aside, 0.0, 0.07, 3.0, 5.0))
        paint = np.maximum(paint, 0.06 - np.abs(np.abs(aside) - road + 0.35))
        if road > 5.5:
            for at in (-road / 2, road / 2):
                paint = np.maximum(paint, _dashes(along + 2, aside, at, 0.06, 2.0, 6.0))
    if cross is not None:
        clear = np.abs(along - cross) - cross_road - 5.2
        paint = np.where(clear < 0, _FAR_EDGE, paint)
        for first in (cross - cross_road - 4.6, cross + cross_road + 1.2):
            paint = np.maximum(paint, _stripes(along, aside, first, first + 3.4, road))
        for side in (-1.0, 1.0):
            a, b = sorted((side * (road + 1.2), side * (road + 4.4)))
            paint = np.maximum(paint, _stripes(aside, along - cross, a, b, cross_road))
        stop = np.minimum(0.2 - np.abs(along - cross + cross_road + 5.6), road - 0.3 - np.abs(aside))
        paint = np.maximum(paint, stop)
    if zebra is not None:
        paint = np.where(np.abs(along - zebra) < 2.6, _FAR_EDGE, paint)
        paint = np.maximum(paint, _stripes(along, aside, zebra - 1.8, zebra + 1.8, road))
    lane = road / 2
    track = np.minimum(np.abs(np.abs(np.abs(aside) - lane) - 0.75), 1.2)
    out[..., 0] = np.full_like(kerb, -3.0 if setts else 2.0) if paved else kerb
    out[..., 1] = _FAR_EDGE if paved else paint
    out[..., 2] = np.exp(-((track / 0.35) ** 2)) * (0 if paved else 1) * (road > 3)
    return out
