"""The lie of the forest floor, what covers it, and where the sun reaches it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from moviola.engines.place.forest.floor import Floor
from moviola.engines.place.forest.layouts import CELLS, Layout
from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.forest.stems import FOOT, HEIGHT, RADIUS, ROOTS, X, Z
from moviola.engines.place.kernels import Picture, Vector
from moviola.engines.place.noise import sample_points
from moviola.engines.place.plants.cutouts import Canopy
from moviola.engines.place.resample import soften
from moviola.engines.place.textures import textures

#: Height of dry ground above the plane where water would lie.
_BASE = 3.0
#: Above the water of a stream.
BANK = 0.62


def noise(x: Picture, z: Picture, cells: float, shift: float) -> Picture:
    """Soft noise of the land at metres x, z; ``cells`` of its texture to a metre."""
    soft = textures().soft
    # metres of a wood times cells stay below what wrapped look-ups can hold
    u = x * np.float32(cells) + np.float32(shift)
    v = z * np.float32(cells) + np.float32(shift * 1.7)
    return np.asarray(cv2.remap(soft, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)


def _axes(layout: Layout) -> tuple[Picture, Picture]:
    cell = layout.grid.cell
    x = layout.grid.west + np.arange(CELLS, dtype=np.float32) * np.float32(cell)
    z = layout.grid.south + np.arange(CELLS, dtype=np.float32) * np.float32(cell)
    return np.broadcast_to(x[None, :], (CELLS, CELLS)), np.broadcast_to(z[:, None], (CELLS, CELLS))


def _ramp(low: float, high: float, value: Picture) -> Picture:
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def lie(layout: Layout, scene: ForestScene) -> Floor:
    """The floor before anything stands on it."""
    x, z = _axes(layout)
    shift = float(scene.seed * 57 % 911)
    if layout.grid.cell > 1:
        return _hills(layout, x, z, shift)
    broad = noise(x, z, 2.6, shift)
    small = noise(x, z, 11.0, shift + 300)
    height = _BASE + 0.34 * broad + 0.07 * small + layout.tilt * x
    nothing = np.zeros_like(height)
    path, wet = nothing, nothing
    moss = 0.20 + 0.20 * noise(x, z, 4.0, shift + 90)
    grass = nothing + 0.06
    away = np.full_like(height, 99.0)
    if layout.lead:
        away = np.abs(x - layout.lead_x(z)) * np.float32(0.9)
    if layout.lead == "path":
        path = 1 - _ramp(layout.lead_width * 0.65, layout.lead_width * 1.5, away + 0.22 * small)
        height -= 0.14 * path
        height += 0.45 * _ramp(layout.lead_width * 1.6, 8.0, away) * (1 + 0.5 * broad)
        ruts = np.exp(-(((away - layout.lead_width * 0.45) / 0.16) ** 2))
        height -= 0.05 * ruts
        moss += 0.30 * np.exp(-(((away - layout.lead_width * 1.5) / 0.7) ** 2))
    elif layout.lead == "stream":
        width = layout.lead_width * (1 + 0.22 * noise(x, z, 5.0, shift + 20))
        profile = _ramp(0.55, 1.35, away / width)
        height = (BANK + 0.16 * broad + 0.07 * small) * profile - 0.34 * (1 - profile)
        height += (
            0.16
            * np.maximum(noise(x, z, 30.0, shift + 5) - 0.5, 0)
            * np.exp(-((away / width - 0.9) ** 2) * 6)
        )
        height += _ramp(width.mean() * 1.3, 11.0, away) * (1.3 + 0.4 * broad)
        wet = 1 - _ramp(0.05, 0.30, height)
        moss = moss * 0.6 - 0.04 + 0.22 * np.exp(-((away / width - 1.5) ** 2) * 1.6) * (1 + 1.2 * broad)
        if layout.fall is not None:
            at, high = layout.fall
            beside = 1 - np.exp(-((away / width / 1.3) ** 4))
            step = z + (0.30 * small + 0.5 * broad) * beside - at - 0.05
            face = _ramp(0.0, 0.45, step) * 0.55 + _ramp(0.5, 1.2, step + 0.3 * small) * 0.45
            height = height + np.float32(high + 0.35) * face * (
                1 - 0.18 * np.exp(-((away / layout.lead_width) ** 2))
            )
            rock = _ramp(-0.35, 0.05, step) * (1 - _ramp(1.2, 2.2, step))
            path, wet = (
                np.maximum(path, rock),
                np.maximum(wet, rock * np.exp(-((away / layout.lead_width / 1.6) ** 2))),
            )
    if layout.edge:
        open_ = 1 - _ramp(layout.edge - 4, layout.edge + 4, z + 3.0 * broad)
        grass = np.maximum(grass, open_ * 0.95)
        height += 0.25 * open_ * noise(x, z, 1.4, shift)
    elif layout.hero is not None:
        grass = np.maximum(grass, 0.55 * (1 - _ramp(7, 16, np.hypot(x - layout.hero[0], z - layout.hero[1]))))
        grass += 0.18 * broad * (grass > 0.1)
    first = scene.trees[0][0]
    if first in ("spruce", "pine"):
        moss += 0.24
    elif first == "cherry":
        grass = np.maximum(grass, 0.56 * (1 - path))
    elif first == "birch":
        grass = np.maximum(grass, 0.42 + 0.2 * broad)
    elif first == "bamboo":
        moss -= 0.1
    grass = np.clip(grass - path - wet, 0, 1)
    if scene.wish.season == "autumn" and first not in ("spruce", "pine") and not layout.edge:
        # fallen leaves cover nearly everything
        moss, grass = moss * 0.36, grass * 0.32
        # of a path the trodden middle shows, and what was blown from it lies beside it
        path = path * np.clip(0.50 + 0.30 * noise(x, z, 7.0, shift + 44), 0.26, 0.74)
    if first == "cherry" and scene.wish.season == "spring":
        path = path * np.clip(0.58 + 0.30 * noise(x, z, 7.0, shift + 44), 0.25, 0.85)
    openness = 1 - 0.10 * np.clip(-broad, 0, 2)
    return _floor(
        height, layout, path, np.clip(moss * (1 - path) * (1 - wet * 0.6), 0, 1), grass, openness, wet
    )


#: Ridges of the hills: how far, how high, all in metres.
_RIDGES = ((250.0, 26.0), (480.0, 52.0), (900.0, 105.0), (1650.0, 200.0))


def _hills(layout: Layout, x: Picture, z: Picture, shift: float) -> Floor:
    """Wooded hills before the camera, ridge behind ridge, with valleys for the mist between them."""
    height = 6 + 4 * noise(x, z, 0.5, shift + 50) + 34 * _ramp(110, -10, z)
    for k, (away, high) in enumerate(_RIDGES):
        bent = noise(x, z * 0.3, 128 / (away * 1.1), shift + 131 * k)
        crest = away * (1 + 0.16 * bent) + x * (0.35 if (k + int(shift)) % 2 else -0.35)
        tall = high * np.clip(
            0.75 + 0.45 * noise(x, z * 0.2, 128 / (away * 0.7), shift + 311 * k + 77), 0.2, 1.6
        )
        height = np.maximum(height, tall * np.exp(-(((z - crest) / (away * 0.24)) ** 2)) + height * 0.25)
    height = np.maximum(height + 5 * noise(x, z, 1.1, shift + 9), 1.0)
    flat = np.zeros_like(height)
    return _floor(height, layout, flat, flat + 0.7, flat + 0.3, flat + 0.55, flat)


def _floor(
    height: Picture,
    layout: Layout,
    path: Picture,
    moss: Picture,
    grass: Picture,
    openness: Picture,
    wet: Picture,
) -> Floor:
    slope_z, slope_x = np.gradient(height, layout.grid.cell)
    planes = (height, slope_x, slope_z, path, moss, grass, openness, wet)
    return Floor(*(np.ascontiguousarray(plane, np.float32) for plane in planes))


def ground_at(floor: Floor, layout: Layout, x: Vector, z: Vector) -> Vector:
    """Height of the floor at points."""
    grid = layout.grid
    found = sample_points(floor.height, (x - grid.west) / grid.cell, (z - grid.south) / grid.cell)
    return np.asarray(found, np.float64)


def rooted(floor: Floor, layout: Layout, stems: Vector) -> Floor:
    """The floor with a mound and a shade around every near trunk."""
    cell = layout.grid.cell
    height, openness, moss = floor.height.copy(), floor.openness.copy(), floor.moss.copy()
    for stem in stems:
        if stem[Z] > 60 or stem[ROOTS] <= 0:
            continue
        reach = int(stem[RADIUS] * 7 / cell) + 2
        column = int((stem[X] - layout.grid.west) / cell)
        row = int((stem[Z] - layout.grid.south) / cell)
        rows = slice(max(row - reach, 0), min(row + reach + 1, CELLS))
        columns = slice(max(column - reach, 0), min(column + reach + 1, CELLS))
        z, x = np.mgrid[rows, columns]
        away = np.hypot((x - column) * cell, (z - row) * cell) / stem[RADIUS]
        turn = np.arctan2(z - row, x - column)
        lobes = 1 + 0.5 * np.sin(turn * 5 + stem[X] * 9) + 0.25 * np.sin(turn * 3 + stem[Z] * 7)
        root = np.exp(-((np.maximum(away - 0.8, 0) / (1.3 * np.maximum(lobes, 0.15))) ** 2))
        height[rows, columns] += (0.55 * stem[RADIUS] * root).astype(np.float32)
        openness[rows, columns] *= (1 - 0.55 * np.exp(-((away / 2.4) ** 2))).astype(np.float32)
        moss[rows, columns] += (0.30 * root).astype(np.float32)
    slope_z, slope_x = np.gradient(height, cell)
    return floor._replace(
        height=height, slope_x=np.ascontiguousarray(slope_x), slope_z=np.ascontiguousarray(slope_z),
        openness=openness, moss=np.minimum(moss, 1),
    )  # fmt: skip


def shaded(floor: Floor, layout: Layout, x: Vector, z: Vector, height: Vector) -> Floor:
    """The floor with the shade beneath low plants."""
    grid = layout.grid
    low = (height < 1.2) & (z < 40)
    columns = np.clip(((x[low] - grid.west) / grid.cell).astype(int), 0, CELLS - 1)
    rows = np.clip(((z[low] - grid.south) / grid.cell).astype(int), 0, CELLS - 1)
    cover = np.zeros((CELLS, CELLS), np.float32)
    np.add.at(cover, (rows, columns), (height[low] * 2.6).astype(np.float32))
    cover = soften(cover, 0.9) + 0.5 * soften(cover, 2.2)
    return floor._replace(openness=floor.openness * (1 - 0.62 * np.clip(cover * 1.6, 0, 1)))


def canopy(scene: ForestScene, layout: Layout, direction: tuple[float, float, float], top: float) -> Canopy:
    """Where the sun comes through the crowns: gaps drawn out along the sun's direction."""
    x, z = _axes(layout)
    lx, ly, lz = direction
    flat = math.hypot(lx, lz) + 1e-9
    ax, az = np.float32(lx / flat), np.float32(lz / flat)
    # a gap is round seen along the beam, so it is long on the ground
    along = (x * ax + z * az) * np.float32(max(ly, 0.2))
    across = x * az - z * ax
    shift = float(scene.seed * 91 % 777)
    if layout.grid.cell > 1:
        return Canopy(np.ones((CELLS, CELLS), np.float32), *layout.grid, top)
    gaps = noise(across, along, 20.0, shift) + 0.55 * noise(across, along, 52.0, shift + 99)
    rays = scene.rays
    if rays > 0:
        gaps = gaps * np.float32(1 - 0.52 * rays) + np.float32(1.5 * rays) * _fan(
            layout, x, z, direction, shift
        )
        seen = gaps[(z > 5) & (z < 46) & (np.abs(x) < 0.62 * z)]
        # some beams always fall into the view, and never too many
        gaps += np.float32(0.55 - float(np.quantile(seen, 1 - 0.36 * rays - 0.5 * (1 - rays))))
        # light that only the far end of the wood catches would stand between its trunks as bright stripes
        gaps -= np.float32(0.9 * rays) * _ramp(44, 80, z)
        # nor is there an edge in the light above the sun
        behind = _high(layout) * direction[2] / max(direction[1], 0.12)
        even = np.float32(rays) * (1 - _ramp(-3 - behind, 5 - behind, z))
        gaps += (np.float32(0.70) - gaps) * even
    closed = np.full_like(gaps, 0.55 - 1.1 * (scene.open_sky - 0.5))
    if layout.edge:
        closed -= 3.0 * (1 - _ramp(layout.edge - 6, layout.edge + 3, z))
    if layout.hero is not None and not layout.edge:
        away = np.asarray(np.hypot(x - layout.hero[0], z - layout.hero[1]), np.float32)
        closed -= 1.3 * (1 - _ramp(6, 15, away))
    light = _ramp(0.0, 0.55, np.asarray(gaps - closed, np.float32))
    return Canopy(np.ascontiguousarray(light, np.float32), *layout.grid, top)


