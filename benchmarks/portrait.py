"""How long a portrait takes: ``python benchmarks/portrait.py [ROUNDS]``.

Prints medians of wall and CPU seconds, warm: the network alone, a whole portrait (several faces drawn, the best
corrected, cleaned and written) and an edit. The network's target on two idle cores is under 0.4 s.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from moviola.engines.base import PortraitEditRequest, PortraitRequest, no_progress
from moviola.engines.portrait import casting, controls, weave, words
from moviola.engines.portrait.engine import PortraitEngine
from moviola.engines.portrait.synthesis import Synthesis
from moviola.models.store import locate

CAPTAIN = "a weathered sea captain in his sixties with a grey beard"


def _timed(name: str, rounds: int, work: Callable[[int], object]) -> None:
    work(0)
    wall, cpu = [], []
    for i in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        work(i + 1)
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    print(f"{name:28s} wall {statistics.median(wall):6.3f} s   cpu {statistics.median(cpu):6.3f} s")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    _timed("words.describe", rounds, lambda _: words.describe(CAPTAIN))
    bank = controls.load()
    wanted = casting.aims(bank, words.describe(CAPTAIN), 1)
    latent = casting.cast(bank, wanted, 1)
    _timed("cast", rounds, lambda i: casting.cast(bank, wanted, i))
    network = Synthesis(locate("face-generator"))
    picture = network(latent.styles)
    _timed("network, 1024 x 1024", rounds, lambda _: network(latent.styles))
    _timed("lattice removal", rounds, lambda _: weave.remove(picture))
    engine = PortraitEngine()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        first = engine.run(PortraitRequest(description=CAPTAIN, seed=1), folder, no_progress)
        edit = PortraitEditRequest(instruction="make the jaw softer", base=first.data)
        _timed(
            "whole portrait",
            rounds,
            lambda i: engine.run(PortraitRequest(description=CAPTAIN, seed=i), folder, no_progress),
        )
        _timed("edit", rounds, lambda _: engine.run(edit, folder, no_progress))


if __name__ == "__main__":
    main()
