"""Draw the gallery of the documentation: every prompt of gallery.toml with two seeds.

python tools/gallery.py [--only 3 17] [--out docs]
"""

from __future__ import annotations

import argparse
import time
import tomllib
from pathlib import Path

import numpy as np
from PIL import Image

from moviola.engines.base import no_progress
from moviola.engines.place.engine import finished, layers_of, read
from moviola.engines.place.kernels import share_evenly
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import View
from moviola.engines.place.words import label

_HERE = Path(__file__).parent
_SEEDS = (4, 8)
_WIDTH, _HEIGHT = 800, 450
_GAP = 8


def _pair(words: str) -> tuple[np.ndarray, str]:
    """Both pictures side by side, and their title."""
    scene = read(words, ())
    pictures = []
    for seed in _SEEDS:
        layers = layers_of(scene, seed, View(_WIDTH, _HEIGHT), no_progress)
        pictures.append(finished(develop(layers), scene, seed))
    gap = np.full((_HEIGHT, _GAP, 3), 255, np.uint8)
    chinese = any("一" <= letter <= "鿿" for letter in words)
    return np.hstack([pictures[0], gap, pictures[1]]), label(scene, "zh" if chinese else "en")


def main() -> None:
    """Write docs/gallery/NN.jpg and docs/gallery.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of prompts, from 1")
    parser.add_argument("--out", type=Path, default=_HERE.parent / "docs")
    asked = parser.parse_args()
    prompts = [
        entry["words"] for entry in tomllib.loads((_HERE / "gallery.toml").read_text("utf-8"))["prompt"]
    ]
    folder = asked.out / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    share_evenly()
    began = time.monotonic()
    for number, words in enumerate(prompts, 1):
        if asked.only and number not in asked.only:
            continue
        pixels, title = _pair(words)
        Image.fromarray(pixels).save(folder / f"{number:02}.jpg", quality=84, optimize=True, subsampling=0)
        print(f"{number:2} {time.monotonic() - began:6.1f} s  {words} → {title}", flush=True)
    lines = [
        "# Gallery",
        "",
        "Places from words, as the built-in engine draws them: forty prompts, each with seeds 4 and 8. `make gallery`",
        "draws them anew. Nothing here was retouched.",
        "",
    ]
    for number, words in enumerate(prompts, 1):
        lines += [f"**{words}**", "", f"![{words}](gallery/{number:02}.jpg)", ""]
    (asked.out / "gallery.md").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
