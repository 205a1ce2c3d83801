"""The sea before a shore: waves that stand up, hide one another, break, run up the sand and leave it wet.

Each column of the picture is followed from its foot to the horizon over the moving surface; then every pixel is lit.
Waves too small for a pixel become roughness, which dims the mirror towards the horizon as in E. Bruneton et al.,
"Real-time Realistic Ocean Lighting", 2010; the sun's glitter is C. Cox and W. Munk's distribution of slopes, 1954.
"""

from __future__ import annotations

import math

import numpy as np

from moviola.engines.place.kernels import Picture, Vector, f32, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep
from moviola.engines.place.sky.air import Light
from moviola.engines.place.water.looks import four, seen
from moviola.engines.place.water.march import march
from moviola.engines.place.water.mirrors import mirrored_share
from moviola.engines.place.water.state import GROUP, Chart, Surf, Swell
from moviola.engines.place.water.surge import afloat, gust_of, washed
from moviola.engines.place.water.whiteness import foam_of, net_of


@kernel
def _glitter(
    vx: float,
    vy: float,
    vz: float,
    tx: float,
    tz: float,
    cosine: float,
    lost: float,
    most: float,
    light: Light,
) -> float:
    """The sun's light that a rough face mirrors, as a share of it."""
    hx = light.x - vx
    hy = light.y - vy
    hz = light.z - vz
    if hy < 1e-3:
        return 0.0
    least = lost + 0.0007
    mx = -hx / hy - tx
    mz = -hz / hy - tz
    off_mirror = (mx * mx + mz * mz) / (2 * least)
    if off_mirror > 12:
        return 0.0
    half = math.sqrt(hx * hx + hy * hy + hz * hz)
    meet = max((hx * light.x + hy * light.y + hz * light.z) / half, 0.02)
    shine = 0.02 + 0.98 * (1 - meet) ** 5
    up = hy / half
    glint = shine * math.exp(-off_mirror) / (2 * least * 4 * max(cosine, 0.12) * up**4)
    return most * (1 - math.exp(-glint * 1.1 / most))


@kernel
def _mirrored(
    mirror: Picture,
    blurred: Picture,
    beyond: Lens,
    blur: float,
    rx: float,
    ry: float,
    rz: float,
    rough: float,
) -> tuple[float, float, float]:
    """What a ray upwards meets in the world upside down."""
    away = beyond.focal / rz
    at_x = beyond.centre + rx * away
    at_y = beyond.horizon - ry * away - rough * 0.55 * beyond.focal
    sharp = smoothstep(0.05, 0.012, rough)
    if sharp >= 1:
        return seen(mirror, at_x - 0.5, at_y - 0.5)
    red, green, blue = seen(blurred, at_x * blur - 0.5, at_y * blur - 0.5)
    if sharp > 0:
        p, q, r = seen(mirror, at_x - 0.5, at_y - 0.5)
        red += (p - red) * sharp
        green += (q - green) * sharp
        blue += (r - blue) * sharp
    return red, green, blue


