"""From linear light to a picture: bloom, sun rays, a filmic curve, grain.

The curve is a polynomial fit of AgX (T. Sobotka; fit by B. Wrensch): inset matrix, log2 over 16.5 stops, sigmoid,
outset matrix. Contrast, saturation and vignette come after it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import FAR, Mask, Picture, kernel, parallel, prange
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
def _develop_row(
    light: Picture, glow: Picture, j: int, exposure: float, saturation: float, vignette: float, grain: float,
    glow_gain: float, tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool,
    row: Picture,
) -> None:  # fmt: skip
    """Fill ``row`` [W, 3] with display values, about 0–1."""
    rows, columns = light.shape[0], light.shape[1]
    glow_rows, glow_columns = glow.shape[0], glow.shape[1]
    bits = row.view(np.int32)
    y = (j / rows - 0.5) * 0.75
    gy = min(max((j + 0.5) * glow_rows / rows - 0.5, 0.0), glow_rows - 1.001)
    g0 = int(gy)
    fy = gy - g0
    for k in range(columns):
        i = columns - 1 - k if flip else k
        x = i / columns - 0.5
        gain = exposure * (1 - vignette * min((x * x + y * y) * 2.2, 1.0))
        gx = min(max((i + 0.5) * glow_columns / columns - 0.5, 0.0), glow_columns - 1.001)
        h0 = int(gx)
        fx = gx - h0
        a = (1 - fx) * (1 - fy) * glow_gain
        b = fx * (1 - fy) * glow_gain
        c = (1 - fx) * fy * glow_gain
        d = fx * fy * glow_gain
        red = light[j, i, 0] + glow[g0, h0, 0] * a + glow[g0, h0 + 1, 0] * b
        red += glow[g0 + 1, h0, 0] * c + glow[g0 + 1, h0 + 1, 0] * d
        green = light[j, i, 1] + glow[g0, h0, 1] * a + glow[g0, h0 + 1, 1] * b
        green += glow[g0 + 1, h0, 1] * c + glow[g0 + 1, h0 + 1, 1] * d
        blue = light[j, i, 2] + glow[g0, h0, 2] * a + glow[g0, h0 + 1, 2] * b
        blue += glow[g0 + 1, h0, 2] * c + glow[g0 + 1, h0 + 1, 2] * d
        red = max(red, 0.0) * gain * tint[0]
        green = max(green, 0.0) * gain * tint[1]
        blue = max(blue, 0.0) * gain * tint[2]
        row[k, 0] = 0.842479062 * red + 0.0784336 * green + 0.079223745 * blue + 1e-8
        row[k, 1] = 0.042328242 * red + 0.878468636 * green + 0.079166127 * blue + 1e-8
        row[k, 2] = 0.042375655 * red + 0.0784336 * green + 0.879142974 * blue + 1e-8
    for i in range(columns):
        red = table[bits[i, 0] >> 14]
        green = table[bits[i, 1] >> 14]
        blue = table[bits[i, 2] >> 14]
        luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        red = luma + (red - luma) * saturation
        green = luma + (green - luma) * saturation
        blue = luma + (blue - luma) * saturation
        speck = noise[j & 255, i & 255] * grain
        row[i, 0] = min(max(1.196879005 * red - 0.098020881 * green - 0.099029744 * blue + speck, 0.0), 1.0)
        row[i, 1] = min(max(-0.052896851 * red + 1.151903130 * green - 0.098961177 * blue + speck, 0.0), 1.0)
        row[i, 2] = min(max(-0.052971635 * red - 0.098043450 * green + 1.151073672 * blue + speck, 0.0), 1.0)


@parallel
def _to_rgb(
    light: Picture, glow: Picture, exposure: float, saturation: float, vignette: float, grain: float,
    glow_gain: float, tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool,
    out: Bytes,
) -> None:  # fmt: skip
    rows, columns = out.shape[0], out.shape[1]
    for j in prange(rows):
        row = np.empty((columns, 3), np.float32)
        _develop_row(
            light, glow, j, exposure, saturation, vignette, grain, glow_gain, tint, noise, table, flip, row
        )
        for i in range(columns):
            for c in range(3):
                out[j, i, c] = int(row[i, c] * 255 + 0.5)


@parallel
def _to_yuv(
    light: Picture, glow: Picture, exposure: float, saturation: float, vignette: float, grain: float,
    glow_gain: float, tint: tuple[float, float, float], noise: Picture, table: Picture, flip: bool,
    out: Bytes,
) -> None:  # fmt: skip
    """``out`` [H·3/2, W] planar 4:2:0, BT.709 limited, chroma at the left (ITU-R BT.709, 8 bit)."""
    rows, columns = light.shape[0], light.shape[1]
    half = columns // 2
    quarter = rows // 2 * half
    flat = out.reshape(rows * columns * 3 // 2)
    start_u = rows * columns
    start_v = start_u + quarter
    for pair in prange(rows // 2):
        row = np.empty((columns, 3), np.float32)
        blues = np.zeros(half, np.float32)
        reds = np.zeros(half, np.float32)
        for k in range(2):
            j = pair * 2 + k
            _develop_row(
                light,
                glow,
                j,
                exposure,
                saturation,
                vignette,
                grain,
                glow_gain,
                tint,
                noise,
                table,
                flip,
                row,
            )
            for i in range(columns):
                luma = 0.2126 * row[i, 0] + 0.7152 * row[i, 1] + 0.0722 * row[i, 2]
                flat[j * columns + i] = int(luma * 219 + 16.5)
                blues[i >> 1] += row[i, 2] - luma
                reds[i >> 1] += row[i, 0] - luma
        for i in range(half):
            flat[start_u + pair * half + i] = int(blues[i] * (0.25 * 224 / 1.8556) + 128.5)
            flat[start_v + pair * half + i] = int(reds[i] * (0.25 * 224 / 1.5748) + 128.5)


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
    _to_yuv(
        light, glow, grade.exposure, grade.saturation, grade.vignette, grain, grade.bloom, grade.tint, _speckle(),
        table, flip, out,
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
