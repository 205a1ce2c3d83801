"""A few built things as turned boxes (piers, posts, terraces), traced into the depths that are there."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.kernels import Mask, Picture, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, tiled
from moviola.engines.place.sky.air import Light

PLANKS, TIMBER, METAL, STONE = range(4)


class Box(NamedTuple):
    """Centre and half sizes in metres, turn in radians, bottom and top, and what it is made of."""

    x: float
    z: float
    half_x: float
    half_z: float
    turn: float
    bottom: float
    top: float
    made: float


@parallel
def _trace(
    out: Picture, depths: Picture, water: Mask, box: Box, lens: Lens, light: Light, soft: Picture,
    left: int, right: int, top: int, bottom: int,
) -> None:  # fmt: skip
    cosine = math.cos(box.turn)
    sine = math.sin(box.turn)
    away_x = lens.x - box.x
    away_z = lens.z - box.z
    eye_x = cosine * away_x + sine * away_z
    eye_z = -sine * away_x + cosine * away_z
    eye_y = lens.height - (box.bottom + box.top) * 0.5
    half_y = (box.top - box.bottom) * 0.5
    for j in prange(top, bottom):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(left, right):
            across = (i + 0.5 - lens.centre) / lens.focal
            dx = cosine * across + sine
            dz = -sine * across + cosine
            inverse_x = 1 / (dx + 1e-12)
            inverse_y = 1 / (slope + 1e-12)
            inverse_z = 1 / (dz + 1e-12)
            x0 = (-box.half_x - eye_x) * inverse_x
            x1 = (box.half_x - eye_x) * inverse_x
            y0 = (-half_y - eye_y) * inverse_y
            y1 = (half_y - eye_y) * inverse_y
            z0 = (-box.half_z - eye_z) * inverse_z
            z1 = (box.half_z - eye_z) * inverse_z
            enter_x = min(x0, x1)
            enter_y = min(y0, y1)
            depth = max(enter_x, max(enter_y, min(z0, z1)))
            leave = min(max(x0, x1), min(max(y0, y1), max(z0, z1)))
            if depth > leave or depth < 0.3 or depth > depths[j, i]:
                continue
            px = eye_x + dx * depth
            pz = eye_z + dz * depth
            py = lens.height + slope * depth
            if py < 0:
                continue
            nx = 0.0
            ny = 0.0
            nz = 0.0
            if depth == enter_y:
                ny = -1.0 if slope > 0 else 1.0
            elif depth == enter_x:
                side = -1.0 if dx > 0 else 1.0
                nx = cosine * side
                nz = sine * side
            else:
                side = -1.0 if dz > 0 else 1.0
                nx = -sine * side
                nz = cosine * side
            made = int(box.made)
            tone = 1.0
            red = 0.095
            green = 0.092
            blue = 0.085
            if made == PLANKS:
                plank = math.floor(pz / 0.19)
                within = pz / 0.19 - plank
                tone = (
                    0.65 + 0.6 * hashed(int(plank), 3, 5) + 0.10 * tiled(soft, px * 90 + plank * 37, pz * 900)
                )
                if ny > 0.5 and (within < 0.07 or within > 0.96):
                    tone *= 0.12
                if abs(px) > box.half_x - 0.02:
                    tone *= 0.8
            elif made == TIMBER:
                tone = 0.8 + 0.18 * tiled(soft, px * 400 + py * 20, py * 60)
            elif made == METAL:
                red = 0.05
                green = 0.052
                blue = 0.058
            else:
                red = 0.040
                green = 0.041
                blue = 0.044
                tone = (
                    0.9
                    + 0.10 * tiled(soft, px * 60, pz * 60 + py * 60)
                    + 0.06 * tiled(soft, px * 300, pz * 300)
                )
                along = px / 1.2 - math.floor(px / 1.2)
                row = pz / 0.8 - math.floor(pz / 0.8)
                if ny > 0.5 and (along < 0.012 or row < 0.018):
                    tone *= 0.45
            if py < 0.22:
                tone *= 0.5
            lit = max(nx * light.x + ny * light.y + nz * light.z, 0.0)
            open_sky = 0.55 + 0.45 * ny
            sheen = 0.0
            if ny > 0.5:
                # grazing sheen towards the light on a damp floor
                graze = (1 - abs(slope) / math.sqrt(slope * slope + across * across + 1)) ** 5 * 0.5
                facing = max((across * light.x + light.z) / math.sqrt(across * across + 1), 0.0) ** 12
                sheen = graze * facing * 0.6
            out[j, i, 0] = (red * tone + sheen) * (light.red * lit + light.sky_red * open_sky)
            out[j, i, 1] = (green * tone + sheen) * (light.green * lit + light.sky_green * open_sky)
            out[j, i, 2] = (blue * tone + sheen) * (light.blue * lit + light.sky_blue * open_sky)
            depths[j, i] = depth
            water[j, i] = 0


def draw_boxes(
    out: Picture,
    depths: Picture,
    water: Mask,
    boxes: tuple[Box, ...],
    lens: Lens,
    light: Light,
    soft: Picture,
) -> None:
    """Draw ``boxes`` into ``out`` [H, W, 3] where ``depths`` lets them."""
    rows, columns = depths.shape
    for box in boxes:
        xs = []
        ys = []
        for a in (-1, 1):
            for b in (-1, 1):
                x = box.x + a * box.half_x * math.cos(box.turn) - b * box.half_z * math.sin(box.turn)
                z = box.z + a * box.half_x * math.sin(box.turn) + b * box.half_z * math.cos(box.turn)
                depth = max(z - lens.z, 0.35)
                xs.append(lens.centre + (x - lens.x) / depth * lens.focal)
                ys.append(lens.horizon - (box.bottom - lens.height) / depth * lens.focal)
                ys.append(lens.horizon - (box.top - lens.height) / depth * lens.focal)
        left, right = max(int(min(xs)) - 1, 0), min(int(max(xs)) + 2, columns)
        top, bottom = max(int(min(ys)) - 1, 0), min(int(max(ys)) + 2, rows)
        if left < right and top < bottom:
            _trace(out, depths, water, box, lens, light, soft, left, right, top, bottom)
