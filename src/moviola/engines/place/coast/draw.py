"""Draws a coast into layers."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.coast import grove, things
from moviola.engines.place.coast.beacon import beacon
from moviola.engines.place.coast.cutouts import Swaying
from moviola.engines.place.coast.ground import shade_coast
from moviola.engines.place.coast.gulls import flying
from moviola.engines.place.coast.land import Land, build, look_steps
from moviola.engines.place.coast.lookout import Ground
from moviola.engines.place.coast.plumes import Plumes, strikes
from moviola.engines.place.coast.relief import land_depths
from moviola.engines.place.coast.scene import CoastScene, compose
from moviola.engines.place.coast.waters import Waters
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Drift, Layers, Moving, canvas, half_view
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.sprites import Atlas, Flock, draw_sprites
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome
from moviola.engines.place.textures import textures
from moviola.engines.place.water.ocean import Patch
from moviola.engines.place.water.surface import Water

#: The mirrored world's share of the canvas, and its blurred copy's share of that.
_MIRROR = 0.5
_BLUR = 0.25
#: How steep, as a slope, the mirrored sky reaches.
_STEEPEST = 0.75


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the coast that ``wanted`` and ``seed`` describe."""
    scene = compose(wanted, seed)
    coast = scene.coast
    width, height = view.width, view.height
    columns, rows, samples = canvas(width, height, view.samples)
    half = half_view(width, height, coast.wide)
    lens = Lens(
        view.right,
        coast.eye + view.up,
        view.forward,
        columns / (2 * half),
        columns * 0.5,
        float(round(rows * coast.horizon)),
    )
    mirror_lens, mirror_columns, mirror_rows = _mirrored(lens, columns, rows)
    book = textures()
    progress(0.02, "terrain")
    sky = Dome(scene.heaven)
    fine = 704 if columns > 1000 else 420
    land = build(coast, seed, half, fine, sky.direction, book, scene.turf)
    progress(0.2, "sky")
    clear, covered, clouds = sky.paint(mirror_lens, mirror_columns, mirror_rows, book, seed)
    progress(0.4, "land")
    palms: tuple[Swaying, ...] = ()
    if coast.kind == "tropical" and "palms" not in wanted.without:
        trees = grove.stems(scene, half)
        grove.root(land, trees)
        grove.shade(land, trees, sky.direction)
        palms = grove.palms(scene, sky, Ground(land), trees, rows)
    if coast.log is not None:
        _settle(land, *coast.log)
    ground_at = Ground(land)
    painter = _Painter(scene, sky, land)
    row, column = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    bed, ground = painter.land(lens, columns, rows, covered, row, column)
    reflected = _without_sun(fit(covered, (int(mirror_columns * _MIRROR), int(mirror_rows * _MIRROR)), AREA))
    beyond = mirror_lens.scaled(_MIRROR)
    mirror, mirror_ground = painter.land(beyond, reflected.shape[1], reflected.shape[0], reflected, 0, 0)
    progress(0.6, "water")
    stands = things.standing(wanted, scene, ground_at, half, rows > 700)
    depths = ground.copy()
    _raise_water(depths, lens)
    picture, open_ = painter.objects(bed, depths, lens, stands)
    painter.objects(mirror, mirror_ground, beyond, stands, True)
    blurred = fit(mirror, (max(int(mirror.shape[1] * _BLUR), 8), max(int(mirror.shape[0] * _BLUR), 8)), AREA)
    blurred = soften(blurred, 1.0, max(0.012 * beyond.focal * _BLUR, 0.6))
    waters = _sea(scene, sky, painter.light, land, bed, open_, ground, mirror, blurred, beyond, lens)
    moving: list[Moving] = [waters]
    lamp = beacon(wanted, scene, ground_at)
    if lamp:
        moving.append(lamp)
    moving += _spray(scene, painter.light, land, half)
    moving += palms
    gulls = flying(wanted, scene, sky, half)
    if gulls:
        moving.append(gulls)
    empty = np.broadcast_to(np.float32(0), (mirror_rows, mirror_columns, 3))
    none = np.zeros((rows, columns), np.uint8)
    return Layers(
        width, height, samples, lens, mirror_lens, picture, depths, none, bed, ground, none, empty,
        np.broadcast_to(np.float32(FAR), (mirror_rows, mirror_columns)), clear, clouds, CLOUD_SCALE, sky.cloud_base,
        sky.table, painter.light, scene.heaven.haze, Water(0, 0, 0, 0, 1, 0.3, 0, 0, 0), scene.heaven.grade,
        drift=Drift(camera=0.0), flip=scene.flip, moving=tuple(moving),
    )  # fmt: skip


