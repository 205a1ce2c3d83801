"""What a street can show when it is asked for."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "person", "couple", "umbrellas", "cars", "neon", "signs", "crosswalk", "lanterns", "leaves", "reflections",
        "puddles", "windows", "road", "trees",
    }
)  # fmt: skip
