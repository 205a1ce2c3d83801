"""Which module draws which family; each is loaded when it is first asked for."""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import cast

from moviola.engines.base import Progress
from moviola.engines.place.layers import Layers
from moviola.engines.place.scene import Family, Scene, View

_DRAWN_BY: dict[Family, str] = {
    "lake": "lake",
    "coast": "coast",
    "city": "city",
    "street": "street",
    "forest": "forest",
    "desert": "desert",
    "village": "village",
    "sky": "heights",
}


def plain_seed(seed: int) -> int:
    """Any integer as one that every generator and kernel takes: itself where it has up to 32 bits and no sign."""
    if 0 <= seed < 2**32:
        return seed
    return int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:4], "big")


def draw_layers(scene: Scene, seed: int, view: View, progress: Progress) -> Layers:
    """The layers of a scene: the same scene and seed give the same composition at every size of ``view``."""
    seed = plain_seed(seed)
    module = import_module(f"moviola.engines.place.{_DRAWN_BY[scene.family]}.draw")
    return cast(Layers, module.draw(scene, seed, view, progress))
