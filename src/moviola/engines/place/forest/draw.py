"""Draws a forest scene into layers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.forest import land, treetops, understory
from moviola.engines.place.forest.growing import Grower
from moviola.engines.place.forest.layouts import layout
from moviola.engines.place.forest.lights import exposed, filmhaze
from moviola.engines.place.forest.moving import stirring
from moviola.engines.place.forest.scene import ForestScene, compose
from moviola.engines.place.forest.wood import Wood
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Drift, Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.resample import AREA, LINEAR, fit, soften
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.air import Haze
from moviola.engines.place.sky.dome import CLOUD_SCALE, Dome
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle
from moviola.engines.place.weather.falling import falling_for

#: Depth at which the sky between leaves is kept, in metres.
_GLIMPSE = 3000.0
#: No haze: mist is laid over all that is drawn.
_CLEAR = Haze(0.0, 0.0, 100.0, 0.0, 0.0)


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the forest that ``wanted`` and ``seed`` describe."""
    scene = compose(wanted, seed)
    plan = layout(scene)
    columns, rows, samples = canvas(view.width, view.height, view.samples)
    half = half_view(view.width, view.height, plan.wide)
    progress(0.02, "terrain")
    floor = land.lie(plan, scene)
    grower = Grower(scene, plan, floor, plan.wide * 1.06)
    if plan.grid.cell > 1:
        treetops.clothe(grower)
    else:
        grower.wood()
    understory.plant(grower)
    progress(0.2, "forest")
    # who looks along a stream stands on its bank or on a stone in it
    eye = plan.eye + max(grower.foot(0.0, 0.0), land.BANK if plan.lead == "stream" else 0.0)
    lens = Lens(
        view.right, eye + view.up, view.forward, columns / (2 * half), columns * 0.5,
        float(round(rows * (plan.horizon + (0.10 if plan.horizon < 0.6 else 0.04) * max(1 - half / plan.wide, 0)))),
    )  # fmt: skip
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.06)
    sky = Dome(scene.heaven if _open(scene) else scene.heaven.cloudless())
    clear, covered, clouds = sky.paint(mirror_lens, mirror_columns, mirror_rows, textures(), scene.seed)
    progress(0.35, "land")
    wood = Wood(scene, plan, grower, sky)
    if plan.grid.cell < 1:
        covered = _behind(covered, mirror_lens)
    row, column = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    picture, depths, water = wood.floor_of(lens, columns, rows, covered, row, column)
    wet = bool(water.any()) and plan.lead == "stream"
    look = Water(
        0.012,
        0.010,
        0.003,
        0.4,
        1.0,
        0.9,
        *(float(a * g) for a, g in zip(sky.air, (0.020, 0.026, 0.016), strict=True)),
    )
    mirror, mirror_depths = np.zeros((2, 2, 3), np.float32), np.full((2, 2), FAR, np.float32)
    bed, bed_depths, bed_water = picture, depths, np.zeros_like(water)
    if wet:
        mirror, mirror_depths, _ = wood.floor_of(mirror_lens, mirror_columns, mirror_rows, covered, 0, 0)
        wood.stand(mirror, mirror_depths, np.zeros(mirror_depths.shape, np.uint8), mirror_lens)
        bed, bed_depths, bed_water = picture.copy(), depths.copy(), water.copy()
        surface = settle(bed, bed_water, bed_depths, lens, look, sky.table, sky.ground, _CLEAR)
        draw_water(picture, surface, blurred(mirror, lens.focal, 1.0), mirror_lens, 1.0, lens, 0.0, look)
        slope = (lens.horizon - (np.arange(rows) + 0.5)) / lens.focal
        flat = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR).astype(np.float32)[:, None]
        np.copyto(depths, np.minimum(flat, depths), where=water > 0)
    else:
        water[:] = 0
        mirror = np.zeros((mirror_rows, mirror_columns, 3), np.float32)
        mirror_depths = np.full((mirror_rows, mirror_columns), FAR, np.float32)
    progress(0.55, "trees")
    mist, leafy, veil = wood.stand(picture, depths, water, lens)
    if _open(scene):
        if plan.grid.cell < 1:
            clear = _behind(clear, mirror_lens)
        _veil(clear, clouds, veil, row, column, columns, rows)
    else:
        # glimpses of the sky between leaves stand still with them
        np.copyto(depths, np.float32(_GLIMPSE), where=depths > FAR / 10)
    if plan.grid.cell < 1:
        _defocus(
            picture,
            depths,
            float((lens.height - grower.foot(0, 0)) * lens.focal / max(rows - lens.horizon, 1)),
        )
    own, exposure = scene.heaven.grade, exposed(picture, scene)
    moving = stirring(scene, plan, lens, wood.light, mist, leafy, depths, exposure, wood.before(plan))
    grade = replace(
        own,
        exposure=exposure,
        contrast=own.contrast + 0.10 + 0.14 * scene.fog,
        saturation=own.saturation * (0.78 if wanted.time == "night" else 1.0),
    )
    haze, glow = filmhaze(wood.light, scene, sky.table)
    return Layers(
        view.width,
        view.height,
        samples,
        lens,
        mirror_lens,
        picture,
        depths,
        water,
        bed,
        bed_depths,
        bed_water,
        mirror,
        mirror_depths,
        clear,
        clouds,
        CLOUD_SCALE,
        sky.cloud_base,
        glow,
        sky.ground,
        haze,
        look,
        grade,
        moving=(*moving, *falling_for(wanted, wood.light, seed)),
        drift=Drift(camera=0.0 if wet else (-0.06 if plan.grid.cell < 1 else -0.7)),
    )


