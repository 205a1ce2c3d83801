"""The workbench of one action: run an engine, keep what it made, and settle the credits, once.

Every generation has a job id. After a crash the same id is asked for again: a finished job gives its result
from the database, an unfinished one is made again (the same request and seed give the same bytes, and bytes are
stored by their hash), and the hold, capture and release are keyed by the id, so that each happens once.
"""

from __future__ import annotations

import mimetypes
import shutil
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moviola.engines.base import Language, Output
from moviola.engines.registry import engine_for
from moviola.errors import Cancelled
from moviola.jobs.scratch import scratch
from moviola.jobs.workers import Workers
from moviola.settings import Settings
from moviola.store import Store
from moviola.studio.project import Medium, Origin, Project


@dataclass(frozen=True)
class Made:
    """A medium and what its engine said about it."""

    medium: Medium
    output: Output


@dataclass(frozen=True)
class Bench:
    """What a tool works with. ``report(fraction, stage)`` shows progress; ``job`` prefixes the job ids.

    ``seed`` is any text; the same text and the same requests in the same order give the same results.
    """

    settings: Settings
    store: Store
    workers: Workers
    user_id: str
    session_id: str
    run_id: str
    job: str
    language: Language
    seed: str
    report: Callable[[float, str], None]

    def make(
        self,
        part: str,
        request: Any,
        *,
        origin: Origin,
        cost: int = 0,
        name: str = "",
        **facts: Any,
    ) -> Made:
        """Have the request made, charging ``cost`` credits; ``facts`` are further fields of the medium.

        Raises:
            OutOfCredits: before any work starts.
            Cancelled: the run was told to stop.
            MoviolaError: from the engine; the hold is released.
        """
        job_id = f"{self.job}-{part}"
        spec = engine_for(request.task)
        with self.store.begin() as tx:
            # Asked in the transaction that makes the job known: whoever cancels either is seen here or sees the job.
            if tx.runs.cancel_requested(self.run_id):
                raise Cancelled("The work was stopped.")
            row = tx.jobs.begin(
                job_id,
                self.run_id,
                self.session_id,
                self.user_id,
                spec.name,
                request.model_dump(mode="json"),
            )
            if row.result is not None:
                return Made(
                    Medium.model_validate(row.result["medium"]), Output.model_validate(row.result["output"])
                )
            if cost and self.settings.is_metered:
                tx.ledger.hold(self.user_id, cost, job_id)
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=scratch(self.settings.home)))
        try:
            payload = {
                "entry": spec.entry,
                "request": request.model_dump(mode="json"),
                "folder": str(folder),
            }
            answer = self.workers.run(
                spec.name, "moviola.engines.worker:run", payload, job_id=job_id, progress=self.report
            )
            return self._keep(job_id, Output.model_validate(answer), request, origin, name, facts)
        except Exception as error:
            with self.store.begin() as tx:
                tx.jobs.fail(job_id, str(error))
                if tx.ledger.settled(job_id) is False:
                    tx.ledger.release(job_id)
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _keep(
        self, job_id: str, output: Output, request: Any, origin: Origin, name: str, facts: dict[str, Any]
    ) -> Made:
        blob = self.store.blobs.put(output.file.path)
        suffix = output.file.path.suffix.lower()
        medium = Medium(
            id=f"file_{job_id}",
            hash=blob.sha256,
            kind=output.file.kind,
            origin=origin,
            name=f"{name or origin}{suffix}",
            label=facts.pop("label", "") or output.label,
            width=output.file.width,
            height=output.file.height,
            duration_ms=output.file.duration_ms,
            fps=output.file.fps,
            engine=output.engine,
            engine_version=output.version,
            licence=output.licence,
            seed=output.seed,
            prompt=_words_of(request),
            parameters=output.parameters,
            **facts,
        )
        with self.store.begin() as tx:
            tx.files.add(
                medium.id,
                self.session_id,
                self.user_id,
                sha256=blob.sha256,
                kind=medium.kind,
                name=medium.name,
                mime=mimetypes.guess_type(medium.name)[0] or "application/octet-stream",
                size=blob.size,
                width=medium.width,
                height=medium.height,
                duration_ms=medium.duration_ms,
                fps=medium.fps,
                source="generated",
                meta={"data": output.data, "parameters": output.parameters},
            )
            lean = output.model_copy(update={"data": {}})
            tx.jobs.finish(
                job_id, {"medium": medium.model_dump(mode="json"), "output": lean.model_dump(mode="json")}
            )
            if tx.ledger.settled(job_id) is False:
                tx.ledger.capture(job_id)
        return Made(medium, output)

    def seed_for(self, project: Project, words: str) -> int:
        """Seed of a new result: asking for the same words once more gives another one."""
        again = sum(1 for m in project.media if m.prompt == words)
        return zlib.crc32(f"{self.seed}\n{words}\n{again}".encode())

    def engine_data(self, medium: Medium) -> dict[str, Any]:
        """What the engine left for later edits of ``medium``."""
        with self.store.read() as tx:
            data: dict[str, Any] = tx.files.get(medium.id).meta.get("data", {})
        return data

    def file_of(self, medium: Medium) -> Path:
        """Local path of the medium's bytes."""
        return self.store.blobs.path(medium.hash)


def _words_of(request: Any) -> str:
    for field in ("description", "instruction", "prompt", "mood"):
        words = getattr(request, field, None)
        if words:
            return str(words)
    return ""
