"""What a coast can show when it is asked to."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "beach", "birds", "boat", "cliffs", "couple", "dunes", "island", "lighthouse", "palms", "person", "rocks",
        "sailboat", "sea", "ship", "waves",
    }
)  # fmt: skip
