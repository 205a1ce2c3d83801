"""Edits as values, and what each does to a timeline.

``apply`` is pure and deterministic: the same edits on the same timeline give the same ids and times, so
a list of edits is a complete history. Segments of one track never overlap.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from moviola.errors import BadRequest
from moviola.timeline.fitting import clear_of_titles, fit_sound, fit_title
from moviola.timeline.layout import new_id, rebuilt, with_sounds, with_titles
from moviola.timeline.model import (
    MAX_DURATION_MS,
    Clip,
    Media,
    Sound,
    TextStyle,
    Timeline,
    Title,
    VideoTrack,
)

#: How long a title stays when nobody said, and the shortest time one can be read.
TITLE_MS = 3_000
FADE_MS = 300

_Start = Annotated[int, Field(ge=0, le=MAX_DURATION_MS)]
_Duration = Annotated[int, Field(gt=0, le=MAX_DURATION_MS)]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceStill(_Edit):
    """The picture becomes all there is to see, for ``duration``."""

    kind: Literal["place_still"] = "place_still"
    media: Media
    duration: _Duration
    label: str = ""


class PlaceClip(_Edit):
    """The video becomes all there is to see; music and titles are fitted to its length."""

    kind: Literal["place_clip"] = "place_clip"
    media: Media
    label: str = ""


class PlacedShot(BaseModel):
    """One of several pictures that follow each other; a video takes its own length, a still its ``duration``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    media: Media
    duration: _Duration
    label: str = ""


class PlaceShots(_Edit):
    """Pictures one after the other become all there is to see; music and titles are fitted to their length."""

    kind: Literal["place_shots"] = "place_shots"
    shots: tuple[PlacedShot, ...] = Field(min_length=1, max_length=200)


class SetMusic(_Edit):
    """The only music: from the start, as long as the picture (or itself, without one)."""

    kind: Literal["set_music"] = "set_music"
    media: Media
    label: str = ""
    mood: str = ""
    volume: float = Field(1.0, ge=0, le=4)


class RemoveMusic(_Edit):
    kind: Literal["remove_music"] = "remove_music"


class SetVolume(_Edit):
    """Volume of the music; 1.0 leaves it as it was composed."""

    kind: Literal["set_volume"] = "set_volume"
    volume: float = Field(ge=0, le=4)


class AddTitle(_Edit):
    """Words on the picture. Without ``style`` it takes a place that no other title has at that time."""

    kind: Literal["add_title"] = "add_title"
    text: str = Field(min_length=1, max_length=2000)
    start: _Start = 0
    duration: _Duration = TITLE_MS
    style: TextStyle | None = None
    language: str = ""


class ChangeTitle(_Edit):
    """Changes the title ``id``; what is None stays."""

    kind: Literal["change_title"] = "change_title"
    id: str
    text: str | None = Field(None, min_length=1, max_length=2000)
    start: _Start | None = None
    duration: _Duration | None = None
    style: TextStyle | None = None
    language: str | None = None


class RemoveTitle(_Edit):
    """Removes the title ``id``, or all of them."""

    kind: Literal["remove_title"] = "remove_title"
    id: str | None = None


class SetCanvas(_Edit):
    kind: Literal["set_canvas"] = "set_canvas"
    width: int = Field(ge=16, le=8192)
    height: int = Field(ge=16, le=8192)
    fps: int | None = Field(None, ge=1, le=120)


class Rename(_Edit):
    """The title of the draft itself."""

    kind: Literal["rename"] = "rename"
    title: str = Field(max_length=500)


class Batch(_Edit):
    """Several edits that are done and undone as one."""

    kind: Literal["batch"] = "batch"
    edits: tuple[Edit, ...] = ()


Edit = Annotated[
    PlaceStill
    | PlaceClip
    | PlaceShots
    | SetMusic
    | RemoveMusic
    | SetVolume
    | AddTitle
    | ChangeTitle
    | RemoveTitle
    | SetCanvas
    | Rename
    | Batch,
    Field(discriminator="kind"),
]
Batch.model_rebuild()


