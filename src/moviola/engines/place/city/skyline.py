"""A city: which buildings stand where, and the lamps and cables between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from moviola.engines.place.city import canyon, houses, marvels, oldtown
from moviola.engines.place.city.builder import Builder
from moviola.engines.place.city.kinds import ABOVE
from moviola.engines.place.city.lamps import Lamps
from moviola.engines.place.city.layout import NEVER, Layout, lay_out
from moviola.engines.place.city.shore import banks, ferries, furnish
from moviola.engines.place.city.streets import Plan
from moviola.engines.place.city.strokes import stroke_table
from moviola.engines.place.kernels import Vector
from moviola.engines.place.scene import Scene

#: Blocks of the park map to either side of the origin.
_BLOCKS = 90
#: The built land's half width: a share of the view's, for the widest picture, and metres.
_SIDE, _MORE = 1.34, 180.0


@dataclass(frozen=True)
class CityScene:
    """A city and how it is looked at."""

    wish: Scene
    seed: int
    layout: Layout
    flip: bool

    @property
    def futuristic(self) -> bool:
        """Whether it is a city to come."""
        return self.wish.era == "futuristic"


def compose(wish: Scene, seed: int) -> CityScene:
    """The scene of a wish; seeds change the viewpoint, the plan, every building, the side and the sky."""
    return CityScene(wish, seed, lay_out(wish, seed), bool(seed % 2))


def plan_of(scene: CityScene) -> Plan:
    """The streets and the water."""
    layout, wish = scene.layout, scene.wish
    random = np.random.default_rng(scene.seed + 90)
    old = wish.era == "old"
    parks = np.zeros((2 * _BLOCKS + 1, 2 * _BLOCKS + 1), np.uint8)
    parks[random.random(parks.shape) < 0.055] = 1
    if layout.kind == "aerial":
        at = random.integers(_BLOCKS + 3, _BLOCKS + 20, 2)
        parks[at[0] : at[0] + 3, at[1] - 20 : at[1] - 13] = 1
    reach = 6000.0
    x = np.linspace(-reach, reach, 481)
    far = np.array([layout.shore(float(v)) for v in x]) if layout.wet else np.full(len(x), NEVER)
    near = layout.bank + (layout.slant * x if layout.bank > 200 else 0 * x)
    width = 1.0 if not old else 0.45
    close = (0.7 if old else 1.0) * min(max(wish.number, 0.7), 1.5) ** -0.4
    pitch = float(random.uniform(74, 98)) * close, float(random.uniform(58, 76)) * close
    street, avenue, every = 6.2 * width, 12.0 * width, 4
    deep = layout.kind == "canyon"
    if deep:
        pitch, street, avenue, every = canyon.pitch(random), 8.0, 17.0, 1
        parks[:] = 0
    return Plan(
        math.cos(layout.turn), math.sin(layout.turn), *pitch, street, avenue, every, parks, near, far, reach,
        layout.hero[0] * 0.5, layout.hero[1], layout.end - layout.hero[1], 1.0 if deep else 0.15 if old else 0.6,
        0.8 if deep else 1.0 if wish.has("trails") else 0.25, 0.25 if wish.season in ("winter", "autumn") else 1.0,
    )  # fmt: skip


@lru_cache(maxsize=3)
def build(scene: CityScene) -> tuple[Vector, Lamps, Vector, Plan]:
    """Solids, lamps, strokes and the plan of a scene."""
    city = Builder(scene.seed)
    city.hues = marvels.PALETTES[scene.seed % len(marvels.PALETTES)]
    plan = plan_of(scene)
    _landmarks(city, scene)
    _blocks(city, scene, plan)
    strokes: list[tuple[float, ...]] = []
    if scene.layout.wet:
        banks(city, scene.layout, scene.wish)
        ferries(city, scene.layout, scene.wish)
    strokes += furnish(city, scene.layout, scene.wish)
    if scene.layout.kind == "canyon":
        canyon.bridges(city, scene.layout)
    elif scene.futuristic:
        marvels.traffic(city, scene.layout.hero[1], 1100.0)
    return city.table(), city.lights(), stroke_table(strokes), plan


def _blocks(city: Builder, scene: CityScene, plan: Plan) -> None:
    layout, wish = scene.layout, scene.wish
    old = wish.era == "old"
    taken = [(x, z, half + 10) for x, z, half in _taken(scene)]
    deepest = int(layout.end / plan.pitch_z * 1.3) + 2
    widest = (
        int(
            (layout.end * layout.wide * _SIDE + _MORE) / plan.pitch_x * 1.4
            + layout.end * abs(plan.sine) / plan.pitch_x
        )
        + 3
    )
    for m in range(-widest // 2, deepest):
        for n in range(-widest, widest):
            gx, gz = (n + 0.5) * plan.pitch_x, (m + 0.5) * plan.pitch_z
            x, z = plan.cosine * gx - plan.sine * gz, plan.sine * gx + plan.cosine * gz
            if not layout.start < z < layout.end or abs(x) > z * layout.wide * _SIDE + _MORE:
                continue
            if abs(m) < _BLOCKS and abs(n) < _BLOCKS and plan.parks[m + _BLOCKS, n + _BLOCKS]:
                continue
            if layout.wet:
                away = z - layout.shore(x)
                before = layout.bank + (layout.slant * x if layout.bank > 200 else 0) - z
                if away < (46 if layout.kind != "park" else 95) * (0.4 if old else 1) and before < 46 * (
                    0.4 if old else 1
                ):
                    continue
                if before >= 46 and layout.bank < 200:
                    continue
            half_x = (
                plan.pitch_x / 2
                - (plan.avenue if n % plan.every in (0, plan.every - 1) else plan.street)
                - 3.5
            )
            half_z = (
                plan.pitch_z / 2
                - (plan.avenue if m % plan.every in (0, plan.every - 1) else plan.street)
                - 3.5
            )
            if any(abs(x - a) < r + half_x and abs(z - b) < r + half_z for a, b, r in taken):
                continue
            if layout.kind == "canyon":
                half_x = plan.pitch_x / 2 - canyon.HALF_STREET
                if z - max(half_x, half_z) * 1.2 > layout.start * 0.55:
                    canyon.block(city, layout, x, z, half_x, half_z, min(n if n >= 0 else -1 - n, 2))
                continue
            _block(city, scene, x, z, max(half_x, 7), max(half_z, 7), plan, old)


def _block(
    city: Builder, scene: CityScene, x: float, z: float, half_x: float, half_z: float, plan: Plan, old: bool
) -> None:
    layout, random = scene.layout, city.random
    reach = layout.height(x, z)
    if layout.wet and z > layout.shore(x):
        reach *= 0.42 + 0.58 * min((z - layout.shore(x)) / 190, 1.0)
    if old:
        reach = 0.0
    lots = 1 if reach > 170 else 2 if reach > 85 else 4 if reach > 40 else 6
    if z > 2400:
        lots = min(lots, 2)
    if random.random() > 0.93 * min(scene.wish.number, 1.05) + 0.03:
        return
    across = 1 if lots == 1 else 2 if lots < 6 else 3
    down = 1 if lots < 3 else 2
    for a in range(across):
        for b in range(down):
            wide, deep = half_x / across, half_z / down
            u, v = (2 * a + 1 - across) * wide, (2 * b + 1 - down) * deep
            at_x, at_z = x + plan.cosine * u - plan.sine * v, z + plan.sine * u + plan.cosine * v
            top = _top(scene, random, reach, old)
            top = min(top, _cap(layout, at_x, at_z))
            if top < 6:
                continue
            # slender towers on large lots
            slim = 0.20 if scene.futuristic else 0.30
            wide = min(wide, max(top * slim, 13)) * float(random.uniform(0.84, 0.985))
            deep = min(deep, max(top * slim, 13)) * float(random.uniform(0.84, 0.985))
            _house(city, scene, at_x, at_z, wide, deep, top, layout.turn)


def _top(scene: CityScene, random: np.random.Generator, reach: float, old: bool) -> float:
    if old:
        return float(random.uniform(9, 17)) * min(scene.wish.size, 2.0)
    draw = float(random.random())
    share = 0.22 + 0.74 * math.pow(draw, 1.25)
    if random.random() < 0.05:
        share *= 1.3
    if random.random() < 0.10 * max(2 - scene.wish.number, 0):
        share *= 0.4
    return reach * share + float(random.uniform(11, 30))


def _cap(layout: Layout, x: float, z: float) -> float:
    """No house may stand before the hero, in the camera's face, or reach out of the view."""
    frame = layout.eye + 0.78 * layout.horizon * 1.125 * layout.wide * z
    hero_x, hero_z, hero_top = layout.hero
    if layout.kind == "rooftop" and z < hero_z * 0.55:
        return layout.eye * (0.62 if z < 250 else 0.80)
    if layout.kind == "terrace" and abs(x - hero_x * z / hero_z) < 0.25 * layout.wide * z and z < hero_z:
        return layout.eye * 0.85
    if layout.kind == "terrace" and z < hero_z * 0.7:
        # here and there a tower stands close by
        close = math.sin(x * 0.037 + layout.ripple) > 0.55
        return layout.eye * 1.9 if close and abs(x) > 0.42 * layout.wide * z else layout.eye * 0.85
    if layout.kind == "aerial" and z < hero_z * 0.6:
        return layout.eye * (0.45 if z < 500 else 0.8)
    if layout.kind not in ABOVE and z < hero_z and abs(x - hero_x * z / hero_z) < 45:
        return min(hero_top * 0.34, frame)
    return frame


