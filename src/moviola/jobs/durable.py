"""Work that survives a crash: DBOS workflows on SQLite (one machine) or Postgres.

Every kind of work has one handler, ``handler(work_id)``, which must be idempotent: after a crash it is called again
with the same id and goes on from what the database holds. DBOS keeps which works are unfinished and hands those of a
dead process to the one that takes over its lease.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import make_url

from moviola.errors import Fault, MoviolaError, StorageFull
from moviola.jobs import lease, scratch
from moviola.jobs.workers import Interrupted
from moviola.settings import Settings

Handler = Callable[[str], None]

#: Bump only when unfinished work of an older release must not be gone on with.
APPLICATION_VERSION = "1"

#: The handlers of the process's one DBOS instance (DBOS itself is a singleton of the process).
_handlers: dict[str, Handler] = {}
_workflow: Callable[[str, str], None] | None = None
_closing = threading.Event()

#: Pauses before a work that could not write its end is taken up again, in seconds; the last one repeats.
_PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)


def _perform(kind: str, work_id: str) -> None:
    """Call the handler until it comes back: one that raises (a full disk) has not ended its work."""
    tries = 0
    while True:
        try:
            return _handlers[kind](work_id)
        except Exception:
            logging.getLogger(__name__).exception("%s %s could not be ended", kind, work_id)
        pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
        tries += 1
        if _closing.wait(pause):
            raise Interrupted


def _register() -> Callable[[str, str], None]:
    """Declare the one workflow, once per process; dbos is imported here because it is slow to import."""
    global _workflow
    if _workflow is None:
        from dbos import DBOS

        step = DBOS.step(name="moviola.perform")(_perform)

        def work(kind: str, work_id: str) -> None:
            step(kind, work_id)

        _workflow = DBOS.workflow(name="moviola.work")(work)
    return _workflow


class Durable:
    """Starts works and recovers those that a dead process left."""

    def __init__(self, settings: Settings, handlers: Mapping[str, Handler]):
        self._settings = settings
        self._workflow = _register()
        _handlers.clear()
        _handlers.update(handlers)
        _closing.clear()
        folder = scratch.holders(settings.home)
        self._lease = lease.take(folder)
        scratch.sweep(settings.home)
        scratch.sweep_commands(settings.home)
        others = lease.dead(folder)
        self._launch()
        if others:
            from dbos import DBOS

            DBOS._recover_pending_workflows([other.executor_id for other in others])
            for other in others:
                other.retire()

    def _launch(self) -> None:
        from dbos import DBOS, DBOSConfig

        config: DBOSConfig = {
            "name": "moviola",
            "system_database_url": _system_url(self._settings),
            "application_version": APPLICATION_VERSION,
            "executor_id": self._lease.executor_id,
            "use_listen_notify": False,
            "log_level": "WARNING",
            "console_log_level": "ERROR",
        }
        DBOS(config=config)
        try:
            DBOS.launch()
        except Exception as error:
            raise _said_plainly(error) from error

    def start(self, kind: str, work_id: str) -> None:
        """Begin a work; starting the same id again does nothing.

        Raises:
            StorageFull: no room to write down that it was begun.
            Fault: the record of works cannot be written.

        A work may start another: in a context of its own, so that DBOS does not take it for a part of the first.
        """
        contextvars.Context().run(self._begin, kind, work_id)

    def _begin(self, kind: str, work_id: str) -> None:
        from dbos import DBOS, SetWorkflowID

        try:
            with SetWorkflowID(f"{kind}:{work_id}"):
                DBOS.start_workflow(self._workflow, kind, work_id)
        except Exception as error:
            raise _said_plainly(error) from error

    def close(self) -> None:
        """Stop taking work; running handlers must have been stopped before."""
        from dbos import DBOS

        _closing.set()
        DBOS.destroy(workflow_completion_timeout_sec=2)
        self._lease.release()


def _system_url(settings: Settings) -> str:
    url: Any = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{settings.home / 'jobs.db'}"
    return settings.url


def _said_plainly(error: Exception) -> MoviolaError:
    said = str(error).lower()
    if "full" in said or "no space" in said:
        return StorageFull("There is no room left on the disk. Free some space and try again.")
    return Fault(f"The record of works cannot be used ({type(error).__name__}). Is the data folder writable?")
