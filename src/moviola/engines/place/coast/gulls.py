"""Gulls over the shore."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from moviola.engines.place.coast.scene import CoastScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.resample import AREA, fit
from moviola.engines.place.scene import Scene
from moviola.engines.place.sky.dome import Dome

_FINE = 4
#: Metres from tip to tip.
_SPAN = 1.35

_Light = tuple[float, float, float]


@dataclass(frozen=True)
class Gull:
    """One bird: where it is at 0 seconds (m), its speed (m/s), wing beats per second, phase, turn of its body."""

    x: float
    y: float
    z: float
    speed: float
    beats: float
    phase: float
    turn: float


@dataclass
class Gulls:
    """A loose flock; ``above`` lights backs, ``below`` bellies."""

    birds: tuple[Gull, ...]
    above: _Light
    below: _Light

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw them into ``out`` [H, W, 3] where nothing nearer stands."""
        for bird in self.birds:
            wander = math.sin(seconds * 0.5 + bird.phase)
            x = bird.x + bird.speed * seconds
            y = bird.y + 0.6 * wander
            depth = bird.z - lens.z
            if depth < 3:
                continue
            scale = lens.focal / depth
            column = lens.centre + (x - lens.x) * scale
            row = lens.horizon - (y - lens.height) * scale
            # gulls beat a while, then glide
            working = max(math.sin(seconds * 0.7 + bird.phase * 3), 0.0) ** 0.5
            beat = math.sin(seconds * 2 * math.pi * bird.beats + bird.phase * 5) * working + 0.25 * (
                1 - working
            )
            self._bird(out, depths, column, row, scale * _SPAN, depth, beat, bird.turn)

    def _bird(
        self, out: Picture, depths: Picture, column: float, row: float, span: float, depth: float, beat: float,
        turn: float,
    ) -> None:  # fmt: skip
        half = max(int(span * 0.62), 3)
        left, top = int(column) - half, int(row) - half
        rows, columns = depths.shape
        if left < 1 or top < 1 or left + 2 * half >= columns or top + 2 * half >= rows:
            return
        if depths[int(row), int(column)] < depth:
            return
        side = 2 * half
        mask = np.zeros((side * _FINE, side * _FINE), np.uint8)
        back = np.zeros_like(mask)
        middle = (column - left, row - top)
        for plane, shape in ((mask, _wings(beat, turn)), (back, _back_of(beat, turn))):
            for points in shape:
                at = (points * span + middle) * (_FINE * 16)
                cv2.fillPoly(plane, [np.round(at).astype(np.int32)], 255.0, cv2.LINE_AA, 4)
        opacity = fit(mask, (side, side), AREA).astype(np.float32)[..., None] / 255
        lit = fit(back, (side, side), AREA).astype(np.float32)[..., None] / 255
        light = np.array(self.below, np.float32) * (1 - lit) + np.array(self.above, np.float32) * lit
        part = out[top : top + side, left : left + side]
        part += (light - part) * opacity


def _wings(beat: float, turn: float) -> tuple[NDArray[np.float64], ...]:
    """Outlines in spans: both wings and the body."""
    flat = math.cos(turn)
    shapes = []
    for side in (-1.0, 1.0):
        wrist = (side * 0.22 * flat, -0.05 - 0.13 * beat)
        tip = (side * 0.5 * flat, 0.02 - 0.20 * (beat - 0.25))
        shapes.append(
            np.array(
                [
                    (0, -0.02), (wrist[0], wrist[1] - 0.012), tip, (wrist[0] * 1.25, wrist[1] + 0.065),
                    (wrist[0] * 0.8, wrist[1] + 0.085), (0, 0.06),
                ]
            )
        )  # fmt: skip
    long = 0.10 + 0.10 * abs(math.sin(turn))
    way = np.linspace(0, 2 * math.pi, 12)
    shapes.append(np.stack([np.cos(way) * long * 0.55, np.sin(way) * 0.045 + 0.02], 1))
    return tuple(shapes)


def _back_of(beat: float, turn: float) -> tuple[NDArray[np.float64], ...]:
    """The upper part of the wings, which the sky lights: seen while they are down."""
    if beat > 0.2:
        return ()
    return tuple(points * (0.92, 0.8) - (0, 0.008) for points in _wings(beat, turn)[:2])


def flying(wanted: Scene, scene: CoastScene, sky: Dome, half: float) -> Gulls | None:
    """Gulls, where there are any."""
    random = np.random.default_rng(scene.seed * 23 + 1)
    asked = wanted.has("birds")
    dark = wanted.time == "night"
    if "birds" in wanted.without or (
        not asked and (random.random() < 0.45 or dark or scene.coast.kind == "tropical")
    ):
        return None
    light = sky.ground
    day = np.array((light.red, light.green, light.blue)) * max(light.y, 0.15) * 0.8
    air = np.array((light.sky_red, light.sky_green, light.sky_blue))
    above, below = 0.62 * (day + air), 0.16 * air + 0.05 * day
    birds = []
    middle, ahead = float(random.uniform(-0.2, 0.6)), float(random.uniform(30, 55))
    high = scene.coast.eye + ahead * scene.coast.horizon * 0.38
    for _ in range(int(random.integers(3, 9))):
        z = ahead * float(random.uniform(0.75, 2.2))
        birds.append(
            Gull(
                (middle + float(random.normal(0, 0.13))) * half * z,
                high + float(random.normal(0, 0.12)) * ahead * 0.6, z,
                float(random.uniform(-1.2, -0.3)), float(random.uniform(1.6, 2.3)), float(random.uniform(0, 6.28)),
                float(random.uniform(-0.9, 0.9)),
            )
        )  # fmt: skip
    return Gulls(
        tuple(birds), (float(above[0]), float(above[1]), float(above[2])),
        (float(below[0]), float(below[1]), float(below[2])),
    )  # fmt: skip
