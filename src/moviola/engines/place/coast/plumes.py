"""Spray that a sea throws up where it strikes rock: fans of white water that rise, fray and fall."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.coast.land import Land
from moviola.engines.place.kernels import Picture, Vector, parallel, prange
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import smoothstep, tiled
from moviola.engines.place.textures import textures
from moviola.engines.place.water.ocean import Sea

#: Columns of a table of plumes: middle column and foot row in pixels, height in pixels, depth in metres, age 0–1,
#: lean across, number, and how much of it there is.
_COLUMNS = 8
#: A burst throws up several fans: metres aside and height as shares of its height, and how much later each begins.
_PARTS = ((0.26, 0.62, 0.04), (-0.24, 0.70, 0.02), (0.55, 0.42, 0.06), (-0.50, 0.44, 0.05), (0.0, 1.0, 0.0))


@parallel
def _burst(
    out: Picture, depths: Picture, plumes: Vector, soft: Picture, bright: Vector, dark: Vector
) -> None:
    """Lay plumes, far to near, over ``out`` [H, W, 3] where nothing nearer stands."""
    rows, columns = depths.shape
    for j in prange(rows):
        for n in range(plumes.shape[0]):
            foot = plumes[n, 1]
            tall = plumes[n, 2]
            up = (foot - (j + 0.5)) / tall
            if up < -0.16 or up > 1.25:
                continue
            depth = plumes[n, 3]
            age = plumes[n, 4]
            lean = plumes[n, 5]
            key = plumes[n, 6] * 37.7
            # thrown up fast, it hangs, then comes down as rain that the wind takes along
            rise = math.sin(min(age / 0.42, 1.0) * 1.5707963)
            fallen = max(age - 0.42, 0.0) / 0.58
            drift = lean * (0.10 + 0.9 * fallen) * max(up + 0.15, 0.0)
            thinner = (1 - fallen) ** 1.3 * plumes[n, 7]
            first = max(int(plumes[n, 0] - 1.15 * tall), 0)
            last = min(int(plumes[n, 0] + 1.35 * tall), columns)
            for i in range(first, last):
                if depths[j, i] < depth:
                    continue
                across = (i + 0.5 - plumes[n, 0]) / tall - drift
                away = math.sqrt(across * across * 1.5 + (up + 0.12) * (up + 0.12))
                if away > 1.4:
                    continue
                turn = math.atan2(across, up + 0.16)
                # how far jets reach differs from way to way: fingers, with finer ones on them
                jets = (
                    0.60
                    + 0.17 * tiled(soft, turn * 22 + key, key * 3)
                    + 0.11 * tiled(soft, turn * 75 + key, 7.0)
                )
                jets += 0.06 * tiled(soft, turn * 240 + key, 31.0 + rise * 9)
                jets *= 0.34 + 0.66 * math.exp(-turn * turn * 2.2)
                edge = (jets * rise * 1.4 + 0.03 - away) / (0.34 + 0.30 * fallen)
                if edge < -1.2:
                    continue
                puff = tiled(soft, across * 34 + key, (up * 34 - rise * 12) + key)
                curl = tiled(soft, across * 95 + 3 * puff + key, up * 95 - rise * 30)
                fine = tiled(soft, across * 330 + key, up * 330 - rise * 90)
                streak = tiled(soft, turn * 95 + key, away * 14 - rise * 12 + key)
                body = (
                    min(edge, 1.6)
                    + 0.26 * puff
                    + 0.26 * curl
                    + 0.24 * streak
                    + 0.14 * fine
                    - 0.25
                    - 0.75 * fallen
                )
                cover = smoothstep(-0.25, 0.95, body)
                cover *= 0.55 + 0.45 * smoothstep(0.2, 1.5, body + 0.3 * curl)
                # single drops fly beyond the white
                drops = (
                    smoothstep(1.5, 2.6, fine + 0.8 * streak + 0.3 * curl) * smoothstep(-1.2, 0.1, edge) * 0.7
                )
                cover = max(cover, drops) * thinner
                # it comes out of foam
                cover *= smoothstep(0.0, 0.36, up + 0.06 * puff + 0.05 * curl) * 0.97
                if cover < 0.006:
                    continue
                tone = 0.44 + 0.22 * min(max(up * 1.1, 0.0), 1.0) + 0.15 * puff + 0.17 * curl + 0.10 * streak
                tone = min(
                    max(tone - 0.16 * min(max(body, 0.0), 1.5) + 0.30 * smoothstep(0.5, 0.0, body), 0.0), 1.0
                )
                for c in range(3):
                    light = dark[c] + (bright[c] - dark[c]) * tone
                    out[j, i, c] += (light - out[j, i, c]) * cover


class Strike(NamedTuple):
    """Where the sea strikes: (x, z) in metres, height of what it throws up, phase 0–1, and its number."""

    x: float
    z: float
    tall: float
    phase: float
    number: int


@dataclass
class Plumes:
    """All that the sea throws up, far to near. ``bright`` and ``dark``: its light where it is thin, and within."""

    strikes: tuple[Strike, ...]
    period: float
    lean: float
    bright: tuple[float, float, float]
    dark: tuple[float, float, float]

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw them into ``out`` [H, W, 3]."""
        table = []
        for strike in self.strikes:
            depth = strike.z - lens.z
            if depth < 4:
                continue
            beat = seconds / self.period + strike.phase
            turn, age = math.floor(beat), (beat % 1.0) / 0.55
            if age >= 1:
                continue
            scale = lens.focal / depth
            # no two are alike
            size = 0.72 + 0.45 * abs(math.sin(turn * 12.9 + strike.number * 7.3))
            column, foot = lens.centre + (strike.x - lens.x) * scale, lens.horizon + lens.height * scale
            for k, (aside, share, later) in enumerate(_PARTS):
                tall = max(strike.tall * size * share * scale, 3.0)
                part = age - later
                if 0 < part < 1:
                    number = strike.number + 0.37 * turn + 11.3 * k
                    table.append(
                        (column + aside * strike.tall * size * scale, foot, tall, depth - 0.4 * strike.tall, part,
                         self.lean, number, 1.0 if k == 0 else 0.85)
                    )  # fmt: skip
        if table:
            _burst(
                out, depths, np.array(table, np.float64).reshape(-1, _COLUMNS), textures().soft,
                np.array(self.bright), np.array(self.dark),
            )  # fmt: skip


