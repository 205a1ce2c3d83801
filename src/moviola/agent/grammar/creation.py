"""Which new picture or clip the subjects of a message ask for."""

from __future__ import annotations

from moviola.agent.grammar import knowledge
from moviola.agent.grammar.staging import split_person
from moviola.agent.grammar.subject import Subject
from moviola.agent.grammar.wishes import Wishes
from moviola.agent.plan import Action, Context, EditPlace, MakeClip, MakeImage, MakePortrait, StagePerson


def creation(
    subjects: list[Subject], wishes: Wishes, context: Context, said: list[Action]
) -> MakePortrait | MakeImage | MakeClip | None:
    """The one thing to make, or None. ``said``: the music, titles and exports of the same message."""
    person = next((s.text for s in subjects if s.kind == "portrait"), None)
    if person is not None:
        return MakePortrait(description=person[:1000], aspect=wishes.aspect)
    place = next((s.text for s in subjects if s.kind == "place"), None)
    if place is None and wishes.count > 1:
        return _varied(wishes, context)
    if place is None and wishes.again and not said and not wishes.moves_anything:
        return _again(wishes, context)
    if place is None:
        return None
    return _place(place[:1000], wishes, context, said)


def staged(made: MakePortrait | MakeImage | MakeClip | None) -> list[Action]:
    """What is to be made, a person who was described in a place as both: the person, then they before it."""
    if not isinstance(made, MakePortrait):
        return [made] if made is not None else []
    both = split_person(made.description)
    if both is None:
        return [made]
    who, where = both
    return [MakePortrait(description=who), StagePerson(prompt=where, aspect=made.aspect)]


def _place(prompt: str, wishes: Wishes, context: Context, said: list[Action]) -> MakeImage | MakeClip:
    if wishes.effects and not wishes.moves:
        # The water of a place that is built moves by itself.
        wishes.effects = [effect for effect in wishes.effects if effect.kind != "ripple"]
        wishes.wants_video = True
    music = any(action.kind == "set_music" for action in said)
    video = wishes.wants_video or wishes.animate or wishes.duration_ms is not None
    scene = knowledge.place(prompt).scene
    # Hours that pass and flights are films, whatever they are called.
    video |= scene is not None and scene.motion in ("timelapse", "seasons", "rise", "orbit", "fly")
    if context.want == "video" or (
        context.want is None and (video or music) and (video or not wishes.wants_image)
    ):
        moving = True
    else:
        moving = video and not wishes.wants_image
    travels = bool(wishes.moves) and context.want != "image" and wishes.count == 1
    travels = travels and not wishes.effects and knowledge.can_travel(tuple(wishes.moves))
    if travels:
        moves, wishes.moves, wishes.animate = tuple(wishes.moves), [], False
        return MakeClip(prompt=prompt, duration_ms=wishes.duration_ms, moves=moves, aspect=wishes.aspect)
    if wishes.moves or not moving or wishes.count > 1:
        # Other moves than a living place allows are computed on its still.
        return MakeImage(
            prompt=prompt, aspect=wishes.aspect, count=wishes.count, resolution=wishes.resolution
        )
    wishes.animate = False
    return MakeClip(prompt=prompt, duration_ms=wishes.duration_ms, aspect=wishes.aspect)


def _varied(wishes: Wishes, context: Context) -> MakePortrait | MakeImage | MakeClip | None:
    """Several pictures of what is there, with what the same message changes about it."""
    there = knowledge.place_there(context)
    if there is None:
        return _again(wishes, context) if context.picture == "portrait" else None
    if context.staged:
        _stage_again(wishes, context)
        return None
    changed = tuple(action.instruction for action in wishes.actions if isinstance(action, EditPlace))
    wishes.actions = [action for action in wishes.actions if not isinstance(action, EditPlace)]
    return MakeImage(
        prompt=there[0],
        changes=(*there[1], *changed),
        aspect=wishes.aspect,
        count=wishes.count,
        resolution=wishes.resolution,
    )


def _stage_again(wishes: Wishes, context: Context) -> None:
    """Another take, or several, of the person before the place."""
    wishes.actions.append(
        StagePerson(
            prompt=context.picture_prompt,
            changes=context.picture_changes,
            aspect=wishes.aspect,
            count=wishes.count,
        )
    )


def _again(wishes: Wishes, context: Context) -> MakePortrait | MakeImage | MakeClip | None:
    """Another take of the same words."""
    if context.clip_from_words and context.clip_prompt and context.last_touched != "portrait":
        length = wishes.duration_ms or context.clip_duration_ms
        return MakeClip(
            prompt=context.clip_prompt,
            changes=context.clip_changes,
            duration_ms=length,
            aspect=wishes.aspect,
        )
    if not context.picture_prompt:
        return None
    if context.staged and not context.has_clip:
        _stage_again(wishes, context)
        return None
    if context.picture == "portrait":
        return MakePortrait(description=context.picture_prompt, aspect=wishes.aspect)
    if context.picture == "image":
        return MakeImage(
            prompt=context.picture_prompt,
            changes=context.picture_changes,
            aspect=wishes.aspect,
            resolution=wishes.resolution,
        )
    return None
