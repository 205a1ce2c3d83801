"""Files of sessions: what was uploaded, made or exported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from moviola.errors import Conflict, NotFound
from moviola.store.rows import FileKind, FileRow, FileSource
from moviola.store.schema import files


class Files:
    """Files within one transaction."""

    def __init__(self, connection: Connection, now: float) -> None:
        self._db = connection
        self._now = now

    def add(
        self,
        file_id: str,
        session_id: str,
        user_id: str,
        sha256: str,
        kind: FileKind,
        name: str,
        mime: str,
        size: int,
        width: int = 0,
        height: int = 0,
        duration_ms: int = 0,
        fps: float = 0.0,
        source: FileSource = "generated",
        meta: dict[str, Any] | None = None,
    ) -> FileRow:
        """Add the file.

        The same ``file_id`` with the same content returns the row there is, else :class:`Conflict`.
        """
        there = self._find(file_id)
        if there is not None:
            if (there.session_id, there.sha256) != (session_id, sha256):
                raise Conflict(f"File {file_id} exists with other content.")
            return there
        row = FileRow(
            file_id=file_id,
            session_id=session_id,
            user_id=user_id,
            sha256=sha256,
            kind=kind,
            name=name,
            mime=mime,
            size=size,
            width=width,
            height=height,
            duration_ms=duration_ms,
            fps=fps,
            source=source,
            meta=meta or {},
            created_at=self._now,
        )
        self._db.execute(insert(files).values(**row.__dict__))
        return row

    def get(self, file_id: str, user_id: str | None = None) -> FileRow:
        """The file. :class:`NotFound` when there is none, or when it is not ``user_id``'s."""
        found = self._find(file_id)
        if found is None or (user_id is not None and found.user_id != user_id):
            raise NotFound("There is no such file.")
        return found

    def of_session(self, session_id: str, source: FileSource | None = None) -> list[FileRow]:
        """Files of the session, the oldest first."""
        query = select(files).where(files.c.session_id == session_id)
        if source is not None:
            query = query.where(files.c.source == source)
        return [_row(found) for found in self._db.execute(query.order_by(files.c.ordinal)).mappings()]

    def owns(self, user_id: str, sha256: str) -> FileRow | None:
        """The user's newest file with this content, in whatever session; None when they have none."""
        query = select(files).where(files.c.user_id == user_id, files.c.sha256 == sha256)
        found = self._db.execute(query.order_by(files.c.ordinal.desc()).limit(1)).mappings().first()
        return None if found is None else _row(found)

    def _find(self, file_id: str) -> FileRow | None:
        found = self._db.execute(select(files).where(files.c.file_id == file_id)).mappings().first()
        return None if found is None else _row(found)


def _row(found: RowMapping) -> FileRow:
    return FileRow(**{name: value for name, value in found.items() if name != "ordinal"})
