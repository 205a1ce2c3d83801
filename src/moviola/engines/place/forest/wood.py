"""Draws one wood through any lens: its floor, then all that stands on it and the mist between, from far to near."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest import land
from moviola.engines.place.forest.floor import shade_floor
from moviola.engines.place.forest.growing import Grower
from moviola.engines.place.forest.layouts import Layout
from moviola.engines.place.forest.lights import mistlight, woodlight
from moviola.engines.place.forest.litter import SPANS, floor_tiles
from moviola.engines.place.forest.mist import lay_mist, light_mist
from moviola.engines.place.forest.palette import floor_colours, moss_colour
from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.forest.stems import STEM, Z, draw_stems
from moviola.engines.place.kernels import Mask, Picture, Vector
from moviola.engines.place.lens import Lens
from moviola.engines.place.plants.bark import barks
from moviola.engines.place.plants.cutouts import draw_cutouts
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.sky.dome import Dome
from moviola.engines.place.terrain.columns import column_depths
from moviola.engines.place.textures import textures

_SLICES = 20
#: The mist's share of the canvas resolution is chosen so that it has about this many columns.
_MIST_COLUMNS = 300


class Wood:
    """Draws one wood through any lens."""

    def __init__(self, scene: ForestScene, plan: Layout, grower: Grower, sky: Dome) -> None:
        self.scene, self.plan, self.sky = scene, plan, sky
        self.book = grower.book
        stems = np.asarray(grower.stems, np.float64).reshape(-1, STEM)
        self.stems: Vector = np.ascontiguousarray(stems[np.argsort(-stems[:, Z], kind="stable")])
        self.stand_ = grower.rows.stand()
        self.floor = land.rooted(grower.floor, plan, self.stems)
        if plan.grid.cell < 1:
            self.floor = land.shaded(self.floor, plan, self.stand_.x, self.stand_.z, self.stand_.height)
        top = 16.0 + 13.0 * scene.rays + float(grower.floor.height[64, 512])
        self.canopy = land.canopy(scene, plan, sky.direction, top)
        self.trunks = land.trunk_shadows(self.stems, plan, sky.direction)
        self.colours = floor_colours(scene)
        self.tiles = floor_tiles(scene.trees[0][0] in ("spruce", "pine"))
        # petals are smaller than leaves
        small = 0.5 if scene.trees[0][0] == "cherry" and scene.wish.season == "spring" else 1.0
        self.spans = np.array(SPANS) * [small, 1, 1, 1, 1]
        self.moss = moss_colour(scene)
        self.light = woodlight(sky.ground, scene)

    def before(self, plan: Layout) -> tuple[Picture, float]:
        """The mist's light, and what it lets through, before a waterfall."""
        if plan.fall is None:
            return np.zeros(3, np.float32), 1.0
        own = self.scene.mist
        clear = math.exp(-(own.density + own.thin) * plan.fall[0] * 0.7)
        light = mistlight(self.light, self.scene)
        return np.array([light.sky_red, light.sky_green, light.sky_blue], np.float32) * np.float32(
            own.ambient
        ), clear

    def floor_of(
        self, lens: Lens, columns: int, rows: int, sky: Picture, row: int, column: int
    ) -> tuple[Picture, Picture, Mask]:
        """The floor and the sky behind it."""
        depths = np.empty((rows, columns), np.float32)
        fine = 0.003 if columns * rows > 500_000 else 0.005
        soft = textures().soft
        column_depths(self.floor.height, self.plan.grid, soft, 1.0, 0.0, lens, self.plan.reach, fine, depths)
        out = np.empty((rows, columns, 3), np.float32)
        water = np.zeros((rows, columns), np.uint8)
        shade_floor(
            out,
            water,
            depths,
            sky,
            row,
            column,
            self.floor,
            self.tiles,
            self.spans,
            self.colours,
            soft,
            self.canopy,
            self.trunks,
            lens,
            self.light,
            self.scene.snow,
        )
        return out, depths, water

    def stand(self, out: Picture, depths: Picture, water: Mask, lens: Lens) -> tuple[Picture, Mask, Picture]:
        """Trees and all that grows, from far to near, with the mist between them.

        Returns:
            The light of the mist that is seen [h, w, 3], where leaves are, and all mist before the sky [h, w, 4].
        """
        rows, columns = depths.shape
        leafy = np.zeros((rows, columns), np.uint8)
        share = min(_MIST_COLUMNS / columns, 1.0)
        small = (max(int(rows * share), 4), max(int(columns * share), 4))
        reach = self.plan.reach
        edges = np.concatenate([[0.4], np.geomspace(3.0 if reach < 1000 else 30.0, reach, _SLICES)])
        planes = np.empty((_SLICES, *small, 4), np.float32)
        soft = textures().soft
        fitted = Lens(
            lens.x,
            lens.height,
            lens.z,
            lens.focal * small[1] / columns,
            lens.centre * small[1] / columns,
            lens.horizon * small[0] / rows,
        )
        light_mist(
            planes,
            edges,
            fitted,
            self.scene.mist,
            mistlight(self.light, self.scene),
            self.canopy,
            self.trunks,
            soft,
        )
        for plane in planes:
            plane[:] = soften(plane, 0.9)
        bark = barks()
        tree_z, plant_z = -self.stems[:, Z] + lens.z, -self.stand_.z + lens.z
        for k in range(_SLICES - 1, -1, -1):
            begin, end = (int(v) for v in np.searchsorted(tree_z, (-edges[k + 1], -edges[k])))
            first, last = (int(v) for v in np.searchsorted(plant_z, (-edges[k + 1], -edges[k])))
            if end > begin:
                draw_stems(
                    out,
                    depths,
                    water,
                    self.stems,
                    begin,
                    end,
                    bark,
                    soft,
                    lens,
                    self.light,
                    self.canopy,
                    self.moss,
                    leafy,
                )
            if last > first:
                draw_cutouts(
                    out,
                    depths,
                    water,
                    self.stand_,
                    first,
                    last,
                    self.book,
                    lens,
                    self.light,
                    self.canopy,
                    self.scene.snow,
                    leafy,
                )
            lay_mist(out, depths, planes[k], float(edges[k]), float(edges[k + 1]))
        seen = np.zeros((*small, 3), np.float32)
        behind = fit(np.minimum(depths, 1e4), (small[1], small[0]), AREA)
        for k in range(_SLICES - 1, -1, -1):
            part = np.clip((behind - edges[k]) / (edges[k + 1] - edges[k]), 0, 1)[..., None].astype(
                np.float32
            )
            seen = seen * (1 - (1 - planes[k, ..., 3:]) * part) + planes[k, ..., :3] * part
        veil = np.concatenate([np.zeros((*small, 3), np.float32), np.ones((*small, 1), np.float32)], 2)
        for plane in planes[::-1]:
            veil[..., :3] = veil[..., :3] * plane[..., 3:] + plane[..., :3]
            veil[..., 3] *= plane[..., 3]
        return seen, leafy, veil
