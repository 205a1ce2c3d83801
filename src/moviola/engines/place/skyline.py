"""A city across the water: which towers stand where, and what evening it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from moviola.engines.place.air import Haze
from moviola.engines.place.facade import BAND, FIELDS, FLATS, GLASS, MEDIA, OFFICE, PLAIN
from moviola.engines.place.heavens import Disc
from moviola.engines.place.kernels import Vector
from moviola.engines.place.lamps import Lamps
from moviola.engines.place.layers import Drift
from moviola.engines.place.tone import Grade
from moviola.engines.place.towers import Glow
from moviola.engines.place.words import PlaceWish

_Colour = tuple[float, float, float]

#: Distance of the far bank in metres.
BANK = 950.0
#: Hues of luminous lines and media walls: cyan, blue, magenta, amber, violet.
_HUES = (0.52, 0.60, 0.88, 0.10, 0.74)


@dataclass(frozen=True)
class CityScene:
    """Everything that the drawing of one skyline depends on."""

    seed: int
    flip: bool
    futuristic: bool
    people: bool
    centre: float
    second: float
    low_sky: _Colour
    high_sky: _Colour
    horizon_sky: _Colour
    moon: tuple[float, float] | None
    cover: float
    cloud_light: _Colour
    glow: Glow
    haze: Haze
    grade: Grade
    disc: Disc = field(default=Disc(0.0130, 3.0, 0.085, 1.0))
    drift: Drift = field(
        default_factory=lambda: Drift(cloud_east=0.014, cloud_north=-0.018, water=0.32, camera=-0.35)
    )


def compose(wish: PlaceWish, seed: int) -> CityScene:
    """The scene of a wish; seeds change the towers, their grouping, the side, the clouds and the moon."""
    random = np.random.default_rng(seed + 40)
    dusk = wish.time == "sunset"
    misty = wish.weather == "misty"
    centre = float(random.uniform(-330, -170)) if seed else -240.0
    second = float(random.uniform(330, 560)) if seed else 430.0
    moon = (
        None
        if dusk or wish.weather == "cloudy"
        else (float(random.uniform(0.14, 0.26)), float(random.uniform(0.26, 0.33)))
    )
    drift = Drift(cloud_east=0.014, cloud_north=-0.018, water=0.32, camera=-0.35)
    if wish.timelapse:
        drift = Drift(cloud_east=0.09, cloud_north=-0.10, water=0.5, camera=-0.35)
    return CityScene(
        seed=seed,
        flip=bool(seed % 2),
        futuristic=wish.futuristic,
        people=wish.people is not False,
        centre=centre,
        second=second,
        low_sky=(0.105, 0.085, 0.150) if dusk else (0.018, 0.034, 0.082),
        high_sky=(0.020, 0.040, 0.115) if dusk else (0.0028, 0.0075, 0.026),
        horizon_sky=(0.42, 0.17, 0.09) if dusk else (0.062, 0.036, 0.034),
        moon=moon,
        cover={"clear": -1.2, "cloudy": 0.25}.get(wish.weather, -0.06),
        cloud_light=(0.16, 0.085, 0.085) if dusk else (0.034, 0.025, 0.040),
        glow=Glow(
            0.46, 0.29, 0.30, 0.008, 0.013, 0.032, 0.0009 if misty else 0.00030, 140.0, 0.00020, 80.0, 0.24
        ),
        haze=Haze(0.22, 0.0, 100.0, 1.1, 0.0),
        grade=Grade(2.1 if dusk else 2.7, 1.3, 1.5, 0.40, 0.012, 0.24, 0.36, 0.0, (1.02, 1.0, 1.02)),
        drift=drift,
    )


class _Builder:
    """Collects towers and the lamps on them."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed + 3)
        self.rows: list[list[float]] = []
        self.lamps: list[tuple[float, ...]] = []

    def tower(
        self, x: float, z: float, half_x: float, half_z: float, bottom: float, top: float, *, turn: float = 0.0,
        taper: float = 1.0, is_round: bool = False, style: int = OFFICE, seed: int | None = None, lit: float = 0.35,
        bright: float = 1.0, cool: float = 0.5, wash: float = 0.0, wash_hue: float = -1.0, corner: float = 0.0,
        corner_hue: float = 0.5,
    ) -> None:  # fmt: skip
        own = int(self.random.integers(1, 1 << 20)) if seed is None else seed
        self.rows.append(
            [x, z, half_x, half_z, turn, bottom, top, taper, float(is_round), style, own, lit, bright, cool, wash,
             wash_hue, corner, corner_hue, 0.0]
        )  # fmt: skip

    def lamp(
        self,
        x: float,
        y: float,
        z: float,
        radius: float,
        colour: _Colour,
        *,
        speed: float = 0.0,
        blink: float = 0.0,
    ) -> None:
        self.lamps.append((x, y, z, speed, 0.0, 0.0, radius, *colour, blink, float(self.random.random())))


