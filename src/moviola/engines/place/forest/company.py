"""Who and what is found in a wood: mushrooms, someone small in the distance, deer."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.forest.greens import Colour, free
from moviola.engines.place.forest.growing import Grower

#: Jackets of walkers.
_JACKETS: tuple[Colour, ...] = (
    (0.23, 0.035, 0.025),
    (0.30, 0.17, 0.03),
    (0.045, 0.065, 0.13),
    (0.09, 0.085, 0.07),
)


def mushrooms(grower: Grower) -> None:
    """A few toadstools near the camera."""
    random = grower.random
    for _ in range(14):
        z = random.uniform(2.6, 8)
        x = random.uniform(-1, 1) * grower.half * z
        if free(grower, np.array([x]), np.array([z]), 0.2)[0]:
            kind = grower.starts["mushroom"] + int(random.integers(2))
            cap = (0.30, 0.13, 0.05) if random.random() < 0.6 else (0.42, 0.035, 0.02)
            grower.rows.add(
                x, z, grower.foot(x, z) - 0.01, random.uniform(0.10, 0.20), kind, 1.0, (*cap, *cap)
            )


def creatures(grower: Grower) -> None:
    """Someone on the path, or a deer, where the words or the seed want them."""
    scene, layout, random = grower.scene, grower.layout, grower.random
    wish = scene.wish
    person = "person" in scene.features or wish.people is True
    animal = "deer" in scene.features
    if not person and not animal and wish.people is None and layout.lead != "stream":
        draw = random.random()
        person = draw < 0.30 and layout.lead == "path" and wish.time != "night"
        animal = draw > 0.72 and layout.lead != "path" and layout.room < 13
    if person and "person" not in wish.without:
        z = random.uniform(13, 22)
        x = (
            layout.lead_x(np.array([z], np.float32))[0]
            if layout.lead == "path"
            else -scene.side * 0.3 * grower.half * z
        )
        jacket = _JACKETS[int(random.integers(len(_JACKETS)))]
        kind = grower.starts["walker" if random.random() < 0.5 else "person"]
        grower.rows.add(float(x), z, grower.foot(float(x), z) - 0.02, 1.76, kind, 1.0, jacket * 2)
    if animal and "deer" not in wish.without:
        z = random.uniform(13, 19)
        x = scene.side * random.uniform(0.12, 0.34) * grower.half * z
        if layout.lead == "stream":
            x = float(layout.lead_x(np.array([z], np.float32))[0]) + scene.side * layout.lead_width * 2.2
        grower.rows.add(
            x, z, grower.foot(x, z) - 0.02, 1.45, grower.starts["deer"] + 1, -scene.side, (0.0,) * 6
        )