@parallel
def paint_sea(
    out: Picture, top: int, bed: Picture, open_: Picture, land: Picture, steps: Vector, place: Vector, narrow: Vector,
    shore: Picture, chart: Chart, large: Picture, slopes: Picture, small: Picture, ripples: Picture, soft: Picture,
    lace: Picture, mirror: Picture, blurred: Picture, beyond: Lens, blur: float, edge_on: Picture, clear: Picture,
    veil: Picture, lens: Lens, light: Light, swell: Swell, surf: Surf, time: float, finest: bool,
) -> None:  # fmt: skip
    """Fill ``out`` [h, W, 4] with the sea's light times its share of the pixel, and that share, from row ``top`` down.

    ``bed`` [h, W, 3] is what lies below and beside the water, ``open_`` [h, W] the share of each pixel that nothing
    hides, ``land`` [h, W] its depth; ``steps`` depths to look at, with their row in the ``shore`` map and one over
    their distance; ``mirror`` the world upside down through ``beyond``, ``blurred`` the same at ``blur`` of its size;
    ``edge_on`` as :func:`.mirrors.mirror_table` has it; ``clear`` and ``veil`` [h, blocks, 3] the air. What is not
    ``finest`` will be enlarged, and must not sparkle.
    """
    rows, columns = top + out.shape[0], out.shape[1]
    count = (columns + GROUP - 1) // GROUP
    for group in prange(count):
        first = group * GROUP
        hits = np.empty((GROUP, rows - top), np.float32)
        farthest = np.empty(rows - top, np.float32)
        for n in range(GROUP):
            i = min(first + n, columns - 1)
            march(
                hits, n, (i + 0.5 - lens.centre) / lens.focal, top, lens, steps, place, narrow, shore, chart, large,
                swell, surf, rows, time, land, i, farthest,
            )  # fmt: skip
        for row in range(rows - top):
            slope = (lens.horizon - (row + top + 0.5)) / lens.focal
            gust = -1.0
            for n in range(GROUP):
                i = first + n
                if i >= columns:
                    break
                for c in range(4):
                    out[row, i, c] = 0
                if open_[row, i] < 0.004:
                    continue
                depth = float(hits[n, row])
                ground = float(land[row, i])
                if depth > 1e8 and ground > 1e8:
                    continue
                across = (i + 0.5 - lens.centre) / lens.focal
                ashore = ground < depth
                if ashore:
                    depth = ground
                x = lens.x + across * depth
                z = lens.z + depth
                seen_z = max(z, 0.0)
                map_x = x / (seen_z + chart.near) * chart.wide + chart.centre
                map_z = math.log(1 + seen_z / chart.near) * chart.deep
                off, floor, phase, rock = four(shore, map_x, map_z)
                if ashore and (
                    off < -1.6 * surf.run - 0.4 or floor > 1.5 * surf.run or (rock > 0.4 and floor > 0.06)
                ):
                    continue
                length = 1 / math.sqrt(across * across + slope * slope + 1)
                footprint = min(
                    depth * depth / (lens.focal * max(lens.height, 0.5)), depth * 4 / lens.focal * 20
                )
                high = 0.0
                wet = 1.0
                if ashore:
                    keep_tiny = 1 / (1 + (footprint / 0.25) ** 2)
                    tx, tz, dense, thin, deep, wet = washed(
                        x, z, off, phase, rock, keep_tiny, soft, ripples, surf, time
                    )
                    if wet <= 0.003 and dense * (1 - rock) <= 0.003:
                        continue
                    lost = 0.0012
                else:
                    if gust < 0:
                        # gusts are wider than a block of columns
                        gust = gust_of(x, z, soft, swell, time)
                    tx, tz, high, dense, thin, lost = afloat(
                        x, z, off, phase, rock, depth, footprint, map_x, map_z, gust, shore, large, slopes, small,
                        ripples, soft, swell, surf, time,
                    )  # fmt: skip
                    deep = max(high - floor, 0.05)
                    # the least roughness keeps single pixels from sparkling, more so where fewer are followed
                    lost += 0.0003 if finest else 0.0012
                vx = across * length
                vy = slope * length
                vz = length
                # small waves are no part of the surface that was followed: faces that would turn away are hidden
                # by those before them, so what is seen leans to the camera
                turned = vy - vx * tx - vz * tz + 0.05
                tz += 0.5 * (turned + math.sqrt(turned * turned + 0.006)) / vz
                normal = 1 / math.sqrt(tx * tx + tz * tz + 1)
                dot = min((vy - vx * tx - vz * tz) * normal, -0.015)
                cosine = min(-dot, 1.0)
                rough = math.sqrt(lost)
                fresnel = mirrored_share(edge_on, 1 - cosine, rough)
                bend = -2 * dot * normal
                red, green, blue = _mirrored(
                    mirror,
                    blurred,
                    beyond,
                    blur,
                    vx - bend * tx,
                    max(abs(vy + bend), 0.03),
                    max(vz - bend * tz, 0.12),
                    rough,
                )
                glint = 0.0
                if (not ashore or deep > 0) and light.y > 0.012:
                    glint = _glitter(vx, vy, vz, tx, tz, cosine, lost, swell.glitter, light)
                foam, lumps = foam_of(x, z, dense, thin, footprint, lace, swell.milk, surf, time)
                lit = max((light.y - tx * light.x - tz * light.z) * normal, 0.0)
                lit = 0.35 * max(light.y, 0.1) + 0.65 * lit
                bright = 0.50 + 0.34 * lumps
                path = deep / max(math.sqrt(1 - (1 - cosine * cosine) / 1.77), 0.55) * 1.7
                facing = max(vx * light.x + vz * light.z, 0.0)
                # light that has come through a crest, from the sun behind it or from the sky
                thick = max(high, 0.0) * min(max(tz * 1.5 + 0.45, 0.30), 1.0)
                through_crest = swell.glow * thick * facing * facing
                from_sky = 0.30 * swell.glow * thick
                damp = 1 - 0.42 * wet if ashore else 0.6
                polish = wet * surf.wet if ashore and deep <= 0 else 1.0
                net = 1.0
                if swell.caustics > 0 and deep > 0.02 and deep < 5 and footprint < 1.2 and not ashore:
                    net += (net_of(x, z, deep, lace, time) - 1) * swell.caustics / (1 + footprint * 3)
                out[row, i, 3] = 1
                block = i // GROUP
                part = (i % GROUP + 0.5) / GROUP
                for c in range(3):
                    sun = light.red if c == 0 else (light.green if c == 1 else light.blue)
                    air = light.sky_red if c == 0 else (light.sky_green if c == 1 else light.sky_blue)
                    own = swell.red if c == 0 else (swell.green if c == 1 else swell.blue)
                    absorb = (
                        swell.absorb_red if c == 0 else (swell.absorb_green if c == 1 else swell.absorb_blue)
                    )
                    sky = red if c == 0 else (green if c == 1 else blue)
                    body = own * (
                        sun * ((0.25 + max(light.y, 0.0)) * 0.6 + through_crest) + air * (0.8 + from_sky)
                    )
                    sunk = absorb * path
                    if sunk < 7:
                        # near enough to exp(−sunk), and much cheaper
                        through = 1 / (1 + sunk * 0.0625)
                        through *= through
                        through *= through
                        through *= through
                        through *= through
                        body += (bed[row, i, c] * damp * net - body) * through
                    # the air lies over all but the bed, which has it already
                    share = fresnel * polish
                    shown = body * (1 - share) + sky * share + glint * sun
                    shown += (bright * (sun * (lit + 0.14 * facing * facing) + air * 0.85) - shown) * foam
                    here = clear[row, block, c] + (clear[row, block + 1, c] - clear[row, block, c]) * part
                    haze = veil[row, block, c] + (veil[row, block + 1, c] - veil[row, block, c]) * part
                    shown = shown * here + haze
                    out[row, i, c] = shown


