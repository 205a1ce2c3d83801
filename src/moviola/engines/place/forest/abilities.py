"""What of the words' wishes the forest really shows."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "person", "pines", "birch", "broadleaf", "blossom", "bamboo", "flowers", "grass", "mushrooms", "path", "road",
        "stream", "river", "waterfall", "rocks", "deer", "fireflies", "leaves", "trees", "rays", "meadow", "hills",
        "mountains", "reflections",
    }
)  # fmt: skip
