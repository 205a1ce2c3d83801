"""Which kind of view a city is seen in: what the words ask for, else what the seed draws."""

from __future__ import annotations

from typing import Literal

import numpy as np

from moviola.engines.place.scene import Scene

Kind = Literal["river", "low", "harbour", "rooftop", "park", "tele", "aerial", "canyon", "terrace"]

#: How often a layout is chosen when the words leave it open.
_OPEN: dict[Kind, float] = {
    "river": 3.0, "low": 2.4, "harbour": 2.0, "rooftop": 2.0, "park": 0.6, "tele": 1.8, "aerial": 1.8,
    "canyon": 0.0, "terrace": 1.5,
}  # fmt: skip
#: And for a city to come, which is seen from within.
_COMING: dict[Kind, float] = {
    "river": 1.6, "low": 1.8, "harbour": 0.8, "rooftop": 1.4, "park": 0.0, "tele": 0.8, "aerial": 1.4, "canyon": 5.0,
    "terrace": 3.0,
}  # fmt: skip
#: Where the draws of the first seeds begin.
_START, _START_COMING = 839, 268
#: Layouts that look down on the city.
ABOVE: tuple[Kind, ...] = ("rooftop", "aerial", "canyon", "terrace")


def choose(scene: Scene, seed: int) -> Kind:
    """The kind of view of a scene and seed."""
    # the first seeds of a session shall differ from each other
    start = _START_COMING if scene.era == "futuristic" else _START
    return _kind(scene, np.random.default_rng(seed * 31 + start)) if seed else _first(scene)


def _kind(scene: Scene, random: np.random.Generator) -> Kind:
    weights = dict(_COMING if scene.era == "futuristic" else _OPEN)
    if scene.era == "old":
        weights |= {"aerial": 0.0, "terrace": 0.0}
    water = scene.has("river") or scene.has("reflections") or scene.has("sea") or scene.has("lake")
    if scene.has("bridge") or scene.has("ship"):
        weights = {"harbour": 1.0}
    elif scene.viewpoint == "aerial":
        weights = {"aerial": 1.0}
    elif scene.viewpoint == "high":
        weights = {"rooftop": 1.5, "aerial": 1.0, "terrace": 0.8}
        if scene.era == "futuristic":
            weights["canyon"] = 1.5
    elif scene.viewpoint == "low":
        weights = {"low": 1.0}
    elif scene.angle == "tele":
        weights = {"tele": 1.0}
    elif scene.has("trees") or scene.has("meadow"):
        weights = {"park": 1.0}
    elif (
        water or scene.has("boat") or scene.has("sailboat") or scene.has("ferry") or scene.has("ferris_wheel")
    ):
        weights = {"river": 2.0, "low": 1.5, "harbour": 1.0}
    elif scene.people or scene.has("person") or scene.has("couple") or scene.has("umbrellas"):
        weights = {"river": 1.0}
    elif scene.has("spaceship") and scene.era == "futuristic":
        weights = {"canyon": 1.0}
    elif scene.has("trails") or scene.has("cars"):
        weights = {"aerial": 1.0, "rooftop": 1.0}
        if scene.era == "futuristic":
            weights["canyon"] = 2.0
    names = list(weights)
    share = np.array([weights[name] for name in names])
    return names[int(random.choice(len(names), p=share / share.sum()))]


def _first(scene: Scene) -> Kind:
    """The layout of seed 0: the surest one that the words allow."""
    for seed in range(200):
        kind = _kind(scene, np.random.default_rng(seed))
        if kind in ("canyon", "low", "terrace") if scene.era == "futuristic" else ("river", "low", "harbour"):
            return kind
    return _kind(scene, np.random.default_rng(0))
