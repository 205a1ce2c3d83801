"""Changes one thing about a face and holds the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from moviola.engines.portrait.aims import COLOURS, SUPPORTING, Aim
from moviola.engines.portrait.controls import ALL_BANDS, Controls
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.wish import FaceEdit

#: What makes a person and a picture the same; each stays unless the edit changes it or lets it follow.
_HELD = (
    "age male face_aspect jaw_width chin_len nose_width nose_len eye_area eye_spacing brow_height "
    "lip_full mouth_width mouth_open smile yaw pitch skin_L skin_a skin_b hair_L hair_b hair_red "
    "hair_length hair_top hair_curl bg_L bg_chroma bg_std beard mustache beard_jaw beard_chin beard_tex glasses hat "
    "gaze_side gaze_up hair_amount fringe gonial_width chin_width cheekbone_width wrinkles iris_L "
    "iris_b light_side cloth_L cloth_chroma lip_a eyeshadow frown black east_asian face_width "
    "forehead sharp"
)
HELD = tuple(_HELD.split())

_MOUTH = "mouth_width mouth_open lip_full chin_len gonial_width chin_width"
_FOLLOWERS = {
    "age": "wrinkles cheek_tex sharp forehead face_width eyeshadow lip_a",
    "male": "beard mustache beard_jaw beard_chin beard_tex hair_length lip_full jaw_width gonial_width "
    "chin_width brow_height "
    "face_aspect lip_a eyeshadow",
    "jaw_width": "face_aspect gonial_width chin_width cheekbone_width",
    "chin_width": "jaw_width gonial_width",
    "smile": _MOUTH + " eye_area nose_width wrinkles frown",
    "mouth_open": "chin_len lip_full face_aspect",
    "frown": "brow_height eye_area",
    "hair_L": "hair_b",
    "hair_grey": "hair_b hair_L",
    "hair_red": "hair_b hair_L",
    "skin_L": "skin_b skin_a black",
    "nose_width": "black east_asian smile",
    "eye_area": "smile",
    "eye_open": "smile eye_area",
    "lip_full": "mouth_open smile",
    "beard": "male wrinkles mustache beard_jaw beard_chin beard_tex",
    "mustache": "male beard beard_tex",
    "glasses": "age wrinkles",
    "hair_curl": "hair_top hair_amount fringe hair_length",
    "hair_length": "hair_top hair_amount",
    "hair_top": "hair_length hair_amount fringe",
    "hat": "hair_top hair_length",
    "yaw": "gaze_side light_side face_width forehead",
    "face_aspect": "jaw_width gonial_width cheekbone_width",
    "bg_white": "bg_L",
    "wrinkles": "age",
}
#: What may follow when an attribute changes, beyond the attribute itself.
FOLLOWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(followers.split()) for name, followers in _FOLLOWERS.items()}
)

#: What a change of a held attribute costs; others cost .4.
_HOLDING: Mapping[str, float] = {
    **{
        "beard": 2.5,
        "mustache": 1.5,
        "beard_jaw": 2.0,
        "beard_chin": 1.5,
        "beard_tex": 1.0,
        "glasses": 2.5,
        "male": 2.0,
        "age": 1.5,
    },
    **{"skin_L": 1.2, "smile": 1.0, "hair_L": 1.2, "hair_top": 1.0, "hair_length": 1.0, "hair_red": 1.0},
    **{"gaze_side": 0.2, "yaw": 1.0, "hat": 1.5, "bg_L": 0.8, "cloth_L": 0.8, "wrinkles": 0.8},
}
#: Held attributes that flip between two states, and the change (deviations) at which another person is seen.
_FLIPS: Mapping[str, float] = {
    **{
        "beard": 0.6,
        "beard_jaw": 0.7,
        "mustache": 0.7,
        "glasses": 0.6,
        "male": 0.8,
        "hat": 0.8,
        "smile": 0.8,
    },
    **{"age": 0.8, "hair_L": 0.7, "hair_top": 0.9, "hair_length": 0.8, "fringe": 0.9, "skin_L": 0.7},
}
_BEARDS = ("beard", "beard_jaw", "beard_chin", "mustache", "beard_tex")
#: How far held and supporting attributes may be missed, and the longest step that keeps the person.
_SLACK_HELD, _SLACK_LESS, _SLACK_SUPPORTING, _LONGEST = 0.1, 1.0, 1.5, 8.0

#: Bands of styles (see ``controls.BANDS``) that an attribute is changed on, after the shares they carry. Shapes stay
#: off the late band, so that clothes, colours and background remain; colours stay off the first, which holds the pose.
_BANDS: Mapping[tuple[int, ...], str] = {
    (
        1,
        2,
    ): "beard beard_chin beard_jaw mustache beard_tex eye_area eye_open eye_close squint brow_dark eyeshadow",
    (0, 1, 2): "age male hair_curl wrinkles cheek_tex black east_asian south_asian",
    (1, 2, 3): "hair_L hair_b hair_red hair_grey hair_chroma cloth_L light_side",
    (1, 3): "bg_L bg_white bg_chroma bg_std",
    (2, 3): "skin_L skin_a skin_b iris_L iris_a iris_b lip_a cloth_chroma sharp",
}
_BANDS_OF = {name: found for found, names in _BANDS.items() for name in names.split()}
_SHAPE_BANDS = (0, 1)


def bands(names: Iterable[str]) -> tuple[int, ...]:
    """The bands of styles on which ``names`` are changed."""
    found = {band for name in names for band in _BANDS_OF.get(name, _SHAPE_BANDS)}
    return tuple(sorted(found)) or ALL_BANDS


def aims(controls: Controls, latent: Latent, edit: FaceEdit) -> dict[str, Aim]:
    """What the changed face should measure: goals, changes from what is believed, and everything held as it is."""
    believed = latent.believed
    wanted = {name: believed.get(name, 0.0) + change for name, change in controls.steps(edit.changes).items()}
    wanted |= controls.deviations(edit.goals)
    follow = {follower for name in wanted for follower in FOLLOWERS.get(name, ())}
    result: dict[str, Aim] = {}
    for name, value in wanted.items():
        supports = name in SUPPORTING and len(wanted) > 1
        slack, weight = (_SLACK_SUPPORTING, 0.5) if supports else (0.0, 4.0)
        result[name] = Aim(float(np.clip(value, -4.0, 5.0)), slack, weight)
    for name in HELD:
        if name not in result and name not in follow and name in believed:
            slack, flip = _SLACK_HELD if name in _FLIPS else _SLACK_LESS, _FLIPS.get(name, math.inf)
            if name in _BEARDS and believed.get("male", 0.0) < 0:
                # On a smooth face the meter takes shadows for a beard; a small change means nothing.
                flip *= 2.0
            result[name] = Aim(believed[name], slack, _HOLDING.get(name, 0.4), held=True, flip=flip)
    return result


def change(controls: Controls, latent: Latent, wanted: Mapping[str, Aim]) -> Latent:
    """``latent`` moved to its aims: colours on the late styles, then the rest on the early ones."""
    believed, styles = dict(latent.believed), latent.styles
    for late in (True, False):
        group = {name for name, aim in wanted.items() if not aim.held and (name in COLOURS) == late}
        if not group:
            continue
        changes = dict.fromkeys(wanted, 0.0)
        for name in group:
            changes[name] = float(np.clip(wanted[name].value - believed.get(name, 0.0), -4.0, 4.0))
        step = controls.solve_bands(changes, {name: aim.slack for name, aim in wanted.items()}, bands(group))
        step *= min(1.0, _LONGEST / float(np.linalg.norm(step)))
        styles = controls.moved(styles, step)
        for name in group:
            believed[name] = wanted[name].value
    return Latent(styles, believed).rounded()


def between(base: Latent, changed: Latent, part: float) -> Latent:
    """``part`` (0…1) of the way from ``base`` to ``changed``."""
    styles: NDArray[np.float32] = base.styles + np.float32(part) * (changed.styles - base.styles)
    return Latent(styles, changed.believed).rounded()


def flipped(seen: Mapping[str, float], wanted: Mapping[str, Aim]) -> bool:
    """Whether a held attribute of two states went to the other one."""
    return any(
        abs(seen[name] - aim.value) > aim.flip for name, aim in wanted.items() if aim.held and name in seen
    )
