"""The upper storeys of houses: one bay, one storey high, in several variants of every style."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from moviola.engines.place.street.fields import DWELLING, OFFICE
from moviola.engines.place.street.masonry import concrete, courses, render_coat, sheets
from moviola.engines.place.street.panel import Colour, Levels, Panel
from moviola.engines.place.street.windows import balcony, cooler, pipe, shutters, window

#: Variants of every style.
VARIANTS = 6


class Bay(NamedTuple):
    """Size of a style's bay in metres, how it is painted, what lies behind its glass, how far its wall colour goes."""

    wide: float
    tall: float
    paint: Callable[[Panel, int], None]
    behind: int = DWELLING


_STONE: Colour = (0.42, 0.39, 0.34)
_WHITE: Colour = (0.55, 0.54, 0.51)
_DARK: Colour = (0.055, 0.055, 0.06)


def _brick(panel: Panel, variant: int) -> None:
    courses(panel, (0.235, 0.098, 0.066), 0.225, 0.075, 0.011, 0.20, 0.85)
    panel.mottle(0.10, 1.0, variant)
    window(
        panel,
        0.85,
        0.85,
        1.15,
        1.85,
        _DARK if variant % 3 else _WHITE,
        across=1,
        down=2,
        sill=_STONE,
        lintel=_STONE,
    )
    if variant == 4:
        cooler(panel, 1.1, 0.25)
    if variant == 2:
        pipe(panel, 0.3, (0.10, 0.10, 0.10))


