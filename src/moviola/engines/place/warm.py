"""Compiles every kernel ahead of the first request, by making tiny pictures and films.

Two processes share the work, because the compiler uses one core: one begins with land and sky, the other with
films, and each finds the other's kernels in the cache when it comes to them.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from pathlib import Path

from moviola.engines.base import ClipRequest, ImageRequest, Progress, no_progress
from moviola.errors import EngineFailed

_LAKE = "sunset over a mountain lake"
_CITY = "futuristic city at night"
#: Pixels of the pictures made here.
_WIDTH, _HEIGHT = 96, 64


def _textures() -> None:
    from moviola.engines.place.kernels import share_evenly
    from moviola.engines.place.textures import textures

    share_evenly()
    textures()


def _make(prompt: str) -> None:
    """A still and a film of a few frames; the first lake also leaves its land in the cache."""
    from moviola.engines.place.engine import PlaceEngine

    engine = PlaceEngine()
    with tempfile.TemporaryDirectory() as folder:
        still = ImageRequest(prompt=prompt, width=_WIDTH, height=_HEIGHT)
        engine.run(still, Path(folder), no_progress)
        clip = ClipRequest(prompt=prompt, width=_WIDTH, height=_HEIGHT, fps=10, duration_ms=300)
        engine.run(clip, Path(folder), no_progress)


def _develop_nothing() -> None:
    """Animate an empty view: compiles what films need while another process still compiles land and sky."""
    import numpy as np

    from moviola.engines.place import skyline
    from moviola.engines.place.air import AZIMUTHS, ELEVATIONS, Haze, Light
    from moviola.engines.place.animate import Animation
    from moviola.engines.place.kernels import FAR, share_evenly
    from moviola.engines.place.layers import Layers
    from moviola.engines.place.lens import Lens, mirrored
    from moviola.engines.place.still import develop
    from moviola.engines.place.tone import Grade
    from moviola.engines.place.water import Water
    from moviola.engines.place.words import understand

    share_evenly()
    wish = understand(_CITY)
    assert wish is not None
    lamps = skyline.build(skyline.compose(wish, 0))[1]
    lens = Lens(0.0, 2.0, 0.0, 80.0, _WIDTH / 2, 40.0)
    below, columns, rows = mirrored(lens, _WIDTH, _HEIGHT, 0.05)
    view, beyond = (_HEIGHT, _WIDTH), (rows, columns)
    light, depths = np.zeros((*view, 3), np.float32), np.full(view, FAR, np.float32)
    water = np.zeros(view, np.uint8)
    water[42:] = 1
    far = np.zeros((*beyond, 3), np.float32)
    layers = Layers(
        _WIDTH, _HEIGHT, 1.0, lens, below, light, depths, water, light.copy(), depths.copy(), water.copy(), far,
        np.full(beyond, FAR, np.float32), far.copy(), np.zeros((rows // 2, columns // 2, 4), np.float32), 0.5, 2.0,
        np.zeros((ELEVATIONS, AZIMUTHS, 3), np.float32), Light(0.0, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        Haze(0.02, 0.001, 50.0, 1.0, 1.0), Water(0.01, 0.01, 0.01, 0.5, 1.0, 0.3, 0.0, 0.0, 0.0), Grade(1.0),
        lamps=lamps,
    )  # fmt: skip
    develop(layers)
    Animation(layers, _WIDTH, _HEIGHT, 1.0).frame(0, 10.0)


def _films_and_city() -> None:
    _develop_nothing()
    _make(_CITY)


def warm(progress: Progress = no_progress) -> None:
    """Compile all kernels and compute what every place shares. Safe to call again: then it takes a few seconds.

    Raises:
        EngineFailed: a process that compiled kernels stopped.
    """
    context = multiprocessing.get_context("spawn")
    progress(0.0, "textures")
    _wait([context.Process(target=_textures)], 0.0, 0.15, progress, "textures", 12.0)
    helpers = [context.Process(target=_make, args=(_LAKE,)), context.Process(target=_films_and_city)]
    _wait(helpers, 0.15, 0.99, progress, "kernels", 25.0)
    progress(1.0, "done")


def _wait(
    helpers: list[multiprocessing.context.SpawnProcess],
    start: float,
    end: float,
    progress: Progress,
    stage: str,
    expected: float,
) -> None:
    """Run processes to their end, with progress that approaches ``end`` as the expected seconds pass."""
    began = time.monotonic()
    for helper in helpers:
        helper.start()
    try:
        while any(helper.is_alive() for helper in helpers):
            passed = (time.monotonic() - began) / expected
            progress(start + (end - start) * passed / (1 + passed), stage)
            time.sleep(0.2)
    finally:
        for helper in helpers:
            if helper.is_alive():
                helper.terminate()
            helper.join()
    if any(helper.exitcode for helper in helpers):
        raise EngineFailed(
            "The place engine's kernels could not be compiled. Check the free space on the disk and try again."
        )