def build(scene: CityScene) -> tuple[Vector, Lamps]:
    """Towers and lamps of a scene; towers as in :mod:`moviola.engines.place.facade`."""
    city = _Builder(scene.seed)
    _blocks(city, scene)
    _landmarks(city, scene)
    _waterfront(city)
    if scene.futuristic:
        _traffic(city)
    table = np.asarray(city.rows, np.float64)
    assert table.shape[1] == FIELDS
    lamps = np.asarray(city.lamps, np.float64)
    columns = [np.ascontiguousarray(lamps[:, a:b]) for a, b in ((0, 3), (3, 6), (7, 10))]
    single = [np.ascontiguousarray(lamps[:, k]) for k in (6, 10, 11)]
    return table, Lamps(columns[0], columns[1], single[0], columns[2], single[1], single[2])


def _envelope(scene: CityScene, x: float) -> float:
    """Height to which towers reach at ``x`` metres across."""
    first = 300 * math.exp(-(((x - scene.centre) / 320) ** 2))
    second = 175 * math.exp(-(((x - scene.second) / 220) ** 2))
    return 42 + first + second + 35 * math.exp(-(((x - scene.second - 520) / 160) ** 2))


def _blocks(city: _Builder, scene: CityScene) -> None:
    random = city.random
    for row in range(13):
        z = BANK + 60 + row * 105
        edge = 1050 + row * 95
        for start in np.arange(-edge, edge, 50):
            x, at_z = float(start + random.normal() * 16), float(z + random.normal() * 28)
            reach = _envelope(scene, x)
            top = reach * float(random.uniform(0.10, 1.0)) ** 1.3 * (0.50 + 0.062 * row) + float(
                random.uniform(10, 36)
            )
            _block(city, scene, x, at_z, top)


def _block(city: _Builder, scene: CityScene, x: float, z: float, top: float) -> None:
    random = city.random
    half_x, half_z = float(random.uniform(10, 21)), float(random.uniform(10, 21))
    turn = float(random.choice([0.0, 0.25, -0.3, 0.6, 0.78, -0.12]))
    is_round = bool(random.random() < 0.08)
    style = int(random.choice([OFFICE, OFFICE, OFFICE, FLATS, FLATS, GLASS, GLASS]))
    if top < 60 and random.random() < 0.6:
        style = FLATS
    seed = int(random.integers(1, 1 << 20))
    cool = float(np.clip(random.normal(0.42 if style != FLATS else 0.2, 0.18), 0.05, 0.95))
    look: dict[str, Any] = {
        "style": style, "seed": seed, "turn": turn, "is_round": is_round, "cool": cool,
        "lit": float(random.uniform(0.10, 0.62)), "bright": float(random.uniform(0.9, 2.6)),
    }  # fmt: skip
    wash, corner, hue = 0.0, 0.0, float(random.choice(_HUES))
    draw = random.random()
    if top > 110 and draw < 0.34:
        wash = float(random.uniform(0.25, 0.9))
    elif top > 90 and draw < (0.52 if scene.futuristic else 0.40):
        corner = float(random.uniform(0.3, 0.8))
    wash_hue = hue if scene.futuristic and random.random() < 0.45 else -1.0
    crown: dict[str, Any] = {"wash": wash, "wash_hue": wash_hue, "corner": corner, "corner_hue": hue}
    if top > 105 and random.random() < 0.75:
        # setbacks, a crown and often a mast
        first, second = float(random.uniform(0.45, 0.65)) * top, float(random.uniform(0.76, 0.9)) * top
        city.tower(x, z, half_x, half_z, 0, first, **look)
        city.tower(x, z, half_x * 0.82, half_z * 0.82, first, second, **look)
        narrow = float(random.choice([1.0, 0.8, 0.55]))
        city.tower(x, z, half_x * 0.6, half_z * 0.6, second, top, taper=narrow, **look, **crown)
        if random.random() < 0.55:
            mast = top + float(random.uniform(14, 46))
            city.tower(x, z, 0.8, 0.8, top, mast, taper=0.2, style=PLAIN)
            city.lamp(x, mast, z, 0.8, (11, 0.7, 0.4), blink=float(random.uniform(0.35, 0.6)))
    else:
        city.tower(x, z, half_x, half_z, 0, top, taper=float(random.choice([1, 1, 1, 0.8])), **look, **crown)
        if random.random() < 0.5:
            # machine rooms on the roof
            city.tower(
                x + half_x * 0.2, z, half_x * 0.4, half_z * 0.4, top, top + float(random.uniform(3, 9)),
                style=PLAIN, turn=turn,
            )  # fmt: skip


