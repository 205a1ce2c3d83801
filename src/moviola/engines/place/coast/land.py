"""The land of a coast as maps before the camera, finest where it is near."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from moviola.engines.place.coast.footprints import footprints
from moviola.engines.place.coast.layouts import Boulders, Coast, Mass
from moviola.engines.place.coast.relief import shadows, spread
from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import soften
from moviola.engines.place.textures import Textures
from moviola.engines.place.water.state import Chart

#: The map ends here, in metres ahead.
_REACH = 30_000.0
#: Margin of the map beyond the view's sides.
_MARGIN = 1.3
_DEEPEST = -14.0


class Land(NamedTuple):
    """Maps [h, w] of one coast: ``height`` in metres, ``shore`` [h, w, 6] as the sea wants it, ``maps`` [h, w, 8] as
    the ground does.
    """

    chart: Chart
    height: Picture
    shore: Picture
    maps: Picture


class _Field:
    """Noise over the points of a map."""

    def __init__(self, x: Picture, z: Picture, book: Textures, seed: int) -> None:
        self.x, self.z, self._book = x, z, book
        self._random = np.random.default_rng(seed)

    def __call__(self, metres: float, ridged: bool = False, stretch: float = 1.0) -> Picture:
        """Noise of deviation 1 whose largest waves are ``metres`` long, ``stretch`` times as long ahead."""
        plane = self._book.ridges if ridged else self._book.soft
        right, ahead = self._random.uniform(0, 1000, 2)
        cells = 128.0 / metres
        return spread(plane, self.x, self.z, cells, cells / stretch, float(right), float(ahead))


def build(
    coast: Coast,
    seed: int,
    half: float,
    columns: int,
    sun: tuple[float, float, float],
    book: Textures,
    turf: float,
) -> Land:
    """The maps for a view whose half width is the slope ``half``; ``columns`` of them across."""
    chart, x, z = _points(coast, half, columns)
    noise = _Field(x, z, book, seed)
    size = np.hypot(x, z) + 1
    # metres that noise may move a waterline: less near the camera, where the composition is exact
    wander = np.minimum(size / 60, 1).astype(np.float32)
    rough = noise(160) * 14 * wander + noise(37) * 3.4 * np.minimum(wander * 3, 1) + noise(9) * 0.55
    tame = noise(90) * 5 * wander + noise(14) * 0.35
    off = np.full_like(x, 4000.0)
    height = np.full_like(x, _DEEPEST)
    rock = np.zeros_like(x)
    grown = np.zeros_like(x)
    if coast.mainland:
        waterline = (
            coast.start + coast.lean * z + coast.bay * np.sin(z * (2 * math.pi / coast.bay_length) + 1.3)
        )
        off = ((x - waterline) / math.hypot(1, coast.lean)).astype(np.float32) + tame
        if coast.scarp:
            off = off + noise(70) * 5 * wander
        height, grown = _strand(coast, off, noise)
        if coast.scarp:
            back, top, face = coast.scarp
            inland = -off - back + rough * 1.1
            cliff, cut = _face(inland, top, face, face * 7, noise)
            off = np.where(cut > 0, np.minimum(off, -cut), off)
            rock, grown, height = _join(height, cliff, inland, face, rock, grown, 1.0)
    for mass in coast.masses:
        inland = _inside(mass, x, z) + rough * min(max(mass.face / 14, 0.12), 2.5)
        raised, cut = _face(inland, mass.top, mass.face, min(mass.wide, mass.long), noise)
        off = np.minimum(off, -cut)
        rock, grown, height = _join(height, raised, inland, mass.face, rock, grown, mass.turf)
    height = np.maximum(
        height, np.maximum(_DEEPEST, -np.maximum(off, 0) * coast.floor - 0.05) - (rock > 0.5) * 0.6
    )
    height = soften(height, 0.5, 1.3)
    if coast.trail is not None:
        footprints(coast, chart, x, z, height)
    for boulders in coast.boulders:
        _scatter(boulders, chart, x, z, height, rock, grown, noise)
    cell = ((z + chart.near) / chart.deep).astype(np.float32)
    slope_x, slope_z = _slopes(height, chart, x, z)
    around = soften(height, 4.0, 6.0)
    openness = np.clip(1 - 0.30 * np.clip((around - height) / (4.4 * cell), -0.25, 2.5), 0.3, 1.12)
    steep = np.hypot(slope_x, slope_z)
    grown = grown * np.clip((1.05 - soften(steep, 1.0, 2.5)) / 0.45, 0, 1) * turf
    if coast.lush:
        grown = np.maximum(grown, np.clip((height - 1.5 - noise(8)) / 3, 0, 1) * np.clip(rock * 2, 0, 1))
    ragged = noise(11) * 0.35 + noise(2.4) * 0.25 + noise(0.7) * 0.2
    grown = np.clip(grown * 1.6 + ragged * (grown > 0.02) * (grown < 0.95) - 0.25, 0, 1)
    rock = np.clip(rock, 0, 1)
    # a face rises within one step of the map: its foot belongs to it, or sand would climb it in teeth
    for _ in range(2):
        rock[:-1] = np.maximum(rock[:-1], rock[1:])
    rock[:, 1:-1] = np.maximum(rock[:, 1:-1], np.maximum(rock[:, 2:], rock[:, :-2]))
    lit = shadows(height, x, z, chart, sun[0], max(sun[1], 0.03), sun[2], 0.05)
    phase = noise(150) * 0.30 + noise(46) * 0.10
    tone = 1 + 0.06 * noise(23) + 0.05 * noise(3.1)
    planes = (slope_x, slope_z, lit, openness, rock, grown, off, tone)
    maps = np.ascontiguousarray(np.stack(planes, 2), np.float32)
    # the sea foams around rocks, too
    stirred = np.maximum(rock, np.minimum(soften(rock, 4.0, 12.0) * 1.6, 1))
    shore = np.ascontiguousarray(
        np.stack((off, height, phase, stirred, *_slopes(off, chart, x, z)), 2), np.float32
    )
    return Land(chart, np.ascontiguousarray(height, np.float32), shore, maps)


def _points(coast: Coast, half: float, columns: int) -> tuple[Chart, Picture, Picture]:
    # a steep face covers little depth: it needs finer steps ahead than across
    rows = round(columns * 3.2)
    near = max(2.0, coast.eye * 0.8)
    deep = (rows - 1) / math.log(1 + _REACH / near)
    wide = (columns - 1) / (2 * half * _MARGIN)
    chart = Chart(near, deep, wide, (columns - 1) / 2)
    ahead = near * (np.exp(np.arange(rows) / deep) - 1)
    across = (np.arange(columns) - chart.centre) / wide
    z = np.repeat(ahead[:, None], columns, 1)
    x = across[None] * (z + near)
    return chart, x.astype(np.float32), z.astype(np.float32)


def look_steps(
    chart: Chart, lens: Lens, first: float, rate: float, longest: float, every: float = 1.0
) -> tuple[Vector, Vector, Vector]:
    """Depths at which columns look at the land or sea, with their rows in the map and one over their distance.

    About one step to ``every`` rows of the picture on flat ground, none longer than ``rate`` of its depth or
    ``longest`` metres nearby.
    """
    steps = []
    z = first
    while z < _REACH:
        steps.append(z)
        flat = every * z * z / (lens.focal * max(abs(lens.height), 0.3))
        step = min(max(flat, z * 0.0012, 0.01), z * rate)
        z += min(step, longest * max(1.0, (z / 130.0) ** 1.8))
    depths = np.array(steps)
    ahead = np.maximum(depths + lens.z, 0)
    return depths, np.log(1 + ahead / chart.near) * chart.deep, 1 / (ahead + chart.near)


def _strand(coast: Coast, off: Picture, noise: _Field) -> tuple[Picture, Picture]:
    """Sand that rises from the sea's floor to dunes, and where grass grows on them."""
    inland = np.maximum(-off, 0)
    face = np.where(off > 0, -off * coast.floor, inland * coast.slope)
    height = np.minimum(face, 1.4 + 0.012 * inland)
    far_in = np.clip((inland - coast.back) / 9, 0, 1)
    far_in = far_in * far_in * (3 - 2 * far_in)
    lumps = 0.62 + 0.26 * noise(38) + 0.25 * noise(90) + 0.03 * noise(7)
    height = height + far_in * np.maximum(coast.dunes * lumps, -0.3) * np.exp(-inland / 160)
    # behind the dunes the land is gentle
    height = height + np.clip(inland / 250, 0, 1) * (5 + 4 * noise(420) + 1.2 * noise(110))
    height = height + 0.035 * noise(5) * np.minimum(inland / 3, 1) + 0.012 * noise(1.2)
    grass = far_in * np.clip(0.85 + 0.45 * noise(12) + 0.3 * noise(30) + inland / 150, 0, 1)
    return height.astype(np.float32), grass.astype(np.float32)


