"""Exposes the picture for the face: lifts faces that came out too dark, without bleaching them.

The generator learnt from snapshots in which dark skin is often underexposed, and darkens the whole picture with the
skin. How dark a face may be is read off what does not depend on the complexion: the whites of the eyes and the
highlights of the skin.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]

#: Rec. 709 luminance of linear light.
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
#: Linear luminance wanted of the eyes' whites and of the skin's highlights, and the strongest gain.
_WHITES, _HIGHLIGHTS, _STRONGEST = 0.165, 0.17, 1.7
#: Corners that are at least this even (deviation of CIE L) can be lifted to white without a visible seam.
_EVEN = 7.0


def gain(whites: float, highlights: float) -> float:
    """How much more light the face needs, 1…1.7, from two linear luminances (0…1) measured on it."""
    lacking = [_WHITES / max(whites, 0.02), _HIGHLIGHTS / max(highlights, 0.02)]
    # Eyes in shadow and freckled highlights mislead, each in its way: the smaller lack of the two counts more.
    needed = min(lacking) ** 0.65 * max(lacking) ** 0.35
    return float(np.clip(needed, 1.0, _STRONGEST))


def lift(picture: Picture, amount: float) -> Picture:
    """``picture`` ([n, n, 3] RGB, 0…1, sRGB) with ``amount`` times the light in the shadows, white staying white.

    The curve on linear luminance is Y' = gY / (1 + (g − 1)Y): slope g at black, 1 → 1 (a shoulder as of film). All
    three channels of a pixel are scaled alike, which keeps its hue and saturation.
    """
    if amount <= 1.0:
        return picture
    clipped = np.clip(picture, 0.0, 1.0)
    linear = np.where(clipped <= 0.04045, clipped / 12.92, ((clipped + 0.055) / 1.055) ** 2.4)
    luminance = linear @ _LUMINANCE
    ratio = amount / (1.0 + (amount - 1.0) * luminance)
    # A saturated highlight would leave the gamut: it takes only what its largest channel has room for.
    room = 1.0 / np.maximum(linear.max(2), 1e-4)
    linear = linear * np.minimum(ratio, np.maximum(room, 1.0))[..., None]
    lifted: Picture = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 0.0) ** (1 / 2.4) - 0.055
    ).astype(np.float32)
    return lifted


def whiten(picture: Picture, wanted: float = 0.965) -> Picture:
    """``picture`` with its even, light background brought to ``wanted`` (sRGB value); others come back untouched."""
    small = cv2.resize(np.clip(picture, 0, 1), (256, 256), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    corners = np.concatenate([lab[2:70, 2:30].reshape(-1, 3), lab[2:70, -30:-2].reshape(-1, 3)])
    centre = np.median(corners, 0)
    if float(centre[0]) < 68.0 or float(np.median(np.abs(corners - centre))) > _EVEN:
        return picture
    distance = np.linalg.norm((lab - centre) * np.array([1.0, 1.6, 1.6], np.float32), axis=2)
    near = (distance < 16.0).astype(np.uint8)
    # Only what hangs together with the upper corners is background: a white shirt or grey hair is not.
    _, labels = cv2.connectedComponents(near, connectivity=4)
    seeds = {int(k) for k in np.unique(np.r_[labels[2:60, 2], labels[2:60, -3]])} - {0}
    connected = np.isin(labels, list(seeds)).astype(np.float32)
    soft = cv2.GaussianBlur(connected, (0, 0), 1.2) * np.clip((20.0 - distance) / 10.0, 0.0, 1.0)
    shade = cv2.GaussianBlur(np.where(connected[..., None] > 0, small, 0), (0, 0), 14.0)
    weight = cv2.GaussianBlur(connected, (0, 0), 14.0)[..., None]
    level = np.where(weight > 0.05, shade / np.maximum(weight, 0.05), 1.0)
    lifting = np.maximum(wanted / np.maximum(level, 0.3), 1.0)
    full = cv2.resize(
        1.0 + soft[..., None] * (lifting - 1.0), picture.shape[:2], interpolation=cv2.INTER_CUBIC
    )
    white: Picture = (picture * full).astype(np.float32)
    return white
