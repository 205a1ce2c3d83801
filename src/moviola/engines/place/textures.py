"""Repeating textures that every place uses, computed once and kept in the cache folder."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from moviola.engines.place.kernels import Picture, kernel, parallel, prange
from moviola.engines.place.noise import fractal, hashed
from moviola.engines.place.shelf import kept

_VERSION = 2
_SIZE = 1024


class Textures(NamedTuple):
    """All have mean 0 and deviation 1.

    ``cloud`` [128]³; ``soft`` and ``ridges`` [1024]²; ``ripples`` [1024, 1024, 2]: slopes across and ahead of a
    patch of water whose waves run mostly towards the camera.
    """

    cloud: Picture
    soft: Picture
    ridges: Picture
    ripples: Picture


@kernel
def _gradient3(x: float, y: float, z: float, seed: int, period: int) -> float:
    x0 = math.floor(x)
    y0 = math.floor(y)
    z0 = math.floor(z)
    fx = x - x0
    fy = y - y0
    fz = z - z0
    u = fx * fx * (3 - 2 * fx)
    v = fy * fy * (3 - 2 * fy)
    w = fz * fz * (3 - 2 * fz)
    total = 0.0
    for dz in range(2):
        for dy in range(2):
            for dx in range(2):
                key = (x0 + dx) % period + (z0 + dz) % period * 157
                row = (y0 + dy) % period
                dot = (
                    (hashed(key, row, seed) * 2 - 1) * (fx - dx)
                    + (hashed(key, row, seed + 1) * 2 - 1) * (fy - dy)
                    + (hashed(key, row, seed + 2) * 2 - 1) * (fz - dz)
                )
                total += dot * (u if dx else 1 - u) * (v if dy else 1 - v) * (w if dz else 1 - w)
    return total


@kernel
def _cellular3(x: float, y: float, z: float, seed: int, period: int) -> float:
    """Distance to the nearest feature point. S. Worley, "A Cellular Texture Basis Function", 1996."""
    x0 = math.floor(x)
    y0 = math.floor(y)
    z0 = math.floor(z)
    best = 9.0
    for dz in range(-1, 2):
        for dy in range(-1, 2):
            for dx in range(-1, 2):
                i = x0 + dx
                j = y0 + dy
                k = z0 + dz
                key = (i % period) + (k % period) * 157
                row = j % period
                a = i + hashed(key, row, seed) - x
                b = j + hashed(key, row, seed + 5) - y
                c = k + hashed(key, row, seed + 9) - z
                best = min(best, a * a + b * b + c * c)
    return math.sqrt(best)


@parallel
def _cloud_block(size: int) -> Picture:
    block = np.empty((size, size, size), np.float32)
    for k in prange(size):
        for j in range(size):
            for i in range(size):
                x = i / size
                y = j / size
                z = k / size
                wisps = 0.0
                cells = 0.0
                for octave in range(3):
                    period = 4 << octave
                    wisps += _gradient3(x * period, y * period, z * period, 3 + 10 * octave, period) / (
                        1 << octave
                    )
                    weight = 0.55 if octave == 0 else (0.28 if octave == 1 else 0.17)
                    cells += _cellular3(x * period, y * period, z * period, 7 + octave, period) * weight
                block[k, j, i] = wisps * 0.55 + (0.55 - cells) * 1.1
    return block


def _unit(plane: Picture) -> Picture:
    return np.asarray((plane - plane.mean()) / plane.std(), np.float32)


def _ripples() -> Picture:
    """Slopes of a random-phase sea: a Phillips-like spectrum stretched along the wind."""
    random = np.random.default_rng(3)
    wave = np.fft.fftfreq(_SIZE) * _SIZE
    across, along = np.meshgrid(wave, wave)
    number = np.hypot(across, along) + 1e-6
    spectrum = np.exp(-((6 / number) ** 2)) * number**-4.3 * np.exp(-((number / 240) ** 2))
    spectrum *= 0.25 + (along / number) ** 2
    phase = random.normal(size=(_SIZE, _SIZE)) + 1j * random.normal(size=(_SIZE, _SIZE))
    surface = np.fft.ifft2(np.sqrt(spectrum) * phase).real
    slope_z, slope_x = np.gradient(surface)
    deviation = math.sqrt(float((slope_x**2 + slope_z**2).mean()))
    return np.ascontiguousarray(np.stack([slope_x, slope_z], 2) / deviation, np.float32)


def _compute() -> dict[str, Picture]:
    return {
        "cloud": _unit(_cloud_block(128)),
        "soft": _unit(fractal(_SIZE, 8.0, 7, 5, 0.55, False, True)),
        "ridges": _unit(fractal(_SIZE, 8.0, 7, 91, 0.5, True, True)),
        "ripples": _ripples(),
    }


@cache
def textures() -> Textures:
    """The textures of this machine."""
    return Textures(**kept(f"textures-{_VERSION}", tuple(Textures._fields), _compute))
