"""What walls carry: windows with frames and shutters, doors with a canopy and a lamp, balconies.

Everything is built on a wall that looks towards −z, with the wall's face at z = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from moviola.engines.place.props.house_roof import SNOW_WHITE
from moviola.engines.place.props.mesh import (
    BOARDS,
    GLASS,
    LAMP,
    PAINT,
    PLANKS,
    SNOW,
    STONE,
    Builder,
    Colour,
)

_IRON: Colour = (0.03, 0.03, 0.035)
LAMPLIGHT: Colour = (1.0, 0.66, 0.30)


@dataclass
class Wall:
    """One side of a house: its faces, and rows of (x, y, z, looks 0/1, strength) for what shines."""

    build: Builder = field(default_factory=Builder)
    shines: list[tuple[float, float, float, float, float]] = field(default_factory=list)


def window(
    wall: Wall, x: float, y: float, wide: float, tall: float, glow: float, chance: float, frame: Colour,
    shutter: Colour | None, snow: bool, near: bool, bars: int = 1,
) -> None:  # fmt: skip
    """A window with its middle at (x, y); ``glow`` 0 is dark. ``bars``: crossbars."""
    build = wall.build
    a, b, c, d = x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2
    build.quad(
        [(a, c, -0.012), (b, c, -0.012), (b, d, -0.012), (a, d, -0.012)], GLASS, (chance, 0.0, 0.0), glow=glow,
        texture=[(0, 0), (1, 0), (1, 1), (0, 1)],
    )  # fmt: skip
    t = 0.075
    low = [(a - t, c - t, -0.07), (a - t, d, -0.07), (a - t, c, -0.07), (b, c, -0.07), (x - 0.022, c, -0.045)]
    high = [(b + t, c, 0.0), (b + t, d + t, 0.0), (a, d, 0.0), (b + t, d, 0.0), (x + 0.022, d, 0.0)]
    for k in range(bars):
        v = c + tall * (k + 1) / (bars + 1)
        low.append((a, v - 0.016, -0.04))
        high.append((b, v + 0.016, 0.0))
    build.boxes(low, high, PAINT, frame)
    build.boxes([(a - 0.13, c - t - 0.05, -0.17)], [(b + 0.13, c - t, 0.0)], PAINT, frame)
    if snow:
        middle, reach = (x, c - t, -0.085), (wide / 2 + 0.12, 0.07 + 0.07 * chance, 0.10)
        build.ball(middle, reach, SNOW, SNOW_WHITE, 12 if near else 6, dome=True)
    if shutter:
        each = wide * 0.5
        for left in (a - t - 0.02 - each, b + t + 0.02):
            build.boxes([(left, c - 0.03, -0.045)], [(left + each, d + 0.03, 0.0)], BOARDS, shutter)
            if near:
                for v in (c + tall * 0.18, c + tall * 0.78):
                    build.boxes([(left, v, -0.06)], [(left + each, v + 0.07, -0.04)], PAINT, shutter)
    if glow > 0:
        wall.shines.append((x, y, -0.15, 1.0, glow * wide * tall))


def lantern(wall: Wall, x: float, y: float, glow: float) -> None:
    """A small iron lantern on the wall."""
    wall.build.boxes([(x - 0.02, y + 0.20, -0.22)], [(x + 0.02, y + 0.23, 0.0)], PAINT, _IRON)
    wall.build.boxes(
        [(x - 0.06, y - 0.10, -0.26)], [(x + 0.06, y + 0.10, -0.14)], LAMP, LAMPLIGHT, glow=glow * 2.2
    )
    wall.build.cone((x, y + 0.10, -0.20), 0.11, (x, y + 0.22, -0.20), 6, PAINT, _IRON)
    if glow > 0:
        wall.shines.append((x, y, -0.25, 0.0, glow * 0.9))


def door(
    wall: Wall, x: float, foot: float, colour: Colour, trim: Colour, glow: float, snow: float, canopy: bool
) -> None:
    """A door with a pane, steps, and with a ``canopy`` a small roof and a lantern."""
    build = wall.build
    wide, tall = 1.0, 2.05
    a, b, top = x - wide / 2, x + wide / 2, foot + tall
    build.boxes([(a, foot, -0.05)], [(b, top, 0.0)], BOARDS, colour)
    build.boxes(
        [(a - 0.11, foot, -0.09), (b, foot, -0.09), (a - 0.11, top, -0.09)],
        [(a, top, 0.0), (b + 0.11, top, 0.0), (b + 0.11, top + 0.12, 0.0)],
        PAINT, trim,
    )  # fmt: skip
    build.quad(
        [(x - 0.26, foot + 1.3, -0.056), (x + 0.26, foot + 1.3, -0.056), (x + 0.26, foot + 1.85, -0.056),
         (x - 0.26, foot + 1.85, -0.056)],
        GLASS, (0.4, 0, 0), glow=glow * 0.9, texture=[(0.2, 0.2), (0.8, 0.2), (0.8, 0.9), (0.2, 0.9)],
    )  # fmt: skip
    for k in range(2):
        build.boxes(
            [(a - 0.4 - 0.2 * k, foot - 0.18 * (k + 1) - 0.7 * k, -0.7 - 0.35 * k)],
            [(b + 0.4 + 0.2 * k, foot - 0.18 * k, 0.0)], STONE, (0.32, 0.31, 0.30),
        )  # fmt: skip
    if canopy:
        high = top + 0.62
        for side in (-1.0, 1.0):
            edge = x + side * 1.05
            build.quad([(edge, top + 0.22, -1.15), (edge, top + 0.22, 0), (x, high, 0), (x, high, -1.15)], PLANKS, trim,
                       openness=(0.4, 0.3, 0.3, 0.4))  # fmt: skip
            build.beam(
                (x + side * 0.85, foot - 1.2, -1.0),
                (x + side * 0.85, top + 0.3, -1.0),
                0.13,
                0.13,
                PAINT,
                trim,
            )
            build.quad([(edge, top + 0.10, -1.16), (x, high - 0.12, -1.16), (x, high + 0.04, -1.16), (edge,
            top + 0.26, -1.16)],
                       PAINT, trim)  # fmt: skip
        if snow > 0:
            s = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 13))[None, :]
            t = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 7))[:, None]
            body = np.sqrt(np.clip(1 - np.abs(s) ** 6, 0, 1)) * np.sqrt(
                np.clip(1 - np.maximum(-t, 0) ** 6, 0, 1)
            )
            px = x + s * 1.14 * np.ones_like(t)
            y = high + 0.02 - 0.38 * (np.sqrt((px - x) ** 2 + 0.03) - 0.1) + snow * 0.62 * body
            build.grid(np.stack([px, y, -0.58 + t * 0.66 * np.ones_like(s)], -1), SNOW, SNOW_WHITE)
    lantern(wall, b + 0.42, foot + 1.85, glow)


def balcony(wall: Wall, x: float, foot: float, wide: float, colour: Colour, snow: float, near: bool) -> None:
    """A balcony with a railing of boards, on brackets."""
    build = wall.build
    a, b, out, rail = x - wide / 2, x + wide / 2, -1.15, foot + 0.95
    build.boxes([(a, foot - 0.12, out)], [(b, foot, 0.0)], PLANKS, colour, 0.8)
    build.boxes([(a, foot - 0.2, out - 0.04)], [(b, foot + 0.04, out)], PLANKS, colour)
    build.boxes([(a, rail, out - 0.05)], [(b, rail + 0.08, out + 0.05)], PLANKS, colour)
    step = 0.16 if near else 0.32
    at = np.arange(a + 0.05, b - 0.05, step)
    low = np.stack([at, np.full_like(at, foot + 0.08), np.full_like(at, out - 0.015)], 1)
    build.boxes(low, low + np.array([step * 0.74, 0.84, 0.03]), BOARDS, colour)
    for side in (a, b - 0.08):
        build.boxes([(side, rail, out)], [(side + 0.08, rail + 0.08, 0.0)], PLANKS, colour)
        at = np.arange(out + 0.05, -0.05, step)
        low = np.stack([np.full_like(at, side + 0.02), np.full_like(at, foot + 0.08), at], 1)
        build.boxes(low, low + np.array([0.03, 0.84, step * 0.74]), BOARDS, colour)
        build.beam(
            (side + 0.04, foot - 0.75, -0.02),
            (side + 0.04, foot - 0.14, out + 0.15),
            0.11,
            0.11,
            PAINT,
            colour,
        )
    if snow > 0:
        bulge = np.sqrt(np.clip(1 - np.linspace(-1, 1, 7) ** 2, 0, 1))[:, None]
        along = np.linspace(a, b, 12)[None, :]
        ends = np.sqrt(np.clip(1 - np.abs(np.linspace(-1, 1, 12)) ** 10, 0, 1))[None, :]
        wave = 1 + 0.2 * np.sin(along * 2.3) + 0.1 * np.sin(along * 5.1)
        y = rail + 0.06 + 0.17 * bulge * ends * wave
        z = (out + 0.105 * np.linspace(-1, 1, 7))[:, None] * np.ones_like(along)
        build.grid(np.stack([along * np.ones_like(z), y, z], -1), SNOW, SNOW_WHITE)
