"""Who walks and what drives in a street."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.props.cars import KINDS, PAINTS
from moviola.engines.place.props.walkers import Walker
from moviola.engines.place.scene import Scene
from moviola.engines.place.street.plan import Camera, Car, Person, Way

#: Metres from a way's start to the camera.
BEFORE = 12.0
#: No one stands nearer than this, in metres, in the dark and in the light of day.
_NEAREST, _NEAREST_LIT = 9.0, 14.0


def cars(
    scene: Scene, random: np.random.Generator, kind: str, road: float, cross: float | None
) -> tuple[Car, ...]:
    """Parked cars at the kerb, driving ones in their lanes; ``along`` counts from the way's start."""
    if "cars" in scene.without:
        return ()
    some: list[Car] = []
    dark = scene.time in ("night", "dusk", "dawn", "sunset") or bool(scene.rain)
    busy = scene.number * (1.5 if scene.has("cars") else 1.0)

    def any_kind() -> tuple[str, int]:
        # no taxis and vans among old houses
        shares = [0.62, 0.38, 0.0, 0.0] if scene.era == "old" else [0.46, 0.28, 0.15, 0.11]
        return str(random.choice(KINDS, p=shares)), int(random.integers(len(PAINTS)))

    # cars stand at the kerb only where the lane beside them stays free
    lane_at = road * 0.36 if kind != "crossing" else 0.0
    if kind != "crossing" and road > 4.6:
        for side in (-1, 1):
            along = BEFORE + float(random.uniform(21, 30))
            while along < 120:
                if random.random() < 0.42 * busy:
                    some.append(Car(*any_kind(), along, side * (road - 0.95), 0.0, lit=False))
                along += float(random.uniform(5.6, 8.5))
    lanes = (lane_at,) if kind != "crossing" else (1.7, 4.7)
    single = random.random() < 0.5
    for lane in lanes:
        for way in (1, -1):
            if road < 3.6 and way != (1 if single else -1):
                continue
            # all drive at the pace of their lane, so that none runs into another
            pace = float(random.uniform(5.5, 7.0))
            along = BEFORE + (float(random.uniform(18, 28)) if way > 0 else float(random.uniform(15, 26)))
            while along < 150:
                if random.random() < 0.66 * busy:
                    stopped = kind == "crossing" and cross is not None
                    abreast = any(
                        c.speed == 0 and abs(c.along - along) < 6.5 and c.aside * way > 0 and not c.across
                        for c in some
                    )
                    if not abreast and not (stopped and abs(along - cross - BEFORE) < 15.5):  # type: ignore[operator]
                        speed = 0.0 if stopped else way * pace
                        some.append(Car(*any_kind(), along, way * lane, speed, dark))
                along += float(random.uniform(9, 26))
    if kind == "crossing" and cross is not None:
        for k, lane in enumerate((-1.9, 1.9)):
            first = float(random.uniform(-24, -8))
            for n in range(2):
                at = first + n * float(random.uniform(9, 22))
                some.append(Car(*any_kind(), cross + BEFORE + lane, at, (1 if k else -1) * 7.0, dark, True))
    return tuple(some)


def _on_way(way: Way, x: float, z: float) -> tuple[float, float]:
    along, aside = way.where(np.array([x], np.float32), np.array([z], np.float32))
    return float(along[0]), float(aside[0])


