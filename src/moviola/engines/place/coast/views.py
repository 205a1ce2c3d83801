"""Where the camera stands on a coast, and what lies before it: kinds of view, each varied by the seed.

Metres; x to the right, z ahead of the composed camera. Land lies on the left; a flip of the picture gives the rest.
"""

from __future__ import annotations

import numpy as np

from moviola.engines.place.coast.layouts import Boulders, Coast, Mass


def between(random: np.random.Generator, low: float, high: float) -> float:
    return float(random.uniform(low, high))


def beach(random: np.random.Generator) -> Coast:
    r = random
    eye = between(r, 1.6, 2.6) if r.random() < 0.65 else between(r, 5.0, 9.0)
    far = between(r, 700, 1700)
    lean = between(r, -0.22, -0.06)
    tip = far * between(r, -0.04, 0.12)
    wide = far * between(r, 0.35, 0.6)
    top = far * between(r, 0.045, 0.09)
    masses = [
        Mass(tip - wide, far, wide, far * 0.22, 0.0, top, top * 0.8),
        Mass(tip - wide * 1.5, far * 2.1, wide * 2.3, far * 0.4, 0.0, top * 2.2, top * 3.0),
    ]
    if r.random() < 0.6:
        size = top * between(r, 0.16, 0.3)
        masses.append(
            Mass(tip + size * 2.2, far * 0.97, size, size, 0.0, top * between(r, 0.35, 0.6), size * 0.4, 0.3)
        )
    boulders = [
        Boulders(between(r, -3, 5), between(r, 9, 22), 5, 6, int(r.integers(3, 16)), between(r, 0.3, 0.9)),
        Boulders(between(r, -2, 2), 7.0, 4.5, 5, int(r.integers(20, 120)), 0.13),
    ]
    boulders.append(Boulders(tip - 20, far * 0.93, 90, 60, 50, 4.0))
    low = eye < 3
    start = between(r, -0.8, 2.4) + eye * 0.35
    groyne = between(r, 15, 26) if low and r.random() < 0.35 else None
    log = None
    if groyne is None and low and r.random() < 0.5:
        ahead = between(r, 6.5, 11)
        log = (start + lean * ahead - between(r, 2.6, 4.2), ahead, between(r, 0.45, 0.75))
    return Coast(
        "beach", eye, between(r, 0.40, 0.56), between(r, 0.52, 0.68), start, lean,
        bay=between(r, 2, 6), bay_length=between(r, 60, 130), dunes=between(r, 2.5, 7), back=between(r, 16, 30),
        masses=tuple(masses), boulders=tuple(boulders), sun=between(r, 4, 17), slope=between(r, 0.04, 0.07),
        trail=between(r, 1.2, 2.6) if low and r.random() < 0.6 else None, groyne=groyne, log=log,
    )  # fmt: skip


def clifftop(random: np.random.Generator) -> Coast:
    r = random
    eye = between(r, 38, 70)
    top = eye * between(r, 0.8, 1.25)
    masses = [Mass(-9.5, 3, 9.5, between(r, 9, 15), -0.3, (eye - 1.9) / 1.02, 4.0)]
    far = between(r, 900, 1900)
    tip = far * between(r, -0.05, 0.12)
    masses.append(Mass(tip - far * 0.5, far, far * 0.5, far * 0.2, 0.1, top * 1.4, top * 0.7))
    if r.random() < 0.8:
        near = between(r, 330, 520)
        reach = near * between(r, -0.12, 0.10)
        masses.append(Mass(reach - 190, near, 190, 75, -0.12, top * between(r, 0.8, 1.1), top * 0.3))
        for _ in range(int(r.integers(1, 4))):
            size = between(r, 8, 20)
            masses.append(
                Mass(
                    reach + between(r, 25, 110), near + between(r, -60, 60), size, size * between(r, 0.7, 1.3),
                    between(r, 0, 3), top * between(r, 0.3, 0.75), size * 0.38, 0.5,
                )
            )  # fmt: skip
    return Coast(
        "clifftop", eye, between(r, 0.26, 0.42), between(r, 0.52, 0.66), -50.0, between(r, -0.16, -0.02),
        bay=between(r, 18, 42), bay_length=between(r, 190, 330), scarp=(between(r, 8, 26), top, top * 0.32),
        masses=tuple(masses), boulders=(Boulders(-30, 180, 60, 120, 90, 5.0),), sun=between(r, 6, 22), slope=0.09,
        floor=0.07,
    )  # fmt: skip