def _mirrored(lens: Lens, columns: int, rows: int) -> tuple[Lens, int, int]:
    """Lens, width and height of the canvas of what the sea reflects; it also covers the view's sky."""
    side = int(columns * 0.06)
    reach = min((rows - lens.horizon) / lens.focal * 1.25 + 0.12, _STEEPEST)
    horizon = int(max(reach * lens.focal, lens.horizon)) + 2
    below = max(int(-lens.horizon), 0) + 6
    return (
        lens._replace(height=-lens.height, centre=lens.centre + side, horizon=float(horizon)),
        columns + 2 * side,
        horizon + below,
    )


def _without_sun(sky: Picture) -> Picture:
    """The sky with its brightest part held back: the water adds the sun's glitter itself."""
    most = float(np.percentile(sky[::4, ::4].max(axis=2), 98.5)) * 1.6
    over = np.maximum(sky.max(axis=2, keepdims=True) / max(most, 1e-9), 1)
    return np.ascontiguousarray(sky / over, np.float32)


def _after_sunset(light: Light) -> Light:
    """The light on the ground: a sun below the horizon lights none of it."""
    up = min(max(light.y * 40 + 1, 0.04), 1.0)
    # a low sun's red would tint all the sand, which the eye takes for white
    low = min(max((0.24 - light.y) / 0.2, 0.0), 1.0)
    sun = _paler((light.red * up, light.green * up, light.blue * up), 0.30 * low)
    air = _paler((light.sky_red, light.sky_green, light.sky_blue), 0.45 * low)
    return light._replace(
        red=sun[0],
        green=sun[1],
        blue=sun[2],
        sky_red=air[0],
        sky_green=air[1] * (1 + 0.04 * low),
        sky_blue=air[2],
    )


def _settle(land: Land, x: float, z: float, height: float) -> None:
    """Darken the sand below a trunk at (x, z)."""
    chart = land.chart
    rows, columns = land.height.shape
    last = min(int(math.log(1 + (z + 4) / chart.near) * chart.deep), rows)
    ahead = (chart.near * (np.exp(np.arange(last) / chart.deep) - 1))[:, None]
    across = (np.arange(columns)[None] - chart.centre) / chart.wide * (ahead + chart.near)
    away = np.hypot((across - x) / (2.3 * height), (ahead - z) / (0.75 * height))
    dark = np.exp(-(away**4)).astype(np.float32)
    land.maps[:last, :, 2] *= 1 - 0.75 * dark
    land.maps[:last, :, 3] *= 1 - 0.55 * dark


def _paler(light: tuple[float, float, float], much: float) -> tuple[float, float, float]:
    grey = 0.3 * light[0] + 0.59 * light[1] + 0.11 * light[2]
    red, green, blue = (value + (grey - value) * much for value in light)
    return red, green, blue


def _spray(scene: CoastScene, light: Light, land: Land, half: float) -> list[Moving]:
    """What a rough sea throws up at rocks."""
    if scene.wind < 0.55 or scene.swell.milk > 0 or scene.coast.kind in ("beach", "tropical", "aerial"):
        return []
    tall = (0.5 * scene.sea.height + scene.surf.height) * (1.8 + 2.2 * scene.wind)
    found = strikes(land, scene.sea, half, tall, scene.seed, 12)
    if not found:
        return []
    sun = np.array((light.red, light.green, light.blue)) * (0.25 + 0.55 * max(light.z, 0.0))
    air = np.array((light.sky_red, light.sky_green, light.sky_blue))
    sun = 0.45 * sun + 0.55 * sun.mean()
    bright, dark = 0.95 * air + 0.72 * sun, 0.40 * air + 0.06 * sun
    return [
        Plumes(
            found,
            scene.surf.period,
            -0.5 * scene.wind,
            (float(bright[0]), float(bright[1]), float(bright[2])),
            (float(dark[0]), float(dark[1]), float(dark[2])),
        )
    ]


