"""Ways of looking at a wood: where the camera stands, what leads the eye, and where trees leave room."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.kernels import Picture
from moviola.engines.place.terrain.columns import Grid

#: Cells along an edge of the floor's maps.
CELLS = 1024


@dataclass(frozen=True)
class Layout:
    """``horizon``: share of the rows above it; ``wide``: half the view's width as a slope at 16:9; metres else.

    The lead (a path or a stream) runs from ``lead_from`` at the camera to ``lead_to`` at 45 m. ``hero``: x, z and the
    radius that it has to itself; ``room``: radius around the camera without trees; ``edge``: where the wood begins;
    ``fall``: depth and height of a waterfall.
    """

    eye: float
    horizon: float
    wide: float
    reach: float
    grid: Grid
    lead: str = ""
    lead_from: float = 0.0
    lead_to: float = 12.0
    lead_swing: float = 1.0
    lead_width: float = 1.0
    hero: tuple[float, float, float] | None = None
    room: float = 3.2
    edge: float = 0.0
    tilt: float = 0.0
    density: float = 1.0
    framed: bool = True
    fall: tuple[float, float] | None = None

    def lead_x(self, z: Picture) -> Picture:
        """Where the lead runs at ``z``."""
        share = z / 45.0
        bow = np.sign(share) * np.abs(share) ** 1.5
        x = self.lead_from + (self.lead_to - self.lead_from) * bow
        return np.asarray(
            x + self.lead_swing * np.sin(z / 7.5 + self.lead_to) * np.clip(share * 3, 0, 1), np.float32
        )


def layout(scene: ForestScene) -> Layout:
    """The layout of a scene, varied by its seed."""
    random = np.random.default_rng(scene.seed * 31 + 5)
    # light that falls on a spot comes from over the ground before it, so the maps reach behind the camera
    near = Grid(0.125, -64.0, -22.0)
    side = scene.side
    eye = float(random.uniform(1.35, 1.75))
    kind = scene.layout
    wide = {"wide": 0.74, "normal": 0.58, "tele": 0.24}[scene.wish.angle]
    tilt = float(random.normal() * 0.05)
    if kind == "path":
        return Layout(
            eye, float(random.uniform(0.50, 0.62)), wide, 104.0, near, "path", -side * float(random.uniform(0.0, 0.8)),
            side * float(random.uniform(2.5, 9.5)), float(random.uniform(0.4, 1.7)), float(random.uniform(0.75, 1.35)),
            room=2.4, tilt=tilt,
        )  # fmt: skip
    if kind == "clearing":
        at = -side * float(random.uniform(2.4, 4.2))
        return Layout(
            eye * 0.85,
            float(random.uniform(0.60, 0.68)),
            wide,
            104.0,
            near,
            hero=(at, float(random.uniform(13, 18)), 12.0),
            room=9.0,
            tilt=tilt,
            density=1.0,
        )
    if kind == "low":
        return Layout(
            0.55, float(random.uniform(0.80, 0.88)), wide * 1.15, 104.0, near, "path" if random.random() < 0.4 else "",
            -side * 0.8, side * 5.0, 0.8, 0.6, room=2.6, tilt=tilt, density=1.0,
        )  # fmt: skip
    if kind == "stream":
        falls = scene.wish.has("waterfall") or (random.random() < 0.25 and not scene.wish.has("river"))
        if falls and "waterfall" not in scene.wish.without:
            return Layout(
                1.05,
                float(random.uniform(0.44, 0.50)),
                wide,
                104.0,
                near,
                "stream",
                -side * float(random.uniform(0.0, 0.6)),
                side * float(random.uniform(1.5, 5.0)),
                0.5,
                float(random.uniform(1.7, 2.2)),
                room=2.4,
                fall=(float(random.uniform(9.0, 12.5)), float(random.uniform(1.8, 3.2))),
            )
        return Layout(
            float(random.uniform(1.2, 1.6)),
            float(random.uniform(0.46, 0.56)),
            wide,
            104.0,
            near,
            "stream",
            -side * float(random.uniform(0.2, 1.0)),
            side * float(random.uniform(3, 10)),
            float(random.uniform(1.0, 1.9)),
            float(random.uniform(1.3, 1.9)),
            room=2.4,
        )
    if kind == "frieze":
        return Layout(
            1.6,
            float(random.uniform(0.66, 0.74)),
            min(wide, 0.26),
            150.0,
            Grid(0.17, -87.0, -8.0),
            room=13.0,
            tilt=tilt,
            density=1.15,
            framed=False,
        )
    if kind == "meadow":
        return Layout(
            eye * 0.8, float(random.uniform(0.62, 0.70)), wide, 150.0, Grid(0.17, -87.0, -8.0),
            "path" if random.random() < 0.4 else "", -side * 0.9, side * 9.0, 1.4, 0.5,
            hero=(-side * float(random.uniform(4.5, 8)), float(random.uniform(20, 26)), 9.0), room=9.0,
            edge=float(random.uniform(30, 42)), tilt=tilt, framed=False,
        )  # fmt: skip
    return Layout(
        float(random.uniform(30, 46)), float(random.uniform(0.30, 0.40)), wide, 2600.0, Grid(3.0, -1536.0, -60.0),
        room=0.0, density=0.5, framed=False, tilt=math.copysign(0.04, side),
    )  # fmt: skip
