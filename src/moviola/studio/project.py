"""All that one session has made: the draft with its history, the media behind it, and where a run stands."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from moviola.engines.base import Effect, Move
from moviola.timeline.history import History, Step
from moviola.timeline.model import Clip, Media, Timeline, VideoTrack

Origin = Literal["portrait", "image", "clip", "motion", "music", "board", "upload"]
Touched = Literal["portrait", "image", "clip", "music", "title"]


class Medium(BaseModel):
    """One picture, clip or sound of the session; ``id`` is its file's id, ``hash`` the SHA-256 of its bytes.

    ``still`` is the id of the picture that a ``motion`` clip was made from. ``changes`` is what was said about
    the ``prompt`` since, in order. Variations that were made together have the same ``group``.
    ``person`` is the id of the picture whose person stands before the place.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    hash: str
    kind: Literal["image", "video", "audio"]
    origin: Origin
    name: str
    label: str = ""
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    fps: float = 0.0
    engine: str = ""
    engine_version: str = ""
    licence: str = ""
    seed: int = 0
    prompt: str = ""
    changes: tuple[str, ...] = ()
    group: str = ""
    person: str | None = None
    version: int = 0
    still: str | None = None
    mood: str = ""
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)

    def reference(self) -> Media:
        """How a segment of the draft names this medium."""
        return Media(
            hash=self.hash,
            kind=self.kind,
            name=self.name,
            width=self.width,
            height=self.height,
            duration=self.duration_ms,
        )


class RunState(BaseModel):
    """How far the current run has come, so that a restarted one goes on where it was.

    ``new_clip``: it made a clip where there was none, or of something new; a second stage follows.
    ``announced``: that clip was shown. ``told``: the words since then, or since the beginning.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    run_id: str
    plan: dict[str, Any]
    done: int = 0
    told: tuple[str, ...] = ()
    new_clip: bool = False
    announced: bool = False
    extras_done: bool = False


class Project(BaseModel):
    """The state of a session. Frozen; tools give a new one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    history: History = Field(default_factory=lambda: History())
    media: tuple[Medium, ...] = ()
    touched: Touched | None = None
    edits_charged: int = 0
    run: RunState | None = None

    @classmethod
    def load(cls, state: dict[str, Any]) -> Project:
        """The project kept in a session's state; an empty state is an empty project."""
        return cls.model_validate(state)

    def dump(self) -> dict[str, Any]:
        """The JSON form that :meth:`load` reads."""
        return self.model_dump(mode="json", by_alias=True)

    @property
    def timeline(self) -> Timeline:
        return self.history.current

    def add(self, medium: Medium) -> Project:
        """The project with one more medium (once: a repeated step adds it again to no effect)."""
        if any(known.id == medium.id for known in self.media):
            return self
        return self.model_copy(update={"media": (*self.media, medium)})

    def keep(self, *media: Medium, spent: int = 0) -> Project:
        """The project with these media, and with ``spent`` credits more charged for changes."""
        kept = self
        for medium in media:
            kept = kept.add(medium)
        return kept.model_copy(update={"edits_charged": kept.edits_charged + spent})

    def do(self, step: Step, touched: Touched | None) -> Project:
        """The project with one more step in its history."""
        return self.model_copy(update={"history": self.history.do(step), "touched": touched})

    def medium(self, media_id: str) -> Medium | None:
        return next((m for m in self.media if m.id == media_id), None)

    def by_hash(self, digest: str) -> Medium | None:
        """The latest medium with this content."""
        return next((m for m in reversed(self.media) if m.hash == digest), None)

    @property
    def base_clip(self) -> Clip | None:
        """What the picture track begins with."""
        for track in self.timeline.tracks:
            if isinstance(track, VideoTrack) and track.segments:
                return track.segments[0]
        return None

    @property
    def base(self) -> Medium | None:
        """The medium seen now: a still or a clip."""
        clip = self.base_clip
        return self.by_hash(clip.media.hash) if clip is not None else None

    @property
    def still(self) -> Medium | None:
        """The picture the conversation is about: the still seen now, or the one behind the clip seen now."""
        base = self.base
        if base is not None:
            if base.kind == "image":
                return base
            return self.medium(base.still) if base.still else None
        return self.latest_upload

    @property
    def person(self) -> Medium | None:
        """The picture of a person that the conversation knows: what is seen, or else the latest portrait or upload."""
        still = self.still
        if still is not None and still.person:
            return self.medium(still.person)
        if still is not None and still.origin in ("portrait", "upload") and still.kind == "image":
            return still
        faces = (m for m in reversed(self.media) if m.origin == "portrait")
        uploads = (m for m in reversed(self.media) if m.origin == "upload" and m.kind == "image")
        return next(faces, None) or next(uploads, None)

    @property
    def latest_upload(self) -> Medium | None:
        return next((m for m in reversed(self.media) if m.origin == "upload" and m.kind != "audio"), None)

    @property
    def variations(self) -> tuple[Medium, ...]:
        """The pictures that were made together last; fewer than two are no variations."""
        group = next((m.group for m in reversed(self.media) if m.kind == "image"), "")
        return tuple(m for m in self.media if m.group == group) if group else ()

    @property
    def music(self) -> Medium | None:
        """The medium that plays as music now."""
        sound = self.timeline.music
        return self.by_hash(sound.media.hash) if sound is not None else None

    def next_version(self, origins: frozenset[Origin]) -> int:
        """Number of the next result of these kinds: 1, 2, 3 …"""
        return 1 + sum(1 for m in self.media if m.origin in origins)
