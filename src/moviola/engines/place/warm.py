"""Compiles every kernel ahead of the first request, by making tiny pictures and films.

Two processes share the work, because the compiler uses one core.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from pathlib import Path

from moviola.engines.base import ClipRequest, ImageRequest, Progress, no_progress
from moviola.errors import EngineFailed

#: Work that compiles disjoint halves of the kernels, about equally long. Textures come first: both need them.
_LAKE = "lake"
_CITY = "city"
_PROMPTS = {_LAKE: "sunset over a mountain lake", _CITY: "futuristic city at night"}


def _textures() -> None:
    from moviola.engines.place.kernels import share_evenly
    from moviola.engines.place.textures import textures

    share_evenly()
    textures()


def _make(family: str) -> None:
    """A still and a film of a few frames; the first of a family also leaves its land in the cache."""
    from moviola.engines.place.engine import PlaceEngine

    engine = PlaceEngine()
    with tempfile.TemporaryDirectory() as folder:
        prompt = _PROMPTS[family]
        engine.run(ImageRequest(prompt=prompt, width=96, height=64), Path(folder), no_progress)
        clip = ClipRequest(prompt=prompt, width=96, height=64, fps=10, duration_ms=300)
        engine.run(clip, Path(folder), no_progress)


def warm(progress: Progress = no_progress) -> None:
    """Compile all kernels and compute what every place shares. Safe to call again: then it takes a few seconds.

    Raises:
        EngineFailed: a process that compiled kernels stopped.
    """
    context = multiprocessing.get_context("spawn")
    progress(0.0, "textures")
    _wait([context.Process(target=_textures)], 0.0, 0.15, progress, "textures", 12.0)
    helpers = [context.Process(target=_make, args=(family,)) for family in (_LAKE, _CITY)]
    _wait(helpers, 0.15, 0.99, progress, "kernels", 40.0)
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
