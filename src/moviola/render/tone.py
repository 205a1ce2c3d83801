"""HDR and wide-gamut video in the range and colours of BT.709, as a table that libavfilter interpolates in.

Phones film in HLG with BT.2020 primaries; shown as if it were BT.709 that looks grey. Sources: ITU-R BT.2100-2
(PQ and HLG), BT.2408-7 (203 cd/m² is the white of graphics), BT.2087-0 and SMPTE RP 431-2 (primaries).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Transfer = Literal["sdr", "pq", "hlg"]
Gamut = Literal["bt709", "bt2020", "p3"]

EDGE = 33
_WHITE = 203.0
_PEAK = 1000.0
_KNEE = 0.55
_GAMMA = 2.4  # BT.1886

_TO_709: dict[Gamut, list[list[float]]] = {
    "bt709": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "bt2020": [[1.6605, -0.5876, -0.0729], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1188]],
    "p3": [[1.2249, -0.2249, 0], [-0.0420, 1.0420, 0], [-0.0197, -0.0786, 1.0983]],
}
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])

Colours = NDArray[np.float64]


def convert(signal: Colours, transfer: Transfer, gamut: Gamut) -> Colours:
    """BT.709 signal 0–1 [..., 3] of a full-range R'G'B' ``signal`` 0–1 [..., 3]."""
    light = _linear(signal, transfer) @ np.array(_TO_709[gamut]).T
    luma = np.maximum(light @ _LUMA, 0)[..., None]
    if transfer != "sdr":
        shown = _shoulder(luma)
        light = light * (shown / np.maximum(luma, 1e-9))
        luma = shown
    return np.asarray(_within(light, luma) ** (1 / _GAMMA), np.float64)


def write_cube(path: Path, transfer: Transfer, gamut: Gamut) -> None:
    """The table as an Adobe .cube file; red varies fastest."""
    axis = np.linspace(0, 1, EDGE)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    table = convert(np.stack([red, green, blue], axis=-1).reshape(-1, 3), transfer, gamut)
    lines = [f"LUT_3D_SIZE {EDGE}", *(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in table)]
    path.write_text("\n".join(lines) + "\n")


def _linear(signal: Colours, transfer: Transfer) -> Colours:
    """Displayed light, 1.0 is the white of graphics."""
    if transfer == "sdr":
        return np.asarray(signal**_GAMMA, np.float64)
    if transfer == "pq":
        m1, m2 = 2610 / 16384, 2523 / 4096 * 128
        c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
        root = signal ** (1 / m2)
        return np.asarray(
            (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1) * 10_000 / _WHITE, np.float64
        )
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luma = np.maximum(scene @ _LUMA_2020, 0)[..., None]
    return np.asarray(scene * luma**0.2 * _PEAK / _WHITE, np.float64)


def _shoulder(light: Colours) -> Colours:
    """Unchanged up to the knee, then gently towards 1."""
    above = np.maximum(light - _KNEE, 0) / (1 - _KNEE)
    return np.where(light <= _KNEE, light, _KNEE + (1 - _KNEE) * (1 - np.exp(-above)))


def _within(light: Colours, luma: Colours) -> Colours:
    """Colours outside 0–1 move towards grey of their own lightness until they fit."""
    grey = np.clip(luma, 0, 1)
    apart = light - grey
    over = np.where(apart > 1e-9, (1 - grey) / np.maximum(apart, 1e-9), 1)
    under = np.where(apart < -1e-9, grey / np.maximum(-apart, 1e-9), 1)
    keep = np.clip(np.minimum(over, under).min(axis=-1, keepdims=True), 0, 1)
    return np.asarray(np.clip(grey + apart * keep, 0, 1), np.float64)
