"""A patch of open sea: waves of a wind as a repeating tile that moves as water does.

J. Tessendorf, "Simulating Ocean Water", 2001: a random-phase spectrum, turned by the dispersion of deep water, with
crests drawn together. The spectrum is JONSWAP's (K. Hasselmann et al., 1973) with a cosine-squared spread, and a
long-crested swell beside it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.kernels import Picture

#: Points along a tile's edge.
SIZE = 256
_GRAVITY = 9.81
_PEAKED = 3.3


class Sea(NamedTuple):
    """A sea state: significant height and peak wavelength in metres, the way waves run (x, z), share of swell 0–1."""

    height: float
    length: float
    x: float
    z: float
    swell: float


class Tile(NamedTuple):
    """One moment of a patch: ``height`` [n, n] in metres and ``slopes`` [n, n, 3]: across, ahead, breaking 0–1."""

    height: Picture
    slopes: Picture


class Patch:
    """A repeating square of sea, ``metres`` wide, with waves between ``shortest`` and ``longest`` metres."""

    def __init__(self, sea: Sea, metres: float, longest: float, seed: int, breaking: float) -> None:
        """``breaking``: share of the surface that is white."""
        self.metres = metres
        wave = np.fft.fftfreq(SIZE) * SIZE * (2 * math.pi / metres)
        kx, kz = np.meshgrid(wave, wave)
        number = np.hypot(kx, kz)
        number[0, 0] = 1.0
        along = (kx * sea.x + kz * sea.z) / number
        power = _spectrum(number, sea.length) * np.maximum(along, 0) ** 2
        if sea.swell > 0:
            away = np.exp(-(((number * sea.length * 1.5 / (2 * math.pi) - 1) / 0.16) ** 2))
            swell = away * np.maximum(along, 0) ** 30
            power += swell * (sea.swell * power.sum() / max(float(swell.sum()), 1e-12))
        power *= number < 2 * math.pi / (5.0 * metres / SIZE)
        power *= number >= 2 * math.pi / longest
        power[0, 0] = 0
        random = np.random.default_rng(seed)
        phase = random.normal(size=power.shape) + 1j * random.normal(size=power.shape)
        modes = np.sqrt(power) * phase
        total = math.sqrt(float((np.abs(modes) ** 2).sum()) / 2)
        # a mode and its mirror image add up to a real surface
        self._modes = modes * (sea.height / 4 / max(total, 1e-12)) / 2
        back = np.roll(self._modes[::-1, ::-1], (1, 1), (0, 1))
        self._back = np.conj(back)
        self._turn = np.sqrt(_GRAVITY * number)
        self._pull_x, self._pull_z = -1j * kx / number, -1j * kz / number
        self._grid = np.meshgrid(np.arange(SIZE, dtype=np.float32), np.arange(SIZE, dtype=np.float32))
        self._white: tuple[float, float] | None = None
        self._breaking = breaking

    def at(self, seconds: float, choppy: float = 1.0) -> Tile:
        """The patch at a time; ``choppy`` 0 leaves the waves round."""
        turn = np.exp(-1j * self._turn * seconds)
        modes = self._modes * turn + self._back * np.conj(turn)
        height = _back(modes)[..., 0]
        pulled = _back(self._pull_x * modes + 1j * (self._pull_z * modes)) * np.float32(choppy)
        cell = self.metres / SIZE
        dx, dz = pulled[..., 0], pulled[..., 1]
        stretched = (1 + _across(dx, cell)) * (1 + _ahead(dz, cell)) - _across(dz, cell) * _ahead(dx, cell)
        # a point of the sheet has come from where the pull says, to first order twice
        x0, z0 = self._grid
        back_x, back_z = dx, dz
        for _ in range(2):
            at_x, at_z = x0 - back_x / cell, z0 - back_z / cell
            back_x, back_z = _wrapped(dx, at_x, at_z), _wrapped(dz, at_x, at_z)
        at_x, at_z = x0 - back_x / cell, z0 - back_z / cell
        drawn = _wrapped(height, at_x, at_z)
        white = self._whiteness(_wrapped(stretched, at_x, at_z))
        slopes = np.stack([_across(drawn, cell), _ahead(drawn, cell), white], 2)
        return Tile(np.ascontiguousarray(drawn), np.ascontiguousarray(slopes, np.float32))

    def _whiteness(self, stretched: Picture) -> Picture:
        if self._breaking <= 0:
            return np.zeros_like(stretched)
        if self._white is None:
            low, high = np.quantile(stretched, (self._breaking * 0.35, self._breaking * 2.0))
            self._white = (float(low), float(high))
        low, high = self._white
        return np.asarray(np.clip((high - stretched) / max(high - low, 1e-6), 0, 1), np.float32)


def _spectrum(number: NDArray[np.float64], length: float) -> NDArray[np.float64]:
    """JONSWAP per mode of wave ``number``, without its scale."""
    turn = np.sqrt(_GRAVITY * number)
    peak = math.sqrt(_GRAVITY * 2 * math.pi / length)
    narrow = np.where(turn < peak, 0.07, 0.09)
    excess = np.exp(-((turn / peak - 1) ** 2) / (2 * narrow**2))
    per_turn = turn**-5 * np.exp(-1.25 * (peak / turn) ** 4) * _PEAKED**excess
    # from per frequency to per mode of the plane: dω/dk = ω / 2k, spread over a circle of k
    return np.asarray(per_turn * turn / (2 * number * number))


def _back(modes: NDArray[np.complex128]) -> Picture:
    planes = np.stack([modes.real, modes.imag], 2).astype(np.float32)
    return np.asarray(cv2.dft(planes, flags=cv2.DFT_INVERSE | cv2.DFT_COMPLEX_OUTPUT), np.float32)


def _across(plane: Picture, cell: float) -> Picture:
    return np.asarray((np.roll(plane, -1, 1) - np.roll(plane, 1, 1)) / np.float32(2 * cell), np.float32)


def _ahead(plane: Picture, cell: float) -> Picture:
    return np.asarray((np.roll(plane, -1, 0) - np.roll(plane, 1, 0)) / np.float32(2 * cell), np.float32)


def _wrapped(plane: Picture, x: Picture, y: Picture) -> Picture:
    return np.asarray(
        cv2.remap(np.ascontiguousarray(plane), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32
    )
