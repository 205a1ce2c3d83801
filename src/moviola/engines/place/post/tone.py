"""From linear light to a picture: bloom, sun rays, a filmic curve, grain.

The curve is a polynomial fit of AgX (T. Sobotka; fit by B. Wrensch): inset matrix, log2 over 16.5 stops, sigmoid,
outset matrix. Contrast, saturation and vignette come after it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import FAR, Mask, Picture, f32, i64, kernel, parallel, prange
from moviola.engines.place.resample import AREA, LINEAR, fit, soften

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Grade:
    """How the picture is developed. ``bloom`` is added from light above ``bloom_from``; ``tint`` per channel."""

    exposure: float
    saturation: float = 1.35
    contrast: float = 1.3
    vignette: float = 0.35
    grain: float = 0.012
    bloom: float = 0.05
    bloom_from: float = 0.8
    rays: float = 0.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


def graded(grade: Grade, light: float, warmth: float, colour: float) -> Grade:
    """``grade`` with ``light`` stops more, and ``warmth`` and ``colour`` (−1…1) as in a scene."""
    warm = (1 + 0.16 * warmth, 1 + 0.02 * warmth, 1 - 0.17 * warmth)
    red, green, blue = (own * more for own, more in zip(grade.tint, warm, strict=True))
    saturation = grade.saturation * (1 + (0.32 if colour > 0 else 0.8) * colour)
    return replace(grade, exposure=grade.exposure * 2**light, saturation=saturation, tint=(red, green, blue))


def curve_table(contrast: float) -> Picture:
    """The curve for every positive float32, by its upper 17 bits."""
    light = (np.arange(1 << 17, dtype=np.uint32) << 14).view(np.float32)
    light = np.where(np.isfinite(light), light, 1e5)
    stops = np.log2(np.clip(light, 1e-8, 1e6))
    x = np.clip((stops + 12.47393) / 16.5, 0, 1)
    x2 = x * x
    x4 = x2 * x2
    y = 15.5 * x4 * x2 - 40.14 * x4 * x + 31.96 * x4 - 6.868 * x2 * x + 0.4298 * x2 + 0.1191 * x - 0.00232
    return np.asarray(np.maximum(y, 0) ** contrast, np.float32)


@kernel
def _glow_row(glow: Picture, j: float, rows: int, gain: float, out: Picture) -> None:
    """Fill ``out`` [3, W] with row ``j`` of a glow that is stretched over ``rows`` rows."""
    high, wide = glow.shape[0], glow.shape[1]
    columns = out.shape[1]
    y = min(max((j + 0.5) * high / rows - 0.5, 0.0), high - 1.001)
    top = int(y)
    lower = f32((y - top) * gain)
    upper = f32(gain) - lower
    line = np.empty((wide, 3), np.float32)
    for i in range(wide):
        for c in range(3):
            line[i, c] = glow[top, i, c] * upper + glow[top + 1, i, c] * lower
    step = f32(wide / columns)
    start = f32(0.5 * wide / columns - 0.5)
    last = f32(wide - 1.001)
    for i in range(columns):
        x = min(max(start + step * f32(i), f32(0)), last)
        left = int(x)
        share = x - f32(left)
        for c in range(3):
            out[c, i] = line[left, c] + (line[left + 1, c] - line[left, c]) * share


@kernel
def _develop_row(
    light: Picture, glow: Picture, j: int, exposure: float, saturation: float, vignette: float, grain: float,
    tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool, row: Picture,
) -> None:  # fmt: skip
    """Fill ``row`` [3, W] with display values, about 0–1. ``glow`` [3, W] is added to the light."""
    rows, columns = light.shape[0], light.shape[1]
    y = (j / rows - 0.5) * 0.75
    red_gain = f32(exposure * tint[0])
    green_gain = f32(exposure * tint[1])
    blue_gain = f32(exposure * tint[2])
    dark = f32(vignette)
    high = f32(y * y)
    each = f32(1 / columns)
    none = f32(0)
    one = f32(1)
    for i in range(columns):
        x = f32(i) * each - f32(0.5)
        gain = one - dark * min((x * x + high) * f32(2.2), one)
        red = max(light[j, i, 0] + glow[0, i], none) * gain * red_gain
        green = max(light[j, i, 1] + glow[1, i], none) * gain * green_gain
        blue = max(light[j, i, 2] + glow[2, i], none) * gain * blue_gain
        row[0, i] = f32(0.842479062) * red + f32(0.0784336) * green + f32(0.079223745) * blue + f32(1e-8)
        row[1, i] = f32(0.042328242) * red + f32(0.878468636) * green + f32(0.079166127) * blue + f32(1e-8)
        row[2, i] = f32(0.042375655) * red + f32(0.0784336) * green + f32(0.879142974) * blue + f32(1e-8)
    if flip:
        for c in range(3):
            for i in range(columns // 2):
                swap = row[c, i]
                row[c, i] = row[c, columns - 1 - i]
                row[c, columns - 1 - i] = swap
    bits = row.view(np.int32)
    for c in range(3):
        for i in range(columns):
            row[c, i] = table[bits[c, i] >> 14]
    much = f32(saturation)
    specks = noise[j & 255]
    strength = f32(grain)
    for i in range(columns):
        red = row[0, i]
        green = row[1, i]
        blue = row[2, i]
        luma = f32(0.2126) * red + f32(0.7152) * green + f32(0.0722) * blue
        red = luma + (red - luma) * much
        green = luma + (green - luma) * much
        blue = luma + (blue - luma) * much
        speck = specks[i & 255] * strength
        first = f32(1.196879005) * red - f32(0.098020881) * green - f32(0.099029744) * blue + speck
        second = f32(1.151903130) * green - f32(0.052896851) * red - f32(0.098961177) * blue + speck
        third = f32(1.151073672) * blue - f32(0.052971635) * red - f32(0.098043450) * green + speck
        row[0, i] = min(max(first, none), one)
        row[1, i] = min(max(second, none), one)
        row[2, i] = min(max(third, none), one)


@parallel
def _to_rgb(
    light: Picture, glow: Picture, exposure: float, saturation: float, vignette: float, grain: float,
    glow_gain: float, tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool,
    out: Bytes,
) -> None:  # fmt: skip
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(rows):
        row = np.empty((3, columns), np.float32)
        shine = np.empty((3, columns), np.float32)
        _glow_row(glow, float(j), rows, glow_gain, shine)
        _develop_row(
            light, shine, i64(j), exposure, saturation, vignette, grain, tint, noise, table, flip, row
        )
        for i in range(columns):
            for c in range(3):
                out[j, i, c] = np.int32(row[c, i] * f32(255) + f32(0.5))


@parallel
def _to_yuv(
    light: Picture, glow: Picture, exposure: float, saturation: float, vignette: float, grain: float,
    glow_gain: float, tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool,
    luma_plane: Bytes, blue_plane: Bytes, red_plane: Bytes,
) -> None:  # fmt: skip
    """Planes [H, W], [H/2, W/2] and [H/2, W/2], BT.709 limited, chroma between its pixels (ITU-R BT.709, 8 bit)."""
    rows, columns = light.shape[0], light.shape[1]
    half = columns // 2
    for pair in prange(rows // 2):
        row = np.empty((3, columns), np.float32)
        shine = np.empty((3, columns), np.float32)
        blues = np.zeros(columns, np.float32)
        reds = np.zeros(columns, np.float32)
        _glow_row(glow, pair * 2 + 0.5, rows, glow_gain, shine)
        for k in range(2):
            j = i64(pair * 2 + k)
            _develop_row(
                light, shine, j, exposure, saturation, vignette, grain, tint, noise, table, flip, row
            )
            line = luma_plane[j]
            for i in range(columns):
                luma = f32(0.2126) * row[0, i] + f32(0.7152) * row[1, i] + f32(0.0722) * row[2, i]
                line[i] = np.int32(luma * f32(219) + f32(16.5))
                blues[i] += row[2, i] - luma
                reds[i] += row[0, i] - luma
        blue_line = blue_plane[pair]
        red_line = red_plane[pair]
        for i in range(half):
            blue = blues[2 * i] + blues[2 * i + 1]
            red = reds[2 * i] + reds[2 * i + 1]
            blue_line[i] = np.int32(blue * f32(0.25 * 224 / 1.8556) + f32(128.5))
            red_line[i] = np.int32(red * f32(0.25 * 224 / 1.5748) + f32(128.5))


@cache
def _speckle() -> Picture:
    """A repeating [256, 256] square of triangular noise in −1…1."""
    random = np.random.default_rng(1)
    return (random.random((256, 256)) + random.random((256, 256)) - 1).astype(np.float32)


def to_rgb(light: Picture, glow: Picture, grade: Grade, table: Picture, flip: bool) -> Bytes:
    """8-bit sRGB-like display values [H, W, 3]."""
    out = np.empty(light.shape, np.uint8)
    _to_rgb(
        light, glow, grade.exposure, grade.saturation, grade.vignette, grade.grain, grade.bloom, grade.tint, _speckle(),
        table, flip, out,
    )  # fmt: skip
    return out


def to_yuv(light: Picture, glow: Picture, grade: Grade, table: Picture, flip: bool, grain: float) -> Bytes:
    """Planar 4:2:0 [H·3/2, W] of an even-sized picture."""
    rows, columns = light.shape[:2]
    out = np.empty((rows * 3 // 2, columns), np.uint8)
    chroma = out[rows:].reshape(2, rows // 2, columns // 2)
    _to_yuv(
        light, glow, grade.exposure, grade.saturation, grade.vignette, grain, grade.bloom, grade.tint, _speckle(),
        table, flip, out[:rows], chroma[0], chroma[1],
    )  # fmt: skip
    return out


def glow_of(light: Picture, above: float) -> Picture:
    """Light above a threshold, spread over ever wider blurs; half the resolution of ``light``.

    The widest blur is the same share of the picture at every resolution.
    """
    rows, columns = light.shape[:2]
    size = (max(columns // 2, 4), max(rows // 2, 4))
    layer = np.clip(fit(light, size, AREA) - above, 0, 40)
    pyramid = [layer]
    while min(layer.shape[:2]) >= 26:
        height, width = layer.shape[:2]
        layer = soften(layer, 1.6)
        layer = fit(layer, (width // 2, height // 2), AREA)
        pyramid.append(layer)
    spread = soften(pyramid[-1], 1.5)
    for layer in reversed(pyramid[:-1]):
        spread = fit(spread, (layer.shape[1], layer.shape[0]), LINEAR) * 0.85
        spread += soften(layer, 1.2) * 0.7
    return np.ascontiguousarray(spread, np.float32)


def sun_rays(light: Picture, open_sky: Mask | Picture, sun_column: float, sun_row: float) -> Picture:
    """Light of the open sky smeared away from the sun, a quarter of the resolution. K. Mitchell, GPU Gems 3 ch. 13."""
    rows, columns = light.shape[:2]
    width, height = max(columns // 4, 4), max(rows // 4, 4)
    masked = np.minimum(light, 6) * open_sky[..., None]
    smear = fit(np.asarray(masked, np.float32), (width, height), AREA)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at_x, at_y = sun_column / columns * width, sun_row / rows * height
    for k in range(5):
        scale = 1 - 0.018 * 2**k
        moved = cv2.remap(
            smear,
            (at_x + (x - at_x) * scale).astype(np.float32),
            (at_y + (y - at_y) * scale).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        smear = 0.5 * smear + 0.5 * moved
    return np.asarray(smear, np.float32)


def is_sky(depths: Picture) -> Mask:
    """1 where nothing stands before the sky."""
    return np.asarray(depths > FAR / 10, np.uint8)


def sun_pixel(
    direction: tuple[float, float, float], focal: float, centre: float, horizon: float
) -> tuple[float, float]:
    """Column and row of a direction that lies ahead."""
    x, y, z = direction
    if z <= 0:
        return math.inf, math.inf
    return centre + x / z * focal, horizon - y / z * focal
