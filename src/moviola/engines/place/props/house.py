"""Houses of snow country: chalets, painted board houses, plastered town houses, log cabins, steep thatched farms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.props.house_roof import chimney, gable
from moviola.engines.place.props.house_wall import Wall, balcony, door, lantern, window
from moviola.engines.place.props.mesh import (
    BOARDS,
    LOGS,
    PAINT,
    PLANKS,
    PLASTER,
    STONE,
    Builder,
    Colour,
    Mesh,
    placed,
)

CHALET, NORDIC, TOWN, CABIN, FARM = range(5)

_BROWN: tuple[Colour, ...] = (
    (0.105, 0.060, 0.034),
    (0.135, 0.080, 0.046),
    (0.085, 0.050, 0.032),
    (0.16, 0.105, 0.066),
)
_BOARD: tuple[Colour, ...] = (
    (0.24, 0.050, 0.035), (0.21, 0.043, 0.032), (0.42, 0.27, 0.075), (0.46, 0.45, 0.42), (0.16, 0.20, 0.22), (0.27,
    0.065, 0.04),
)  # fmt: skip
_WASH: tuple[Colour, ...] = (
    (0.56, 0.52, 0.45), (0.58, 0.47, 0.30), (0.52, 0.40, 0.32), (0.44, 0.47, 0.46), (0.60, 0.56, 0.50), (0.48,
    0.33, 0.24),
)  # fmt: skip
_SHUTTER: tuple[Colour, ...] = (
    (0.05, 0.11, 0.07),
    (0.13, 0.055, 0.035),
    (0.06, 0.09, 0.13),
    (0.10, 0.085, 0.06),
)
_WHITE: Colour = (0.62, 0.61, 0.58)
_GREY: Colour = (0.20, 0.185, 0.17)


@dataclass(frozen=True)
class House:
    """A house around its own origin, gable towards −z.

    ``shines`` [K, 7]: place, direction it looks (0 for lamps), strength. ``smoke`` [K, 3]: tops of chimneys.
    ``width``, ``depth``: of its walls; ``eaves`` their height, ``pitch`` of the roof.
    ``door``: where one stands before it.
    """

    mesh: Mesh
    shines: NDArray[np.float64]
    smoke: NDArray[np.float64]
    width: float
    depth: float
    eaves: float
    pitch: float
    door: tuple[float, float]


@dataclass(frozen=True)
class _Form:
    style: int
    width: float
    depth: float
    floors: int
    storey: float
    pitch: float
    overhang: float
    base: float
    lower: int
    lower_colour: Colour
    upper: int
    upper_colour: Colour
    trim: Colour
    shutter: Colour | None
    roof: Colour


def _form(style: int, random: np.random.Generator) -> _Form:
    def pick(colours: tuple[Colour, ...]) -> Colour:
        return colours[int(random.integers(len(colours)))]

    def some(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    brown, wash, red = pick(_BROWN), pick(_WASH), pick(_BOARD)
    if style == CHALET:
        stone = random.random() < 0.4
        return _Form(
            style, some(8.5, 11), some(9, 12), int(random.choice((2, 2, 3))), 2.6, some(0.46, 0.62), some(1.0,
            1.4), 0.7,
            STONE if stone else PLASTER, _GREY if stone else wash, LOGS if random.random() < 0.4 else PLANKS, brown,
            brown, pick(_SHUTTER) if random.random() < 0.6 else None, (0.12, 0.10, 0.09),
        )  # fmt: skip
    if style == NORDIC:
        return _Form(
            style, some(7, 8.5), some(8, 11), int(random.choice((1, 2, 2))), 2.5, some(0.8, 1.05), some(0.4, 0.6),
            0.5, BOARDS, red,
            BOARDS, red, _WHITE, None, (0.10, 0.10, 0.11),
        )  # fmt: skip
    if style == TOWN:
        return _Form(
            style, some(7.5, 10), some(8, 11), int(random.choice((2, 3))), 2.7, some(0.85, 1.25), some(0.4, 0.7),
            0.6, PLASTER, wash,
            PLASTER, wash, brown, pick(_SHUTTER), (0.16, 0.09, 0.07),
        )  # fmt: skip
    if style == CABIN:
        return _Form(
            style, some(6.5, 7.8), some(7, 8.5), 1, 2.55, some(0.62, 0.85), some(0.8, 1.1), 0.45, LOGS, brown,
            LOGS, brown,
            (0.12, 0.075, 0.045), pick(_SHUTTER) if random.random() < 0.5 else None, (0.11, 0.09, 0.08),
        )  # fmt: skip
    return _Form(
        style, some(8.5, 10), some(11, 14), 1, 2.9, some(1.45, 1.65), some(0.8, 1.0), 0.4, PLASTER, (0.50, 0.48,
        0.43), PLANKS,
        (0.10, 0.065, 0.04), (0.09, 0.06, 0.04), None, (0.24, 0.19, 0.13),
    )  # fmt: skip


@lru_cache(maxsize=96)
def house(style: int, seed: int, snow: float, lit: float, near: bool) -> House:
    """A house of a style; ``snow``: metres on its roof. ``lit``: share of its windows. ``near``: with fine parts."""
    random = np.random.default_rng(seed * 7919 + style)
    form = _form(style, random)
    eaves = form.base + form.floors * form.storey + (0.4 if form.pitch < 0.7 else 0.0)
    build = Builder()
    shines: list[list[float]] = []
    lengths = (form.width, form.depth, form.width, form.depth)
    for number, turn in enumerate((0.0, math.pi / 2, math.pi, -math.pi / 2)):
        away = (form.depth if number % 2 == 0 else form.width) / 2
        side = _side(form, number, lengths[number], eaves, random, snow, lit, near)
        x, z = math.sin(turn) * away, -math.cos(turn) * away
        build.add(placed(side.build.mesh(), x, 0.0, z, turn))
        cosine, sine = math.cos(turn), math.sin(turn)
        for px, py, pz, looks, strength in side.shines:
            place = [px * cosine - pz * sine + x, py, px * sine + pz * cosine + z]
            shines.append([*place, sine * looks, 0.0, -cosine * looks, strength])
    gable(
        build,
        random,
        form.width,
        form.depth,
        eaves,
        form.pitch,
        form.overhang,
        form.roof,
        form.trim,
        snow,
        near,
    )
    smoke = []
    ridge = eaves + form.pitch * form.width / 2
    if style != FARM:
        at_x = float(random.choice((-1, 1))) * form.width * float(random.uniform(0.12, 0.26))
        at_z = float(random.uniform(-0.28, 0.3)) * form.depth
        chimney(build, at_x, at_z, ridge - abs(at_x) * form.pitch - 0.4, ridge + 0.55, 0.72, snow)
        smoke.append((at_x, ridge + 1.0, at_z))
    return House(
        build.mesh(), np.asarray(shines, np.float64).reshape(-1, 7), np.asarray(smoke, np.float64).reshape(-1, 3),
        form.width, form.depth, eaves, form.pitch, (0.0, -form.depth / 2 - 1.4),
    )  # fmt: skip


def _side(
    form: _Form,
    number: int,
    long: float,
    eaves: float,
    random: np.random.Generator,
    snow: float,
    lit: float,
    near: bool,
) -> Wall:
    """One side; 0 is the front, 2 the back, both with a gable."""
    wall = Wall()
    build = wall.build
    half = long / 2
    split = form.base + form.storey * (1 if form.floors > 1 else 0)

    def strip(low: float, high: float, made: int, colour: Colour, dark: float) -> None:
        shade = (1 - 0.1 * dark, 1 - 0.1 * dark, 1 - 0.5 * dark, 1 - 0.5 * dark)
        build.quad(
            [(-half, low, 0), (half, low, 0), (half, high, 0), (-half, high, 0)], made, colour, openness=shade
        )

    build.boxes([(-half - 0.06, -1.5, -0.06)], [(half + 0.06, form.base, 0.0)], STONE, _GREY)
    if split > form.base:
        strip(form.base, split, form.lower, form.lower_colour, 0.2)
    strip(split, eaves - 0.7, form.upper, form.upper_colour, 0.3)
    shade = (0.85, 0.85, 0.42, 0.42)
    build.quad(
        [(-half, eaves - 0.7, 0), (half, eaves - 0.7, 0), (half, eaves, 0), (-half, eaves, 0)], form.upper,
        form.upper_colour, openness=shade if number % 2 else (0.85,) * 4,
        texture=[(0, eaves - 0.7 - split), (long, eaves - 0.7 - split), (long, eaves - split), (0, eaves - split)],
    )  # fmt: skip
    if number % 2 == 0:
        made = BOARDS if form.style in (CHALET, CABIN) and near else form.upper
        rise = form.pitch * half
        build.polygon(
            [(-half, eaves, 0), (half, eaves, 0), (0, eaves + rise, 0)], made, form.upper_colour, 0.72
        )
        build.boxes([(-half, eaves - 0.06, -0.05)], [(half, eaves + 0.10, 0.0)], PAINT, form.trim)
        if form.style in (CHALET, CABIN):
            for side in (-1.0, 1.0):
                build.beam(
                    (side * half * 0.55, eaves + 0.1, -0.06),
                    (0, eaves + rise * 0.8, -0.06),
                    0.12,
                    0.14,
                    PAINT,
                    form.trim,
                )
    if form.style in (NORDIC, TOWN):
        for x in (-half, half - 0.14):
            build.boxes([(x, form.base, -0.035)], [(x + 0.14, eaves, 0.0)], PAINT, form.trim)
    _openings(wall, form, number, long, eaves, random, snow, lit, near)
    return wall


def _openings(
    wall: Wall, form: _Form, number: int, long: float, eaves: float, random: np.random.Generator, snow: float,
    lit: float,
    near: bool,
) -> None:  # fmt: skip
    front = number == 0
    count = max(int(long / 2.5), 2)
    frame = _WHITE if form.style in (NORDIC, TOWN) or random.random() < 0.2 else _lighter(form.trim)
    shutter = form.shutter
    wide, tall = (0.95, 1.2) if form.style != TOWN else (0.9, 1.35)

    def glow() -> tuple[float, float]:
        on = random.random() < lit
        return (float(random.uniform(0.55, 1.15)) if on else 0.0), float(random.random())

    way_in = int(random.integers(count)) if count % 2 == 0 else count // 2
    for floor in range(form.floors):
        y = form.base + floor * form.storey + 1.45
        for k in range(count):
            x = (k + 0.5 - count / 2) * long / count
            light, chance = glow()
            if front and floor == 0 and k == way_in:
                tone = (0.10, 0.055, 0.035) if form.style != NORDIC else (0.09, 0.13, 0.12)
                door(wall, x, form.base - 0.05, tone, form.trim, max(lit, 0.0), snow, True)
                continue
            size = 1.25 if form.style == CABIN and front else 1.0
            window(wall, x, y, wide * size, tall, light, chance, frame, shutter, snow > 0, near)
        if front and floor == form.floors - 1 and form.style == CHALET and floor > 0:
            balcony(wall, 0.0, form.base + floor * form.storey + 0.2, long * 0.96, form.trim, snow, near)
    if number % 2 == 0:
        rise = form.pitch * long / 2
        levels = 3 if form.style == FARM else 1
        for level in range(levels):
            y = eaves + 0.95 + level * 2.1
            room = (1 - (y + 0.6 - eaves) / rise) * long
            if room < 1.1:
                break
            each = max(1, min(int(room / 1.9), 3 if levels > 1 else 2 if rise > 2.6 else 1))
            for k in range(each):
                light, chance = glow()
                window(
                    wall,
                    (k - (each - 1) / 2) * 1.5,
                    y,
                    0.75,
                    0.95,
                    light,
                    chance,
                    frame,
                    None,
                    snow > 0,
                    near,
                )
    if number % 2 and random.random() < 0.4:
        lantern(wall, long * 0.25, form.base + 2.0, lit)


def _lighter(colour: Colour) -> Colour:
    return colour[0] * 1.5, colour[1] * 1.45, colour[2] * 1.4
