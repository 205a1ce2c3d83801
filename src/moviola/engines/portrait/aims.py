"""What a face should measure, how far it is from that, and the step that brings it nearer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from moviola.engines.portrait.controls import Controls, Vector

#: Attributes that late styles alone can change, so that shapes stay exactly as they are.
COLOURS = frozenset(
    {
        *(
            "skin_L",
            "skin_a",
            "skin_b",
            "hair_L",
            "hair_b",
            "hair_red",
            "hair_grey",
            "hair_chroma",
            "iris_L",
            "iris_a",
        ),
        *(
            "iris_b",
            "bg_L",
            "bg_chroma",
            "bg_white",
            "lip_a",
            "cloth_L",
            "cloth_chroma",
            "light_side",
            "sharp",
        ),
    }
)

#: Attributes that only support another one: held tightly beside it they would fight it.
SUPPORTING = frozenset(
    {
        *("gonial_width", "chin_width", "cheekbone_width", "hair_below_chin", "hair_chroma", "hair_grey"),
        *("cheek_tex", "teeth", "mouth_open", "brow_dark", "bg_white", "iris_a", "skin_b"),
    }
)

#: Attributes that flip between two states: pulled back gently, or they flip over.
_BISTABLE = frozenset({"male", "glasses", "beard", "mustache", "smile", "hat", "fringe"})
#: What it costs to go over a flip, for each time its size.
_FLIPPED = 6.0


@dataclass(frozen=True)
class Aim:
    """A wanted value in standard deviations. ``slack``: how far it may be missed; ``weight``: what a miss costs.

    ``flip``: the change of a held attribute at which another person, or other things on a person, are seen.
    """

    value: float
    slack: float = 0.0
    weight: float = 1.0
    held: bool = False
    flip: float = math.inf


Aims = Mapping[str, Aim]


def miss(measured: Mapping[str, float], aims: Aims, trust: Mapping[str, float]) -> float:
    """Weighted squared distance of a measured face from its aims, as far as each reading can be trusted (0…1)."""
    total = 0.0
    for name, aim in aims.items():
        if name in measured:
            off = abs(measured[name] - aim.value)
            total += aim.weight * trust.get(name, 0.0) * min(off**2, 9.0)
            total += _FLIPPED * max(0.0, off / aim.flip - 1.0)
    return total


def correction(controls: Controls, measured: Mapping[str, float], aims: Aims, bands: Sequence[int]) -> Vector:
    """δz [4, 512] on ``bands`` that makes up for what a drawn face missed; what could not be measured is held."""
    changes: dict[str, float] = {}
    for name, aim in aims.items():
        lack = aim.value - measured[name] if name in measured else 0.0
        if aim.held:
            # A beard that went with the jaw it grew on must come back; small drifts are only damped.
            most, gain = (2.0, 0.9) if aim.weight >= 1.0 else (1.0, 0.5)
            changes[name] = float(np.clip(lack, -most, most)) * gain
            continue
        overshot = lack * aim.value < 0
        gain = 0.8 if not overshot else 0.2 if name in _BISTABLE else 0.6
        changes[name] = float(np.clip(lack * gain, -1.5, 1.5))
    return controls.solve_bands(changes, {name: aim.slack for name, aim in aims.items()}, bands)
