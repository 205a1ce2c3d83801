"""Light on meshes: sun, sky, snow that throws light back up, lamps, and windows that shine."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Mask, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample, smoothstep
from moviola.engines.place.props.lanterns import Glows, lamplight
from moviola.engines.place.props.materials import pane, surface
from moviola.engines.place.props.mesh import Mesh
from moviola.engines.place.props.raster import Faces, rasterise
from moviola.engines.place.sky.air import Haze, Light, haze_between, sky_colour
from moviola.engines.place.terrain.columns import Grid

_SNOW, _PAINT, _SHINGLES, _GLASS, _LAMP, _ICE = 0, 6, 7, 8, 9, 10


@kernel
def _unshaded(tops: Picture, grid: Grid, x: float, y: float, z: float, light: Light) -> float:
    """How much of the sun gets to a point past what stands around, 0–1."""
    flat = math.sqrt(light.x * light.x + light.z * light.z) + 1e-6
    climb = light.y / flat
    seen = 1.0
    t = 0.5
    for _ in range(26):
        map_x = (x + light.x / flat * t - grid.west) / grid.cell
        map_z = (z + light.z / flat * t - grid.south) / grid.cell
        if map_x < 0 or map_z < 0 or map_x > tops.shape[1] - 2 or map_z > tops.shape[0] - 2:
            break
        gap = y + climb * t - sample(tops, map_x, map_z)
        seen = min(seen, gap / (0.03 * t + 0.15) + 0.6)
        if seen <= 0:
            return 0.0
        t = t * 1.17 + 0.22
    return seen


@kernel
def _dot(first: Vector, n: int, k: int, x: float, y: float, z: float) -> float:
    return float(first[n, k, 0] * x + first[n, k, 1] * y + first[n, k, 2] * z)


@parallel
def _shade(
    out: Picture, water: Mask, depths: Picture, faces: Faces, mesh: Mesh, duals: Vector, lens: Lens, table: Picture,
    light: Light, haze: Haze, land: Picture, tops: Picture, grid: Grid, glows: Glows, pool: Picture, pool_cell: float,
    soft: Picture, unit: float, bounce: float,
) -> None:  # fmt: skip
    rows, columns = depths.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z) + 1e-9
    sun_x = light.x / flat
    sun_z = light.z / flat
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            n = faces[j, i]
            if n < 0:
                continue
            depth = depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            y = lens.height + slope * depth
            z = lens.z + depth
            ax = x - mesh.corners[n, 0, 0]
            ay = y - mesh.corners[n, 0, 1]
            az = z - mesh.corners[n, 0, 2]
            b = min(max(_dot(duals, n, 0, ax, ay, az), 0.0), 1.0)
            c = min(max(_dot(duals, n, 1, ax, ay, az), 0.0), 1.0)
            a = max(1 - b - c, 0.0)
            u = mesh.texture[n, 0, 0] * a + mesh.texture[n, 1, 0] * b + mesh.texture[n, 2, 0] * c
            v = mesh.texture[n, 0, 1] * a + mesh.texture[n, 1, 1] * b + mesh.texture[n, 2, 1] * c
            openness = mesh.openness[n, 0] * a + mesh.openness[n, 1] * b + mesh.openness[n, 2] * c
            nx = mesh.normals[n, 0, 0] * a + mesh.normals[n, 1, 0] * b + mesh.normals[n, 2, 0] * c
            ny = mesh.normals[n, 0, 1] * a + mesh.normals[n, 1, 1] * b + mesh.normals[n, 2, 1] * c
            nz = mesh.normals[n, 0, 2] * a + mesh.normals[n, 1, 2] * b + mesh.normals[n, 2, 2] * c
            # both sides of a face are lit alike
            facing = duals[n, 2, 0] * across + duals[n, 2, 1] * slope + duals[n, 2, 2]
            side = -1.0 if facing > 0 else 1.0
            made = mesh.made[n]
            pixel = depth / lens.focal
            tone, along, up = surface(made, u, v, pixel, soft)
            # the face's own right and up, near enough for a wall or a roof
            level = math.sqrt(nx * nx + nz * nz) + 1e-6
            right_x = nz / level
            right_z = -nx / level
            nx = (nx * side) - (right_x * along)
            nz = (nz * side) - (right_z * along)
            ny = ny * side - up * 0.5
            length = 1 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-9)
            nx *= length
            ny *= length
            nz *= length
            cosine = nx * light.x + ny * light.y + nz * light.z
            if made == _SNOW:
                cosine = (cosine + 0.15) / 1.15
            direct = max(cosine, 0.0)
            if direct > 0 and light.red + light.green + light.blue > 1e-6:
                direct *= _unshaded(tops, grid, x + nx * 0.35, y + ny * 0.3 + 0.1, z + nz * 0.35, light)
            map_x = (x + nx * 0.6 - grid.west) / pool_cell - 0.5
            map_z = (z + nz * 0.6 - grid.south) / pool_cell - 0.5
            ground = sample(
                land, (x + nx * 1.2 - grid.west) / grid.cell, (z + nz * 1.2 - grid.south) / grid.cell
            )
            # walls darken towards the ground and the corner there
            near = smoothstep(0.0, 1.1, y - ground)
            openness *= 0.72 + 0.28 * near
            open_sky = max(0.55 + 0.38 * ny + 0.26 * (nx * sun_x + nz * sun_z), 0.10) * openness
            below = bounce * max(0.5 - 0.5 * ny, 0.0) * openness
            red, green, blue = lamplight(glows, x, y, z, nx, ny, nz, 0.12 if made in (_SNOW, _ICE) else 0.05)
            # the lit snow below throws its light back up
            warm = 0.42 * max(0.6 - 0.5 * ny, 0.0) * math.exp(-max(y - ground, 0.0) / 3.0)
            far = depth * math.sqrt(1 + across * across + slope * slope)
            clear = haze_between(table, across, slope, far, abs(lens.height), y, sun_x, sun_z, haze)
            shine_red = 0.0
            shine_green = 0.0
            shine_blue = 0.0
            mirrored = 0.0
            sky_red = 0.0
            sky_green = 0.0
            sky_blue = 0.0
            glow = mesh.glow[n]
            if made == _GLASS:
                tone = 0.2
                gleam = -(across * nx + slope * ny + nz) / math.sqrt(across * across + slope * slope + 1)
                mirrored = 0.05 + 0.6 * (1 - min(max(gleam, 0.0), 1.0)) ** 4
                if glow > 0:
                    chance = mesh.colour[n, 0]
                    shine_red, shine_green, shine_blue = pane(u, v, chance, soft)
                    shine_red *= glow * unit
                    shine_green *= glow * unit
                    shine_blue *= glow * unit
                    mirrored *= 0.3
                else:
                    mirrored += 0.10
                dot = 2 * (across * nx + slope * ny + nz)
                rx = across - dot * nx
                ry = abs(slope - dot * ny) + 0.15
                rz = 1 - dot * nz
                reach = 1 / math.sqrt(rx * rx + ry * ry + rz * rz)
                sky_red, sky_green, sky_blue = sky_colour(
                    table, rx * reach, ry * reach, rz * reach, sun_x, sun_z
                )
            elif made == _LAMP:
                shine_red = mesh.colour[n, 0] * glow * unit
                shine_green = mesh.colour[n, 1] * glow * unit
                shine_blue = mesh.colour[n, 2] * glow * unit
            for k in range(3):
                albedo = mesh.colour[n, k] * tone
                if made == _GLASS:
                    albedo = 0.02
                sun = light.red if k == 0 else (light.green if k == 1 else light.blue)
                air = light.sky_red if k == 0 else (light.sky_green if k == 1 else light.sky_blue)
                lamp = red if k == 0 else (green if k == 1 else blue)
                shine = shine_red if k == 0 else (shine_green if k == 1 else shine_blue)
                over = sky_red if k == 0 else (sky_green if k == 1 else sky_blue)
                value = albedo * (sun * (direct + below * 0.5 * light.y) + air * (open_sky + below))
                value += albedo * (lamp + warm * sample(pool[k], map_x, map_z)) + shine + over * mirrored
                out[j, i, k] = value * clear[k] + clear[3 + k] * (1 - clear[k])
            water[j, i] = 0


def duals(corners: Picture) -> Vector:
    """[N, 3, 3]: two vectors whose product with a point of the face, from corner 0, is its share of corners 1 and 2;
    then the face's normal."""
    first = (corners[:, 1] - corners[:, 0]).astype(np.float64)
    second = (corners[:, 2] - corners[:, 0]).astype(np.float64)
    normal = np.cross(first, second)
    square = np.maximum(np.einsum("nk,nk->n", normal, normal), 1e-18)[:, None]
    return np.ascontiguousarray(
        np.stack([np.cross(second, normal) / square, np.cross(normal, first) / square, normal], 1)
    )


def draw_mesh(
    out: Picture, depths: Picture, water: Mask, mesh: Mesh, lens: Lens, table: Picture, light: Light, haze: Haze,
    land: Picture, tops: Picture, grid: Grid, glows: Glows, pool: Picture, soft: Picture, unit: float, bounce: float,
    floor: float = -1e9,
) -> None:  # fmt: skip
    """Draw ``mesh`` into ``out`` [H, W, 3] where ``depths`` lets it; writes its depth and clears ``water``.

    Args:
        land: height of the ground on ``grid``.
        tops: heights of everything that throws a shadow of the sun, on ``grid`` too.
        glows: lamps and windows; ``pool`` [3, h, w] is their light on the ground, over the same square as ``tops``.
        unit: light that counts as bright for a lamp or a window.
        bounce: how much light the ground throws back, 0–1.
        floor: nothing below this height is drawn.
    """
    faces: Faces = np.full(depths.shape, -1, np.int32)
    rasterise(mesh.corners, lens, floor, depths, faces)
    _shade(
        out, water, depths, faces, mesh, duals(mesh.corners), lens, table, light, haze, land, tops, grid, glows, pool,
        grid.cell * tops.shape[1] / pool.shape[2], soft, unit, bounce,
    )  # fmt: skip
