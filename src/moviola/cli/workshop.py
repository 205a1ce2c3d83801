"""A house for one command: its own database in a folder of its own, gone when the work is done.

It shares nothing with a server but the models, so neither can disturb the other's jobs.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from moviola import errors
from moviola.agent.house import House
from moviola.agent.plan import Wanted
from moviola.cli.output import place
from moviola.cli.progress import Steps
from moviola.client.sse import ServerEvent
from moviola.errors import EngineFailed, Fault, MoviolaError
from moviola.jobs import scratch
from moviola.settings import Settings

#: How often the event log is looked at, in seconds.
TICK = 0.05
#: What people call the encoders.
_CODECS = {
    "libx264": "H.264",
    "libvpx-vp9": "VP9",
    "aac": "AAC",
    "libopus": "Opus",
    "mpeg4": "MPEG-4",
    "libmp3lame": "MP3",
    "mp3": "MP3",
    "pcm_s16le": "PCM",
}


@dataclass(frozen=True)
class Answer:
    """The words at the end, the media of the run, and whether there is something to export."""

    text: str
    media: list[dict[str, Any]]
    made_something: bool


@dataclass(frozen=True)
class Exported:
    """The file that was written: sizes in pixels and bytes, codecs where there are any."""

    facts: dict[str, Any]

    @property
    def line(self) -> str:
        """Size, length and codecs in one line."""
        f = self.facts
        parts = [f"{f['width']}×{f['height']}"] if f.get("width") else []
        if f.get("duration_ms"):
            parts.append(f"{f['duration_ms'] / 1000:.1f} s")
        codecs = [_CODECS.get(c, c) for c in (f.get("video_codec"), f.get("audio_codec")) if c]
        if codecs:
            parts.append(" + ".join(codecs))
        parts.append(f"{f['size'] / 1e6:.1f} MB")
        return "  ".join(parts)


class Workshop(AbstractContextManager["Workshop"]):
    """Makes one thing without a server."""

    def __init__(self, seed: str, language: str | None):
        base = Settings()
        scratch.sweep_commands(base.home)
        self._folder, self._lease = scratch.command_home(base.home)
        settings = base.model_copy(
            update={
                "home": self._folder,
                "database_url": "",
                "blobs": "",
                "metered": False,
                "upload_limit_mb": 100_000,
            }
        )
        try:
            self._house = House(settings, durable=False, seed=seed)
            with self._house.store.begin() as tx:
                self._user = tx.accounts.local_user().user_id
                self._session = tx.sessions.create(self._user, "make", language).session_id
        except BaseException:
            self._clear()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._house.close()
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lease.release()

    def bring(self, file: Path) -> None:
        """Take a file in."""
        self._house.uploads.add(self._user, self._session, file, file.name)

    def say(self, sentence: str, want: Wanted, steps: Steps) -> Answer:
        """Do what the sentence says, showing progress.

        Raises:
            Fault: the work could not be done.
        """
        store = self._house.store
        submitted = self._house.runner.submit(self._user, self._session, sentence, want=want)
        seq = submitted.seq
        media: list[dict[str, Any]] = []
        texts: list[str] = []
        running = False
        while True:
            with store.read() as tx:
                found = tx.events.after(self._session, seq)
            for seq, raw in found:
                event = ServerEvent(seq, raw)
                if event.is_failure:
                    raise _failure(raw)
                parts = (raw.get("content") or {}).get("parts", ())
                for part in parts:
                    if "functionCall" in part:
                        steps.begin(part["functionCall"]["name"])
                        running = True
                    if "functionResponse" in part:
                        if not running:
                            steps.begin(part["functionResponse"]["name"])
                        answer = part["functionResponse"]["response"]
                        steps.end(ok=answer.get("status") == "success")
                        running = False
                        media += answer.get("media") or []
                if event.progress is not None:
                    if not running:
                        steps.begin(event.progress["tool"])
                        running = True
                    steps.update(event.progress["percent"], event.progress["stage"])
                elif event.text and not event.is_partial:
                    texts.append(event.text)
                if event.is_final:
                    made = any(m.get("file_type") for m in media) or self._touched()
                    return Answer("\n".join(texts), media, made)
            if self._house.fault is not None:
                raise self._house.fault
            time.sleep(TICK)

    def _touched(self) -> bool:
        """Whether the draft was changed by what was said, not only by bringing files."""
        from moviola.studio.desk import project_of

        with self._house.store.read() as tx:
            steps = project_of(tx, self._session).history.done
        return any(step.label != "upload" for step in steps)

    @property
    def drafts(self) -> list[dict[str, Any] | None]:
        """What is to be exported: the draft (None), or one for each of the variations that are still to choose from."""
        from moviola.studio.desk import project_of
        from moviola.studio.place import choose
        from moviola.timeline import codec

        with self._house.store.read() as tx:
            project = project_of(tx, self._session)
        offered, base = project.variations, project.base
        chosen = any(step.label == "choose" for step in project.history.done)
        if len(offered) < 2 or chosen or base is None or base.group != offered[0].group:
            return [None]
        return [codec.encode(choose(project, n).change(project).timeline) for n in range(len(offered))]

    def export(
        self,
        output: dict[str, Any],
        target: Path,
        progress: Callable[[float, str], None],
        draft: dict[str, Any] | None = None,
    ) -> Exported:
        """Write the draft, or another one, to ``target``; nothing is left there when it fails."""
        renders = self._house.renders
        render_id = f"make-{uuid.uuid4().hex}"
        row = renders.submit(self._user, render_id, self._session, draft, output)
        while row.status in ("pending", "processing"):
            if self._house.fault is not None:
                raise self._house.fault
            time.sleep(TICK)
            row = renders.get(self._user, render_id)
            progress(row.progress, row.stage)
        if row.status != "completed" or row.sha256 is None:
            raise EngineFailed(row.error or "The export did not finish. Try again.")
        place(self._house.store.blobs.path(row.sha256), target)
        file = renders.result(render_id)
        facts = {"size": file.size, "width": file.width, "height": file.height, "fps": file.fps}
        return Exported({**facts, "duration_ms": file.duration_ms, **file.meta})


def _failure(event: dict[str, Any]) -> MoviolaError:
    """The error that ended a run, of its own class, for the exit code goes by that."""
    kind = getattr(errors, str(event["error_details"]["error_type"]), Fault)
    return kind(str(event["error"])) if issubclass(kind, MoviolaError) else Fault(str(event["error"]))
