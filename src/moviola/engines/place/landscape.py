"""Draws a lake scene into layers."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place import shoreline, terrain
from moviola.engines.place.air import Light
from moviola.engines.place.boxes import draw_boxes
from moviola.engines.place.clouds import cloud_layer
from moviola.engines.place.columns import column_depths
from moviola.engines.place.ground import Maps, Stones, shade_ground
from moviola.engines.place.heavens import Cirrus, clear_sky, under_clouds
from moviola.engines.place.kernels import FAR, Mask, Picture
from moviola.engines.place.lake import LakeScene
from moviola.engines.place.layers import Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.resample import soften
from moviola.engines.place.sky import sky_light, sky_table, sun_colour
from moviola.engines.place.sprites import Flock, draw_sprites
from moviola.engines.place.stars import night_sky
from moviola.engines.place.textures import Textures, textures
from moviola.engines.place.water import Water, blurred, draw_water, settle

_WIDE = 0.60
_HORIZON = 0.60
_EYE = 2.3
_REACH = 12_000.0
_STONE_GAIN = 0.45
#: The cloud layer's share of the canvas resolution.
_CLOUD_SCALE = 1 / 2.2


@lru_cache(maxsize=4)
def _land(variant: int, spread: float, tree_line: float, density: float) -> Maps:
    return terrain.build(variant, spread, textures(), tree_line, density)


@lru_cache(maxsize=1)
def _stones() -> Stones:
    return terrain.stones(textures())


def _sun(scene: LakeScene) -> tuple[float, float, float]:
    up, round_ = math.radians(scene.elevation), math.radians(scene.azimuth)
    return math.cos(up) * math.sin(round_), math.sin(up), math.cos(up) * math.cos(round_)


class _Sky:
    """The sky table and every light derived from it."""

    def __init__(self, scene: LakeScene) -> None:
        up = math.radians(scene.elevation)
        table = sky_table(up, scene.turbidity, scene.ozone, scene.multiple)
        table = table * np.array(scene.sky_gain, np.float32)
        grey = table.mean(2, keepdims=True)
        table = np.maximum(grey + (table - grey) * scene.sky_saturation, 0)
        if any(scene.sky_add):
            falling = np.linspace(2.2, 0.5, table.shape[0], dtype=np.float32)[:, None, None]
            table = table + np.array(scene.sky_add, np.float32) * falling
        self.table = np.ascontiguousarray(table, np.float32)
        tint = np.array(scene.sun_tint) * scene.sun
        low = np.array(sun_colour(max(up, 0.004), scene.turbidity, scene.ozone, 0.3)) * tint
        self.high = np.array(sun_colour(max(up, 0.0), scene.turbidity, scene.ozone, 4.0)) * tint
        self.air = np.array(sky_light(self.table)) * scene.ambient
        self.direction = _sun(scene)
        self.ground = Light(*self.direction, *(self.high * 0.35 + low * 0.65), *self.air)
        self.disc = Light(*self.direction, *(low * 0.5 + self.high * 0.5), *self.air)

    def clouds(self, scene: LakeScene) -> Light:
        x, y, z = self.direction
        return Light(x, max(y, 0.02), z, *(self.high * scene.cloud_gain), *(self.air * scene.cloud_sky))


def draw(scene: LakeScene, width: int, height: int, progress: Progress) -> Layers:
    """Layers of a lake for a picture of width × height."""
    columns, rows, samples = canvas(width, height)
    half = half_view(width, height, _WIDE)
    spread = half / _WIDE
    lens = Lens(
        0.0,
        _EYE,
        0.0,
        columns / (2 * half),
        columns * 0.5,
        float(round(rows * (_HORIZON + 0.16 * max(1 - spread, 0)))),
    )
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.06)
    book = textures()
    progress(0.02, "terrain")
    maps = _land(scene.variant, round(spread, 3), scene.tree_line, scene.tree_density)
    sky = _Sky(scene)
    maps = terrain.shadows(maps, sky.direction)
    progress(0.25, "sky")
    clear, covered, clouds = _draw_sky(scene, sky, mirror_lens, mirror_columns, mirror_rows, book)
    progress(0.4, "land")
    offset_row = round(mirror_lens.horizon - lens.horizon)
    offset_column = round(mirror_lens.centre - lens.centre)
    painter = _Painter(scene, sky, maps, spread, book)
    picture, depths, water = painter.land(
        lens, columns, rows, covered, offset_row, offset_column, _STONE_GAIN
    )
    mirror, mirror_depths, mirror_water = painter.land(
        mirror_lens, mirror_columns, mirror_rows, covered, 0, 0, 0.0
    )
    progress(0.6, "forest")
    flock = terrain.trees(maps, half, scene.tree_line, 21, 5)
    shore = shoreline.plants(maps, spread, scene.seed, scene.person)
    painter.objects(mirror, mirror_depths, mirror_water, mirror_lens, flock, shore)
    progress(0.75, "water")
    bed, bed_depths, bed_water = picture.copy(), depths.copy(), water.copy()
    look = Water(
        scene.ripples, scene.wavelets, scene.swell, scene.gusts, 1.0, 0.35,
        *(float(own * air * 4) for own, air in zip(scene.deep, sky.air, strict=True)),
    )  # fmt: skip
    surface = settle(bed, bed_water, bed_depths, lens, look, sky.table, sky.ground, scene.haze)
    reflected = blurred(mirror, lens.focal, 1.0)
    draw_water(picture, surface, reflected, mirror_lens, 1.0, lens, 0.0, look)
    del surface, reflected
    _raise_water(depths, water, lens)
    progress(0.85, "foreground")
    painter.objects(picture, depths, water, lens, flock, shore)
    return Layers(
        width, height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water, mirror,
        mirror_depths, clear, clouds, _CLOUD_SCALE, (scene.slab.base if scene.slab else 3.0), sky.table, sky.ground,
        scene.haze, look, scene.grade, drift=scene.drift, flip=scene.flip,
    )  # fmt: skip


def _raise_water(depths: Picture, water: Mask, lens: Lens) -> None:
    """Let the water's surface hide what is drawn after it."""
    slope = (lens.horizon - (np.arange(depths.shape[0]) + 0.5)) / lens.focal
    surface = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR).astype(np.float32)[:, None]
    np.copyto(depths, np.minimum(surface, depths), where=water > 0)


