"""Breathing: chest and shoulders rise and sink inside the person's matte."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.canvas import Canvas
from moviola.engines.motion.displacement import Displacement
from moviola.engines.motion.subject import Person

Field = npt.NDArray[np.float32]

#: Adults at rest: 12-16 breaths a minute.
PERIOD = 60.0 / 14.0
# Rise of the shoulders as a share of the face's height (brows to chin, about 12 cm): 2-3 mm, quiet breathing.
_RISE = 0.021
_INHALE = 0.42


def breath(seconds: float) -> float:
    """How full the lungs are, 0–1: rises over 42 % of the period, sinks slower, rests at 0."""
    phase = (seconds / PERIOD) % 1.0
    if phase < _INHALE:
        return 0.5 - 0.5 * math.cos(math.pi * phase / _INHALE)
    out = min(1.0, (phase - _INHALE) / (0.92 - _INHALE))
    return 0.5 + 0.5 * math.cos(math.pi * out)


def rise(person: Person, strength: float) -> float:
    """Largest displacement in picture pixels."""
    return _RISE * strength * person.face.height


def breathing_field(
    person: Person, canvas: Canvas, picture: tuple[int, int], size: tuple[int, int], strength: float
) -> Displacement:
    """Displacement at full lungs on a grid of ``size`` = (width, height) over ``canvas``.

    ``picture``: size of the picture that ``person`` is measured in.
    """
    step = canvas.area.height / size[1]
    amount = rise(person, strength)
    mask = soft_mask(canvas.place(person.matte, picture, size), 5.0 * amount / step)
    y = canvas.area.top + (np.arange(size[1], dtype=np.float32) + 0.5) * step
    lift = _profile(y, person)[:, None]
    sx, sy = canvas.scale
    # The chest widens a little as it rises, about the middle of the body.
    x = canvas.area.left + (np.arange(size[0], dtype=np.float32) + 0.5) * canvas.area.width / size[0]
    across = np.clip((x - person.face.centre[0]) / (1.6 * person.face.width), -1.5, 1.5)[None, :]
    chest = np.clip((lift - 0.3) / 0.7, 0, 1)
    # Content moves up, so each place looks below itself.
    return Displacement(
        np.ascontiguousarray(-0.35 * amount * sx * across * chest * mask, np.float32),
        np.ascontiguousarray(amount * sy * lift * mask, np.float32),
    )


def soft_mask(matte: Field, band: float) -> Field:
    """1 on the person, falling smoothly to 0 over ``band`` grid cells outside."""
    outside = (matte < 0.4).astype(np.uint8)
    if not outside.any():
        return np.ones_like(matte)
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, 5)
    near = np.clip(1.0 - distance / max(2.0, band), 0, 1)
    mask = near * near * (3 - 2 * near)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.12 * band)), np.float32)


def _profile(y: Field, person: Person) -> Field:
    """Share of the rise by height: the head barely, shoulders and chest fully, the belly less, hips not."""
    face = person.face
    unit = face.height
    places = np.array([face.top - unit, face.bottom - 0.15 * unit])
    marks = np.append(places, face.bottom + unit * np.array([0.15, 0.55, 1.4, 3.0, 5.0]))
    shares = np.array([0.16, 0.20, 0.42, 1.0, 1.0, 0.35, 0.0])
    profile = np.interp(y, marks, shares).astype(np.float32)
    sigma = max(1.0, 0.12 * unit / max(1e-6, float(y[1] - y[0])))
    return _smoothed(profile, sigma)


def _smoothed(profile: Field, sigma: float) -> Field:
    edge = 2 * int(2 * sigma) + 1
    column = cv2.GaussianBlur(profile[:, None], (1, edge), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(column, np.float32)[:, 0]
