"""Decides how a still fills a frame of another shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from moviola.engines.motion.backdrop import extend_above, is_calm
from moviola.engines.motion.box import Box
from moviola.engines.motion.camera import Window
from moviola.engines.motion.crown import grow
from moviola.engines.motion.still import Picture
from moviola.engines.motion.subject import Person

#: A head and its hair should fill no more than this share of the frame's width.
_HEAD_SHARE = 0.80
#: Air above the head and how low the middle of the face may sit, as shares of the frame's height.
_HEADROOM = 0.26
_LEAST_HEADROOM = 0.08
_LOWEST_FACE = 0.70
_MOST_ADDED = 0.75


@dataclass(frozen=True)
class Framing:
    """``rgb`` is the picture, extended where ``kind`` is ``extended``; ``window`` the part to show; ``focus``
    the point of interest; ``person`` in the coordinates of ``rgb``; ``added`` rows above the original;
    ``calm``: the background is quiet enough to be bent a little."""

    kind: Literal["whole", "cover", "extended"]
    rgb: Picture
    window: Window
    focus: tuple[float, float]
    person: Person | None
    added: int
    calm: bool

    @property
    def bounds(self) -> Box:
        return Box(0.0, 0.0, float(self.rgb.shape[1]), float(self.rgb.shape[0]))


def frame_still(rgb: Picture, person: Person | None, aspect: float, seed: int) -> Framing:
    """Choose the window of ``rgb`` for a frame of ``aspect`` (width / height).

    A person in front of a calm background gets more of it above the head when the frame is taller than the
    picture; otherwise the window covers the frame, on the head if there is one, else on the middle.
    """
    height, width = rgb.shape[:2]
    cover = min(width, height * aspect)
    if person is not None and cover < 0.98 * width:
        extended = _extended(rgb, person, aspect, seed)
        if extended is not None:
            return extended
    centre = (width / 2, height / 2)
    focus = centre
    if person is not None:
        down = cover / aspect
        centre = _about_head(person, width, height, cover, down)
        focus = _focus(person, centre[1] - down / 2, centre[1] + down / 2)
    window = Window(centre[0], centre[1], cover, 0.0)
    calm = person is not None and is_calm(rgb, person.matte, centre[0] - cover / 2, centre[0] + cover / 2)
    whole = cover / width > 0.995 and cover / aspect / height > 0.995
    return Framing("whole" if whole else "cover", rgb, window, focus, person, 0, calm)


def _extended(rgb: Picture, person: Person, aspect: float, seed: int) -> Framing | None:
    # Generated and scanned pictures often end in a discoloured strip.
    trim = max(1, rgb.shape[0] // 90)
    rgb, person = rgb[trim:], person.trimmed(trim, rgb.shape[0])
    height, width = rgb.shape[:2]
    crown = person.crown
    if person.head_is_cut and crown is None:
        return None
    head_top = -crown.height if crown is not None else person.head.top
    added = _added(person, head_top, width, height, aspect)
    if added < 0.02 * height:
        return None
    rows = int(np.ceil(added))
    across = (height + rows) * aspect
    x = min(max(_middle(person, across), across / 2), width - across / 2)
    if not is_calm(rgb, person.matte, x - across / 2, x + across / 2):
        return None
    taller = extend_above(rgb, person.matte, rows, seed)
    matte_rows = round(rows * person.matte.shape[1] / width)
    matte = np.vstack([np.zeros((matte_rows, person.matte.shape[1]), np.float32), person.matte])
    if crown is not None:
        taller, matte = grow(taller, matte, rows, matte_rows, crown, seed)
    lowered = person.lowered(rows, head_top + rows, np.ascontiguousarray(matte))
    window = Window(x, taller.shape[0] / 2, across, 0.0)
    return Framing(
        "extended", taller, window, _focus(lowered, 0.0, float(taller.shape[0])), lowered, rows - trim, True
    )


def _added(person: Person, head_top: float, width: int, height: int, aspect: float) -> float:
    """Rows to add above: enough for the head's width and some air, while the face stays near the middle."""
    for_width = min(float(width), person.head.width / _HEAD_SHARE) / aspect - height
    for_air = (height - head_top) / (1 - _HEADROOM) - height
    face = person.face.centre[1]
    for_face = (_LOWEST_FACE * height - face) / (1 - _LOWEST_FACE)
    least = (height - head_top) / (1 - _LEAST_HEADROOM) - height
    added = max(min(max(for_width, for_air), for_face), least)
    return min(added, width / aspect - height, _MOST_ADDED * height)


def _middle(person: Person, across: float) -> float:
    return person.face.centre[0] if person.head.width > across else person.head.centre[0]


def _focus(person: Person, top: float, bottom: float) -> tuple[float, float]:
    """The point of the face about which a zoom takes crown and chin to the edges of the frame at once.

    ``top`` and ``bottom``: the edges of the frame in the picture. With crown c below the top and chin h below
    it in a frame of height H, the fixed point f solves f / (f - c) = (H - f) / (h - f).
    """
    face, length = person.face, bottom - top
    crown, chin = max(0.0, person.head.top - top), face.bottom - top
    balance = top + length * crown / max(1e-6, length + crown - chin)
    low, high = face.top + 0.25 * face.height, face.top + 0.95 * face.height
    return face.centre[0], min(max(balance, low), high) if not person.head_is_cut else low


def _about_head(person: Person, width: int, height: int, across: float, down: float) -> tuple[float, float]:
    """Centre of a window that holds the head; where it is too low for that, the face from the chin up; where
    it is too low even for the face, the eyes and the mouth."""
    head, face = person.head, person.face
    x = min(max(_middle(person, across), across / 2), width - across / 2)
    # Eyes a little above the middle, and the hair inside with some air above it.
    y = face.top + 0.3 * face.height + 0.12 * down
    y = min(y, head.top - 0.06 * down + down / 2)
    if face.bottom - head.top > 0.92 * down:
        y = max(y, face.bottom + 0.04 * down - down / 2)
    if face.height > 0.92 * down:
        y = face.top + 0.48 * face.height
    y = min(max(y, down / 2), height - down / 2)
    return x, y


def preview(framing: Framing, width: int, height: int) -> Picture:
    """The framed picture without any motion, uint8 [height, width, 3]."""
    step = framing.window.width / width
    matrix = np.array(
        [
            [step, 0, framing.window.x - framing.window.width / 2 + 0.5 * step - 0.5],
            [0, step, framing.window.y - step * height / 2 + 0.5 * step - 0.5],
        ]
    )
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(framing.rgb, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )
