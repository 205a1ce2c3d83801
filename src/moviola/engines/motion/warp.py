"""Draws one frame: a single backward warp of each plane."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from moviola.engines.motion.canvas import Canvas, Matrix
from moviola.engines.motion.displacement import Displacement
from moviola.render.planes import Plane

Field = npt.NDArray[np.float32]

_FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
# Luma positions of the first chroma sample and their distance: H.264's default siting is left, between rows.
_LUMA_FIRST = (0.5, 0.5)
_CHROMA_FIRST = (0.5, 1.0)


class Warper:
    """Warps ``canvas`` into frames of ``width`` × ``height``.

    A camera alone is an affine map. Displacements are added on a grid of ``coarse`` × ``coarse`` frame pixels
    (an even number) a cell and enlarged, so the maps cost little more than the warp itself.
    """

    def __init__(self, canvas: Canvas, width: int, height: int, coarse: int = 4):
        self._canvas = canvas
        self._coarse = coarse
        self._size = (width, height)
        # One cell more on every side, so that enlarging never has to guess beyond the last cell.
        self._cells = (-(-width // self._coarse) + 2, -(-height // self._coarse) + 2)
        columns, rows = self._cells
        self._column = (np.arange(columns, dtype=np.float64) - 0.5) * self._coarse
        self._row = (np.arange(rows, dtype=np.float64) - 0.5) * self._coarse

    def draw(
        self, matrix: Matrix, displacement: Displacement | None, target: tuple[Plane, Plane, Plane]
    ) -> None:
        """Fill the planes of ``target``.

        ``matrix``: frame to canvas positions, continuous. ``displacement``: on any grid over the canvas, or
        None.
        """
        planes = self._canvas.planes
        y, u, v = target
        if displacement is None:
            luma = _sampling(matrix, _LUMA_FIRST, 1, 1)
            cv2.warpAffine(planes.y, luma, self._size, dst=y, flags=_FLAGS, borderMode=cv2.BORDER_REPLICATE)
            chroma = _sampling(matrix, _CHROMA_FIRST, 2, 2)
            half = (u.shape[1], u.shape[0])
            for plane, out in ((planes.u, u), (planes.v, v)):
                cv2.warpAffine(plane, chroma, half, dst=out, flags=_FLAGS, borderMode=cv2.BORDER_REPLICATE)
            return
        map_x, map_y = self._maps(matrix, displacement)
        self._remap_luma(planes.y, map_x, map_y, y)
        self._remap_chroma(planes.u, planes.v, map_x, map_y, u, v)
        if displacement.gain is not None:
            self._shimmer(matrix, displacement.gain, y)

    def _maps(self, matrix: Matrix, displacement: Displacement) -> tuple[Field, Field]:
        """Continuous canvas positions of the coarse grid's cells."""
        (a, b, c), (d, e, f) = matrix
        map_x = (a * self._column[None, :] + (b * self._row + c)[:, None]).astype(np.float32)
        map_y = (d * self._column[None, :] + (e * self._row + f)[:, None]).astype(np.float32)
        sampling = self._field_sampling(matrix, displacement.y)
        for field, target in ((displacement.x, map_x), (displacement.y, map_y)):
            target += cv2.warpAffine(
                field, sampling, self._cells, flags=_FLAGS, borderMode=cv2.BORDER_REPLICATE
            )
        return map_x, map_y

    def _field_sampling(self, matrix: Matrix, field: Field) -> Matrix:
        """Cell indices to the indices of ``field``, which covers the canvas."""
        (a, b, c), (d, e, f) = matrix
        kx = field.shape[1] / self._canvas.width
        ky = field.shape[0] / self._canvas.height
        first = -0.5 * self._coarse
        return np.array(
            [
                [a * self._coarse * kx, b * self._coarse * kx, (a * first + b * first + c) * kx - 0.5],
                [d * self._coarse * ky, e * self._coarse * ky, (d * first + e * first + f) * ky - 0.5],
            ]
        )

    def _shimmer(self, matrix: Matrix, gain: Field, target: Plane) -> None:
        """Brighten and darken luma by ``gain`` (0: as it is)."""
        cells = cv2.warpAffine(gain, self._field_sampling(matrix, gain), self._cells, flags=_FLAGS)
        height, width = target.shape
        lit = np.flatnonzero(np.abs(cells).max(axis=1) > 1e-4)
        if lit.size == 0:
            return
        first = max(0, (int(lit[0]) - 1) * self._coarse)
        last = min(height, (int(lit[-1]) + 1) * self._coarse)
        size = (self._cells[0] * self._coarse, self._cells[1] * self._coarse)
        full = cv2.resize(cells + 1.0, size, interpolation=cv2.INTER_LINEAR)
        inner = full[self._coarse + first : self._coarse + last, self._coarse : self._coarse + width]
        rows = target[first:last]
        # Black is 16 in limited range; at gains this small its shift stays below one level.
        cv2.multiply(rows, inner, dst=rows, dtype=cv2.CV_8U)

    def _remap_luma(self, plane: Plane, map_x: Field, map_y: Field, target: Plane) -> None:
        height, width = target.shape
        size = (self._cells[0] * self._coarse, self._cells[1] * self._coarse)
        inner = (slice(self._coarse, self._coarse + height), slice(self._coarse, self._coarse + width))
        full_x = cv2.resize(map_x - 0.5, size, interpolation=cv2.INTER_LINEAR)[inner]
        full_y = cv2.resize(map_y - 0.5, size, interpolation=cv2.INTER_LINEAR)[inner]
        cv2.remap(plane, full_x, full_y, cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REPLICATE)

    def _remap_chroma(
        self, u: Plane, v: Plane, map_x: Field, map_y: Field, out_u: Plane, out_v: Plane
    ) -> None:
        height, width = out_u.shape
        # Half-resolution maps sit on frame positions 2i + 1; left-sited samples lie half a pixel before them.
        size = (self._cells[0] * self._coarse // 2, self._cells[1] * self._coarse // 2)
        inner = (
            slice(self._coarse // 2, self._coarse // 2 + height),
            slice(self._coarse // 2, self._coarse // 2 + width),
        )
        shift_x = 0.5 * float(map_x[0, 1] - map_x[0, 0]) / self._coarse
        half_x = cv2.resize((map_x - shift_x) * 0.5 - 0.5, size, interpolation=cv2.INTER_LINEAR)[inner]
        half_y = cv2.resize(map_y * 0.5 - 0.5, size, interpolation=cv2.INTER_LINEAR)[inner]
        for plane, out in ((u, out_u), (v, out_v)):
            cv2.remap(plane, half_x, half_y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REPLICATE)


def _sampling(matrix: Matrix, first: tuple[float, float], step: int, divisor: int) -> Matrix:
    """Index to index, for a plane whose samples start at ``first`` and lie ``step`` frame pixels apart."""
    (a, b, c), (d, e, f) = matrix / divisor
    x0, y0 = first
    return np.array(
        [
            [a * step, b * step, a * x0 + b * y0 + c - 0.5],
            [d * step, e * step, d * x0 + e * y0 + f - 0.5],
        ]
    )
