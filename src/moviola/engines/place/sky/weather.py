"""Which clouds a sky has: kinds that are seen together, chosen by the hour, the words and the seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.field import Field
from moviola.engines.place.sky.lumps import Heap
from moviola.engines.place.sky.sheet import Sheet


@dataclass(frozen=True)
class Clouds:
    """Heaped clouds, standing where ``field`` has them, below ``sheets`` from high to low.

    ``grey``: share of the sky's light that comes as from a closed cover, 0–1; ``shade``: share of the sunlight kept.
    """

    heap: Heap | None = None
    field: Field | None = None
    sheets: tuple[Sheet, ...] = ()
    grey: float = 0.0
    shade: float = 1.0


_Dice = np.random.Generator
_Kind = Callable[[_Dice, float], Clouds]


def _between(dice: _Dice, low: float, high: float) -> float:
    return float(dice.uniform(low, high))


def _offset(dice: _Dice) -> dict[str, float]:
    return {"east": _between(dice, 0, 56), "north": _between(dice, 0, 56)}


def _feather(dice: _Dice, cover: float, depth: float = 1.1) -> Sheet:
    """Cirrus: fibres of ice."""
    return Sheet(
        height=_between(dice, 8.0, 10.0), cover=cover, size=_between(dice, 1.5, 2.6), stretch=_between(dice, 4.5, 8.0),
        turn=_between(dice, -0.9, 0.9), fibre=1.0, patch=_between(dice, 16, 30), patchy=0.7, depth=depth, relief=0.4,
        forward=0.8, gain=0.9, **_offset(dice),
    )  # fmt: skip


def _flock(dice: _Dice, cover: float, size: float, height: float, depth: float = 3.0) -> Sheet:
    """Altocumulus: rows of small cells."""
    return Sheet(
        height=height, cover=cover, size=size, stretch=_between(dice, 1.2, 2.2), turn=_between(dice, -0.7, 0.7),
        patch=_between(dice, 12, 24), patchy=_between(dice, 0.5, 0.8), depth=depth, relief=0.9, **_offset(dice),
    )  # fmt: skip


def _clear(dice: _Dice, amount: float) -> Clouds:
    return Clouds(sheets=(_feather(dice, -1.5 + amount, 0.5),) if amount > 0.05 else ())


def _fair(dice: _Dice, amount: float) -> Clouds:
    """Small heaps of fair weather, feathers high above."""
    size = _between(dice, 1.8, 2.8)
    return Clouds(
        Heap(base=_between(dice, 1.5, 2.0), thickness=0.36 * size, lump=0.30 * size, **_offset(dice)),
        Field(0.04 + 0.42 * amount, size, _between(dice, 11, 18), _between(dice, 0.5, 0.9)),
        (_feather(dice, _between(dice, -1.4, -0.5), 0.6),),
    )


def _heaped(dice: _Dice, amount: float) -> Clouds:
    """Large heaps that tower."""
    size = _between(dice, 3.4, 4.8)
    return Clouds(
        Heap(base=_between(dice, 1.6, 1.9), thickness=0.62 * size, lump=0.26 * size, **_offset(dice)),
        Field(0.06 + 0.50 * amount, size, _between(dice, 14, 22), _between(dice, 0.6, 1.0)),
        (_feather(dice, _between(dice, -1.6, -0.7), 0.6),),
    )


def _streets(dice: _Dice, amount: float) -> Clouds:
    """Flat heaps in rows across the view."""
    return Clouds(
        Heap(base=_between(dice, 1.3, 1.7), thickness=0.55, lump=0.7, hollow=0.3, **_offset(dice)),
        Field(0.10 + 0.65 * amount, 1.9, 12.0, 0.6, stretch=_between(dice, 1.8, 2.6), dome=0.40),
        (_feather(dice, _between(dice, -1.4, -0.7), 0.6),),
    )


def _mackerel(dice: _Dice, amount: float) -> Clouds:
    height = _between(dice, 4.0, 5.5)
    return Clouds(
        sheets=(
            _feather(dice, _between(dice, -1.2, -0.4), 0.6),
            _flock(dice, -0.45 + 1.1 * amount, _between(dice, 0.42, 0.8), height),
        )
    )


def _feathers(dice: _Dice, amount: float) -> Clouds:
    high = _feather(dice, -0.8 + 1.5 * amount, 2.2)
    return Clouds(
        sheets=(high._replace(gain=1.5), _feather(dice, -1.0 + 1.3 * amount, 1.4)._replace(gain=1.3))
    )


def _broken(dice: _Dice, amount: float) -> Clouds:
    """Layers that have broken up, lower ones darker."""
    return Clouds(
        sheets=(
            _feather(dice, -0.7, 0.8),
            _flock(dice, -0.25 + 1.0 * amount, _between(dice, 1.0, 1.7), _between(dice, 3.2, 4.2), 4.0),
            _flock(dice, -0.85 + 0.8 * amount, _between(dice, 1.6, 2.4), _between(dice, 1.9, 2.4), 6.0),
        )
    )


def _gap(dice: _Dice, amount: float) -> Clouds:
    """A dark deck that ends before the horizon, so that light comes in below it."""
    deck = _flock(dice, 0.75 + 0.3 * amount, _between(dice, 2.2, 3.4), _between(dice, 1.6, 2.0), 7.0)
    high = _flock(dice, 0.0, 1.2, 4.5, 3.0)
    deck = deck._replace(edge=_between(dice, 10, 17), patchy=0.4, relief=1.4, gain=0.5, dim=0.8)
    return Clouds(sheets=(high, deck), grey=0.12)


def _cover(dice: _Dice, amount: float) -> Clouds:
    """A closed grey cover with folds."""
    high = _flock(dice, 0.45, _between(dice, 1.6, 2.4), 3.6, 2.2)
    deck = _flock(dice, 0.02 + 0.26 * amount, _between(dice, 1.2, 2.0), _between(dice, 1.7, 2.1), 11.0)
    scud = _flock(dice, -0.58 + 0.1 * amount, _between(dice, 0.7, 1.1), 1.0, 5.0)
    return Clouds(
        sheets=(
            high._replace(patchy=0.5),
            deck._replace(patchy=0.85, patch=_between(dice, 8, 14), relief=1.9, dim=0.66),
            scud._replace(patchy=1.0, patch=_between(dice, 6, 10), relief=1.5, dim=0.50, gain=0.5),
        ),
        grey=0.9,
        shade=0.10,
    )


def _tempest(dice: _Dice) -> Clouds:
    """Torn dark clouds that a gale drives over a bright gap."""
    high = _flock(dice, 0.50, _between(dice, 1.0, 1.6), _between(dice, 4.2, 5.0), 3.5)
    deck = _flock(dice, 0.30, _between(dice, 1.3, 2.1), _between(dice, 1.5, 1.9), 8.0)
    scud = _flock(dice, -0.42, _between(dice, 0.8, 1.3), _between(dice, 0.85, 1.05), 7.0)
    edge = _between(dice, 11, 17)
    return Clouds(
        sheets=(
            high._replace(patchy=0.8, gain=0.7, dim=0.85),
            deck._replace(
                edge=edge, patchy=0.95, patch=_between(dice, 8, 13), relief=1.8, gain=0.38, dim=0.42
            ),
            scud._replace(
                edge=edge * 0.62, patchy=1.1, patch=_between(dice, 6, 9), relief=1.5, gain=0.22, dim=0.24
            ),
        ),
        grey=0.40,
        shade=0.55,
    )


def _storm(dice: _Dice) -> Clouds:
    """Towers under a dark shelf."""
    deck = _flock(dice, 0.9, _between(dice, 2.6, 3.6), _between(dice, 1.5, 1.8), 9.0)
    return Clouds(
        Heap(base=1.5, thickness=4.2, lump=1.4, density=24.0, fine=0.06, **_offset(dice)),
        Field(0.30, 7.0, 26.0, 0.6),
        (deck._replace(edge=_between(dice, 10, 16), patchy=0.45, relief=1.5, gain=0.4, dim=0.50),),
        grey=0.42,
        shade=0.5,
    )


def _shower(dice: _Dice) -> Clouds:
    """Rain that draws off: a dark deck ahead, lit by a sun behind the viewer."""
    deck = _flock(dice, 0.75, _between(dice, 3.0, 4.5), _between(dice, 1.8, 2.2), 5.0)
    return Clouds(
        Heap(base=1.3, thickness=0.8, lump=0.6, **_offset(dice)),
        Field(0.07, 2.2, 16.0, 0.9),
        (deck._replace(patchy=0.5, relief=1.5, gain=0.30, dim=0.56),),
        grey=0.55,
        shade=0.95,
    )


_CHOICES: dict[str, tuple[tuple[_Kind, float], ...]] = {
    "dawn": (
        (_mackerel, 0.35),
        (_feathers, 0.5),
        (_broken, 0.25),
        (_clear, 0.5),
        (_streets, 0.2),
        (_fair, 0.3),
    ),
    "day": ((_fair, 0.35), (_heaped, 0.3), (_mackerel, 0.4), (_fair, 0.7), (_feathers, 0.6), (_heaped, 0.6)),
    "golden": (
        (_heaped, 0.3),
        (_mackerel, 0.5),
        (_feathers, 0.6),
        (_fair, 0.5),
        (_broken, 0.4),
        (_streets, 0.35),
    ),
    "sunset": (
        (_feathers, 0.7),
        (_mackerel, 0.6),
        (_gap, 0.5),
        (_clear, 0.8),
        (_broken, 0.55),
        (_heaped, 0.3),
    ),
    "dusk": ((_feathers, 0.4), (_clear, 0.4), (_broken, 0.3), (_mackerel, 0.3), (_streets, 0.2)),
    "night": ((_clear, 0.0), (_clear, 0.0), (_clear, 0.4), (_clear, 0.0)),
}
#: What an amount of clouds may look like: up to which amount, and the kinds.
_AMOUNTS: tuple[tuple[float, tuple[_Kind, ...]], ...] = (
    (0.30, (_fair, _feathers, _mackerel)),
    (0.62, (_heaped, _mackerel, _broken, _fair)),
    (0.84, (_heaped, _broken, _gap, _streets)),
    (9.0, (_cover,)),
)


def is_wild(scene: Scene) -> bool:
    """Whether a gale drives the clouds of a scene by day."""
    heavy = (scene.clouds or 0.0) > 0.62 or (scene.rain or 0.0) > 0.3
    calm = scene.lightning or scene.rainbow or scene.snowfall or scene.fog or scene.time == "night"
    return (scene.wind or 0.0) >= 0.6 and heavy and not calm


def clouds_of(scene: Scene, seed: int) -> Clouds:
    """The clouds of a scene; consecutive seeds bring different kinds."""
    dice = np.random.default_rng((seed, 11))
    amount = scene.clouds
    if scene.lightning and (amount is None or amount > 0.02):
        return _windy(_storm(dice), scene)
    if scene.rainbow:
        return _shower(dice)
    if is_wild(scene):
        return _windy(_tempest(dice), scene)
    wet = max(scene.rain or 0.0, scene.snowfall or 0.0)
    if amount is None and wet > 0.05:
        return _cover(dice, 1.0)
    if amount is None:
        if scene.time == "night" and (scene.stars or scene.milky_way or scene.aurora):
            return Clouds()
        choices = _CHOICES[scene.time]
        kind, usual = choices[seed % len(choices)]
        return _windy(kind(dice, usual * _between(dice, 0.8, 1.2)), scene)
    if amount <= 0.02:
        return Clouds()
    kinds = next(kinds for most, kinds in _AMOUNTS if amount <= most)
    return _windy(kinds[seed % len(kinds)](dice, amount), scene)


def _windy(clouds: Clouds, scene: Scene) -> Clouds:
    """Wind draws sheets out."""
    if not scene.wind:
        return clouds
    # fibres of ice more than cells, which would lose their shape
    sheets = tuple(
        sheet._replace(stretch=sheet.stretch * (1 + (0.8 if sheet.fibre > 0.5 else 0.25) * scene.wind))
        for sheet in clouds.sheets
    )
    return Clouds(clouds.heap, clouds.field, sheets, clouds.grey, clouds.shade)
