"""What a mountain lake can show when the words ask for it."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "person", "couple", "boat", "canoe", "pier", "cabin", "house", "windows", "pines", "flowers", "grass", "reeds",
        "rocks", "cliffs", "island", "mountains", "lake", "meadow", "hills", "reflections", "spires", "trees",
        "village", "church", "tent",
    }
)  # fmt: skip
