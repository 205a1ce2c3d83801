"""Draws a large sky into layers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.heights.blooms import draw_flowers
from moviola.engines.place.heights.deck import Deck, lay_deck
from moviola.engines.place.heights.fliers import Balloons, Birds
from moviola.engines.place.heights.heroes import draw_grass, draw_hero, draw_woods
from moviola.engines.place.heights.land import CLOUD_BASE, build, is_dry
from moviola.engines.place.heights.layouts import Layout, layout_of
from moviola.engines.place.heights.lights import Aurora, Flashes, Twinkle
from moviola.engines.place.heights.shores import far_away
from moviola.engines.place.heights.turf import Cover, shade_turf
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Drift, Layers, Moving, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.scene import Scene, Season, View
from moviola.engines.place.sky.air import Light
from moviola.engines.place.sky.bolt import bolt
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome, Painted
from moviola.engines.place.sky.heaven import Heaven, heaven
from moviola.engines.place.terrain.cascade import cascade_depths
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle
from moviola.engines.place.weather.falling import falling_for

_REACH = 14_000.0
#: Metres at which the sea of clouds ends.
_FARTHEST = 1e5
_CALM = Water(0.020, 0.016, 0.010, 0.5, 1.0, 0.35, 0.004, 0.014, 0.018)
#: Rows as in :mod:`moviola.engines.place.heights.turf`.
_PALETTES: dict[Season, tuple[tuple[float, float, float], ...]] = {
    "spring": ((0.066, 0.108, 0.024), (0.128, 0.128, 0.042)),
    "summer": ((0.052, 0.078, 0.020), (0.160, 0.130, 0.054)),
    "autumn": ((0.110, 0.092, 0.030), (0.200, 0.145, 0.060)),
    "winter": ((0.090, 0.088, 0.045), (0.170, 0.145, 0.085)),
}
_WOODS: dict[Season, tuple[float, float, float]] = {
    "spring": (0.034, 0.060, 0.018), "summer": (0.022, 0.036, 0.014), "autumn": (0.120, 0.062, 0.018),
    "winter": (0.040, 0.038, 0.032),
}  # fmt: skip
_REST = ((0.150, 0.135, 0.120), (0.120, 0.090, 0.060), (0.86, 0.88, 0.93))


#: Brightness of the northern lights and of stars, as in the sky that :class:`Dome` paints.
_AURORA, _STAR = 0.34, 0.5


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the sky that ``wanted`` and ``seed`` describe, and of what lies below it."""
    layout = layout_of(wanted, seed)
    columns, rows, samples = canvas(view.width, view.height, view.samples)
    half = half_view(view.width, view.height, layout.wide, 0.6)
    # a narrow picture shows more sky and more ground: the horizon stays where it divides them well
    spread = half / layout.wide
    horizon = layout.horizon + (0.04 * max(1 - spread, 0) if layout.form != "above" else 0.0)
    focal = columns / (2 * half)
    whole = Dome(_sky(wanted, seed, layout))
    # what flashes and wanders is drawn into every frame anew
    sky = Dome(replace(whole.heaven, aurora=0.0, bolt=0.0))
    sky.air, sky.ground = whole.air, whole.ground
    progress(0.05, "terrain")
    land = build(layout, sky.direction) if layout.form != "sea" else None
    ground = 0.0 if land is None else land.ground
    if layout.form == "above":
        ground = CLOUD_BASE + 0.6 * Deck().thickness * 1000
    lens = Lens(
        view.right,
        ground + layout.eye + view.up,
        view.forward,
        focal,
        columns * 0.5,
        float(round(rows * horizon)),
    )
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.06)
    book = textures()
    progress(0.15, "sky")
    painted = sky.paint(mirror_lens, mirror_columns, mirror_rows, book, seed)
    progress(0.6, "land")
    haze = sky.heaven.haze
    row, column = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    depths = np.full((rows, columns), FAR, np.float32)
    if land is None:
        layers = _sea(
            layout, view, samples, lens, mirror_lens, painted, sky, (row, column), depths, _drift(wanted, 0.0)
        )
        moving = _moving(whole, layout, half, seed, horizon_slope=0.0)
        return replace(layers, moving=(*moving, *falling_for(wanted, sky, seed)))
    moving = _moving(whole, layout, half, seed, horizon_slope=0.03 if is_dry(layout.form) else 0.0)
    moving = (*moving, *falling_for(wanted, sky, seed)) if is_dry(layout.form) else moving
    quality = 0.0016 if columns > 1000 else 0.003
    cascade_depths(land.heights, lens, _REACH, quality, depths)
    out = np.empty((rows, columns, 3), np.float32)
    light = _softened(sky.ground)
    palette = np.array((*_PALETTES[wanted.season], _WOODS[wanted.season], *_REST), np.float64)
    cover = _cover(layout)
    shade_turf(
        out, depths, painted.covered, row, column, land.heights, land.sun, book.soft, book.ridges, lens, sky.table,
        light, haze, palette, cover,
    )  # fmt: skip
    if is_dry(layout.form):
        draw_woods(out, depths, layout, land, half, wanted.season, lens, sky.table, light, haze)
        progress(0.8, "foreground")
        draw_grass(out, depths, layout, land, half, wanted.season, lens, sky.table, light, haze)
        if layout.flowers:
            draw_flowers(out, depths, layout, land, half, lens, sky.table, light, haze)
        draw_hero(out, depths, layout, land, half, wanted.season, lens, sky.table, light, haze)
    else:
        moving = (lay_deck(out, depths, lens, sky, book, seed), *moving)
        # below the horizon a film has nothing else to show
        depths[max(int(lens.horizon) - 1, 0) :] = np.minimum(
            depths[max(int(lens.horizon) - 1, 0) :], _FARTHEST
        )
    # what lights the sky knows only where things stand at first: the camera stays with it
    lively = whole.heaven.aurora > 0 or whole.heaven.bolt > 0
    none = np.zeros((rows, columns), np.uint8)
    nothing = np.broadcast_to(np.float32(0), (mirror_rows, mirror_columns, 3))
    return Layers(
        view.width, view.height, samples, lens, mirror_lens, out, depths, none, out, depths, none, nothing,
        np.broadcast_to(np.float32(FAR), (mirror_rows, mirror_columns)), painted.clear, painted.clouds, CLOUD_SCALE,
        sky.cloud_base, sky.table, sky.ground, haze, Water(0, 0, 0, 0, 1, 0.3, 0, 0, 0), sky.heaven.grade,
        drift=_drift(wanted, -0.5 if is_dry(layout.form) and not lively else 0.0),
        moving=moving,
    )  # fmt: skip


