"""What a street has besides its front row of houses: towers behind, lamps, great signs, bridges, lanterns, wires."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Vector
from moviola.engines.place.props.polygons import Mesh, placed
from moviola.engines.place.props.posts import bollard, hydrant, lamp_post, lantern, traffic_light
from moviola.engines.place.scene import Scene
from moviola.engines.place.street import fields as f
from moviola.engines.place.street.crowd import BEFORE
from moviola.engines.place.street.houses import Block, house, sign, solid
from moviola.engines.place.street.panel import Colour
from moviola.engines.place.street.plan import Way
from moviola.engines.place.street.signs import Sign

#: Metres of a street that has houses.
LENGTH = 170.0


def skyline(block: Block, way: Way, scene: Scene, front: float, cross: float | None) -> None:
    """Taller houses behind the first row, across the side street, and at the end."""
    random = block.random
    if scene.era == "old":
        return
    tall = 70.0 if scene.era == "futuristic" else 34.0
    styles = ("curtain", "shell") if scene.era == "futuristic" else ("curtain", "ribbon", "formed")
    for _ in range(int(9 * scene.number) + 3):
        side = 1 if random.random() < 0.5 else -1
        along = float(random.uniform(35, 260))
        x, z, turn = way.at(min(along, 190), side * (front + float(random.uniform(20, 34))))
        z += max(along - 190, 0)
        high = tall * float(random.uniform(0.7, 1.9)) * scene.size
        row = house(
            block,
            x,
            z,
            -turn,
            float(random.uniform(7, 11)),
            float(random.uniform(7, 11)),
            high,
            str(random.choice(styles)),
            False,
        )
        row[f.BRIGHT] *= 0.7
    if cross is not None:
        for side in (-1, 1):
            x, z, turn = way.at(cross + 12, side * (front + 50.0))
            house(
                block,
                x,
                z,
                -turn,
                10.0,
                9.8,
                22.0 * float(random.uniform(0.8, 1.5)),
                str(random.choice(block.manner.styles)),
                True,
            )
    if scene.time in ("golden", "sunset", "dawn") or (scene.time == "day" and random.random() < 0.75):
        # the low sun shines along the street, and by day the sky closes it
        return
    x, z, turn = way.at(LENGTH + 50, float(random.uniform(-9, 9)))
    row = house(
        block,
        x,
        z,
        -turn,
        float(random.uniform(8.0, 13.0)),
        8.0,
        tall * float(random.uniform(0.9, 1.7)) * scene.size,
        str(random.choice(styles)),
        False,
    )
    row[f.BRIGHT] *= 0.7


def furniture(
    block: Block, way: Way, scene: Scene, kind: str, road: float, walk: float, cross: float | None
) -> tuple[list[Mesh], list[tuple[float, float, float, float, Colour]]]:
    """Lamp posts with their light, traffic lights, bollards, hydrants."""
    random, glow = block.random, block.manner.glow
    lit = glow if scene.time not in ("day", "golden") else 0.0
    old = scene.era == "old"
    meshes: list[Mesh] = []
    bulbs: list[tuple[float, float, float, float, Colour]] = []
    colour: Colour = (1.0, 0.60, 0.28) if old or random.random() < 0.55 else (1.0, 0.78, 0.52)
    if scene.era == "futuristic":
        colour = (0.72, 0.88, 1.0)
    height, sort, pitch = (3.9, "gas", 15.0) if old else (7.4, "arm", 24.0)
    if kind == "alley":
        height, sort, pitch = 4.2, "gas" if old else "globe", 19.0
    start = float(random.uniform(17, 23))
    for k in range(8):
        for side in (-1, 1):
            if kind in ("alley", "lane") and (k + (side > 0)) % 2:
                continue
            along = start + k * pitch + (pitch / 2 if side > 0 else 0)
            if cross is not None and abs(along - cross - 12) < 14:
                # at the corners instead
                if abs(along - cross - 12) < 14 - pitch / 2:
                    continue
                along = cross + 12 + math.copysign(9.2, along - cross - 12)
            reach = road + (0.55 if walk > 1 else -0.1)
            x, z, turn = way.at(along, side * reach)
            if abs(x) < 3.0 and z < 17 and kind != "crossing":
                # none before the camera's nose
                continue
            gain = tuple(lit * (9.0 if sort != "gas" else 5.0) * c for c in colour)
            mesh, head = lamp_post(sort, height, gain)
            spin = turn if side < 0 else turn + math.pi
            meshes.append(placed(mesh, x, z, spin))
            at = (x + head[0] * math.cos(spin), head[1], z - head[0] * math.sin(spin))
            way_down = (0, -1, 0) if sort == "arm" else (0, 0, 0)
            block.light(
                at, colour, lit * (30.0 if sort == "arm" else 13.0 if sort == "gas" else 9.0), way_down, 0.4
            )
            if lit > 0:
                bulbs.append((*at, 0.35 if sort == "arm" else 0.3, colour))
    if cross is not None:
        _corners(block, way, cross + 12 + 10.0, road + walk)
        state = str(random.choice(["red", "green", "red"]))
        for side, along in ((1, cross + 12 + 8.6), (-1, cross + 12 - 8.4)):
            x, z, turn = way.at(along, side * (road + 0.7))
            meshes.append(placed(traffic_light(state), x, z, turn + (math.pi if side > 0 else 0)))
            tone: Colour = (1.0, 0.1, 0.05) if state == "red" else (0.1, 1.0, 0.5)
            block.light((x, 4.9, z - 0.6), tone, 1.6 * glow, (0, 0, -1), 0.3)
    if walk > 1.2:
        for _ in range(3):
            x, z, turn = way.at(float(random.uniform(29, 50)), float(random.choice([-1, 1])) * (road + 0.45))
            meshes.append(placed(hydrant() if random.random() < 0.3 and not old else bollard(), x, z, turn))
    return meshes, bulbs


def _corners(block: Block, way: Way, along: float, front: float) -> None:
    """Great signs on the corner houses beyond a crossing, towards the camera."""
    random = block.random
    if block.manner.neon <= 0 or block.manner.words.startswith("old"):
        return
    for side in (-1, 1):
        low = 5.0
        for _ in range(int(random.integers(1, 4))):
            wide, tall = float(random.uniform(2.6, 5.5)), float(random.uniform(1.5, 3.8))
            x, z, turn = way.at(along - 0.18, side * (front + 0.6 + wide / 2 + float(random.uniform(0, 2.5))))
            kind = str(random.choice(["neon", "box", "screen", "neon"]))
            ground = block.hue()
            ink: Colour = (0.96, 0.95, 0.92) if kind == "box" else block.hue()
            what = Sign(block.word(False), kind, False, ink, ground)
            sign(
                block,
                x,
                z,
                -turn,
                wide,
                0.2,
                low,
                tall,
                what,
                (1.8 if kind == "neon" else 0.9) * block.manner.glow,
            )
            low += tall + float(random.uniform(0.3, 2.0))


def bridges(block: Block, way: Way, front: float) -> None:
    """Covered bridges from house to house."""
    random = block.random
    for k in range(int(random.integers(1, 3))):
        along, low = float(random.uniform(50, 70)) + 38 * k, float(random.uniform(10, 17))
        x, z, turn = way.at(along)
        solid(block, x, z, -turn, (front + 2, 2.0), low, low + 3.2, (0.09, 0.095, 0.10))
        x, z, turn = way.at(along - 2.05)
        for rise in (0.1, 3.0):
            solid(
                block,
                x,
                z,
                -turn,
                (front + 1, 0.05),
                low + rise,
                low + rise + 0.10,
                block.hue(),
                1.6 * block.manner.glow,
            )


def future(block: Block, way: Way, front: float) -> None:
    """Strips of light up the corners of houses, and great screens on their walls."""
    random = block.random
    for row in list(block.houses):
        if row[f.GROUND] == 0 or random.random() < 0.45:
            continue
        side = 1.0 if random.random() < 0.5 else -1.0
        cosine, sine = math.cos(row[f.TURN]), math.sin(row[f.TURN])
        inward = -1.0 if row[f.X] * cosine + row[f.Z] * sine > way.x * cosine + way.z * sine else 1.0
        u, v = inward * (row[f.HALF_X] + 0.08), side * (row[f.HALF_Z] - 0.3)
        hue = block.hue()
        solid(block, row[f.X] + u * cosine - v * sine, row[f.Z] + u * sine + v * cosine, row[f.TURN], (0.07, 0.07), 5.0,
              row[f.TOP] - 0.5, hue, 1.5 * block.manner.glow)  # fmt: skip
    for _ in range(int(random.integers(3, 6))):
        along, hand = float(random.uniform(24, 80)), float(random.choice([-1, 1]))
        x, z, turn = way.at(along, hand * (front - 0.75))
        wide, tall = float(random.uniform(3.5, 6.0)), float(random.uniform(5.0, 9.0))
        flat = math.pi / 2 - turn if hand < 0 else -math.pi / 2 - turn
        what = Sign(block.word(True), "screen", tall > wide, block.hue(), block.hue())
        sign(block, x, z, flat, wide, 0.25, float(random.uniform(8, 15)), tall, what, 0.8 * block.manner.glow)


def lanterns(block: Block, way: Way, front: float) -> list[Mesh]:
    """Paper lanterns in strings from wall to wall and in rows before the shops."""
    random, glow = block.random, max(block.manner.glow, 0.3)
    meshes = []
    red = random.random() < 0.6
    tone: Colour = (1.0, 0.19, 0.045) if red else (1.0, 0.50, 0.15)
    mesh = lantern(tuple(3.0 * glow * c for c in tone))
    for k in range(9):
        along = BEFORE + 8 + 5.5 * k + float(random.uniform(-1, 1))
        high, count = float(random.uniform(4.4, 5.4)), max(int(front * 2 / 1.15), 3)
        middle = way.at(along)[1]
        # no string hangs where the picture's upper edge would cut it
        count = 0 if (high - block.eye) / max(middle, 1.0) > 0.97 * block.frame[1] else count
        for n in range(count):
            share = (n + 0.5) / count
            x, z, turn = way.at(along, (share * 2 - 1) * front)
            y = high - 3.2 * share * (1 - share) * 0.5
            hung = placed(mesh, x, z, turn)
            hung.points[:, 1] += y
            meshes.append(hung)
        x, z, _ = way.at(along)
        block.light((x, high - 0.6, z), tone, 11.0 * glow, (0, 0, 0), front * 0.6)
    return meshes


def wires(random: np.random.Generator, way: Way, kind: str, front: float, scene: Scene) -> list[Vector]:
    """Overhead lines from wall to wall and along the street, as points [K, 3]."""
    lines = []
    share = np.linspace(0, 1, 24)
    count = {"alley": 9, "bend": 5, "lane": 3}.get(kind, 4)
    if scene.era == "futuristic":
        count += 4
    for _ in range(count):
        a, high = float(random.uniform(20, 75)), float(random.uniform(5.5, 11))
        p, q = way.at(a, -front), way.at(a + float(random.uniform(-5, 9)), front)
        sag = float(random.uniform(0.15, 0.7))
        y = high + (float(random.uniform(-1, 1))) * share - sag * 4 * share * (1 - share)
        lines.append(np.stack([p[0] + (q[0] - p[0]) * share, y, p[1] + (q[1] - p[1]) * share], 1))
    return lines
