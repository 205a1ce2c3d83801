"""What a city can show when the words ask for it."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "person", "couple", "boat", "ship", "ferry", "bridge", "tower", "ferris_wheel", "river", "lake", "sea",
        "reflections", "trees", "meadow", "cars", "trails", "windows",
    }
)  # fmt: skip
