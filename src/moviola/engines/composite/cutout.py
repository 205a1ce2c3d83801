"""The person of a picture, free of what was behind: colours and opacity at the picture's own resolution."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.box import Box
from moviola.engines.motion.faces import FaceDetector
from moviola.engines.motion.matte import Matting
from moviola.engines.motion.still import Still
from moviola.engines.motion.subject import find_person

Field = npt.NDArray[np.float32]

#: Radius of the filter that fits the matte to the picture's edges, as a share of the shorter edge.
_FIT = 0.008
#: Columns that cut shoulders may reach beyond the picture, as a share of its width.
_SHOULDERS = 0.35


@dataclass(frozen=True)
class Cutout:
    """``rgb`` float32 [h, w, 3] display values 0–1 without the old background, ``alpha`` [h, w] 0–1.

    ``face`` and ``head`` in its pixels. Shoulders that the picture's sides cut off are continued; a head that its
    upper edge cuts stays cut (``is_cut``).
    """

    rgb: Field
    alpha: Field
    face: Box
    head: Box
    is_cut: bool


def cut_out(still: Still, faces: FaceDetector, matting: Matting) -> Cutout | None:
    """The main person of ``still``; None when there is nobody."""
    person = find_person(still, faces, matting)
    if person is None:
        return None
    rgb = still.rgb.astype(np.float32) / np.float32(255)
    size = (still.width, still.height)
    matte = cv2.resize(person.matte, size, interpolation=cv2.INTER_LINEAR)
    guide = np.asarray(rgb @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)
    alpha = _fitted(guide, np.asarray(matte, np.float32), max(round(_FIT * min(size)), 2))
    alpha = np.asarray(np.clip((alpha - 0.04) / 0.92, 0, 1), np.float32)
    side = round(_SHOULDERS * still.width)
    wide = _continued(np.dstack([_own_colours(rgb, alpha), alpha]), side)
    return Cutout(
        np.ascontiguousarray(wide[..., :3]),
        np.ascontiguousarray(wide[..., 3]),
        person.face.moved(side, 0),
        person.head.moved(side, 0),
        person.head_is_cut,
    )


def _continued(layer: Field, side: int) -> Field:
    """``layer`` [h, w, 4] with ``side`` columns more on both sides, in which cut shoulders slope down and end."""
    rows, columns = layer.shape[:2]
    y, x = np.mgrid[0:rows, -side : columns + side].astype(np.float32)
    beyond = np.maximum(np.maximum(-x, x - (columns - 1)), 0)
    # an arm's outline: gentle at the shoulder, then ever steeper
    fall = 0.32 * beyond + 1.9 * beyond**2 / max(side, 1)
    # what is continued is the last columns, mirrored, so that a fold or a strand does not become a streak
    inside = np.clip(np.where(x < 0, np.minimum(-x, 12), x), 0, columns - 1)
    inside = np.where(x > columns - 1, columns - 1 - np.minimum(beyond, 12), inside).astype(np.float32)
    from_ = (y - fall).astype(np.float32)
    wide = cv2.remap(layer, inside, from_, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(wide, np.float32)


def _fitted(guide: Field, matte: Field, radius: int) -> Field:
    """The matte, fitted to the edges of ``guide``. K. He, J. Sun, X. Tang, "Guided Image Filtering" (2010)."""

    def mean(plane: Field) -> Field:
        return np.asarray(cv2.blur(plane, (2 * radius + 1, 2 * radius + 1)), np.float32)

    own, other = mean(guide), mean(matte)
    both = mean(np.asarray(guide * matte, np.float32)) - own * other
    spread = mean(np.asarray(guide * guide, np.float32)) - own * own
    slope = np.asarray(both / (spread + np.float32(1e-4)), np.float32)
    offset = np.asarray(other - slope * own, np.float32)
    return np.asarray(np.clip(mean(slope) * guide + mean(offset), 0, 1), np.float32)


def _own_colours(rgb: Field, alpha: Field) -> Field:
    """Where the old background shines through, the colours of the person nearby."""
    solid = np.asarray(alpha > 0.97, np.float32)
    filled, weight = rgb * solid[..., None], solid
    known, total = filled.copy(), weight.copy()
    for radius in (3, 7, 17, 41):
        near = cv2.GaussianBlur(filled, (0, 0), radius)
        share = cv2.GaussianBlur(weight, (0, 0), radius)
        use = np.asarray((total < 0.5) & (share > 0.02), np.float32)
        known += near / np.maximum(share, 1e-4)[..., None] * use[..., None]
        total += use
    own = known / np.maximum(total, 1e-4)[..., None]
    trust = np.clip((alpha - 0.55) / 0.42, 0, 1)[..., None]
    # texture of hair stays: only its colour is that of the person
    light = rgb.mean(2, keepdims=True) / np.maximum(own.mean(2, keepdims=True), 0.02)
    textured = own * np.clip(light, 0.5, 1.15)
    return np.asarray(textured + (rgb - textured) * trust, np.float32)
