"""Compiles every kernel ahead of the first request, and computes what every place needs.

Tiny pictures and films that between them reach all kernels are drawn by two processes, the dearest first, each taking
the next when it is done. A kernel or a land that one is making is waited for by the other, never made twice.
"""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any, NamedTuple

from moviola.engines.base import Progress, no_progress
from moviola.engines.place.scene import Scene, View
from moviola.errors import EngineFailed

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

#: Pixels of the pictures made here.
_WIDTH, _HEIGHT = 96, 64
#: Processes at work: the compiler uses one core.
_HANDS = 2


class _Task(NamedTuple):
    """What one process does in one go; ``cost``: seconds of one idle core, where nothing has been made yet."""

    stage: str
    cost: float
    work: Callable[..., None]
    told: tuple[Any, ...]


def _picture(scene: Scene, film: bool) -> None:
    """A still and, where ``film``, a moment of it alive."""
    from moviola.engines.place.engine import layers_of
    from moviola.engines.place.memory import make_room
    from moviola.engines.place.motion.reel import Reel
    from moviola.engines.place.post.still import develop

    make_room(scene.family)
    develop(layers_of(scene, 0, View(_WIDTH, _HEIGHT), no_progress))
    if film:
        reel = Reel(
            scene,
            _WIDTH,
            _HEIGHT,
            10,
            2,
            lambda at, view, report: layers_of(at, 0, view, report),
            None,
            no_progress,
        )
        for index in range(2):
            reel.frame(index)


def _massif(number: int) -> None:
    from moviola.engines.place.lake.massif import MASSIFS, massif

    massif(list(MASSIFS)[number % len(MASSIFS)])


def _valley(number: int) -> None:
    from moviola.engines.place.village.backdrop import mountains

    mountains(number)


def _plants(names: tuple[str, ...]) -> None:
    from moviola.engines.place.plants.species import cutouts

    for name in names:
        cutouts(name, False)


def _scenes() -> tuple[_Task, ...]:
    """Tiny pictures that reach every kernel, those with the most to compile first."""

    def drawn(cost: float, film: bool, scene: Scene) -> _Task:
        return _Task(f"compile {scene.family}", cost, _picture, (scene, film))

    wet = partial(Scene, time="night", rain=1.0, fog=0.5)
    northern = partial(Scene, time="night", aurora=True, milky_way=True, stars=True, moon=True)
    return (
        drawn(38, True, Scene("lake", features=("boat", "pier", "cabin", "person", "birds", "reeds"))),
        drawn(30, True, wet("street", features=("cars", "couple", "neon", "umbrellas"))),
        drawn(
            22,
            True,
            Scene("village", time="night", season="winter", snowfall=1.0, features=("person", "lanterns")),
        ),
        drawn(
            22, True, Scene("coast", features=("lighthouse", "sailboat", "ship", "palms", "person", "birds"))
        ),
        drawn(18, True, wet("city", features=("trails", "river", "boat"))),
        drawn(
            16, True, Scene("forest", season="autumn", wind=1.0, features=("leaves", "rays", "path", "deer"))
        ),
        drawn(12, True, Scene("desert", time="day", features=("mesa", "pyramid", "camels", "cactus"))),
        drawn(
            6,
            True,
            Scene("sky", time="day", clouds=0.7, lightning=True, features=("balloon", "tree", "flowers")),
        ),
        drawn(3, False, northern("lake", season="winter")),
        drawn(3, False, northern("sky", clouds=0.0, features=("shooting_star", "person"))),
        drawn(
            3,
            False,
            Scene("coast", time="day", wind=1.0, rain=1.0, rainbow=True, features=("cliffs", "island")),
        ),
        drawn(3, False, Scene("coast", time="day", wind=0.6, features=("palms", "beach", "ship"))),
        drawn(3, False, Scene("city", time="day", features=("couple", "bridge", "ferris_wheel"))),
        drawn(3, False, Scene("city", time="dusk", viewpoint="aerial", features=("lake", "trees", "trails"))),
        drawn(3, False, Scene("city", time="sunset", era="old", features=("sea", "ship", "couple"))),
        drawn(3, False, Scene("street", time="day", era="old", features=("trees", "lanterns", "signs"))),
        drawn(3, False, Scene("street", time="dusk", season="winter", snowfall=1.0)),
        drawn(3, False, Scene("forest", season="spring", features=("waterfall", "stream", "mushrooms"))),
        drawn(
            3, False, Scene("forest", time="night", season="winter", features=("cabin", "fireflies", "birch"))
        ),
        drawn(3, False, Scene("desert", time="sunset", features=("oasis", "palms", "tracks"))),
        drawn(3, False, Scene("desert", time="dusk", features=("dunes", "person", "tracks"))),
        drawn(
            3, False, Scene("village", time="day", season="summer", features=("church", "river", "flowers"))
        ),
    )


def _lands() -> tuple[_Task, ...]:
    """What pictures of any seed are likely to need, and what takes long to compute."""
    return (
        *(_Task("mountains", 3.5, _massif, (number,)) for number in range(8)),
        *(_Task("valleys", 2.0, _valley, (number,)) for number in range(4)),
        _Task("trees", 4.0, _plants, (("beech", "oak", "maple", "birch", "spruce", "pine", "cherry"),)),
    )


def _work(tasks: tuple[_Task, ...], taken: Synchronized[int], done: Synchronized[float]) -> None:
    """In a process of its own: take tasks until none is left."""
    from moviola.engines.place.kernels import share_evenly

    share_evenly()
    while True:
        with taken.get_lock():
            number, taken.value = taken.value, taken.value + 1
        if number >= len(tasks):
            return
        tasks[number].work(*tasks[number].told)
        with done.get_lock():
            done.value += tasks[number].cost


def warm(progress: Progress = no_progress) -> None:
    """Compile all kernels and compute what every place shares. Safe to call again: then it only looks.

    Raises:
        EngineFailed: a process that compiled kernels stopped.
    """
    tasks = (*_scenes(), *_lands())
    context = multiprocessing.get_context("spawn")
    taken, done = context.Value("i", 0), context.Value("d", 0.0)
    total = sum(task.cost for task in tasks)
    hands: list[SpawnProcess] = [
        context.Process(target=_work, args=(tasks, taken, done)) for _ in range(_HANDS)
    ]
    progress(0.0, tasks[0].stage)
    for hand in hands:
        hand.start()
    shown, finished, since = 0.0, 0.0, time.monotonic()
    try:
        while any(hand.is_alive() for hand in hands) and not any(hand.exitcode for hand in hands):
            if done.value != finished:
                finished, since = done.value, time.monotonic()
            # between two tasks it creeps on, so that a person sees that something happens
            under_way = sum(task.cost for task in tasks[max(taken.value - _HANDS, 0) : taken.value])
            creep = under_way * (1 - math.exp(-(time.monotonic() - since) / max(under_way, 1.0)))
            shown = max(shown, min((finished + 0.9 * creep) / total, 0.99))
            progress(shown, tasks[min(max(taken.value - 1, 0), len(tasks) - 1)].stage)
            time.sleep(0.2)
    finally:
        for hand in hands:
            if hand.is_alive() and any(other.exitcode for other in hands):
                hand.terminate()
            hand.join()
    if any(hand.exitcode for hand in hands):
        raise EngineFailed(
            "The place engine's kernels could not be compiled. Check the free space on the disk and try again."
        )
    progress(1.0, "done")