def _landmarks(city: _Builder, scene: CityScene) -> None:
    x, z = scene.centre - 45, BANK + 215.0
    if scene.futuristic:
        city.tower(x, z, 36, 36, 0, 340, turn=0.5, taper=0.14, style=GLASS, lit=0.75, bright=1.3, cool=0.75,
                   wash=0.5, wash_hue=0.55, corner=0.9, corner_hue=0.56)  # fmt: skip
        city.tower(x, z, 1.5, 1.5, 340, 396, taper=0.3, style=PLAIN)
        city.lamp(x, 397, z, 1.2, (14, 0.9, 0.5), blink=0.4)
        _ringed(city, scene.centre + 310, BANK + 165.0)
        _twins(city, scene.second + 25, BANK + 290.0)
        city.tower(scene.centre - 250, BANK + 190, 20, 20, 0, 205, turn=0.3, taper=0.86, style=OFFICE, lit=0.5,
                   bright=1.2, cool=0.6, corner=0.7, corner_hue=0.1)  # fmt: skip
        city.tower(
            scene.centre + 120, BANK + 95, 9, 12, 0, 138, turn=-0.2, style=MEDIA, bright=0.42, corner_hue=0.66
        )
        city.tower(
            scene.second - 150, BANK + 110, 9, 12, 0, 92, turn=0.15, style=MEDIA, bright=0.4, corner_hue=0.46
        )
        city.tower(scene.second + 250, BANK + 180, 22, 22, 0, 188, taper=0.8, is_round=True, style=GLASS, lit=0.6,
                   bright=1.2, cool=0.7, wash=0.6, wash_hue=0.62)  # fmt: skip
    else:
        city.tower(x, z, 25, 25, 0, 190, turn=0.2, style=OFFICE, lit=0.5, bright=1.2, cool=0.4, seed=11)
        city.tower(x, z, 19, 19, 190, 262, turn=0.2, style=OFFICE, lit=0.5, bright=1.2, cool=0.4, seed=11)
        city.tower(x, z, 13, 13, 262, 306, turn=0.2, taper=0.3, style=GLASS, wash=1.2)
        city.tower(x, z, 1.2, 1.2, 306, 356, taper=0.3, style=PLAIN)
        city.lamp(x, 357, z, 1.2, (14, 0.9, 0.5), blink=0.4)
        city.tower(
            scene.second + 20, BANK + 260, 22, 22, 0, 236, turn=-0.3, style=GLASS, lit=0.7, cool=0.5, wash=0.7
        )
        city.tower(
            scene.centre + 290,
            BANK + 170,
            19,
            19,
            0,
            214,
            is_round=True,
            style=OFFICE,
            lit=0.55,
            cool=0.55,
            wash=0.5,
        )