def _high(layout: Layout) -> float:
    """Height of the camera."""
    return layout.eye + (BANK if layout.lead == "stream" else _BASE)


def _fan(
    layout: Layout, x: Picture, z: Picture, direction: tuple[float, float, float], shift: float
) -> Picture:
    """Gaps that lie behind each other as the camera sees them, so that their beams do not blur into one another.

    All that the camera sees between itself and the sun at one angle around it falls on one ray of the map.
    """
    lx, ly, lz = direction
    steep = max(ly, 0.12)
    high = _high(layout)
    right, ahead = x + np.float32(high * lx / steep), z + np.float32(high * lz / steep)
    away = np.hypot(right, ahead) + np.float32(0.01)
    ring = np.float32(215.0) + 0.9 * away
    u, v = right / away * ring + np.float32(shift + 300), ahead / away * ring + np.float32(shift * 1.7 + 300)
    coarse = noise(u, v, 1.0, 0.0)
    return np.asarray(0.75 * coarse + 0.75 * noise(u, v, 2.3, 40.0), np.float32)


def trunk_shadows(stems: Vector, layout: Layout, direction: tuple[float, float, float]) -> Picture:
    """The ground's share of sunlight beside the shadows of trunks."""
    lx, ly, lz = direction
    grid = layout.grid
    half = CELLS // 2 if grid.cell > 1 else CELLS
    out = np.ones((half, half), np.float32)
    if ly <= 0.02 or grid.cell > 1:
        return np.ones((CELLS, CELLS), np.float32)
    for stem in stems:
        if stem[Z] > 90:
            continue
        length = min(stem[HEIGHT] * 0.8 / ly, 70.0)
        at = ((stem[X] - grid.west) / grid.cell, (stem[Z] - grid.south) / grid.cell)
        to = (at[0] - lx * length / grid.cell, at[1] - lz * length / grid.cell)
        wide = max(round(stem[RADIUS] * 1.8 / grid.cell), 1)
        points = [(int(px * 16), int(pz * 16)) for px, pz in (at, to)]
        cv2.line(out, points[0], points[1], 0.0, wide, cv2.LINE_AA, 4)
    return soften(out, 0.9)


def settled(stems: Vector, floor: Floor, layout: Layout) -> None:
    """Put the feet of ``stems`` on the floor."""
    stems[:, FOOT] = ground_at(floor, layout, stems[:, X].copy(), stems[:, Z].copy()) - 0.03
