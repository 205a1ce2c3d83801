"""Dice of a layout: which house comes next, and where trees stand in clumps or frame the view."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.scene import Scene
from moviola.engines.place.village.plan import Plan, Point, clear_of

Random = np.random.Generator


class Wish(NamedTuple):
    """Kinds of houses to choose from, and what the words ask for."""

    mix: tuple[int, ...]
    scene: Scene


def some(random: Random, low: float, high: float) -> float:
    """A number between two."""
    return float(random.uniform(low, high))


def housing(random: Random, mix: tuple[int, ...]) -> tuple[int, int]:
    """A kind of house, and which one of that kind."""
    return int(random.choice(mix)), int(random.integers(1, 9))


def grove(
    random: Random,
    plan: Plan,
    count: int,
    low: Point,
    high: Point,
    tall: Point,
    room: float,
    lane: float = 0.0,
) -> NDArray[np.float64]:
    """Trees in a rectangle, in clumps, off houses and paths; ``lane``: metres kept free about the line to the hero."""
    middles = np.stack(
        [
            random.uniform(low[0], high[0], max(count // 4, 1)),
            random.uniform(low[1], high[1], max(count // 4, 1)),
        ],
        1,
    )
    at = middles[random.integers(len(middles), size=count)] + random.normal(0, 5.5, (count, 2))
    x, z = at[:, 0], at[:, 1]
    free = (
        clear_of(plan.spots, plan.paths, x, z, room)
        & (x > low[0])
        & (x < high[0])
        & (z > low[1])
        & (z < high[1])
    )
    if lane > 0:
        free &= (np.abs(x - plan.hero[0] * z / plan.hero[1]) > lane * (0.4 + 0.6 * z / plan.hero[1])) | (
            z > plan.hero[1]
        )
    at = at[free]
    kept: list[int] = []
    for n in range(len(at)):
        if all(np.hypot(*(at[n] - at[k])) > 2.4 for k in kept):
            kept.append(n)
    at = at[kept]
    size = random.uniform(tall[0], tall[1], len(at)) * np.where(random.random(len(at)) < 0.25, 0.55, 1.0)
    return np.column_stack([at, size])


def frame(random: Random, side: float, plan: Plan) -> NDArray[np.float64]:
    """A few tall firs near the camera at one edge of a 16:9 view, which frame the picture."""
    rows = []
    for k in range(int(random.integers(1, 4))):
        z = some(random, 17, 24) + 4 * k
        edge = (plan.hero_at - 0.5) * 2 * plan.wide
        x = (plan.hero[0] / plan.hero[1] - edge + side * plan.wide * some(random, 0.86, 1.1)) * z
        rows.append((x, z, some(random, 7, 11)))
    for _ in range(int(random.integers(2, 6))):
        z = some(random, 8.5, 14)
        x = (
            plan.hero[0] / plan.hero[1]
            - (plan.hero_at - 0.5) * 2 * plan.wide
            + side * plan.wide * some(random, 0.55, 1.0)
        ) * z
        rows.append((x, z, some(random, 0.7, 1.9)))
    places = np.array(rows)
    return places[clear_of(plan.spots, plan.paths, places[:, 0], places[:, 1], 0.5)]
