"""Draws a lake scene into layers."""

from __future__ import annotations

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.lake import land, shoreline
from moviola.engines.place.lake.compose import compose
from moviola.engines.place.lake.objects import solids, window_light
from moviola.engines.place.lake.scene import LakeScene
from moviola.engines.place.layers import Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.props.boxes import draw_boxes
from moviola.engines.place.props.polygons import draw_mesh
from moviola.engines.place.props.sprites import draw_sprites
from moviola.engines.place.props.tent import lit_from, shine
from moviola.engines.place.resample import fit
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome
from moviola.engines.place.terrain.alpine import Cover, Snowfall, shade_alpine
from moviola.engines.place.terrain.cascade import cascade_depths, raise_water
from moviola.engines.place.terrain.tint import tinted
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle

_WIDE = 0.60
_REACH = 12_500.0
#: Sides of the thawing sun: snow lies longer on slopes that fall the other way.
_THAW = (0.55, -0.83)


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the lake that ``wanted`` and ``seed`` describe."""
    scene = compose(wanted, seed)
    width, height = view.width, view.height
    columns, rows, samples = canvas(width, height, view.samples)
    spread = half_view(width, height, _WIDE) / _WIDE
    site = land.Site(
        scene.massif,
        scene.bank,
        round(spread, 3),
        scene.tree_line,
        scene.tree_density,
        scene.stones,
        scene.scale,
        scene.turn,
        scene.aside,
        scene.along,
        scene.pebbly,
    )
    progress(0.02, "terrain")
    built = land.build(site)
    sky = Dome(scene.heaven)
    lit = land.cover(site, sky.direction)
    eye = max(land.height_of(built, 0.0, 0.0), 0.0) + scene.eye
    half, horizon = _framed(scene, built, eye, width / height)
    lens = Lens(
        view.right,
        eye + view.up,
        view.forward,
        columns / (2 * half),
        columns * 0.5,
        float(round(rows * horizon)),
    )
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.06)
    progress(0.25, "sky")
    clear, covered, clouds = sky.paint(mirror_lens, mirror_columns, mirror_rows, textures(), scene.seed)
    progress(0.4, "land")
    offset = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    painter = _Painter(scene, sky, built, lit, covered, spread, half, lens.horizon / lens.focal)
    picture, depths, water = painter.land(lens, columns, rows, *offset)
    mirror, mirror_depths, mirror_water = painter.land(mirror_lens, mirror_columns, mirror_rows, 0, 0)
    progress(0.6, "forest")
    painter.objects(mirror, mirror_depths, mirror_water, mirror_lens)
    progress(0.75, "water")
    bed, bed_depths, bed_water = picture.copy(), depths.copy(), water.copy()
    look = Water(
        scene.ripples, scene.wavelets, scene.swell, scene.gusts, 1.0, scene.murk,
        *(float(own * air * 4) for own, air in zip(scene.deep, sky.air, strict=True)),
    )  # fmt: skip
    surface = settle(bed, bed_water, bed_depths, lens, look, sky.table, sky.ground, scene.heaven.haze)
    reflected = blurred(mirror, lens.focal, 1.0)
    draw_water(picture, surface, reflected, mirror_lens, 1.0, lens, 0.0, look)
    del surface, reflected
    raise_water(depths, water, lens)
    progress(0.85, "foreground")
    painter.objects(picture, depths, water, lens)
    return Layers(
        width, height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water, mirror,
        mirror_depths, clear, clouds, CLOUD_SCALE, sky.cloud_base, sky.table, sky.ground,
        scene.heaven.haze, look, scene.heaven.grade, drift=scene.drift, flip=scene.flip,
    )  # fmt: skip


def _framed(scene: LakeScene, built: land.Land, eye: float, aspect: float) -> tuple[float, float]:
    """Half the view's width as a slope, and the horizon as a share of its height: no summit is cut off."""
    half = half_view(round(aspect * 900), 900, scene.half)
    narrow = max(1 - half_view(round(aspect * 900), 900, _WIDE) / _WIDE, 0)
    horizon = scene.horizon + 0.16 * narrow
    if scene.layout in ("high", "aerial"):
        return half, horizon
    for _ in range(12):
        top = land.skyline(built, eye, half) * aspect / (2 * half)
        if top < horizon - 0.07:
            break
        if horizon < min(scene.horizon + 0.10, 0.66):
            horizon += 0.02
        else:
            half *= 1.05
    return half, horizon