def _veil(
    sky: Picture, clouds: Picture, veil: Picture, row: int, column: int, columns: int, rows: int
) -> None:
    """Lay all mist over the sky and over its clouds, for films in which they move."""
    high, wide = sky.shape[:2]
    fitted = fit(veil, (columns, rows), LINEAR)
    down = np.clip(np.arange(high) - row, 0, rows - 1)
    across = np.clip(np.arange(wide) - column, 0, columns - 1)
    whole = np.ascontiguousarray(fitted[down][:, across])
    sky *= whole[..., 3:]
    sky += whole[..., :3]
    small = fit(whole, (clouds.shape[1], clouds.shape[0]), AREA)
    clouds[..., :3] = clouds[..., :3] * small[..., 3:] + small[..., :3] * clouds[..., 3:]


def _defocus(picture: Picture, depths: Picture, ground: float) -> None:
    """Blur what stands nearer than the nearest ``ground`` that is seen, as a lens does that looks into the wood."""
    far = min(max(ground * 1.05, 2.2), 4.6)
    near = np.clip((far - depths) / (0.55 * far), 0, 1)
    tall = np.flatnonzero(near.max(axis=1) > 0.02)
    if len(tall) == 0:
        return
    first = max(int(tall[0]) - 12, 0)
    share, part = near[first:], picture[first:]
    # half of the resolution is enough for a blur
    size = (max(part.shape[1] // 2, 1), max(part.shape[0] // 2, 1))
    small = fit(
        np.ascontiguousarray(np.concatenate([part * share[..., None], share[..., None]], 2)), size, AREA
    )
    blurred = fit(soften(small, picture.shape[1] / 1700), (part.shape[1], part.shape[0]), LINEAR)
    cover = np.clip(blurred[..., 3:] * 1.5, 0, 1)
    part[:] = part * (1 - cover) + blurred[..., :3] / np.maximum(blurred[..., 3:], 1e-4) * cover


def _behind(sky: Picture, lens: Lens) -> Picture:
    """The sky with more wood before its lowest part, beyond the farthest trees that are drawn."""
    slope = (lens.horizon - (np.arange(sky.shape[0]) + 0.5)) / lens.focal
    clear = np.clip((slope - 0.10) / 0.22, 0, 1)
    return np.asarray(sky * (0.22 + 0.78 * clear * clear * (3 - 2 * clear))[:, None, None], np.float32)


def _open(scene: ForestScene) -> bool:
    """Whether more than glimpses of the sky can be seen."""
    return scene.layout in ("meadow", "hillside") or scene.trees[0][0] == "cherry" or scene.fog < 0.2
