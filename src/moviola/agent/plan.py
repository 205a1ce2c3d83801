"""What a message asks for: actions in order, as values. Both planners return these and nothing else.

Durations and times are whole milliseconds. ``None`` always means: the person left it open.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from moviola.engines.base import Effect, Framing, Language, Move, Side
from moviola.studio.shot import Shot

Picture = Literal["portrait", "image", "upload"]
Wanted = Literal["image", "video", "audio"]
Touched = Literal["portrait", "image", "clip", "music", "title"]
Position = Literal["top", "center", "bottom", "lower_third"]
At = Literal["start", "end"]
Resolution = Literal["480p", "720p", "1080p", "1440p", "2160p"]

Question = Literal[
    "not_understood",
    "what_to_make",
    "need_picture",
    "need_portrait",
    "need_person",
    "need_shots",
    "need_clip",
    "need_title",
    "need_music",
    "which_title",
    "title_text",
    "which_mood",
    "which_change",
    "how_face",
    "how_many",
    "which_aspect",
    "start_over",
]
Reason = Literal[
    "cannot_build",
    "cannot_shoot",
    "impossible",
    "size",
    "too_long",
    "cannot_edit",
    "no_face",
    "cannot_animate",
    "off_topic",
    "real_person",
    "unsafe",
    "nothing_to_undo",
    "nothing_to_redo",
]


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MakePortrait(_Action):
    """A new face. ``description`` holds only the words about the person."""

    kind: Literal["make_portrait"] = "make_portrait"
    description: str
    aspect: str | None = None


class EditPortrait(_Action):
    """A change to the current portrait, in the person's words."""

    kind: Literal["edit_portrait"] = "edit_portrait"
    instruction: str


class MakeImage(_Action):
    """A still picture from words, or ``count`` of them that differ by their seeds.

    ``changes``: what was said about the same words before and still holds ("more fog"); for variations of
    what is seen now. ``resolution``: that of the shorter edge, where the person wants another than usual.
    """

    kind: Literal["make_image"] = "make_image"
    prompt: str
    changes: tuple[str, ...] = ()
    aspect: str | None = None
    count: int = Field(1, ge=1, le=8)
    resolution: Resolution | None = None


class EditPlace(_Action):
    """A change to the picture or clip that was built from words, in the person's words: it stays the same place."""

    kind: Literal["edit_place"] = "edit_place"
    instruction: str


class Redraw(_Action):
    """The picture that was built from words, drawn again at another resolution: the same place, finer."""

    kind: Literal["redraw"] = "redraw"
    resolution: Resolution


class StagePerson(_Action):
    """The person of the conversation before a place; ``changes`` as in :class:`MakeImage`.

    ``side`` and ``framing``: None keeps those of a picture that shows the person so already.
    """

    kind: Literal["stage_person"] = "stage_person"
    prompt: str
    changes: tuple[str, ...] = ()
    side: Side | None = None
    framing: Framing | None = None
    aspect: str | None = None
    count: int = Field(1, ge=1, le=8)


class Storyboard(_Action):
    """A script as shots: drawn, laid out as a sheet, and set one after the other as the draft."""

    kind: Literal["storyboard"] = "storyboard"
    shots: tuple[Shot, ...] = Field(min_length=1, max_length=24)
    title: str = Field("", max_length=200)
    aspect: str | None = None


class Choose(_Action):
    """Take another of the variations that were made together; ``index`` counts from 0, −1 is the last."""

    kind: Literal["choose"] = "choose"
    index: int


class MakeClip(_Action):
    """A moving picture of a place, from words."""

    kind: Literal["make_clip"] = "make_clip"
    prompt: str
    changes: tuple[str, ...] = ()
    duration_ms: int | None = Field(None, ge=200, le=600_000)
    moves: tuple[Move, ...] = ()
    aspect: str | None = None


class Animate(_Action):
    """The current still comes alive. No moves and no effects: the engine's own choice.

    A change to a clip that exists ("slower") is the same action with the earlier moves adjusted.
    """

    kind: Literal["animate"] = "animate"
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    duration_ms: int | None = Field(None, ge=200, le=600_000)
    aspect: str | None = None
    style: str | None = None


class SetMusic(_Action):
    """Music of a mood (a ``Mood.key``), new or instead of what plays now.

    ``duration_ms`` is for music alone; under a picture it is as long as that.
    """

    kind: Literal["set_music"] = "set_music"
    mood: str
    volume: float | None = Field(None, ge=0, le=1)
    duration_ms: int | None = Field(None, ge=500, le=600_000)


class RemoveMusic(_Action):
    kind: Literal["remove_music"] = "remove_music"


class SetVolume(_Action):
    """Loudness of the music: a fraction of full, or a step in decibels. Exactly one of them is set."""

    kind: Literal["set_volume"] = "set_volume"
    volume: float | None = Field(None, ge=0, le=1)
    delta_db: float | None = None


