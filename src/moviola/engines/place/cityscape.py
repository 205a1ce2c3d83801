"""Draws a skyline scene into layers."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.air import AZIMUTHS, ELEVATIONS, Light
from moviola.engines.place.boxes import METAL, STONE, Box, draw_boxes
from moviola.engines.place.clouds import Slab, cloud_layer
from moviola.engines.place.figure import figure
from moviola.engines.place.heavens import Cirrus, Disc, clear_sky, under_clouds
from moviola.engines.place.kernels import FAR, Mask, Picture
from moviola.engines.place.lamps import draw_lamps
from moviola.engines.place.layers import Gloss, Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.resample import LINEAR, fit, soften
from moviola.engines.place.skyline import CityScene, build
from moviola.engines.place.sprites import Atlas, Flock, atlas, draw_sprites
from moviola.engines.place.textures import Textures, textures
from moviola.engines.place.towers import candidates, draw_towers
from moviola.engines.place.water import Water, blurred, draw_water, settle

_WIDE = 0.48
_HORIZON = 0.64
_EYE = 9.0
_EAST = -20.0
_DECK = 7.25
_RAIL = 18.6
_CLOUD_SCALE = 1 / 2.4
_SLAB = Slab(
    base=1.3, thickness=0.5, cover=-0.06, scale=2.2, stretch=1.6, density=9.0, east=3.2, north=0.0, forward=0.1,
    steps=14, light_steps=3, haze=0.05,
)  # fmt: skip
_LOOK = Water(0.010, 0.009, 0.004, 0.45, 2.0, 0.35, 0.003, 0.007, 0.014)


def _table(scene: CityScene) -> Picture:
    """An even evening sky: warm at the horizon, then two colours, darker upwards."""
    rise = np.linspace(0, 1, ELEVATIONS)[:, None]
    low, high, edge = (np.array(c) for c in (scene.low_sky, scene.high_sky, scene.horizon_sky))
    fade = np.exp(-rise * 4.2)
    column = low * fade + high * (1 - fade) + edge * np.exp(-((rise / 0.16) ** 2))
    return np.ascontiguousarray(np.repeat(column[:, None, :], AZIMUTHS, axis=1), np.float32)


def _light(scene: CityScene, spread: float) -> Light:
    """The moon; people and railings get its light, and the glow of the city as the light of the sky."""
    across, up = scene.moon or (0.20, 0.30)
    across *= spread
    length = math.sqrt(across * across + up * up + 1)
    air = tuple(0.30 * v for v in (scene.glow.red, scene.glow.green, scene.glow.blue))
    return Light(across / length, up / length, 1 / length, 0.9, 0.84, 0.74, *air)


def draw(scene: CityScene, width: int, height: int, progress: Progress) -> Layers:
    """Layers of a skyline for a picture of width × height."""
    columns, rows, samples = canvas(width, height)
    half = half_view(width, height, _WIDE, 0.68)
    spread = half / _WIDE
    # a narrow view looks at the landmark towers
    east = _EAST + min(scene.centre + 70 - _EAST, 0) * min(max(1 - spread, 0) / 0.5, 1)
    lens = Lens(east, _EYE, 0.0, columns / (2 * half), columns * 0.5, float(round(rows * _HORIZON)))
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.03)
    book = textures()
    progress(0.02, "city")
    towers, lamps = build(scene)
    table, light = _table(scene), _light(scene, spread)
    progress(0.1, "sky")
    clear, covered, clouds = _draw_sky(scene, table, light, mirror_lens, mirror_columns, mirror_rows, book)
    offset = (round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre))

    def city(view: Lens, wide: int, tall: int, row: int, column: int) -> tuple[Picture, Picture, Mask]:
        out = np.empty((tall, wide, 3), np.float32)
        depths = np.empty((tall, wide), np.float32)
        water = np.zeros((tall, wide), np.uint8)
        order, start, count = candidates(towers, wide, view)
        draw_towers(
            out, depths, water, covered, row, column, towers, order, start, count, view, scene.glow, book.soft
        )
        return out, depths, water

    progress(0.25, "towers")
    picture, depths, water = city(lens, columns, rows, *offset)
    progress(0.55, "mirror")
    mirror, mirror_depths, _ = city(mirror_lens, mirror_columns, mirror_rows, 0, 0)
    bed, bed_depths, bed_water = picture.copy(), np.full_like(depths, FAR), water.copy()
    bed[water > 0] = 0
    picture[water > 0] = 0
    layers = Layers(
        width, height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water, mirror,
        mirror_depths, clear, clouds, _CLOUD_SCALE, _SLAB.base, table, light, scene.haze, _LOOK, scene.grade,
        drift=scene.drift, lamps=lamps, lamp_fade=scene.glow.mist + scene.glow.clear, flip=scene.flip,
    )  # fmt: skip
    progress(0.75, "water")
    lit = mirror.copy()
    draw_lamps(lit, mirror_depths, lamps, mirror_lens, 0.0, layers.lamp_fade, layers.lamp_span)
    reflected = blurred(lit, lens.focal, 1.0)
    surface = settle(bed, bed_water, bed_depths, lens, _LOOK, table, light, scene.haze)
    draw_water(picture, surface, reflected, mirror_lens, 1.0, lens, 0.0, _LOOK)
    gloss = fit(reflected.soft, (mirror_columns, mirror_rows), LINEAR)
    del surface, reflected
    progress(0.9, "foreground")
    # the deck stands before the water, lamps of the far bank show over it
    depths[water > 0] = FAR
    draw_boxes(picture, depths, water, _deck(east, spread), lens, light, book.soft)
    if scene.people:
        draw_sprites(picture, depths, water, _people(east, spread), _crowd(), lens, table, light, scene.haze)
    layers.gloss = _wet_floor(depths, lens, gloss, mirror_lens, book.soft)
    return layers


def _draw_sky(
    scene: CityScene, table: Picture, light: Light, lens: Lens, columns: int, rows: int, book: Textures
) -> tuple[Picture, Picture, Picture]:
    """The clear sky, the sky with clouds lit by the city, and the cloud layer."""
    layer = np.zeros((max(int(rows * _CLOUD_SCALE), 2), max(int(columns * _CLOUD_SCALE), 2), 4), np.float32)
    from_below = Light(0.1, -0.25, 0.96, *scene.cloud_light, *(0.6 * v for v in scene.cloud_light))
    random = np.random.default_rng(scene.seed)
    slab = _SLAB._replace(cover=scene.cover, east=3.2 + float(random.uniform(0, 50)) * (scene.seed > 0))
    cloud_layer(lens.scaled(_CLOUD_SCALE), book.cloud, book.soft, table, from_below, slab, layer)
    layer = soften(layer, 1.0)
    clear = np.empty((rows, columns, 3), np.float32)
    disc = scene.disc if scene.moon else Disc(0.01, 0.0, 0.0, 0.0)
    stars = np.zeros((2, 2), np.float32)
    clear_sky(lens, table, light, disc, Cirrus(-9.0, 0.0, 0.0, 0.0), book.soft, stars, clear)
    return clear, under_clouds(clear, layer), layer


def _deck(east: float, spread: float) -> tuple[Box, ...]:
    """A stone terrace with a railing at the lower left."""
    middle, half = east - 9.0 * spread, 8.2 * spread
    boxes = [
        Box(middle, 10.6, half, 8.1, 0.0, 0.1, _DECK, STONE),
        Box(middle, _RAIL - 0.06, half, 0.10, 0.0, _DECK, _DECK + 0.12, STONE),
        Box(middle, _RAIL, half, 0.035, 0.0, _DECK + 1.03, _DECK + 1.08, METAL),
    ]
    boxes += [
        Box(middle, _RAIL, half, 0.010, 0.0, _DECK + at, _DECK + at + 0.018, METAL)
        for at in (0.28, 0.46, 0.64, 0.82)
    ]
    count = max(int(half * 2 / 1.5), 2)
    boxes += [
        Box(
            middle - half + 0.05 + (2 * half - 0.1) * k / count,
            _RAIL,
            0.028,
            0.028,
            0.0,
            _DECK,
            _DECK + 1.06,
            METAL,
        )
        for k in range(count + 1)
    ]
    return tuple(boxes)


def _wet_floor(
    depths: Picture, lens: Lens, mirror: Picture, mirror_lens: Lens, soft: Picture
) -> Gloss | None:
    """Let the rain-wet terrace mirror the far bank, more in puddles and at grazing angles."""
    rows, columns = depths.shape
    below = np.arange(int(lens.horizon) + 1, rows)
    slope = (lens.horizon - (below + 0.5)) / lens.focal
    depth = (lens.height - _DECK) / -slope
    floor = np.abs(depths[below] - depth[:, None]) < depth[:, None] * 0.002
    if not floor.any():
        return None
    across = (np.arange(columns) + 0.5 - lens.centre) / lens.focal
    x = (lens.x + across[None, :] * depth[:, None]) * 21.0
    z = np.broadcast_to(depth[:, None], x.shape) * 13.0
    puddles = soft[z.astype(np.int64) & 1023, x.astype(np.int64) & 1023]
    wet = 0.22 + 0.78 * np.clip(puddles * 0.8 + 0.35, 0, 1)
    graze = 0.04 + 0.75 * np.exp(slope * 9.0)[:, None]
    # what is far away is mirrored row for row about the horizon
    row = np.clip(mirror_lens.horizon + slope * lens.focal, 0, mirror.shape[0] - 1).astype(np.int64)
    first = round(mirror_lens.centre - lens.centre)
    seen = mirror[row][:, first : first + columns]
    light = np.zeros((rows, columns, 3), np.float32)
    share = np.zeros((rows, columns), np.float32)
    light[below] = seen
    share[below] = floor * wet * graze
    return Gloss(light, share)


def _crowd() -> Atlas:
    cutouts = [figure(420, coat=True), figure(420, coat=True, long_hair=True)]
    return atlas(cutouts, [(0.030, 0.030, 0.036, 0.10), (0.040, 0.032, 0.036, 0.10)])


def _people(east: float, spread: float) -> Flock:
    """Two people at the railing."""
    x = np.array([east - 3.55 * spread, east - 3.55 * spread + 0.62])
    return Flock(
        x, np.array([18.0, 17.95]), np.array([_DECK, _DECK]), np.array([1.80, 1.68]), np.array([0, 1], np.int64),
        np.ones(2, np.float32), np.ones(2),
    )  # fmt: skip
