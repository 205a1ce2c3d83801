"""Sessions in different states, and a short way to write a plan."""

from __future__ import annotations

from typing import Any

from moviola.agent.plan import Action, Context, Plan
from moviola.engines.base import Effect, Move

_CLIP: dict[str, Any] = {
    "picture": "portrait",
    "picture_prompt": "old sea captain",
    "has_person": True,
    "has_clip": True,
    "clip_moves": (Move(kind="push_in"),),
    "clip_effects": (Effect(kind="breathe"),),
    "clip_duration_ms": 5000,
    "last_touched": "clip",
    "can_undo": True,
}
_FULL: dict[str, Any] = _CLIP | {"titles": ("Golden Hour",), "music": "lofi"}

SITUATIONS: dict[str, Context] = {
    "": Context(),
    "portrait": Context(
        picture="portrait",
        picture_prompt="old sea captain",
        has_person=True,
        last_touched="portrait",
        can_undo=True,
    ),
    "upload": Context(picture="upload", uploads=1, has_person=True),
    "clip": Context(**_CLIP),
    "full": Context(**_FULL),
    "full_music": Context(**_FULL | {"last_touched": "music"}),
    "two": Context(**_FULL | {"titles": ("Golden Hour", "The End")}),
    "place": Context(
        has_clip=True,
        clip_from_words=True,
        clip_prompt="sunset over a mountain lake",
        clip_duration_ms=10_000,
        music="ambient",
        last_touched="clip",
        can_undo=True,
    ),
    "passage": Context(
        has_clip=True,
        clip_from_words=True,
        clip_prompt="sunset over a mountain lake",
        clip_changes=("make it a timelapse",),
        clip_duration_ms=10_000,
        last_touched="clip",
        can_undo=True,
    ),
    "panned": Context(
        has_clip=True,
        clip_from_words=True,
        clip_prompt="sunset over a mountain lake",
        clip_moves=(Move(kind="pan_left"),),
        clip_duration_ms=10_000,
        last_touched="clip",
        can_undo=True,
    ),
    "image": Context(
        picture="image",
        picture_prompt="sunset over a mountain lake",
        last_touched="image",
        can_undo=True,
    ),
    "city": Context(
        picture="image",
        picture_prompt="未来城市夜景",
        picture_changes=("雨大一点",),
        last_touched="image",
        can_undo=True,
    ),
    "four": Context(
        picture="image",
        picture_prompt="sunset over a mountain lake",
        variations=4,
        last_touched="image",
        can_undo=True,
    ),
    "known": Context(
        picture="image",
        picture_prompt="sunset over a mountain lake",
        has_person=True,
        last_touched="image",
        can_undo=True,
    ),
    "staged": Context(
        picture="image",
        picture_prompt="a stormy sea",
        picture_changes=("more fog",),
        has_person=True,
        staged=True,
        last_touched="image",
        can_undo=True,
    ),
    "moving": Context(
        picture="image",
        picture_prompt="sunset over a mountain lake",
        has_clip=True,
        clip_moves=(Move(kind="pan_left"),),
        clip_duration_ms=5000,
        last_touched="clip",
        can_undo=True,
    ),
    "any": Context(any_picture=True),
    "want_image": Context(want="image"),
    "want_video": Context(want="video"),
}


def brief(action: Action) -> dict[str, Any]:
    """An action as the corpus writes it."""
    values = action.model_dump(exclude_defaults=True) | {"kind": action.kind}
    for name in ("moves", "effects"):
        if name in values:
            values[name] = [
                one.kind if one.strength == 1 else f"{one.kind}:{one.strength:g}"
                for one in getattr(action, name)
            ]
    return {k: _listed(v) for k, v in values.items() if k not in ("choices", "about")}


def _listed(value: Any) -> Any:
    """Tuples as the corpus writes them."""
    if isinstance(value, tuple | list):
        return [_listed(one) for one in value]
    return {k: _listed(v) for k, v in value.items()} if isinstance(value, dict) else value


def flags(plan: Plan) -> list[str]:
    return [name for name in ("no_music", "no_title", "only_clip") if getattr(plan, name)]
