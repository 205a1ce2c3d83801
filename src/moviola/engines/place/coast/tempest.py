"""Coasts in a storm: rock that the sea strikes, seen from close above the waves."""

from __future__ import annotations

import numpy as np

from moviola.engines.place.coast.layouts import Boulders, Coast, Mass
from moviola.engines.place.coast.views import between
from moviola.engines.place.scene import Scene


def is_stormy(scene: Scene) -> bool:
    """Whether a gale blows."""
    return (scene.wind or 0.0) > 0.6


def storm(scene: Scene, seed: int, random: np.random.Generator) -> Coast:
    """A headland, a tower on a rock, or stacks in the sea."""
    tower = scene.has("lighthouse")
    offers = ["headland", "tower", "stacks"]
    if "lighthouse" in scene.without or scene.has("cliffs") or scene.has("rocks"):
        offers.remove("tower")
    if "cliffs" in scene.without:
        offers.remove("headland")
    kind = "tower" if tower else offers[(seed + 1) % len(offers)] if offers else "stacks"
    if kind == "tower":
        return _tower(random)
    return _headland(random, scene.viewpoint == "high") if kind == "headland" else _stacks(random)


def _headland(r: np.random.Generator, high: bool) -> Coast:
    """Cliffs that run out into the sea, and stacks before them."""
    eye = between(r, 16, 24) if high else between(r, 6.5, 11.0)
    near = between(r, 115, 170)
    tip = near * between(r, 0.02, 0.14)
    top = near * between(r, 0.20, 0.30)
    wide = near * 0.9
    masses = [
        Mass(tip - wide, near, wide, near * 0.30, between(r, -0.15, 0.05), top, top * 0.42, 0.9),
        Mass(tip - near * 1.9, near * 2.2, near * 2.1, near * 0.7, 0.0, top * 1.5, top * 0.7, 0.9),
    ]
    x = tip
    for _ in range(int(r.integers(1, 4))):
        size = near * between(r, 0.035, 0.075)
        x += size * between(r, 1.6, 2.6)
        masses.append(
            Mass(x, near * between(r, 0.92, 1.12), size, size * between(r, 0.7, 1.2), between(r, 0, 3),
                 size * between(r, 1.2, 2.6), size * 0.24, 0.2)
        )  # fmt: skip
    boulders = (
        Boulders(-eye * 1.5, eye * 2.9, eye * 1.0, eye * 0.55, 60, eye * 0.26),
        Boulders(tip * 0.8, near * 0.80, near * 0.22, near * 0.06, 40, near * 0.035),
    )
    return Coast(
        "storm", eye, between(r, 0.40, 0.50), between(r, 0.50, 0.60), -4000.0, 0.0, floor=1.6,
        masses=(*masses, *_ledges(r, eye)), boulders=boulders, sun=between(r, 12, 26), mainland=False,
    )  # fmt: skip


def _tower(r: np.random.Generator) -> Coast:
    """A lighthouse on a rock that seas go over."""
    eye = between(r, 6.5, 9.5)
    far = between(r, 105, 150)
    at = far * between(r, 0.08, 0.2) * (1 if r.random() < 0.7 else -1)
    top = far * between(r, 0.065, 0.09)
    wide = far * between(r, 0.16, 0.22)
    masses = [
        Mass(at, far, wide, wide * 0.6, between(r, -0.3, 0.3), top, top * 0.55, 0.0),
        Mass(at - wide * 1.25, far * 0.97, wide * 0.32, wide * 0.25, 0.4, top * 0.75, top * 0.4, 0.0),
        Mass(-far * 3.6, far * 5.5, far * 2.7, far * 0.9, 0.0, far * 0.42, far * 0.3, 0.9),
    ]
    boulders = (Boulders(at, far * 0.93, wide * 1.5, wide * 0.5, 46, top * 0.34),)
    ledges = _ledges(r, eye) if r.random() < 0.5 else ()
    return Coast(
        "storm", eye, between(r, 0.52, 0.62), between(r, 0.44, 0.54), -4000.0, 0.0, floor=1.6,
        masses=(*masses, *ledges), boulders=boulders, lighthouse=(at, far, top), sun=between(r, -26, -12),
        mainland=False,
    )  # fmt: skip


def _stacks(r: np.random.Generator) -> Coast:
    """Rocks in the surf, a long coast behind."""
    eye = between(r, 5.5, 8.5)
    hero = between(r, 62, 95)
    at = hero * between(r, 0.10, 0.26)
    size = hero * between(r, 0.10, 0.15)
    masses = [
        Mass(at, hero, size, size * 0.8, between(r, 0, 3), size * between(r, 0.8, 1.35), size * 0.24, 0.1),
        Mass(at + size * 1.7, hero * 1.08, size * 0.42, size * 0.42, 0.0, size * 0.8, size * 0.2, 0.0),
        Mass(at - size * 2.6, hero * 1.5, size * 0.6, size * 0.5, 1.0, size * 0.9, size * 0.25, 0.0),
    ]
    far = between(r, 380, 700)
    masses.append(Mass(far * -0.62, far, far * 0.5, far * 0.16, 0.1, far * 0.12, far * 0.05, 0.9))
    boulders = (
        Boulders(-eye * 0.9, eye * 2.7, eye * 1.1, eye * 0.5, 50, eye * 0.26),
        Boulders(at - size, hero * 0.86, size * 2.2, size * 0.7, 34, size * 0.24),
    )
    return Coast(
        "storm", eye, between(r, 0.38, 0.48), between(r, 0.50, 0.62), -4000.0, 0.0, floor=1.6,
        masses=(*masses, *_ledges(r, eye)), boulders=boulders, sun=between(r, -20, -8), mainland=False,
    )  # fmt: skip


def _ledges(r: np.random.Generator, eye: float) -> tuple[Mass, ...]:
    """Wet rock at the camera's foot, at the picture's left."""
    ahead = eye * between(r, 2.2, 2.7)
    return (
        Mass(-eye * between(r, 1.3, 1.8), ahead, eye * 1.05, eye * 0.55, between(r, -0.3, 0.3),
             eye * 0.34, eye * 0.3, 0.0),
        Mass(-eye * 0.3, ahead * 1.2, eye * 0.34, eye * 0.3, 0.5, eye * 0.2, eye * 0.16, 0.0),
    )  # fmt: skip
