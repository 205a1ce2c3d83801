"""What can be asked to be seen in a village."""

from __future__ import annotations

#: Names of features that this family draws.
FEATURES: frozenset[str] = frozenset(
    {
        "house", "church", "cabin", "windows", "lanterns", "path", "road", "tracks", "smoke", "snowman", "person",
        "couple",
        "people", "pines", "trees", "mountains", "hills", "bridge", "stream", "river", "lake", "reflections",
        "fence", "meadow",
        "flowers", "grass", "spires", "christmas", "broadleaf", "thatch",
    }
)  # fmt: skip
