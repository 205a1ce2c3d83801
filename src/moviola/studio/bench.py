"""The workbench of one action: run an engine, keep what it made, and settle the credits, once.

Every generation has a job id. After a crash the same id is asked for again: a finished job gives its result
from the database, an unfinished one is made again (the same request and seed give the same bytes, and bytes are
stored by their hash), and the hold, capture and release are keyed by the id, so that each happens once.
"""

from __future__ import annotations

import dataclasses
import mimetypes
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moviola.engines.base import PREVIEW, Language, Output
from moviola.engines.registry import engine_for
from moviola.errors import Cancelled
from moviola.jobs.scratch import scratch
from moviola.jobs.workers import Workers
from moviola.settings import Settings
from moviola.store import Store, Transaction
from moviola.studio.project import Medium, Origin, Project


@dataclass(frozen=True)
class Made:
    """A medium and what its engine said about it."""

    medium: Medium
    output: Output


@dataclass(frozen=True)
class Bench:
    """What a tool works with. ``report(fraction, stage)`` shows progress; ``job`` prefixes the job ids.

    ``show(path)`` gets a small picture of what is being made, as soon as the engine has one.
    ``seed`` is any text; the same text and the same requests in the same order give the same results.
    ``unpaid`` collects the jobs whose holds are settled later; None: each is settled as it is made.
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
    show: Callable[[Path], None] = lambda _: None
    unpaid: list[str] | None = None

    @contextmanager
    def together(self) -> Iterator[Bench]:
        """A bench for results that are paid for when all of them are made, or given back when that fails.

        Over a crash the holds of those that are made stand until the others are.
        """
        jobs: list[str] = []
        try:
            yield dataclasses.replace(self, unpaid=jobs)
        except Exception:
            with self.store.begin() as tx:
                for job_id in jobs:
                    if tx.ledger.settled(job_id) is False:
                        tx.ledger.release(job_id)
            raise
        with self.store.begin() as tx:
            for job_id in jobs:
                _pay(tx, job_id)

    def make(
        self,
        part: str,
        request: Any,
        *,
        origin: Origin,
        cost: int = 0,
        name: str = "",
        engine: str = "",
        **facts: Any,
    ) -> Made:
        """Have the request made, charging ``cost`` credits; ``facts`` are further fields of the medium.

        ``engine``: the engine to take; empty: the one that is set up for the task.

        Raises:
            OutOfCredits: before any work starts.
            Cancelled: the run was told to stop.
            MoviolaError: from the engine; the hold is released.
        """
        job_id = f"{self.job}-{part}"
        spec = engine_for(request.task, self._wanted_engine(request.task, engine))
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
                self._settle(tx, job_id)
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
                spec.name, "moviola.engines.worker:run", payload, job_id=job_id, progress=self._watch(folder)
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

    def _wanted_engine(self, task: str, engine: str) -> str:
        return engine or (self.settings.image_engine if task == "image" else "")

    def _watch(self, folder: Path) -> Callable[[float, str], None]:
        """Progress that also shows the preview, once it lies in the engine's folder."""

        def report(fraction: float, stage: str) -> None:
            preview = folder / PREVIEW
            if stage == "preview" and preview.is_file():
                self.show(preview)
            self.report(fraction, stage)

        return report

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
            prompt=facts.pop("prompt", "") or _words_of(request),
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
            self._settle(tx, job_id)
        return Made(medium, output)

    def _settle(self, tx: Transaction, job_id: str) -> None:
        if self.unpaid is None:
            _pay(tx, job_id)
        else:
            self.unpaid.append(job_id)

    def within(self, index: int, count: int) -> Bench:
        """The bench for one of ``count`` results of an action, whose progress is a part of the whole."""

        def report(fraction: float, stage: str) -> None:
            self.report((index + fraction) / count, stage)

        return dataclasses.replace(self, report=report) if count > 1 else self

    def seed_for(self, project: Project, words: str, ahead: int = 0) -> int:
        """Seed of a new result: asking for the same words once more gives another one.

        ``ahead``: how many results of the same words are made before it in the same action.
        """
        again = ahead + sum(1 for m in project.media if m.prompt == words)
        return zlib.crc32(f"{self.seed}\n{words}\n{again}".encode())

    def engine_data(self, medium: Medium) -> dict[str, Any]:
        """What the engine left for later edits of ``medium``."""
        with self.store.read() as tx:
            data: dict[str, Any] = tx.files.get(medium.id).meta.get("data", {})
        return data

    def file_of(self, medium: Medium) -> Path:
        """Local path of the medium's bytes."""
        return self.store.blobs.path(medium.hash)


def _pay(tx: Transaction, job_id: str) -> None:
    if tx.ledger.settled(job_id) is False:
        tx.ledger.capture(job_id)


def _words_of(request: Any) -> str:
    for field in ("description", "instruction", "prompt", "mood"):
        words = getattr(request, field, None)
        if words:
            return str(words)
    return ""
