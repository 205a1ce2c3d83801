"""Draws a village into layers."""

from __future__ import annotations

import numpy as np

from moviola.engines.base import Progress
from moviola.engines.place.kernels import FAR, Mask, Picture
from moviola.engines.place.layers import Drift, Layers, Moving, canvas, half_view
from moviola.engines.place.lens import Lens, mirrored
from moviola.engines.place.props.lantern_halo import Halos
from moviola.engines.place.props.smoke import Smoke
from moviola.engines.place.props.solid import draw_mesh
from moviola.engines.place.props.sprites import draw_sprites
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.sky.dome import CLOUD_SCALE
from moviola.engines.place.terrain.columns import column_depths
from moviola.engines.place.textures import textures
from moviola.engines.place.village import backdrop, woods
from moviola.engines.place.village.alps import shade_alps
from moviola.engines.place.village.snowfield import shade_snowfield
from moviola.engines.place.village.world import World, world_of
from moviola.engines.place.water.surface import Water, blurred, draw_water, settle
from moviola.engines.place.weather.falling import falling_for

#: How far mountains are looked for, in metres.
_REACH = 10_500.0
_LOOK = Water(0.006, 0.007, 0.003, 0.5, 1.0, 0.35, 0.004, 0.010, 0.014)
#: At a lake the camera drifts to the left: metres over ten seconds.
_DRIFT = -0.35
#: Colour of the halos of lamps.
_WARM = (1.0, 0.60, 0.26)
#: Canvases with more pixels than this are followed in finer steps.
_LARGE = 500_000


def draw(wanted: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """Layers of the village that ``wanted`` and ``seed`` describe."""
    book = textures()
    progress(0.02, "houses")
    world = world_of(wanted, seed)
    mood, plan = world.mood, world.plan
    columns, rows, samples = canvas(view.width, view.height, view.samples)
    half = half_view(view.width, view.height, plan.wide)
    focal = columns / (2 * half)
    lens = Lens(
        view.right,
        world.eye + view.up,
        view.forward,
        focal,
        # the hero keeps its place across the picture at every shape of it
        columns * plan.hero_at - focal * plan.hero[0] / plan.hero[1],
        float(round(rows * (plan.horizon + 0.10 * max(1 - half / plan.wide, 0)))),
    )
    mirror_lens, mirror_columns, mirror_rows = mirrored(lens, columns, rows, 0.06)
    progress(0.15, "mountains")
    painter = _Painter(world, half, seed)
    progress(0.3, "sky")
    clear, covered, clouds = mood.dome.paint(mirror_lens, mirror_columns, mirror_rows, book, seed)
    progress(0.45, "land")
    row, column = round(mirror_lens.horizon - lens.horizon), round(mirror_lens.centre - lens.centre)
    picture, depths, water = painter.land(lens, columns, rows, covered, row, column)
    wet = plan.shore is not None
    water *= np.uint8(wet)
    haze = mood.dome.heaven.haze
    mirror = np.zeros((mirror_rows, mirror_columns, 3), np.float32)
    mirror_depths = np.full((mirror_rows, mirror_columns), FAR, np.float32)
    bed, bed_depths, bed_water = picture, depths, water
    if wet:
        mirror, mirror_depths, mirror_water = painter.land(
            mirror_lens, mirror_columns, mirror_rows, covered, 0, 0
        )
        painter.objects(mirror, mirror_depths, mirror_water, mirror_lens, 0.02)
        progress(0.65, "water")
        bed, bed_depths, bed_water = picture.copy(), depths.copy(), water.copy()
        surface = settle(bed, bed_water, bed_depths, lens, _LOOK, mood.dome.table, mood.light, haze)
        draw_water(picture, surface, blurred(mirror, lens.focal, 1.0), mirror_lens, 1.0, lens, 0.0, _LOOK)
        del surface
        slope = (lens.horizon - (np.arange(rows) + 0.5)) / lens.focal
        level = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR).astype(np.float32)[:, None]
        np.copyto(depths, np.minimum(level, depths), where=water > 0)
    progress(0.8, "houses")
    painter.objects(picture, depths, water, lens, -1e9)
    return Layers(
        view.width, view.height, samples, lens, mirror_lens, picture, depths, water, bed, bed_depths, bed_water, mirror,
        mirror_depths, clear, clouds, CLOUD_SCALE, mood.dome.cloud_base, mood.dome.table, mood.light, haze, _LOOK,
        mood.grade, drift=Drift(camera=_DRIFT if wet else 0.0), moving=painter.moving(wanted),
    )  # fmt: skip


