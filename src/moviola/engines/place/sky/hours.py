"""What light, air and exposure go with each height of the sun: key hours, and every height between them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

#: Red, green, blue.
Colour = tuple[float, float, float]


class Hour(NamedTuple):
    """The air and the exposure of one height of the sun; fields as in :class:`~.heaven.Heaven` and ``Grade``.

    ``low``: degrees at which light strikes thin high clouds, which see the sun longer than the ground does.
    ``halo``: brightness around the sun's disc. ``haze``: the five numbers of ``Haze``.
    """

    turbidity: float
    ozone: float
    multiple: float
    sky_saturation: float
    sky_gain: Colour
    sky_add: Colour
    sun: float
    sun_tint: Colour
    ambient: float
    disc: float
    halo: float
    cloud_gain: float
    cloud_sky: float
    low: float
    stars: float
    haze: tuple[float, float, float, float, float]
    exposure: float
    saturation: float
    contrast: float
    bloom: float
    bloom_from: float
    rays: float
    tint: Colour


_NONE = (0.0, 0.0, 0.0)
_NIGHT = Hour(
    1.2, 2.0, 1.6, 1.2, (0.0, 0.0, 0.0), (0.0038, 0.0060, 0.0112), 0.15, (0.62, 0.80, 1.15), 6.4, 0.0, 0.0,
    0.28, 0.45, 14.0, 1.0, (0.02, 0.00004, 60.0, 0.9, 0.1), 4.8, 1.04, 1.35, 0.06, 0.25, 0.0, (0.95, 1.0, 1.08),
)  # fmt: skip
_LATE = Hour(
    1.2, 2.2, 1.6, 1.15, (0.80, 1.08, 1.25), (0.0022, 0.0040, 0.0085), 0.0, (1.2, 0.9, 0.8), 4.4, 0.0, 0.0,
    0.0, 0.6, -7.0, 0.45, (0.03, 0.00005, 80.0, 0.85, 0.12), 4.6, 1.18, 1.33, 0.08, 0.5, 0.0, (0.96, 1.0, 1.07),
)  # fmt: skip
_DUSK = Hour(
    1.2, 2.0, 1.6, 1.12, (0.74, 1.16, 1.32), (0.0, 0.0004, 0.0026), 1.5, (1.3, 0.86, 0.80), 3.8, 0.0, 0.0,
    0.035, 0.6, -5.0, 0.05, (0.04, 0.00006, 90.0, 0.8, 0.12), 4.3, 1.2, 1.28, 0.08, 0.8, 0.0, (1.0, 1.0, 1.02),
)  # fmt: skip
_AFTERGLOW = Hour(
    1.35, 1.9, 1.6, 1.3, (0.95, 1.06, 1.08), _NONE, 16.0, (1.30, 0.90, 0.72), 2.0, 0.0, 0.4,
    0.10, 0.8, -3.2, 0.02, (0.034, 0.00004, 100.0, 0.65, 0.11), 1.45, 1.36, 1.40, 0.06, 0.8, 0.05, (1.02, 1.0, 1.0),
)  # fmt: skip
_SUNSET = Hour(
    1.6, 1.6, 1.6, 1.45, (1.0, 1.0, 1.0), _NONE, 26.0, (1.25, 0.95, 0.72), 1.40, 60.0, 2.0,
    0.17, 0.8, -1.6, 0.0, (0.028, 0.000028, 110.0, 0.50, 0.10), 0.72, 1.42, 1.46, 0.05, 0.8, 0.12, (1.03, 1.0, 0.97),
)  # fmt: skip
_GOLDEN = Hour(
    1.4, 1.6, 1.6, 1.25, (1.0, 1.0, 1.0), _NONE, 26.0, (1.2, 0.98, 0.76), 1.25, 60.0, 1.3,
    0.24, 0.8, 8.0, 0.0, (0.034, 0.00005, 110.0, 0.62, 0.12), 0.33, 1.30, 1.36, 0.05, 0.8, 0.08, (1.03, 1.0, 0.97),
)  # fmt: skip
_HIGH = Hour(
    1.25, 1.2, 1.3, 1.18, (1.0, 1.0, 1.0), _NONE, 26.0, (1.06, 0.97, 0.88), 1.05, 40.0, 0.9,
    0.44, 0.95, 20.0, 0.0, (0.045, 0.00002, 150.0, 0.72, 0.10), 0.285, 1.26, 1.30, 0.035, 3.0, 0.0, (1.01, 1.0, 0.99),
)  # fmt: skip
_DAY = Hour(
    1.2, 1.0, 1.2, 1.12, (1.0, 1.0, 1.0), _NONE, 26.0, (1.0, 0.97, 0.92), 1.0, 40.0, 0.5,
    0.50, 1.0, 34.0, 0.0, (0.050, 0.000015, 160.0, 0.75, 0.10), 0.25, 1.22, 1.27, 0.03, 4.0, 0.0, (1.0, 1.0, 1.0),
)  # fmt: skip
_NOON = _DAY._replace(low=60.0, exposure=0.235)

_EVENING: tuple[tuple[float, Hour], ...] = (
    (-13.0, _NIGHT), (-8.5, _LATE), (-4.5, _DUSK), (-1.0, _AFTERGLOW), (3.1, _SUNSET), (9.5, _GOLDEN),
    (20.0, _HIGH), (34.0, _DAY), (60.0, _NOON),
)  # fmt: skip

#: Before sunrise the air is cleaner and damper: paler, pinker, mist near the ground.
_DAWN = Hour(
    1.25, 1.8, 1.6, 1.12, (1.04, 1.0, 1.05), _NONE, 26.0, (1.14, 0.90, 0.86), 1.15, 60.0, 1.8,
    0.19, 0.85, -1.2, 0.0, (0.045, 0.0011, 26.0, 0.62, 0.16), 0.53, 1.26, 1.28, 0.05, 0.8, 0.10, (1.02, 0.99, 1.03),
)  # fmt: skip
_PINK = _AFTERGLOW._replace(
    turbidity=1.2, sky_saturation=1.15, sky_gain=(1.05, 1.0, 1.1), sun_tint=(1.22, 0.84, 0.86),
    haze=(0.045, 0.0009, 26.0, 0.62, 0.16), saturation=1.22, contrast=1.28, tint=(1.02, 0.985, 1.04),
)  # fmt: skip
_MORNING: tuple[tuple[float, Hour], ...] = (
    (-13.0, _NIGHT), (-8.5, _LATE), (-4.5, _DUSK._replace(sky_saturation=1.15)), (-1.0, _PINK), (4.5, _DAWN),
    (10.0, _GOLDEN._replace(sun_tint=(1.14, 0.97, 0.84), tint=(1.01, 1.0, 1.0))),
    (20.0, _HIGH), (34.0, _DAY), (60.0, _NOON),
)  # fmt: skip


def hour_at(elevation: float, morning: bool) -> Hour:
    """The hour of a sun at ``elevation`` degrees, continuous in it."""
    keys = _MORNING if morning else _EVENING
    heights = np.array([height for height, _ in keys])
    # exposures are interpolated by stops
    table = np.array([_numbers(hour._replace(exposure=math.log(hour.exposure))) for _, hour in keys])
    row = iter([float(np.interp(elevation, heights, table[:, k])) for k in range(table.shape[1])])
    mixed = [
        tuple(next(row) for _ in value) if isinstance(value, tuple) else next(row) for value in keys[0][1]
    ]
    hour = Hour._make(mixed)
    return hour._replace(exposure=math.exp(hour.exposure))


def _numbers(hour: Hour) -> list[float]:
    """All fields in a row."""
    return [number for value in hour for number in (value if isinstance(value, tuple) else (value,))]
