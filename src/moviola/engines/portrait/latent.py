"""A face as numbers: its 23 styles and what is believed of its attributes, in JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait.synthesis import LAYERS, WIDTH
from moviola.errors import BadRequest

_FORMAT = "styles-float16"


@dataclass(frozen=True)
class Latent:
    """``styles``: [23, 512] float32. ``believed``: attribute → standard deviations."""

    styles: NDArray[np.float32]
    believed: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        packed = base64.b64encode(self.styles.astype("<f2").tobytes()).decode("ascii")
        return {
            "format": _FORMAT,
            "styles": packed,
            "believed": {k: round(v, 3) for k, v in self.believed.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Latent:
        """Read what :meth:`to_json` wrote.

        Raises:
            BadRequest: the data is of something else, such as an uploaded photograph.
        """
        packed, believed = data.get("styles"), data.get("believed")
        if data.get("format") != _FORMAT or not isinstance(packed, str) or not isinstance(believed, Mapping):
            raise BadRequest(
                "This picture was not made by the portrait engine, so its face cannot be changed. "
                "Describe a new portrait first, then change that one."
            )
        try:
            flat = np.frombuffer(base64.b64decode(packed, validate=True), "<f2").astype(np.float32)
            known = {str(name): float(value) for name, value in believed.items()}
        except (binascii.Error, ValueError, TypeError) as error:
            raise BadRequest("The saved face is damaged. Make the portrait again, then change it.") from error
        if flat.size != LAYERS * WIDTH or not np.isfinite(flat).all():
            raise BadRequest("The saved face is damaged. Make the portrait again, then change it.")
        return cls(flat.reshape(LAYERS, WIDTH), known)

    def rounded(self) -> Latent:
        """The same after a trip through :meth:`to_json`: what is drawn is exactly what is saved."""
        return Latent(self.styles.astype(np.float16).astype(np.float32), self.believed)