def rocks(random: np.random.Generator) -> Coast:
    r = random
    eye = between(r, 0.9, 1.7)
    masses = []
    hero = between(r, 75, 170)
    size = hero * between(r, 0.07, 0.13)
    at = hero * (between(r, 0.10, 0.30))
    masses.append(
        Mass(at, hero, size, size * 0.8, between(r, 0, 3), size * between(r, 1.1, 2.4), size * 0.36, 0.35)
    )
    if r.random() < 0.7:
        small = size * between(r, 0.25, 0.5)
        masses.append(Mass(at + size * 1.7, hero * 1.06, small, small, 0.0, small * 2.4, small * 0.4, 0.0))
    far = between(r, 500, 1300)
    tip = far * between(r, -0.18, -0.02)
    masses.append(Mass(tip - far * 0.5, far, far * 0.5, far * 0.2, 0.0, far * 0.09, far * 0.04))
    boulders = (
        Boulders(-3, 6, 7, 4.5, 60, 0.9),
        Boulders(2, 14, 13, 8, 55, between(r, 1.0, 1.7)),
        Boulders(at * 0.4, hero * 0.5, 30, 25, 26, 2.6),
        Boulders(at, hero * 0.95, size * 2.4, size * 1.5, 30, size * 0.22),
    )
    return Coast(
        "rocks", eye, between(r, 0.36, 0.5), between(r, 0.54, 0.68), between(r, -3.5, 0.5), between(r, -0.4, -0.2),
        bay=between(r, 1, 3), bay_length=40.0, slope=0.06, floor=0.035, dunes=6.0, back=9.0, masses=tuple(masses),
        boulders=boulders, sun=between(r, -4, 10),
    )  # fmt: skip


def tropical(random: np.random.Generator) -> Coast:
    r = random
    far = between(r, 260, 700)
    tip = far * between(r, -0.12, 0.05)
    masses = [Mass(tip - far * 0.5, far, far * 0.5, far * 0.2, 0.1, far * 0.05, far * 0.12)]
    away = between(r, 1800, 3600)
    masses.append(
        Mass(away * between(r, 0.12, 0.34), away, away * 0.13, away * 0.1, 0.0, away * 0.06, away * 0.1)
    )
    masses.append(Mass(-away * 0.45, away * 1.7, away * 0.6, away * 0.2, 0.0, away * 0.13, away * 0.25))
    boulders: tuple[Boulders, ...] = ()
    if r.random() < 0.5:
        boulders = (Boulders(between(r, 1, 6), between(r, 12, 22), 4, 4, int(r.integers(5, 14)), 1.3),)
    return Coast(
        "tropical", between(r, 1.6, 2.6), between(r, 0.44, 0.56), between(r, 0.54, 0.66), between(r, 0.5, 3.2),
        between(r, -0.30, -0.10), bay=between(r, 3, 7), bay_length=between(r, 60, 110), slope=0.05, floor=0.028,
        dunes=1.6, back=11.0, masses=tuple(masses), boulders=boulders, sun=between(r, 6, 18), lush=True,
        trail=between(r, 1.5, 3.0) if r.random() < 0.6 else None,
    )  # fmt: skip