def apply(timeline: Timeline, edit: Edit) -> Timeline:
    """The timeline after ``edit``.

    Raises:
        BadRequest: there is nothing that the edit could act on; the timeline is unchanged.
    """
    match edit:
        case PlaceStill():
            return _place(timeline, (PlacedShot(media=edit.media, duration=edit.duration, label=edit.label),))
        case PlaceClip():
            if edit.media.duration <= 0:
                raise BadRequest("The clip has no length. Upload or make it again.")
            clip = PlacedShot(media=edit.media, duration=edit.media.duration, label=edit.label)
            return _place(timeline, (clip,))
        case PlaceShots():
            return _place(timeline, edit.shots)
        case SetMusic():
            return _set_music(timeline, edit)
        case RemoveMusic():
            _music_of(timeline)
            return with_sounds(timeline, tuple(s for s in timeline.sounds if s.role != "music"))
        case SetVolume():
            _music_of(timeline)
            return with_sounds(
                timeline,
                tuple(
                    s.model_copy(update={"volume": edit.volume}) if s.role == "music" else s
                    for s in timeline.sounds
                ),
            )
        case AddTitle():
            return _add_title(timeline, edit)
        case ChangeTitle():
            return _change_title(timeline, edit)
        case RemoveTitle():
            return _remove_title(timeline, edit.id)
        case SetCanvas():
            canvas = {"width": edit.width, "height": edit.height, "fps": edit.fps or timeline.meta.fps}
            return timeline.model_copy(update={"meta": timeline.meta.model_copy(update=canvas)})
        case Rename():
            return timeline.model_copy(
                update={"meta": timeline.meta.model_copy(update={"title": edit.title})}
            )
        case Batch():
            for one in edit.edits:
                timeline = apply(timeline, one)
            return timeline


def _place(timeline: Timeline, shots: tuple[PlacedShot, ...]) -> Timeline:
    before = timeline.picture_end
    first = int(new_id(timeline, "v")[1:])
    clips, start = [], 0
    for number, shot in enumerate(shots):
        name = f"v{first + number}"
        clips.append(Clip(id=name, start=start, duration=shot.duration, media=shot.media, label=shot.label))
        start += shot.duration
    others = [t for t in timeline.tracks if not isinstance(t, VideoTrack)]
    base = next((t for t in timeline.tracks if isinstance(t, VideoTrack)), VideoTrack())
    placed = rebuilt(timeline, [base.model_copy(update={"segments": tuple(clips)}), *others])
    placed = with_sounds(placed, tuple(fit_sound(s, before, start) for s in placed.sounds))
    return with_titles(placed, tuple(fit_title(t, before, start) for t in placed.titles))


def _set_music(timeline: Timeline, edit: SetMusic) -> Timeline:
    length = edit.media.duration
    if length <= 0:
        raise BadRequest("The music has no length. Ask for it again.")
    duration = min(length, timeline.picture_end or length)
    music = Sound(
        id=new_id(timeline, "a"),
        start=0,
        duration=duration,
        media=edit.media,
        volume=edit.volume,
        label=edit.label,
        mood=edit.mood,
        # Music that was cut short would stop in the middle of a note.
        fade_out=min(FADE_MS, duration) if duration < length else 0,
    )
    return with_sounds(timeline, (music, *(s for s in timeline.sounds if s.role != "music")))


def _add_title(timeline: Timeline, edit: AddTitle) -> Timeline:
    title = Title(
        id=new_id(timeline, "t"),
        start=edit.start,
        duration=edit.duration,
        text=edit.text,
        language=edit.language,
        style=edit.style or TextStyle(),
    )
    if edit.style is None:
        title = clear_of_titles(title, timeline.titles)
    return with_titles(timeline, (*timeline.titles, title))


def _change_title(timeline: Timeline, edit: ChangeTitle) -> Timeline:
    _title_of(timeline, edit.id)
    named = {"text", "start", "duration", "style", "language"}
    update = {name: getattr(edit, name) for name in named if getattr(edit, name) is not None}
    return with_titles(
        timeline,
        tuple(t.model_copy(update=update) if t.id == edit.id else t for t in timeline.titles),
    )


def _remove_title(timeline: Timeline, title_id: str | None) -> Timeline:
    if title_id is None:
        if not timeline.titles:
            raise BadRequest("There is no title to remove.")
        return with_titles(timeline, ())
    _title_of(timeline, title_id)
    return with_titles(timeline, tuple(t for t in timeline.titles if t.id != title_id))


def _music_of(timeline: Timeline) -> Sound:
    music = timeline.music
    if music is None:
        raise BadRequest("There is no music in this video. Add some first, for example: calm piano.")
    return music


def _title_of(timeline: Timeline, title_id: str) -> Title:
    title = next((t for t in timeline.titles if t.id == title_id), None)
    if title is None:
        raise BadRequest(f"There is no title '{title_id}' in this video. Add one first: title 'My words'.")
    return title
