"""Windows, balconies and what hangs on a wall, painted on panels."""

from __future__ import annotations

from moviola.engines.place.street.panel import Colour, Panel

_CURTAINS: tuple[Colour, ...] = (
    (0.75, 0.70, 0.60), (0.62, 0.50, 0.38), (0.70, 0.68, 0.66), (0.48, 0.52, 0.56), (0.70, 0.55, 0.45),
)  # fmt: skip


def window(
    panel: Panel, x: float, y: float, wide: float, tall: float, frame: Colour, *, deep: float = 0.22, across: int = 2,
    down: int = 1, bar: float = 0.05, sill: Colour | None = None, lintel: Colour | None = None,
) -> None:  # fmt: skip
    """A window whose lower left is at (x, y): reveal, frame, bars, sill, lintel and something behind the glass."""
    random = panel.random
    if lintel is not None:
        panel.block(x - 0.12, y + tall, x + wide + 0.12, y + tall + 0.20, lintel, 0.035)
    panel.block(x, y, x + wide, y + tall, frame, -deep)
    rim = bar * 1.3
    panel.pane(x + rim, y + rim, x + wide - rim, y + tall - rim, -deep - 0.05)
    _inside(panel, x + rim, y + rim, wide - 2 * rim, tall - 2 * rim)
    for k in range(1, across):
        at = x + wide * k / across
        panel.block(at - bar / 2, y, at + bar / 2, y + tall, frame, -deep + 0.01)
    for k in range(1, down):
        at = y + tall * k / down
        panel.block(x, at - bar / 2, x + wide, at + bar / 2, frame, -deep + 0.02)
    if sill is not None:
        panel.block(x - 0.08, y - 0.10, x + wide + 0.08, y, sill, 0.10)
        panel.streak(x - 0.1, x + wide + 0.1, y - 0.10, float(random.uniform(0.5, 1.2)), 0.35)


def _inside(panel: Panel, x: float, y: float, wide: float, tall: float) -> None:
    random = panel.random
    what = random.random()
    colour = _CURTAINS[int(random.integers(len(_CURTAINS)))]
    if what < 0.30:
        side = wide * float(random.uniform(0.12, 0.3))
        panel.drape(x, y, x + side, y + tall, colour, 0.85)
        panel.drape(x + wide - side * float(random.uniform(0.5, 1.2)), y, x + wide, y + tall, colour, 0.85)
    elif what < 0.50:
        panel.drape(x, y, x + wide, y + tall, colour, float(random.uniform(0.55, 0.95)))
    elif what < 0.75:
        drawn = float(random.uniform(0.2, 0.8))
        panel.drape(x, y + tall * (1 - drawn), x + wide, y + tall, (0.72, 0.70, 0.65), 0.8)
    elif what < 0.9:
        panel.drape(x, y, x + wide, y + tall * 0.55, (0.8, 0.8, 0.8), 0.45)


def cooler(panel: Panel, x: float, y: float) -> None:
    """An air conditioner on brackets."""
    panel.block(x, y - 0.05, x + 0.85, y, (0.12, 0.12, 0.12), 0.30)
    panel.block(x, y, x + 0.82, y + 0.58, (0.52, 0.51, 0.48), 0.38)
    panel.block(x + 0.06, y + 0.05, x + 0.56, y + 0.53, (0.10, 0.10, 0.10), 0.34)
    for k in range(6):
        panel.block(x + 0.06, y + 0.07 + k * 0.08, x + 0.56, y + 0.09 + k * 0.08, (0.45, 0.44, 0.42), 0.37)
    panel.block(x + 0.9, y - 1.4, x + 0.94, y + 0.4, (0.5, 0.49, 0.46), 0.05)
    panel.streak(x, x + 0.85, y - 0.05, 1.0, 0.45)


def pipe(panel: Panel, x: float, colour: Colour) -> None:
    """A drain pipe from top to bottom."""
    panel.block(x - 0.05, 0, x + 0.05, panel.tall, colour, 0.12)
    for share in (0.1, 0.6):
        panel.block(x - 0.08, panel.tall * share, x + 0.08, panel.tall * share + 0.05, colour, 0.14)


def balcony(panel: Panel, x0: float, x1: float, y: float, kind: str, colour: Colour) -> None:
    """A slab with a railing of ``kind`` "bars", "wall" or "glass"."""
    if kind == "wall":
        panel.block(x0, y, x1, y + 1.1, colour, 0.5)
        panel.block(x0, y + 1.06, x1, y + 1.12, (0.5, 0.5, 0.5), 0.54)
        panel.streak(x0, x1, y + 1.05, 0.9, 0.4)
    else:
        panel.block(x0, y, x1, y + 0.16, colour, 0.52)
        panel.block(x0, y + 1.04, x1, y + 1.09, (0.07, 0.07, 0.075), 0.5)
        count = max(int((x1 - x0) / 0.14), 2)
        for k in range(count + 1):
            at = x0 + (x1 - x0) * k / count
            panel.block(at - 0.014, y + 0.16, at + 0.014, y + 1.04, (0.07, 0.07, 0.075), 0.47)
    panel.streak(x0, x1, y, 0.7, 0.4)


def shutters(panel: Panel, x: float, y: float, wide: float, tall: float, colour: Colour) -> None:
    """Open louvred shutters on both sides of a window."""
    leaf = wide * 0.5
    for left in (x - leaf, x + wide):
        panel.block(left, y, left + leaf, y + tall, colour, 0.06)
        count = int(tall / 0.07)
        darker = (colour[0] * 0.55, colour[1] * 0.55, colour[2] * 0.55)
        for k in range(count):
            at = y + 0.06 + (tall - 0.12) * k / count
            panel.block(left + 0.05, at, left + leaf - 0.05, at + 0.025, darker, 0.045)