def strikes(land: Land, sea: Sea, half: float, tall: float, seed: int, many: int) -> tuple[Strike, ...]:
    """Where rock faces the waves of ``sea`` within the view of half width ``half``: the best ``many`` places."""
    random = np.random.default_rng(seed * 41 + 9)
    chart, shore = land.chart, land.shore
    rows, columns = shore.shape[:2]
    z = (chart.near * (np.exp(np.arange(rows) / chart.deep) - 1))[:, None]
    x = (np.arange(columns)[None] - chart.centre) / chart.wide * (z + chart.near)
    off, rock = shore[..., 0], shore[..., 3]
    # the waterline's way out to sea, against the way the waves run
    facing = -(shore[..., 4] * sea.x + shore[..., 5] * sea.z)
    inside = (np.abs(x) < half * z * 1.02) & (z > 9) & (z < 330)
    steep = np.zeros_like(off)
    steep[4:] = land.height[4:] - land.height[:-4]
    # only where rock stands out of the water
    around = cv2.dilate(land.height, np.ones((9, 9), np.uint8))
    fits = (around > 1.5) & (off > -1.2) & (off < 1.6) & (rock > 0.35) & inside & (facing > -0.35)
    where = np.flatnonzero(fits)
    if not len(where):
        return ()
    worth = (
        facing.ravel()[where] + 0.25 * random.random(len(where)) + 0.12 * np.clip(steep.ravel()[where], 0, 4)
    ).astype(np.float64)
    px, pz = x.ravel()[where], np.broadcast_to(z, off.shape).ravel()[where]
    # what is close to the camera would hide all
    worth -= 0.45 * np.clip(shore[..., 5].ravel()[where], -1, 1)
    worth -= np.clip((48 - pz) / 16, 0, 2) + np.clip((pz - 150) / 120, 0, 1)
    found: list[Strike] = []
    for _ in range(many):
        best = int(np.argmax(worth))
        if worth[best] < -0.1:
            break
        number = len(found)
        # the first ones stand when the picture is taken, the others at any time
        phase = (0.17, 0.26, 0.11, 0.32)[number % 4] if number < 4 else float(random.random())
        size = (
            tall * (1.0 if number < 2 else float(random.uniform(0.35, 0.8))) * min(1.0, 0.4 + pz[best] / 90)
        )
        # it stands in the water before the rock
        way = shore[..., 4].ravel()[where[best]], shore[..., 5].ravel()[where[best]]
        found.append(
            Strike(
                float(px[best] + 0.14 * size * way[0]),
                float(pz[best] + 0.14 * size * way[1]),
                size,
                phase,
                number,
            )
        )
        away = np.hypot(px - px[best], (pz - pz[best]) * 0.7)
        worth[away < 0.75 * size + 0.03 * pz[best]] = -9
    return tuple(sorted(found, key=lambda strike: -strike.z))