class _Painter:
    """Draws land and objects with one scene's light, through any lens."""

    def __init__(
        self,
        scene: LakeScene,
        sky: Dome,
        built: land.Land,
        lit: Cover,
        covered: Picture,
        spread: float,
        half: float,
        top: float,
    ) -> None:
        self.scene, self.sky, self.built, self.lit, self.covered = scene, sky, built, lit, covered
        # snow would take on every stain of a low sun
        bare = 0.6 if scene.tree_snow > 0 and sky.heaven.elevation < 8 else 0.0
        self.light = tinted(sky.ground, (1.22, 0.97, 0.80), (0.80, 0.98, 1.30), bare)
        kinds = (
            (*shoreline.SPRUCES, 1.0),
            (*shoreline.LARCHES, scene.larches),
            (*shoreline.BIRCHES, scene.birches),
        )
        self.flock = land.trees(built, lit, half, scene.tree_line, kinds)
        self.shore = shoreline.plants(scene, built, spread, half, top)
        self.pier = shoreline.pier(spread) if scene.layout == "pier" else ()
        self.spread = spread
        self.solids = solids(scene, built, spread)
        # what stands before the camera gets the sun that reaches the shore
        shore = lit.sun_near[100:140, 350:418]
        self.cube = lit_from(self.light, 0.08 + 0.92 * float(shore.mean()))

    def land(
        self, lens: Lens, columns: int, rows: int, row: int, column: int
    ) -> tuple[Picture, Picture, Mask]:
        scene, sky, book = self.scene, self.sky, textures()
        depths = np.empty((rows, columns), np.float32)
        fine = 0.0011 if columns * rows > 500_000 else 0.002
        below = lens.height < 0
        ground = self.built.ground
        # stones that stand in the water would smear over the whole mirror
        ground = ground._replace(gain=0.0) if below else ground
        cascade_depths(
            ground, lens, _REACH, fine * (1.5 if below else 1.0), depths, 12.0 + 3.5 * scene.bank.ice
        )
        out = np.empty((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        snow = Snowfall(scene.snow_line, scene.snow, scene.steepest, *_THAW)
        shade_alpine(
            out, water, depths, self.covered, row, column, ground, self.lit, book.soft, book.ridges, lens, sky.table,
            self.light, sky.heaven.haze, np.array(scene.palette, np.float64), snow, scene.bounce,
        )  # fmt: skip
        return out, depths, water

    def objects(self, out: Picture, depths: Picture, water: Mask, lens: Lens) -> None:
        scene, light, haze, table = self.scene, self.light, self.sky.heaven.haze, self.sky.table
        forest = shoreline.forest_atlas(
            scene.tree_colour, scene.larch_colour, scene.birch_colour, scene.tree_snow
        )
        near = shoreline.shore_atlas(scene.tree_snow, scene.season, scene.larch_colour, scene.birch_colour)
        draw_sprites(out, depths, water, self.flock, forest, lens, table, light, haze)
        draw_boxes(out, depths, water, self.pier, lens, light, textures().soft)
        lamp = 2.6 * min(window_light(scene.heaven) * scene.heaven.grade.exposure, 1.0)
        for thing in scene.things:
            if thing.kind == "tent" and lens.height > 0:
                shine(out, depths, lens, thing.x * self.spread, thing.z, 2.6, lamp)
        if self.solids is not None:
            before = depths.copy()
            draw_mesh(out, depths, self.solids, lens, self.cube, fit(out, (64, 36)))
            water[depths < before] = 0
        draw_sprites(out, depths, water, self.shore, near, lens, table, light, haze)