def _plaster(panel: Panel, variant: int) -> None:
    render_coat(panel, (0.50, 0.46, 0.39), 0.07)
    window(
        panel,
        0.88,
        0.75,
        1.05,
        1.75,
        _WHITE,
        across=2,
        down=3,
        bar=0.04,
        sill=_STONE,
        lintel=(0.5, 0.47, 0.41),
    )
    if variant % 2:
        shutters(
            panel,
            0.88,
            0.75,
            1.05,
            1.75,
            ((0.10, 0.17, 0.14), (0.20, 0.11, 0.07), (0.12, 0.15, 0.20))[variant // 2],
        )
    panel.block(0, panel.tall - 0.16, panel.wide, panel.tall, (0.46, 0.43, 0.37), 0.08)
    panel.streak(0, panel.wide, panel.tall - 0.16, 0.5, 0.28)
    if variant == 4:
        pipe(panel, 0.22, (0.16, 0.14, 0.12))


def _ashlar(panel: Panel, variant: int) -> None:
    courses(panel, (0.44, 0.40, 0.33), 0.9, 0.36, 0.010, 0.05, 0.55)
    panel.mottle(0.09, 0.8, variant)
    panel.block(0.70, 0.16, 0.86, 3.05, (0.48, 0.44, 0.37), 0.06)
    panel.block(2.14, 0.16, 2.30, 3.05, (0.48, 0.44, 0.37), 0.06)
    window(panel, 0.86, 0.16, 1.28, 2.72, (0.45, 0.43, 0.40), across=2, down=4, bar=0.045)
    panel.block(0.62, 2.95, 2.38, 3.15, (0.48, 0.44, 0.37), 0.16)
    panel.block(0.0, 3.38, 3.0, 3.5, (0.46, 0.42, 0.35), 0.13)
    panel.streak(0, 3.0, 3.38, 0.5, 0.30)
    if variant % 3 != 1:
        balcony(panel, 0.45, 2.55, 0.0, "bars", (0.45, 0.41, 0.35))


def _tiled(panel: Panel, variant: int) -> None:
    courses(panel, (0.40, 0.36, 0.31), 0.22, 0.065, 0.008, 0.07, 0.6)
    panel.mottle(0.06, 1.0, variant)
    if variant in (0, 3):
        window(panel, 0.45, 0.25, 2.3, 2.05, (0.45, 0.45, 0.45), across=2, deep=0.4)
        balcony(panel, 0.1, 3.1, 0.0, "wall" if variant else "bars", (0.42, 0.39, 0.35))
        if variant:
            cooler(panel, 2.15, 1.15)
    else:
        window(panel, 0.6, 0.95, 1.8, 1.3, (0.42, 0.42, 0.42), across=2, sill=(0.35, 0.34, 0.32))
        if variant in (1, 4):
            cooler(panel, 1.5, 0.15)
        if variant == 2:
            pipe(panel, 2.85, (0.45, 0.44, 0.42))
    if variant == 5:
        balcony(panel, 0.4, 2.6, 0.55, "bars", (0.3, 0.3, 0.3))


def _formed(panel: Panel, variant: int) -> None:
    concrete(panel, (0.30, 0.29, 0.275))
    window(panel, 0.35, 0.95, 2.9, 1.75, (0.10, 0.10, 0.105), across=3 if variant % 2 else 2, deep=0.34)
    panel.streak(0, 3.6, 0.92, 0.8, 0.4)
    panel.block(0, 3.3, 3.6, 3.6, (0.27, 0.26, 0.25), 0.12)
    panel.block(0, 0, 0.2, 3.6, (0.29, 0.28, 0.265), 0.16)
    if variant == 3:
        cooler(panel, 1.4, 0.2)


def _curtain(panel: Panel, variant: int) -> None:
    panel.colour[:] = (0.05, 0.052, 0.056)
    for k in range(2):
        panel.pane(k * 1.5 + 0.04, 0.75, k * 1.5 + 1.46, 3.66, -0.10)
        if (variant + k) % 3 == 0:
            drawn = float(panel.random.uniform(0.3, 1.2))
            panel.drape(k * 1.5 + 0.04, 3.66 - drawn, k * 1.5 + 1.46, 3.66, (0.7, 0.69, 0.66), 0.7)
        panel.pane(k * 1.5 + 0.04, 0.06, k * 1.5 + 1.46, 0.70, -0.09, 0.25)
    for k in range(3):
        panel.block(k * 1.5 - 0.035, 0, k * 1.5 + 0.035, 3.7, (0.16, 0.16, 0.165), 0.06)


def _ribbon(panel: Panel, variant: int) -> None:
    sheets(panel, (0.36, 0.36, 0.355), 1.2, 0.62)
    window(panel, 0.0, 1.15, 3.6, 1.75, (0.09, 0.09, 0.095), across=3, deep=0.16, bar=0.07)
    panel.block(0, 1.02, 3.6, 1.15, (0.30, 0.30, 0.30), 0.09)
    panel.streak(0, 3.6, 1.0, 0.9, 0.25)
    if variant == 1:
        panel.block(1.1, 1.15, 1.3, 2.9, (0.3, 0.3, 0.3), 0.02)


def _shell(panel: Panel, variant: int) -> None:
    sheets(panel, (0.115, 0.12, 0.13), 1.5, 1.2)
    panel.block(0.0, 0.0, 0.5, 3.6, (0.09, 0.095, 0.105), 0.18)
    if variant % 3 != 2:
        window(panel, 0.9, 0.7, 1.7, 2.1, (0.05, 0.05, 0.055), across=1, down=1, deep=0.3)
        panel.block(0.8, 2.85, 2.7, 2.95, (0.16, 0.165, 0.175), 0.35)
    else:
        for k in range(7):
            panel.block(0.8, 0.5 + k * 0.36, 2.7, 0.68 + k * 0.36, (0.07, 0.07, 0.075), 0.12)
    if variant in (1, 4):
        cooler(panel, 2.0, 0.05)
        pipe(panel, 0.66, (0.14, 0.14, 0.15))
        pipe(panel, 0.78, (0.20, 0.13, 0.09))


def _timber(panel: Panel, variant: int) -> None:
    render_coat(panel, (0.52, 0.47, 0.37), 0.09)
    beam: Colour = (0.085, 0.055, 0.038)
    window(panel, 0.75, 0.8, 1.1, 1.35, (0.12, 0.08, 0.055), across=3, down=3, deep=0.10, bar=0.03, sill=beam)
    for x in (0.0, 0.6, 1.88, 2.45):
        panel.block(x, 0, x + 0.15, panel.tall, beam, 0.04)
    for y in (0.0, 0.62, 2.2, panel.tall - 0.2):
        panel.block(0, y, panel.wide, y + 0.16, beam, 0.06 if 0 < y < 2.5 else 0.14)
    if variant % 2:
        shutters(panel, 0.75, 0.8, 1.1, 1.35, (0.12, 0.10, 0.075))


STYLES: dict[str, Bay] = {
    "brick": Bay(2.85, 3.3, _brick),
    "plaster": Bay(2.8, 3.2, _plaster),
    "ashlar": Bay(3.0, 3.5, _ashlar),
    "tiled": Bay(3.2, 3.0, _tiled),
    "formed": Bay(3.6, 3.6, _formed, OFFICE),
    "curtain": Bay(3.0, 3.7, _curtain, OFFICE),
    "ribbon": Bay(3.6, 3.5, _ribbon, OFFICE),
    "shell": Bay(3.2, 3.6, _shell),
    "timber": Bay(2.6, 2.9, _timber),
}


@lru_cache(maxsize=64)
def painted(style: str, variant: int) -> tuple[Levels, int]:
    """The pixels of a variant and what lies behind its glass."""
    bay = STYLES[style]
    panel = Panel(bay.wide, bay.tall, hash_of(style) + variant)
    bay.paint(panel, variant)
    return panel.finished(), bay.behind


def hash_of(name: str) -> int:
    """A number that a name always has."""
    return int(sum(ord(letter) * 31**k for k, letter in enumerate(name)) % 100003)
