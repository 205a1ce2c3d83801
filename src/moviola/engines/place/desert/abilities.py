"""What a desert can show when the words ask for it."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "dunes", "cactus", "camels", "oasis", "pyramid", "mesa", "person", "rocks", "cliffs", "grass", "palms",
        "mountains", "hills", "lake", "reflections", "salt", "cracks", "trees", "tent", "tracks",
    }
)  # fmt: skip
