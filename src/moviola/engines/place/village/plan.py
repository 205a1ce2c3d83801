"""What stands where in a village: the value that a layout makes and everything else reads."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.resample import soften

_Floats = NDArray[np.float64]
Point = tuple[float, float]

CHURCH = 9


@dataclass(frozen=True)
class Spot:
    """A building: where, its front turned from the camera by ``turn``, its kind and which one of that kind."""

    x: float
    z: float
    turn: float
    kind: int
    pick: int
    near: bool = True
    scale: float = 1.0


@dataclass(frozen=True)
class Path:
    """A trodden or cleared way through points, ``width`` metres; a ``road`` is flat, a path has been waded."""

    points: tuple[Point, ...]
    width: float
    road: bool = False


@dataclass(frozen=True)
class Fence:
    """A fence along points; ``rails`` tell its kind: 2 or 3 rails, 0 for pickets."""

    points: tuple[Point, ...]
    rails: int = 2


@dataclass(frozen=True)
class Plan:
    """A village before the camera, which stands over the origin and looks along z.

    ``extent``: metres of the square in detail. ``eye``: metres over the ground. ``wide``: half the view as a slope;
    ``horizon``: share of rows. The ``hero`` (x, z) is seen at the share ``hero_at`` of the width. ``rise``: (z, metres)
    of the ground; ``knolls``: (x, z, radius, metres). ``shore``: (near, far) edges of a lake across the view, or none.
    ``trees`` [N, 3]: x, z, height. ``strings``: ends of strings of bulbs as (x, z, metres over ground).
    ``festive``: x, z and height of a fir hung with lights.
    """

    name: str
    extent: float
    eye: float
    wide: float
    horizon: float
    hero: Point
    hero_at: float
    rise: tuple[Point, ...] = ((0.0, 0.0),)
    knolls: tuple[tuple[float, float, float, float], ...] = ()
    shore: Point | None = None
    spots: tuple[Spot, ...] = ()
    paths: tuple[Path, ...] = ()
    fences: tuple[Fence, ...] = ()
    lamps: tuple[Point, ...] = ()
    strings: tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...] = ()
    trees: _Floats = field(default_factory=lambda: np.zeros((0, 3)))
    people: tuple[tuple[float, float, int], ...] = ()
    snowman: Point | None = None
    stream: tuple[Point, ...] = ()
    bridge: tuple[float, float, float] | None = None
    jetty: tuple[float, float, float, float] | None = None
    festive: tuple[float, float, float] | None = None
    variant: int = 0


def smooth(low: float, high: float, x: _Floats) -> _Floats:
    """0 at ``low``, 1 at ``high``, smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def relief(plan: Plan, x: _Floats, z: _Floats) -> _Floats:
    """Height of the ground over the valley's floor, in metres, without drifts and tracks."""
    at, high = np.array(plan.rise).T
    fine = np.linspace(-60, 900, 961)
    levels = np.interp(fine, at, high)
    # no kinks in the slope
    levels = soften(levels[None, :].astype(np.float32), 9.0, 0.1)[0]
    out = np.interp(z, fine, levels)
    for kx, kz, radius, metres in plan.knolls:
        out = out + metres * np.exp(-(((x - kx) / radius) ** 2) - ((z - kz) / radius) ** 2)
    return np.asarray(out)


def along(points: tuple[Point, ...], step: float) -> _Floats:
    """Points [N, 2] every ``step`` metres along a line through ``points``, rounded at its corners."""
    p = np.asarray(points, np.float64)
    if len(p) > 2:
        for _ in range(3):
            q = np.empty((len(p) * 2 - 2, 2))
            q[0::2] = 0.75 * p[:-1] + 0.25 * p[1:]
            q[1::2] = 0.25 * p[:-1] + 0.75 * p[1:]
            p = np.concatenate([p[:1], q, p[-1:]])
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    at = np.arange(0, length[-1] + 1e-6, step)
    return np.stack([np.interp(at, length, p[:, 0]), np.interp(at, length, p[:, 1])], 1)


def clear_of(
    plan_spots: tuple[Spot, ...], paths: tuple[Path, ...], x: _Floats, z: _Floats, room: float
) -> NDArray[np.bool_]:
    """Which points are ``room`` metres from all buildings' walls and a little from every way."""
    free = np.ones(x.shape, bool)
    for spot in plan_spots:
        free &= np.hypot(x - spot.x, z - spot.z) > (7.5 * spot.scale + room)
    for path in paths:
        line = along(path.points, 3.0)
        near = np.min(np.hypot(x[:, None] - line[None, :, 0], z[:, None] - line[None, :, 1]), axis=1)
        free &= near > path.width / 2 + 1.6 + room * 0.35
    return free
