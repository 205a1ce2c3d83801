"""A place drawn once, in layers: all that a still and a clip of it need."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from moviola.engines.place.city.lamps import Lamps
from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.post.tone import Grade
from moviola.engines.place.sky.air import Haze, Light
from moviola.engines.place.water.surface import Water

#: Most pixels of a canvas; larger pictures are enlarged from it.
_MOST_PIXELS = 9_500_000
#: Samples to a pixel, along one edge.
SAMPLES = 1.45


@dataclass(frozen=True)
class Drift:
    """Speed of things in a clip: clouds in km/s east and north, water in its own seconds.

    ``camera``: towards which side it drifts (below 0: left, which is also what 0 means). How far follows from how
    near the nearest things stand, the same in every place: see :mod:`moviola.engines.place.motion.parallax`.
    """

    cloud_east: float = 0.012
    cloud_north: float = -0.045
    water: float = 0.30
    camera: float = -0.7


class Moving(Protocol):
    """Something that moves by itself before the place: rain, cars, leaves, foam. Drawn last, over everything.

    It is drawn into a still at 0 seconds, and into every frame of a film; see also :class:`Anchored`.
    """

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """Draw into ``out`` [H, W, 3], linear light, where ``depths`` [H, W] in metres has nothing nearer.

        ``out`` is drawn over at any resolution: ``lens`` fits it. The camera's drift is in ``lens.x``.
        """
        ...


@runtime_checkable
class Anchored(Protocol):
    """Something that moves within the picture: a sea, leaves that sway, walkers on a wet street.

    In a film it is drawn from the viewpoint that the place was drawn from, over the whole of it, and then moves with
    the picture as the camera drifts. ``shown``: the depths of what it drew last where they are nearer than those of
    the place, else None.
    """

    shown: Picture | None

    def draw(self, out: Picture, depths: Picture, lens: Lens, seconds: float) -> None:
        """As :meth:`Moving.draw`."""
        ...


@runtime_checkable
class Costly(Anchored, Protocol):
    """What takes so long to draw that a fast film draws it for every second frame and blends what lies between."""

    costly: bool


class Gloss(NamedTuple):
    """What a wet floor mirrors: ``light`` [H, W, 3] of the far bank, which stays, and the floor's ``share`` [H, W]."""

    light: Picture
    share: Picture


@dataclass
class Layers:
    """Canvases of one place; linear light, float32, ``samples`` times the wanted resolution.

    ``sky`` is the clear sky on the mirror's canvas, which also covers the view; ``clouds`` [h, w, 4] lie over
    it at ``cloud_scale`` of its resolution. ``bed`` and ``bed_depths`` are the land below and beside the water
    before anything stands in it, ``bed_water`` the whole surface, ``water`` what of it remains visible;
    ``picture`` lacks the ``gloss`` and what is ``moving``. A place with ``flip`` is shown with left and right
    exchanged.
    """

    width: int
    height: int
    samples: float
    lens: Lens
    mirror_lens: Lens
    picture: Picture
    depths: Picture
    water: Mask
    bed: Picture
    bed_depths: Picture
    bed_water: Mask
    mirror: Picture
    mirror_depths: Picture
    sky: Picture
    clouds: Picture
    cloud_scale: float
    cloud_base: float
    table: Picture
    light: Light
    haze: Haze
    look: Water
    grade: Grade
    drift: Drift = field(default_factory=Drift)
    lamps: Lamps | None = None
    gloss: Gloss | None = None
    lamp_fade: float = 0.0005
    lamp_span: float = 2400.0
    flip: bool = False
    moving: tuple[Moving, ...] = ()

    @property
    def sky_offset(self) -> tuple[int, int]:
        """Row and column of the mirror's canvas at the view's top left."""
        return (
            round(self.mirror_lens.horizon - self.lens.horizon),
            round(self.mirror_lens.centre - self.lens.centre),
        )


def canvas(width: int, height: int, most: float = SAMPLES) -> tuple[int, int, float]:
    """Width and height of the canvas for a picture, and its samples along an edge."""
    samples = min(most, math.sqrt(_MOST_PIXELS / (width * height)))
    return max(round(width * samples), 16), max(round(height * samples), 16), samples


def half_view(width: int, height: int, wide: float, narrowing: float = 0.5) -> float:
    """Half the view's width as a slope, for ``wide`` at 16:9.

    A narrower picture also sees higher and lower: ``narrowing`` 0 keeps the width, 1 keeps the height.
    """
    aspect = width / height
    return float(wide * min((aspect / (16 / 9)) ** narrowing, 1.25))


def view_rows(layers: Layers, plane: Picture, rows: int) -> Picture:
    """The part of a mirror-canvas plane that the view's first ``rows`` rows see."""
    top, left = layers.sky_offset
    columns = layers.depths.shape[1]
    return np.ascontiguousarray(plane[top : top + rows, left : left + columns])
