"""Places of trees within the view, and the colours that each takes."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.forest.layouts import Layout
from moviola.engines.place.forest.scene import ForestScene
from moviola.engines.place.kernels import Vector
from moviola.engines.place.plants.species import Species


def spots(
    layout: Layout, spacing: float, random: np.random.Generator, near: float, far: float, half: float
) -> Vector:
    """Places [n, 2] of trees on a shaken lattice inside the view."""
    deep = np.arange(near, far, spacing)
    found = []
    for z in deep:
        reach = half * 1.12 * z + 5
        across = np.arange(-reach, reach, spacing)
        places = np.stack([across, np.full_like(across, z)], 1)
        found.append(places + random.uniform(-0.46, 0.46, places.shape) * spacing)
    places = np.concatenate(found)
    x, z = places[:, 0], places[:, 1]
    keep = random.random(len(places)) < 0.82
    keep &= z > near
    if layout.lead:
        free = layout.lead_width * (1.5 if layout.lead == "path" else 1.35) + 0.75
        keep &= np.abs(x - layout.lead_x(z.astype(np.float32))) > free
    if layout.hero is not None:
        keep &= np.hypot(x - layout.hero[0], z - layout.hero[1]) > layout.hero[2]
    if layout.edge:
        ragged = 3.5 * np.sin(x * 0.23 + 1.0) + 2.5 * np.sin(x * 0.61)
        keep &= z > layout.edge + ragged
    keep &= np.hypot(x, z) > layout.room
    return np.asarray(places[keep], np.float64)


def pair_of(species: Species, scene: ForestScene, random: np.random.Generator) -> tuple[float, ...]:
    """Two leaf colours of one tree."""
    choices = species.leaves.get(scene.wish.season) or species.leaves["summer"]
    first, second = choices[int(random.integers(len(choices)))]
    shade = random.uniform(0.78, 1.18)
    warm = random.uniform(0.90, 1.12)
    tint = (shade * warm, shade, shade / warm)
    return tuple(v * t for v, t in zip((*first, *second), tint * 2, strict=True))
