"""The ground of a city: streets in a grid with their lamps and cars, pavements, parks, and the suburbs behind."""

from __future__ import annotations

import math
from typing import NamedTuple

from moviola.engines.place.city.shade import Relief
from moviola.engines.place.city.towers import Seen
from moviola.engines.place.kernels import Index, Mask, Picture, Vector, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import hashed, sample, smoothstep, tiled
from moviola.engines.place.sky.air import Light

#: What a pixel's solid is when it shows the ground, or the surface of the water.
GROUND, SURFACE = -2, -3


class Plan(NamedTuple):
    """A grid of streets turned by (cosine, sine) about the origin, and where water lies.

    Streets are ``pitch_x`` and ``pitch_z`` apart and ``street`` wide on either side of their middle; every
    ``every``-th one is an ``avenue``. ``parks`` [2n + 1, 2n + 1] marks blocks without houses. ``near`` and ``far``:
    between these z lies water, for x from −``reach`` to ``reach``. ``edge``: metres from (middle_x, middle_z) to
    where houses are no longer built one by one. ``cars``: 0–1. ``trails``: their lights are drawn out.
    """

    cosine: float
    sine: float
    pitch_x: float
    pitch_z: float
    street: float
    avenue: float
    every: int
    parks: Mask
    near: Vector
    far: Vector
    reach: float
    middle_x: float
    middle_z: float
    edge: float
    cars: float
    trails: float
    green: float


@kernel
def _bank(bank: Vector, reach: float, x: float) -> float:
    at = min(max((x + reach) / (2 * reach) * (len(bank) - 1), 0.0), len(bank) - 1.001)
    k = int(at)
    return float(bank[k] + (bank[k + 1] - bank[k]) * (at - k))


@parallel
def lay_ground(depths: Picture, found: Index, water: Mask, plan: Plan, lens: Lens) -> None:
    """Put the ground and the water's surface into what is seen; ``water`` is 1 where the surface shows."""
    rows, columns = depths.shape
    for j in prange(rows):
        slope = (lens.horizon - (j + 0.5)) / lens.focal
        for i in range(columns):
            water[j, i] = 0
            if slope > -1e-6 or lens.height <= 0:
                continue
            depth = -lens.height / slope
            if depth >= depths[j, i] or depth > 5e7:
                continue
            x = lens.x + (i + 0.5 - lens.centre) / lens.focal * depth
            z = lens.z + depth
            depths[j, i] = depth
            found[j, i] = GROUND
            if z > _bank(plan.near, plan.reach, x) and z < _bank(plan.far, plan.reach, x):
                found[j, i] = SURFACE
                water[j, i] = 1


@kernel
def _road(
    off: float, along: float, number: int, plan: Plan, wide: float, pixel: float, seed: int
) -> tuple[float, float, float, float]:
    """A road at ``off`` metres from its middle: how much road, light of its lamps, of headlights and tail lights."""
    road = smoothstep(wide + pixel * 0.5 + 0.3, wide - pixel * 0.5 - 0.3, abs(off))
    gap = 27.0
    to_lamp = (along / gap - math.floor(along / gap + 0.5)) * gap
    side = min(abs(off - wide), abs(off + wide))
    pool = math.exp(-(to_lamp * to_lamp + side * side) / 90.0)
    keep = min(max(1.6 - pixel / 12.0, 0.0), 1.0)
    lamps = (0.35 + 1.9 * pool) * keep + 0.85 * (1 - keep)
    lamps *= smoothstep(wide + 16, wide - 2, abs(off))
    head = 0.0
    tail = 0.0
    if plan.cars > 0 and road > 0.01:
        busy = 0.35 + 0.65 * hashed(number, seed, 5)
        lane = 3.2
        to_lane = abs(abs(off) / lane - math.floor(abs(off) / lane) - 0.5) * lane
        line = smoothstep(0.9 + pixel * 0.5, 0.1, to_lane)
        line = line * min(max(1.5 - pixel / 2.4, 0.0), 1.0) + 0.3 * (
            1 - min(max(1.5 - pixel / 2.4, 0.0), 1.0)
        )
        index = int(abs(off) / lane)
        slot = math.floor(along / 11.0)
        packed = (
            1.0 if hashed(int(slot), number * 7 + index + (40 if off > 0 else 0), seed) < 0.45 * busy else 0.0
        )
        at = along / 11.0 - slot
        dot = packed * math.exp(-(((at - 0.5) * 11.0 / max(1.1, pixel * 0.6)) ** 2)) * 3.0
        keep = min(max(1.6 - pixel / 5.0, 0.0), 1.0)
        wave = 0.55 + 0.45 * math.sin(along * 0.021 + number * 2.1) * math.sin(along * 0.0067 + number)
        flow = (dot * keep + 0.22 * busy * (1 - keep)) * (
            1 - plan.trails
        ) + plan.trails * busy * wave * 1.5 * (0.15 + 0.85 * hashed(number, index, 3))
        light = line * flow * road * plan.cars * (1.0 if abs(off) < wide - 0.8 else 0.0)
        if off < 0:
            head = light
        else:
            tail = light
    return road, lamps, head, tail


