"""Exports, from pending to an end."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from moviola.errors import Conflict, NotFound
from moviola.store.rows import RenderRow, RenderStatus
from moviola.store.schema import renders, sessions

UNFINISHED: tuple[RenderStatus, ...] = ("pending", "processing")


class Renders:
    """Renders within one transaction."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now

    def create(
        self,
        render_id: str,
        session_id: str,
        user_id: str,
        body_hash: str,
        timeline: dict[str, Any],
        output: dict[str, Any],
    ) -> RenderRow:
        """A pending render, or the one there is when the same user sends the same body again.

        :class:`Conflict` for another body or another user's id: the two are told apart by nobody.
        """
        # Two posts at once of the same id wait for each other here where rows can be locked.
        self._db.execute(
            select(sessions.c.session_id).where(sessions.c.session_id == session_id).with_for_update()
        )
        there = self._find(render_id)
        if there is not None:
            same = (there.user_id, there.session_id, there.body_hash) == (user_id, session_id, body_hash)
            if not same:
                raise Conflict("This render id is taken. Choose a new, unique id for each export.")
            return there
        self._db.execute(
            insert(renders).values(
                render_id=render_id,
                session_id=session_id,
                user_id=user_id,
                body_hash=body_hash,
                timeline=timeline,
                output=output,
                status="pending",
                progress=0,
                stage="",
                size=0,
                duration_ms=0,
                name="",
                mime="",
                created_at=self._now,
                updated_at=self._now,
            )
        )
        return self.get(render_id)

    def get(self, render_id: str, user_id: str | None = None) -> RenderRow:
        """The render. :class:`NotFound` when there is none, or when it is not ``user_id``'s."""
        found = self._find(render_id)
        if found is None or (user_id is not None and found.user_id != user_id):
            raise NotFound("There is no such render. Start one: POST /api/render/proxy/lambda.")
        return found

    def update(
        self,
        render_id: str,
        status: RenderStatus | None = None,
        progress: int | None = None,
        *,
        stage: str | None = None,
        error: str | None = None,
        sha256: str | None = None,
        size: int | None = None,
        duration_ms: int | None = None,
        name: str | None = None,
        mime: str | None = None,
        expected: Collection[RenderStatus] | None = None,
    ) -> bool:
        """Change what is given, if the status now is one of ``expected``; False when it is not.

        Reaching an end sets ``completed_at``. ``progress`` is kept within 0–100.
        """
        given = {
            "status": status,
            "progress": None if progress is None else min(100, max(0, progress)),
            "stage": stage,
            "error": error,
            "sha256": sha256,
            "size": size,
            "duration_ms": duration_ms,
            "name": name,
            "mime": mime,
        }
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
        if status is not None and status not in UNFINISHED:
            values["completed_at"] = self._now
        query = update(renders).where(renders.c.render_id == render_id)
        if expected is not None:
            query = query.where(renders.c.status.in_(tuple(expected)))
        return self._db.execute(query.values(**values, updated_at=self._now)).rowcount == 1

    def of_session(self, session_id: str) -> list[RenderRow]:
        """Renders of the session, the oldest first."""
        return self._all(renders.c.session_id == session_id)

    def owns(self, user_id: str, sha256: str) -> RenderRow | None:
        """The user's newest export with this content; None when they have none."""
        query = select(renders).where(renders.c.user_id == user_id, renders.c.sha256 == sha256)
        found = self._db.execute(query.order_by(renders.c.ordinal.desc()).limit(1)).mappings().first()
        return None if found is None else _row(found)

    def unfinished(self) -> list[RenderRow]:
        """Pending and processing renders of all sessions, the oldest first."""
        return self._all(renders.c.status.in_(UNFINISHED))

    def _find(self, render_id: str) -> RenderRow | None:
        found = self._db.execute(select(renders).where(renders.c.render_id == render_id)).mappings().first()
        return None if found is None else _row(found)

    def _all(self, *where: Any) -> list[RenderRow]:
        query = select(renders).where(*where).order_by(renders.c.ordinal)
        return [_row(found) for found in self._db.execute(query).mappings()]


def _row(found: RowMapping) -> RenderRow:
    return RenderRow(**{name: value for name, value in found.items() if name != "ordinal"})
