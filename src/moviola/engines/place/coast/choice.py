"""Which view of a coast words ask for, or a seed takes."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.coast import views
from moviola.engines.place.coast.layouts import Coast, Kind
from moviola.engines.place.coast.tempest import is_stormy, storm
from moviola.engines.place.scene import Scene


def choose(scene: Scene, seed: int) -> Coast:
    """The layout that the words ask for, or one that the seed takes."""
    random = np.random.default_rng(seed * 7919 + 17)
    kind = _kind(scene, seed, random)
    if kind == "aerial":
        # from above, a low sun needs the sky in the picture
        return views.aerial(random, scene.time in ("day", "golden"))
    makers = {
        "beach": views.beach, "clifftop": views.clifftop, "rocks": views.rocks, "tropical": views.tropical,
        "lighthouse": views.lighthouse, "islands": views.islands,
    }  # fmt: skip
    if is_stormy(scene) and kind in ("rocks", "lighthouse", "clifftop", "islands"):
        return storm(scene, seed, random)
    return makers[kind](random)


def _kind(scene: Scene, seed: int, random: np.random.Generator) -> Kind:
    if scene.viewpoint == "aerial":
        return "aerial"
    if scene.has("lighthouse"):
        return "lighthouse"
    if scene.has("palms"):
        return "tropical"
    if scene.viewpoint == "high":
        return "clifftop"
    if scene.has("cliffs"):
        return "clifftop" if random.random() < 0.6 else "rocks"
    if scene.has("island") or scene.has("ship") or scene.has("sailboat"):
        return "islands"
    if scene.has("rocks") or scene.viewpoint == "low":
        return "rocks"
    if scene.has("dunes") or scene.has("beach"):
        return "beach"
    stormy = is_stormy(scene) or scene.lightning
    cold = scene.season == "winter" or bool(scene.snowfall)
    kinds: list[Kind] = ["beach", "clifftop", "rocks", "lighthouse", "beach", "islands", "aerial"]
    if stormy:
        kinds = ["rocks", "lighthouse", "clifftop", "islands"]
    elif cold:
        kinds = ["rocks", "clifftop", "lighthouse", "beach"]
    elif scene.season == "summer" and scene.time in ("day", "golden", "sunset"):
        kinds.insert(3, "tropical")
    without = {"lighthouse": "lighthouse", "palms": "tropical", "cliffs": "clifftop", "island": "islands"}
    unwanted = {without[name] for name in scene.without if name in without}
    kinds = [kind for kind in kinds if kind not in unwanted]
    # neighbouring seeds take turns, so that a handful of variations differ
    return kinds[seed % len(kinds)]
