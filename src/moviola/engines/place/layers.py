"""A place drawn once, in layers: all that a still and a clip of it need."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from moviola.engines.place.air import Haze, Light
from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.lamps import Lamps
from moviola.engines.place.lens import Lens
from moviola.engines.place.tone import Grade
from moviola.engines.place.water import Water

#: Most pixels of a canvas; larger pictures are enlarged from it.
_MOST_PIXELS = 9_500_000
#: Samples to a pixel, along one edge.
_SAMPLES = 1.45


@dataclass(frozen=True)
class Drift:
    """Speed of things in a clip: clouds in km/s east and north, water in its own seconds.

    ``camera``: metres to the right over ten seconds, or over the whole of a longer film. It moves
    left: there the shore runs out of the view and nothing shows an edge.
    """

    cloud_east: float = 0.012
    cloud_north: float = -0.045
    water: float = 0.30
    camera: float = -0.7


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
    ``picture`` lacks the ``gloss``. A place with ``flip`` is shown with left and right exchanged.
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
    near: float = 200.0
    drift: Drift = field(default_factory=Drift)
    lamps: Lamps | None = None
    gloss: Gloss | None = None
    lamp_fade: float = 0.0005
    lamp_span: float = 2400.0
    flip: bool = False

    @property
    def sky_offset(self) -> tuple[int, int]:
        """Row and column of the mirror's canvas at the view's top left."""
        return (
            round(self.mirror_lens.horizon - self.lens.horizon),
            round(self.mirror_lens.centre - self.lens.centre),
        )


def canvas(width: int, height: int) -> tuple[int, int, float]:
    """Width and height of the canvas for a picture, and its samples along an edge."""
    samples = min(_SAMPLES, math.sqrt(_MOST_PIXELS / (width * height)))
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
