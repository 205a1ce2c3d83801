"""A dome tent, lit from within by night, and the light on things as solid as it."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.props.polygons import Mesh, joined, sheet, tube
from moviola.engines.place.sky.air import Light

#: Light of a lantern through cloth.
_WARM = (1.0, 0.40, 0.085)


@lru_cache(maxsize=8)
def tent(size: float, glow: float, colour: tuple[float, float, float]) -> Mesh:
    """A tent ``size`` metres long around its own origin, its door towards the camera; ``glow``: light of its cloth."""
    turn, climb = np.meshgrid(np.linspace(0, 2 * math.pi, 49), np.linspace(0, math.pi / 2, 17))
    # three poles hold the cloth, which hangs in a little between them
    hang = 1 - 0.07 * np.abs(np.sin(turn * 3)) * np.sin(climb * 2)
    points = np.stack(
        [
            np.cos(climb) ** 0.8 * np.cos(turn) * hang * size * 0.5,
            np.sin(climb) * hang * size * 0.43,
            np.cos(climb) ** 0.8 * np.sin(turn) * hang * size * 0.42,
        ],
        -1,
    ).astype(np.float32)
    made = np.zeros((16, 48, 8), np.float32)
    made[..., :3] = colour
    # brightest low, where the lantern stands, and darker at the seams
    near = np.exp(-(((climb[:-1, :-1] - 0.30) / 0.62) ** 2)) * (
        0.75 + 0.25 * np.abs(np.sin(turn[:-1, :-1] * 3))
    )
    made[..., 4:7] = near[..., None] * np.array(_WARM, np.float32) * glow
    wall = np.zeros(8, np.float32)
    wall[:3] = np.array(colour, np.float32) * 0.35
    poles = [tube(points[:, k] * np.float32(1.01), 0.018, wall, 5) for k in (0, 8, 16, 24, 32, 40)]
    return joined([sheet(points, made), *poles])


def shine(out: Picture, depths: Picture, lens: Lens, x: float, z: float, reach: float, gain: float) -> None:
    """Brighten the ground in ``out`` [H, W, 3] around a lit tent at (x, z), for ``reach`` metres about."""
    middle, wide = lens.centre + (x - lens.x) / z * lens.focal, 2.2 * reach / z * lens.focal
    first, last = max(int(middle - wide), 0), min(int(middle + wide), out.shape[1])
    top = max(int(lens.horizon), 0)
    if last <= first or gain <= 0:
        return
    part, away = out[top:, first:last], depths[top:, first:last]
    across = (np.arange(first, last) + 0.5 - lens.centre) / lens.focal
    square = ((away * across + lens.x - x) ** 2 + (away + lens.z - z) ** 2) / reach**2
    part += part * (np.exp(-square) * gain)[..., None] * np.array(_WARM, np.float32)


def lit_from(light: Light, share: float = 1.0) -> Picture:
    """Light [6, 3] from the right, left, above, below, ahead and behind; ``share`` of the sun's."""
    sun = np.array([light.red, light.green, light.blue]) * share
    air = np.array([light.sky_red, light.sky_green, light.sky_blue])
    faces = ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1))
    # the ground throws some of it back, at things' undersides most
    thrown = 0.10 * (sun * max(light.y, 0.08) + air)
    rows = [
        sun * max(x * light.x + y * light.y + z * light.z, 0.0) + air * (0.55 + 0.40 * y) + thrown * (1 - y)
        for x, y, z in faces
    ]
    return np.asarray(rows, np.float32)
