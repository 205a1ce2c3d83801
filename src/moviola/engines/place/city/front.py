"""What stands before the camera: a promenade with its railing and lamps, people, a lawn, trees."""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np

from moviola.engines.place.city.layout import Layout, quay_lamps
from moviola.engines.place.city.mood import Mood
from moviola.engines.place.city.quay import Quay, pave
from moviola.engines.place.city.skyline import CityScene
from moviola.engines.place.city.strokes import draw_strokes, stroke_table
from moviola.engines.place.kernels import Mask, Picture, Vector
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.figure import figure
from moviola.engines.place.props.sprites import Atlas, Flock, atlas, draw_sprites
from moviola.engines.place.resample import soften
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.textures import textures

_Stroke = tuple[float, ...]


class Front:
    """Draws the foreground of one scene in one hour's light."""

    def __init__(self, scene: CityScene, hour: Mood, dome: Dome) -> None:
        self.scene = scene
        self.hour = hour
        self.dome = dome

    def draw(self, picture: Picture, depths: Picture, water: Mask, lens: Lens, half: float) -> None:
        """Draw into ``picture`` [H, W, 3]; ``half``: the view's half width as a slope."""
        layout, lit = self.scene.layout, self.hour.lit
        quay = layout.quay
        if quay is None:
            return
        lamps = np.array(quay_lamps(layout), np.float64).reshape(-1, 3)
        near = lamps[(lamps[:, 2] > lens.z - 12) & (lamps[:, 2] < lens.z + 75)]
        # a roof has small lamps along its edge
        strong = (0.10 if layout.front == "roof" else 1.6) * lit.lamps
        glow = (
            lit.glow_red + 0.12 * lit.street_red * lit.lamps,
            lit.glow_green + 0.12 * lit.street_green * lit.lamps,
            lit.glow_blue + 0.12 * lit.street_blue * lit.lamps,
        )
        lamp = Light(0.0, 1.0, 0.0, strong, strong * 0.66, strong * 0.36, *glow)
        mirror = _flipped(picture, lens)
        if layout.front == "roof":
            # rough slabs draw what they mirror out, and lose the moon
            mirror = soften(np.minimum(mirror, 0.7), across=1.0, down=0.018 * lens.focal)
        ground = self.dome.ground
        grey = 0.6 * (ground.sky_red + ground.sky_green + ground.sky_blue) / 3
        ground = ground._replace(
            sky_red=0.4 * ground.sky_red + grey,
            sky_green=0.4 * ground.sky_green + grey,
            sky_blue=0.4 * ground.sky_blue + grey,
        )
        grass = 1.0 if layout.front == "trees" else 0.0
        pave(
            picture, depths, water, quay, lens, ground, np.ascontiguousarray(near), lamp, mirror, self._wet(),
            lit.snow, grass, textures().soft,
        )  # fmt: skip
        if layout.front == "trees":
            posts = [(x, 0.3, z, x, y, z, 0.09, *self._steel()) for x, y, z in lamps]
            draw_strokes(picture, depths, water, stroke_table(posts), lens)
            return
        draw_strokes(picture, depths, water, stroke_table(self._railing(layout, quay, lamps)), lens)
        people = self._people(layout, quay, half)
        if people is not None:
            light = self.dome.ground._replace(
                sky_red=self.dome.ground.sky_red + glow[0] + 0.05 * strong,
                sky_green=self.dome.ground.sky_green + glow[1] + 0.035 * strong,
                sky_blue=self.dome.ground.sky_blue + glow[2] + 0.02 * strong,
            )
            haze = self.hour.heaven.haze._replace(density=0.0, mist=0.0)
            draw_sprites(picture, depths, water, people, _crowd(), lens, self.dome.table, light, haze)

    def _wet(self) -> float:
        """How wet the ground is: after dark often from a shower that is over."""
        lit = self.hour.lit
        if lit.wet > 0 or lit.lamps < 0.6 or lit.snow > 0 or self.scene.layout.front == "trees":
            return lit.wet
        return (0.85, 0.6, 0.75)[self.scene.seed % 3]

    def _steel(self) -> _Stroke:
        """Light of dark steel."""
        lamps, air = 0.012 * self.hour.lit.lamps, self.dome.air
        # paint mirrors clouds and ground as much as the blue sky
        air = 0.35 * air + 0.65 * float(air.mean())
        return tuple(0.075 * float(v) + lamps * w for v, w in zip(air, (1.0, 0.7, 0.45), strict=True))

    def _railing(self, layout: Layout, quay: Quay, lamps: Vector) -> list[_Stroke]:
        """Posts, rails and the posts of the lamps."""
        tone = self._steel()
        dx, dz = quay.nz, -quay.nx
        if dz < -0.3:
            dx, dz = -dx, -dz
        straight = abs(dx) > 0.8
        low, high = (-42.0, 42.0) if straight else (1.6, 200.0)
        strokes: list[_Stroke] = []

        def point(at: float, up: float) -> tuple[float, float, float]:
            return quay.x + dx * at - quay.nx * 0.25, quay.height + up, quay.z + dz * at - quay.nz * 0.25

        def rail(up: float, width: float) -> None:
            # in pieces, so that each is nearly of one width
            cuts = (
                np.linspace(low, high, 2) if straight else low + (high - low) * np.linspace(0, 1, 24) ** 2.5
            )
            for a, b in itertools.pairwise(cuts):
                strokes.append((*point(float(a), up), *point(float(b), up), width, *tone))

        step = 1.6 if layout.rail == 0 else 2.4
        rail(1.08, 0.065)
        if layout.rail == 0:
            rail(0.12, 0.035)
            for at in np.arange(low, min(high, 60.0), 0.145):
                if not straight and at > 26:
                    break
                strokes.append((*point(float(at), 0.12), *point(float(at), 1.05), 0.016, *tone))
        else:
            for up in (0.28, 0.48, 0.68, 0.88):
                rail(up, 0.022 if layout.rail == 1 else 0.014)
        posts = np.arange(low, min(high, 90.0), step)
        strokes += [(*point(float(at), 0.0), *point(float(at), 1.08), 0.055, *tone) for at in posts]
        for x, y, z in lamps if layout.front == "promenade" else ():
            strokes.append((x, quay.height, z, x, y, z, 0.10, *tone))
            strokes.append((x - 0.22, y + 0.12, z, x + 0.22, y + 0.12, z, 0.10, *tone))
        return [s for s in strokes if s[2] > 1.2 and s[5] > 1.2]

    def _people(self, layout: Layout, quay: Quay, half: float) -> Flock | None:
        """Some who look across, by chance or where the words ask for them."""
        wish = self.scene.wish
        random = np.random.default_rng(self.scene.seed + 77)
        asked = wish.people or wish.has("person") or wish.has("couple")
        if wish.people is False or not (asked or random.random() < (0.6 if layout.front == "roof" else 0.35)):
            return None
        couple = wish.has("couple") or (not wish.has("person") and random.random() < 0.6)
        dx, dz = quay.nz, -quay.nx
        if dz < -0.3:
            dx, dz = -dx, -dz
        if abs(dx) > 0.8:
            at = -layout.side * half * float(random.uniform(0.35, 0.62)) * quay.z
        else:
            at = float(random.uniform(17, 25))
        count = 2 if couple else 1
        places = [at + 0.62 * k for k in range(count)]
        x = np.array([quay.x + dx * a - quay.nx * 0.75 for a in places])
        z = np.array([quay.z + dz * a - quay.nz * 0.75 for a in places])
        order = np.argsort(-z)
        tall = np.array([1.80, 1.68])[:count]
        return Flock(
            x[order], z[order], np.full(count, quay.height), tall[order], np.arange(count, dtype=np.int64)[order],
            np.ones(count, np.float32), np.ones(count),
        )  # fmt: skip


def _flipped(picture: Picture, lens: Lens) -> Picture:
    """What a wet floor shows of what is far away: the picture upside down about the horizon."""
    rows = picture.shape[0]
    row = np.clip(2 * int(lens.horizon) - np.arange(rows) - 1, 0, rows - 1)
    return np.ascontiguousarray(picture[row])


@lru_cache(maxsize=1)
def _crowd() -> Atlas:
    cutouts = [figure(420, coat=True), figure(420, coat=True, long_hair=True)]
    return atlas(cutouts, [(0.026, 0.026, 0.032, 0.06), (0.045, 0.030, 0.028, 0.06)])
