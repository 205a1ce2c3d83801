"""Takes the woven lattice out of generated pictures.

The generator builds its picture from wavelets and leaves a pattern of period 32 pixels and its overtones: peaks on an
exact lattice of the spectrum. In the cosine transform of a square picture of edge n (the Fourier transform of the
mirrored picture, so borders do not ring) overtone k lies at row and column k·n/16. Coefficients near those points that
stand out from their surroundings are cut back to the surroundings' level; all others stay untouched.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]

_OVERTONES = 16
#: Rows and columns of the spectrum that hold the picture's upright and level edges.
_AXIS = 6
#: Amplitude of the lattice: about 4 levels of 255.
_WEAK = 10 / 255
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@cache
def _lattice(edge: int, reach: int, coarsest: int) -> NDArray[np.bool_]:
    """Points within ``reach`` of the lattice and beyond the frequency ``coarsest`` (cosine index), [edge, edge]."""
    cell = edge // _OVERTONES
    index = np.arange(edge)
    near = np.minimum(index % cell, -index % cell)
    frequency = np.hypot(index[:, None], index[None, :])
    mask: NDArray[np.bool_] = (np.hypot(near[:, None], near[None, :]) <= reach) & (frequency > coarsest)
    return mask


def _surroundings(level: Picture, lattice: NDArray[np.bool_]) -> Picture:
    """Mean of the logarithm ``level`` around each point, lattice points left out.

    Upright and level edges of a picture fill the first columns and rows of its spectrum: those are compared only with
    their own column or row.
    """
    off = (~lattice).astype(np.float32)
    around = _mean(level, off, (31, 31))
    around[:_AXIS] = _mean(level[:_AXIS], off[:_AXIS], (61, 1))
    around[:, :_AXIS] = _mean(level[:, :_AXIS], off[:, :_AXIS], (1, 61))
    return around


def _mean(level: Picture, off: Picture, size: tuple[int, int]) -> Picture:
    total = cv2.blur(level * off, size, borderType=cv2.BORDER_REPLICATE)
    weight = cv2.blur(off, size, borderType=cv2.BORDER_REPLICATE)
    mean: Picture = (total / np.maximum(weight, 1e-3)).astype(np.float32)
    return mean


def remove(
    picture: Picture, *, reach: float = 7 / 512, coarsest: float = 11 / 64, threshold: float = 4.0
) -> Picture:
    """Remove the lattice from the brightness of ``picture`` ([n, n, 3] RGB, 0…1, n a multiple of 32).

    Args:
        picture: as above.
        reach: radius of a lattice peak, as a fraction of the edge.
        coarsest: lowest cosine index that is touched, as a fraction of the edge; 11/64 is a period of 11.6 pixels.
        threshold: how far a coefficient must stand out from its surroundings.
    """
    luma = np.ascontiguousarray(picture @ _LUMA)
    # Highlights and hard edges would leave faint ghosts a period away, so only weak detail is searched for the lattice.
    detail = np.clip(luma - cv2.GaussianBlur(luma, (0, 0), 3.0), -_WEAK, _WEAK)
    spectrum = cv2.dct(detail)
    lattice = _lattice(luma.shape[0], round(reach * luma.shape[0]), round(coarsest * luma.shape[0]))
    level = np.log(np.abs(spectrum) + 1e-7)
    excess = level - _surroundings(level, lattice)
    gain = np.where(
        lattice & (excess > np.log(threshold)), np.exp(-np.maximum(excess, 0)), np.float32(1)
    ).astype(np.float32)
    change = cv2.idct(spectrum * (gain - 1))
    clean: Picture = (picture + change[:, :, None]).astype(np.float32)
    return clean
