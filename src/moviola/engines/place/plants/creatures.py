"""A walker and deer, small in a wood."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.kernels import Picture
from moviola.engines.place.plants.strew import FINE, LIMB, Cutout, halved, plate, strew_limbs
from moviola.engines.place.props.figure import figure


def walker(coat: bool) -> Cutout:
    """A person seen from behind."""
    drawn: Picture = figure(420, coat=coat, pack=not coat)
    opacity, shade, right = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    # a jacket from the shoulders to the hips takes the colour of leaves, the rest that of bark
    share = np.linspace(0, 1, opacity.shape[0])[:, None]
    low = 0.66 if coat else 0.53
    jacket = np.clip((share - 0.165) * 60, 0, 1) * np.clip((low - share) * 60, 0, 1) * np.ones_like(opacity)
    planes = [
        np.ones_like(opacity),
        np.clip(shade * 1.2, 0, 1),
        jacket,
        np.zeros_like(opacity),
        0.5 + right * 0.47,
        np.full_like(opacity, 0.56),
        np.full_like(opacity, 0.9),
        np.zeros_like(opacity),
    ]
    return (np.clip(np.stack(planes, 2) * opacity[..., None], 0, 1) * 255).astype(np.uint8)


#: Limbs of a deer that looks to the right: x, y, radius at both ends, in its own height.
_BODY = (
    (0.30, 0.60, 0.105, 0.46, 0.585, 0.110),
    (0.46, 0.585, 0.110, 0.66, 0.60, 0.105),
    (0.27, 0.62, 0.075, 0.34, 0.55, 0.090),
    (0.66, 0.62, 0.090, 0.74, 0.74, 0.058),
    (0.74, 0.74, 0.058, 0.775, 0.86, 0.044),
    (0.775, 0.86, 0.044, 0.80, 0.885, 0.046),
    (0.80, 0.885, 0.044, 0.905, 0.845, 0.022),
    (0.775, 0.90, 0.012, 0.735, 0.955, 0.012),
    (0.79, 0.905, 0.011, 0.83, 0.965, 0.010),
    (0.25, 0.64, 0.022, 0.225, 0.56, 0.018),
    (0.29, 0.54, 0.062, 0.265, 0.36, 0.034),
    (0.265, 0.36, 0.030, 0.295, 0.30, 0.021),
    (0.295, 0.30, 0.019, 0.265, 0.02, 0.014),
    (0.335, 0.54, 0.060, 0.35, 0.36, 0.032),
    (0.35, 0.36, 0.028, 0.375, 0.29, 0.020),
    (0.375, 0.29, 0.018, 0.365, 0.02, 0.014),
    (0.645, 0.55, 0.052, 0.635, 0.32, 0.024),
    (0.635, 0.32, 0.022, 0.630, 0.02, 0.014),
    (0.685, 0.55, 0.050, 0.700, 0.32, 0.023),
    (0.700, 0.32, 0.021, 0.715, 0.02, 0.014),
)
_ANTLERS = (
    (0.785, 0.92, 0.010, 0.745, 1.02, 0.008),
    (0.745, 1.02, 0.008, 0.72, 1.10, 0.005),
    (0.76, 0.99, 0.007, 0.80, 1.05, 0.004),
    (0.735, 1.06, 0.006, 0.775, 1.12, 0.004),
    (0.80, 0.92, 0.010, 0.845, 1.01, 0.008),
    (0.845, 1.01, 0.008, 0.86, 1.09, 0.005),
    (0.83, 0.98, 0.007, 0.87, 1.02, 0.004),
    (0.85, 1.05, 0.006, 0.825, 1.11, 0.004),
)


def deer(stag: bool, height: int = 300) -> Cutout:
    """A deer that stands and looks to the right; with antlers it reaches the picture's upper edge."""
    width = height
    out, nearest = plate(width, height)
    scale = height * FINE / 1.14
    rods = []
    for k, (x0, y0, r0, x1, y1, r1) in enumerate(_BODY + (_ANTLERS if stag else ())):
        rods.append(
            (
                x0 * scale,
                (1.14 - y0) * scale,
                float(k % 3),
                r0 * scale,
                x1 * scale,
                (1.14 - y1) * scale,
                float(k % 3),
                r1 * scale,
                0.85 if k not in (9,) else 1.0,
                0.75,
                0.0,
            )
        )
    strew_limbs(out, nearest, np.asarray(rods, np.float32).reshape(-1, LIMB), 3)
    return halved(out, FINE)
