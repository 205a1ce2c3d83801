"""What the sky's pictures show when they are asked to."""

from __future__ import annotations

FEATURES: frozenset[str] = frozenset(
    {
        "person", "couple", "tent", "broadleaf", "trees", "grass", "flowers", "meadow", "hills", "mountains", "sea",
        "cloud_sea", "balloon", "birds", "reflections", "star_trails", "shooting_star", "rays",
    }
)  # fmt: skip
