"""Which new picture or clip the subjects of a message ask for."""

from __future__ import annotations

from moviola.agent.grammar.subject import Subject
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Action, Context, MakeClip, MakeImage, MakePortrait


def creation(
    subjects: list[Subject], wishes: Wishes, context: Context, said: list[Action]
) -> MakePortrait | MakeImage | MakeClip | None:
    """The one thing to make, or None. ``said``: the music, titles and exports of the same message."""
    person = next((s.text for s in subjects if s.kind == "portrait"), None)
    if person is not None:
        return MakePortrait(description=person[:1000], aspect=wishes.aspect)
    place = next((s.text for s in subjects if s.kind == "place"), None)
    if place is None and wishes.again and not said and not wishes.moves_anything:
        return _again(wishes, context)
    if place is None:
        return None
    return _place(place[:1000], wishes, context, said)


def _place(prompt: str, wishes: Wishes, context: Context, said: list[Action]) -> MakeImage | MakeClip:
    if wishes.effects and not wishes.moves:
        # The water of a place that is built moves by itself.
        wishes.effects = [effect for effect in wishes.effects if effect.kind != "ripple"]
        wishes.wants_video = True
    music = any(action.kind == "set_music" for action in said)
    video = wishes.wants_video or wishes.animate or wishes.duration_ms is not None
    if context.want == "video" or (
        context.want is None and (video or music) and (video or not wishes.wants_image)
    ):
        moving = True
    else:
        moving = video and not wishes.wants_image
    if wishes.moves or not moving:
        # Camera moves are computed on a still; a place that moves by itself has no camera to move.
        return MakeImage(prompt=prompt, aspect=wishes.aspect)
    wishes.animate = False
    return MakeClip(prompt=prompt, duration_ms=wishes.duration_ms, aspect=wishes.aspect)


def _again(wishes: Wishes, context: Context) -> MakePortrait | MakeImage | MakeClip | None:
    """Another take of the same words."""
    if context.clip_from_words and context.clip_prompt and context.last_touched != "portrait":
        length = wishes.duration_ms or context.clip_duration_ms
        return MakeClip(prompt=context.clip_prompt, duration_ms=length, aspect=wishes.aspect)
    if not context.picture_prompt:
        return None
    if context.picture == "portrait":
        return MakePortrait(description=context.picture_prompt, aspect=wishes.aspect)
    if context.picture == "image":
        return MakeImage(prompt=context.picture_prompt, aspect=wishes.aspect)
    return None