class _Painter:
    """Draws one village with one light, through any lens."""

    def __init__(self, world: World, half: float, seed: int) -> None:
        """``half``: half the view's width as a slope."""
        self.world = world
        self.book = textures()
        self.light = world.mood.light
        self.haze = world.mood.dome.heaven.haze
        self.seed = seed
        self.forest = backdrop.forest(world.land, half, world.plan.extent * 0.62, 3 + seed % 7)
        self.trees = woods.trees(world, seed)
        self.stalks = woods.clumps(world, seed)
        self.people = woods.people(world)

    def land(
        self, lens: Lens, columns: int, rows: int, covered: Picture, row: int, column: int
    ) -> tuple[Picture, Picture, Mask]:
        """Mountains, then the near ground before them."""
        world = self.world
        mood, plan = world.mood, world.plan
        none = np.zeros((2, 2), np.float32)
        quality = 0.0012 if columns * rows > _LARGE else 0.0024
        far = np.empty((rows, columns), np.float32)
        column_depths(world.land.height, backdrop.GRID, none, 1.0, 0.0, lens, _REACH, quality * 1.5, far)
        depths = np.empty((rows, columns), np.float32)
        reach = plan.extent * 0.93
        column_depths(world.site.height, world.grid, none, 1.0, 0.0, lens, reach, quality, depths)
        hidden = depths < far
        far[hidden] = FAR
        out = np.empty((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        shade_alps(
            out, far, covered, row, column, world.land, backdrop.GRID, self.book.soft, self.book.ridges, lens,
            mood.dome.table, mood.far_light, self.haze, np.array(mood.far), -3000.0 if mood.winter else 760.0,
        )  # fmt: skip
        depths[~hidden] = FAR
        shade_snowfield(
            out, depths, world.ground, world.grid, world.pool, self.book.soft, self.book.ridges, lens, mood.dome.table,
            self.light, self.haze, np.array(mood.near), 1.0 if mood.winter else 0.0, 1.0,
        )  # fmt: skip
        depths = np.minimum(depths, far)
        if plan.shore is not None:
            slope = (lens.horizon - (np.arange(rows) + 0.5)) / lens.focal
            surface = np.where(slope < 0, lens.height / np.maximum(-slope, 1e-6), FAR)[:, None]
            water = ((surface < depths) & (surface < 3e4) & (lens.height > 0)).astype(np.uint8)
        return out, depths, water

    def objects(self, out: Picture, depths: Picture, water: Mask, lens: Lens, floor: float) -> None:
        """Forest, houses, trees, people."""
        world, mood = self.world, self.world.mood
        snow = 0.85 if mood.winter else 0.0
        table = mood.dome.table
        draw_sprites(
            out,
            depths,
            water,
            self.forest,
            woods.far_trees(mood.trees, snow),
            lens,
            table,
            self.light,
            self.haze,
        )
        draw_mesh(
            out, depths, water, world.things.mesh, lens, table, self.light, self.haze, world.site.height,
            world.site.tops, world.grid, world.glows,
            world.pool, self.book.soft, mood.unit, mood.bounce, floor,
        )  # fmt: skip
        cells = world.pool_grid
        near = woods.near_trees(mood.trees, mood.leaves, snow)
        woods.draw_lit(
            out, depths, water, self.trees, near, lens, table, self.light, self.haze, world.pool, cells
        )
        stalks = woods.stalks(mood.winter)
        woods.draw_lit(
            out, depths, water, self.stalks, stalks, lens, table, self.light, self.haze, world.pool, cells
        )
        woods.draw_lit(
            out,
            depths,
            water,
            self.people,
            woods.walkers(),
            lens,
            table,
            self.light,
            self.haze,
            world.pool,
            cells,
        )

    def moving(self, scene: Scene) -> tuple[Moving, ...]:
        """Smoke and the halos of lamps."""
        world, mood = self.world, self.world.mood
        things: list[Moving] = []
        light = self.light
        day = max(light.y, 0.0) * 0.5
        colour = tuple(
            float(1.4 * (air + sun * day)) for air, sun in zip(light[6:9], light[3:6], strict=True)
        )
        if "smoke" not in scene.without and len(world.things.smoke):
            wind = 0.35 + 1.2 * (scene.wind or 0.0)
            tops = world.things.smoke if mood.winter else world.things.smoke[::3]
            things.append(Smoke(tops, (colour[0], colour[1], colour[2]), wind, 1.5, self.book.soft))
        if mood.glow > 0.2 and len(world.things.halos):
            gain = 0.22 * mood.unit * mood.glow * (1 + 1.5 * (scene.fog or 0.0))
            things.append(Halos(world.things.halos, (_WARM[0] * gain, _WARM[1] * gain, _WARM[2] * gain)))
        things.extend(falling_for(scene, light, self.seed))
        return tuple(things)
