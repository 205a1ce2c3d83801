"""Generations: one row each, so that a repeated step finds what it made before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from moviola.errors import Conflict
from moviola.store.rows import JobRow
from moviola.store.schema import jobs


class Jobs:
    """Jobs within one transaction."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now

    def begin(
        self, job_id: str, run_id: str, session_id: str, user_id: str, engine: str, request: dict[str, Any]
    ) -> JobRow:
        """A running job, or the row there is for this id; :class:`Conflict` if that is of another run."""
        there = self.get(job_id)
        if there is not None:
            if there.run_id != run_id or there.user_id != user_id:
                raise Conflict(f"Job {job_id} belongs to another run.")
            return there
        row = JobRow(
            job_id=job_id,
            run_id=run_id,
            session_id=session_id,
            user_id=user_id,
            engine=engine,
            request=request,
            status="running",
            result=None,
            error=None,
            created_at=self._now,
            updated_at=self._now,
        )
        self._db.execute(insert(jobs).values(**row.__dict__))
        return row

    def finish(self, job_id: str, result: dict[str, Any]) -> bool:
        """Write the result; True the first time, False when the job has ended already."""
        return self._end(job_id, status="done", result=result)

    def fail(self, job_id: str, error: str) -> bool:
        """Write why it failed; True the first time, False when the job has ended already."""
        return self._end(job_id, status="failed", error=error)

    def get(self, job_id: str) -> JobRow | None:
        found = self._db.execute(select(jobs).where(jobs.c.job_id == job_id)).mappings().first()
        return None if found is None else JobRow(**found)

    def of_run(self, run_id: str) -> list[JobRow]:
        query = select(jobs).where(jobs.c.run_id == run_id).order_by(jobs.c.created_at, jobs.c.job_id)
        return [JobRow(**found) for found in self._db.execute(query).mappings()]

    def _end(self, job_id: str, **values: Any) -> bool:
        done = self._db.execute(
            update(jobs)
            .where(jobs.c.job_id == job_id, jobs.c.status == "running")
            .values(**values, updated_at=self._now)
        )
        return done.rowcount == 1
