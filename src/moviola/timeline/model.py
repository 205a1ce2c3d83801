"""The draft as values. Long names in Python, short keys on the wire (pydantic aliases).

Times are whole milliseconds. Unknown keys survive a round trip. Everything is frozen: an edit gives a new
:class:`Timeline`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

SCHEMA = 1
VIDEO, AUDIO, TEXT = 0, 1, 7
MAX_DURATION_MS = 6 * 3600 * 1000


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class Media(_Node):
    """What a segment plays: content by SHA-256, kind, and its own size in pixels and milliseconds."""

    hash: str = Field(alias="h", pattern=r"^[0-9a-f]{64}$")
    kind: Literal["image", "video", "audio"] = Field(alias="k")
    name: str = Field("", alias="n")
    url: str = Field("", alias="u")
    width: int = Field(0, alias="w", ge=0)
    height: int = Field(0, alias="hh", ge=0)
    duration: int = Field(0, alias="d", ge=0)


class Segment(_Node):
    """A stretch of a track: ``start`` and ``duration`` on the timeline."""

    id: str = Field(alias="id", min_length=1, max_length=64)
    start: int = Field(0, alias="s", ge=0, le=MAX_DURATION_MS)
    duration: int = Field(alias="d", gt=0, le=MAX_DURATION_MS)

    @property
    def end(self) -> int:
        return self.start + self.duration


class Clip(Segment):
    """A picture or a video on a video track. ``offset``: where in the source it begins."""

    media: Media = Field(alias="r")
    offset: int = Field(0, alias="o", ge=0)
    fit: Literal["cover", "contain", "blur"] = Field("cover", alias="f")
    volume: float = Field(1.0, alias="v", ge=0, le=4)
    label: str = Field("", alias="n", max_length=200, description="a few words that name it")


class Sound(Segment):
    """A sound on an audio track. ``volume`` 1.0 leaves it as it is, and music at -16 LUFS.

    ``role`` tells the mixer what it is.
    """

    media: Media = Field(alias="r")
    offset: int = Field(0, alias="o", ge=0)
    volume: float = Field(1.0, alias="v", ge=0, le=4)
    fade_in: int = Field(0, alias="fi", ge=0)
    fade_out: int = Field(0, alias="fo", ge=0)
    role: Literal["music", "voice", "effect"] = Field("music", alias="ro")
    label: str = Field("", alias="n", max_length=200, description="a few words that name it")
    mood: str = Field("", alias="mo", max_length=64, description="key of the mood it was composed in")


class TextStyle(_Node):
    """How a title looks. ``size``: em height as a fraction of the frame's shorter edge."""

    face: Literal["sans", "serif", "display"] = Field("serif", alias="ff")
    weight: int = Field(600, alias="w", ge=100, le=900)
    size: float = Field(0.085, alias="z", gt=0, le=0.5)
    color: str = Field("#ffffff", alias="c", pattern=r"^#[0-9a-fA-F]{6}$")
    position: Literal["top", "center", "bottom", "lower_third"] = Field("lower_third", alias="p")
    animation: Literal["none", "fade", "rise"] = Field("rise", alias="a")


class Title(Segment):
    """Words on the picture."""

    text: str = Field(alias="x", min_length=1, max_length=2000)
    language: str = Field("", alias="l", description="BCP 47; empty: judged from the text")
    style: TextStyle = Field(default_factory=lambda: TextStyle(), alias="st")


_AnySegment = TypeVar("_AnySegment", bound=Segment)


def _in_time(segments: Iterable[_AnySegment]) -> tuple[_AnySegment, ...]:
    return tuple(sorted(segments, key=lambda segment: segment.start))


class VideoTrack(_Node):
    type: Literal[0] = Field(0, alias="tt")
    segments: tuple[Clip, ...] = Field((), alias="sg")


class AudioTrack(_Node):
    type: Literal[1] = Field(1, alias="tt")
    segments: tuple[Sound, ...] = Field((), alias="sg")


class TextTrack(_Node):
    type: Literal[7] = Field(7, alias="tt")
    segments: tuple[Title, ...] = Field((), alias="sg")


def _track_tag(value: Any) -> str:
    got = value.get("tt", value.get("type")) if isinstance(value, dict) else getattr(value, "type", None)
    return str(got)


Track = Annotated[
    Annotated[VideoTrack, Tag("0")] | Annotated[AudioTrack, Tag("1")] | Annotated[TextTrack, Tag("7")],
    Discriminator(_track_tag),
]


class Meta(_Node):
    """Title and canvas of the draft."""

    schema_version: int = Field(SCHEMA, alias="schema")
    title: str = Field("", alias="title", max_length=500)
    width: int = Field(1920, alias="width", ge=16, le=8192)
    height: int = Field(1080, alias="height", ge=16, le=8192)
    fps: int = Field(30, alias="fps", ge=1, le=120)


class Timeline(_Node):
    """The whole draft. ``duration`` is derived: the end of its last segment."""

    tracks: tuple[Track, ...] = Field((), alias="t", max_length=64)
    meta: Meta = Field(default_factory=lambda: Meta(), alias="m")
    duration: int = Field(0, alias="d", ge=0)

    @model_validator(mode="after")
    def _derive_duration(self) -> Timeline:
        end = max((s.end for t in self.tracks for s in t.segments), default=0)
        if end != self.duration:
            object.__setattr__(self, "duration", end)
        return self

    @property
    def clips(self) -> tuple[Clip, ...]:
        """Pictures and videos in time order."""
        return _in_time(s for t in self.tracks if isinstance(t, VideoTrack) for s in t.segments)

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """Sounds of audio tracks in time order."""
        return _in_time(s for t in self.tracks if isinstance(t, AudioTrack) for s in t.segments)

    @property
    def titles(self) -> tuple[Title, ...]:
        """Titles in time order, whatever track they are on."""
        return _in_time(s for t in self.tracks if isinstance(t, TextTrack) for s in t.segments)

    @property
    def music(self) -> Sound | None:
        """The first sound whose role is music."""
        return next((s for s in self.sounds if s.role == "music"), None)

    @property
    def picture_end(self) -> int:
        """Where the last picture or video ends; 0 without one."""
        return max((clip.end for clip in self.clips), default=0)

    @property
    def is_empty(self) -> bool:
        """Nothing to export: no track has a segment."""
        return not any(track.segments for track in self.tracks)
