"""The child process' way in: a draft, its files and the wished output give one finished file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av.error
from pydantic import ValidationError

from moviola.errors import BadRequest, EngineFailed, StorageFull
from moviola.render import animated, audio, document, sound, still
from moviola.render.canvas import Canvas
from moviola.render.codecs import recipe
from moviola.render.compose import Composer, local
from moviola.render.encode import Sound, no_room, write_movie
from moviola.render.output import DOCUMENTS, MEDIA_TYPES, SOUNDS, STILLS, OutputSettings, Progress, Rendered
from moviola.timeline.model import AudioTrack, Timeline, VideoTrack

#: The share of the bar that encoding takes; the rest is for finishing the file.
_ENCODING = 0.97


def render(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, target: Path, progress: Progress
) -> Rendered:
    """Export ``timeline`` to ``target``. ``media`` maps the SHA-256 of each source to a local file.

    The file appears under its name only when it is whole: until then it has the name of :func:`part`, and
    what a killed process leaves there is overwritten by the next try. Videos have exactly
    ``round(duration × fps)`` frames and sound of the same length.

    Raises:
        BadRequest: the draft is empty.
        NotFound: a source is missing; the sentence names it.
        UnsupportedFile: a source cannot be decoded.
        StorageFull: no room on the disk.
        EngineFailed: the file could not be written for another reason.
    """
    if timeline.is_empty:
        raise BadRequest(
            "The draft is empty, so there is nothing to export. Add a picture, a clip or a sound first."
        )
    _require_all(timeline, media)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = part(target)
    progress(0.0, "prepare")
    with _writing(unfinished, target):
        if output.format in STILLS:
            made = still.write(timeline, media, output, unfinished, progress)
        elif output.format in DOCUMENTS:
            made = document.write(timeline, media, output, unfinished, progress)
        elif output.format in SOUNDS:
            made = sound.write(timeline, media, output, unfinished, progress)
        elif output.format == "gif":
            made = animated.write(timeline, media, output, unfinished, progress)
        else:
            made = _movie(timeline, media, output, unfinished, progress)
        size = unfinished.stat().st_size
        unfinished.replace(target)
    progress(1.0, "done")
    return Rendered(
        path=target, format=output.format, media_type=MEDIA_TYPES[output.format], size=size, **made
    )


def run(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """:func:`render` in JSON, for a worker process.

    ``payload``: ``{"timeline": wire JSON, "media": {sha256: path}, "output": {...}, "target": path}``.
    Gives :class:`Rendered` as JSON.
    """
    try:
        timeline = Timeline.model_validate(payload["timeline"])
    except ValidationError as error:
        raise BadRequest(
            f"The draft cannot be read: {error.errors()[0]['msg']}. Send it as the state gave it."
        ) from error
    media = {sha: Path(path) for sha, path in payload["media"].items()}
    output = OutputSettings.parse(payload.get("output") or {})
    made = render(timeline, media, output, Path(payload["target"]), progress)
    return made.model_dump(mode="json")


def part(target: Path) -> Path:
    """Where the file grows until it is whole: beside ``target``, hidden, the same for every try."""
    return target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.part")


def _movie(
    timeline: Timeline, media: Mapping[str, Path], output: OutputSettings, path: Path, progress: Progress
) -> dict[str, Any]:
    canvas = Canvas.of(timeline, output)
    made_with = recipe(output, canvas)
    encoded = 0

    def done(frames: int) -> None:
        nonlocal encoded
        encoded = frames
        progress(_ENCODING * frames / canvas.frames, "encode")

    composer = Composer(timeline, media, canvas, waiting=lambda: done(encoded))
    with ThreadPoolExecutor(1, "mix") as pool:
        mixing = pool.submit(audio.mix, timeline, media, lambda _fraction, _stage: None)
        audible = False

        def soundtrack() -> Sound | None:
            nonlocal audible
            mixed = sound.fit(mixing.result(), canvas.samples)
            audible = bool(mixed.any())
            return mixed if audible else None

        write_movie(composer.frames(), soundtrack, path, canvas, made_with, done)
    return {
        "width": canvas.width,
        "height": canvas.height,
        "duration_ms": canvas.duration_ms,
        "frames": canvas.frames,
        "fps": float(canvas.fps),
        "video_codec": made_with.video,
        "audio_codec": made_with.audio if audible else "",
    }


def _require_all(timeline: Timeline, media: Mapping[str, Path]) -> None:
    for track in timeline.tracks:
        if isinstance(track, (VideoTrack, AudioTrack)):
            for segment in track.segments:
                local(segment.media, media)


@contextmanager
def _writing(unfinished: Path, target: Path) -> Iterator[None]:
    """Leave nothing half-done behind, and say plainly why a file could not be written."""
    try:
        yield
    except (OSError, av.error.FFmpegError) as error:
        if no_room(error):
            raise StorageFull(
                f"There is no room on the disk for {target.name}. Free some space, or export at a lower "
                "quality or resolution, and try again; the draft is untouched."
            ) from error
        raise EngineFailed(
            f"{target.name} could not be written ({error}). Try again; the draft is untouched."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
