"""Which features each family draws; each family's own list is loaded when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from moviola.engines.place.scene import Family
from moviola.engines.place.words.lexicon import meanings


@cache
def features(family: Family) -> frozenset[str]:
    """Names of the features that can be seen in a family when the words ask for them."""
    room = "heights" if family == "sky" else family
    drawn = cast("frozenset[str]", import_module(f"moviola.engines.place.{room}.abilities").FEATURES)
    return drawn | frozenset(meanings()["granted"][family])


def nearest(feature: str, family: Family) -> str | None:
    """The feature of ``family`` that stands in for one that it does not draw."""
    others = meanings()["instead"].get(feature, ())
    return next((other for other in others if other in features(family)), None)