def _house(
    city: Builder, scene: CityScene, x: float, z: float, half_x: float, half_z: float, top: float, turn: float
) -> None:
    if scene.wish.era == "old":
        oldtown.house(city, x, z, half_x, half_z, top, turn)
    elif scene.futuristic:
        (marvels.tower if top > 46 else houses.low)(city, x, z, half_x, half_z, top, turn)
    else:
        maker = houses.low if top < 34 else houses.slab if top < 62 else houses.tall
        maker(city, x, z, half_x, half_z, top, turn)


def _taken(scene: CityScene) -> tuple[tuple[float, float, float], ...]:
    """Places of the landmarks, and their half widths."""
    x, z, top = scene.layout.hero
    if scene.wish.era == "old":
        return (
            (x, z * 0.97, 36.0),
            (-x * 1.3, z * 1.05, 34.0),
            (-x * 0.35, z * 1.25, 12.0),
            (x * 2.0, z * 1.1, 30.0),
        )
    second = scene.layout.peaks[1]
    if scene.futuristic:
        size = 0.16 * top
        wide = layout_wide(scene)
        return (
            (x, z, size), (second.x, second.z, size * 0.9), ((x + second.x) * 0.5, z + 240, size * 0.7),
            (x + math.copysign(0.30 * wide, x), z + 60, size * 0.6), (second.x * 1.55, second.z + 140, size * 0.6),
        )  # fmt: skip
    size = 36.0
    return ((x, z, size), (second.x, second.z, size * 0.8), ((x + second.x) * 0.5, z + 180, size * 0.7))


