"""The event log: the truth of a conversation, numbered 1, 2, 3 … in each session."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from moviola.errors import NoSession
from moviola.store.schema import events, sessions


class Events:
    """Events within one transaction. ``touched``: the sessions that got a new one."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now
        self.touched: set[str] = set()

    def append(self, session_id: str, event: dict[str, Any]) -> int:
        """Write the event and return its number. :class:`NoSession` when the session is gone."""
        # Changing the session's row serialises writers, so numbers have no gap and commit in order.
        seq = self._db.execute(
            update(sessions)
            .where(sessions.c.session_id == session_id)
            .values(last_seq=sessions.c.last_seq + 1, updated_at=self._now)
            .returning(sessions.c.last_seq)
        ).scalar()
        if seq is None:
            raise NoSession("The session was deleted; its events cannot go on.")
        self._db.execute(
            insert(events).values(session_id=session_id, seq=seq, event=event, created_at=self._now)
        )
        self.touched.add(session_id)
        return int(seq)

    def after(self, session_id: str, seq: int, limit: int = 500) -> list[tuple[int, dict[str, Any]]]:
        """Events with a number above ``seq``, in order, at most ``limit``."""
        found = self._db.execute(
            select(events.c.seq, events.c.event)
            .where(events.c.session_id == session_id, events.c.seq > seq)
            .order_by(events.c.seq)
            .limit(limit)
        )
        return [(number, event) for number, event in found]

    def last_seq(self, session_id: str) -> int:
        """Number of the newest event; 0 when there is none."""
        return int(
            self._db.execute(select(sessions.c.last_seq).where(sessions.c.session_id == session_id)).scalar()
            or 0
        )
