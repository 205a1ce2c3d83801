"""Finds the person of a picture: face, head, and the matte that separates them from the background."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.box import Box
from moviola.engines.motion.crown import Crown, missing_crown
from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.still import Still

Field = npt.NDArray[np.float32]
_COVERED = 0.6
# A head that comes this near to the upper edge counts as cut.
_EDGE = 0.015


@dataclass(frozen=True)
class Person:
    """The main person.

    ``face``: brows to chin. ``head``: with hair or hat. ``matte``: float32 [h, w], 0–1, over the whole
    picture. ``head_is_cut``: the top edge of the picture cuts the head; ``crown`` then completes it, unless
    too much is missing.
    """

    face: Box
    head: Box
    matte: Field
    head_is_cut: bool
    crown: Crown | None = None

    def trimmed(self, rows: int, height: int) -> Person:
        """The same person after the first ``rows`` of ``height`` rows were cut off."""
        matte = self.matte[round(rows * self.matte.shape[0] / height) :]
        return replace(self, face=self.face.moved(0, -rows), head=self.head.moved(0, -rows), matte=matte)

    def lowered(self, rows: float, head_top: float, matte: Field) -> Person:
        """The same person after ``rows`` were added above; the head now begins at ``head_top``."""
        head = replace(self.head.moved(0, rows), top=head_top)
        return replace(
            self, face=self.face.moved(0, rows), head=head, matte=matte, head_is_cut=False, crown=None
        )


def find_person(still: Still, faces: FaceDetector, matting: Matting) -> Person | None:
    """The largest face that the matte confirms, with its head; None when there is nobody."""
    found = faces.detect(still.rgb)
    if not found:
        return None
    matte = matting.matte(still)
    scale = matte.shape[1] / still.width
    for face in sorted(found, key=lambda box: -box.width * box.height):
        window = matte[
            max(0, int(face.top * scale)) : int(face.bottom * scale) + 1,
            max(0, int(face.left * scale)) : int(face.right * scale) + 1,
        ]
        if window.size and float(window.mean()) > _COVERED:
            return _person(face, matte, scale)
    return None


def _person(face: Box, matte: Field, scale: float) -> Person:
    solid = (matte > 0.5).astype(np.uint8)
    _, labels = cv2.connectedComponents(solid)
    cx, cy = face.centre
    column = min(max(int(cx * scale), 0), solid.shape[1] - 1)
    row = min(max(int(cy * scale), 0), solid.shape[0] - 1)
    body = labels == labels[row, column] if solid[row, column] else solid > 0
    left = max(0, int((face.left - 0.6 * face.width) * scale))
    right = min(solid.shape[1], int((face.right + 0.6 * face.width) * scale) + 1)
    # Walk up from the face: the head ends at the first row without the person.
    rows = body[: row + 1, left:right].any(axis=1)
    empty = np.flatnonzero(~rows)
    top = int(empty[-1]) + 1 if empty.size else 0
    band = body[top : int(face.bottom * scale) + 1, left:right].any(axis=0)
    columns = np.flatnonzero(band)
    head = Box(
        (left + int(columns[0])) / scale if columns.size else face.left,
        top / scale,
        (left + int(columns[-1]) + 1) / scale if columns.size else face.right,
        face.bottom,
    )
    kept = cv2.GaussianBlur(
        cv2.dilate(body.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(np.float32), (0, 0), 2
    )
    cut = top <= max(1, int(_EDGE * solid.shape[0]))
    crown = missing_crown(face, matte, scale) if cut else None
    return Person(face, head, (matte * kept).astype(np.float32), cut, crown)
