"""Where the camera stands, where the water is and where the city rises: one composition for each seed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from moviola.engines.place.city.kinds import ABOVE, choose
from moviola.engines.place.city.kinds import Kind as Kind
from moviola.engines.place.city.quay import Quay
from moviola.engines.place.scene import Scene

Front = Literal["none", "promenade", "roof", "trees"]

#: Nothing is this far away.
NEVER = -1e9
#: Slope of the view's height at 16:9 for a slope of 1 to one side.
_TALL = 1.125


@dataclass(frozen=True)
class Peak:
    """A rise of the skyline: middle, height and half widths in metres."""

    x: float
    z: float
    height: float
    wide: float
    deep: float


@dataclass(frozen=True)
class Layout:
    """A composition; metres, and slopes for angles. ``hero``: x, z and top of the tallest tower.

    Water lies between ``bank`` on this side and ``far_bank``, both at the middle of the view; the far one runs at
    ``slant``. ``turn``: of the grid of streets. ``toward``: azimuth in degrees at which a low sun stands.
    """

    kind: Kind
    front: Front
    eye: float
    wide: float
    horizon: float
    bank: float
    far_bank: float
    slant: float
    ripple: float
    turn: float
    hero: tuple[float, float, float]
    peaks: tuple[Peak, ...]
    start: float
    end: float
    toward: float
    bridge: bool
    side: float
    quay: Quay | None
    rail: int

    @property
    def opens(self) -> bool:
        """Whether one side of a canyon stays low."""
        return self.rail != 0 and self.eye > 60

    @property
    def wet(self) -> bool:
        """Whether there is water in the view."""
        return self.far_bank > self.bank

    def height(self, x: float, z: float) -> float:
        """Height to which houses reach at a place."""
        return sum(
            peak.height * math.exp(-(((x - peak.x) / peak.wide) ** 2) - ((z - peak.z) / peak.deep) ** 2)
            for peak in self.peaks
        )

    def shore(self, x: float) -> float:
        """Where the far bank lies at ``x``."""
        wave = math.sin(x * 0.0041 + self.ripple) + 0.6 * math.sin(x * 0.0107 + 2 * self.ripple)
        return self.far_bank + self.slant * x + 0.035 * self.far_bank * wave


def lay_out(scene: Scene, seed: int) -> Layout:
    """The composition of a scene and seed."""
    random = np.random.default_rng(seed * 7919 + 40)
    # the first seeds of a session shall differ from each other: they go through the layouts in turn
    kind = choose(scene, seed)
    side = 1.0 if random.random() < 0.5 else -1.0

    def pick(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    front: Front = "none"
    bank, far_bank, slant, start, end = NEVER, NEVER, 0.0, 60.0, 2600.0
    if kind == "river":
        eye, wide, horizon = pick(5.5, 9.0), pick(0.36, 0.50), pick(0.60, 0.67)
        bank, far_bank = pick(17, 24), pick(620, 980)
        slant, front = pick(-0.12, 0.12), "promenade"
        away = far_bank + pick(320, 520)
    elif kind == "low":
        eye, wide, horizon = pick(1.8, 3.2), pick(0.34, 0.48), pick(0.57, 0.65)
        bank, far_bank = 0.0, pick(680, 1000)
        slant = pick(-0.2, 0.2)
        away = far_bank + pick(300, 480)
    elif kind == "harbour":
        eye, wide, horizon = pick(10, 26), pick(0.42, 0.52), pick(0.56, 0.64)
        bank, far_bank = 0.0, pick(900, 1200)
        away = far_bank + pick(350, 520)
    elif kind == "rooftop":
        eye, wide, horizon = pick(95, 170), pick(0.40, 0.52), pick(0.40, 0.50)
        start, end = 40.0, 3600.0
        away = pick(1100, 1500)
        if random.random() < 0.45:
            bank, far_bank, slant = away * 0.42, away * 0.42 + pick(180, 320), pick(-0.25, 0.25)
            away = far_bank + pick(350, 500)
    elif kind == "park":
        eye, wide, horizon = pick(3.6, 6.0), pick(0.40, 0.50), pick(0.62, 0.68)
        bank = eye * pick(7.5, 9.5)
        far_bank = bank + pick(80, 150)
        front, start = "trees", 0.0
        away = far_bank + pick(520, 700)
    elif kind == "tele":
        eye, wide, horizon = pick(40, 90), pick(0.150, 0.205), pick(0.66, 0.78)
        bank, far_bank = 0.0, pick(1500, 2100)
        away = far_bank + pick(500, 800)
        end = 4600.0
    elif kind == "canyon":
        eye, wide, horizon = pick(130, 230), pick(0.52, 0.64), pick(0.42, 0.56)
        start, end = pick(170, 250), 3200.0
        if random.random() < 0.36:
            # from a bridge a few floors up
            eye, horizon, start = pick(26, 48), pick(0.60, 0.68), pick(100, 140)
            wide *= 0.82
        away = pick(900, 1500)
    elif kind == "terrace":
        eye, wide, horizon = pick(80, 150), pick(0.44, 0.54), pick(0.48, 0.58)
        start, end, front = pick(150, 260), 3600.0, "roof"
        away = pick(620, 900)
    else:
        eye, wide, horizon = pick(230, 400), pick(0.40, 0.54), pick(0.18, 0.32)
        start, end = 150.0, 5600.0
        away = pick(1100, 1700)
        if random.random() < 0.5:
            bank = pick(2300, 3000)
            far_bank, slant = bank + pick(300, 500), pick(-0.4, 0.4)
    if scene.era == "futuristic" and kind in ("low", "river"):
        # towers of this size are seen from further away
        far_bank, away, end = far_bank * 1.55, away * 1.5, 3600.0
    if scene.era == "old":
        # a town of small houses is looked at from nearer by
        far_bank, away, end = (v * 0.36 if v > 0 else v for v in (far_bank, away, end))
        if kind in ABOVE:
            eye, bank, start = eye * 0.36, bank * 0.36 if bank > 0 else bank, 24.0
        elif kind == "park":
            far_bank, away = bank + 70, bank + 250
        elif kind in ("tele", "harbour"):
            eye *= 0.45
        elif kind == "river":
            far_bank, away = max(far_bank, 150.0), max(away, 290.0)
    if scene.angle == "wide" and kind != "tele":
        wide *= 1.2
    elif scene.angle == "tele" and kind != "tele":
        wide *= 0.6
    if scene.viewpoint == "high" and kind in ("river", "harbour"):
        eye += 40
    # towers that grow out of the frame are looked at through a wider lens
    wide *= min(max(scene.size / 1.18, 1.0), 1.7) ** 0.6
    hero_slope = side * wide * pick(0.22, 0.52)
    room = horizon * _TALL * wide
    share = pick(0.68, 0.88) if kind != "rooftop" else pick(0.50, 0.70)
    if scene.era == "futuristic":
        share = pick(0.82, 0.94)
    if kind == "canyon":
        hero_slope = side * wide * pick(0.10, 0.24)
    hero_top = eye + share * room * away
    if kind == "aerial":
        hero_top = min(pick(330, 450), eye + 0.62 * room * away)
    hero_top = max(hero_top * min(scene.size, 1.18), 60.0)
    hero_x = hero_slope * away
    spread = wide * away
    second = -side * wide * pick(0.35, 0.75) * away
    body = pick(0.66, 0.84) if scene.era != "futuristic" else pick(0.56, 0.72)
    peaks = [
        Peak(
            hero_x * pick(0.75, 1.0),
            away + pick(0, 120),
            hero_top * body,
            spread * pick(0.32, 0.55),
            pick(300, 480),
        ),
        Peak(
            second,
            away + pick(0, 260),
            hero_top * pick(0.40, 0.62),
            spread * pick(0.22, 0.40),
            pick(220, 380),
        ),
        Peak(0.0, away + 300, hero_top * pick(0.20, 0.32), spread * 1.5, 900.0),
    ]
    if kind in ABOVE:
        peaks.append(Peak(second * 1.6, away * 1.9, hero_top * 0.5, 320.0, 300.0))
        peaks.append(Peak(hero_x * 2.2, away * 2.4, hero_top * 0.4, 380.0, 320.0))
    turn = pick(0.10, 0.42) * (1 if random.random() < 0.5 else -1)
    if kind == "canyon":
        # the street runs towards the hero, a little beside it
        turn = -math.atan(hero_slope * pick(0.35, 0.8))
    low_sun = math.degrees(math.atan(hero_slope * pick(-1.0, 0.4)))
    bridge = kind == "harbour" and "bridge" not in scene.without
    return Layout(
        kind, front, eye, wide, horizon, bank, far_bank, slant, pick(0, 6), turn, (hero_x, away, hero_top),
        tuple(peaks), start, end, low_sun, bridge, side, _quay(front, eye, wide, bank, side, horizon, random),
        int(random.integers(3)),
    )  # fmt: skip


def _quay(
    front: Front,
    eye: float,
    wide: float,
    bank: float,
    side: float,
    horizon: float,
    random: np.random.Generator,
) -> Quay | None:
    """The ground that the camera stands on: across the view, or along one side of it into the distance."""
    if front == "trees":
        return Quay(0.3, 0.0, bank, 0.0, 1.0, 900.0)
    if front == "roof":
        # its edge crosses the lowest part of the view
        deck = eye - float(random.uniform(1.9, 2.5))
        edge = (1 - horizon) * _TALL * wide * float(random.uniform(0.68, 0.80))
        lean = float(random.uniform(0.06, 0.26)) * side
        return Quay(deck, 0.0, (eye - deck) / edge, math.sin(lean), math.cos(lean), 60.0)
    if front != "promenade":
        return None
    deck = eye - float(random.uniform(1.65, 2.3))
    if random.random() < 0.5:
        lean = float(random.uniform(-0.10, 0.10))
        return Quay(deck, 0.0, bank, math.sin(lean), math.cos(lean), 400.0)
    along = math.atan(wide * float(random.uniform(0.40, 0.75)))
    return Quay(deck, side * 1.7, 0.0, side * math.cos(along), math.sin(along), 210.0)


def bridge_line(layout: Layout) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both ends (x, z) of the suspension bridge, on this side and in the city."""
    side = -layout.side
    end_x = side * layout.wide * layout.far_bank * 0.30
    return (side * layout.wide * 240, 110.0), (end_x, layout.shore(end_x) + 60)


def quay_lamps(layout: Layout) -> list[tuple[float, float, float]]:
    """Where the lamps of the promenade hang."""
    quay = layout.quay
    if quay is None:
        return []
    if layout.front == "trees":
        across = layout.wide * layout.bank
        return [
            (layout.side * share * across, 4.2, layout.bank - 4.0) for share in (-1.15, -0.62, 0.30, 0.98)
        ]
    if layout.front == "roof":
        steps = np.arange(-18.0, 19.0, 4.2) + 1.3 * layout.side
        return [
            (quay.x + quay.nz * at - quay.nx * 0.7, quay.height + 0.55, quay.z - quay.nx * at - quay.nz * 0.7)
            for at in steps.tolist()
        ]
    # along the edge, ahead or to the right
    dx, dz = quay.nz, -quay.nx
    if dz < -0.3:
        dx, dz = -dx, -dz
    straight = abs(dx) > 0.8
    places = []
    for k in range(-4, 5) if straight else range(12):
        at = (k + 0.37 * layout.side) * 17.0 if straight else 13.0 + k * 17.0
        x, z = quay.x + dx * at - quay.nx * 0.9, quay.z + dz * at - quay.nz * 0.9
        places.append((x, quay.height + 4.6, z))
    return places