def _sky(scene: Scene, seed: int, layout: Layout) -> Heaven:
    sky = heaven(scene, seed, layout.toward)
    if layout.form == "above":
        # whoever stands above the clouds has only high ones over them, and clear air
        high = tuple(sheet for sheet in sky.clouds.sheets if sheet.height > 3.6)
        clouds = replace(sky.clouds, heap=None, field=None, sheets=high, grey=0.0, shade=1.0)
        # the clouds are as bright as snow: the picture is exposed for them
        by_day = min(max((sky.elevation - 3.0) / 12.0, 0.0), 1.0) if scene.time != "night" else 0.0
        grade = replace(sky.grade, exposure=sky.grade.exposure * (0.74 - 0.24 * by_day), rays=0.0)
        sky = replace(sky, clouds=clouds, haze=sky.haze._replace(mist=0.0), veil=0.0, grade=grade)
    if layout.form == "snow" and sky.elevation > 3 and scene.time != "night":
        sky = replace(sky, grade=replace(sky.grade, exposure=sky.grade.exposure * 0.80))
    if scene.moon and sky.moon:
        # the moon is what the picture is about: low, large and warm
        dice = np.random.default_rng((seed, 37))
        moon = replace(
            sky.moon, radius=float(dice.uniform(0.022, 0.036)), elevation=float(dice.uniform(6.5, 12.0)),
            warm=float(dice.uniform(0.2, 0.7)), phase=1.0,
        )  # fmt: skip
        sky = replace(sky, moon=moon)
    return sky


