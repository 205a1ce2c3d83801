"""Changes one thing about a face and holds the rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from moviola.engines.portrait.aims import COLOURS, SUPPORTING, Aim, moved
from moviola.engines.portrait.controls import Controls
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.wish import FaceEdit

#: What makes a person and a picture the same; each stays unless the edit changes it or lets it follow.
HELD = (
    *(
        "age",
        "male",
        "face_aspect",
        "jaw_width",
        "chin_len",
        "nose_width",
        "nose_len",
        "eye_area",
        "eye_spacing",
    ),
    *(
        "brow_height",
        "lip_full",
        "mouth_width",
        "mouth_open",
        "smile",
        "yaw",
        "pitch",
        "skin_L",
        "skin_a",
        "skin_b",
    ),
    *(
        "hair_L",
        "hair_b",
        "hair_length",
        "hair_top",
        "hair_curl",
        "bg_L",
        "bg_chroma",
        "beard",
        "mustache",
        "glasses",
    ),
    *("hat", "gaze_side", "gaze_up", "hair_amount", "fringe"),
    *(
        "gonial_width",
        "chin_width",
        "cheekbone_width",
        "wrinkles",
        "iris_L",
        "iris_b",
        "light_side",
        "cloth_L",
    ),
    *("black", "east_asian"),
)

#: What may follow when an attribute changes, beyond the attribute itself.
FOLLOWERS: Mapping[str, tuple[str, ...]] = {
    "age": ("hair_L", "hair_b", "hair_top", "skin_b", "wrinkles"),
    "male": (
        "beard",
        "hair_length",
        "lip_full",
        "jaw_width",
        "gonial_width",
        "chin_width",
        "brow_height",
        "face_aspect",
    ),
    "jaw_width": ("face_aspect", "gonial_width", "chin_width", "cheekbone_width"),
    "chin_width": ("jaw_width", "gonial_width"),
    "smile": (
        *(
            "mouth_width",
            "mouth_open",
            "lip_full",
            "eye_area",
            "chin_len",
            "nose_width",
            "wrinkles",
            "gonial_width",
        ),
        "chin_width",
    ),
    "mouth_open": ("chin_len", "lip_full", "face_aspect"),
    "frown": ("brow_height", "eye_area"),
    "hair_L": ("hair_b",),
    "hair_grey": ("hair_b", "hair_L"),
    "hair_red": ("hair_b", "hair_L"),
    "skin_L": ("skin_b", "skin_a", "black"),
    "eye_area": ("smile",),
    "eye_open": ("smile", "eye_area"),
    "lip_full": ("mouth_open", "smile"),
    "beard": ("male", "skin_b", "wrinkles", "mustache"),
    "mustache": ("male", "beard"),
    "glasses": ("age", "wrinkles"),
    "hair_curl": ("hair_top", "hair_amount", "fringe", "hair_length"),
    "hair_length": ("hair_top", "hair_amount"),
    "hair_top": ("hair_length", "hair_amount", "fringe"),
    "hat": ("hair_top", "hair_length"),
    "yaw": ("gaze_side", "light_side"),
    "face_aspect": ("jaw_width", "gonial_width", "cheekbone_width"),
    "bg_white": ("bg_L",),
}

#: What a change of a held attribute costs; others cost .4.
_HOLDING: Mapping[str, float] = {
    "beard": 1.5,
    "glasses": 1.5,
    "male": 1.0,
    "skin_L": 1.0,
    "smile": 0.8,
    "gaze_side": 0.2,
}
#: How far held and supporting attributes may be missed, and the longest step that keeps the person.
_SLACK_HELD, _SLACK_SUPPORTING, _LONGEST = 0.1, 1.5, 4.0

#: Late styles alone do about half of what is asked of hair.
_LATE_GAIN: Mapping[str, float] = dict.fromkeys(("hair_L", "hair_b", "hair_red", "hair_grey"), 1.6)


def aims(controls: Controls, latent: Latent, edit: FaceEdit) -> dict[str, Aim]:
    """What the changed face should measure: goals, changes from what is believed, and everything held as it is."""
    believed = latent.believed
    wanted = {name: believed.get(name, 0.0) + change for name, change in controls.steps(edit.changes).items()}
    wanted |= controls.deviations(edit.goals)
    follow = {follower for name in wanted for follower in FOLLOWERS.get(name, ())}
    result: dict[str, Aim] = {}
    for name, value in wanted.items():
        supports = name in SUPPORTING and len(wanted) > 1
        slack, weight = (_SLACK_SUPPORTING, 0.5) if supports else (0.0, 2.0)
        result[name] = Aim(float(np.clip(value, -4.0, 5.0)), slack, weight)
    for name in HELD:
        if name not in result and name not in follow and name in believed:
            result[name] = Aim(believed[name], _SLACK_HELD, _HOLDING.get(name, 0.4), held=True)
    return result


def change(controls: Controls, latent: Latent, wanted: Mapping[str, Aim]) -> Latent:
    """``latent`` moved to its aims: colours on the late styles, then the rest on all."""
    believed, styles = dict(latent.believed), latent.styles
    for late in (True, False):
        group = {name for name, aim in wanted.items() if not aim.held and (name in COLOURS) == late}
        if not group:
            continue
        changes = dict.fromkeys(wanted, 0.0)
        for name in group:
            gain = _LATE_GAIN.get(name, 1.0) if late else 1.0
            changes[name] = float(np.clip(wanted[name].value - believed.get(name, 0.0), -4.0, 4.0)) * gain
        step = controls.solve(changes, {name: aim.slack for name, aim in wanted.items()})
        if not late:
            step *= min(1.0, _LONGEST / float(np.linalg.norm(step)))
        styles = moved(controls, styles, step, colours_only=late)
        for name, i in controls.index.items():
            if name in group:
                believed[name] = wanted[name].value
            elif not late:
                believed[name] = believed.get(name, 0.0) + float(controls.gain[i] @ step)
    return Latent(styles, believed).rounded()
