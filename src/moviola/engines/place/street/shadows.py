"""Light that arrives at things in a street, and the shadows that they leave on its ground."""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.street import fields as f
from moviola.engines.place.street.hours import Hour
from moviola.engines.place.street.marking import LEFT, LIGHT_STEP, NEAR
from moviola.engines.place.street.plan import Plan

#: Place, turn, half sizes across and along in metres, strength.
Shadow = tuple[float, float, float, float, float, float]


def _sun_at(sunny: Picture | None, x: float, z: float) -> float:
    if sunny is None:
        return 1.0
    row, column = int((z - NEAR) / LIGHT_STEP), int((x - LEFT) / LIGHT_STEP)
    rows, columns = sunny.shape
    return float(sunny[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])


def light_cube(plan: Plan, hour: Hour, x: float, y: float, z: float) -> Picture:
    """Light [6, 3] that arrives at a place from the right, left, above, below, ahead and behind."""
    lights, light = plan.lights, hour.light
    way = lights[:, f.LX : f.LZ + 1] - np.array([x, y, z])
    square = (way**2).sum(1)
    away = np.sqrt(square) + 1e-6
    way /= away[:, None]
    facing = lights[:, f.NX : f.NZ + 1]
    spread = np.where(np.abs(facing).sum(1) > 0, np.maximum(-(way * facing).sum(1), 0) + 0.04, 1.0)
    power = (
        lights[:, f.LR : f.LB + 1] * (spread / (square + np.maximum(lights[:, f.SIZE], 0.6) ** 2))[:, None]
    )
    sky = np.array([light.sky_red, light.sky_green, light.sky_blue])
    sun = np.array([light.red, light.green, light.blue]) * _sun_at(hour.sunny, x, z)
    cube = np.empty((6, 3))
    for k, (axis, sign) in enumerate(((0, 1), (0, -1), (1, 1), (1, -1), (2, 1), (2, -1))):
        lambert = np.maximum(way[:, axis] * sign, 0) + 0.12
        cube[k] = (power * lambert[:, None]).sum(0)
        cube[k] += sky * (0.42 if axis != 1 else (0.8 if sign > 0 else 0.12))
        toward = (light.x, light.y, light.z)[axis] * sign
        cube[k] += sun * max(toward, 0.0) * 0.45
    return cube.astype(np.float32)


def shadows(hour: Hour, x: float, z: float, low: float, high: float, wide: float) -> list[Shadow]:
    """The shadow in the sun of what stands between two heights, ``wide`` to both sides; none in the shade."""
    light = hour.light
    if light.y < 0.1 or light.red < 0.5 or _sun_at(hour.sunny, x, z) < 0.4:
        return []
    east, north = -light.x / light.y, -light.z / light.y
    middle = (low + high) / 2
    reach = max((high - low) / 2 * math.hypot(east, north), wide)
    return [(x + east * middle, z + north * middle, math.atan2(east, north), wide, reach, 0.62)]


def cast_shadows(out: Picture, depths: Picture, lens: Lens, feet: list[Shadow]) -> None:
    """Darken the ground where things stand on it."""
    rows, columns = depths.shape
    if lens.height <= 0:
        return
    for x, z, turn, half_x, half_z, strength in feet:
        reach = max(half_x, half_z) * 1.5
        near, far = max(z - reach - lens.z, 1.0), z + reach - lens.z
        if far < 1.5 or z - lens.z > 60:
            continue
        top = max(int(lens.horizon + lens.height / far * lens.focal), 0)
        bottom = min(int(lens.horizon + lens.height / near * lens.focal) + 1, rows)
        left = max(
            int(lens.centre + min((x - reach - lens.x) / near, (x - reach - lens.x) / far) * lens.focal), 0
        )
        right = min(
            int(lens.centre + max((x + reach - lens.x) / near, (x + reach - lens.x) / far) * lens.focal) + 1,
            columns,
        )
        if top >= bottom or left >= right:
            continue
        slope = (np.arange(top, bottom, dtype=np.float32) + 0.5 - lens.horizon) / lens.focal
        depth = (lens.height / slope)[:, None]
        px = (
            lens.x
            + (np.arange(left, right, dtype=np.float32)[None] + 0.5 - lens.centre) / lens.focal * depth
            - x
        )
        pz = lens.z + depth - z
        cosine, sine = math.cos(turn), math.sin(turn)
        u, v = (px * cosine - pz * sine) / half_x, (px * sine + pz * cosine) / half_z
        dark = strength * np.exp(
            -np.maximum(np.maximum(np.abs(u), np.abs(v)) ** 2 * 0.5 + (u * u + v * v) * 0.35 - 0.25, 0) * 1.9
        )
        here = depths[top:bottom, left:right]
        dark = np.where(np.abs(here - depth) < depth * 0.02, dark, 0)
        out[top:bottom, left:right] *= (1 - dark)[..., None]