def _inside(mass: Mass, x: Picture, z: Picture) -> Picture:
    """Metres inside an oval, negative outside."""
    cosine, sine = math.cos(mass.turn), math.sin(mass.turn)
    a = ((x - mass.x) * cosine + (z - mass.z) * sine) / mass.wide
    b = (-(x - mass.x) * sine + (z - mass.z) * cosine) / mass.long
    return ((1 - np.sqrt(a * a + b * b)) * min(mass.wide, mass.long)).astype(np.float32)


def _face(inland: Picture, top: float, face: float, deep: float, noise: _Field) -> tuple[Picture, Picture]:
    """A cliff ``face`` metres wide with gullies, ledges and a brow; behind it a slope that rises for ``deep`` metres.

    With it comes how far inland each point lies, gullies and all.
    """
    scale = max(face, 0.6)
    cut = inland + scale * (
        0.20 * noise(scale * 5, ridged=True)
        + 0.16 * noise(scale * 3)
        + 0.10 * noise(scale * 0.9, ridged=True)
    )
    share = np.clip(cut / scale, -8, 4)
    rise = np.clip(share, 0, 1)
    # layers weather back unevenly: ledges that follow the strata
    ledges = (
        np.sin(rise * 19 + noise(scale * 6) * 1.2) * 0.6 + np.sin(rise * 43 + noise(scale * 3) * 1.5) * 0.4
    )
    rise = np.clip(rise + 0.045 * ledges * np.minimum(rise * 4, 1), 0, 1) ** 0.85
    brow = 1 - np.exp(-np.maximum(share - 0.7, 0) * 1.2)
    wide = np.clip(inland / deep, 0, 1)
    # here the cliff takes most of the height, there a slope comes far down
    cliff = np.clip(0.62 + 0.20 * noise(scale * 14), 0.3, 0.95)
    hill = wide**0.8 * (1.05 - cliff) * (1 + 0.35 * noise(deep * 1.1)) + 0.05 * wide * noise(deep * 0.25)
    above = top * (0.9 * cliff * rise + 0.1 * brow + np.maximum(hill, 0) + 0.012 * noise(top + 3))
    # under water the face goes on down, so that no step shows at the waterline
    return np.asarray(above + np.minimum(share, 0) * scale * 1.4, np.float32), cut.astype(np.float32)