def _raise_water(depths: Picture, lens: Lens) -> None:
    """Let the water's surface hide what is drawn after it."""
    slope = (lens.horizon - (np.arange(depths.shape[0]) + 0.5)) / lens.focal
    surface = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR).astype(np.float32)[:, None]
    np.minimum(surface, depths, out=depths)


def _sea(
    scene: CoastScene, sky: Dome, light: Light, land: Land, bed: Picture, open_: Picture, ground: Picture,
    mirror: Picture, blurred: Picture, beyond: Lens, lens: Lens,
) -> Waters:  # fmt: skip
    sea, seed = scene.sea, scene.seed
    metres = 256 / scene.swell.large
    small = 256 / scene.swell.small
    steep = sea._replace(
        height=sea.height * 0.55 * (1 - scene.wind) + 0.16 * scene.wind * sea.height + 0.03, swell=0.0
    )
    white = scene.swell.white
    patches = (
        Patch(sea, metres, 1e9, seed + 1, white),
        Patch(steep._replace(length=small / 3.2), small, small / 2.0, seed + 2, 0.0),
    )
    return Waters(
        bed, open_, ground, mirror, blurred, beyond, _BLUR, land, patches, scene.swell, scene.surf, sky.table,
        light, scene.heaven.haze, lens, 20.0 + seed % 97 * 1.7, sea.height * 0.9 + scene.surf.height,
        sea.length, scene.choppy,
    )  # fmt: skip


class _Painter:
    """Draws land with one scene's light, through any lens."""

    def __init__(self, scene: CoastScene, sky: Dome, land: Land) -> None:
        self.scene, self.sky, self.of = scene, sky, land
        self.light = _after_sunset(sky.ground)
        self.palette = np.array(scene.palette, np.float64)
        self.book = textures()

    def land(
        self, lens: Lens, columns: int, rows: int, covered: Picture, row: int, column: int
    ) -> tuple[Picture, Picture]:
        depths = np.empty((rows, columns), np.float32)
        lowest = max((rows - lens.horizon) / lens.focal, 0.02)
        first = 0.45 if lens.height < 0 else max(0.45, min(lens.height * 0.25 / lowest, lens.height - 3.0))
        rate = 0.003 if columns > 1000 and lens.height > 0 else 0.006
        steps = look_steps(self.of.chart, lens, first, rate, 40.0)
        land_depths(self.of.height, self.of.chart, *steps, lens, depths)
        out = np.empty((rows, columns, 3), np.float32)
        shade_coast(
            out, depths, covered, row, column, self.of.maps, self.of.chart, lens, self.book.soft, self.book.ridges,
            self.sky.table, self.light, self.scene.heaven.haze, self.palette, self.scene.dress,
        )  # fmt: skip
        return out, depths

    def objects(
        self,
        bed: Picture,
        depths: Picture,
        lens: Lens,
        stands: tuple[Flock, Atlas] | None,
        mirrored: bool = False,
    ) -> tuple[Picture, Picture]:
        """The land with what stands on it, and the share of each pixel that nothing of it hides.

        A mirrored world is drawn over; only its standing things beyond the shore are.
        """
        clear = np.ones(depths.shape, np.float32)
        picture = bed if mirrored else bed.copy()
        if stands is None:
            return picture, clear
        flock, book = stands
        nothing = np.zeros(depths.shape, np.uint8)
        light, haze, table = self.light, self.scene.heaven.haze, self.sky.table
        if mirrored:
            # of what stands close only people and posts, which their own reflection ties to wet sand
            far = (flock.z > 60) | ((flock.height > 1.3) & (flock.height < 2.4) & (flock.z > 8))
            flock = Flock(
                flock.x[far], flock.z[far], flock.foot[far], flock.height[far], flock.kind[far], flock.sunlit[far],
                flock.tint[far],
            )  # fmt: skip
            draw_sprites(picture, depths, nothing, flock, book, lens, table, light, haze)
            return picture, clear
        # drawn over one more light than is there, so that what shines through can be told
        brighter = bed + np.float32(1)
        draw_sprites(brighter, depths.copy(), nothing, flock, book, lens, table, light, haze)
        draw_sprites(picture, depths, nothing, flock, book, lens, table, light, haze)
        clear = np.clip(brighter[..., 1] - picture[..., 1], 0, 1)
        return picture, clear
