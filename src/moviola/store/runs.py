"""Runs: one message each, from queued to an end."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from moviola.errors import Conflict, NoSession, NotFound
from moviola.store.rows import RunRow, RunStatus
from moviola.store.schema import runs, sessions

ACTIVE: tuple[RunStatus, ...] = ("queued", "running")


class Runs:
    """Runs within one transaction."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now

    def create(
        self, run_id: str, session_id: str, user_id: str, text: str, payload: dict[str, Any]
    ) -> RunRow:
        """A queued run. Its ``first_seq`` is one above the session's newest event.

        The same ``run_id`` again returns the run there is; for another session it is a :class:`Conflict`.
        """
        last = self._db.execute(
            select(sessions.c.last_seq).where(sessions.c.session_id == session_id).with_for_update()
        ).scalar()
        if last is None:
            raise NoSession("The session was deleted; nothing can run in it.")
        there = self._find(run_id)
        if there is not None:
            if there.session_id != session_id:
                raise Conflict(f"Run {run_id} belongs to another session.")
            return there
        self._db.execute(
            insert(runs).values(
                run_id=run_id,
                session_id=session_id,
                user_id=user_id,
                text=text,
                payload=payload,
                status="queued",
                first_seq=last + 1,
                cancel_requested=False,
                created_at=self._now,
                updated_at=self._now,
            )
        )
        return self.get(run_id)

    def get(self, run_id: str) -> RunRow:
        found = self._find(run_id)
        if found is None:
            raise NotFound(f"There is no run {run_id}.")
        return found

    def active(self, session_id: str) -> list[RunRow]:
        """Queued and running runs of the session, the oldest first."""
        return self._all(runs.c.session_id == session_id, runs.c.status.in_(ACTIVE))

    def unfinished(self) -> list[RunRow]:
        """Queued and running runs of all sessions, the oldest first."""
        return self._all(runs.c.status.in_(ACTIVE))

    def set_status(self, run_id: str, status: RunStatus, expected: Collection[RunStatus]) -> bool:
        """Move the run to ``status`` if it now is in one of ``expected``; False when it is not."""
        done = self._db.execute(
            update(runs)
            .where(runs.c.run_id == run_id, runs.c.status.in_(tuple(expected)))
            .values(status=status, updated_at=self._now)
        )
        return done.rowcount == 1

    def request_cancel(self, run_id: str) -> bool:
        """Ask for the run to be stopped; False when it has ended already."""
        done = self._db.execute(
            update(runs)
            .where(runs.c.run_id == run_id, runs.c.status.in_(ACTIVE))
            .values(cancel_requested=True, updated_at=self._now)
        )
        return done.rowcount == 1

    def cancel_requested(self, run_id: str) -> bool:
        """True once a stop was asked for, or when the run is gone with its session."""
        found = self._db.execute(select(runs.c.cancel_requested).where(runs.c.run_id == run_id)).scalar()
        return True if found is None else bool(found)

    def _find(self, run_id: str) -> RunRow | None:
        found = self._db.execute(select(runs).where(runs.c.run_id == run_id)).mappings().first()
        return None if found is None else _row(found)

    def _all(self, *where: Any) -> list[RunRow]:
        query = select(runs).where(*where).order_by(runs.c.ordinal)
        return [_row(found) for found in self._db.execute(query).mappings()]


def _row(found: RowMapping) -> RunRow:
    return RunRow(**{name: value for name, value in found.items() if name != "ordinal"})
