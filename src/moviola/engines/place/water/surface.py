"""Water that reads a mirrored picture of the world through its ripples.

Waves smaller than a pixel become roughness: the mirror is looked up in copies blurred more and more along the
vertical, and the view is tilted up a little, as in E. Bruneton et al., "Real-time Realistic Ocean Lighting", 2010.

A row of the view runs across the water at one depth, so each train of waves is a straight line through its
texture: two texture rows are blended once, and pixels read along that line. What neither time nor a sideways
camera changes (the bed seen through the water, the air before it) is settled once, in a :class:`Surface`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Mask, Picture, f32, kernel, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import tiled
from moviola.engines.place.resample import AREA, fit, soften
from moviola.engines.place.sky.air import Haze, Light, haze_between
from moviola.engines.place.textures import textures

#: Columns between two looks at the air and the gusts, which are smooth.
_BLOCK = 16


class Water(NamedTuple):
    """Slopes of ripples, wavelets and swell; contrast of gusts; reflection gain; absorption per m; its own colour."""

    ripples: float
    wavelets: float
    swell: float
    gusts: float
    gain: float
    absorption: float
    red: float
    green: float
    blue: float


class Mirror(NamedTuple):
    """The mirrored picture sharp and at three vertical blurs, whose sizes are in pixels of the view.

    The copies are smaller the more they are blurred.
    """

    sharp: Picture
    soft: Picture
    softer: Picture
    softest: Picture
    blur: float
    more_blur: float
    most_blur: float


class Surface(NamedTuple):
    """The view from row ``top`` down without its reflections, through the air.

    ``below`` [h, W, 3]: land, and the bed as it is seen through the water; ``clear`` and ``veil`` [h, blocks, 3]: what
    the air lets through and what it adds, every ``_BLOCK`` columns.
    """

    top: int
    water: Mask
    below: Picture
    clear: Picture
    veil: Picture


#: Vertical blur of the mirror's copies as a share of the focal length.
_BLURS = (0.006, 0.03, 0.1)


def blurred(picture: Picture, focal: float, scale: float) -> Mirror:
    """The mirror's copies.

    ``focal`` is the view's; the picture is ``scale`` times the view's resolution.
    """
    rows, columns = picture.shape[:2]
    copies = []
    for share in _BLURS:
        size = share * focal * scale
        step = max(1, int(size / 2.2))
        across = max(step // 3, 1)
        small = fit(picture, (max(columns // across, 8), max(rows // step, 8)), AREA)
        copies.append(soften(small, across=0.6 + size * 0.12 / across, down=max(size / step, 0.3)))
    soft, softer, softest = copies
    least, more, most = (share * focal for share in _BLURS)
    return Mirror(picture, soft, softer, softest, least, more, most)


def settle(
    bed: Picture,
    water: Mask,
    bed_depths: Picture,
    lens: Lens,
    look: Water,
    table: Picture,
    light: Light,
    haze: Haze,
) -> Surface:
    """What lies below and beside the water of a view."""
    rows, columns = water.shape
    top = min(max(int(lens.horizon), 0), rows - 1)
    below = np.ascontiguousarray(bed[top:], np.float32).copy()
    blocks = columns // _BLOCK + 2
    clear = np.ones((rows - top, blocks, 3), np.float32)
    veil = np.zeros((rows - top, blocks, 3), np.float32)
    _settle(below, water[top:], bed_depths[top:], top, lens, look, table, light, haze, clear, veil)
    return Surface(top, np.ascontiguousarray(water[top:]), below, clear, veil)


@parallel
def _settle(
    below: Picture, water: Mask, bed_depths: Picture, top: int, lens: Lens, look: Water, table: Picture, light: Light,
    haze: Haze, clear: Picture, veil: Picture,
) -> None:  # fmt: skip
    rows, columns = water.shape
    flat = math.sqrt(light.x * light.x + light.z * light.z)
    for j in prange(rows):
        slope = (lens.horizon - (j + top + 0.5)) / lens.focal
        if slope >= -1e-5:
            continue
        depth = -lens.height / slope
        for n in range(clear.shape[1]):
            across = (n * _BLOCK - lens.centre) / lens.focal
            far = depth * math.sqrt(1 + across * across + slope * slope)
            air = haze_between(
                table, across, slope, far, lens.height, 0.0, light.x / flat, light.z / flat, haze
            )
            for c in range(3):
                clear[j, n, c] = air[c]
                veil[j, n, c] = air[3 + c] * (1 - air[c])
        for i in range(columns):
            if water[j, i] != 0:
                through = math.exp(-min(bed_depths[j, i] - depth, 60.0) * look.absorption)
                n = i // _BLOCK
                share = (i % _BLOCK + 0.5) / _BLOCK
                for c in range(3):
                    own = look.red if c == 0 else (look.green if c == 1 else look.blue)
                    air_clear = clear[j, n, c] + (clear[j, n + 1, c] - clear[j, n, c]) * share
                    below[j, i, c] = (below[j, i, c] * through + own * (1 - through)) * air_clear


@lru_cache(maxsize=1)
def _turned() -> Picture:
    return np.ascontiguousarray(textures().ripples.transpose(1, 0, 2))


def draw_water(
    out: Picture, surface: Surface, mirror: Mirror, mirror_lens: Lens, mirror_scale: float, lens: Lens, time: float,
    look: Water, stride: int = 1,
) -> None:  # fmt: skip
    """Fill ``out`` [H, W, 3] from the surface's first row down.

    ``mirror_lens`` is the lens of the mirror's own canvas, ``mirror_scale`` times the view's resolution;
    ``time`` in seconds of slow water; ``stride`` 2 follows every second column's ray.
    """
    book = textures()
    _draw_water(
        out, surface.top, surface.water, surface.below, surface.clear, surface.veil, mirror, mirror_lens,
        mirror_scale, book.ripples, _turned(), book.soft, lens, time, look, stride,
    )  # fmt: skip


@kernel
def _line(planes: Picture, at: float, out: Picture) -> None:
    """Row ``at`` of a repeating [n, n, 2] square, and its first point once more."""
    wrap = planes.shape[0] - 1
    low = math.floor(at)
    share = f32(at - low)
    a = planes[int(low) & wrap]
    b = planes[(int(low) + 1) & wrap]
    for k in range(wrap + 1):
        out[k, 0] = a[k, 0] + (b[k, 0] - a[k, 0]) * share
        out[k, 1] = a[k, 1] + (b[k, 1] - a[k, 1]) * share
    out[wrap + 1, 0] = out[0, 0]
    out[wrap + 1, 1] = out[0, 1]


@kernel
def _add_waves(
    line: Picture, start: float, step: float, gain: float, first: int, last: int, tilt: Picture
) -> None:
    """Add slopes read along a line from ``start``, ``step`` apart."""
    wrap = line.shape[0] - 2
    from_ = f32(start - math.floor(start / (wrap + 1)) * (wrap + 1))
    each = f32(step)
    much = f32(gain)
    for i in range(first, last):
        x = from_ + each * f32(i)
        n = int(x)
        share = x - f32(n)
        n &= wrap
        tilt[0, i] += much * (line[n, 0] + (line[n + 1, 0] - line[n, 0]) * share)
        tilt[1, i] += much * (line[n, 1] + (line[n + 1, 1] - line[n, 1]) * share)


@kernel
def _add_gusts(
    soft: Picture, lens: Lens, depth: float, z: float, time: float, contrast: float, first: int, last: int, stride: int,
    tilt: Picture,
) -> None:  # fmt: skip
    """Scale a row's slopes by the wind, which is straight between the ends of a block; note it in ``tilt[2]``."""
    each = _BLOCK // stride
    gust = f32(0)
    for block in range(first // each, (last - 1) // each + 2):
        before = gust
        x = lens.x + (block * _BLOCK - lens.centre) / lens.focal * depth
        patches = tiled(soft, x * 0.55 + time * 3, z * 0.9 + time * 5)
        patches += 0.6 * tiled(soft, x * 3.1 - time * 6, z * 4.2)
        lanes = tiled(soft, x * 0.16 + 40, z * 0.34 + time * 1.5)
        gust = f32(max(0.25, 1 + contrast * (patches * 0.45 + lanes * 0.9)))
        slant = (gust - before) / f32(each)
        for n in range(each):
            i = (block - 1) * each + n
            if i >= first and i < last:
                here = before + slant * (f32(n) + f32(0.5))
                tilt[0, i] *= here * f32(0.6)
                tilt[1, i] *= here
                tilt[2, i] = here


@kernel
def _colour(picture: Picture, x: float, y: float) -> tuple[float, float, float]:
    """Bilinear at an index, clamped at the borders."""
    x = min(max(x, f32(0)), f32(picture.shape[1] - 1.001))
    y = min(max(y, f32(0)), f32(picture.shape[0] - 1.001))
    i = int(x)
    j = int(y)
    fx = x - f32(i)
    fy = y - f32(j)
    d = fx * fy
    b = fx - d
    c = fy - d
    a = f32(1) - fx - c
    return (
        picture[j, i, 0] * a + picture[j, i + 1, 0] * b + picture[j + 1, i, 0] * c + picture[j + 1, i + 1, 0] * d,
        picture[j, i, 1] * a + picture[j, i + 1, 1] * b + picture[j + 1, i, 1] * c + picture[j + 1, i + 1, 1] * d,
        picture[j, i, 2] * a + picture[j, i + 1, 2] * b + picture[j + 1, i, 2] * c + picture[j + 1, i + 1, 2] * d,
    )  # fmt: skip


@kernel
def _follow(
    tilt: Picture, first: int, last: int, stride: int, slope: float, lens: Lens, mirror_lens: Lens, scale: float,
    lost: float, floor: float, gain: float, ray: Picture,
) -> None:  # fmt: skip
    """Reflect a row of rays: ``ray`` [4, n] gets the place in the mirror, the spread and the share reflected."""
    vy0 = f32(slope)
    focal = f32(lens.focal * scale)
    centre = f32(mirror_lens.centre)
    horizon = f32(mirror_lens.horizon)
    lift = f32(0.35 * lens.focal * scale)
    wide = f32(1.1 * lens.focal)
    least = f32(floor)
    start = f32((0.5 * stride - lens.centre) / lens.focal)
    each = f32(stride / lens.focal)
    missing = f32(lost)
    much = f32(gain)
    one = f32(1)
    two = f32(2)
    for i in range(first, last):
        vx = start + each * f32(i)
        length = one / math.sqrt(vx * vx + vy0 * vy0 + one)
        tx = tilt[0, i]
        tz = tilt[1, i]
        rough = tilt[2, i] * missing
        normal = one / math.sqrt(tx * tx + tz * tz + one)
        dot = min((vy0 - vx * tx - tz) * length * normal, f32(-0.01))
        bend = two * dot * normal
        rx = vx * length + bend * tx
        ry = abs(vy0 * length - bend)
        rz = max(length + bend * tz, f32(0.15))
        away = focal / rz
        ray[0, i] = centre + rx * away
        ray[1, i] = horizon - ry * away - rough * lift
        ray[2, i] = rough * wide + least
        miss = one - min(rough * f32(0.5) - dot, one)
        square = miss * miss
        ray[3, i] = min((f32(0.02) + f32(0.98) * square * square * miss) * much, one)


@kernel
def _gather(
    mirror: Mirror,
    ray: Picture,
    clear: Picture,
    veil: Picture,
    first: int,
    last: int,
    stride: int,
    seen: Picture,
) -> None:
    """Fill ``seen`` [n, 4] with the light reflected, through the air, and the share of it."""
    columns = f32(mirror.sharp.shape[1])
    rows = f32(mirror.sharp.shape[0])
    soft_x = f32(mirror.soft.shape[1]) / columns
    soft_y = f32(mirror.soft.shape[0]) / rows
    softer_x = f32(mirror.softer.shape[1]) / columns
    softer_y = f32(mirror.softer.shape[0]) / rows
    softest_x = f32(mirror.softest.shape[1]) / columns
    softest_y = f32(mirror.softest.shape[0]) / rows
    blur0 = f32(mirror.blur)
    blur1 = f32(mirror.more_blur)
    blur2 = f32(mirror.most_blur)
    half = f32(0.5)
    each = _BLOCK // stride
    for block in range(first // each, (last - 1) // each + 1):
        red_clear, green_clear, blue_clear = clear[block, 0], clear[block, 1], clear[block, 2]
        red_veil, green_veil, blue_veil = veil[block, 0], veil[block, 1], veil[block, 2]
        red_more = (clear[block + 1, 0] - red_clear) / f32(each)
        green_more = (clear[block + 1, 1] - green_clear) / f32(each)
        blue_more = (clear[block + 1, 2] - blue_clear) / f32(each)
        red_haze = (veil[block + 1, 0] - red_veil) / f32(each)
        green_haze = (veil[block + 1, 1] - green_veil) / f32(each)
        blue_haze = (veil[block + 1, 2] - blue_veil) / f32(each)
        for i in range(max(first, block * each), min(last, block * each + each)):
            x = ray[0, i]
            y = ray[1, i]
            spread = ray[2, i]
            if spread < blur0:
                share = spread / blur0
                a = _colour(mirror.sharp, x - half, y - half)
                b = _colour(mirror.soft, x * soft_x - half, y * soft_y - half)
            elif spread < blur1:
                share = (spread - blur0) / (blur1 - blur0)
                a = _colour(mirror.soft, x * soft_x - half, y * soft_y - half)
                b = _colour(mirror.softer, x * softer_x - half, y * softer_y - half)
            else:
                share = min((spread - blur1) / (blur2 - blur1), f32(1))
                a = _colour(mirror.softer, x * softer_x - half, y * softer_y - half)
                b = _colour(mirror.softest, x * softest_x - half, y * softest_y - half)
            more = share * ray[3, i]
            less = ray[3, i] - more
            at = f32(i - block * each) + half
            seen[i, 0] = (a[0] * less + b[0] * more) * (red_clear + red_more * at) + red_veil + red_haze * at
            seen[i, 1] = (
                (a[1] * less + b[1] * more) * (green_clear + green_more * at) + green_veil + green_haze * at
            )
            seen[i, 2] = (
                (a[2] * less + b[2] * more) * (blue_clear + blue_more * at) + blue_veil + blue_haze * at
            )
            seen[i, 3] = ray[3, i]


@kernel
def _lay(
    out: Picture, below: Picture, water: Mask, seen: Picture, first: int, last: int, stride: int
) -> None:
    """A row of land and bed with its reflections; between every second column the light is interpolated."""
    columns = water.shape[0]
    one = f32(1)
    if stride == 1:
        for i in range(columns):
            if water[i] == 0:
                for c in range(3):
                    out[i, c] = below[i, c]
            else:
                for c in range(3):
                    out[i, c] = seen[i, c] + below[i, c] * (one - seen[i, 3])
        return
    more = f32(0.75)
    less = f32(0.25)
    for i in range(columns):
        if water[i] == 0:
            for c in range(3):
                out[i, c] = below[i, c]
        else:
            n = i >> 1
            beside = min(max(n - 1 + ((i & 1) << 1), first), last - 1)
            much = one - (seen[n, 3] * more + seen[beside, 3] * less)
            for c in range(3):
                out[i, c] = seen[n, c] * more + seen[beside, c] * less + below[i, c] * much


@parallel
def _draw_water(
    out: Picture, top: int, water: Mask, below: Picture, clear: Picture, veil: Picture, mirror: Mirror,
    mirror_lens: Lens, mirror_scale: float, ripples: Picture, turned: Picture, soft: Picture, lens: Lens, time: float,
    look: Water, stride: int,
) -> None:  # fmt: skip
    rows, columns = water.shape
    size = ripples.shape[0]
    small = size / 9.0
    middle = size / 47.0
    large = size / 310.0
    for k in prange(rows):
        slope = (lens.horizon - (k + top + 0.5)) / lens.focal
        first = columns
        last = 0
        for i in range(columns):
            if water[k, i] != 0:
                first = min(first, i)
                last = i + 1
        if slope >= -1e-5 or last == 0:
            for i in range(columns):
                for c in range(3):
                    out[top + k, i, c] = below[k, i, c]
            continue
        first //= stride
        last = (last + stride - 1) // stride
        depth = -lens.height / slope
        footprint = depth * depth / (lens.focal * lens.height)
        keep_small = 1 / (1 + (footprint / 0.55) ** 2)
        keep_middle = 1 / (1 + (footprint / 3.5) ** 2)
        keep_large = 1 / (1 + (footprint / 30) ** 2)
        lost = math.sqrt(
            (look.ripples * 1.2) ** 2 * (1 - keep_small)
            + look.wavelets**2 * (1 - keep_middle)
            + look.swell**2 * (1 - keep_large)
        )
        z = lens.z + depth
        step = depth / lens.focal * stride
        x = lens.x + (0.5 * stride - lens.centre) / lens.focal * depth
        # slopes across and ahead, and the gusts' strength
        tilt = np.zeros((3, last + 1), np.float32)
        line = np.empty((size + 1, 2), np.float32)
        if keep_small > 0.02:
            gain = keep_small * look.ripples
            _line(ripples, z * small + time * 95, line)
            _add_waves(line, x * small + time * 60, step * small, gain, first, last, tilt)
            _line(turned, z * small * 0.83 - time * 70, line)
            _add_waves(line, x * small * 0.83, step * small * 0.83, gain * 0.7, first, last, tilt)
        if keep_middle > 0.02:
            _line(ripples, z * middle + time * 42, line)
            _add_waves(
                line, x * middle - time * 17, step * middle, keep_middle * look.wavelets, first, last, tilt
            )
        if keep_large > 0.01:
            _line(ripples, z * large + time * 14, line)
            _add_waves(line, x * large + time * 5, step * large, keep_large * look.swell, first, last, tilt)
        _add_gusts(soft, lens, depth, z, time, look.gusts, first, last, stride, tilt)
        ray = np.empty((4, last + 1), np.float32)
        # the floor on the blur keeps single glints from sparkling
        floor = lens.focal * 0.0035 * (1 - keep_small * 0.6)
        _follow(
            tilt, first, last, stride, slope, lens, mirror_lens, mirror_scale, lost, floor, look.gain, ray
        )
        seen = np.empty((last + 1, 4), np.float32)
        _gather(mirror, ray, clear[k], veil[k], first, last, stride, seen)
        _lay(out[top + k], below[k], water[k], seen, first, last, stride)
