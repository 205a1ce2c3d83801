from __future__ import annotations

import linecache
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from moviola.engines.base import no_progress
from moviola.engines.place.compiled import digest, watching
from moviola.engines.place.engine import layers_of
from moviola.engines.place.kernels import KERNELS, share_evenly
from moviola.engines.place.post.still import develop
from moviola.engines.place.scene import Scene, View
from moviola.engines.place.warm import warm
from moviola.settings import settings

SOURCE = """
from __future__ import annotations
from typing import NamedTuple
from moviola.engines.place.kernels import Picture, kernel
STEP = 2.0

class Lamp(NamedTuple):
    height: float
    light: float

@kernel
def inner(x: float) -> float:
    return x * STEP + 1.0

@kernel
def outer(lamp: Lamp, x: float) -> float:
    return inner(x) + lamp.light
"""


def outer_of(monkeypatch: pytest.MonkeyPatch, source: str) -> str:
    """The digest of ``outer`` in a module of this source."""
    import sys
    import types

    module = types.ModuleType("kernels_of_a_test")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("moviola.engines.place.kernels.KERNELS", [])
    exec(compile(source, "kernels_of_a_test.py", "exec"), vars(module))
    linecache.clearcache()
    outer: FunctionType = vars(module)["outer"].py_func
    return digest(outer)


def test_a_kernel_is_stale_when_anything_in_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = outer_of(monkeypatch, SOURCE)
    for was, becomes in (
        ("STEP = 2.0", "STEP = 3.0"),
        ("+ 1.0", "+ 1.5"),
        ("    height: float\n    light: float", "    light: float\n    height: float"),
        ("inner(x) +", "inner(x) -"),
    ):
        assert outer_of(monkeypatch, SOURCE.replace(was, becomes)) != first, becomes


def test_a_kernel_stays_fresh_when_something_else_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = outer_of(monkeypatch, SOURCE)
    more = "\n\n# a remark\ndef plain() -> int:\n    return 1\n"
    assert outer_of(monkeypatch, SOURCE.replace("@kernel\ndef inner", more + "@kernel\ndef inner")) == first


def test_a_torn_file_is_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from moviola.engines.place.compiled import Kept

    kept = Kept(next(each.py_func for each in KERNELS if each.py_func.__name__ == "hashed"))

    class Torn:
        def load_overload(self, sig: Any, context: Any) -> Any:
            raise EOFError

    monkeypatch.setattr(kept, "_files", Torn())
    assert kept._loaded(None, None) is None


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_warming_leaves_nothing_to_compile() -> None:
    shares: list[float] = []
    stages: list[str] = []

    def told(share: float, stage: str) -> None:
        shares.append(share)
        stages.append(stage)

    warm(told)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], stages[-1]) == (0.0, 1.0, "done")
    assert len(list((settings().cache / "terrain").glob("lake-*.npz"))) >= 8
    share_evenly()
    compiled: list[str] = []
    with watching(compiled.append):
        for family, time in (("lake", "dusk"), ("coast", "night"), ("street", "day"), ("sky", "golden")):
            scene = Scene(family, time=time, people=True)  # type: ignore[arg-type]
            assert np.asarray(develop(layers_of(scene, 77, View(96, 54), no_progress))).std() > 3
    assert compiled == []
