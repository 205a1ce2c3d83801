"""What moves in a street: wet ground that mirrors, cars, people, flickering neon, wires before the sky."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Index, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed
from moviola.engines.place.props.cars import car
from moviola.engines.place.props.polygons import draw_mesh, placed
from moviola.engines.place.props.walkers import TALL, draw_walker, picture
from moviola.engines.place.resample import AREA, NEAREST, fit
from moviola.engines.place.street.crowd import BEFORE
from moviola.engines.place.street.halos import add_halo
from moviola.engines.place.street.hours import Hour
from moviola.engines.place.street.plan import Car, Person, Plan
from moviola.engines.place.street.shadows import Shadow, cast_shadows, light_cube, shadows
from moviola.engines.place.street.wet import add_sheen, lay_sheen, smeared

#: Metres of the way that driving cars use over and over.
_SPAN = 170.0
_MIRRORS_A_SECOND = 10


class _Size(NamedTuple):
    """What a picture of one size needs."""

    share: Picture
    rough: Picture
    bump: Picture
    mirror: Picture
    mirror_depths: Picture
    lens: Lens
    scale: float
    faulty: Index
    shares: Picture


@dataclass
class Life:
    """Fulfils :class:`moviola.engines.place.layers.Moving`. Planes are of the canvas, the mirror of its own."""

    plan: Plan
    hour: Hour
    rain: float
    wet: float
    share: Picture
    rough: Picture
    bump: Picture
    mirror: Picture
    mirror_depths: Picture
    mirror_lens: Lens
    mirror_scale: float
    veil: Picture
    around: Picture
    #: Signs that flicker: [H, W], the share of a pixel that is such a sign.
    faulty: Picture
    #: Depths with what was drawn last.
    shown: Picture | None = None
    _cubes: dict[tuple[int, int, int], Picture] = field(default_factory=dict)
    _last: tuple[tuple[float, ...], Picture] | None = None
    _sizes: dict[tuple[int, int], _Size] = field(default_factory=dict)

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw the street's life of this moment."""
        size = self._size(depths.shape[0], depths.shape[1])
        flat = out.reshape(-1, 3)
        flat[size.faulty] *= 1 - size.shares * np.float32(1 - _burning(seconds))
        self.shown = shown = depths.copy()
        cast_shadows(out, shown, lens, self.feet(seconds, False))
        add_sheen(out, self._gloss(size, depths, lens, seconds), size.share, max(int(lens.horizon), 0))
        self.things(out, shown, lens, seconds, False)

    def _faulty(self, rows: int, columns: int) -> tuple[Index, Picture]:
        shares = fit(self.faulty, (columns, rows), AREA).ravel()
        where = np.flatnonzero(shares > 0.01)
        return where, shares[where][:, None]

    def _gloss(self, size: _Size, depths: Picture, lens: Lens, seconds: float) -> Picture:
        """What the ground would mirror were it water, which is drawn anew ten times a second."""
        moment = (depths.shape[0], depths.shape[1], math.floor(seconds * _MIRRORS_A_SECOND + 1e-6), lens.x)
        if self._last is None or self._last[0] != moment:
            then = moment[2] / _MIRRORS_A_SECOND
            mirror, mirror_depths = size.mirror.copy(), size.mirror_depths.copy()
            beyond = size.lens._replace(x=lens.x, z=lens.z)
            self.things(mirror, mirror_depths, beyond, then, False)
            sheen = smeared(mirror, mirror_depths, size.lens.focal, self.wet)
            # a film sees it through every second pixel: what it shows is soft, its outline is not
            each = 1 if depths.shape[0] >= self.share.shape[0] * 0.95 or depths.shape[0] < 700 else 2
            light = np.zeros((-(-depths.shape[0] // each), -(-depths.shape[1] // each), 3), np.float32)
            lay_sheen(
                light,
                depths,
                size.share,
                size.rough,
                size.bump,
                sheen,
                lens,
                size.lens,
                then,
                self.rain,
                each,
            )
            self._last = (moment, light)
        return self._last[1]

    def _size(self, rows: int, columns: int) -> _Size:
        key = (rows, columns)
        if key not in self._sizes:
            ratio = rows / self.share.shape[0]
            if abs(ratio - 1) < 1e-6:
                one = _Size(self.share, self.rough, self.bump, self.mirror, self.mirror_depths, self.mirror_lens,
                            self.mirror_scale, *self._faulty(rows, columns))  # fmt: skip
            else:
                to = (columns, rows)
                scale = 0.5 if ratio > 0.3 else 0.7
                factor = ratio * scale / self.mirror_scale
                small = (
                    max(round(self.mirror.shape[1] * factor), 8),
                    max(round(self.mirror.shape[0] * factor), 8),
                )
                one = _Size(
                    fit(self.share, to), fit(self.rough, to), fit(self.bump, to), fit(self.mirror, small),
                    fit(self.mirror_depths, small, NEAREST), self.mirror_lens.scaled(factor), scale,
                    *self._faulty(rows, columns),
                )  # fmt: skip
            self._sizes[key] = one
        return self._sizes[key]

    def things(self, out: Picture, depths: Picture, lens: Lens, seconds: float, still: bool) -> None:
        """Draw what drives and walks, or what is ``still``."""
        for one in self.plan.cars:
            if (one.speed == 0) != still:
                continue
            x, z, turn = self._car_place(one, seconds)
            depth = z - lens.z
            if depth < 2.2 or depth > (130 if lens.height > 0 else 70) or abs(x - lens.x) > depth * 2 + 6:
                continue
            fog = 1 - math.exp(-self.hour.fog * depth)
            veil = self._veil(x, depth, lens, depths.shape[1])
            fine = lens.focal / depth > 95
            mesh = placed(car(one.kind, one.paint, one.lit, fine), x, z, turn)
            draw_mesh(out, depths, mesh, lens, self._cube(x, 0.9, z), self.around, fog, veil)
            if one.lit and lens.height > 0:
                self._lamps(out, depths, lens, x, z, turn)
        for person in sorted(self.plan.people, key=lambda p: -p.z):
            if (person.who.stride == 0) != still:
                continue
            x, z = person.x + person.vx * seconds, person.z + person.vz * seconds
            depth = z - lens.z
            if depth < 3.0 or depth > (90 if lens.height > 0 else 40):
                continue
            self._person(out, depths, lens, person, x, z, seconds)

    def _person(
        self, out: Picture, depths: Picture, lens: Lens, person: Person, x: float, z: float, seconds: float,
    ) -> None:  # fmt: skip
        depth = z - lens.z
        pixels = lens.focal / depth * person.who.tall / 1.74
        tall = TALL * pixels
        rows = 560 if tall > 330 else 280 if tall > 150 else 140 if tall > 70 else 70
        step = (person.phase + round(seconds * 11 * person.who.stride)) % 12
        if rows < 560:
            step -= step % 2
        fog = 1 - math.exp(-self.hour.fog * depth)
        draw_walker(
            out, depths, picture(person.who, step, rows), lens.centre + (x - lens.x) / depth * lens.focal,
            lens.horizon + lens.height / depth * lens.focal, pixels, depth, self._cube(x, 1.2, z), fog,
            np.array(self._veil(x, depth, lens, depths.shape[1]), np.float32),
        )  # fmt: skip

    def _lamps(self, out: Picture, depths: Picture, lens: Lens, x: float, z: float, turn: float) -> None:
        """The glow of a car's lamps in the air: white ones that come, red ones that go."""
        toward = -math.cos(turn)
        if abs(toward) < 0.5:
            return
        haze = 0.12 + 14 * self.hour.fog
        for side in (-0.62, 0.62):
            lx = x + side * math.cos(turn) + 2.3 * math.sin(turn) * math.copysign(1.0, toward)
            lz = z - side * math.sin(turn) + 2.3 * math.cos(turn) * math.copysign(1.0, toward)
            depth = lz - lens.z
            if depth < 3:
                continue
            column = lens.centre + (lx - lens.x) / depth * lens.focal
            row = lens.horizon + (lens.height - 0.72) / depth * lens.focal
            pixels = lens.focal / depth
            if toward > 0:
                # the haze between is less where the car is near
                power = haze * 4.6 * toward**4 * min(depth / 24, 1.0)
                add_halo(
                    out, depths, column, row, 1.6 * pixels, depth, power, power * 0.92, power * 0.74, 1.35
                )
            else:
                add_halo(
                    out, depths, column, row, 0.9 * pixels, depth, haze * 2.6, haze * 0.10, haze * 0.05, 1.2
                )

    def _veil(self, x: float, depth: float, lens: Lens, columns: int) -> tuple[float, float, float]:
        """The light of the air before something; ``veil`` [W, 3] is that of the far street, from left to right."""
        share = (lens.centre + (x - lens.x) / depth * lens.focal) / columns
        red, green, blue = self.veil[min(max(int(share * len(self.veil)), 0), len(self.veil) - 1)]
        return float(red), float(green), float(blue)

    def _car_place(self, one: Car, seconds: float) -> tuple[float, float, float]:
        way = self.plan.way
        if one.across:
            along, aside = one.along, one.aside + one.speed * seconds
            aside = (aside + 45) % 90 - 45
            x, z, turn = way.at(along, aside)
            return x, z, turn + math.copysign(math.pi / 2, one.speed)
        along = one.along
        if one.speed:
            first = BEFORE - 8
            along = first + (along - first + one.speed * seconds) % _SPAN
        x, z, turn = way.at(along, one.aside)
        # parked and driving cars keep to their side
        return x, z, turn + (math.pi if one.aside < 0 else 0.0)

    def feet(self, seconds: float, still: bool) -> list[Shadow]:
        """The shadows of what drives and walks, or of what is ``still``."""
        some: list[Shadow] = []
        if still:
            for tree in self.plan.trees:
                some += shadows(
                    self.hour, tree.x, tree.z, 0.35 * tree.height, 0.95 * tree.height, 0.24 * tree.height
                )
                some += shadows(self.hour, tree.x, tree.z, 0.0, 0.35 * tree.height, 0.13)
                some.append((tree.x, tree.z, 0.0, 0.5, 0.5, 0.4))
        for one in self.plan.cars:
            if (one.speed == 0) == still:
                x, z, turn = self._car_place(one, seconds)
                some.append((x, z, turn, 1.0, 2.4, 0.85))
                some += shadows(self.hour, x, z, 0.0, 1.4, 1.4)
        for person in self.plan.people:
            if (person.who.stride == 0) == still:
                x, z = person.x + person.vx * seconds, person.z + person.vz * seconds
                some.append((x, z, 0.0, 0.26, 0.22, 0.6))
                some += shadows(self.hour, x, z, 0.0, 1.7, 0.24)
        return some

    def _cube(self, x: float, y: float, z: float) -> Picture:
        # half a metre makes no difference to the light
        key = (round(x * 2), round(y * 2), round(z * 2))
        if key not in self._cubes:
            self._cubes[key] = light_cube(self.plan, self.hour, x, y, z)
        return self._cubes[key]


def _burning(seconds: float) -> float:
    """How bright a faulty neon tube burns: it is steady, and now and then it stutters."""
    spell = math.floor(seconds * 0.6)
    stutter = spell % 3 == 1 and hashed(math.floor(seconds * 15 + 1e-6), spell, 3) < 0.4
    return 0.3 if stutter else 1.0


def small_copy(picture_: Picture, day: float) -> Picture:
    """A copy to mirror in cars; ``day`` 0 by night."""
    small = fit(np.minimum(picture_[::3, ::3], 6.0), (96, 54), AREA)
    # polished paint shows lights and darkness, not their mean
    bright = small.max(axis=2, keepdims=True)
    mean = float(bright.mean()) + 1e-6
    return np.ascontiguousarray(small * (day + (1 - day) * np.clip(0.30 + 0.55 * bright / mean, 0.3, 2.2)))
