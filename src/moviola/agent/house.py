"""The house: every room of one process, built once from settings."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from moviola.agent import events
from moviola.agent.grammar import Grammar
from moviola.agent.planner import Planner
from moviola.agent.runner import Runner
from moviola.errors import Fault, MoviolaError
from moviola.jobs.workers import Interrupted, Workers
from moviola.settings import Settings
from moviola.store import Store
from moviola.studio import desk
from moviola.studio.renders import Renders
from moviola.studio.uploads import Uploads
from moviola.timeline import codec

#: Threads that still write something down when the house closes get this long, in seconds.
PATIENCE = 1.5


class House:
    """Store, workers, runner, renders and uploads of one process.

    ``durable``: runs and renders are workflows that survive a crash; without it they are threads of this process
    (for a command that is over when its work is). ``seed``: fixes what chance decides.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        durable: bool = True,
        planner: Planner | None = None,
        seed: str | None = None,
    ):
        self.settings = settings
        self.store = Store.open(settings)
        self.workers = Workers()
        self.renders = Renders(settings, self.store, self.workers, self._start)
        self.uploads = Uploads(settings, self.store, self.workers)
        self.runner = Runner(
            settings, self.store, self.workers, self.renders, planner or Grammar(), self._start, seed
        )
        self._handlers = {"run": self.runner.perform, "render": self.renders.perform}
        #: Why a thread ended without ending its work (without ``durable`` nobody will take it up again).
        self.fault: MoviolaError | None = None
        self._closing = False
        self._threads: list[threading.Thread] = []
        self._durable = None
        if durable:
            from moviola.jobs.durable import Durable

            self._durable = Durable(settings, self._handlers)

    def state_of(self, user_id: str, session_id: str) -> dict[str, Any]:
        """What GET state answers, with media by SHA-256 and no addresses yet."""
        with self.store.read() as tx:
            row = tx.sessions.get(session_id, user_id)
            project = desk.project_of(tx, session_id)
            uploads = tx.files.of_session(session_id, source="upload")
            renders = tx.renders.of_session(session_id)
        timeline = project.timeline
        return {
            "session_id": row.session_id,
            "task_id": row.task_id,
            "task_name": row.task_name,
            "user_id": row.user_id,
            "version": row.version,
            "state": {
                "draft": codec.encode(timeline),
                "video_infos": [
                    {
                        "filename": file.name,
                        "file_type": file.kind,
                        "sha256": file.sha256,
                        "name": file.name,
                        "duration": file.duration_ms / 1000,
                        "width": file.width,
                        "height": file.height,
                        "fps": file.fps,
                        "hash": file.sha256,
                    }
                    for file in uploads
                ],
                "canvas_config": {
                    "width": timeline.meta.width,
                    "height": timeline.meta.height,
                    "fps": timeline.meta.fps,
                },
                "generated_media": [
                    events.facts_of(medium) for medium in project.media if medium.origin != "upload"
                ],
                "video_analyses": [],
                "renders": [
                    {
                        "id": render.render_id,
                        "status": render.status,
                        "sha256": render.sha256,
                        "name": render.name,
                    }
                    for render in renders
                ],
            },
        }

    def close(self) -> None:
        """Stop every child and every workflow; unfinished work goes on at the next start."""
        self._closing = True
        self.workers.close()
        if self._durable is not None:
            self._durable.close()
        end = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self.store.close()

    def _start(self, kind: str, work_id: str) -> None:
        if self._durable is not None:
            self._durable.start(kind, work_id)
            return
        thread = threading.Thread(
            target=self._perform, args=(kind, work_id), name=f"{kind}-{work_id}", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _perform(self, kind: str, work_id: str) -> None:
        try:
            self._handlers[kind](work_id)
        except Interrupted:
            return
        except Exception as error:
            if self._closing:  # its database was closed under it
                return
            if isinstance(error, MoviolaError):
                self.fault = error
                return
            logging.getLogger(__name__).exception("%s %s could not be ended", kind, work_id)
            self.fault = Fault(f"Something went wrong on our side ({type(error).__name__}). Try again.")
