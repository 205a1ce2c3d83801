"""Finds the face that a wish describes: nearest measured face → less of what nobody asked for → solve for the rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from moviola.engines.portrait.aims import SUPPORTING, Aim, moved
from moviola.engines.portrait.controls import Controls, Vector
from moviola.engines.portrait.latent import Latent
from moviola.engines.portrait.synthesis import LAYERS
from moviola.engines.portrait.wish import FaceWish

#: How much a miss counts; others count .6.
WEIGHT: Mapping[str, float] = {
    **{
        "age": 2.0,
        "male": 4.0,
        "yaw": 0.8,
        "glasses": 1.2,
        "beard": 3.0,
        "hair_L": 1.0,
        "skin_L": 1.2,
        "smile": 0.8,
    },
    **{"hair_red": 3.0, "hair_curl": 0.8, "mouth_open": 0.4},
    **{
        "east_asian": 2.5,
        "black": 2.5,
        "south_asian": 3.0,
        "hair_top": 3.0,
        "hair_amount": 1.0,
        "jaw_width": 0.4,
        "gonial_width": 0.3,
    },
}
#: What spoils a portrait that did not ask for it: more than the other qualities of a photograph, which count .25.
_SPOILERS: Mapping[str, float] = {"hat": 5.0, "glasses": 1.0}
#: Origins that were labelled by eye: too few faces for a strong fit, so the start must be one of them.
_ORIGINS, _OF_ORIGIN = ("east_asian", "black", "south_asian"), 2.5

#: A good studio photograph, in deviations; asked for weakly wherever the wish says nothing.
QUALITY: Mapping[str, float] = {
    **{
        "yaw": 0.0,
        "pitch": 0.0,
        "roll": 0.0,
        "gaze_side": 0.0,
        "light_side": 0.0,
        "squint": 0.0,
        "hair_top": 0.1,
    },
    **{"bg_chroma": -0.6, "bg_std": -0.5, "skin_a": -0.3, "skin_b": 0.1, "sharp": 0.2},
    **{"glasses": -0.4, "hat": -0.3, "jaw_open": -0.4, "mouth_open": -0.4},
}

#: Radius of the whitened space within which faces come out clean (a bank face lies at about 17), and the radius
#: for origins, whose look lies partly in what the fit does not see.
_RADIUS, _RADIUS_OF_ORIGIN = 10.0, 13.0
#: Individual variation that the seed adds, per whitened dimension.
_VARIATION = 0.2
#: Bank faces among which the seed chooses, and how sharply it prefers the nearest.
_SHORTLIST, _SOFTNESS = 16, 1.5
#: How far attributes that only support others may be missed.
_SLACK_SUPPORTING = 0.19
#: Where nothing is said: either sex, and an age around 34 give or take 9 years, in deviations.
_SEXES, _AGE, _AGE_SPREAD = (1.4, -1.2), 0.15, 0.65


def aims(controls: Controls, wish: FaceWish, seed: int) -> dict[str, Aim]:
    """What the face should measure: the wish, then its suggestions, then a good photograph."""
    random = np.random.default_rng([_seed(seed), 0xFACE])
    sex, age = float(random.choice(_SEXES)), float(random.normal(_AGE, _AGE_SPREAD))
    targets = controls.deviations(wish.targets)
    soft = {"male": sex, "age": age} | controls.deviations(wish.soft)
    result: dict[str, Aim] = {}
    for name, value in targets.items():
        slack = _SLACK_SUPPORTING if name in SUPPORTING and len(targets) > 1 else 0.01
        result[name] = Aim(value, slack, WEIGHT.get(name, 0.6))
    for name, value in soft.items():
        result.setdefault(name, Aim(value, 0.1, 0.7 * WEIGHT.get(name, 0.6)))
    for name, value in QUALITY.items():
        if name != "mouth_open" or "smile" not in targets:
            slack = 0.05 if name in _SPOILERS else 0.25
            result.setdefault(name, Aim(value, slack, _SPOILERS.get(name, 0.25)))
    return result


def cast(controls: Controls, wanted: Mapping[str, Aim], seed: int, take: int = 0) -> Latent:
    """A face near ``wanted``; another ``seed`` is another person, another ``take`` another try at it."""
    random = np.random.default_rng([_seed(seed), take])
    distance = _distance(controls, wanted)
    near = np.argsort(distance, kind="stable")[:_SHORTLIST]
    chance = np.exp(-(distance[near] - distance[near[0]]) / _SOFTNESS)
    # Every take of a seed starts from another face, so the best of several takes is a real choice.
    order = np.random.default_rng([_seed(seed), 0xCA57]).choice(
        near, near.size, replace=False, p=chance / chance.sum()
    )
    chosen = int(order[take % order.size])
    known, place = controls.measured[chosen], controls.places[chosen]
    asked = [name for name, aim in wanted.items() if aim.slack < 0.2]
    radius = _RADIUS_OF_ORIGIN if any(name in wanted for name in _ORIGINS) else _RADIUS
    individual = _individual(controls, place, asked, radius, random)
    shifted = controls.gain @ individual
    expected = {
        name: float(known[i] + shifted[i])
        if np.isfinite(known[i])
        else float(controls.gain[i] @ (place + individual) + controls.offset[i])
        for name, i in controls.index.items()
    }
    step = individual + _step(controls, expected, wanted)
    believed = {
        name: expected[name] + float(controls.gain[i] @ step - shifted[i])
        for name, i in controls.index.items()
    }
    styles = np.repeat(controls.styles[chosen][None], LAYERS, 0)
    return Latent(moved(controls, styles, step), believed).rounded()


def _seed(seed: int) -> int:
    """Seeds may be negative; the random generator takes none of those."""
    return seed & 0xFFFFFFFFFFFFFFFF


def _distance(controls: Controls, wanted: Mapping[str, Aim]) -> Vector:
    """How far every bank face is from what is wanted, [faces]."""
    total = np.zeros(len(controls.measured))
    for name, aim in wanted.items():
        lack = np.nan_to_num(
            controls.measured[:, controls.index[name]] - aim.value, nan=3.0 if aim.slack < 0.2 else 1.0
        )
        total += aim.weight * np.minimum(lack**2, 9.0)
        if name in _ORIGINS and aim.value > _OF_ORIGIN:
            total += np.where(controls.measured[:, controls.index[name]] < _OF_ORIGIN, 100.0, 0.0)
    return total


def _individual(
    controls: Controls, z: Vector, names: list[str], radius: float, random: np.random.Generator
) -> Vector:
    """The step that pulls what the wish does not see towards the average and adds the seed's own variation."""
    seen, rest = controls.split(z, names)
    _, variation = controls.split(random.normal(0.0, _VARIATION, z.size), names)
    room = max(radius**2 - float(seen @ seen), (0.4 * float(np.linalg.norm(rest))) ** 2)
    shrink = min(1.0, float(np.sqrt(room)) / float(np.linalg.norm(rest)))
    step: Vector = (shrink - 1.0) * rest + variation
    return step


def _step(controls: Controls, expected: Mapping[str, float], wanted: Mapping[str, Aim]) -> Vector:
    """What the linear fit still misses, solved."""
    changes: dict[str, float] = {}
    noise = {name: aim.slack for name, aim in wanted.items()}
    for name, aim in wanted.items():
        most = 3.5 if aim.slack < 0.03 else 2.0 if aim.slack < 0.2 else 1.2
        changes[name] = float(np.clip(aim.value - expected[name], -most, most))
    if "skin_L" in wanted and wanted["skin_L"].value < 0:
        # Complexion and exposure look alike to the fit: bright surroundings keep dark skin from darkening it all.
        for name in ("bg_L", "cloth_L", "sharp", "teeth"):
            if name not in wanted or wanted[name].slack > 0.2:
                changes[name] = float(np.clip(0.2 - expected[name], 0.0, 1.5))
                noise[name] = 0.05
    return controls.solve(changes, noise)
