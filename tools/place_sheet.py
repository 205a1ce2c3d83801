"""A contact sheet of places: one row per prompt, one column per seed.

python tools/place_sheet.py OUT.png [--seeds 4] [--width 640] [--prompt TEXT ...] [--aspect 16:9]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from moviola.engines.base import no_progress
from moviola.engines.place.families import draw_layers
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import View
from moviola.engines.place.words import understand

_PROMPTS = (
    "sunset over a mountain lake",
    "dawn over a misty mountain lake",
    "a mountain lake by day",
    "a mountain lake under the stars",
    "winter sunset over a mountain lake",
    "a realistic image of a futuristic city at night",
    "city skyline at night",
    "city skyline at dusk",
)


def main() -> None:
    """Write the sheet that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--aspect", default="16:9")
    parser.add_argument("--prompt", action="append")
    asked = parser.parse_args()
    wide, tall = (int(part) for part in asked.aspect.split(":"))
    height = round(asked.width * tall / wide)
    share_evenly()
    rows = []
    for prompt in asked.prompt or _PROMPTS:
        wish = understand(prompt)
        if wish is None:
            raise SystemExit(f"no place in {prompt!r}")
        pictures = [
            develop(draw_layers(wish, seed, View(asked.width, height), no_progress))
            for seed in range(asked.seeds)
        ]
        rows.append(np.hstack(pictures))
    if not cv2.imwrite(str(asked.out), np.vstack(rows)[..., ::-1]):
        raise SystemExit(f"{asked.out} could not be written")


if __name__ == "__main__":
    main()