@parallel
def lay_sea(
    out: Picture, top: int, sea: Picture, sea_top: int, scale: float, bed: Picture, open_: Picture
) -> None:
    """Lay a ``sea`` that :func:`paint_sea` has painted at ``scale`` of its size over ``out`` [H, W, 3].

    ``bed`` [h, W, 3] and ``open_`` [h, W] are the canvas from row ``top`` down, without what stands on it.
    """
    rows, columns = out.shape[0], out.shape[1]
    last_row = sea.shape[0] - 1
    last_column = sea.shape[1] - 1
    for j in prange(top, rows):
        y = min(max((j + 0.5) * scale - 0.5 - sea_top, 0.0), float(last_row))
        v = min(int(y), max(last_row - 1, 0))
        fy = f32(y - v)
        below = sea[min(v + 1, last_row)]
        above = sea[v]
        for i in range(columns):
            much = open_[j - top, i]
            if much < f32(0.004):
                continue
            x = min(max((i + 0.5) * scale - 0.5, 0.0), float(last_column))
            u = min(int(x), max(last_column - 1, 0))
            w = min(u + 1, last_column)
            fx = f32(x - u)
            d = fx * fy
            b = fx - d
            r = fy - d
            a = f32(1) - fx - r
            share = above[u, 3] * a + above[w, 3] * b + below[u, 3] * r + below[w, 3] * d
            if share < f32(0.02):
                continue
            cover = f32(1) if scale == 1 else min(max(share * f32(2) - f32(0.5), f32(0)), f32(1))
            for c in range(3):
                light = (above[u, c] * a + above[w, c] * b + below[u, c] * r + below[w, c] * d) / share
                if much > f32(0.996):
                    out[j, i, c] += (light - out[j, i, c]) * cover
                else:
                    out[j, i, c] += (light - bed[j - top, i, c]) * much * cover
