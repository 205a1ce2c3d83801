"""The plan as things: houses, church, fences, lamps in one mesh, and all that shines or smokes."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.props.church import church
from moviola.engines.place.props.fence import bulbs, fence, footbridge, jetty, snowman, street_lamp
from moviola.engines.place.props.house import House, house
from moviola.engines.place.props.mesh import LAMP, PAINT, Builder, Mesh, merged, placed
from moviola.engines.place.terrain.ground import Maps
from moviola.engines.place.village.plan import CHURCH, Plan, along
from moviola.engines.place.village.site import Footprint, base_height

_Floats = NDArray[np.float64]
#: Colour of the light from windows and from lamps.
_WINDOW = np.array([1.0, 0.50, 0.15])
_LAMP = np.array([1.0, 0.54, 0.19])
#: Half the size of a hand lantern.
_GRIP = np.array([0.05, 0.09, 0.05])
_BULB = np.array([1.0, 0.60, 0.24])


class Furniture(NamedTuple):
    """``lights`` as in Glows; ``smoke`` [K, 3] tops of chimneys; ``halos`` [K, 4]: place and size of lamps."""

    mesh: Mesh
    lights: _Floats
    smoke: _Floats
    halos: _Floats


def height_of(plan: Plan, land: Maps, x: float, z: float) -> float:
    """Height of the bare ground at a point."""
    return float(base_height(plan, land, np.array([x]), np.array([z]))[0])


def _building(kind: int, pick: int, near: bool, snow: float, lit: float) -> House:
    if kind == CHURCH:
        return church(pick, snow, min(lit * 1.3, 1.0), near)
    return house(kind, pick, snow, lit, near)


def footprints(plan: Plan, land: Maps, snow: float, lit: float) -> tuple[Footprint, ...]:
    """What every building covers."""
    prints = []
    for spot in plan.spots:
        thing = _building(spot.kind, spot.pick, spot.near, snow, lit)
        foot = height_of(plan, land, spot.x, spot.z)
        if spot.kind == CHURCH:
            prints.append(Footprint(spot.x, spot.z, spot.turn, 4.2, 7.5, foot, 6.2, 1.15))
            x, z = spot.x + math.sin(spot.turn) * 9.3, spot.z - math.cos(spot.turn) * 9.3
            prints.append(Footprint(x, z, spot.turn, 2.3, 2.3, foot, 14.0, 2.5))
            continue
        prints.append(
            Footprint(
                spot.x, spot.z, spot.turn, thing.width / 2, thing.depth / 2, foot, thing.eaves, thing.pitch
            )
        )
    return tuple(prints)


def furnish(
    plan: Plan, land: Maps, snow: float, lit: float, glow: float, seed: int, old: bool = False
) -> Furniture:
    """All things of a plan. ``lit``: share of windows with light; ``glow``: how bright that and the lamps are, 0–1.

    ``old``: iron lanterns instead of curved street lamps.
    """
    random = np.random.default_rng(seed + 5)
    meshes: list[Mesh] = []
    lights: list[_Floats] = []
    smoke: list[_Floats] = []
    halos: list[list[float]] = []

    def shine(place: _Floats, look: _Floats, colour: _Floats, size: float) -> None:
        lights.append(np.concatenate([place, look, colour * glow, [size]]))

    for spot in plan.spots:
        thing = _building(spot.kind, spot.pick, spot.near, snow, lit)
        y = height_of(plan, land, spot.x, spot.z) - (0.30 if snow > 0 else 0.05)
        mesh = placed(thing.mesh, spot.x, y, spot.z, spot.turn, spot.scale)
        meshes.append(mesh._replace(glow=mesh.glow * np.float32(glow)))
        cosine, sine = math.cos(spot.turn), math.sin(spot.turn)
        spin = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
        for row in thing.shines:
            if not spot.near and row[6] < 0.9 and random.random() < 0.4:
                continue
            place = row[:3] * spot.scale @ spin + [spot.x, y, spot.z]
            shine(place, row[3:6] @ spin, _WINDOW * row[6] * 3.8, 0.75)
            if not row[3:6].any() and spot.near:
                halos.append([*place, 0.5])
        if len(thing.smoke) and random.random() < 0.65:
            smoke.append(thing.smoke[0] * spot.scale @ spin + [spot.x, y, spot.z])
    kind = 0 if old else int(random.integers(2))
    post, bulb = _post(snow, kind)
    for x, z in plan.lamps:
        y = height_of(plan, land, x, z)
        turn = math.atan2(-x, 20.0) if plan.name != "street" else math.copysign(math.pi / 2, -x)
        mesh = placed(post, x, y, z, turn)
        meshes.append(mesh._replace(glow=mesh.glow * np.float32(glow)))
        cosine, sine = math.cos(turn), math.sin(turn)
        place = np.array(
            [bulb[0] * cosine - bulb[2] * sine + x, bulb[1] + y, bulb[0] * sine + bulb[2] * cosine + z]
        )
        shine(place, np.zeros(3), _LAMP * 14.0, 1.3)
        halos.append([*place, 1.0])
    for a, b in plan.strings:
        ends = [(p[0], height_of(plan, land, p[0], p[1]) + p[2], p[1]) for p in (a, b)]
        mesh, places = bulbs(ends[0], ends[1], 0.9, glow)
        meshes.append(mesh)
        for place in places[1::3]:
            shine(place, np.zeros(3), _BULB * 1.0, 0.5)
        halos.extend([[*place, 0.16] for place in places])
    if plan.festive is not None:
        x, z, tall = plan.festive
        y = height_of(plan, land, x, z)
        meshes.append(_lights(random, x, y, z, tall, glow))
        shine(np.array([x, y + tall * 0.4, z - 2.2]), np.zeros(3), _BULB * 9.0, 1.5)
        halos.append([x, y + tall * 0.955, z - 0.3, 1.1])
        halos.append([x, y + tall * 0.5, z - 2.4, 0.9])
    for n, row_ in enumerate(plan.fences):
        line = along(row_.points, 2.4)
        foot = base_height(plan, land, line[:, 0], line[:, 1])
        meshes.append(
            fence(
                np.stack([line[:, 0], foot - 0.25 * min(snow, 1.0), line[:, 1]], 1),
                row_.rails,
                min(snow, 0.5),
                seed + n,
            )
        )
    if plan.bridge is not None:
        x, z, turn = plan.bridge
        meshes.append(placed(footbridge(6.4, 2.0, snow), x, height_of(plan, land, x, z) - 0.55, z, -turn))
    for x, z, _ in plan.people[:1]:
        # a hand lantern
        place = np.array([x + 0.30, height_of(plan, land, x, z) + 0.72, z - 0.1])
        build = Builder()
        build.boxes(
            [place - _GRIP],
            [place + _GRIP],
            LAMP,
            (1.0, 0.6, 0.25),
            glow=2.2 * glow,
        )
        build.cone(place + _GRIP * [0, 1, 0], 0.075, place + _GRIP * [0, 2, 0], 8, PAINT, (0.03, 0.03, 0.03))
        meshes.append(build.mesh())
        shine(place, np.zeros(3), _LAMP * 1.6, 0.5)
        halos.append([*place, 0.35])
    if plan.jetty is not None:
        x, z, turn, long = plan.jetty
        meshes.append(placed(jetty(long, 1.9, snow), x, 0.62, z, turn))
        x, z = x - math.sin(turn) * (long - 0.5) + 0.8, z + math.cos(turn) * (long - 0.5)
        mesh = placed(post, x, 0.45, z, 0.0, 0.72)
        meshes.append(mesh._replace(glow=mesh.glow * np.float32(glow)))
        place = np.array([bulb[0] * 0.72 + x, bulb[1] * 0.72 + 0.45, bulb[2] * 0.72 + z])
        shine(place, np.zeros(3), _LAMP * 7.0, 1.3)
        halos.append([*place, 0.7])
    if plan.snowman is not None:
        x, z = plan.snowman
        meshes.append(placed(snowman(), x, height_of(plan, land, x, z) - 0.1, z, math.atan2(x, z)))
    return Furniture(
        merged(meshes), np.asarray(lights, np.float64).reshape(-1, 10), np.asarray(smoke, np.float64).reshape(-1, 3),
        np.asarray(halos, np.float64).reshape(-1, 4),
    )  # fmt: skip


def _lights(random: np.random.Generator, x: float, y: float, z: float, tall: float, glow: float) -> Mesh:
    """Lights on the side of a fir that is seen, and a star on its top."""
    build = Builder()
    hues = ((1.0, 0.66, 0.30), (1.0, 0.72, 0.38), (1.0, 0.30, 0.14), (0.95, 0.80, 0.55))
    for k in range(110):
        up = tall * (0.10 + 0.82 * math.sqrt((k + 0.5) / 110))
        up = tall * 1.02 - up
        reach = 0.20 * (tall - up) * math.sin(random.uniform(-1.4, 1.4))
        size = float(random.uniform(0.035, 0.06))
        at = np.array([x + reach, y + up, z - 0.35])
        build.boxes(
            (at - size)[None], (at + size)[None], LAMP, hues[int(random.integers(4))], glow=2.6 * glow
        )
    top = np.array([x, y + tall * 0.955, z - 0.35])
    build.boxes((top - 0.17)[None], (top + 0.17)[None], LAMP, (1.0, 0.8, 0.4), glow=3.0 * glow)
    return build.mesh()


@lru_cache(maxsize=8)
def _post(snow: float, kind: int) -> tuple[Mesh, tuple[float, float, float]]:
    return street_lamp(snow, 1.0, kind)
