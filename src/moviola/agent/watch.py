"""Tells how a run is getting on, shows what is to come, and stops it where the person wants that."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from moviola.agent import events
from moviola.errors import Cancelled
from moviola.store import Store, Transaction
from moviola.store.rows import RunRow

#: A progress event is written at most this often, in seconds.
PROGRESS_INTERVAL = 1.0


class Watch:
    """Writes the events of one run that come while a tool works."""

    def __init__(self, store: Store, run: RunRow):
        self._store = store
        self._run = run
        self._reported = 0.0

    def check(self) -> None:
        """Go on, or not.

        Raises:
            Cancelled: the person stopped the run.
        """
        with self._store.read() as tx:
            self.go_on(tx)

    def go_on(self, tx: Transaction) -> None:
        """The same within a transaction."""
        if tx.runs.cancel_requested(self._run.run_id):
            raise Cancelled("The work was stopped.")

    def previewer(self, call_id: str, tool: str, index: int, count: int) -> Callable[[Path], None]:
        """What shows a small picture of what is being made, each once."""
        run = self._run
        shown: set[str] = set()

        def show(path: Path) -> None:
            blob = self._store.blobs.put(path)
            if blob.sha256 in shown:
                return
            shown.add(blob.sha256)
            facts = {"sha256": blob.sha256, "name": path.name, "file_type": "image"}
            event = events.progress(run.run_id, 0.05, "preview", tool, index + 1, count, facts)
            with self._store.begin() as tx:
                self.go_on(tx)
                tx.files.add(
                    f"preview_{call_id}_{blob.sha256[:8]}",
                    run.session_id,
                    run.user_id,
                    sha256=blob.sha256,
                    kind="image",
                    name=path.name,
                    mime="image/jpeg",
                    size=blob.size,
                    source="preview",
                )
                tx.events.append(run.session_id, event)

        return show

    def reporter(self, tool: str, index: int, count: int) -> Callable[[float, str], None]:
        """What takes the progress of a tool, 0–1, with the name of a stage."""

        def report(fraction: float, stage: str) -> None:
            now = time.monotonic()
            if now - self._reported < PROGRESS_INTERVAL:
                return
            self._reported = now
            event = events.progress(self._run.run_id, fraction, stage, tool, index + 1, count)
            with self._store.begin() as tx:
                self.go_on(tx)
                tx.events.append(self._run.session_id, event)

        return report
