"""People on foot in the rain: walking, standing, waiting, under umbrellas, from any side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Mask, Picture
from moviola.engines.place.props.figures import Body, Pose, figure
from moviola.engines.place.props.sketch import Sketch
from moviola.engines.place.props.stamp import bytes_of, stamp

Colour = tuple[float, float, float]

#: Metres that a picture of a person shows.
WIDE, TALL = 1.5, 2.25
_SHADES: tuple[Colour, ...] = (
    (0.012, 0.012, 0.014), (0.16, 0.014, 0.016), (0.022, 0.035, 0.075), (0.014, 0.014, 0.015), (0.11, 0.062, 0.012),
    (0.03, 0.06, 0.05), (0.020, 0.016, 0.030),
)  # fmt: skip


@dataclass(frozen=True)
class Walker:
    """Who: ``seed`` chooses clothes and build; ``turn`` in radians, 0 walks away from the camera, π towards it.

    ``stride`` 0 stands, 1 walks; ``umbrella``: "", "dark" or "clear"; ``tall`` in metres;
    ``bright``: dressed for a warm day.
    """

    seed: int
    turn: float
    stride: float
    umbrella: str
    tall: float = 1.74
    bright: bool = False


@lru_cache(maxsize=480)
def picture(who: Walker, step: int, rows: int) -> Mask:
    """A person on ``rows`` rows, for :func:`stamp.stamp`; ``step`` of 12 to a stride of two."""
    return bytes_of(_portrait(who, step, rows))


def _portrait(who: Walker, step: int, rows: int) -> Picture:
    random = np.random.default_rng([who.seed, 5])
    shade = _SHADES[int(random.integers(len(_SHADES)))]
    held = (1.0 if random.random() < 0.6 else -1.0) if who.umbrella else 0.0
    body = Body(random, Pose(who.turn, who.stride, step / 12 * 2 * math.pi, held), who.bright)
    columns = int(rows * WIDE / TALL)
    unit = TALL / rows * 1.74 / who.tall
    sketch = Sketch(rows, columns, unit, random)
    figure(sketch, body)
    if who.umbrella:
        x = (np.arange(columns, dtype=np.float32) + 0.5 - columns / 2) * unit
        y = (rows - np.arange(rows, dtype=np.float32) - 0.5) * unit
        _open_umbrella(sketch.out, x, y, unit, who, shade, held, random)
    return sketch.out


def _open_umbrella(
    out: Picture,
    x: Picture,
    y: Picture,
    unit: float,
    who: Walker,
    shade: Colour,
    held: float,
    random: np.random.Generator,
) -> None:
    # nothing of it hangs lower than this
    high = int(np.count_nonzero(y > 1.2))
    out, y = out[:high], y[:high]
    radius = float(random.uniform(0.50, 0.60))
    # it leans on the shoulder of the hand that holds it, and hides the top of the head
    hand = held * math.cos(who.turn)
    middle, rim = 0.07 * hand + float(random.uniform(-0.03, 0.03)), float(random.uniform(1.69, 1.80))
    lean = float(random.uniform(-0.14, 0.14))
    u = (x[None] - middle) / radius
    v = (y[:, None] - rim - lean * (x[None] - middle)) / (0.31 * radius / 0.55)
    inside = np.abs(u) < 1
    arch = np.sqrt(np.maximum(1 - u * u, 0))
    # eight ribs: the edge hangs in bows between them
    angle = np.arcsin(np.clip(u, -1, 1))
    spin = float(random.uniform(0, 0.7))
    bow = 0.10 * np.abs(np.cos((angle + spin) * 4))
    soft = unit / 0.36 * 1.2
    cover = (
        np.clip((arch**0.9 - v) / soft + 0.5, 0, 1)
        * np.clip((v - bow * 0.9 + 0.02) / soft + 0.5, 0, 1)
        * inside
    )
    under = np.clip((0.26 * arch - np.abs(v - 0.02)) / soft + 0.5, 0, 1) * inside * (v < bow + 0.05)
    rib = np.exp(-((np.sin((angle + spin) * 4) / 0.10) ** 2))
    clear = who.umbrella == "clear"
    stick = (np.abs(x[None] - middle - lean * (y[:, None] - rim) * 0.4) < 0.008 + unit * 0.4) & (
        y[:, None] < rim + 0.2
    )
    stick &= (y[:, None] > 1.25) & (out[..., 0] < 0.5)
    out[stick, 0] = 0.9
    out[stick, 1:4] = 0.10
    out[stick, 6] = 1
    colour = np.array((0.42, 0.44, 0.46) if clear else shade, np.float32)
    for share, tone, facing in ((under, 0.35, -0.4), (cover, 1.0, 0.6)):
        opacity = share * (0.16 + 0.45 * rib + 0.25 * (np.abs(u) > 0.94)) if clear else share
        opacity = np.clip(opacity, 0, 1)[..., None].astype(np.float32)
        new = np.empty_like(out)
        new[..., 0] = 1
        new[..., 1:4] = colour * tone * (1 - 0.35 * rib[..., None] * (0 if clear else 1))
        new[..., 4] = u * 0.85
        new[..., 5] = np.clip(facing * (0.35 + 0.65 * arch) + 0.3 * np.clip(v, 0, 1), -1, 1)
        new[..., 6] = np.sqrt(np.clip(1 - new[..., 4] ** 2 - new[..., 5] ** 2, 0.05, 1))
        base = out[..., :1]
        total = opacity + base * (1 - opacity)
        mixed = (new * opacity + out * base * (1 - opacity)) / np.maximum(total, 1e-4)
        mixed[..., 0] = total[..., 0]
        out[:] = mixed


def draw_walker(
    out: Picture, depths: Picture, cutout: Mask, column: float, foot_row: float, pixels: float,
    depth: float, cube: Picture, fog: float, veil: Picture,
) -> None:  # fmt: skip
    """Lay a person into ``out`` where ``depths`` has nothing nearer, and its depth.

    ``column`` and ``foot_row``: where it stands; ``pixels``: to the metre; ``cube`` [6, 3] as for meshes.
    """
    tall = TALL * pixels
    if tall < 2 or tall > depths.shape[0] * 3:
        return
    stamp(
        out, depths, cutout, column - WIDE * pixels / 2, foot_row - tall, cutout.shape[0] / tall, depth,
        cube, fog, veil,
    )  # fmt: skip
