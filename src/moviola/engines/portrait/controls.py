"""Linear control of the face generator, fitted on measured faces.

A style w [512] is whitened to z = (w − mean)·axesᵀ / spread. Every measured attribute a, in standard deviations of
the bank, is predicted as a = gain·z + offset (ridge regression). Wanted changes t of some attributes, with 0 for those
that must stay, are met by the smallest step δz = Bᵀ(BBᵀ + N)⁻¹ t, where N grows with what the fit leaves unexplained
(regularised least squares in its dual form).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

#: First styles of the bands that are controlled apart: pose and proportions (4 and 8 pixels), features (16 and 32),
#: strands and creases (64), colours and fine texture (128 and up).
BANDS = (0, 4, 9, 13, 23)
ALL_BANDS = (0, 1, 2, 3)

#: Attributes that words give in their own unit instead of standard deviations.
NATURAL = {"age": "years", "yaw": "degrees"}


class Controls:
    """The measured bank and the fitted controls.

    ``names``: attributes. ``styles`` [faces, 512]; ``places`` the same, whitened; ``measured`` [faces, attributes] in
    standard deviations, NaN where a feature was not visible.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]):
        self.names: tuple[str, ...] = tuple(str(name) for name in arrays["names"])
        self.index = {name: i for i, name in enumerate(self.names)}
        self.mean = arrays["mean"].astype(np.float64)
        self.axes = arrays["axes"].astype(np.float64)
        self.spread = arrays["spread"].astype(np.float64)
        self.gain = arrays["gain"].astype(np.float64)
        self.offset = arrays["offset"].astype(np.float64)
        self.fit = np.clip(arrays["fit"].astype(np.float64), 0.05, 0.99)
        self._centre = arrays["centre"].astype(np.float64)
        self._unit = arrays["unit"].astype(np.float64)
        self.styles = arrays["bank"].astype(np.float32)
        self.measured = arrays["measured"].astype(np.float64)
        self.places = self.whiten(self.styles)
        #: What part of an attribute's gain each band carries, [attributes, bands].
        self.shares = arrays["shares"].astype(np.float64)
        self._inputs = tuple(str(name) for name in arrays["meter_inputs"])
        self._outputs = tuple(str(name) for name in arrays["meter_outputs"])
        self._reading = arrays["meter_gain"].astype(np.float64)
        self._zero = arrays["meter_offset"].astype(np.float64)
        self._usual = arrays["meter_usual"].astype(np.float64)
        #: What the meter can read, and how much of its variance over the bank the reading explains (0…1).
        self.trust = dict(zip(self._outputs, arrays["meter_trust"].astype(float).tolist(), strict=True))

    def whiten(self, style: NDArray[np.floating]) -> Vector:
        """Style w [..., 512] → z [..., 512]."""
        z: Vector = (style - self.mean) @ self.axes.T / self.spread
        return z

    def style_change(self, step: Vector) -> Vector:
        """δz [512] → δw [512]."""
        return (step * self.spread) @ self.axes

    def rows(self, names: Sequence[str]) -> Vector:
        """Gains of some attributes, [len(names), 512]."""
        rows: Vector = self.gain[[self.index[name] for name in names]]
        return rows

    def deviations(self, values: Mapping[str, float]) -> dict[str, float]:
        """Values in natural units (years, degrees) → standard deviations; other attributes are so already."""
        return {
            name: (value - self._centre[self.index[name]]) / self._unit[self.index[name]]
            if name in NATURAL
            else value
            for name, value in values.items()
        }

    def steps(self, changes: Mapping[str, float]) -> dict[str, float]:
        """Changes in natural units → standard deviations."""
        return {
            name: value / self._unit[self.index[name]] if name in NATURAL else value
            for name, value in changes.items()
        }

    def natural(self, name: str, deviation: float) -> float:
        """A value in standard deviations → the unit it was measured in."""
        return float(deviation * self._unit[self.index[name]] + self._centre[self.index[name]])

    def read(self, values: Mapping[str, float]) -> dict[str, float]:
        """What the meter saw, in raw units → attributes in deviations; blind spots count as the bank's mean."""
        raw = np.array([values[name] for name in self._inputs])
        raw = np.where(np.isfinite(raw), raw, self._usual)
        seen = self._reading @ raw + self._zero
        return {
            name: float(np.clip(value, -6.0, 6.0)) for name, value in zip(self._outputs, seen, strict=True)
        }

    def solve(self, changes: Mapping[str, float], noise: Mapping[str, float]) -> Vector:
        """The smallest δz [512] that makes ``changes`` (deviations; 0 holds an attribute).

        ``noise``: attribute → how far its change may be missed; scaled by what the fit leaves unexplained.
        """
        names = list(changes)
        rows = self.rows(names)
        fit = self.fit[[self.index[name] for name in names]]
        slack = np.array([noise.get(name, 0.0) for name in names]) * (1 - fit) / fit + 1e-3
        wanted = np.array([changes[name] for name in names])
        step: Vector = rows.T @ np.linalg.solve(rows @ rows.T + np.diag(slack), wanted)
        return step

    def solve_bands(
        self, changes: Mapping[str, float], noise: Mapping[str, float], bands: Sequence[int]
    ) -> Vector:
        """The smallest steps δz [4, 512], one for each band of styles, that make ``changes`` together.

        Bands that are not in ``bands`` keep still; ``noise`` as for :meth:`solve`.
        """
        names = list(changes)
        rows = self.rows(names)
        fit = self.fit[[self.index[name] for name in names]]
        shares = self.shares[[self.index[name] for name in names]][:, list(bands)]
        slack = np.array([noise.get(name, 0.0) for name in names]) * (1 - fit) / fit + 1e-3
        # Every band sees the same directions, so the joint Gram matrix is that of the directions times the shares'.
        gram = (rows @ rows.T) * (shares @ shares.T)
        dual = np.linalg.solve(gram + np.diag(slack), np.array([changes[name] for name in names]))
        step: Vector = np.zeros((len(ALL_BANDS), rows.shape[1]))
        step[list(bands)] = (shares * dual[:, None]).T @ rows
        return step

    def moved(self, styles: NDArray[np.float32], step: Vector) -> NDArray[np.float32]:
        """``styles`` [23, 512] after the steps δz [4, 512] of the four bands."""
        result = styles.astype(np.float64)
        for band in ALL_BANDS:
            result[BANDS[band] : BANDS[band + 1]] += self.style_change(step[band])
        return result.astype(np.float32)

    def split(self, z: Vector, names: Sequence[str]) -> tuple[Vector, Vector]:
        """Part of ``z`` that the named attributes see, and the rest."""
        basis = np.linalg.qr(self.rows(names).T)[0]
        seen: Vector = basis @ (basis.T @ z)
        return seen, z - seen


@cache
def load() -> Controls:
    """The controls that ship with Moviola (``data/controls.npz``, described in ``data/PROVENANCE.md``)."""
    with (
        resources.files("moviola.engines.portrait").joinpath("data/controls.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return Controls({name: arrays[name] for name in arrays.files})
