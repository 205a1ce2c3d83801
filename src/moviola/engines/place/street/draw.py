"""Draws a street into layers."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.kernels import FAR, Picture
from moviola.engines.place.layers import Drift, Layers, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.props.polygons import draw_mesh
from moviola.engines.place.resample import AREA, LINEAR, fit, soften
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.dome import CLOUD_SCALE, Painted
from moviola.engines.place.street.cast import Faces, cast, columns_of
from moviola.engines.place.street.fields import FACES, GRID, GRID_FIELDS, SKY
from moviola.engines.place.street.halos import add_halo
from moviola.engines.place.street.hours import Hour, hour, settled, wetness
from moviola.engines.place.street.layouts import compose
from moviola.engines.place.street.life import Life, small_copy
from moviola.engines.place.street.lit import light_ground, light_walls
from moviola.engines.place.street.marking import LEFT, LIGHT_STEP, NEAR, STEP
from moviola.engines.place.street.pavement import Ground, shade_pavement
from moviola.engines.place.street.relief import shade_walls
from moviola.engines.place.street.shadows import cast_shadows, light_cube
from moviola.engines.place.street.trees import draw_tree
from moviola.engines.place.textures import textures
from moviola.engines.place.water.surface import Water
from moviola.engines.place.weather.falling import Rain, Snow

_LOOK = Water(0.010, 0.009, 0.004, 0.45, 1.0, 0.35, 0.003, 0.007, 0.014)
#: Resolution of the mirrored street against the canvas.
_MIRROR = 0.6


class _Set:
    """A street ready to be looked at."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.plan = scene, compose(scene, seed)
        self.hour = hour(
            scene, seed, math.degrees(self.plan.way.at(12)[2]), math.degrees(self.plan.way.at(70)[2])
        )
        plan, light = self.plan, self.hour.light
        self.soft = textures().soft
        self.grid = np.zeros((len(plan.boxes) * 4, GRID, GRID, GRID_FIELDS), np.float32)
        sun = (light.x, light.y if light.red > 0 else -1.0, light.z)
        light_walls(plan.boxes, plan.solid, plan.lights, sun, self.grid)
        ground = np.zeros((200, 100, 5), np.float32)
        light_ground(plan.boxes, plan.solid, plan.lights, sun, LEFT, NEAR, LIGHT_STEP, ground)
        self.hour = self.hour._replace(sunny=ground[..., 3])
        wet = wetness(scene, seed)
        leaves = 0.8 if scene.has("leaves") else (0.45 if scene.season == "autumn" else 0.0)
        snow = 0.0
        if scene.season == "winter" or scene.snowfall:
            snow, wet = 0.55 + 0.35 * (scene.snowfall or 0.0), max(wet, 0.45)
        self.ground = Ground(
            plan.marks,
            ground,
            LEFT,
            NEAR,
            STEP,
            LIGHT_STEP,
            float(plan.cobbled),
            wet,
            snow,
            leaves,
            plan.way.heading,
        )

    def look(
        self, lens: Lens, columns: int, rows: int, sky: Picture
    ) -> tuple[Picture, Picture, Picture, Picture, Picture, Picture]:
        """Picture and depths of what stands still, and of its ground how much it mirrors, how rough, how
        uneven; and which pixels are signs that flicker."""
        plan, at = self.plan, self.hour
        out = sky
        depths = np.empty((rows, columns), np.float32)
        faces: Faces = np.empty((rows, columns), np.int32)
        us, vs = np.empty_like(depths), np.empty_like(depths)
        first, last = columns_of(lens, plan.boxes, columns)
        cast(lens, plan.boxes, first, last, depths, faces, us, vs)
        shade_walls(
            out, depths, faces, us, vs, plan.boxes, lens, plan.tiles.pixels, plan.tiles.table, plan.tiles.behind,
            plan.signs.flat, plan.signs.table, self.grid, at.light, at.sheen, at.day, self.soft,
        )  # fmt: skip
        del us, vs
        faulty = (
            np.isin(faces // FACES, plan.flicker).astype(np.float32)
            if plan.flicker
            else np.zeros_like(depths)
        )
        share, rough = np.zeros_like(depths), np.ones_like(depths)
        bump = np.zeros((rows, columns, 2), np.float32)
        if lens.height > 0:
            shade_pavement(out, share, rough, bump, depths, faces, lens, self.ground, at.light, self.soft)
        around, before = small_copy(out, at.day), depths.copy()
        for tree in plan.trees:
            cube = light_cube(plan, at, tree.x, 0.6 * tree.height, tree.z)
            draw_tree(out, depths, tree, self.scene.season, lens, cube, 0.0, np.zeros(3, np.float32))
        for mesh in plan.furniture:
            x, _, z = mesh.points[0]
            if z - lens.z > 0.8:
                draw_mesh(out, depths, mesh, lens, light_cube(plan, at, float(x), 3.0, float(z)), around)
        share[depths != before] = 0
        self._wires(out, depths, lens)
        self._air(out, depths, faces == SKY, lens)
        return out, depths, share, rough, bump, faulty

    def _wires(self, out: Picture, depths: Picture, lens: Lens) -> None:
        rows, columns = depths.shape
        ink = np.zeros((rows, columns), np.uint8)
        for line in self.plan.wires:
            depth = line[:, 2] - lens.z
            if depth.min() < 2:
                continue
            x = lens.centre + (line[:, 0] - lens.x) / depth * lens.focal
            y = lens.horizon - (line[:, 1] - lens.height) / depth * lens.focal
            points = np.stack([x, y], 1)
            if np.abs(points).max() > 20000:
                continue
            thick = 0.024 * lens.focal / float(depth.mean())
            strength = int(235 * min(max(thick, 0.25), 1.0))
            cv2.polylines(
                ink, [(points * 16).astype(np.int32)], False, strength, max(round(thick), 1), cv2.LINE_AA, 4
            )
        mean = np.array([0.012, 0.012, 0.013], np.float32) + np.float32(0.05) * self.hour.sheen.astype(
            np.float32
        )
        where = np.flatnonzero(ink.ravel())
        share = (ink.ravel()[where].astype(np.float32) / 255)[:, None]
        flat = out.reshape(-1, 3)
        flat[where] = flat[where] * (1 - share) + mean * share

    def _air(self, out: Picture, depths: Picture, open_sky: Picture, lens: Lens) -> None:
        """Haze that takes the light of what glows around it, and haloes about lamps."""
        rows, columns = depths.shape
        size = (max(columns // 6, 8), max(rows // 6, 8))
        light = fit(np.minimum(out, 4.0), size, AREA)
        span = size[0] / 100
        if self.hour.day < 0.3:
            # lamps and signs light the air, not the dark walls between them
            bright = light.max(axis=2, keepdims=True)
            light = light * (0.10 + 1.35 * np.clip((bright - 0.14) / 0.6, 0, 1))
            light = light + np.float32(0.5) * self.hour.glow
        wide = (
            soften(light, 13 * span) * 0.40
            + soften(light, 5.0 * span) * 0.34
            + soften(light, 1.8 * span) * 0.26
        )
        wide = fit(wide, (columns, rows), LINEAR)
        far = np.minimum(depths, 260.0)
        share = 1 - np.exp(-self.hour.fog * far)
        share = np.where(open_sky, share * 0.35, share)[..., None].astype(np.float32)
        out *= 1 - share
        out += wide * share * np.float32(1.25)
        haze = 0.10 + 10 * self.hour.fog
        for x, y, z, _, colour in self.plan.bulbs:
            depth = z - lens.z
            if depth < 3 or lens.height < 0:
                continue
            column = lens.centre + (x - lens.x) / depth * lens.focal
            row = lens.horizon - (y - lens.height) / depth * lens.focal
            red, green, blue = (float(haze * 2.6) * c for c in colour)
            add_halo(out, depths, column, row, 2.6 * lens.focal / depth, depth, red, green, blue, 1.0)


def _air_light(picture: Picture, lens: Lens) -> Picture:
    """Light [24, 3] of the air before what is far, from left to right."""
    rows = picture.shape[0]
    band = picture[max(int(lens.horizon - rows * 0.12), 0) : max(int(lens.horizon + rows * 0.03), 1) : 3, ::3]
    return np.ascontiguousarray(soften(fit(np.minimum(band, 2.0), (24, 4), AREA), 1.5).mean(axis=0) * 0.5)


def _paint_sky(at: Hour, lens: Lens, columns: int, rows: int, seed: int) -> Painted:
    """The sky on a canvas; it is smooth, and painted at half of its resolution."""
    size = (columns // 2, rows // 2)
    painted = at.dome.paint(lens.scaled(0.5), *size, textures(), seed)
    slope = np.maximum((lens.horizon - 2 * np.arange(size[1], dtype=np.float32) - 1) / lens.focal, 0)
    glow = np.exp(-slope * 1.1)[:, None, None] * at.glow
    gain = np.float32(at.gain)
    clouds = painted.clouds.copy()
    clouds[..., :3] *= gain
    # the city lights its clouds as it does the air before them
    rise = np.linspace(float(slope[0]), 0.0, clouds.shape[0], dtype=np.float32)
    clouds[..., :3] += np.exp(-rise * 1.1)[:, None, None] * at.glow * clouds[..., 3:]
    whole = (columns, rows)
    return Painted(
        fit(painted.clear * gain + glow, whole, LINEAR),
        fit(painted.covered * gain + glow, whole, LINEAR),
        clouds,
    )


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the street that ``wanted`` and ``seed`` describe."""
    scene = settled(wanted, seed)
    progress(0.02, "street")
    place = _Set(scene, seed)
    plan, at = place.plan, place.hour
    width, height = view.width, view.height
    columns, rows, samples = canvas(width, height, view.samples)
    half = half_view(width, height, plan.camera.wide, 0.72)
    lens = Lens(
        view.right, max(plan.camera.height + view.up, 0.2), view.forward, columns / (2 * half), columns * 0.5,
        float(round(rows * plan.camera.horizon)),
    )  # fmt: skip
    beyond, wide, tall = mirrored(lens.scaled(_MIRROR), round(columns * _MIRROR), round(rows * _MIRROR), 0.02)
    progress(0.15, "sky")
    sky_lens, sky_columns, sky_rows = mirrored(lens, columns, rows, 0.0)
    sky = _paint_sky(at, sky_lens, sky_columns, sky_rows, seed)
    top = round(sky_lens.horizon - lens.horizon)
    seen = np.zeros((rows, columns, 3), np.float32)
    part = sky.covered[top : top + rows]
    seen[: len(part)] = part
    progress(0.3, "facades")
    picture, depths, share, rough, bump, faulty = place.look(lens, columns, rows, seen)
    progress(0.7, "mirror")
    behind = fit(sky.covered, (wide, max(round(sky.covered.shape[0] * _MIRROR), 2)), LINEAR)
    mirror_sky = np.zeros((tall, wide, 3), np.float32)
    offset = round(beyond.horizon - sky_lens.horizon * _MIRROR)
    low = max(offset, 0)
    high = min(offset + len(behind), tall)
    mirror_sky[low:high] = behind[low - offset : high - offset]
    mirror, mirror_depths, *_ = place.look(beyond, wide, tall, mirror_sky)
    progress(0.85, "life")
    life = Life(
        plan, at, float(scene.rain or 0.0), place.ground.wet, share, rough, bump, mirror, mirror_depths, beyond,
        _MIRROR, _air_light(picture, lens), small_copy(picture, at.day), faulty,
    )  # fmt: skip
    cast_shadows(picture, depths, lens, life.feet(0.0, True))
    before = depths.copy()
    life.things(picture, depths, lens, 0.0, True)
    share[depths != before] = 0
    life.things(mirror, mirror_depths, beyond, 0.0, True)
    del before
    dry = np.zeros((rows, columns), np.uint8)
    tiny = np.zeros((sky_rows, sky_columns, 3), np.float32)
    ambient = (at.light.sky_red, at.light.sky_green, at.light.sky_blue)
    return Layers(
        width, height, samples, lens, sky_lens, picture, depths, dry, picture, depths, dry, tiny,
        np.full((sky_rows, sky_columns), FAR, np.float32), sky.clear, sky.clouds, CLOUD_SCALE / 2, at.dome.cloud_base,
        at.dome.table, at.light, at.dome.heaven.haze, _LOOK, at.grade, drift=Drift(camera=0.0),
        moving=(life, *_falling(scene, ambient, seed)),
    )  # fmt: skip


def _falling(scene: Scene, ambient: tuple[float, float, float], seed: int) -> tuple[Rain | Snow, ...]:
    wind = 0.3 + 3.0 * (scene.wind if scene.wind is not None else 0.15)
    some: list[Rain | Snow] = []
    red, green, blue = (0.30 * v + 0.012 for v in ambient)
    if scene.rain:
        some.append(Rain(scene.rain, wind, (red, green, blue), seed))
    if scene.snowfall:
        some.append(Snow(scene.snowfall, wind * 0.4, (red * 2.6, green * 2.6, blue * 2.6), seed))
    return tuple(some)
