"""The ground floor: shop fronts, bars, lobbies, closed shutters."""

from __future__ import annotations

from functools import lru_cache

from moviola.engines.place.street.bays import hash_of
from moviola.engines.place.street.fields import CLOSED, DINER, OFFICE, STORE
from moviola.engines.place.street.masonry import concrete, courses, sheets
from moviola.engines.place.street.panel import Colour, Levels, Panel

#: Size of a shop front in metres, where its fascia (which carries the name) begins and ends.
WIDE, TALL = 6.0, 4.4
FASCIA = (3.25, 4.0)

_METAL: Colour = (0.07, 0.07, 0.075)


def _frame(panel: Panel, pillar: Colour, fascia: Colour, out: float) -> None:
    panel.block(0, 0, 0.38, TALL, pillar, 0.10)
    panel.block(WIDE - 0.38, 0, WIDE, TALL, pillar, 0.10)
    panel.block(0.3, FASCIA[0], WIDE - 0.3, FASCIA[1], fascia, out)
    panel.block(0, FASCIA[1] + 0.12, WIDE, TALL, pillar, 0.16)
    panel.streak(0.3, WIDE - 0.3, FASCIA[1], 0.6, 0.25)


def _glazing(panel: Panel, x0: float, x1: float, low: float, panes: int, metal: Colour, deep: float) -> None:
    panel.block(x0, 0, x1, 3.2, metal, -deep)
    panel.block(x0, 0, x1, low, (0.16, 0.15, 0.14), -deep + 0.08)
    for k in range(panes):
        a = x0 + (x1 - x0) * k / panes
        b = x0 + (x1 - x0) * (k + 1) / panes
        panel.pane(a + 0.035, low + 0.05, b - 0.035, 3.15, -deep - 0.04)


def _door(panel: Panel, x: float, metal: Colour, deep: float) -> None:
    panel.block(x, 0, x + 1.1, 3.2, metal, -deep)
    panel.pane(x + 0.09, 0.25, x + 1.01, 2.35, -deep - 0.05)
    panel.pane(x + 0.09, 2.47, x + 1.01, 3.12, -deep - 0.05)
    panel.block(x + 0.85, 1.0, x + 0.89, 1.4, (0.5, 0.5, 0.5), -deep + 0.05)


def _store(panel: Panel, variant: int) -> None:
    concrete(panel, (0.28, 0.27, 0.26))
    _frame(
        panel,
        (0.20, 0.195, 0.19),
        ((0.10, 0.16, 0.13), (0.06, 0.07, 0.10), (0.26, 0.24, 0.21))[variant % 3],
        0.2,
    )
    _glazing(panel, 0.38, 5.62, 0.25, 4, _METAL, 0.25)
    _door(panel, 2.5 + 0.6 * (variant % 2), _METAL, 0.30)


