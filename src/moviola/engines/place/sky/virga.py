"""Rain seen from afar: grey curtains that hang from clouds, slanting in the wind."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.lens import Lens
from moviola.engines.place.noise import sample_points

#: How high the bases hang, as slopes: of far showers and of near ones.
_FAR, _NEAR = 0.10, 0.26


def hang_rain(
    layer: Picture, low: Picture, lens: Lens, soft: Picture, amount: float, wind: float, seed: int
) -> None:
    """Hang curtains before a cloud ``layer`` [h, w, 4]: premultiplied light, opacity.

    ``lens`` is the layer's, ``low`` [1, w, 3] the light of the sky behind near the horizon; ``amount`` and ``wind``
    0–1.
    """
    dice = np.random.default_rng((seed, 61))
    rows, columns = layer.shape[:2]
    first = max(int(lens.horizon - _NEAR * 1.4 * lens.focal), 0)
    last = min(int(lens.horizon) + 2, rows)
    if last - first < 3:
        return
    up = ((lens.horizon - (np.arange(first, last) + 0.5)) / lens.focal)[:, None]
    across = ((np.arange(columns) + 0.5 - lens.centre) / lens.focal)[None]
    lean = float(dice.choice((-1.0, 1.0))) * (0.15 + 0.9 * wind)
    thick = np.zeros((last - first, columns))
    for _ in range(int(dice.integers(3, 6))):
        base = float(dice.uniform(_FAR, _NEAR))
        middle, wide = float(dice.uniform(-0.75, 0.75)), base * float(dice.uniform(0.5, 1.6))
        # rain falls out of a base and is blown aside on its way down
        blown = across - middle - lean * (base - up) * (1 - 0.4 * up / base)
        fall = np.clip((base * 1.25 - up) / (base * 0.7), 0, 1) * np.clip((up + 0.003) / 0.012, 0.25, 1)
        column = np.broadcast_to(blown, thick.shape)
        streaks = sample_points(
            soft, (column * 700 + 500).ravel(), (np.broadcast_to(up, thick.shape) * 60 + 7).ravel()
        ).reshape(thick.shape)
        broad = sample_points(
            soft, (column * 110 + 500).ravel(), np.full(thick.size, float(dice.uniform(9, 900)))
        ).reshape(thick.shape)
        shaft = np.clip(1.15 - np.abs(blown) / wide + 0.20 * broad, 0, 1)
        shaft = shaft * shaft * (3 - 2 * shaft)
        thick += (
            shaft
            * fall
            * np.clip(0.75 + 0.16 * streaks + 0.28 * broad, 0.1, 1.5)
            * float(dice.uniform(0.5, 1.0))
        )
    cover = ((1 - np.exp(-1.9 * amount * thick)) * 0.86).astype(np.float32)[..., None]
    part = layer[first:last]
    part *= 1 - cover
    part[..., :3] += cover * low * np.float32(0.50)
    part[..., 3:] += cover
