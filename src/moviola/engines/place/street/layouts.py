"""A whole street from a scene and a seed."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.scene import Scene
from moviola.engines.place.street import crowd
from moviola.engines.place.street import fields as f
from moviola.engines.place.street.houses import Block
from moviola.engines.place.street.manners import camera_of, layout, manner_of
from moviola.engines.place.street.marking import marks
from moviola.engines.place.street.outfit import LENGTH, bridges, furniture, future, lanterns, skyline, wires
from moviola.engines.place.street.panel import bind
from moviola.engines.place.street.plan import Plan, Way
from moviola.engines.place.street.rows import row_of_houses
from moviola.engines.place.street.signs import bind_signs
from moviola.engines.place.street.trees import kerb_trees


@lru_cache(maxsize=3)
def compose(scene: Scene, seed: int) -> Plan:
    """The street of a scene; the same for every size and shape of the picture."""
    random = np.random.default_rng([seed, 401])
    kind = layout(scene, random)
    manner = manner_of(scene, kind, random)
    camera = camera_of(scene, kind, random)
    side = 1.0 if random.random() < 0.5 else -1.0
    heading = side * float(random.uniform(0.03, 0.13))
    road, walk, bend, cross, zebra = 5.2, 3.4, 0.0, None, None
    aside = side * float(random.uniform(1.5, 4.0))
    if kind == "alley":
        road, walk = float(random.uniform(2.3, 3.1)), 0.6
        aside, heading = side * float(random.uniform(0.1, 0.7)), side * float(random.uniform(-0.02, 0.05))
        bend = float(random.choice([0.0, 0.0, 0.006, -0.006]))
    elif kind == "lane":
        road, walk = float(random.uniform(2.7, 3.4)), float(random.uniform(1.5, 2.0))
        aside = side * float(random.uniform(0.4, 1.6))
        bend = -side * float(random.uniform(0.003, 0.010))
        heading = side * float(random.uniform(0.05, 0.14))
    elif kind == "bend":
        bend = -side * float(random.uniform(0.008, 0.014))
        heading = side * float(random.uniform(0.12, 0.2))
        road = 3.4 if scene.era == "old" else 4.4
    elif kind == "crossing":
        cross = float(random.uniform(26, 34)) + (8 if scene.viewpoint == "aerial" else 0)
        road, heading = 6.6, side * float(random.uniform(0.04, 0.12))
        aside = side * float(random.uniform(0, 3.0))
    elif random.random() < 0.4 or scene.has("crosswalk"):
        zebra = float(random.uniform(12, 17))
    if kind == "avenue" and random.random() < 0.45:
        # from the pavement
        aside = side * (road - float(random.uniform(0.2, 1.3)))
        heading = side * float(random.uniform(-0.02, 0.06))
    # the way passes the camera, which stands at the origin, 10 m behind its own start
    start = Way(-math.cos(heading) * aside, math.sin(heading) * aside, heading, bend).at(-crowd.BEFORE)
    way = Way(*start, bend)
    block = Block(random, manner, eye=camera.height)
    block.frame = (camera.wide, camera.horizon * 2 * camera.wide * 9 / 16)
    front = road + walk
    gap = None if cross is None else (cross - 6.6 - 3.4 + 12, cross + 6.6 + 3.4 + 12)
    for hand in (-1, 1):
        row_of_houses(block, way, hand, -4.0 if kind != "crossing" else 2.0, LENGTH, front, gap)
    skyline(block, way, scene, front, cross)
    meshes, bulbs = furniture(block, way, scene, kind, road, walk, cross)
    if scene.era == "futuristic":
        bridges(block, way, front)
        future(block, way, front)
    if scene.has("lanterns") or (kind == "alley" and random.random() < 0.5):
        meshes += lanterns(block, way, front)
    boxes = np.array(block.houses + block.extras)
    paved = kind == "alley"
    # ways count from behind the camera
    setts = scene.era == "old" or (paved and random.random() < 0.3)
    ground = marks(way, road, None if cross is None else cross + 12, 6.6, None if zebra is None else zebra + 12,
                   scene.era != "old" and not paved, paved, setts)  # fmt: skip
    cars = (
        ()
        if paved or (kind == "lane" and random.random() < 0.4)
        else crowd.cars(scene, random, kind, road, cross)
    )
    trees = kerb_trees(random, way, scene, kind, road)
    people = crowd.people(scene, random, kind, way, road, walk, cross, camera)
    signs = [k for k, row in enumerate(boxes) if row[f.KIND] == f.SIGN]
    flicker = tuple(int(k) for k in random.permutation(signs)[:2])
    return Plan(
        way, camera, boxes, len(block.houses), np.array(block.lights or [[0.0] * f.LIGHT_FIELDS]), bind(block.panels),
        bind_signs(block.pictures), ground, setts, meshes, cars,
        people, wires(random, way, kind, front, scene), cross, flicker=flicker, trees=trees, bulbs=bulbs,
    )  # fmt: skip