def _join(
    height: Picture, raised: Picture, inland: Picture, face: float, rock: Picture, grown: Picture, turf: float
) -> tuple[Picture, Picture, Picture]:
    """Land with a mass set into it: what is higher shows."""
    over = raised > np.maximum(height, -3.0)
    stone = np.clip((raised - height) / 1.5, 0, 1)
    grass = np.clip((inland - face * 0.55) / (face * 0.3 + 0.5), 0, 1) * turf
    rock = np.where(over, np.maximum(stone, rock), rock)
    grown = np.where(over, grass, grown)
    return rock, grown, np.maximum(height, raised)


def _scatter(
    boulders: Boulders, chart: Chart, x: Picture, z: Picture, height: Picture, rock: Picture, grown: Picture,
    noise: _Field,
) -> None:  # fmt: skip
    """Set rocks into the land; few are large."""
    random = np.random.default_rng(int(abs(boulders.x * 31 + boulders.z * 17)) + boulders.many)
    rows, columns = height.shape
    grain = noise(1.3) * 0.07 + noise(3.0, ridged=True) * 0.08 + noise(0.45, ridged=True) * 0.05
    for _ in range(boulders.many):
        radius = boulders.largest * min(0.16 + 0.12 * random.pareto(1.3), 1.0)
        cx = boulders.x + random.normal() * boulders.wide * 0.6
        cz = boulders.z + random.normal() * boulders.long * 0.6
        lower, long, turn = random.uniform(0.42, 0.9), random.uniform(0.6, 1.0), random.uniform(0, math.pi)
        if cz < max(2.2, radius * 2.2):
            continue
        tilt_x, tilt_z = random.normal(0, 0.3, 2)
        v0 = int(math.log(1 + max(cz - radius * 2.2, 0) / chart.near) * chart.deep)
        v1 = min(int(math.log(1 + (cz + radius * 2.2) / chart.near) * chart.deep) + 2, rows)
        u = [
            (cx + s * radius * 2.3) / (max(cz - t * radius, 0.3) + chart.near) * chart.wide + chart.centre
            for s in (-1, 1)
            for t in (-1, 1)
        ]
        u0, u1 = max(int(min(u)), 0), min(int(max(u)) + 2, columns)
        if v0 >= v1 or u0 >= u1:
            continue
        part = np.s_[v0:v1, u0:u1]
        dx, dz = (x[part] - cx) / radius, (z[part] - cz) / radius
        a = dx * math.cos(turn) + dz * math.sin(turn)
        b = (-dx * math.sin(turn) + dz * math.cos(turn)) / long
        # a block split along planes: the lowest of its sides, with a worn rim
        block = np.full(a.shape, lower * 1.1, np.float32) + a * tilt_x + b * tilt_z
        for side in range(10):
            way = side * 0.63 + random.uniform(-0.4, 0.4)
            steep, reach = float(np.exp(random.uniform(-0.3, 1.25))), random.uniform(0.78, 1.05)
            block = np.minimum(block, (reach - (a * math.cos(way) + b * math.sin(way))) * steep)
        foot = float(np.median(np.maximum(height[part], -1.2)))
        stone = foot - 0.2 * radius + radius * (block + grain[part] * np.clip(block * 3 + 0.3, 0, 0.8) + 0.06)
        over = stone > height[part]
        height[part] = np.where(over, stone, height[part])
        rock[part] = np.where(over, np.maximum(rock[part], np.clip(block * 5 + 0.9, 0, 1)), rock[part])
        grown[part] = np.where(over, 0.0, grown[part])


def _slopes(height: Picture, chart: Chart, x: Picture, z: Picture) -> tuple[Picture, Picture]:
    """Slopes in metres per metre across and ahead, of a map whose columns fan out."""
    down_v, down_u = np.gradient(height)
    across = (z + chart.near) / chart.wide
    ahead = (z + chart.near) / chart.deep
    slope_x = down_u / across
    # along a column x grows with z, so what it gains from x is taken off
    slope_z = down_v / ahead - slope_x * x / (z + chart.near)
    return np.clip(slope_x, -4, 4).astype(np.float32), np.clip(slope_z, -4, 4).astype(np.float32)