def _diner(panel: Panel, variant: int) -> None:
    courses(panel, (0.20, 0.105, 0.075), 0.225, 0.075, 0.011, 0.18, 0.8)
    wood: Colour = ((0.115, 0.065, 0.04), (0.07, 0.10, 0.09), (0.14, 0.045, 0.04))[variant % 3]
    _frame(panel, wood, wood, 0.16)
    _glazing(panel, 0.45, 3.9, 0.75, 3, wood, 0.22)
    panel.block(0.45, 1.9, 3.9, 1.97, wood, -0.18)
    _door(panel, 4.25, wood, 0.30)
    if variant % 2:
        # short curtains at the door, cut into strips
        cloth: Colour = ((0.30, 0.06, 0.05), (0.08, 0.12, 0.22))[variant // 2 % 2]
        for k in range(5):
            panel.block(4.2 + k * 0.24, 1.85, 4.42 + k * 0.24, 2.5, cloth, 0.02)
    if variant in (0, 3):
        _awning(panel, 0.4, 4.1, 2.75, (0.32, 0.07, 0.06) if variant else (0.10, 0.16, 0.12))


def _awning(panel: Panel, x0: float, x1: float, y: float, colour: Colour) -> None:
    for k in range(10):
        out = 0.54 * (1 - k / 12)
        panel.block(x0, y + k * 0.06, x1, y + (k + 1) * 0.06, colour, out)
    count = int((x1 - x0) / 0.5)
    for k in range(0, count, 2):
        where = panel.area(x0 + k * 0.5, y, x0 + (k + 1) * 0.5, y + 0.6)
        panel.colour[where] = (0.50, 0.47, 0.42)
    panel.block(x0, y - 0.14, x1, y, colour, 0.54)


def _lobby(panel: Panel, variant: int) -> None:
    sheets(panel, (0.26, 0.245, 0.23), 1.2, 0.8)
    _glazing(panel, 0.7, 5.3, 0.08, 5, (0.12, 0.12, 0.12), 0.35)
    panel.block(0.4, 3.3, 5.6, 3.5, (0.2, 0.2, 0.2), 0.5)
    if variant % 2:
        panel.block(2.9, 0, 3.1, 3.3, (0.15, 0.15, 0.15), 0.1)


def _closed(panel: Panel, variant: int) -> None:
    concrete(panel, (0.24, 0.235, 0.23))
    _frame(panel, (0.22, 0.215, 0.21), (0.13, 0.13, 0.135), 0.14)
    grey = 0.22 + 0.06 * (variant % 3)
    panel.block(0.5, 0, 5.5, 3.2, (grey, grey, grey * 1.02), -0.10)
    for k in range(32):
        panel.block(0.5, k * 0.1, 5.5, k * 0.1 + 0.035, (grey * 0.6, grey * 0.6, grey * 0.62), -0.14)
    panel.mottle(0.10, 0.9, 2)
    panel.streak(0.5, 5.5, 3.2, 2.2, 0.35)


def _house(panel: Panel, variant: int) -> None:
    """The ground floor of an old house: rusticated stone, arched shop windows, a wooden door."""
    courses(panel, (0.40, 0.365, 0.31), 0.75, 0.40, 0.030, 0.06, 0.35)
    panel.mottle(0.10, 0.8, variant)
    wood: Colour = ((0.055, 0.085, 0.070), (0.13, 0.07, 0.045), (0.05, 0.06, 0.09))[variant % 3]
    for x in (0.55, 3.0) if variant % 2 else (2.0, 4.05):
        panel.block(x, 0.0, x + 1.6, 2.9, wood, -0.28)
        panel.pane(x + 0.1, 0.75, x + 1.5, 2.2, -0.33)
        panel.pane(x + 0.1, 2.3, x + 1.5, 2.82, -0.33)
        for k in (1, 2):
            panel.block(x + 1.6 * k / 3 - 0.02, 0.75, x + 1.6 * k / 3 + 0.02, 2.82, wood, -0.3)
    x = 5.0 if variant % 2 else 0.5
    panel.block(x - 0.1, 0, x + 1.05 if variant % 2 == 0 else WIDE, 2.7, wood, -0.35)
    panel.pane(x + 0.1, 2.0, x + 0.8, 2.55, -0.38)
    panel.block(0, 3.15, WIDE, 3.3, (0.44, 0.40, 0.34), 0.14)
    panel.block(0.4, 3.3, WIDE - 0.4, 3.9, wood if variant % 3 else (0.42, 0.38, 0.32), 0.06)
    panel.block(0, 4.1, WIDE, 4.3, (0.44, 0.40, 0.34), 0.2)
    panel.streak(0, WIDE, 3.15, 0.8, 0.3)


_PAINTS = {
    "store": (_store, STORE), "diner": (_diner, DINER), "lobby": (_lobby, OFFICE), "closed": (_closed, CLOSED),
    "house": (_house, DINER),
}  # fmt: skip


@lru_cache(maxsize=32)
def painted_shop(kind: str, variant: int) -> tuple[Levels, int]:
    """The pixels of a shop front and what lies behind its glass."""
    paint, behind = _PAINTS[kind]
    panel = Panel(WIDE, TALL, hash_of(kind) + variant)
    paint(panel, variant)
    return panel.finished(), behind
