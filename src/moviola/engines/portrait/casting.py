"""Finds the face that a wish describes: nearest measured face → less of what nobody asked for → solve for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from moviola.engines.portrait import starts
from moviola.engines.portrait.aims import SUPPORTING, Aim
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
    **{"hair_red": 3.0, "hair_curl": 0.8, "mouth_open": 1.0, "bg_L": 0.8, "bg_white": 0.8, "bg_std": 0.5},
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
_SPOILERS: Mapping[str, float] = {"hat": 5.0, "glasses": 1.0, "eyeshadow": 0.8, "lip_a": 0.5}

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
    **{"glasses": -0.4, "hat": -0.3, "jaw_open": -0.4, "mouth_open": -0.6, "lip_a": -0.2, "eyeshadow": -0.2},
}

#: From this value on a face of the bank was labelled, by eye, as of an origin.
_OF_ORIGIN = 2.5
#: Radius of the whitened space within which faces come out clean (a bank face lies at about 17), and the radius
#: for blends of chosen faces, whose look lies partly in what the fit does not see.
_RADIUS, _RADIUS_OF_CHOSEN = 10.0, 13.0
#: What is added to the origin of a blend, in deviations, against the drift of everything else that is asked.
_KEPT = {"east_asian": 2.0, "black": 2.0, "south_asian": 0.0}
#: Individual variation that the seed adds, per whitened dimension.
_VARIATION = 0.2
#: Bank faces among which the seed chooses, and how sharply it prefers the nearest.
_SHORTLIST, _SOFTNESS, _SOFTNESS_OF_CHOSEN = 16, 1.5, 30.0
#: How far attributes that only support others may be missed.
_SLACK_SUPPORTING = 0.19
#: Amount of hair beside which a face still fills the picture, in deviations.
_MOST_HAIR = 0.7
#: Least age where nothing is said, years.
_YOUNGEST = 27.0
#: Years below which a face is a minor's, and what a miss of its age counts.
_GROWN, _WEIGHT_OF_CHILDHOOD = 18.0, 5.0
#: Years by which the meter reads a child as older than it looks.
_READ_OLDER = 2.5
#: From this value on a beard is a full one.
_FULL_BEARD = 2.3
#: Where nothing is said: either sex, and an age around 34 give or take 9 years, in deviations.
_SEXES, _AGE, _AGE_SPREAD = (1.4, -1.2), 0.15, 0.65


def aims(controls: Controls, wish: FaceWish, seed: int) -> dict[str, Aim]:
    """What the face should measure: the wish, then its suggestions, then a good photograph."""
    random = np.random.default_rng([_seed(seed), 0xFACE])
    sex, age = float(random.choice(_SEXES)), float(random.normal(_AGE, _AGE_SPREAD))
    # Who names no age speaks of a grown person.
    age = max(age, controls.deviations({"age": _YOUNGEST})["age"])
    targets = controls.deviations(wish.targets)
    soft = {"male": sex, "age": age} | controls.deviations(wish.soft)
    result: dict[str, Aim] = {}
    for name, value in targets.items():
        slack = _SLACK_SUPPORTING if name in SUPPORTING and len(targets) > 1 else 0.01
        result[name] = Aim(value, slack, WEIGHT.get(name, 0.6))
    for name, value in soft.items():
        result.setdefault(name, Aim(value, 0.1, 0.7 * WEIGHT.get(name, 0.6)))
    years = controls.natural("age", result["age"].value)
    if years < _GROWN:
        # Five years more make another child; no child wears make-up or a beard. The meter reads children as older.
        shown = controls.deviations({"age": years + _READ_OLDER})["age"]
        result["age"] = Aim(shown, 0.01, _WEIGHT_OF_CHILDHOOD)
        result |= {name: Aim(-0.3, 0.2, 0.3) for name in ("eyeshadow", "lip_a")}
        result |= {name: Aim(-0.7, 0.1, 0.5) for name in ("beard", "mustache")}
    elif targets.get("hair_curl", 0.0) > 1.0 or targets.get("hair_length", 0.0) > 1.0:
        # Curls and length reinforce each other until hair is all there is to see.
        result.setdefault("hair_amount", Aim(_MOST_HAIR, 0.05, 1.5))
        result.setdefault("face_width", Aim(0.0, 0.1, 0.6))
    if max(targets.get("beard", 0.0), soft.get("beard", 0.0)) >= _FULL_BEARD and "mustache" not in targets:
        # A goatee measures as a beard, too; a full one also covers the jaw.
        result.setdefault("beard_jaw", Aim(1.2, 0.15, 0.9))
    if targets.get("hair_red", 0.0) > 1.0:
        # Red hair goes with red walls in the bank.
        result.setdefault("bg_chroma", Aim(-0.5, 0.1, 0.8))
    if "bg_L" in targets:
        for name in ("bg_L", "bg_white", "bg_std", "bg_chroma"):
            if name in result:
                result[name] = replace(result[name], weight=1.6)
    for name, value in QUALITY.items():
        if name != "mouth_open" or "smile" not in targets:
            slack = 0.05 if name in _SPOILERS else 0.25
            result.setdefault(name, Aim(value, slack, _SPOILERS.get(name, 0.25)))
    return result


def cast(controls: Controls, wanted: Mapping[str, Aim], seed: int, take: int = 0) -> Latent:
    """A face near ``wanted``; another ``seed`` is another person, another ``take`` another try at it."""
    random = np.random.default_rng([_seed(seed), take])
    chosen = starts.find(wanted)
    if chosen is None:
        place, known = _nearest(controls, wanted, seed, take)
        asked = [name for name, aim in wanted.items() if aim.slack < 0.2]
        individual = _individual(controls, place, asked, _RADIUS, random)
    else:
        place, known = _blend(controls, controls.whiten(chosen), wanted, seed, take)
        # The blend is of the origin already: the fit would caricature it, and only makes up for what age takes.
        wanted = {
            name: replace(aim, value=float(known[controls.index[name]]) + _KEPT[name])
            if name in starts.ORIGINS
            else aim
            for name, aim in wanted.items()
        }
        asked = [name for name, aim in wanted.items() if aim.slack < 0.2]
        if starts.keeps_features(wanted):
            for name in starts.FEATURES:
                wanted.setdefault(name, Aim(float(known[controls.index[name]]), 0.1))
        individual = _individual(controls, place, asked, _RADIUS_OF_CHOSEN, random)
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
    style = (controls.mean + controls.style_change(place + step)).astype(np.float32)
    return Latent(np.repeat(style[None], LAYERS, 0), believed).rounded()


def _nearest(controls: Controls, wanted: Mapping[str, Aim], seed: int, take: int) -> tuple[Vector, Vector]:
    """A place near ``wanted`` in the bank and what was measured there."""
    distance = _distance(controls, wanted)
    near = np.argsort(distance, kind="stable")[:_SHORTLIST]
    chance = np.exp(-(distance[near] - distance[near[0]]) / _SOFTNESS)
    # Every take of a seed starts from another face, so the best of several takes is a real choice.
    order = np.random.default_rng([_seed(seed), 0xCA57]).choice(
        near, near.size, replace=False, p=chance / chance.sum()
    )
    face = int(order[take % order.size])
    return controls.places[face], controls.measured[face]


def _blend(
    controls: Controls, places: Vector, wanted: Mapping[str, Aim], seed: int, take: int
) -> tuple[Vector, Vector]:
    """A blend of some of the chosen ``places`` and what the fit expects of it; nearer faces are likelier."""
    expected = places @ controls.gain.T + controls.offset
    distance = np.zeros(len(places))
    for name, aim in wanted.items():
        lack = expected[:, controls.index[name]] - aim.value
        distance += aim.weight * np.minimum(lack**2, 4.0)
    chance = np.exp(-(distance - distance.min()) / _SOFTNESS_OF_CHOSEN)
    # The seed chooses the people, and every take of it another mixture of them.
    among = np.random.default_rng([_seed(seed), 0xB1E4D]).choice(
        len(places), 2 if starts.of_origin(wanted) else 3, replace=False, p=chance / chance.sum()
    )
    weights = np.random.default_rng([_seed(seed), take, 0xB1E4D]).dirichlet(np.full(among.size, 1.5))
    place: Vector = weights @ places[among]
    return place, controls.gain @ place + controls.offset


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
        if name in starts.ORIGINS and aim.value > _OF_ORIGIN:
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
