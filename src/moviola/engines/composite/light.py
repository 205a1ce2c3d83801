"""The light of a place on a person: exposure, colour, side, rim and the glow that wraps around edges.

Colours are matched by mean and spread in a decorrelated space, partly, so that skin stays skin: E. Reinhard et al.,
"Color Transfer between Images" (2001).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def linear(display: Field) -> Field:
    """Display values 0–1 as light (a plain power law, near enough to mix light by)."""
    return np.asarray(np.clip(display, 0, 1) ** np.float32(2.2), np.float32)


def shown(light: Field) -> Field:
    """Light as display values."""
    return np.asarray(np.clip(light, 0, 1) ** np.float32(1 / 2.2), np.float32)


def relit(rgb: Field, alpha: Field, behind: Field) -> Field:
    """``rgb`` [h, w, 3] as if it stood before ``behind`` [h, w, 3], both light; same size."""
    weight = alpha / max(float(alpha.sum()), 1e-3)
    own = float(((rgb @ _LUMA) * weight).sum())
    around = cv2.resize(behind, (48, 27), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    lightness = around @ _LUMA
    place = float(lightness.mean())
    # a face stays readable at night and does not burn before the sun
    gain = np.clip((place / max(own, 1e-3)) ** 0.6, 0.30, 1.2)
    tone = around.mean(0)
    tint = tone / max(float(tone @ _LUMA), 1e-4)
    tint = 1 + np.clip(tint - 1, -0.6, 0.9) * np.float32(0.55)
    lit = rgb * np.float32(gain) * tint.astype(np.float32)
    return _modelled(lit, alpha, behind)


def _modelled(rgb: Field, alpha: Field, behind: Field) -> Field:
    """More light on the side from which the place is lit."""
    light = np.asarray(behind @ _LUMA, np.float32)
    columns = light.mean(0)
    across = np.linspace(-1, 1, columns.size)
    lean = float((columns * across).sum() / max(float(columns.sum()), 1e-4))
    lean = float(np.clip(lean * 2.2, -0.5, 0.5))
    middle = float((alpha.sum(0) * np.arange(alpha.shape[1])).sum() / max(float(alpha.sum()), 1e-3))
    half = max(float(np.sqrt(alpha.sum())) * 0.5, 1.0)
    ramp = np.clip((np.arange(alpha.shape[1]) - middle) / half, -1, 1)
    return np.asarray(rgb * (1 + lean * 0.55 * ramp)[None, :, None], np.float32)


def wrapped(rgb: Field, alpha: Field, behind: Field, reach: float) -> Field:
    """Light of what is behind, spilling over the person's edges within ``reach`` pixels; brightest before the sun."""
    spread = cv2.GaussianBlur(behind * (1 - alpha)[..., None], (0, 0), reach)
    inner = 1 - cv2.GaussianBlur(alpha, (0, 0), reach * 0.6)
    rim = np.clip(inner * 1.7, 0, 1) ** 1.5 * alpha
    return np.asarray(rgb + spread * rim[..., None] * np.float32(0.85), np.float32)


def out_of_focus(behind: Field, radius: float) -> Field:
    """What a lens that looks at the person makes of the background: discs of light, ``radius`` in pixels."""
    if radius < 0.8:
        return behind
    shrink = max(radius / 9, 1.0)
    rows, columns = behind.shape[:2]
    small = cv2.resize(behind, (round(columns / shrink), round(rows / shrink)), interpolation=cv2.INTER_AREA)
    size = radius / shrink
    reach = int(np.ceil(size))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(size + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    blurred = cv2.filter2D(small, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
