"""Conversations and their projects."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from moviola.errors import Conflict, NoSession, RateLimited
from moviola.settings import Settings
from moviola.store.rows import SessionRow
from moviola.store.schema import sessions, users

#: Session ids are 19 decimal digits that still fit a signed 64-bit number.
_LOW, _HIGH = 10**18, 2**63


class Sessions:
    """Sessions within one transaction."""

    def __init__(self, connection: Connection, settings: Settings, now: float, *, writes: bool) -> None:
        self._db = connection
        self._settings = settings
        self._now = now
        self._writes = writes

    def create(
        self,
        user_id: str,
        task_name: str,
        language: str | None,
        client_state: dict[str, Any] | None = None,
        session_id: str | None = None,
    ) -> SessionRow:
        """A new session, empty, at version 0. :class:`RateLimited` over the limit of open ones.

        ``session_id``: 19 digits of the caller's choice; :class:`Conflict` when it is taken, by whomever.
        """
        # Locks the user's row where rows can be locked: two calls at once cannot pass the limit together.
        self._db.execute(select(users.c.user_id).where(users.c.user_id == user_id).with_for_update())
        limit = self._settings.open_sessions
        count = self._db.execute(
            select(func.count()).select_from(sessions).where(sessions.c.user_id == user_id)
        ).scalar_one()
        if count >= limit:
            raise RateLimited(
                f"You have {count} open sessions, the most there may be. Delete one you no longer need.",
                retry_after=60,
            )
        if (
            session_id is not None
            and self._db.execute(
                select(sessions.c.session_id).where(sessions.c.session_id == session_id)
            ).scalar()
        ):
            raise Conflict("This session id is taken. Leave the id out and one is chosen for you.")
        row = SessionRow(
            session_id=session_id or str(_LOW + secrets.randbelow(_HIGH - _LOW)),
            task_id=f"task_{secrets.token_hex(10)}",
            user_id=user_id,
            task_name=task_name,
            language=language,
            version=0,
            state={},
            client_state=client_state or {},
            last_seq=0,
            created_at=self._now,
            updated_at=self._now,
        )
        self._db.execute(insert(sessions).values(**row.__dict__))
        return row

    def get(self, session_id: str, user_id: str | None = None) -> SessionRow:
        """The session. :class:`NoSession` when there is none, or when it is not ``user_id``'s."""
        query = select(sessions).where(sessions.c.session_id == session_id)
        if user_id is not None:
            query = query.where(sessions.c.user_id == user_id)
        if self._writes:
            # Who reads in order to write is alone with the session to the end of the transaction, where rows can
            # be locked; on SQLite a writing transaction is alone as it is.
            query = query.with_for_update()
        found = self._db.execute(query).mappings().first()
        if found is None:
            raise _absent()
        return _row(found)

    def save(self, session_id: str, state: dict[str, Any], expected_version: int) -> int:
        """Write the state and return its new version. :class:`Conflict` when another write came first."""
        done = self._db.execute(
            update(sessions)
            .where(sessions.c.session_id == session_id, sessions.c.version == expected_version)
            .values(state=state, version=expected_version + 1, updated_at=self._now)
        )
        if done.rowcount != 1:
            version = self.get(session_id).version
            raise Conflict(
                f"The project has changed: it is at version {version}, not {expected_version}. Read it anew.",
                data={"version": version},
            )
        return expected_version + 1

    def rename(self, session_id: str, task_name: str) -> None:
        self._change(session_id, {"task_name": task_name})

    def save_client_state(self, session_id: str, client_state: dict[str, Any]) -> None:
        """What ADK clients keep in a session; apart from the studio's state, so that it disturbs no run."""
        self._change(session_id, {"client_state": client_state})

    def of_user(self, user_id: str) -> list[SessionRow]:
        """The user's sessions, the last used first."""
        query = (
            select(sessions)
            .where(sessions.c.user_id == user_id)
            .order_by(sessions.c.updated_at.desc(), sessions.c.session_id)
        )
        return [_row(found) for found in self._db.execute(query).mappings()]

    def of_task(self, task_id: str, user_id: str | None = None) -> SessionRow:
        query = select(sessions).where(sessions.c.task_id == task_id)
        if user_id is not None:
            query = query.where(sessions.c.user_id == user_id)
        found = self._db.execute(query).mappings().first()
        if found is None:
            raise _absent()
        return _row(found)

    def delete(self, session_id: str, user_id: str | None = None) -> None:
        """Delete the session with its events, runs, files' rows and renders. Blobs and the ledger stay."""
        query = delete(sessions).where(sessions.c.session_id == session_id)
        if user_id is not None:
            query = query.where(sessions.c.user_id == user_id)
        if self._db.execute(query).rowcount != 1:
            raise _absent()

    def _change(self, session_id: str, values: dict[str, Any]) -> None:
        done = self._db.execute(
            update(sessions).where(sessions.c.session_id == session_id).values(**values, updated_at=self._now)
        )
        if done.rowcount != 1:
            raise _absent()


def _row(found: RowMapping) -> SessionRow:
    return SessionRow(**found)


def _absent() -> NoSession:
    return NoSession("There is no such session. Create one: POST /api/tasks/me/with-session/nemo_agent.")