class AddTitle(_Action):
    """Words on the picture, at a time or at one end of the clip; ``size_factor`` multiplies the usual size."""

    kind: Literal["add_title"] = "add_title"
    text: str = Field(min_length=1, max_length=500)
    start_ms: int | None = Field(None, ge=0)
    at: At | None = None
    duration_ms: int | None = Field(None, gt=0)
    position: Position | None = None
    size_factor: float | None = Field(None, gt=0, le=10)


class ChangeTitle(_Action):
    """A change to a title; ``index`` counts from 0 in time order, None is the only or the last one.

    ``size_factor`` multiplies the size it has now.
    """

    kind: Literal["change_title"] = "change_title"
    index: int | None = None
    text: str | None = Field(None, min_length=1, max_length=500)
    start_ms: int | None = Field(None, ge=0)
    at: At | None = None
    duration_ms: int | None = Field(None, gt=0)
    position: Position | None = None
    size_factor: float | None = Field(None, gt=0, le=10)


class RemoveTitle(_Action):
    kind: Literal["remove_title"] = "remove_title"
    index: int | None = None
    all: bool = False


class SetAspect(_Action):
    """The shape of the frame, like ``9:16``."""

    kind: Literal["set_aspect"] = "set_aspect"
    aspect: str = Field(pattern=r"^\d{1,2}:\d{1,2}$")


class Undo(_Action):
    kind: Literal["undo"] = "undo"


class Redo(_Action):
    kind: Literal["redo"] = "redo"


class Export(_Action):
    """Render the draft to a file."""

    kind: Literal["export"] = "export"
    format: (
        Literal["mp4", "mov", "webm", "mkv", "avi", "gif", "png", "jpg", "webp", "pdf", "mp3", "wav"] | None
    ) = None
    quality: Literal["low", "medium", "high"] | None = None
    resolution: Resolution | None = None


class Show(_Action):
    """Tell the person something; nothing changes."""

    kind: Literal["show"] = "show"
    what: Literal["state", "credits", "help", "greeting", "thanks"]


class Ask(_Action):
    """A question back. ``choices`` are answers that work as the next message; ``about`` quotes the person."""

    kind: Literal["ask"] = "ask"
    question: Question
    choices: tuple[str, ...] = ()
    about: str = ""


class Decline(_Action):
    """A wish that cannot or must not be fulfilled. ``about`` quotes the person."""

    kind: Literal["decline"] = "decline"
    reason: Reason
    about: str = ""


class StripExtras(_Action):
    """Drop the music and title that the second stage added."""

    kind: Literal["strip_extras"] = "strip_extras"


Action = Annotated[
    MakePortrait
    | EditPortrait
    | MakeImage
    | MakeClip
    | EditPlace
    | Redraw
    | StagePerson
    | Storyboard
    | Choose
    | Animate
    | SetMusic
    | RemoveMusic
    | SetVolume
    | AddTitle
    | ChangeTitle
    | RemoveTitle
    | SetAspect
    | Undo
    | Redo
    | Export
    | Show
    | Ask
    | Decline
    | StripExtras,
    Field(discriminator="kind"),
]


class Plan(BaseModel):
    """All that one message asks for.

    ``language`` is that of the reply. ``unknown`` are the stretches that were not understood although others
    were. ``no_music``, ``no_title`` and ``only_clip`` keep the second stage away.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: tuple[Action, ...] = ()
    language: Language = "en"
    unknown: tuple[str, ...] = ()
    no_music: bool = False
    no_title: bool = False
    only_clip: bool = False


class Context(BaseModel):
    """What a planner may know of the session.

    ``language`` is the one the session was opened with. ``picture`` is what the current still is,
    ``picture_prompt`` the words it was made from; ``uploads``
    counts the uploaded files. ``titles`` are in time order; ``music`` is the mood's key. ``want`` is
    the output the caller asked for by a file name. ``clip_from_words``: the clip was built from words
    (:class:`MakeClip`, ``clip_prompt``), not from a still. ``picture_changes`` and ``clip_changes``: what was
    changed about the prompt since. ``has_person``: there is somebody to put before a
    place; ``staged``: the current still shows them before one. ``variations``: how many pictures were made
    together last. ``any_picture``: an image engine is set up that draws whatever it is told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str | None = None
    picture: Picture | None = None
    picture_prompt: str = ""
    picture_changes: tuple[str, ...] = ()
    uploads: int = 0
    has_clip: bool = False
    clip_from_words: bool = False
    clip_prompt: str = ""
    clip_changes: tuple[str, ...] = ()
    has_person: bool = False
    staged: bool = False
    variations: int = 0
    any_picture: bool = False
    clip_moves: tuple[Move, ...] = ()
    clip_effects: tuple[Effect, ...] = ()
    clip_duration_ms: int | None = None
    titles: tuple[str, ...] = ()
    music: str | None = None
    last_touched: Touched | None = None
    want: Wanted | None = None
    can_undo: bool = False
    can_redo: bool = False
