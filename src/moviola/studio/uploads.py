"""Files that people bring: probed in a child process, kept by content, placed on the draft."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any

from moviola.errors import EngineFailed, FileTooLarge, UnsupportedFile
from moviola.jobs.scratch import scratch
from moviola.jobs.workers import Workers
from moviola.media.names import safe_name
from moviola.settings import Settings
from moviola.store import Store
from moviola.store.rows import FileRow
from moviola.studio import canvas, desk
from moviola.studio.portrait import STILL_MS
from moviola.studio.project import Medium, Project, Touched
from moviola.timeline.edits import Edit, PlaceClip, PlaceStill, SetMusic
from moviola.timeline.history import Step

MEGABYTE = 1024 * 1024


class Uploads:
    """Takes files and addresses."""

    def __init__(self, settings: Settings, store: Store, workers: Workers):
        self._settings = settings
        self._store = store
        self._workers = workers

    @property
    def limit_bytes(self) -> int:
        return self._settings.upload_limit_mb * MEGABYTE

    def add(self, user_id: str, session_id: str, path: Path, filename: str) -> FileRow:
        """Keep the file at ``path`` and place it on the session's draft; slow, call from a thread.

        Raises:
            UnsupportedFile: not a file we can read.
            FileTooLarge: over the limit.
            NoSession: no such session of this user.
        """
        with self._store.read() as tx:
            tx.sessions.get(session_id, user_id)
        if path.stat().st_size > self.limit_bytes:
            raise FileTooLarge(
                f"The file is larger than {self._settings.upload_limit_mb} MB. Shorten or compress it."
            )
        name = safe_name(filename)
        probed = self._child("moviola.media.worker:run_ingest", {"path": str(path), "name": name})
        blob = self._store.blobs.put(path)
        medium = Medium(
            id=f"file_{uuid.uuid4().hex[:20]}",
            hash=blob.sha256,
            kind=probed["kind"],
            origin="upload",
            name=name,
            label=Path(name).stem,
            width=probed["width"],
            height=probed["height"],
            duration_ms=probed["duration_ms"],
            fps=probed["fps"],
        )
        with self._store.begin() as tx:
            row = tx.files.add(
                medium.id,
                session_id,
                user_id,
                sha256=blob.sha256,
                kind=medium.kind,
                name=name,
                mime=probed["mime"],
                size=blob.size,
                width=medium.width,
                height=medium.height,
                duration_ms=medium.duration_ms,
                fps=medium.fps,
                source="upload",
                meta={"has_audio": bool(probed.get("has_audio"))},
            )
            desk.change(tx, session_id, lambda p: _place(p.add(medium), medium))
        return row

    def add_url(self, user_id: str, session_id: str, url: str) -> FileRow:
        """Fetch an address into the session; private addresses are refused."""
        with self._store.read() as tx:
            tx.sessions.get(session_id, user_id)
        folder = Path(tempfile.mkdtemp(prefix="fetch-", dir=scratch(self._settings.home)))
        try:
            target = folder / "download"
            fetched = self._child(
                "moviola.media.worker:run_fetch",
                {"url": url, "target": str(target), "limit": self.limit_bytes},
            )
            return self.add(user_id, session_id, target, fetched["name"])
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _child(self, target: str, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._workers.run("media", target, payload, job_id=f"media-{uuid.uuid4().hex}")
        except EngineFailed as error:
            # The decoder crashed or ran into the limits of its process: the file is to blame.
            raise UnsupportedFile(
                "This file cannot be read: it is broken, or reading it takes too much. Convert it and try again."
            ) from error


def _place(project: Project, medium: Medium) -> Project:
    """What was uploaded last is what the next sentence is about; one undo takes it off the draft."""
    edits: tuple[Edit, ...]
    touched: Touched
    if medium.kind == "audio":
        edits, touched = (SetMusic(media=medium.reference(), label=medium.label),), "music"
    else:
        frame = canvas.for_picture(medium.width, medium.height)
        shown: Edit = (
            PlaceClip(media=medium.reference(), label=medium.label)
            if medium.kind == "video"
            else PlaceStill(media=medium.reference(), duration=STILL_MS, label=medium.label)
        )
        edits, touched = (frame, shown), "clip" if medium.kind == "video" else "image"
    return project.do(Step(label="upload", edits=edits, note=medium.name), touched)
