"""The sun's disc on its way between two hours that were drawn: the sky around it moves with it."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.sky.air import Light

#: How far around the sun the sky goes with it, as a slope, and where it has stopped to.
_REACH = 0.06
_ROOM = 3.2


class Sun(NamedTuple):
    """Where the sun stands, as slopes to the right and up."""

    across: float
    up: float

    def toward(self, other: Sun, share: float) -> Sun:
        """``share`` of the way to another place."""
        return Sun(self.across + (other.across - self.across) * share, self.up + (other.up - self.up) * share)


def sun_of(light: Light) -> Sun | None:
    """Where a light stands in front of the camera; None behind it."""
    if light.z <= 0.15:
        return None
    return Sun(light.x / light.z, light.y / light.z)


class SunWay:
    """Moves the sun within a sky [H, W, 3] as seen through ``lens``; the sky is changed in place."""

    def __init__(self, sky: Picture, lens: Lens, sun: Sun) -> None:
        """``sun``: where it stands in the sky."""
        self._sun, self._focal = sun, lens.focal
        column, row = lens.centre + sun.across * lens.focal, lens.horizon - sun.up * lens.focal
        room = _REACH * _ROOM * lens.focal
        rows, columns = sky.shape[:2]
        top, bottom = (int(min(max(row + way * room, 0), rows)) for way in (-1, 1))
        left, right = (int(min(max(column + way * room, 0), columns)) for way in (-1, 1))
        self._sky = sky[top:bottom, left:right]
        self._drawn = self._sky.copy()
        y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
        away = ((x + 0.5 - column) ** 2 + (y + 0.5 - row) ** 2) / (_REACH * lens.focal) ** 2
        self._share = np.exp(-0.5 * away).astype(np.float32)
        self._x, self._y = x - left, y - top

    def bring(self, sun: Sun) -> None:
        """Show the sun there: at most a few degrees from where it was drawn."""
        if self._sky.size == 0:
            return
        across = np.float32((sun.across - self._sun.across) * self._focal)
        down = np.float32((self._sun.up - sun.up) * self._focal)
        # what is now here was drawn about that far away; twice, for the share belongs to where it was drawn
        x, y = self._x - across * self._share, self._y - down * self._share
        for _ in range(2):
            share = cv2.remap(self._share, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            x, y = self._x - across * share, self._y - down * share
        self._sky[:] = cv2.remap(self._drawn, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