def _draw_sky(
    scene: LakeScene, sky: _Sky, lens: Lens, columns: int, rows: int, book: Textures
) -> tuple[Picture, Picture, Picture]:
    """The clear sky, the sky with clouds, and the cloud layer."""
    layer = np.zeros((max(int(rows * _CLOUD_SCALE), 2), max(int(columns * _CLOUD_SCALE), 2), 4), np.float32)
    if scene.slab:
        cloud_layer(
            lens.scaled(_CLOUD_SCALE), book.cloud, book.soft, sky.table, sky.clouds(scene), scene.slab, layer
        )
        layer = soften(layer, 0.9)
    stars = np.zeros((2, 2), np.float32)
    if scene.stars > 0:
        stars = night_sky(columns, rows, book.soft, scene.seed) * np.float32(scene.stars)
    cirrus = Cirrus(scene.cirrus, *(float(v) for v in sky.high * scene.cirrus_gain + sky.air * 0.5))
    clear = np.empty((rows, columns, 3), np.float32)
    clear_sky(lens, sky.table, sky.disc, scene.disc, cirrus, book.soft, stars, clear)
    return clear, under_clouds(clear, layer), layer


class _Painter:
    """Draws land and objects with one scene's light, through any lens."""

    def __init__(self, scene: LakeScene, sky: _Sky, maps: Maps, spread: float, book: Textures) -> None:
        self.scene = scene
        self.sky = sky
        self.maps = maps
        self.book = book
        self.pier = shoreline.pier(spread)
        self.palette = np.array(scene.palette, np.float64)

    def land(
        self, lens: Lens, columns: int, rows: int, covered: Picture, row: int, column: int, stone_gain: float
    ) -> tuple[Picture, Picture, Mask]:
        stones = _stones()
        depths = np.empty((rows, columns), np.float32)
        fine = 0.0011 if columns * rows > 500_000 else 0.002
        quality = fine * (1.5 if lens.height < 0 else 1.0)
        column_depths(
            self.maps.height,
            terrain.GRID,
            stones.height,
            terrain.STONE_CELLS,
            stone_gain,
            lens,
            _REACH,
            quality,
            depths,
        )
        out = np.empty((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        shade_ground(
            out, water, depths, covered, row, column, self.maps, terrain.GRID, stones, terrain.STONE_CELLS, stone_gain,
            self.book.soft, self.book.ridges, lens, self.sky.table, self.sky.ground, self.scene.haze, self.palette,
            self.scene.snow, self.scene.bounce,
        )  # fmt: skip
        return out, depths, water

    def objects(
        self, out: Picture, depths: Picture, water: Mask, lens: Lens, flock: Flock, shore: Flock
    ) -> None:
        light, haze, table = self.sky.ground, self.scene.haze, self.sky.table
        forest = shoreline.forest_atlas(self.scene.tree_colour, self.scene.tree_snow)
        near = shoreline.shore_atlas(self.scene.tree_snow, False)
        draw_sprites(out, depths, water, flock, forest, lens, table, light, haze)
        draw_boxes(out, depths, water, self.pier, lens, light, self.book.soft)
        draw_sprites(out, depths, water, shore, near, lens, table, light, haze)