def layout_wide(scene: CityScene) -> float:
    """Half the view's width in metres where the hero stands."""
    return scene.layout.wide * scene.layout.hero[1]


def _landmarks(city: Builder, scene: CityScene) -> None:
    layout, random = scene.layout, city.random
    places = _taken(scene)
    _, _, top = layout.hero
    if scene.wish.era == "old":
        kinds = random.permutation(4)
        room = layout.horizon * 1.125 * layout.wide * layout.hero[1]
        tall = float(np.clip(room * 0.62, 42, 100)) * min(scene.wish.size, 1.3)
        for k, (x, z, _) in zip(kinds, places, strict=True):
            if k == 0:
                oldtown.dome(city, x, z, tall, layout.turn)
            elif k == 3:
                oldtown.bell_tower(city, x, z, tall * 0.85, layout.turn)
            else:
                oldtown.church(city, x, z, tall * float(random.uniform(0.85, 1.1)), layout.turn)
        return
    if not scene.futuristic:
        first = (0, 1, 3, 0, 2, 1)[scene.seed % 6]
        kinds = np.array([first, *random.permutation([k for k in range(4) if k != first])])
        if scene.wish.has("tower"):
            kinds = np.array([2, *[k for k in kinds if k != 2]])
        for k, (x, z, _), share in zip(kinds, places, (1.0, 0.70, 0.62), strict=False):
            houses.landmark(city, x, z, top * share * (0.82 if k in (0, 1) else 1.0), layout.turn, int(k))
        return
    order = [int(k) for k in random.permutation(4)]
    # a pair of slabs is no hero
    order = [*(order if order[0] != 3 else order[1:] + order[:1]), int(random.integers(3))]
    for k, (x, z, half), share in zip(order, places, (1.0, 0.80, 0.92, 0.66, 0.58), strict=True):
        hue = float(random.choice(city.hues))
        if k == 0:
            marvels.twisting(city, x, z, half * 0.54, top * share * 0.9, hue, layout.turn)
        elif k == 1:
            marvels.needle(city, x, z, half * 0.62, top * share, hue)
        elif k == 2:
            marvels.mountain(city, x, z, half * 0.95, top * share * 0.62, hue, layout.turn)
        else:
            marvels.twins(city, x, z, half * 0.5, top * share * 0.9, hue, layout.turn)