def _moving(whole: Dome, layout: Layout, half: float, seed: int, horizon_slope: float) -> tuple[Moving, ...]:
    """What moves by itself in the sky."""
    sky = whole.heaven
    things: list[Moving] = []
    if sky.aurora > 0:
        things.append(Aurora(textures().soft, seed, _AURORA * sky.aurora))
    if sky.stars > 0.2:
        things.append(Twinkle(seed, _STAR * sky.stars))
    if sky.bolt > 0:
        dice = np.random.default_rng((seed, 52))
        flashes = tuple(
            bolt(
                seed + 100 * k,
                float(dice.uniform(-0.62, 0.62)) * half,
                float(dice.uniform(0.22, 0.34)),
                horizon_slope,
            )
            for k in range(3)
        )
        things.append(Flashes(flashes, sky.bolt * 0.9 / sky.grade.exposure, seed))
    if layout.balloons:
        air = whole.table[6].mean(0) * 0.9
        haze = (float(air[0]), float(air[1]), float(air[2]))
        things.append(Balloons(layout.balloons, half, whole.ground, sky.haze, haze, seed, horizon_slope))
    if layout.birds:
        things.append(Birds(layout.birds, half, whole.ground, seed, horizon_slope))
    return tuple(things)


def _drift(scene: Scene, camera: float) -> Drift:
    """Clouds travel faster in the wind, and when hours pass."""
    pace = (1 + 1.5 * (scene.wind or 0.0)) * (7.0 if scene.motion == "timelapse" else 1.0)
    return Drift(cloud_east=0.014 * pace, cloud_north=-0.05 * pace, water=0.5, camera=camera)


def _softened(light: Light) -> Light:
    """Low sunlight as grass shows it: less red, for what it lets through is green."""
    low = min(max((0.20 - light.y) / 0.16, 0.0), 1.0) * 0.55
    grey = 0.3 * light.red + 0.6 * light.green + 0.1 * light.blue
    red, green, blue = (value + (grey - value) * low for value in (light.red, light.green, light.blue))
    return light._replace(
        red=red * (1 - 0.25 * low), green=green * (1 - 0.25 * low), blue=blue * (1 - 0.25 * low)
    )


def _cover(layout: Layout) -> Cover:
    if layout.form == "above":
        return Cover(0.0, CLOUD_BASE - 200, CLOUD_BASE + 350, 0.0, layout.dry, 1.0)
    if layout.form == "ridge":
        return Cover(0.0, layout.tall * 0.30, layout.tall * 0.44, 0.45, layout.dry, 0.78)
    return Cover(layout.snow, 2500.0, 4000.0, 0.62 if layout.form != "snow" else 0.4, layout.dry, 0.78)


def _sea(
    layout: Layout, view: View, samples: float, lens: Lens, mirror_lens: Lens, painted: Painted, sky: Dome,
    offset: tuple[int, int], depths: Picture, drift: Drift,
) -> Layers:  # fmt: skip
    """A calm sea to the horizon that mirrors the sky."""
    rows, columns = depths.shape
    top, left = offset
    out = np.zeros((rows, columns, 3), np.float32)
    seen = min(int(lens.horizon) + 1, painted.covered.shape[0] - top, rows)
    out[:seen] = painted.covered[top : top + seen, left : left + columns]
    water = np.zeros((rows, columns), np.uint8)
    water[int(lens.horizon) :] = 1
    out[water > 0] = 0
    mirror = painted.covered.copy()
    far_away(out, lens, sky, layout.seed)
    far_away(mirror, mirror_lens, sky, layout.seed)
    bed, haze = out.copy(), sky.heaven.haze
    look = _CALM._replace(
        red=float(_CALM.red * sky.air[0] * 4),
        green=float(_CALM.green * sky.air[1] * 4),
        blue=float(_CALM.blue * sky.air[2] * 4),
    )
    surface = settle(bed, water, depths, lens, look, sky.table, sky.ground, haze)
    draw_water(out, surface, blurred(mirror, lens.focal, 1.0), mirror_lens, 1.0, lens, 0.0, look)
    return Layers(
        view.width, view.height, samples, lens, mirror_lens, out, depths, water, bed, depths.copy(), water.copy(),
        mirror, np.full(mirror.shape[:2], FAR, np.float32), painted.clear, painted.clouds, CLOUD_SCALE,
        sky.cloud_base, sky.table, sky.ground, haze, look, sky.heaven.grade, drift=drift,
    )  # fmt: skip
