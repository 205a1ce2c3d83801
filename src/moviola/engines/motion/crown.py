"""Completes a head whose crown the upper edge of the picture cuts off.

The hair (or hat) above the brows is stretched upwards into a dome, column by column, so that its own strands
and shading continue; nothing is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.box import Box
from moviola.engines.motion.still import Picture

Field = npt.NDArray[np.float32]

# The crown lies about this many face boxes (brows to chin) above the brows, hair included.
_CROWN_ABOVE_BROWS = 0.58
_LEAST, _MOST = 0.065, 0.21
_STRETCHED = 0.8


@dataclass(frozen=True)
class Crown:
    """A missing crown: a dome of ``height`` over the chord ``left``–``right`` of the upper edge; rows above
    ``anchor`` are stretched. Picture pixels."""

    left: float
    right: float
    height: float
    anchor: float

    def scaled(self, factor: float) -> Crown:
        return Crown(self.left * factor, self.right * factor, self.height * factor, self.anchor * factor)

    def dome(self, columns: int) -> Field:
        """Height of the dome over the middle of each column."""
        middle, half = (self.left + self.right) / 2, (self.right - self.left) / 2
        u = (np.arange(columns, dtype=np.float64) + 0.5 - middle) / half
        # Steeper than a circle in the middle and flat at the ends, where the head's own outline takes over.
        return np.asarray(self.height * np.maximum(1.0 - u * u, 0.0) ** 1.4, np.float32)


def missing_crown(face: Box, matte: Field, scale: float) -> Crown | None:
    """The crown that completes the head of ``face``; None where too much of the head is missing.

    ``matte``: the person's matte, [h, w], ``scale`` matte pixels for one picture pixel.
    """
    height = _CROWN_ABOVE_BROWS * face.height - face.top
    if height > _MOST * face.height or face.top < 0.25 * face.height:
        return None
    height = max(height, _LEAST * face.height)
    # Loose hair belongs to the chord too, or it would end at the old edge.
    row = matte[: max(1, round(0.02 * matte.shape[0]))].max(axis=0) > 0.03
    middle = min(max(int(face.centre[0] * scale), 0), matte.shape[1] - 1)
    occupied = np.flatnonzero(row)
    if occupied.size == 0:
        return None
    seed = int(occupied[np.argmin(np.abs(occupied - middle))])
    left = right = seed
    while left > 0 and row[left - 1]:
        left -= 1
    while right + 1 < row.size and row[right + 1]:
        right += 1
    chord = (right + 1 - left) / scale
    if chord < 0.1 * face.width or (left == 0 and right == row.size - 1):
        return None
    air = 0.05 * chord
    edges = [left / scale - air, (right + 1) / scale + air]
    # A chord that runs out of the picture goes on as far as it does on the other side of the face.
    if left == 0:
        edges[0] = min(edges[0], 2 * face.centre[0] - edges[1])
    if right == row.size - 1:
        edges[1] = max(edges[1], 2 * face.centre[0] - edges[0])
    height = min(height, 0.22 * (edges[1] - edges[0]))
    return Crown(edges[0], edges[1], height, _STRETCHED * face.top)


def grow(
    extended: Picture, matte: Field, rows: int, matte_rows: int, crown: Crown, seed: int
) -> tuple[Picture, Field]:
    """Draw ``crown`` into a picture and its matte that were extended by ``rows`` and ``matte_rows`` above."""
    scale = matte.shape[1] / extended.shape[1]
    small = crown.scaled(scale)
    lifted = _stretched(matte, matte_rows, small)
    size = (extended.shape[1], rows + int(crown.anchor))
    hair = np.asarray(cv2.resize(lifted, size, interpolation=cv2.INTER_LINEAR), np.float32)
    stretched = _stretched(extended, rows, crown)
    cover = _cover(hair[: stretched.shape[0]], rows, crown, seed)[..., None]
    grown = extended.copy()
    below = extended[: stretched.shape[0]]
    grown[: stretched.shape[0]] = np.clip(stretched * cover + below * (1 - cover) + 0.5, 0, 255).astype(
        np.uint8
    )
    grown_matte = matte.copy()
    size = (matte.shape[1], lifted.shape[0])
    grown_matte[: lifted.shape[0]] = lifted * cv2.resize(cover[..., 0], size, interpolation=cv2.INTER_AREA)
    return grown, grown_matte


def _stretched(image: Picture | Field, rows: int, crown: Crown) -> Field:
    """The rows of ``image`` down to the anchor, float32, the part below ``rows`` stretched into the dome."""
    columns = image.shape[1]
    anchor = max(2.0, crown.anchor)
    last = rows + int(anchor)
    y = (np.arange(last, dtype=np.float32) + 0.5 - rows)[:, None]
    reach = (anchor + crown.dome(columns))[None, :]
    t = np.clip((anchor - y) / reach, 0, 1)
    k = reach / anchor
    # Unit slope at the anchor, so the stretch begins without a kink; most of it falls near the crown.
    source_y = np.maximum(rows + anchor - anchor * (k * t - (k - 1) * t * t) - 0.5, rows)
    source_x = np.broadcast_to(np.arange(columns, dtype=np.float32)[None, :], source_y.shape)
    maps = np.ascontiguousarray(source_x, np.float32), np.ascontiguousarray(source_y, np.float32)
    return np.asarray(cv2.remap(image, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _cover(hair: Field, rows: int, crown: Crown, seed: int) -> Field:
    """Where the stretched rows replace the extension: to the dome's outline where there is hair, and fading
    into the background beside it."""
    columns = hair.shape[1]
    dome = crown.dome(columns)[None, :]
    y = (np.arange(hair.shape[0], dtype=np.float32) + 0.5 - rows)[:, None]
    inside = y + dome
    crisp = np.clip(
        0.5 + (inside + _strands(columns, crown, seed)[None, :]) / max(1.6, 0.07 * crown.height), 0, 1
    )
    faded = np.clip(inside / np.maximum(0.7 * dome, 1.0), 0, 1)
    faded = faded * faded * (3 - 2 * faded)
    cover = hair * crisp + (1 - hair) * faded
    return np.where(y >= 0, 1.0, cover * (dome > 0)).astype(np.float32)


def _strands(columns: int, crown: Crown, seed: int) -> Field:
    """A slightly uneven outline, as hair has."""
    noise = np.random.default_rng(seed).standard_normal((1, 4096), np.float32)[:, : min(columns, 4096)]
    noise = np.asarray(cv2.resize(noise, (columns, 1), interpolation=cv2.INTER_LINEAR), np.float32)
    rough = cv2.GaussianBlur(noise, (0, 0), max(0.8, 0.02 * crown.height))
    wavy = cv2.GaussianBlur(noise, (0, 0), max(2.0, 0.2 * crown.height))
    outline = rough / float(rough.std()) + 1.5 * wavy / float(wavy.std())
    return np.asarray(outline[0] * 0.015 * crown.height, np.float32)