def people(
    scene: Scene, random: np.random.Generator, kind: str, way: Way, road: float, walk: float, cross: float | None,
    camera: Camera,
) -> tuple[Person, ...]:  # fmt: skip
    """People on the pavements, crossing, and perhaps one near the camera who is what the picture is about."""
    if scene.people is False or "person" in scene.without:
        return ()
    rain = scene.rain if scene.rain is not None else 0.6
    sheltered = 0.88 if rain > 0.05 or scene.has("umbrellas") else 0.0
    if "umbrellas" in scene.without:
        sheltered = 0.0
    warm = scene.time in ("day", "golden") and not scene.rain and scene.season in ("summer", "spring")
    nearest = _NEAREST_LIT if scene.time in ("day", "golden") and not scene.rain else _NEAREST
    some: list[Person] = []
    taken: list[tuple[float, float]] = []

    def add(
        x: float,
        z: float,
        heading: float,
        stride: float,
        umbrella: str | None = None,
        tall: float | None = None,
    ) -> None:
        # nobody comes so near that cloth and skin would be looked at
        if any(math.hypot(x - a, (z - b) * 0.6) < 0.85 for a, b in taken) or z < nearest:
            return
        if z < 20 and abs(abs(x) / z - camera.wide) < 0.06 * 12 / z:
            # the picture's edge would cut them
            return
        taken.append((x, z))
        seed = int(random.integers(1, 1 << 30))
        if umbrella is None:
            umbrella = (
                ("clear" if random.random() < 0.35 and scene.era != "old" else "dark")
                if random.random() < sheltered
                else ""
            )
        tall = tall or float(random.uniform(1.60, 1.86))
        speed = 1.25 * stride
        some.append(Person(Walker(seed, heading, stride, umbrella, round(tall, 2), warm), x, z,
                           math.sin(heading) * speed, math.cos(heading) * speed, int(random.integers(12))))  # fmt: skip

    hero = scene.has("person") or scene.has("couple") or scene.has("umbrellas") or random.random() < 0.62
    if hero and camera.height < 3:
        z = float(random.uniform(9.5, 13.0)) * max(0.42 / camera.wide, 1.0) ** 0.6 + nearest - _NEAREST
        side = -1.0 if random.random() < 0.5 else 1.0
        x = side * z * camera.wide * float(random.uniform(0.16, 0.36))
        far, off = _on_way(way, x, z)
        here = _on_way(way, 0.0, 0.0)[1]
        if kind in ("avenue", "bend"):
            # out of the way of the cars: on the nearer pavement
            kerb = math.copysign(road + 0.9, here if abs(here) > 0.5 else side)
            z = (
                max(abs(kerb - here) / (camera.wide * float(random.uniform(0.45, 0.72))), 9.5)
                if abs(here) < road
                else z
            )
            far, off = _on_way(way, math.copysign(z * camera.wide * 0.5, kerb), z)
            x, z, _ = way.at(far, kerb + math.copysign(float(random.uniform(0.0, 1.2)), kerb))
        elif abs(off) > road + walk - 0.7:
            x, _, _ = way.at(far, math.copysign(road + walk - 0.7, off))
        turn = way.heading + way.bend * far
        add(
            x,
            z,
            turn + float(random.uniform(-0.15, 0.15)),
            1.0,
            ("dark" if random.random() < 0.65 else "clear") if sheltered else None,
            1.74,
        )
        if scene.has("couple"):
            add(x + 0.9, z + 0.15, turn, 1.0, None, 1.66)
    number = {"alley": 11, "crossing": 24, "avenue": 16, "bend": 12, "lane": 7}[kind]
    number = int(
        number * scene.number * (1.5 if scene.people else 1.0) * (1.4 if warm and scene.era != "old" else 1.0)
    )
    for _ in range(number):
        along = BEFORE + float(10.5 + 62 * random.random() ** 1.3)
        side = 1.0 if random.random() < 0.5 else -1.0
        aside = side * (road + 0.5 + float(random.random()) * max(walk - 1.1, 0.1))
        if kind == "alley":
            aside = float(random.uniform(-road, road)) * 0.85
        x, z, turn = way.at(along, aside)
        toward = random.random() < 0.5
        still = random.random() < 0.22
        heading = turn + (math.pi if toward else 0) + float(random.normal(0, 0.12))
        if still:
            heading = turn + float(random.uniform(0, 6.28))
        if z < 14 and math.cos(heading) < 0.2:
            # no face from near by
            heading = math.pi - heading
        add(x, z, heading, 0.0 if still else 1.0)
    if cross is not None:
        for _ in range(int(15 * scene.number)):
            first = float(random.choice([-1.0, 1.0]))
            along = cross + BEFORE + first * 9.4 + float(random.uniform(-1.4, 1.4))
            x, z, turn = way.at(along, float(random.uniform(-road, road)))
            add(x, z, turn + float(random.choice([-1, 1])) * math.pi / 2 + float(random.normal(0, 0.1)), 1.0)
    return tuple(some)
