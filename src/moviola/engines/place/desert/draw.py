"""Draws a desert into layers."""

from __future__ import annotations

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.desert import inhabitants, land
from moviola.engines.place.desert.compose import compose
from moviola.engines.place.desert.patterns import patterns
from moviola.engines.place.desert.scene import DesertScene
from moviola.engines.place.desert.shade import Lit, Surface, shade_desert
from moviola.engines.place.kernels import FAR, Mask, Picture
from moviola.engines.place.layers import Drift, Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.props.polygons import draw_mesh, placed
from moviola.engines.place.props.sprites import draw_sprites
from moviola.engines.place.props.tent import lit_from, shine, tent
from moviola.engines.place.resample import fit
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome
from moviola.engines.place.terrain.cascade import Cascade, cascade_depths, raise_water
from moviola.engines.place.terrain.tint import tinted
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle

_REACH = 9_000.0
_CLOTH = (0.40, 0.27, 0.13)
#: The water's own colour.
_DEEP = (0.020, 0.040, 0.034)


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the desert that ``wanted`` and ``seed`` describe."""
    scene = compose(wanted, seed)
    width, height = view.width, view.height
    columns, rows, samples = canvas(width, height, view.samples)
    half = half_view(width, height, scene.half)
    progress(0.02, "terrain")
    relief = land.build(scene.ground)
    sky = Dome(scene.heaven)
    lit = land.light(scene.ground, sky.direction)
    eye = land.height_of(relief, 0.0, 0.0) + scene.eye
    lens = Lens(
        view.right,
        eye + view.up,
        view.forward,
        columns / (2 * half),
        columns * 0.5,
        float(round(rows * scene.horizon)),
    )
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.04)
    progress(0.25, "sky")
    clear, covered, clouds = sky.paint(mirror_lens, mirror_columns, mirror_rows, textures(), scene.seed)
    progress(0.5, "sand")
    offset = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    painter = _Painter(scene, sky, relief, lit, covered, half)
    picture, depths, water = painter.land(lens, columns, rows, *offset)
    bed, bed_depths, bed_water = picture, depths, water
    look = Water(
        0.004,
        0.004,
        0.002,
        0.5,
        1.0,
        0.6,
        *(float(own * air * 4) for own, air in zip(_DEEP, sky.air, strict=True)),
    )
    if scene.wet:
        mirror, mirror_depths, mirror_water = painter.land(mirror_lens, mirror_columns, mirror_rows, 0, 0)
        painter.objects(mirror, mirror_depths, mirror_water, mirror_lens)
        bed, bed_depths, bed_water = picture.copy(), depths.copy(), water.copy()
        progress(0.75, "water")
        surface = settle(bed, bed_water, bed_depths, lens, look, sky.table, sky.ground, scene.heaven.haze)
        draw_water(picture, surface, blurred(mirror, lens.focal, 1.0), mirror_lens, 1.0, lens, 0.0, look)
        raise_water(depths, water, lens)
    else:
        water[:] = 0
        # nothing mirrors, but films measure the sky's canvas by it
        mirror = np.zeros((mirror_rows, mirror_columns, 3), np.float32)
        mirror_depths = np.full((mirror_rows, mirror_columns), FAR, np.float32)
    progress(0.85, "foreground")
    painter.objects(picture, depths, water, lens)
    return Layers(
        width, height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water, mirror,
        mirror_depths, clear, clouds, CLOUD_SCALE, sky.cloud_base, sky.table, sky.ground,
        scene.heaven.haze, look, scene.heaven.grade, drift=Drift(water=0.12), flip=scene.flip,
    )  # fmt: skip


class _Painter:
    """Draws ground and what stands on it with one scene's light, through any lens."""

    def __init__(
        self, scene: DesertScene, sky: Dome, relief: Cascade, lit: Lit, covered: Picture, half: float
    ) -> None:
        self.scene, self.sky, self.relief, self.lit, self.covered = scene, sky, relief, lit, covered
        # the glow around a low sun would stain every shadow
        low = 1.0 if -1 < scene.heaven.elevation < 14 and scene.heaven.stars < 0.3 else 0.0
        night = min(scene.heaven.stars, 1.0)
        # a sun that has set lights the clouds, and sand from where its glow stands
        gone = scene.heaven.elevation < 0 and night < 0.3
        set_ = min(max(1 + scene.heaven.elevation / 12, 0.75), 1.0) if gone else 1.0
        open_ = (0.62 if gone else 0.80) if gone or low else 1.0 - 0.42 * night
        # sand is red enough by itself: it shows in a golden light and in grey-blue shade
        much = 0.75 if gone or low else 0.0
        sun = tinted(sky.ground, (1.42, 0.95, 0.52), (0.93, 0.99, 1.22), much)
        # moonlight looks blue
        sun = tinted(sun, (0.72, 0.96, 1.40), (0.72, 0.96, 1.45), 0.6 * night)
        self.light = sun._replace(
            red=sun.red * set_ * (1 - 0.25 * night),
            green=sun.green * set_ * (1 - 0.10 * night),
            blue=sun.blue * set_ * (1 + 0.10 * night),
            sky_red=sun.sky_red * (1 - 0.22 * night) * open_,
            sky_green=sun.sky_green * (1 - 0.05 * night) * open_,
            sky_blue=sun.sky_blue * (1 + 0.15 * night) * open_,
        )
        self.half = half
        self.sun_height = -9.0 if night > 0.3 else scene.heaven.elevation
        self.flock = inhabitants.standing(scene, relief, lit, half)

    def objects(self, out: Picture, depths: Picture, water: Mask, lens: Lens) -> None:
        if self.flock is not None:
            sky = self.sky
            draw_sprites(
                out,
                depths,
                water,
                self.flock,
                inhabitants.book(),
                lens,
                sky.table,
                self.light,
                sky.heaven.haze,
            )

        if self.scene.tent is not None:
            x, ahead, ground = inhabitants.camp(self.scene, self.relief, self.half, lens, len(out))
            dark = min(max((9 - self.sun_height) / 8, 0.0), 1.0)
            shine(out, depths, lens, x, ahead, 3.0, 3.0 * dark)
            shape = placed(
                tent(3.0, 0.36 / self.scene.heaven.grade.exposure * dark, _CLOTH),
                x,
                ahead,
                self.scene.tent[2],
            )
            shape = shape._replace(points=shape.points + np.array([0, ground - 0.05, 0], np.float32))
            draw_mesh(out, depths, shape, lens, lit_from(self.light), fit(out, (64, 36)))

    def land(
        self, lens: Lens, columns: int, rows: int, row: int, column: int
    ) -> tuple[Picture, Picture, Mask]:
        scene, sky = self.scene, self.sky
        depths = np.empty((rows, columns), np.float32)
        quality = 0.0010 if columns * rows > 500_000 else 0.0016
        cascade_depths(self.relief, lens, _REACH, quality, depths)
        out = np.empty((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        ground = patterns()
        surface = Surface(
            ground.ripples, ground.cracks, scene.ripple, scene.turn, scene.rocky, scene.crust, scene.bounce
        )
        book = textures()
        shade_desert(
            out, water, depths, self.covered, row, column, self.relief, self.lit, surface, book.soft, book.ridges, lens,
            sky.table, self.light, sky.heaven.haze, np.array(scene.palette, np.float64),
        )  # fmt: skip
        return out, depths, water