def lighthouse(random: np.random.Generator) -> Coast:
    r = random
    eye = between(r, 1.5, 3.0) if r.random() < 0.5 else between(r, 8, 18)
    far = between(r, 110, 230)
    at = far * between(r, 0.12, 0.24)
    top = far * between(r, 0.07, 0.12)
    wide = far * between(r, 0.26, 0.4)
    masses = [
        Mass(at - wide * 0.55, far, wide, wide * 0.55, between(r, -0.2, 0.2), top, top * 0.75),
        Mass(at - wide * 1.9, far * 1.25, wide * 1.4, wide * 0.8, 0.0, top * 1.3, top * 1.2),
        Mass(at - wide * 4.2, far * 1.9, wide * 3.0, wide * 1.6, 0.0, top * 2.0, top * 2.0),
    ]
    boulders = (
        Boulders(at + wide * 0.1, far * 0.86, wide * 0.9, wide * 0.35, 60, top * 0.24),
        Boulders(between(r, -3, 3), 10 + eye, 9, 6, 40, 0.8 + 0.03 * eye),
    )
    return Coast(
        "lighthouse", eye, between(r, 0.50, 0.62), between(r, 0.48, 0.62), between(r, -1, 3) - eye * 0.5,
        between(r, -0.34, -0.16), bay=3.0, bay_length=55.0, slope=0.07, floor=0.06, dunes=5.0, back=14.0,
        masses=tuple(masses), boulders=boulders, lighthouse=(at - wide * 0.28, far, top), sun=between(r, -12, -3),
    )  # fmt: skip


def islands(random: np.random.Generator) -> Coast:
    r = random
    masses = []
    hero = between(r, 500, 1100)
    side = between(r, 0.08, 0.30) * (1 if r.random() < 0.5 else -1)
    size = hero * between(r, 0.11, 0.2)
    masses.append(Mass(hero * side, hero, size, size * 0.7, 0.0, size * between(r, 0.35, 0.75), size * 0.28))
    masses.append(
        Mass(
            hero * side + size * 1.25, hero * 0.97, size * 0.16, size * 0.16, 0, size * 0.3, size * 0.07, 0.3
        )
    )
    for _ in range(int(r.integers(2, 5))):
        away = between(r, 1800, 7000)
        spot = between(r, -0.55, 0.55)
        masses.append(
            Mass(
                away * spot,
                away,
                away * between(r, 0.06, 0.2),
                away * 0.08,
                0,
                away * between(r, 0.02, 0.05),
                away * 0.05,
            )
        )
    return Coast(
        "islands", between(r, 3, 14), between(r, 0.40, 0.6), between(r, 0.42, 0.58), -4000.0, 0.0,
        masses=tuple(masses), boulders=(Boulders(hero * side, hero * 0.93, size * 1.3, size * 0.3, 24, size * 0.06),),
        sun=between(r, -14, 14), mainland=False,
    )  # fmt: skip


def aerial(random: np.random.Generator, bright: bool) -> Coast:
    r = random
    eye = between(r, 55, 110)
    lean = between(r, 0.25, 0.8) * (1 if r.random() < 0.5 else -1)
    down = r.random() < 0.65
    horizon = between(r, -0.75, -0.35) if down and bright else between(r, 0.08, 0.2)
    # the waterline crosses the middle of what is seen
    middle = eye / (0.34 - 0.67 * horizon)
    start = -lean * middle + eye * between(r, -0.15, 0.15)
    boulders = (
        Boulders(
            lean * middle + start, middle * 1.2, eye * 0.25, eye * 0.3, int(r.integers(0, 22)), eye * 0.016
        ),
    )
    return Coast(
        "aerial", eye, horizon, between(r, 0.5, 0.62), start, lean, bay=between(r, 5, 14),
        bay_length=between(r, 120, 260), slope=0.05, floor=0.035, dunes=5.0, back=between(r, 28, 45),
        boulders=boulders,
        sun=between(r, 20, 60),
        masses=(Mass(-900 + lean * 1500, 2600, 700, 300, 0.3, 120, 120),),
    )  # fmt: skip