def _ringed(city: _Builder, x: float, z: float) -> None:
    """A round tower with lit decks."""
    city.tower(
        x,
        z,
        15,
        15,
        0,
        252,
        taper=0.5,
        is_round=True,
        style=GLASS,
        lit=0.8,
        bright=1.1,
        cool=0.55,
        wash=0.5,
        wash_hue=0.5,
    )
    for height, radius, cool in ((122, 21, 0.8), (196, 27, 0.35), (206, 22, 0.35)):
        city.tower(
            x,
            z,
            radius,
            radius,
            height,
            height + 5.5,
            taper=0.94,
            is_round=True,
            style=BAND,
            bright=0.75,
            cool=cool,
        )
    city.tower(x, z, 1.1, 1.1, 252, 304, taper=0.3, style=PLAIN)
    city.lamp(x, 305, z, 1.1, (14, 0.9, 0.5), blink=0.45)


def _twins(city: _Builder, x: float, z: float) -> None:
    """Two leaning slabs with a bridge between."""
    city.tower(
        x,
        z,
        25,
        17,
        0,
        292,
        turn=-0.3,
        taper=0.45,
        style=GLASS,
        lit=0.8,
        bright=1.3,
        cool=0.65,
        wash=0.4,
        wash_hue=0.9,
        corner=0.7,
        corner_hue=0.88,
    )
    city.tower(
        x + 64,
        z + 10,
        20,
        15,
        0,
        236,
        turn=-0.3,
        taper=0.55,
        style=GLASS,
        lit=0.8,
        bright=1.2,
        cool=0.7,
        corner=0.5,
        corner_hue=0.6,
    )
    city.tower(x + 32, z + 5, 33, 4, 172, 177, turn=-0.1, style=BAND, bright=0.9, cool=0.7)
    city.lamp(x, 294, z, 1.1, (14, 0.9, 0.5), blink=0.38)


def _waterfront(city: _Builder) -> None:
    random = city.random
    for start in np.arange(-1650, 1650, 33):
        style = int(random.choice([FLATS, FLATS, OFFICE, BAND]))
        city.tower(
            float(start + random.normal() * 6), BANK + 20, float(random.uniform(10, 18)), 8, 0,
            float(random.uniform(5, 22)), style=style, lit=0.5, bright=0.35 if style == BAND else 0.9,
            cool=float(random.uniform(0.05, 0.5)),
        )  # fmt: skip
    city.tower(0, BANK, 2600, 3, 0, 2.4, style=PLAIN)
    for x in np.arange(-1300, 1300, 17):
        warm = (8.0, 4.1, 1.5) if random.random() < 0.85 else (5.5, 5.6, 5.2)
        city.lamp(float(x + random.normal() * 1.5), 6.0, BANK - 4, 0.7, warm)
    # headlights and tail lights along the embankment
    for _ in range(46):
        right = random.random() < 0.5
        colour = (5.0, 4.8, 4.2) if right else (4.5, 0.5, 0.25)
        city.lamp(
            float(random.uniform(-1200, 1200)), 3.4, BANK - 4.5, 0.42, colour,
            speed=float(random.uniform(9, 15)) * (1 if right else -1),
        )  # fmt: skip
    # a ferry
    city.tower(150, 720, 20, 4, 0.5, 3.2, style=PLAIN)
    city.tower(148, 720, 15, 3, 3.2, 5.8, style=BAND, bright=0.5, cool=0.25)
    city.tower(150, 720, 7, 2.5, 5.8, 8.2, style=BAND, bright=0.4, cool=0.25)


def _traffic(city: _Builder) -> None:
    """Craft in three lanes of the air, a light ahead and one behind."""
    random = city.random
    for lane, (height, pace) in enumerate(((118.0, 34.0), (172.0, -42.0), (262.0, 52.0))):
        for _ in range(14):
            x, y = float(random.uniform(-1200, 1200)), height + float(random.normal() * 3.5)
            z = float(random.uniform(820, 1180)) + lane * 20
            speed = pace * float(random.uniform(0.85, 1.15))
            ahead = 3.2 if speed > 0 else -3.2
            city.lamp(x + ahead, y, z, 0.42, (4.4, 4.8, 5.4), speed=speed)
            city.lamp(x, y, z, 0.34, (5.0, 0.7, 0.5), speed=speed)
