"""What every engine promises: its spec, the requests it takes and the output it gives.

This module imports nothing heavy: specs, requests and outputs travel between processes as JSON. The engine
itself is loaded in a child process from ``EngineSpec.entry``, kept warm there, and killed to cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Task = Literal["portrait", "portrait_edit", "image", "clip", "motion", "music", "composite", "board"]
Language = Literal["en", "zh"]

#: Called with the fraction done (0–1) and a short English stage name ("synthesize", "encode", ...).
Progress = Callable[[float, str], None]


#: A small picture of what is being made, which an engine may write into its folder before the stage ``"preview"``.
PREVIEW = "preview.jpg"


def no_progress(fraction: float, stage: str) -> None:
    """Ignore progress."""


@dataclass(frozen=True)
class EngineSpec:
    """What an engine is, known without loading it.

    ``entry`` is ``"package.module:Class"``; the class takes no argument and fulfils :class:`Engine`.
    ``models`` are names in the model catalogue. ``memory_mb`` is the peak of one child process.
    ``commercial`` is None where the terms are unclear. ``remote``: it sends the request to another server, so it is
    taken only where a setting names it.
    """

    name: str
    version: str
    summary: str
    tasks: frozenset[Task]
    entry: str
    models: tuple[str, ...]
    licence: str
    commercial: bool | None
    memory_mb: int
    seeded: bool = True
    remote: bool = False


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PortraitRequest(_Value):
    """A new face from words. ``size``: edge of the square picture in pixels."""

    task: Literal["portrait"] = "portrait"
    description: str
    language: Language = "en"
    seed: int = 0
    size: int = Field(1024, ge=64, le=1024)


class PortraitEditRequest(_Value):
    """A change to a face this engine made. ``base`` is the ``data`` of its :class:`Output`."""

    task: Literal["portrait_edit"] = "portrait_edit"
    instruction: str
    base: dict[str, Any]
    language: Language = "en"
    seed: int = 0
    size: int = Field(1024, ge=64, le=1024)


class ImageRequest(_Value):
    """A still picture from words. ``changes``: what was said about it since, in order ("more fog")."""

    task: Literal["image"] = "image"
    prompt: str
    changes: tuple[str, ...] = ()
    language: Language = "en"
    width: int = Field(1920, ge=64, le=4096)
    height: int = Field(1080, ge=64, le=4096)
    seed: int = 0


MoveKind = Literal[
    "still", "push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "roll_left", "roll_right"
]
EffectKind = Literal["breathe", "ripple"]


class Move(_Value):
    """One camera move over the clip. ``strength`` 1.0 is the default amount; .5 is slow or subtle, 2 is strong."""

    kind: MoveKind
    strength: float = Field(1.0, ge=0.1, le=4.0)


class ClipRequest(_Value):
    """A moving picture of a place: the same prompt and seed as an :class:`ImageRequest` gives the same place.

    ``moves``: what the camera does while the place lives; empty: a slight drift.
    """

    task: Literal["clip"] = "clip"
    prompt: str
    changes: tuple[str, ...] = ()
    language: Language = "en"
    width: int = Field(1920, ge=64, le=4096)
    height: int = Field(1080, ge=64, le=4096)
    fps: int = Field(30, ge=1, le=120)
    duration_ms: int = Field(10_000, ge=200, le=600_000)
    moves: tuple[Move, ...] = ()
    seed: int = 0


class Effect(_Value):
    """One movement inside the picture. ``strength`` as in :class:`Move`."""

    kind: EffectKind
    strength: float = Field(1.0, ge=0.1, le=4.0)


class MotionRequest(_Value):
    """A still picture comes alive. ``image`` is a local file; the clip has exactly width × height × fps."""

    task: Literal["motion"] = "motion"
    image: Path
    width: int = Field(1920, ge=64, le=4096)
    height: int = Field(1080, ge=64, le=4096)
    fps: int = Field(30, ge=1, le=120)
    duration_ms: int = Field(5_000, ge=200, le=600_000)
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    seed: int = 0


Side = Literal["left", "centre", "right"]
Framing = Literal["close", "medium", "wide"]


class CompositeRequest(_Value):
    """The person of one picture before another picture; both are local files."""

    task: Literal["composite"] = "composite"
    person: Path
    background: Path
    side: Side = "right"
    framing: Framing = "medium"
    width: int = Field(1920, ge=64, le=4096)
    height: int = Field(1080, ge=64, le=4096)
    seed: int = 0


class BoardShot(_Value):
    """A panel of a storyboard: a local picture, what is told in it, and facts like "close · 4 s"."""

    picture: Path
    words: str = ""
    facts: str = ""


class BoardRequest(_Value):
    """A storyboard sheet."""

    task: Literal["board"] = "board"
    title: str
    shots: tuple[BoardShot, ...] = Field(min_length=1, max_length=60)
    seed: int = 0


class MusicRequest(_Value):
    """A piece that fits: starts with the clip, ends on a cadence with it, integrated loudness −16 LUFS."""

    task: Literal["music"] = "music"
    mood: str
    duration_ms: int = Field(ge=500, le=600_000)
    seed: int = 0


Request = Annotated[
    PortraitRequest
    | PortraitEditRequest
    | ImageRequest
    | ClipRequest
    | MotionRequest
    | MusicRequest
    | CompositeRequest
    | BoardRequest,
    Field(discriminator="task"),
]


class Note(_Value):
    """Something the reply must say. ``code`` is looked up in the reply texts of both languages.

    Known codes: ``unknown_words`` (values: the words that were not understood), ``cannot`` (values: what was
    asked and cannot be done), ``no_person`` (breathing was asked, no person found), ``no_water``,
    ``approximate`` (values: what was only approximated), ``inspired`` (values: the real place whose style it has).
    """

    code: str
    values: tuple[str, ...] = ()


class OutputFile(_Value):
    """One file that an engine wrote into its folder."""

    path: Path
    kind: Literal["image", "video", "audio"]
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    fps: float = 0.0


class Output(_Value):
    """What an engine made, with all that is needed to make it again."""

    file: OutputFile
    engine: str
    version: str
    seed: int
    licence: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    data: dict[str, Any] = Field(
        default_factory=dict, description="engine-private, JSON, needed for later edits"
    )
    notes: tuple[Note, ...] = ()
    label: str = Field("", description="a few words that name the result, in the request's language")


class Engine(Protocol):
    """Runs in a child process; one instance serves many requests."""

    def run(self, request: Any, folder: Path, progress: Progress) -> Output:
        """Make the media for ``request`` inside ``folder``.

        Raises:
            MoviolaError: with a sentence for the person; anything else is reported as a fault of ours.
        """
        ...
