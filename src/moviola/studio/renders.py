"""Exports: a draft becomes a file, durably, in a child process."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moviola.errors import BadRequest, Cancelled, MoviolaError, NotFound
from moviola.jobs.scratch import scratch
from moviola.jobs.workers import Workers
from moviola.render.output import MEDIA_TYPES, SOUNDS, STILLS, OutputSettings
from moviola.settings import Settings
from moviola.store import Store, Transaction
from moviola.store.renders import UNFINISHED
from moviola.store.rows import FileKind, FileRow, RenderRow, RenderStatus
from moviola.studio import desk
from moviola.timeline import codec
from moviola.timeline.model import Timeline

#: The row is written at most this often while a render runs, in seconds.
WRITE_INTERVAL = 0.4


class Renders:
    """Submits, runs, follows and cancels exports."""

    def __init__(self, settings: Settings, store: Store, workers: Workers, start: Callable[[str, str], None]):
        self._settings = settings
        self._store = store
        self._workers = workers
        self._start = start

    def submit(
        self,
        user_id: str,
        render_id: str,
        session_id: str,
        draft: dict[str, Any] | None,
        output: dict[str, Any],
    ) -> RenderRow:
        """Begin an export of the posted draft, or of the current one when there is none.

        Raises:
            BadRequest: empty draft, a sound of a draft without any, unknown format, or a malformed draft.
            NoSession: no such session of this user.
            NotFound: the draft uses media that are not the caller's.
            Conflict: the id is taken by another export.
        """
        if not render_id or len(render_id) > 200:
            raise BadRequest(
                "An export needs an id of 1 to 200 characters. Make up a new one for each export."
            )
        wanted = OutputSettings.parse(output)
        body = json.dumps([session_id, draft, output], sort_keys=True, ensure_ascii=True)
        with self._store.begin() as tx:
            session = tx.sessions.get(session_id, user_id)
            timeline = desk.project_of(tx, session_id).timeline if draft is None else codec.decode(draft)
            if timeline.is_empty:
                raise BadRequest(
                    "The draft is empty, so there is nothing to export. Make or upload something first."
                )
            sounds = self._check_owner(tx, user_id, timeline)
            if wanted.format in SOUNDS and not sounds:
                raise BadRequest(
                    "The draft has no sound, so there is none to export. Add music first, or export a video."
                )
            name = f"{session.task_name or 'moviola'}.{wanted.format}"
            row = tx.renders.create(
                render_id,
                session_id,
                user_id,
                hashlib.sha256(body.encode()).hexdigest(),
                codec.encode(timeline),
                wanted.model_dump(mode="json"),
            )
            if row.status == "pending":
                tx.renders.update(render_id, name=name, expected={"pending"})
            row = tx.renders.get(render_id, user_id)
        if row.status == "pending":
            self._start("render", render_id)
        return row

    def get(self, user_id: str, render_id: str) -> RenderRow:
        """The export as it stands. Raises NotFound for another's id."""
        with self._store.read() as tx:
            return tx.renders.get(render_id, user_id)

    def cancel(self, user_id: str, render_id: str) -> RenderRow:
        """Stop an export; one that has ended stays as it is."""
        with self._store.begin() as tx:
            tx.renders.get(render_id, user_id)
            tx.renders.update(
                render_id,
                "cancelled",
                error="The export was cancelled.",
                expected={"pending", "processing"},
            )
            row = tx.renders.get(render_id, user_id)
        if row.status == "cancelled":
            self._workers.cancel(_job(render_id))
        return row

    def perform(self, render_id: str) -> None:
        """Do the export; called again after a crash, it starts over."""
        with self._store.begin() as tx:
            row = tx.renders.get(render_id)
            if not tx.renders.update(render_id, "processing", 0, expected={"pending", "processing"}):
                return
        try:
            with tempfile.TemporaryDirectory(
                prefix="render-", dir=scratch(self._settings.home), ignore_cleanup_errors=True
            ) as folder:
                self._render(row, Path(folder))
        except Cancelled:
            self._end(render_id, "cancelled", None)
        except MoviolaError as error:
            self._end(render_id, "failed", str(error))
        except OSError as error:
            logging.getLogger(__name__).exception("export %s failed", render_id)
            self._end(render_id, "failed", f"The export could not be written: {error.strerror}. Try again.")
        except Exception as error:
            logging.getLogger(__name__).exception("export %s failed", render_id)
            kind = type(error).__name__
            self._end(render_id, "failed", f"Something went wrong on our side ({kind}). Try again.")

    def _end(self, render_id: str, status: RenderStatus, error: str | None) -> None:
        with self._store.begin() as tx:
            tx.renders.update(render_id, status, error=error, expected=UNFINISHED)

    def _render(self, row: RenderRow, folder: Path) -> None:
        output = OutputSettings.model_validate(row.output)
        target = folder / f"export.{output.format}"
        media = {
            digest: str(self._store.blobs.path(digest)) for digest in _hashes(codec.decode(row.timeline))
        }
        written = 0.0

        def report(fraction: float, stage: str) -> None:
            nonlocal written
            now = time.monotonic()
            if now - written < WRITE_INTERVAL:
                return
            written = now
            with self._store.begin() as tx:
                alive = tx.renders.update(
                    row.render_id, progress=int(fraction * 99), stage=stage, expected={"processing"}
                )
            if not alive:
                raise Cancelled("The export was cancelled.")

        rendered = self._workers.run(
            "render",
            "moviola.render.worker:run",
            {"timeline": row.timeline, "media": media, "output": row.output, "target": str(target)},
            job_id=_job(row.render_id),
            progress=report,
        )
        blob = self._store.blobs.put(target)
        with self._store.begin() as tx:
            finished = tx.renders.update(
                row.render_id,
                "completed",
                100,
                stage="done",
                sha256=blob.sha256,
                size=blob.size,
                duration_ms=rendered["duration_ms"],
                mime=MEDIA_TYPES[output.format],
                expected={"processing"},
            )
            if finished:
                tx.files.add(
                    _file_id(row.render_id),
                    row.session_id,
                    row.user_id,
                    sha256=blob.sha256,
                    kind=_kind(output.format),
                    name=row.name,
                    mime=MEDIA_TYPES[output.format],
                    size=blob.size,
                    width=rendered["width"],
                    height=rendered["height"],
                    duration_ms=rendered["duration_ms"],
                    fps=rendered["fps"],
                    source="render",
                    meta={key: rendered[key] for key in ("frames", "video_codec", "audio_codec")},
                )

    def result(self, render_id: str) -> FileRow:
        """The finished file of an export, with its codecs in ``meta``."""
        with self._store.read() as tx:
            return tx.files.get(_file_id(render_id))

    @staticmethod
    def _check_owner(tx: Transaction, user_id: str, timeline: Timeline) -> bool:
        """Whether anything in the draft, all of which must be the user's, can be heard."""
        sounds = bool(timeline.sounds)
        for digest in _hashes(timeline):
            file = tx.files.owns(user_id, digest)
            sounds = sounds or bool(file and (file.meta.get("has_audio") or file.meta.get("audio_codec")))
            if file is None:
                raise NotFound(
                    f"The draft uses a file ({digest[:12]}…) that is not among yours. Upload it first."
                )
        return sounds


def _file_id(render_id: str) -> str:
    return f"file_{hashlib.sha256(render_id.encode()).hexdigest()[:24]}"


def _kind(form: str) -> FileKind:
    if form in STILLS or form == "gif":
        return "image"
    return "audio" if form in SOUNDS else "video"


def _job(render_id: str) -> str:
    return f"render-{render_id}"


def _hashes(timeline: Timeline) -> list[str]:
    found = {clip.media.hash for clip in timeline.clips} | {sound.media.hash for sound in timeline.sounds}
    return sorted(found)