@parallel
def shade_ground(
    out: Picture, seen: Seen, lens: Lens, sun: Light, relief: Relief, plan: Plan, street: Vector, glow: Vector,
    lamps: float, snow: float, soft: Picture,
) -> None:  # fmt: skip
    """Fill ``out`` where ``seen`` shows the ground; ``street`` and ``glow``: light of lamps and of the lit air."""
    rows, columns = seen.depths.shape
    half = plan.parks.shape[0] // 2
    for j in prange(rows):
        for i in range(columns):
            if seen.found[j, i] != GROUND:
                continue
            depth = seen.depths[j, i]
            across = (i + 0.5 - lens.centre) / lens.focal
            x = lens.x + across * depth
            z = lens.z + depth
            pixel = depth / lens.focal
            # seen at a slant, a pixel is long
            stretched = pixel * min(max(depth / max(lens.height, 1.0), 1.0), 12.0)
            gx = plan.cosine * x + plan.sine * z
            gz = -plan.sine * x + plan.cosine * z
            n = math.floor(gx / plan.pitch_x + 0.5)
            m = math.floor(gz / plan.pitch_z + 0.5)
            off_x = gx - n * plan.pitch_x
            off_z = gz - m * plan.pitch_z
            wide_x = plan.avenue if n % plan.every == 0 else plan.street
            wide_z = plan.avenue if m % plan.every == 0 else plan.street
            road_x, lamps_x, head_x, tail_x = _road(off_x, gz, n, plan, wide_x, pixel, 11)
            road_z, lamps_z, head_z, tail_z = _road(off_z, gx, m, plan, wide_z, stretched, 23)
            road = max(road_x, road_z)
            light = max(lamps_x, lamps_z)
            block_x = math.floor(gx / plan.pitch_x) + half
            block_z = math.floor(gz / plan.pitch_z) + half
            park = 0
            if (
                block_x >= 0
                and block_z >= 0
                and block_x < plan.parks.shape[1]
                and block_z < plan.parks.shape[0]
            ):
                park = plan.parks[block_z, block_x]
            grain = tiled(soft, x * 6.0, z * 6.0)
            fine = tiled(soft, x * 31.0, z * 31.0)
            far = smoothstep(
                plan.edge * 0.82, plan.edge * 1.02, math.hypot(x - plan.middle_x, z - plan.middle_z)
            )
            if park > 0:
                leaves = 0.6 + 0.5 * smoothstep(-0.8, 1.2, grain) + 0.25 * fine
                red, green, blue = 0.040 * leaves, (0.040 + 0.032 * plan.green) * leaves, 0.018 * leaves
                light *= 0.5
                light += 0.5 * smoothstep(1.2, 1.9, tiled(soft, x * 2.5, z * 2.5))
            else:
                tone = 0.9 + 0.10 * grain + 0.06 * fine
                red, green, blue = 0.135 * tone, 0.130 * tone, 0.122 * tone
                light += 0.22
            tone = 0.066 * (0.9 + 0.12 * grain)
            red += (tone - red) * road
            green += (tone - green) * road
            blue += (tone * 1.05 - blue) * road
            if far > 0:
                # suburbs: roofs, trees, and a lamp here and there
                # cells that a pixel does not fall short of, however far away
                wide = 19.0 * 2.0 ** math.ceil(math.log2(max(pixel / 11.0, 1.0)))
                long = 19.0 * 2.0 ** math.ceil(
                    math.log2(max(pixel * depth / max(lens.height, 1.0) / 11.0, 1.0))
                )
                cx, cz = math.floor(x / wide), math.floor(z / long)
                own = hashed(int(cx), int(cz), 77)
                keep = min(19.0 / wide, 1.0)
                shade = (0.05 + 0.14 * own) * keep + 0.11 * (1 - keep)
                leafy = 0.75 * plan.green * smoothstep(-0.2, 1.2, tiled(soft, x * 0.21, z * 0.21))
                red += (shade * (1 - 0.55 * leafy) - red) * far
                green += (shade * (1 - 0.36 * leafy) - green) * far
                blue += (shade * (0.95 - 0.62 * leafy) - blue) * far
                spark = (0.8 + 6.0 * math.sqrt(19.0 / long) if own > 0.86 else 0.15) * (
                    0.7 + 0.6 * hashed(cx // 7, cz // 11, 5)
                )
                light += (
                    spark * (0.35 + 0.65 * smoothstep(0.9, -0.6, tiled(soft, x * 0.11, z * 0.11))) - light
                ) * far
                head_x, tail_x, head_z, tail_z = (
                    head_x * (1 - far),
                    tail_x * (1 - far),
                    head_z * (1 - far),
                    tail_z * (1 - far),
                )
            red += (0.72 - red) * snow * (1 - 0.75 * road)
            green += (0.74 - green) * snow * (1 - 0.75 * road)
            blue += (0.78 - blue) * snow * (1 - 0.75 * road)
            at_x = (x - relief.x) / relief.cell
            at_z = (z - relief.z) / relief.cell
            lit = smoothstep(5.0, 0.0, sample(relief.shadow, at_x, at_z)) * sun.y
            open_sky = 0.45 + 0.55 * math.exp(-sample(relief.around, at_x, at_z) / 45.0)
            head = (head_x + head_z) * lamps * 0.85
            tail = (tail_x + tail_z) * lamps * 0.55
            light *= lamps
            out[j, i, 0] = (
                red * (sun.red * lit + sun.sky_red * open_sky + street[0] * light + glow[0]) + head + tail
            )
            out[j, i, 1] = green * (sun.green * lit + sun.sky_green * open_sky + street[1] * light + glow[1])
            out[j, i, 2] = blue * (sun.blue * lit + sun.sky_blue * open_sky + street[2] * light + glow[2])
            out[j, i, 1] += head * 0.86 + tail * 0.10
            out[j, i, 2] += head * 0.66 + tail * 0.05
