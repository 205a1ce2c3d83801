"""Gabled roofs: boards and shingles, the snow that lies on them, icicles, chimneys."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.props.mesh import ICE, PAINT, PLANKS, SHINGLES, SNOW, STONE, Builder, Colour

SNOW_WHITE: Colour = (0.84, 0.86, 0.90)
_ICE: Colour = (0.62, 0.72, 0.80)
_THICK = 0.16
_ACROSS, _ALONG = 33, 17


def gable(
    build: Builder, random: np.random.Generator, width: float, depth: float, eaves: float, pitch: float,
    overhang: float,
    colour: Colour, trim: Colour, snow: float, near: bool,
) -> None:  # fmt: skip
    """A roof whose ridge runs along z over walls of ``width`` × ``depth`` and a height of ``eaves``.

    ``pitch``: rise over run. ``snow``: metres of it; ``near`` adds what only shows close by.
    """
    half, long = width / 2 + overhang, depth / 2 + overhang * 0.9
    ridge = eaves + pitch * width / 2
    low = ridge - pitch * half
    for side in (-1.0, 1.0):
        edge = side * half
        build.quad(
            [(edge, low, -side * long), (edge, low, side * long), (0, ridge, side * long), (0, ridge, -side * long)],
            PLANKS, _darker(trim, 0.6), openness=(0.30, 0.30, 0.22, 0.22),
        )  # fmt: skip
        build.quad(
            [(edge, low + _THICK, -side * long), (edge, low + _THICK, side * long),
             (0, ridge + _THICK, side * long), (0, ridge + _THICK, -side * long)],
            SHINGLES, colour,
        )  # fmt: skip
        build.quad(
            [(edge, low - 0.04, -long), (edge, low - 0.04, long), (edge, low + _THICK, long), (edge, low + _THICK,
            -long)],
            PAINT, trim,
        )  # fmt: skip
        for end in (-long, long):
            build.quad(
                [(edge, low - 0.10, end), (0, ridge - 0.10, end), (0, ridge + _THICK, end), (edge, low + _THICK, end)],
                PAINT, trim,
            )  # fmt: skip
        if near:
            # rafters show below the eaves
            at = np.arange(-long + 0.3, long - 0.2, 0.75)
            x0, x1 = sorted((side * (width / 2), side * (half - 0.10)))
            ends = np.stack([np.full_like(at, x0), np.full_like(at, low - 0.02 + 0.1 * pitch), at], 1)
            build.boxes(ends, ends + np.array([x1 - x0, 0.13, 0.09]), PAINT, _darker(trim, 0.75), 0.35)
    if snow > 0:
        _load(build, random, half, long, ridge + _THICK, pitch, snow)
        if near:
            _icicles(build, random, half, long, low)


def _load(
    build: Builder,
    random: np.random.Generator,
    half: float,
    long: float,
    ridge: float,
    pitch: float,
    thick: float,
) -> None:
    """Snow rounded at its edges and over the ridge, here and there slid over the eaves."""
    s = np.sin(np.linspace(-np.pi / 2, np.pi / 2, _ACROSS))[None, :]
    t = np.sin(np.linspace(-np.pi / 2, np.pi / 2, _ALONG))[:, None]
    wave = np.zeros((_ALONG, _ACROSS))
    for k in range(1, 5):
        a, b, c = random.uniform(0, 6.3, 3)
        wave += np.sin(t * k * 2.6 + a) * np.sin(s * k * 1.9 + b + 0.7 * np.sin(t * 2 + c)) / k
    body = np.sqrt(np.clip(1 - np.abs(s) ** 7, 0, 1)) * np.sqrt(np.clip(1 - np.abs(t) ** 12, 0, 1))
    slid = (
        0.05
        + 0.10 * np.abs(np.sin(t * 3.1 + random.uniform(0, 6)))
        + 0.03 * np.sin(t * 11 + random.uniform(0, 6))
    )
    x = s * (half + slid) * np.ones_like(t)
    z = t * (long + 0.06 + 0.03 * np.sin(s * 7 + random.uniform(0, 6))) * np.ones_like(s)
    soft = 0.30
    line = ridge - pitch * (np.sqrt(x * x + soft * soft) - soft * 0.55)
    y = line + thick * body * (1 + 0.13 * wave) - 0.03 - 0.06 * (np.abs(s) ** 9)
    openness = 0.72 + 0.28 * body
    build.grid(np.stack([x, y, z], -1), SNOW, SNOW_WHITE, openness)


def _icicles(build: Builder, random: np.random.Generator, half: float, long: float, low: float) -> None:
    for side in (-1.0, 1.0):
        cluster = random.uniform(0, 6)
        for at in np.arange(-long + 0.1, long - 0.1, 0.13):
            if random.random() < 0.34 + 0.4 * np.sin(at * 1.7 + cluster):
                length = float(np.minimum(random.gamma(1.6, 0.13), 0.85))
                top = (side * (half + 0.02), low + 0.02, float(at + random.uniform(-0.05, 0.05)))
                build.cone(top, 0.012 + length * 0.035, (top[0], top[1] - length, top[2]), 4, ICE, _ICE)


def chimney(build: Builder, x: float, z: float, foot: float, top: float, wide: float, snow: float) -> None:
    """A stone chimney with a cover."""
    w = wide / 2
    build.boxes([(x - w, foot, z - w)], [(x + w, top, z + w)], STONE, (0.30, 0.27, 0.25))
    build.boxes(
        [(x - w - 0.07, top, z - w - 0.07)],
        [(x + w + 0.07, top + 0.10, z + w + 0.07)],
        STONE,
        (0.26, 0.25, 0.24),
    )
    for a in (-1, 1):
        for b in (-1, 1):
            p = (x + a * (w - 0.05), top + 0.1, z + b * (w - 0.05))
            build.boxes(
                [(p[0] - 0.05, p[1], p[2] - 0.05)],
                [(p[0] + 0.05, p[1] + 0.22, p[2] + 0.05)],
                STONE,
                (0.25, 0.24, 0.23),
            )
    build.boxes(
        [(x - w - 0.1, top + 0.32, z - w - 0.1)],
        [(x + w + 0.1, top + 0.38, z + w + 0.1)],
        STONE,
        (0.24, 0.23, 0.22),
    )
    if snow > 0:
        build.ball((x, top + 0.38, z), (w + 0.10, 0.30, w + 0.10), SNOW, SNOW_WHITE, 12, dome=True)


def _darker(colour: Colour, share: float) -> Colour:
    return colour[0] * share, colour[1] * share, colour[2] * share
