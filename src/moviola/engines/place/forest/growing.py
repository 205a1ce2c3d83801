"""Where the trees of a wood stand, and what grows beneath them."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.forest.floor import Floor
from moviola.engines.place.forest.layouts import CELLS, Layout
from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.forest.spots import pair_of, spots
from moviola.engines.place.forest.stems import (
    BEND,
    FIRST,
    FOOT,
    HEIGHT,
    LEAN,
    MOSS,
    NODE,
    RADIUS,
    ROOTS,
    SECOND,
    SPAN,
    STEM,
    TAPER,
    TILE,
    TURN,
    WHITE,
    X,
    Z,
)  # fmt: skip
from moviola.engines.place.forest.wardrobe import Rows, wardrobe
from moviola.engines.place.kernels import Vector
from moviola.engines.place.plants.species import BOUGHS, CROWNS, SPECIES, Species


class Grower:
    """Plants one wood."""

    def __init__(self, scene: ForestScene, layout: Layout, floor: Floor, half: float) -> None:
        self.scene, self.layout, self.floor, self.half = scene, layout, floor, half
        self.random = np.random.default_rng(scene.seed * 101 + 7)
        self.names = tuple(name for name, _ in scene.trees)
        self.bare = tuple(
            scene.wish.season == "winter" and not SPECIES[name].evergreen for name in self.names
        )
        self.book, self.starts = wardrobe(self.names, self.bare)
        self.rows = Rows()
        self.stems: list[Vector] = []
        self.size = float(np.clip(scene.wish.size, 0.5, 1.8))

    def foot(self, x: float, z: float) -> float:
        """Height of the floor."""
        grid, plane = self.layout.grid, self.floor.height
        across = min(max((x - grid.west) / grid.cell, 0.0), CELLS - 1.001)
        along = min(max((z - grid.south) / grid.cell, 0.0), CELLS - 1.001)
        i, j = int(across), int(along)
        right, up = across - i, along - j
        near = float(plane[j, i]) * (1 - right) + float(plane[j, i + 1]) * right
        far = float(plane[j + 1, i]) * (1 - right) + float(plane[j + 1, i + 1]) * right
        return near * (1 - up) + far * up

    def stem(self, species: Species, x: float, z: float, height: float, radius: float) -> Vector:
        """A trunk's row."""
        random = self.random
        row = np.zeros(STEM)
        share = species.stem_share
        row[[X, Z, FOOT, HEIGHT, RADIUS]] = x, z, self.foot(x, z) - 0.04, height * share, radius
        row[[TAPER, LEAN, BEND]] = (
            0.80 * share,
            random.normal() * species.lean,
            random.normal() * species.bend,
        )
        row[[TURN, TILE, SPAN]] = random.random(), species.bark, species.span
        shade = random.uniform(0.8, 1.2)
        row[FIRST : FIRST + 3] = np.array(species.bark_colours[0]) * shade
        row[SECOND : SECOND + 3] = np.array(species.bark_colours[1]) * shade
        row[MOSS] = species.moss * random.uniform(0.4, 1.6)
        row[ROOTS] = species.roots * random.uniform(0.6, 1.3)
        row[NODE] = species.node * random.uniform(0.85, 1.2)
        row[WHITE] = self.scene.snow * 0.42
        self.stems.append(row)
        return row

    def tree(self, name: str, x: float, z: float, height: float, radius: float, crowned: bool) -> None:
        """One tree: trunk, and near the camera boughs instead of a crown."""
        species, random = SPECIES[name], self.random
        row = self.stem(species, x, z, height, radius)
        start = self.starts[name]
        colour = pair_of(species, self.scene, random)
        foot = row[FOOT]
        side = 1.0 if random.random() < 0.5 else -1.0
        if crowned:
            # the crown follows its leaning trunk; at the wood's edge it reaches further down
            x += row[LEAN] * height * 0.6
            edge = self.layout.edge
            if edge and edge - 6 < z < edge + 9:
                drop = height * species.crown.clear * random.uniform(0.3, 0.75)
                foot -= drop
                row[HEIGHT] -= drop
            self.rows.add(x, z, foot, height / 0.96, start + int(random.integers(CROWNS)), side, colour)
        else:
            self.boughs(species, start, row, colour)

    def boughs(self, species: Species, start: int, row: Vector, colour: tuple[float, ...]) -> None:
        """Boughs around a near trunk, as far up as the view reaches."""
        random, layout = self.random, self.layout
        aspect = species.bough_size[0] / species.bough_size[1]
        low = species.clear * (row[HEIGHT] / species.height[1]) ** 0.5
        top = layout.eye + row[Z] * (layout.horizon / 0.5 * self.half * 0.62) + 3.0
        high = min(row[HEIGHT] * 0.97, top)
        if high <= low:
            return
        count = int(min((high - low) * (1.7 if not species.node else 1.0), 22)) + 1
        for _ in range(count):
            y = random.uniform(low, high)
            up = (y - low) / max(row[HEIGHT] - low, 1)
            size = species.bough_height * random.uniform(0.75, 1.3) * (1.15 - 0.5 * up)
            side = 1.0 if random.random() < 0.5 else -1.0
            reach = size * aspect * 0.5 - row[RADIUS] * 0.2
            x = row[X] + row[LEAN] * y + side * reach
            z = row[Z] + random.normal() * 0.25
            slope = (y - layout.eye) / max(z, 0.1)
            if z < 3.0 / max(layout.wide, 0.2) - 3.0 or (
                abs(x) < 0.55 * self.half * z and slope < 0.26 * self.half / 0.6 and z < 14
            ):
                # nothing hangs into the middle of the view
                continue
            kind = start + CROWNS + int(random.integers(BOUGHS))
            self.rows.add(x, z, row[FOOT] + y - size * 0.5, size, kind, side, colour)

    def pick(self) -> str:
        """A species by its share."""
        shares = np.array([share for _, share in self.scene.trees])
        return self.names[int(self.random.choice(len(self.names), p=shares / shares.sum()))]

    def wood(self) -> None:
        """All trees."""
        layout, random = self.layout, self.random
        main = SPECIES[self.names[0]]
        spacing = main.spacing / math.sqrt(layout.density * float(np.clip(self.scene.wish.number, 0.5, 1.6)))
        far = min(layout.reach, 62.0 if main.node else 112.0)
        for x, z in spots(layout, spacing, random, 3.0 * max(0.58 / layout.wide, 1.0), far, self.half):
            name = self.pick()
            species = SPECIES[name]
            height = random.uniform(*species.height) * self.size
            radius = random.uniform(*species.radius) * self.size
            if z < 7 and not species.node and abs(x) < 0.22 * z * self.half / 0.6:
                # nothing stands in the middle of the foreground
                continue
            self.tree(name, float(x), float(z), height, radius, z > species.bough_from)
        if self.names[0] == "cherry" and layout.lead == "path":
            self.avenue()
        if layout.hero is not None:
            self.hero()
        if layout.framed:
            self.frame()
        self.thicket()

    def avenue(self) -> None:
        """Trees in two rows along the path, whose crowns meet over it."""
        random, layout, name = self.random, self.layout, self.names[0]
        species = SPECIES[name]
        for side in (-1.0, 1.0):
            z = random.uniform(7.5, 10.0)
            while z < 78:
                middle = float(layout.lead_x(np.array([z], np.float32))[0])
                x = middle + side * (layout.lead_width * 1.5 + random.uniform(1.5, 2.3))
                tall = random.uniform(species.height[0], species.height[1]) * self.size
                self.tree(name, x, z, tall, random.uniform(*species.radius), True)
                z += random.uniform(4.6, 6.6)

    def hero(self) -> None:
        """One great tree that has room."""
        assert self.layout.hero is not None
        x, z, _ = self.layout.hero
        name = self.names[0]
        species = SPECIES[name]
        height = min(species.height[1], 17.0) * self.size * self.random.uniform(0.85, 1.0)
        self.tree(name, x, z, height, species.radius[1] * 1.25, True)

    def frame(self) -> None:
        """One near trunk and an overhanging bough close the picture to the sides and above."""
        random, layout, name = self.random, self.layout, self.names[0]
        species = SPECIES[name]
        side = -self.scene.side if random.random() < 0.7 else self.scene.side
        # a longer lens has its frame farther away
        away = max(0.58 / layout.wide, 1.0)
        z = random.uniform(4.2, 6.2) * away
        x = side * z * self.half * random.uniform(0.72, 0.95)
        if not species.node:
            self.tree(
                name,
                x,
                z,
                species.height[1] * self.size,
                species.radius[1] * random.uniform(0.65, 0.95),
                False,
            )
        start = self.starts[name] + CROWNS
        colour = pair_of(species, self.scene, random)
        if self.bare[0] and random.random() < 0.3:
            return
        top = layout.horizon / 0.5 * self.half * 0.5625
        for k in range(6):
            z = random.uniform(5.0, 9.5) * away
            where = side * (-1 if k > 3 else 1)
            size = species.bough_height * random.uniform(0.8, 1.15)
            x = where * z * self.half * random.uniform(0.45, 1.05)
            y = self.foot(0, 0) + layout.eye + z * top * random.uniform(0.80, 1.06) - size * 0.5
            self.rows.add(x, z, y, size, start + int(random.integers(BOUGHS)), -where, colour)

    def thicket(self) -> None:
        """Young trees and bushes: they hide the horizon between far trunks."""
        random, layout = self.random, self.layout
        species = SPECIES[self.names[0]]
        if species.node:
            # far canes close to a wall of leaves
            for x, z in spots(layout, 2.3, random, 44.0, 84.0, self.half):
                tall = random.uniform(*species.height)
                foot = self.foot(float(x), float(z)) - tall * random.uniform(0.1, 0.42)
                kind = self.starts[species.name] + int(random.integers(CROWNS))
                self.rows.add(float(x), float(z), foot, tall, kind, 1.0, pair_of(species, self.scene, random))
            return
        far = min(layout.reach, 110.0)
        for x, z in spots(layout, 4.6, random, max(15.0, layout.edge), far, self.half):
            if layout.edge and z < layout.edge + 10 and not self.bare[0]:
                self.mantle(float(x), float(z))
                continue
            often = 0.30 + 0.55 * min(z / 70, 1.0)
            if random.random() > often * (0.25 if self.bare[0] else 1.0):
                continue
            name = self.pick()
            species = SPECIES[name]
            if name == "cherry":
                continue
            if z < 36 and not species.evergreen:
                self.bush(species, float(x), float(z))
                continue
            grown = random.uniform(2.4, 6.0) * (0.7 + 0.6 * min(z / 80, 1))
            share = species.crown.clear
            foot = self.foot(float(x), float(z))
            self.rows.add(
                float(x), float(z), foot - grown * share * 0.9, grown, self.starts[name] + int(random.integers(CROWNS)),
                1.0 if random.random() < 0.5 else -1.0, pair_of(species, self.scene, random),
            )  # fmt: skip

    def mantle(self, x: float, z: float) -> None:
        """Shrubs that close a wood's edge down to the ground."""
        random, foot = self.random, self.foot(x, z)
        for _ in range(3):
            name = self.pick()
            species = SPECIES[name]
            grown = random.uniform(3.0, 7.5)
            self.rows.add(
                x + random.normal() * 1.6,
                z + random.normal() * 1.2,
                foot - grown * (species.crown.clear + 0.06),
                grown,
                self.starts[name] + int(random.integers(CROWNS)),
                1 - 2.0 * random.integers(2),
                pair_of(species, self.scene, random),
            )

    def bush(self, species: Species, x: float, z: float) -> None:
        """A young tree of a few loose boughs."""
        random, foot = self.random, self.foot(x, z)
        colour = pair_of(species, self.scene, random)
        start = self.starts[species.name] + CROWNS
        tall = random.uniform(0.9, 3.2)
        for k in range(int(3 + tall * 2)):
            y = tall * (k + random.random()) / (3 + tall * 2)
            size = random.uniform(0.55, 0.95) * (1.25 - 0.5 * y / tall)
            side = 1.0 if k % 2 else -1.0
            at = x + side * size * random.uniform(0.3, 0.7)
            self.rows.add(
                at,
                z + random.normal() * 0.4,
                foot + y - size * 0.35,
                size,
                start + int(random.integers(BOUGHS)),
                side,
                colour,
            )

    def low(self, count: int, near: float, far: float) -> Vector:
        """Places [n, 2] for low plants, denser near the camera."""
        random = self.random
        z = np.exp(random.uniform(math.log(near), math.log(far), count))
        x = random.uniform(-1, 1, count) * (self.half * z * 1.08 + 0.6)
        return np.stack([x, z], 1)

    def cover(self, plane: str, x: Vector, z: Vector) -> Vector:
        """A map of the floor at points."""
        grid = self.layout.grid
        columns = np.clip(((x - grid.west) / grid.cell).astype(int), 0, CELLS - 1)
        rows = np.clip(((z - grid.south) / grid.cell).astype(int), 0, CELLS - 1)
        return np.asarray(getattr(self.floor, plane)[rows, columns], np.float64)
