"""What things cost, in credits: generation is charged, editing up to a ceiling, export never."""

from __future__ import annotations

from typing import Literal

from moviola.settings import Settings

Item = Literal["clip", "image", "edit", "free"]


def price(settings: Settings, item: Item, edits_charged: int = 0) -> int:
    """Credits for one item. ``edits_charged``: what this session's edits have cost already."""
    match item:
        case "clip":
            return settings.price_clip
        case "image":
            return settings.price_image
        case "edit":
            return min(settings.price_image, max(settings.price_edit_session - edits_charged, 0))
        case "free":
            return 0


def table(settings: Settings) -> list[tuple[str, int]]:
    """The price list shown to people."""
    return [
        ("a generated clip", settings.price_clip),
        ("a portrait or an image", settings.price_image),
        ("all edits of one session, at most", settings.price_edit_session),
        ("export", 0),
    ]
