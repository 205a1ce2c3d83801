"""Pictures of places in numbers: exposure, colour, likeness of seeds, and how they are composed.

    python benchmarks/place_looks.py [--seeds 8] [--family lake ...]

Likeness of two seeds: correlation of their small grey pictures, 1 for the same picture; of each family and hour the
mean and the highest are told. ``dark`` and ``burnt``: share of pixels below 2 % and above 98 %.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from typing import get_args

import cv2
import numpy as np

from moviola.engines.base import no_progress
from moviola.engines.place.engine import layers_of
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import FAMILIES, Scene, Time, View

_WIDTH, _HEIGHT = 320, 180
_SMALL = (48, 27)


def _likeness(first: np.ndarray, second: np.ndarray) -> float:
    """Correlation of two small pictures; a mirrored picture counts as the same."""
    straight = np.corrcoef(first.ravel(), second.ravel())[0, 1]
    turned = np.corrcoef(first.ravel(), second[:, ::-1].ravel())[0, 1]
    return float(max(straight, turned))


def main() -> None:
    """Print a row for every family and hour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--family", nargs="*", default=list(FAMILIES))
    parser.add_argument("--time", nargs="*", default=list(get_args(Time)))
    asked = parser.parse_args()
    share_evenly()
    print(f"{'family':8} {'hour':7} light  spread dark   burnt  colour alike  most")
    for family in asked.family:
        everything = []
        for time in asked.time:
            pictures = [
                develop(layers_of(Scene(family, time=time), seed, View(_WIDTH, _HEIGHT), no_progress))
                for seed in range(1, asked.seeds + 1)
            ]
            grey = [cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255 for p in pictures]
            small = [cv2.resize(g, _SMALL, interpolation=cv2.INTER_AREA) for g in grey]
            alike = [_likeness(a, b) for a, b in combinations(small, 2)]
            colour = [cv2.cvtColor(p, cv2.COLOR_RGB2HSV)[..., 1].mean() / 255 for p in pictures]
            all_grey = np.stack(grey)
            everything += alike
            print(
                f"{family:8} {time:7} {all_grey.mean():.2f}   {all_grey.std():.2f}   {(all_grey < 0.02).mean():.3f}  "
                f"{(all_grey > 0.98).mean():.3f}  {np.mean(colour):.2f}   {np.mean(alike):.2f}   {max(alike):.2f}",
                flush=True,
            )
        print(f"{family:8} all hours: mean likeness of seeds {np.mean(everything):.2f}")


if __name__ == "__main__":
    main()
